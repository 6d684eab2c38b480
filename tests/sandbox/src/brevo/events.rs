//! Custom events. Names and keys are narrow, properties are bounded, and nothing makes a repeated event one event.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::BrevoState;
use super::reply::{self, Refused, refused, text};
use crate::clock;
use crate::world::Shared;

pub(crate) async fn create(State(world): State<Shared>, bytes: Bytes) -> Response {
    match reply::body(&bytes).and_then(|body| keep(&mut world.brevo(), &body)) {
        Ok(()) => {
            world.touch();
            reply::nothing()
        }
        Err(refused) => refused.into_response(),
    }
}

/// All or nothing; a bare array is no longer a batch.
pub(crate) async fn create_batch(State(world): State<Shared>, bytes: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let events = body.get("events").and_then(Value::as_array);
    let events = events.map(Vec::as_slice).unwrap_or_default();
    let mut state = world.brevo();
    let before = state.events.len();
    for event in events {
        if let Err(refused) = keep(&mut state, event) {
            state.events.truncate(before);
            return refused.into_response();
        }
    }
    world.touch();
    let told =
        json!({"message": "Events accepted and queued for processing", "count": events.len()});
    reply::with(202, &told)
}

pub(crate) async fn all(State(world): State<Shared>) -> Response {
    let state = world.brevo();
    let events: Vec<&Value> = state.events.iter().rev().take(100).collect();
    reply::with(200, &json!({"events": events, "count": state.events.len()}))
}

fn keep(state: &mut BrevoState, event: &Value) -> Result<(), Refused> {
    let name = text(event, "event_name").unwrap_or_default();
    if !is_plain(name) {
        return Err(refused(
            "invalid_parameter",
            "event_name may hold letters, digits, hyphens and underscores only",
        ));
    }
    let identifiers = event.get("identifiers").and_then(Value::as_object);
    if identifiers.is_none_or(|map| map.values().all(Value::is_null)) {
        return Err(refused(
            "missing_parameter",
            "identifiers needs at least one identifier",
        ));
    }
    if let Some(date) = text(event, "event_date")
        && clock::from_text(date).is_none()
    {
        return Err(refused(
            "invalid_parameter",
            "event_date is not a valid date",
        ));
    }
    if let Some(properties) = event.get("event_properties") {
        if properties.to_string().len() > 50 * 1024 {
            return Err(refused(
                "out_of_range",
                "event_properties is larger than 50 KB",
            ));
        }
        if properties
            .as_object()
            .is_some_and(|map| map.keys().any(|key| !is_plain(key)))
        {
            return Err(refused(
                "invalid_parameter",
                "event_properties has a key that is not allowed",
            ));
        }
    }
    let mut kept = event.clone();
    if let Some(map) = kept.as_object_mut() {
        map.insert(
            "received_at".to_owned(),
            json!(clock::to_text(clock::now_ms())),
        );
    }
    state.events.push(kept);
    update_contact(state, &identifiers.cloned().unwrap_or_default(), event);
    Ok(())
}

/// `contact_properties` change a contact that exists; an unknown one is not created.
fn update_contact(state: &mut BrevoState, identifiers: &Map<String, Value>, event: &Value) {
    let order = ["contact_id", "email_id", "ext_id", "phone_id"];
    let named = order
        .into_iter()
        .find_map(|kind| Some((kind, identifiers.get(kind)?)));
    let Some((kind, identifier)) = named else {
        return;
    };
    let identifier = identifier
        .as_str()
        .map_or_else(|| identifier.to_string(), str::to_owned);
    let known: Vec<String> = state
        .attributes()
        .into_iter()
        .map(|attribute| attribute.name)
        .collect();
    let contact = state
        .contact_of(&identifier, Some(kind))
        .and_then(|index| state.contacts.get_mut(index));
    let given = event.get("contact_properties").and_then(Value::as_object);
    if let (Some(contact), Some(given)) = (contact, given) {
        for (name, value) in given
            .iter()
            .filter(|(name, _)| known.contains(&name.to_uppercase()))
        {
            contact
                .attributes
                .insert(name.to_uppercase(), value.clone());
        }
    }
}

fn is_plain(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (1..=255).contains(&name.len()) && name.chars().all(allowed)
}
