//! A cart in the shape of the platform's Ajax cart, in integer cents.

use serde_json::{Map, Value, json};

use super::cart::{Cart, Line, full_title, grams};
use crate::catalogue::Variant;
use crate::world::World;

impl Cart {
    pub(crate) fn to_json(&self, world: &World) -> Value {
        let (subtotal, discount) = (self.subtotal(world), self.discount(world));
        // Names that begin with two underscores are private: on the order, never in the Ajax cart.
        let attributes: Map<String, Value> = self
            .attributes
            .iter()
            .filter(|(name, _)| !name.starts_with("__"))
            .map(clone_pair)
            .collect();
        let items: Vec<Value> = self
            .lines()
            .iter()
            .filter_map(|line| line.to_json(world))
            .collect();
        let grams: i64 = items
            .iter()
            .filter_map(|item| Some(item.get("grams")?.as_i64()? * item.get("quantity")?.as_i64()?))
            .sum();
        let codes: Vec<Value> = self
            .codes(world)
            .into_iter()
            .map(|(code, per_cent)| json!({"code": code, "applicable": per_cent.is_some()}))
            .collect();
        json!({
            "token": self.token(),
            "note": self.note,
            "attributes": attributes,
            "original_total_price": subtotal,
            "total_price": subtotal - discount,
            "total_discount": discount,
            "total_weight": grams,
            "item_count": self.item_count(),
            "items": items,
            "requires_shipping": !self.lines().is_empty(),
            "currency": "EUR",
            "items_subtotal_price": subtotal,
            "cart_level_discount_applications": self.applications(world),
            "discount_codes": codes,
        })
    }

    fn applications(&self, world: &World) -> Vec<Value> {
        let subtotal = self.subtotal(world);
        let codes = self.codes(world).into_iter();
        codes
            .filter_map(|(code, per_cent)| Some((code, per_cent?)))
            .max_by_key(|(_, per_cent)| *per_cent)
            .map(|(code, per_cent)| {
                json!({"type": "discount_code", "key": code, "title": code, "description": null,
                    "value": per_cent.to_string(), "created_at": null, "value_type": "percentage",
                    "allocation_method": "across", "target_selection": "all", "target_type": "line_item",
                    "total_allocated_amount": subtotal * per_cent / 100})
            })
            .into_iter()
            .collect()
    }
}

impl Line {
    pub(crate) fn to_json(&self, world: &World) -> Option<Value> {
        let (product, variant) = world.catalogue.variant(self.variant)?;
        let mut line = self.priced(variant);
        let origin = &world.addresses.storefront;
        let image = format!("{origin}{}", product.featured_image.url);
        let only_default = variant.title == "Default Title";
        let described = json!({
            "id": variant.id, "variant_id": variant.id, "product_id": product.id, "key": self.key(),
            "properties": self.properties,
            "title": full_title(product, variant), "product_title": product.title,
            "variant_title": if only_default { Value::Null } else { json!(variant.title) },
            "variant_options": variant.selected_options.iter().map(|option| &option.value).collect::<Vec<_>>(),
            "options_with_values": variant.selected_options.iter()
                .map(|option| json!({"name": option.name, "value": option.value})).collect::<Vec<_>>(),
            "sku": variant.sku, "vendor": product.vendor, "handle": product.handle,
            "grams": grams(product), "taxable": true, "gift_card": false, "requires_shipping": true,
            "url": format!("/products/{}?variant={}", product.handle, variant.id),
            "image": image,
            "featured_image": {"url": image, "alt": product.featured_image.alt_text, "aspect_ratio": 1.0,
                "width": product.featured_image.width, "height": product.featured_image.height},
            "product_has_only_default_variant": only_default,
            "product_description": product.description(), "product_type": product.product_type,
        });
        if let (Some(line), Value::Object(described)) = (line.as_object_mut(), described) {
            line.extend(described);
        }
        Some(line)
    }

    fn priced(&self, variant: &Variant) -> Value {
        let whole = variant.price * self.quantity;
        json!({
            "quantity": self.quantity,
            "price": variant.price, "presentment_price": variant.price / 100, "original_price": variant.price,
            "discounted_price": variant.price, "final_price": variant.price,
            "line_price": whole, "original_line_price": whole, "final_line_price": whole,
            "total_discount": 0, "discounts": [], "line_level_discount_allocations": [],
        })
    }
}

fn clone_pair((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}
