//! The account and its senders, and what the service says to a path it does not have.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::reply;
use crate::world::Shared;

pub(crate) async fn account(State(world): State<Shared>) -> Response {
    let remaining = world.settings().sms_credits - world.brevo().sms_used;
    reply::with(
        200,
        &json!({
            "organization_id": "65a0fe0d1d2c3b4a5f6e7d8c", "user_id": 1, "enterprise": false,
            "email": "owner@fernwood.example", "firstName": "Ada", "lastName": "Fern", "companyName": "Fernwood",
            "address": {"street": "Lindenweg 4", "city": "Berlin", "zipCode": "10115", "country": "Germany"},
            "plan": [
                {"type": "payAsYouGo", "credits": 100_000, "creditsType": "sendLimit"},
                {"type": "sms", "credits": remaining, "creditsType": "sendLimit"},
            ],
            "relay": {"enabled": true, "data": {"userName": "owner@fernwood.example",
                "relay": "smtp-relay.brevo.example", "port": 587}},
            "marketingAutomation": {"key": "demo", "enabled": true},
            "dateTimePreferences": {"timezone": "Europe/Berlin", "timeFormat": "24h", "dateFormat": "yyyy-mm-dd"},
        }),
    )
}

pub(crate) async fn senders(State(world): State<Shared>) -> Response {
    let mut addresses = world.settings().senders;
    if addresses.is_empty() {
        addresses.push("hello@fernwood.example".to_owned());
    }
    let senders: Vec<Value> = (1..)
        .zip(&addresses)
        .map(|(id, email)| json!({"id": id, "name": "Fernwood", "email": email, "active": true, "ips": []}))
        .collect();
    reply::with(200, &json!({"senders": senders}))
}

pub(crate) async fn unknown() -> Response {
    reply::refuse(404, "document_not_found", "Not found")
}

pub(crate) async fn wrong_method() -> Response {
    reply::refuse(405, "method_not_allowed", "Method not allowed")
}
