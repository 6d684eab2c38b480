//! Parts of a page rendered alone: bundled with a cart answer, or by `?sections=` and `?section_id=` on any page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::cart::Cart;
use super::cart_api::bad_request;
use super::cart_page;
use super::visit::Visit;
use crate::html;
use crate::world::World;

/// The cart answer with the sections the request asked for. The cart has changed already when they are refused.
pub(crate) fn with_sections(
    world: &World,
    cart: &Cart,
    body: &Value,
    mut answer: Value,
) -> Response {
    let names = match body.get("sections") {
        None | Some(Value::Null) => return html::json(StatusCode::OK, &answer),
        Some(Value::String(names)) => names
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect(),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(_) => Vec::new(),
    };
    let from_root = body
        .get("sections_url")
        .and_then(Value::as_str)
        .is_none_or(|url| url.starts_with('/'));
    if names.is_empty() || names.len() > MOST {
        return bad_request("Invalid sections parameter");
    }
    if !from_root {
        return bad_request("Invalid sections_url parameter");
    }
    if let Some(answer) = answer.as_object_mut() {
        answer.insert(
            "sections".to_owned(),
            Value::Object(render_all(world, cart, &names)),
        );
    }
    html::json(StatusCode::OK, &answer)
}

/// The sections a page request asks for in place of the page.
pub(crate) fn asked_for(world: &World, visit: &Visit) -> Option<Response> {
    let cart = || world.shop().cart(visit.cart_token());
    if let Some(name) = visit.query("section_id") {
        return Some(match render(world, &cart(), name) {
            Some(section) => html::page(StatusCode::OK, section),
            None => StatusCode::NOT_FOUND.into_response(),
        });
    }
    let names: Vec<String> = visit
        .query("sections")?
        .split(',')
        .map(str::to_owned)
        .collect();
    if names.len() > MOST {
        return Some(bad_request("Invalid sections parameter"));
    }
    Some(html::json(
        StatusCode::OK,
        &json!(render_all(world, &cart(), &names)),
    ))
}

fn render_all(world: &World, cart: &Cart, names: &[String]) -> Map<String, Value> {
    names
        .iter()
        .map(|name| (name.clone(), json!(render(world, cart, name))))
        .collect()
}

fn render(world: &World, cart: &Cart, name: &str) -> Option<String> {
    match name {
        "cart-icon" => Some(cart_icon(cart)),
        "main-cart" => Some(cart_page::main_cart(world, cart)),
        _ => None,
    }
}

pub(crate) fn cart_icon(cart: &Cart) -> String {
    let count = cart.item_count();
    let noun = if count == 1 { "item" } else { "items" };
    format!(
        "<div id=\"shopify-section-cart-icon\" class=\"shopify-section\">\
         <a class=\"cart-link\" href=\"/cart\" aria-label=\"Cart, {count} {noun}\">\
         <svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M5 8h14l-1.2 12H6.2zM9 8V6.5a3 3 0 0 1 6 0V8\"/></svg>\
         <span class=\"cart-count\" data-cart-count=\"{count}\">{count}</span></a></div>"
    )
}

const MOST: usize = 5;
