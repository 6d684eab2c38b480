//! What the platform's `Shopify.actions` talks to: a way to the cart beside the Ajax one, which keeps working when
//! that one is challenged. Speaks of carts in summaries, without titles or images.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::ShopState;
use super::cart::{Cart, Line, Refusal};
use super::cart_api::keep;
use super::cart_input;
use super::visit::Visit;
use crate::html::{self, decimal};
use crate::world::{Shared, World};

pub(crate) async fn read(State(world): State<Shared>, visit: Visit) -> Response {
    let cart = world.shop().cart(visit.cart_token());
    let summary = if cart.lines().is_empty() {
        Value::Null
    } else {
        summary(&world, &cart)
    };
    visit.finish(html::json(StatusCode::OK, &json!({"cart": summary})))
}

pub(crate) async fn update(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let body = cart_input::body(&body);
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for line in body
        .get("lines")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        match apply(&world, &shop, &mut cart, line) {
            Ok(()) => {}
            Err(refusal) => match warning(&refusal) {
                Some(warning) => warnings.push(warning),
                None => errors.push(
                    json!({"code": "INVALID_MERCHANDISE_LINE", "field": ["lines"],
                    "message": "The merchandise line does not exist."}),
                ),
            },
        }
    }
    if let Some(note) = body.get("note").and_then(Value::as_str) {
        note.clone_into(&mut cart.note);
    }
    if let Some(codes) = body.get("discountCodes").and_then(Value::as_array) {
        cart.set_codes(
            &codes
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(","),
        );
        for (code, _) in cart
            .codes(&world)
            .into_iter()
            .filter(|(_, per_cent)| per_cent.is_none())
        {
            warnings.push(json!({"code": "DISCOUNT_NOT_FOUND", "message": format!("Unknown code {code}"), "target": ""}));
        }
    }
    cart.merge_attributes(&attributes(body.get("attributes")));
    keep(&world, &mut shop, &cart);
    drop(shop);
    let answer =
        json!({"cart": summary(&world, &cart), "userErrors": errors, "warnings": warnings});
    visit.finish(html::json(StatusCode::OK, &answer))
}

/// For what was applied, but not as asked, because the stock was smaller.
fn warning(refusal: &Refusal) -> Option<Value> {
    let (code, message) = match refusal {
        Refusal::Partly(count) => (
            "MERCHANDISE_NOT_ENOUGH_STOCK",
            format!("Only {count} items were added to your cart due to availability."),
        ),
        Refusal::AllInCart(title, count) => (
            "MERCHANDISE_NOT_ENOUGH_STOCK",
            format!("All {count} of {title} are in the cart."),
        ),
        Refusal::SoldOut(title) => (
            "MERCHANDISE_OUT_OF_STOCK",
            format!("The product '{title}' is already sold out."),
        ),
        Refusal::UnknownVariant | Refusal::NoSuchLine | Refusal::BadQuantity => return None,
    };
    Some(json!({"code": code, "message": message, "target": ""}))
}

fn apply(world: &World, shop: &ShopState, cart: &mut Cart, line: &Value) -> Result<(), Refusal> {
    let quantity = line
        .get("quantity")
        .and_then(cart_input::number)
        .unwrap_or(1);
    if let Some(id) = line.get("id").and_then(Value::as_str) {
        let key = id.rsplit('/').next().unwrap_or(id).to_owned();
        return cart.change(
            world,
            shop,
            &super::cart::Place::Id(key),
            Some(quantity),
            None,
        );
    }
    let variant = line.get("merchandiseId").and_then(|id| {
        let gid = id
            .as_str()
            .and_then(|gid| gid.rsplit('/').next()?.parse().ok());
        gid.or_else(|| id.as_i64())
    });
    let variant = variant.ok_or(Refusal::UnknownVariant)?;
    let properties = attributes(line.get("attributes"));
    cart.add(
        world,
        shop,
        &Line {
            variant,
            quantity,
            properties,
        },
    )
    .map(|_| ())
}

/// `[{key, value}]` as a map.
fn attributes(list: Option<&Value>) -> Map<String, Value> {
    let pairs = list.and_then(Value::as_array).into_iter().flatten();
    pairs
        .filter_map(|pair| {
            Some((
                pair.get("key")?.as_str()?.to_owned(),
                pair.get("value")?.clone(),
            ))
        })
        .collect()
}

fn summary(world: &World, cart: &Cart) -> Value {
    let money =
        |cents: i64| json!({"totalAmount": {"amount": decimal(cents), "currencyCode": "EUR"}});
    let lines: Vec<Value> = cart.lines().iter().map(|line| {
        let price = world.catalogue.variant(line.variant).map_or(0, |(_, variant)| variant.price);
        json!({"id": format!("gid://shopify/CartLine/{}", line.key()), "quantity": line.quantity,
            "cost": money(price * line.quantity)})
    }).collect();
    let codes: Vec<Value> = cart
        .codes(world)
        .into_iter()
        .map(|(code, per_cent)| json!({"code": code, "applicable": per_cent.is_some()}))
        .collect();
    json!({
        "id": format!("gid://shopify/Cart/{}", cart.token()), "totalQuantity": cart.item_count(),
        "cost": money(cart.subtotal(world) - cart.discount(world)), "lines": lines, "discountCodes": codes,
    })
}
