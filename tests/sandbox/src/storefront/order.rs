//! Orders in the shape of the platform's `orders/create` webhook, modelled on its published sample: money as decimal
//! text with a `_set` beside it, cart attributes as `note_attributes`, line properties as name and value.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::cart::{Cart, Line, full_title, grams};
use super::checkout::text;
use crate::html::{self, decimal};
use crate::world::{Shared, World};
use crate::{clock, token};

pub(crate) async fn all(State(world): State<Shared>) -> Response {
    let orders = world.shop().orders.clone();
    html::json(StatusCode::OK, &json!({"orders": orders}))
}

/// Standard delivery in Germany.
pub(crate) fn shipping_cents(subtotal: i64) -> i64 {
    if subtotal >= 5000 { 0 } else { 490 }
}

/// The order that `cart` becomes; `earlier` orders were placed before it.
pub(crate) fn place(world: &World, cart: &Cart, form: &Value, earlier: usize) -> Value {
    let count = i64::try_from(earlier).unwrap_or(0) + 1;
    let id = 6_128_407_150_000 + count * 32_771;
    let now = clock::to_text(clock::now_ms());
    let mut order = identity(world, cart, id, count, &now);
    let parts = [buyer(form, id, &now), amounts(world, cart), constants(&now)];
    if let Some(order) = order.as_object_mut() {
        for part in parts {
            order.extend(part);
        }
        let lines = cart.lines().iter().enumerate();
        let lines: Vec<Value> = lines
            .filter_map(|(index, line)| line_item(world, id, index, line))
            .collect();
        order.insert("line_items".to_owned(), Value::Array(lines));
        order.insert(
            "shipping_lines".to_owned(),
            json!([shipping_line(world, cart, id)]),
        );
    }
    order
}

fn identity(world: &World, cart: &Cart, id: i64, count: i64, now: &str) -> Value {
    let order_token = token::hex(32);
    let status = format!(
        "{}/checkout/thank-you/{order_token}",
        world.addresses.storefront
    );
    // The token up to `?key=` is what joins an order with the cart a page has seen.
    let cart_token = cart.token().split('?').next().unwrap_or_default();
    let attributes: Vec<Value> = pairs(&cart.attributes);
    json!({
        "id": id, "admin_graphql_api_id": format!("gid://shopify/Order/{id}"),
        "app_id": 580_111, "name": format!("#{}", 1000 + count), "number": count, "order_number": 1000 + count,
        "confirmation_number": token::hex(9).to_uppercase(), "confirmed": true,
        "cart_token": cart_token, "checkout_id": id + 7, "checkout_token": token::hex(32), "token": order_token,
        "created_at": now, "updated_at": now, "processed_at": now, "order_status_url": status,
        "note": if cart.note.is_empty() { Value::Null } else { json!(cart.note) },
        "note_attributes": attributes,
        "discount_codes": cart.codes(world).into_iter().filter_map(|(code, per_cent)| {
            Some(json!({"code": code, "amount": decimal(cart.subtotal(world) * per_cent? / 100), "type": "percentage"}))
        }).collect::<Vec<_>>(),
    })
}

fn buyer(form: &Value, id: i64, now: &str) -> Map<String, Value> {
    let (email, phone) = (text(form, "email"), text(form, "phone"));
    let phone = if phone.is_empty() {
        Value::Null
    } else {
        json!(phone)
    };
    let (first, last) = (text(form, "first_name"), text(form, "last_name"));
    let address = json!({
        "first_name": first, "last_name": last, "name": format!("{first} {last}").trim(),
        "address1": text(form, "address1"), "address2": null, "company": null, "phone": phone,
        "city": text(form, "city"), "zip": text(form, "zip"), "province": null, "province_code": null,
        "country": "Germany", "country_code": "DE", "latitude": null, "longitude": null,
    });
    let customer_id = 7_941_030_000_000_i64
        + email.to_lowercase().bytes().fold(17_i64, |sum, byte| {
            (sum * 31 + i64::from(byte)) % 999_999_937
        });
    let accepts = form.get("buyer_accepts_marketing").is_some();
    let customer = json!({
        "id": customer_id, "admin_graphql_api_id": format!("gid://shopify/Customer/{customer_id}"),
        "email": email, "phone": phone, "first_name": first, "last_name": last, "state": "disabled",
        "note": null, "verified_email": true, "multipass_identifier": null, "tax_exempt": false,
        "tax_exemptions": [], "currency": "EUR", "created_at": now, "updated_at": now, "default_address": address,
    });
    map(json!({
        "email": email, "contact_email": email, "phone": phone, "buyer_accepts_marketing": accepts,
        "customer": customer, "billing_address": address, "shipping_address": address,
        "browser_ip": "127.0.0.1", "user_id": null, "reference": null, "source_identifier": id.to_string(),
    }))
}

fn amounts(world: &World, cart: &Cart) -> Map<String, Value> {
    let (items, discount) = (cart.subtotal(world), cart.discount(world));
    let subtotal = items - discount;
    let shipping = shipping_cents(subtotal);
    let total = subtotal + shipping;
    // German VAT of 19 % is within the prices.
    let tax = total * 19 / 119;
    let named = [
        ("subtotal_price", subtotal),
        ("current_subtotal_price", subtotal),
        ("total_line_items_price", items),
        ("total_discounts", discount),
        ("current_total_discounts", discount),
        ("total_price", total),
        ("current_total_price", total),
        ("total_tax", tax),
        ("current_total_tax", tax),
    ];
    let mut amounts = Map::new();
    for (name, cents) in named {
        amounts.insert(name.to_owned(), json!(decimal(cents)));
        amounts.insert(format!("{name}_set"), money_set(cents));
    }
    amounts.insert("total_shipping_price_set".to_owned(), money_set(shipping));
    amounts.insert("current_shipping_price_set".to_owned(), money_set(shipping));
    amounts.insert("total_outstanding".to_owned(), json!("0.00"));
    amounts.insert("total_tip_received".to_owned(), json!("0.00"));
    amounts.insert(
        "tax_lines".to_owned(),
        json!([{"price": decimal(tax), "rate": 0.19, "title": "DE MWST",
        "price_set": money_set(tax), "channel_liable": false}]),
    );
    amounts
}

fn constants(now: &str) -> Map<String, Value> {
    let zero = money_set(0);
    map(json!({
        "currency": "EUR", "presentment_currency": "EUR", "customer_locale": "en", "source_name": "web",
        "financial_status": "paid", "fulfillment_status": null, "cancel_reason": null, "cancelled_at": null,
        "closed_at": null, "client_details": null, "device_id": null, "duties_included": false,
        "estimated_taxes": false, "landing_site": "/", "landing_site_ref": null, "location_id": null,
        "merchant_business_entity_id": "MTc4MjE0OTMwNjEx", "merchant_of_record_app_id": null,
        "payment_gateway_names": ["bogus"], "payment_terms": null, "po_number": null, "referring_site": "",
        "source_url": null, "tags": "", "tax_exempt": false, "taxes_included": true, "test": false,
        "total_weight": 0, "total_cash_rounding_payment_adjustment_set": zero,
        "total_cash_rounding_refund_adjustment_set": zero, "original_total_additional_fees_set": null,
        "original_total_duties_set": null, "current_total_additional_fees_set": null,
        "current_total_duties_set": null, "discount_applications": [], "fulfillments": [], "refunds": [],
        "returns": [], "paid_at": now,
    }))
}

fn line_item(world: &World, order: i64, index: usize, line: &Line) -> Option<Value> {
    let (product, variant) = world.catalogue.variant(line.variant)?;
    let id = order * 2 + 9_000_000_000 + i64::try_from(index).unwrap_or(0);
    Some(json!({
        "id": id, "admin_graphql_api_id": format!("gid://shopify/LineItem/{id}"), "attributed_staffs": [],
        "product_id": product.id, "variant_id": variant.id, "product_exists": true,
        "title": product.title, "variant_title": variant.title, "name": full_title(product, variant),
        "sku": variant.sku, "vendor": product.vendor,
        "quantity": line.quantity, "current_quantity": line.quantity, "fulfillable_quantity": line.quantity,
        "fulfillment_service": "manual", "fulfillment_status": null, "gift_card": false,
        "grams": grams(product), "price": decimal(variant.price), "price_set": money_set(variant.price),
        "total_discount": "0.00", "total_discount_set": money_set(0), "discount_allocations": [],
        "properties": pairs(&line.properties), "requires_shipping": true, "taxable": true, "tax_lines": [],
        "duties": [], "sales_line_item_group_id": null, "variant_inventory_management": "shopify",
    }))
}

fn shipping_line(world: &World, cart: &Cart, order: i64) -> Value {
    let cents = shipping_cents(cart.subtotal(world) - cart.discount(world));
    json!({"id": order + 11, "title": "Standard", "code": "Standard", "source": "shopify", "phone": null,
        "price": decimal(cents), "price_set": money_set(cents), "discounted_price": decimal(cents),
        "discounted_price_set": money_set(cents), "current_discounted_price_set": money_set(cents),
        "carrier_identifier": null, "is_removed": false, "requested_fulfillment_service_id": null,
        "tax_lines": [], "discount_allocations": []})
}

fn money_set(cents: i64) -> Value {
    let money = json!({"amount": decimal(cents), "currency_code": "EUR"});
    json!({"shop_money": money, "presentment_money": money})
}

fn pairs(map: &Map<String, Value>) -> Vec<Value> {
    map.iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

fn map(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value {
        map
    } else {
        Map::new()
    }
}
