//! Products, categories and orders. Nothing is taken before the shop's account has been switched on for them once; an
//! id that exists is refused unless the request says that it may update.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::BrevoState;
use super::reply::{self, Refused, flag, refused, text};
use crate::world::Shared;

/// A shop's things of one kind, by id.
type Shelf = BTreeMap<String, Value>;

pub(crate) async fn activate(State(world): State<Shared>) -> Response {
    world.brevo().commerce = true;
    world.touch();
    StatusCode::OK.into_response()
}

pub(crate) async fn put_product(State(world): State<Shared>, bytes: Bytes) -> Response {
    put_one(&world, &bytes, |state| &mut state.products)
}

pub(crate) async fn put_category(State(world): State<Shared>, bytes: Bytes) -> Response {
    put_one(&world, &bytes, |state| &mut state.categories)
}

pub(crate) async fn put_products(State(world): State<Shared>, bytes: Bytes) -> Response {
    put_many(&world, &bytes, "products", |state| &mut state.products)
}

pub(crate) async fn put_categories(State(world): State<Shared>, bytes: Bytes) -> Response {
    put_many(&world, &bytes, "categories", |state| &mut state.categories)
}

pub(crate) async fn products(State(world): State<Shared>) -> Response {
    let state = world.brevo();
    let products: Vec<&Value> = state.products.values().collect();
    reply::with(200, &json!({"products": products, "count": products.len()}))
}

pub(crate) async fn put_order(State(world): State<Shared>, bytes: Bytes) -> Response {
    let mut state = world.brevo();
    match reply::body(&bytes).and_then(|body| keep_order(&mut state, &body)) {
        Ok(()) => {
            world.touch();
            reply::nothing()
        }
        Err(refused) => refused.into_response(),
    }
}

/// Orders of the past unless the request says otherwise; only live ones set automations off.
pub(crate) async fn put_orders(State(world): State<Shared>, bytes: Bytes) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let orders = list(&body, "orders");
    let historical = flag(&body, "historical").unwrap_or(true);
    let mut state = world.brevo();
    for order in orders {
        let mut order = order.clone();
        if let Some(order) = order.as_object_mut() {
            order.insert("historical".to_owned(), json!(historical));
        }
        if let Err(refused) = keep_order(&mut state, &order) {
            return refused.into_response();
        }
    }
    let batch = state.next_id();
    world.touch();
    reply::with(202, &json!({"batchId": batch, "count": orders.len()}))
}

fn put_one(world: &Shared, bytes: &Bytes, shelf: fn(&mut BrevoState) -> &mut Shelf) -> Response {
    let mut state = world.brevo();
    let id = state.next_id();
    let may_update = |body: &Value| flag(body, "updateEnabled").unwrap_or(false);
    let outcome = reply::body(bytes).and_then(|body| {
        is_active(&state)?;
        put(shelf(&mut state), &body, may_update(&body))
    });
    world.touch();
    match outcome {
        Ok(true) => reply::with(201, &json!({"id": id})),
        Ok(false) => reply::nothing(),
        Err(refused) => refused.into_response(),
    }
}

fn put_many(
    world: &Shared,
    bytes: &Bytes,
    name: &str,
    shelf: fn(&mut BrevoState) -> &mut Shelf,
) -> Response {
    let mut state = world.brevo();
    let outcome = reply::body(bytes).and_then(|body| {
        is_active(&state)?;
        let may_update = flag(&body, "updateEnabled").unwrap_or(false);
        let mut shelf_after = shelf(&mut state).clone();
        let (mut created, mut seen) = (0, Vec::new());
        let all = list(&body, name);
        for one in all {
            let id = text(one, "id").unwrap_or_default();
            if seen.contains(&id) {
                return Err(refused(
                    "duplicate_parameter",
                    &format!("id {id} is there twice"),
                ));
            }
            seen.push(id);
            created += usize::from(put(&mut shelf_after, one, may_update)?);
        }
        *shelf(&mut state) = shelf_after;
        Ok((created, all.len() - created))
    });
    world.touch();
    match outcome {
        Ok((created, updated)) => reply::with(
            201,
            &json!({"createdCount": created, "updatedCount": updated}),
        ),
        Err(refused) => refused.into_response(),
    }
}

/// Whether it is new.
fn put(shelf: &mut Shelf, body: &Value, may_update: bool) -> Result<bool, Refused> {
    let id = text(body, "id").unwrap_or_default();
    match shelf.get_mut(id) {
        None if text(body, "name").is_none() => {
            Err(refused("missing_parameter", "name is missing"))
        }
        None => {
            shelf.insert(id.to_owned(), body.clone());
            Ok(true)
        }
        Some(_) if !may_update => Err(refused(
            "duplicate_parameter",
            &format!("id {id} already exists"),
        )),
        Some(held) => {
            let given = body.as_object().cloned().unwrap_or_default();
            if let Some(held) = held.as_object_mut() {
                held.extend(given);
            }
            Ok(false)
        }
    }
}

fn keep_order(state: &mut BrevoState, order: &Value) -> Result<(), Refused> {
    is_active(state)?;
    let id = text(order, "id").unwrap_or_default().to_owned();
    state.orders.insert(id, order.clone());
    Ok(())
}

fn is_active(state: &BrevoState) -> Result<(), Refused> {
    if state.commerce {
        return Ok(());
    }
    Err(Refused {
        status: 403,
        ..refused(
            "permission_denied",
            "eCommerce is not activated for this account",
        )
    })
}

fn list<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    let list = body.get(name).and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}
