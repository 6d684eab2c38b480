//! Predictive search and recommendations. Matching is plain: every word of the query must begin a word of the title,
//! type, vendor, tags or metafields.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::product_json::{ajax, image_url};
use super::visit::Visit;
use crate::catalogue::Product;
use crate::html;
use crate::world::{Shared, World};

pub(crate) fn matches<'a>(world: &'a World, query: &str) -> Vec<&'a Product> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let fits = |product: &&Product| {
        let text = searchable(product);
        words
            .iter()
            .all(|word| text.split(' ').any(|held| held.starts_with(word.as_str())))
    };
    world.catalogue.products().iter().filter(fits).collect()
}

fn searchable(product: &Product) -> String {
    let mut text = format!(
        "{} {} {} ",
        product.title, product.product_type, product.vendor
    );
    text.push_str(&product.tags.join(" "));
    for metafield in product.metafields.values() {
        text.push(' ');
        text.push_str(&metafield.text());
    }
    text.to_lowercase().replace([',', '-', '/'], " ")
}

pub(crate) async fn suggest(State(world): State<Shared>, visit: Visit) -> Response {
    let Some(query) = visit.query("q") else {
        let body =
            json!({"status": 422, "message": "Invalid parameter", "description": "q is missing"});
        return html::json(StatusCode::UNPROCESSABLE_ENTITY, &body);
    };
    let limit = visit
        .query("resources[limit]")
        .map_or(Ok(10), str::parse::<usize>);
    let Ok(limit @ 1..=10) = limit else {
        let body = json!({"status": 422, "message": "Invalid parameter",
            "description": "resources[limit] must be between 1 and 10"});
        return html::json(StatusCode::UNPROCESSABLE_ENTITY, &body);
    };
    let products: Vec<Value> = matches(&world, query)
        .into_iter()
        .take(limit)
        .map(|product| suggestion(&world, product))
        .collect();
    let results = json!({"products": products, "pages": [], "articles": [], "collections": [], "queries": []});
    html::json(StatusCode::OK, &json!({"resources": {"results": results}}))
}

/// Prices are decimal text here, unlike everywhere else on the storefront.
fn suggestion(world: &World, product: &Product) -> Value {
    let shop = world.shop();
    let available = product
        .variants
        .iter()
        .any(|variant| world.stock(&shop, variant.id) > 0);
    let prices = || product.variants.iter().map(|variant| variant.price);
    let image = image_url(world, product);
    json!({
        "id": product.id, "title": product.title, "handle": product.handle,
        "body": product.description_html, "vendor": product.vendor, "type": product.product_type,
        "tags": product.tags, "available": available, "image": image,
        "price": html::decimal(product.lowest_price()),
        "price_min": prices().min().map(html::decimal), "price_max": prices().max().map(html::decimal),
        "compare_at_price_min": "0.00", "compare_at_price_max": "0.00",
        "url": format!("/products/{}?_pos=1&_psq=&_ss=e&_v=1.0", product.handle),
        "variants": [],
        "featured_image": {"url": image, "alt": product.featured_image.alt_text,
            "aspect_ratio": 1.0, "height": 1200, "width": 1200},
    })
}

pub(crate) async fn recommendations(State(world): State<Shared>, visit: Visit) -> Response {
    let limit = visit.query("limit").map_or(Ok(10), str::parse::<usize>);
    let intent = visit.query("intent").unwrap_or("related");
    let id = visit
        .query("product_id")
        .and_then(|id| id.parse::<i64>().ok());
    let (Ok(limit @ 1..=10), Some(id), "related" | "complementary") = (limit, id, intent) else {
        let body = json!({"status": 422, "message": "Invalid parameter",
            "description": "product_id, limit or intent is missing or invalid"});
        return html::json(StatusCode::UNPROCESSABLE_ENTITY, &body);
    };
    let Some(product) = world.catalogue.product_by_id(id) else {
        let body = json!({"status": 404, "message": "Product not found",
            "description": "No product with that id is published in the online store"});
        return html::json(StatusCode::NOT_FOUND, &body);
    };
    let shop = world.shop();
    let products: Vec<Value> = related(&world, product, limit)
        .into_iter()
        .enumerate()
        .map(|(index, other)| {
            let mut shape = ajax(&world, &shop, other);
            let url = format!("/products/{}?pr_prod_strat=e5_desc&pr_rec_id={id}&pr_rec_pid={}&pr_ref_pid={id}&pr_seq={index}",
                other.handle, other.id);
            if let Some(shape) = shape.as_object_mut() {
                shape.insert("url".to_owned(), Value::from(url));
            }
            shape
        })
        .collect();
    html::json(
        StatusCode::OK,
        &json!({"intent": intent, "products": products}),
    )
}

/// Others of the same field, those of the same type and tags first.
pub(crate) fn related<'a>(world: &'a World, product: &Product, limit: usize) -> Vec<&'a Product> {
    let mut others: Vec<&Product> = world
        .catalogue
        .products()
        .iter()
        .filter(|other| other.id != product.id && other.field == product.field)
        .collect();
    others.sort_by_key(|other| {
        let shared_tags = other
            .tags
            .iter()
            .filter(|tag| product.tags.contains(tag))
            .count();
        (
            other.product_type != product.product_type,
            usize::MAX - shared_tags,
        )
    });
    others.truncate(limit);
    others
}
