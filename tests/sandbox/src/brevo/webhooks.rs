//! Webhooks of the account: whom it tells about which events. What is sent and when it is tried again is in `report`.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::BrevoState;
use super::reply::{self, flag, text, texts};
use crate::clock;
use crate::world::Shared;

/// A webhook as it was asked for, with its id.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Webhook {
    pub(crate) id: i64,
    asked: Map<String, Value>,
    created_at: String,
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// No account has more.
const MOST: usize = 40;

impl Webhook {
    /// Whether it hears of `event`, by the name it is asked for with.
    pub(crate) fn hears(&self, kind: &str, channel: &str, event: &str) -> bool {
        let asked = self.asked();
        let events = texts(&asked, "events");
        // `sent` and `request` are two names of one event.
        let named = |name: &str| events.iter().any(|held| held == name);
        self.kind() == kind
            && text(&asked, "channel").unwrap_or("email") == channel
            && (named(event) || (event == "request" && named("sent")))
    }

    pub(crate) fn is_batched(&self) -> bool {
        flag(&self.asked(), "batched").unwrap_or(false)
    }

    pub(crate) fn url(&self) -> String {
        text(&self.asked(), "url").unwrap_or_default().to_owned()
    }

    /// What it carries: the bearer token, and headers of the owner's own.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let asked = self.asked();
        let token = asked.pointer("/auth/token").and_then(Value::as_str);
        let bearer = token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        let own = asked
            .get("headers")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let own = own.filter_map(|header| {
            Some((
                text(header, "key")?.to_owned(),
                text(header, "value")?.to_owned(),
            ))
        });
        bearer.into_iter().chain(own).collect()
    }

    fn kind(&self) -> String {
        text(&self.asked(), "type")
            .unwrap_or("transactional")
            .to_owned()
    }

    fn asked(&self) -> Value {
        Value::Object(self.asked.clone())
    }

    fn to_json(&self) -> Value {
        let mut shown = self.asked.clone();
        shown.insert("id".to_owned(), json!(self.id));
        shown.insert("type".to_owned(), json!(self.kind()));
        for (name, value) in [
            ("channel", json!("email")),
            ("description", json!("")),
            ("batched", json!(false)),
        ] {
            shown.entry(name).or_insert(value);
        }
        for name in ["createdAt", "modifiedAt"] {
            shown.insert(name.to_owned(), json!(self.created_at));
        }
        Value::Object(shown)
    }
}

pub(crate) async fn create(State(world): State<Shared>, bytes: Bytes) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut state = world.brevo();
    if state.webhooks.len() >= MOST {
        return reply::refuse(
            400,
            "bad_request",
            "You have reached the limit of 40 webhooks",
        );
    }
    let id = state.next_id();
    state.webhooks.push(Webhook {
        id,
        asked: body.as_object().cloned().unwrap_or_default(),
        created_at: clock::to_text(clock::now_ms()),
    });
    world.touch();
    reply::with(201, &json!({"id": id}))
}

pub(crate) async fn all(State(world): State<Shared>, Query(wanted): Query<Wanted>) -> Response {
    let kind = wanted.kind.unwrap_or_else(|| "transactional".to_owned());
    let state = world.brevo();
    let webhooks: Vec<Value> = state
        .webhooks
        .iter()
        .filter(|webhook| webhook.kind() == kind)
        .map(Webhook::to_json)
        .collect();
    if webhooks.is_empty() {
        return reply::refuse(404, "document_not_found", "Webhook record(s) not found");
    }
    reply::with(200, &json!({"webhooks": webhooks}))
}

pub(crate) async fn read(State(world): State<Shared>, Path(id): Path<i64>) -> Response {
    let state = world.brevo();
    let found = state.webhooks.iter().find(|webhook| webhook.id == id);
    found.map_or_else(missing, |webhook| reply::with(200, &webhook.to_json()))
}

pub(crate) async fn update(
    State(world): State<Shared>,
    Path(id): Path<i64>,
    bytes: Bytes,
) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut state = world.brevo();
    let Some(webhook) = state.find(id) else {
        return missing();
    };
    webhook
        .asked
        .extend(body.as_object().cloned().unwrap_or_default());
    world.touch();
    reply::nothing()
}

pub(crate) async fn delete(State(world): State<Shared>, Path(id): Path<i64>) -> Response {
    let mut state = world.brevo();
    if state.find(id).is_none() {
        return missing();
    }
    state.webhooks.retain(|webhook| webhook.id != id);
    world.touch();
    reply::nothing()
}

impl BrevoState {
    fn find(&mut self, id: i64) -> Option<&mut Webhook> {
        self.webhooks.iter_mut().find(|webhook| webhook.id == id)
    }
}

fn missing() -> Response {
    reply::refuse(404, "document_not_found", "Webhook record(s) not found")
}
