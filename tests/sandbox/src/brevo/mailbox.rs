//! What recipients would see: every e-mail, SMS and WhatsApp message that arrived, newest first, as a page and as JSON.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::email::Email;
use super::sms::Text;
use crate::world::Shared;
use crate::{clock, html};

pub(crate) async fn page() -> Response {
    html::page(
        StatusCode::OK,
        include_str!("../assets/mailbox.html").to_owned(),
    )
}

pub(crate) async fn json(State(world): State<Shared>) -> Response {
    let now = clock::now_ms();
    let state = world.brevo();
    // A scheduled e-mail arrives when its time comes.
    let due = || state.emails.iter().rev().filter(|email| email.at_ms <= now);
    let emails: Vec<Value> = due()
        .filter(|email| !email.to.is_empty())
        .map(email_json)
        .collect();
    let sms: Vec<Value> = state
        .texts
        .iter()
        .rev()
        .filter(|text| !text.blocked)
        .map(text_json)
        .collect();
    let whatsapp: Vec<Value> = state
        .messages
        .iter()
        .rev()
        .filter(|message| message.error.is_none())
        .map(|message| timed(json!(message), message.at_ms))
        .collect();
    let held_emails = due()
        .filter(|email| !email.blocked.is_empty())
        .map(email_json);
    let held_texts = state
        .texts
        .iter()
        .rev()
        .filter(|text| text.blocked)
        .map(text_json);
    let undelivered = state
        .messages
        .iter()
        .rev()
        .filter(|message| message.error.is_some())
        .map(|message| timed(json!(message), message.at_ms));
    let blocked: Vec<Value> = held_emails.chain(held_texts).chain(undelivered).collect();
    html::json(
        StatusCode::OK,
        &json!({"emails": emails, "sms": sms, "whatsapp": whatsapp, "blocked": blocked}),
    )
}

fn email_json(email: &Email) -> Value {
    timed(json!(email), email.at_ms)
}

fn text_json(text: &Text) -> Value {
    timed(json!(text), text.at_ms)
}

fn timed(mut value: Value, at_ms: i64) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.remove("atMs");
        map.remove("later");
        map.insert("at".to_owned(), json!(clock::to_text(at_ms)));
    }
    value
}
