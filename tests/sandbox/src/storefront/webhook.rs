//! Webhooks as the platform sends them: the signature is over the raw bytes, the webhook's id names one delivery and
//! stays the same when it is sent again. Each delivery is kept with what came back.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::world::{Shared, World};
use crate::{client, clock, html, token};

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Delivery {
    topic: String,
    webhook_id: String,
    event_id: String,
    triggered_at: String,
    body: String,
    /// Status of the last answer; none while it is under way or when nobody answered.
    status: Option<u16>,
    tries: u32,
}

/// The value of `X-Shopify-Hmac-Sha256` for `body`.
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    STANDARD.encode(mac(secret, body))
}

/// The bytes that every signature of the platform writes down.
pub(super) fn mac(secret: &str, message: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length, so this cannot fail; an empty signature would be refused by every receiver.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// Sends `payload` to the configured address, if there is one, without making the shopper wait.
pub(crate) fn notify(world: &Shared, topic: &str, payload: &Value) {
    let index = enqueue(world, topic, payload);
    let world = world.clone();
    tokio::spawn(async move { deliver(&world, index).await });
}

pub(crate) async fn all(State(world): State<Shared>) -> Response {
    let deliveries = world.shop().deliveries.clone();
    html::json(StatusCode::OK, &json!({"webhooks": deliveries}))
}

/// `{"topic", "payload"}`: signs and sends whatever a test wants the shop to say.
pub(crate) async fn send_given(State(world): State<Shared>, body: Bytes) -> Response {
    let given: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (Some(topic), Some(payload)) = (
        given.get("topic").and_then(Value::as_str),
        given.get("payload"),
    ) else {
        return html::json(
            StatusCode::BAD_REQUEST,
            &json!({"message": "topic and payload are needed"}),
        );
    };
    let index = enqueue(&world, topic, payload);
    deliver(&world, index).await;
    outcome(&world, index)
}

/// Sends a delivery once more: same id, same time, same bytes.
pub(crate) async fn again(State(world): State<Shared>, Path(index): Path<usize>) -> Response {
    if index >= world.shop().deliveries.len() {
        return StatusCode::NOT_FOUND.into_response();
    }
    deliver(&world, index).await;
    outcome(&world, index)
}

fn enqueue(world: &World, topic: &str, payload: &Value) -> usize {
    let delivery = Delivery {
        topic: topic.to_owned(),
        webhook_id: token::uuid(),
        event_id: token::uuid(),
        triggered_at: clock::to_text(clock::now_ms()),
        body: payload.to_string(),
        status: None,
        tries: 0,
    };
    let mut shop = world.shop();
    shop.deliveries.push(delivery);
    world.touch();
    shop.deliveries.len() - 1
}

async fn deliver(world: &World, index: usize) {
    let Some(webhook) = world.settings().webhook else {
        return;
    };
    let Some(delivery) = world.shop().deliveries.get(index).cloned() else {
        return;
    };
    let signature = sign(&webhook.secret, delivery.body.as_bytes());
    let headers = [
        ("content-type", "application/json"),
        ("x-shopify-topic", delivery.topic.as_str()),
        ("x-shopify-hmac-sha256", signature.as_str()),
        ("x-shopify-shop-domain", world.shop_domain.as_str()),
        ("x-shopify-api-version", "2026-10"),
        ("x-shopify-webhook-id", delivery.webhook_id.as_str()),
        ("x-shopify-event-id", delivery.event_id.as_str()),
        ("x-shopify-triggered-at", delivery.triggered_at.as_str()),
    ];
    let answer = client::request("POST", &webhook.url, &headers, delivery.body.as_bytes()).await;
    let mut shop = world.shop();
    if let Some(kept) = shop.deliveries.get_mut(index) {
        kept.status = answer.ok().map(|answer| answer.status);
        kept.tries += 1;
    }
    drop(shop);
    world.touch();
    // Nobody waits for this delivery; a folder that cannot be written is reported by the next request.
    let _ = world.save();
}

fn outcome(world: &World, index: usize) -> Response {
    let delivery = world.shop().deliveries.get(index).cloned();
    html::json(StatusCode::OK, &json!(delivery))
}
