//! Links that act: cart permalinks and discount links.

use axum::extract::{Path, State};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::cart::{Cart, Line};
use super::cart_api::{keep, refused};
use super::pages;
use super::visit::Visit;
use crate::html;
use crate::world::Shared;

/// `/cart/{variant}:{quantity},…` replaces the cart and opens the checkout, or the cart with `storefront=true`.
pub(crate) async fn permalink(
    State(world): State<Shared>,
    Path(lines): Path<String>,
    visit: Visit,
) -> Response {
    let Some(wishes) = parse(&lines, &visit) else {
        return pages::missing(&world, &visit);
    };
    let mut shop = world.shop();
    let mut cart = Cart::new(visit.cart_token());
    for wish in wishes.iter().rev() {
        if let Err(refusal) = cart.add(&world, &shop, wish) {
            return visit.finish(refused(&refusal));
        }
    }
    let mut attributes = Map::new();
    for (name, value) in visit.pairs() {
        if let Some(name) = name
            .strip_prefix("attributes[")
            .and_then(|rest| rest.strip_suffix(']'))
        {
            attributes.insert(name.to_owned(), Value::from(value.clone()));
        }
    }
    cart.merge_attributes(&attributes);
    if let Some(codes) = visit.query("discount") {
        cart.set_codes(codes);
    }
    if let Some(note) = visit.query("note") {
        note.clone_into(&mut cart.note);
    }
    keep(&world, &mut shop, &cart);
    let email = visit.query("checkout[email]").map(html::percent_encode);
    let to = match (visit.query("storefront"), email) {
        (Some("true"), _) => "/cart".to_owned(),
        (_, Some(email)) => format!("/checkout?email={email}"),
        (_, None) => "/checkout".to_owned(),
    };
    visit.finish(html::redirect(&to))
}

/// `/discount/{code}?redirect=/…` keeps the code for this cart.
pub(crate) async fn discount(
    State(world): State<Shared>,
    Path(code): Path<String>,
    visit: Visit,
) -> Response {
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    cart.set_codes(&code);
    keep(&world, &mut shop, &cart);
    let to = visit
        .query("redirect")
        .filter(|to| to.starts_with('/') && !to.starts_with("//"))
        .unwrap_or("/");
    visit.finish(html::redirect(to))
}

fn parse(lines: &str, visit: &Visit) -> Option<Vec<Line>> {
    let mut wishes = Vec::new();
    for part in lines.split(',') {
        let (variant, quantity) = part.split_once(':')?;
        let (variant, quantity) = (variant.parse().ok()?, quantity.parse().ok()?);
        wishes.push(Line {
            variant,
            quantity,
            properties: Map::new(),
        });
    }
    // Properties belong to the first line only.
    if let (Some(first), Some(properties)) = (wishes.first_mut(), visit.query("properties")) {
        let bytes = URL_SAFE_NO_PAD
            .decode(properties)
            .or_else(|_| URL_SAFE.decode(properties))
            .ok()?;
        first.properties = serde_json::from_slice(&bytes).ok()?;
    }
    Some(wishes)
}
