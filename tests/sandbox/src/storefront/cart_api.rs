//! The Ajax cart on the wire: `cart.js` and its verbs, with the platform's statuses, whose types differ from error
//! to error (`status` is a number in most, the text `bad_request` in one).

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::cart::{Cart, Place, Refusal};
use super::visit::Visit;
use super::{cart_input, sections};
use crate::html;
use crate::world::{Shared, World};

pub(crate) async fn read(State(world): State<Shared>, visit: Visit) -> Response {
    let cart = world.shop().cart(visit.cart_token());
    visit.finish(html::json(StatusCode::OK, &cart.to_json(&world)))
}

pub(crate) async fn add(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let body = cart_input::body(&body);
    let Some((wishes, as_list)) = cart_input::wishes(&body) else {
        return bad_request("Required parameter missing or invalid: items");
    };
    let (cart, keys, refusal) = {
        let mut shop = world.shop();
        let mut cart = shop.cart(visit.cart_token());
        let mut keys = Vec::new();
        let mut refusal = None;
        for wish in &wishes {
            match cart.add(&world, &shop, wish) {
                Ok(key) => keys.push(key),
                Err(refused) => {
                    refusal = Some(refused);
                    break;
                }
            }
        }
        // What came before a refused item is taken back, except the part of one item that was in stock.
        if refusal.is_none() || matches!(refusal, Some(Refusal::Partly(_))) {
            keep(&world, &mut shop, &cart);
        }
        (cart, keys, refusal)
    };
    if let Some(refusal) = refusal {
        return visit.finish(refused(&refusal));
    }
    let items = keys.iter().filter_map(|key| {
        let index = cart.index(&Place::Id(key.clone()))?;
        cart.lines().get(index)?.to_json(&world)
    });
    let answer = if as_list {
        json!({"items": items.collect::<Vec<_>>()})
    } else {
        items.collect::<Vec<_>>().pop().unwrap_or(Value::Null)
    };
    visit.finish(sections::with_sections(&world, &cart, &body, answer))
}

/// The theme's form without its script: adds, then shows the cart.
pub(crate) async fn add_by_form(
    State(world): State<Shared>,
    visit: Visit,
    body: Bytes,
) -> Response {
    let refusal = cart_input::wishes(&cart_input::body(&body)).and_then(|(wishes, _)| {
        let mut shop = world.shop();
        let mut cart = shop.cart(visit.cart_token());
        let refusal = wishes
            .iter()
            .find_map(|wish| cart.add(&world, &shop, wish).err());
        keep(&world, &mut shop, &cart);
        refusal
    });
    match refusal {
        Some(refusal) => visit.finish(refused(&refusal)),
        None => visit.finish(html::redirect("/cart")),
    }
}

pub(crate) async fn update(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let body = cart_input::body(&body);
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    for (id, quantity) in cart_input::updates(&body).into_iter().rev() {
        let outcome = match id
            .strip_prefix('#')
            .and_then(|position| position.parse::<usize>().ok())
        {
            Some(position) => {
                cart.set_at(position - 1, quantity);
                Ok(())
            }
            None => cart.set(&world, &shop, &id, quantity),
        };
        if let Err(refusal) = outcome {
            return visit.finish(refused(&refusal));
        }
    }
    if let Some(note) = body.get("note").and_then(Value::as_str) {
        note.clone_into(&mut cart.note);
    }
    cart.merge_attributes(&cart_input::map(body.get("attributes")));
    if let Some(codes) = body.get("discount").and_then(Value::as_str) {
        cart.set_codes(codes);
    }
    keep(&world, &mut shop, &cart);
    drop(shop);
    whole_cart(&world, &visit, &cart, &body)
}

pub(crate) async fn change(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let body = cart_input::body(&body);
    let Some(place) = cart_input::place(&body) else {
        return bad_request("no valid id or line parameter");
    };
    let quantity = body.get("quantity").and_then(cart_input::number);
    let properties = body.get("properties").and_then(Value::as_object).cloned();
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    let outcome = cart.change(&world, &shop, &place, quantity, properties);
    keep(&world, &mut shop, &cart);
    drop(shop);
    match outcome {
        Ok(()) => whole_cart(&world, &visit, &cart, &body),
        Err(refusal) => visit.finish(refused(&refusal)),
    }
}

pub(crate) async fn clear(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let cart = {
        let mut shop = world.shop();
        let mut cart = shop.cart(visit.cart_token());
        cart.clear();
        keep(&world, &mut shop, &cart);
        cart
    };
    whole_cart(&world, &visit, &cart, &cart_input::body(&body))
}

pub(crate) async fn prepare_rates(
    State(world): State<Shared>,
    visit: Visit,
    body: Bytes,
) -> Response {
    let body = cart_input::body(&body);
    let address = cart_input::map(body.get("shipping_address"));
    if address
        .get("country")
        .and_then(Value::as_str)
        .is_none_or(str::is_empty)
    {
        return html::json(
            StatusCode::UNPROCESSABLE_ENTITY,
            &json!({"country": ["can't be blank"]}),
        );
    }
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    cart.rates_pending = true;
    keep(&world, &mut shop, &cart);
    html::json(StatusCode::ACCEPTED, &Value::Null)
}

/// The first request after preparing still finds nothing, as on the platform.
pub(crate) async fn rates(State(world): State<Shared>, visit: Visit) -> Response {
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    if cart.rates_pending {
        cart.rates_pending = false;
        keep(&world, &mut shop, &cart);
        return html::json(StatusCode::OK, &Value::Null);
    }
    let standard = super::order::shipping_cents(cart.subtotal(&world) - cart.discount(&world));
    let rate = |name: &str, cents: i64, days: [i64; 2]| {
        json!({"name": name, "presentment_name": name, "code": name, "price": html::decimal(cents),
            "currency": "EUR", "source": "shopify", "delivery_days": days, "compare_price": null})
    };
    let rates = [
        rate("Standard", standard, [2, 4]),
        rate("Express", 1290, [1, 1]),
    ];
    html::json(StatusCode::OK, &json!({"shipping_rates": rates}))
}

pub(crate) fn keep(world: &World, shop: &mut super::ShopState, cart: &Cart) {
    shop.keep(cart.clone());
    world.touch();
}

fn whole_cart(world: &World, visit: &Visit, cart: &Cart, body: &Value) -> Response {
    visit.finish(sections::with_sections(
        world,
        cart,
        body,
        cart.to_json(world),
    ))
}

pub(crate) fn refused(refusal: &Refusal) -> Response {
    let (status, description) = match refusal {
        Refusal::NoSuchLine => return bad_request("no valid id or line parameter"),
        Refusal::UnknownVariant => (404, "Cannot find variant".to_owned()),
        Refusal::BadQuantity => (422, "Quantity must be greater than 0".to_owned()),
        Refusal::SoldOut(title) => (422, format!("The product '{title}' is already sold out.")),
        Refusal::Partly(1) => (
            422,
            "Only 1 item was added to your cart due to availability.".to_owned(),
        ),
        Refusal::Partly(count) => (
            422,
            format!("Only {count} items were added to your cart due to availability."),
        ),
        Refusal::AllInCart(_, _) => (
            422,
            "The maximum quantity of this item is already in your cart.".to_owned(),
        ),
    };
    let body = json!({"status": status, "message": "Cart Error", "description": description});
    html::json(
        StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
        &body,
    )
}

pub(crate) fn bad_request(message: &str) -> Response {
    let body = json!({"status": "bad_request", "message": message, "description": message});
    html::json(StatusCode::BAD_REQUEST, &body)
}
