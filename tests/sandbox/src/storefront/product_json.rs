//! Products as the storefront's JSON: `.js` in cents with availability, `.json` with decimal text and without it,
//! and the bulk lines.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::ShopState;
use super::cart::{full_title, grams};
use super::visit::Visit;
use crate::catalogue::{Catalogue, Product, Variant};
use crate::html;
use crate::world::{Shared, World};

const CREATED: &str = "2026-03-02T09:00:00+01:00";

/// The shape of `products/{handle}.js`.
pub(crate) fn ajax(world: &World, shop: &ShopState, product: &Product) -> Value {
    let variants: Vec<Value> = product
        .variants
        .iter()
        .map(|variant| ajax_variant(world, shop, product, variant))
        .collect();
    let prices = || product.variants.iter().map(|variant| variant.price);
    let before = || {
        product
            .variants
            .iter()
            .filter_map(|variant| variant.compare_at_price)
    };
    let image = image_url(world, product);
    let any = product
        .variants
        .iter()
        .any(|variant| world.stock(shop, variant.id) > 0);
    json!({
        "id": product.id, "title": product.title, "handle": product.handle,
        "description": product.description_html, "published_at": CREATED, "created_at": CREATED,
        "vendor": product.vendor, "type": product.product_type, "tags": product.tags,
        "price": prices().min(), "price_min": prices().min(), "price_max": prices().max(),
        "available": any, "price_varies": product.price_varies(),
        "compare_at_price": before().min(), "compare_at_price_min": before().min().unwrap_or(0),
        "compare_at_price_max": before().max().unwrap_or(0), "compare_at_price_varies": false,
        "variants": variants, "images": [image], "featured_image": image,
        "options": product.options,
        "url": format!("/products/{}", product.handle),
        "media": [{"alt": product.featured_image.alt_text, "id": product.id + 1, "position": 1,
            "preview_image": {"aspect_ratio": 1.0, "height": 1200, "width": 1200, "src": image},
            "aspect_ratio": 1.0, "height": 1200, "media_type": "image", "src": image, "width": 1200}],
        "requires_selling_plan": false, "selling_plan_groups": [],
    })
}

fn ajax_variant(world: &World, shop: &ShopState, product: &Product, variant: &Variant) -> Value {
    let option = |index: usize| {
        variant
            .selected_options
            .get(index)
            .map(|option| &option.value)
    };
    let values: Vec<&String> = variant
        .selected_options
        .iter()
        .map(|option| &option.value)
        .collect();
    json!({
        "id": variant.id, "title": variant.title,
        "option1": option(0), "option2": option(1), "option3": option(2),
        "sku": variant.sku, "requires_shipping": true, "taxable": true, "featured_image": null,
        "available": world.stock(shop, variant.id) > 0,
        "name": full_title(product, variant), "public_title": variant.title, "options": values,
        "price": variant.price, "weight": grams(product), "compare_at_price": variant.compare_at_price,
        "inventory_management": "shopify", "barcode": "",
        "requires_selling_plan": false, "selling_plan_allocations": [],
    })
}

/// The undocumented `.json` shape: prices as text, no availability.
pub(crate) fn plain(world: &World, product: &Product) -> Value {
    let variants: Vec<Value> = product.variants.iter().enumerate().map(|(index, variant)| {
        let option = |index: usize| variant.selected_options.get(index).map(|option| &option.value);
        json!({"id": variant.id, "title": variant.title, "option1": option(0), "option2": option(1),
            "option3": option(2), "sku": variant.sku, "requires_shipping": true, "taxable": true,
            "price": html::decimal(variant.price), "grams": grams(product),
            "compare_at_price": variant.compare_at_price.map(html::decimal),
            "position": index + 1, "product_id": product.id, "created_at": CREATED, "updated_at": CREATED})
    }).collect();
    json!({
        "id": product.id, "title": product.title, "handle": product.handle,
        "body_html": product.description_html, "published_at": CREATED, "created_at": CREATED,
        "updated_at": CREATED, "vendor": product.vendor, "product_type": product.product_type,
        "tags": product.tags, "variants": variants, "options": product.options,
        "images": [{"id": product.id + 2, "position": 1, "product_id": product.id, "variant_ids": [],
            "src": image_url(world, product), "width": 1200, "height": 1200}],
    })
}

pub(crate) async fn all(State(world): State<Shared>, visit: Visit) -> Response {
    listing(&world, &visit, &|_| true)
}

pub(crate) async fn of_collection(
    State(world): State<Shared>,
    Path(handle): Path<String>,
    visit: Visit,
) -> Response {
    listing(&world, &visit, &|product| {
        handle == "all" || product.field == handle
    })
}

pub(crate) async fn bulk(State(world): State<Shared>) -> Response {
    html::typed(
        StatusCode::OK,
        "application/jsonl; charset=utf-8",
        Catalogue::bulk(&world.addresses.storefront),
    )
}

pub(crate) fn image_url(world: &World, product: &Product) -> String {
    format!(
        "{}{}",
        world.addresses.storefront, product.featured_image.url
    )
}

fn listing(world: &World, visit: &Visit, wanted: &dyn Fn(&Product) -> bool) -> Response {
    let number = |name: &str, usual: usize| {
        visit
            .query(name)
            .and_then(|text| text.parse().ok())
            .unwrap_or(usual)
    };
    let (limit, page) = (number("limit", 30).clamp(1, 250), number("page", 1).max(1));
    let products: Vec<Value> = world
        .catalogue
        .products()
        .iter()
        .filter(|product| wanted(product))
        .skip((page - 1) * limit)
        .take(limit)
        .map(|product| plain(world, product))
        .collect();
    html::json(StatusCode::OK, &json!({"products": products}))
}
