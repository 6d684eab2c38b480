//! WhatsApp: templates that must be approved, free text while the recipient's last message is less than a day old, and
//! the statistics, which are the only place where deliveries and replies are told. A request sent twice is two messages.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::BrevoState;
use super::email::fill_params;
use super::identity::digits;
use super::reply::{self, Refused, refused, text, texts};
use crate::settings::Settings;
use crate::world::Shared;
use crate::{clock, token};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    #[serde(rename = "messageId")]
    pub(crate) id: String,
    pub(crate) sender: String,
    pub(crate) recipient: String,
    pub(crate) text: String,
    template_id: Option<i64>,
    #[serde(default)]
    template_name: Option<String>,
    /// Why it was accepted and not delivered.
    pub(crate) error: Option<String>,
    pub(crate) at_ms: i64,
}

/// What somebody wrote back.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Reply {
    /// Digits.
    pub(crate) from: String,
    pub(crate) text: String,
    pub(crate) message_id: String,
    pub(crate) at_ms: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Wanted {
    contact_number: Option<String>,
    event: Option<String>,
    sort: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// How long after their last message free text may be sent to somebody.
const WINDOW_MS: i64 = 24 * 60 * 60 * 1000;

pub(crate) async fn send(State(world): State<Shared>, bytes: Bytes) -> Response {
    let settings = world.settings();
    let mut state = world.brevo();
    match reply::body(&bytes).and_then(|body| accept(&mut state, &settings, &body)) {
        Ok(id) => {
            world.touch();
            reply::with(201, &json!({"messageId": id}))
        }
        Err(refused) => refused.into_response(),
    }
}

fn accept(state: &mut BrevoState, settings: &Settings, body: &Value) -> Result<String, Refused> {
    let sender = text(body, "senderNumber").unwrap_or_default();
    if settings
        .whatsapp_sender
        .as_deref()
        .is_some_and(|own| own != sender)
    {
        return Err(refused(
            "invalid_parameter",
            "senderNumber is not connected to this account",
        ));
    }
    let template_id = body.get("templateId").and_then(Value::as_i64);
    let wording = wording(settings, body, template_id)?;
    let template = template_id.and_then(|id| settings.whatsapp_templates.get(&id.to_string()));
    let name = template.map(|template| template.name.clone());
    let numbers = texts(body, "contactNumbers");
    if let Some(number) = numbers
        .iter()
        .find(|number| digits(number).as_ref() != Some(number))
    {
        return Err(refused(
            "invalid_parameter",
            &format!("{number} is not a valid contact number"),
        ));
    }
    let id = token::uuid();
    let at_ms = clock::now_ms();
    for recipient in numbers {
        let error = state.undeliverable(&recipient, template_id.is_some(), at_ms);
        state.messages.push(Message {
            id: id.clone(),
            sender: sender.to_owned(),
            recipient,
            text: wording.clone(),
            template_id,
            template_name: name.clone(),
            error: error.map(str::to_owned),
            at_ms,
        });
    }
    Ok(id)
}

/// A template's text with its holes filled; text beside a template is not looked at.
fn wording(settings: &Settings, body: &Value, template: Option<i64>) -> Result<String, Refused> {
    let Some(id) = template else {
        return Ok(text(body, "text").unwrap_or_default().to_owned());
    };
    let Some(template) = settings.whatsapp_templates.get(&id.to_string()) else {
        return Err(refused("invalid_parameter", "templateId does not exist"));
    };
    if template.status != "approved" {
        return Err(refused("invalid_parameter", "the template is not approved"));
    }
    let params = body.get("params").cloned().unwrap_or(Value::Null);
    Ok(fill_params(&template.body_text, &params))
}

impl BrevoState {
    fn undeliverable(&self, number: &str, by_template: bool, now: i64) -> Option<&'static str> {
        if self
            .whatsapp_blocked
            .iter()
            .any(|blocked| blocked == number)
        {
            return Some("the contact has unsubscribed");
        }
        let mut own = self.replies.iter().filter(|reply| reply.from == number);
        let is_open = own.any(|reply| now - reply.at_ms < WINDOW_MS);
        (!by_template && !is_open).then_some("the first message needs a template")
    }
}

pub(crate) async fn statistics(
    State(world): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let state = world.brevo();
    let mut events: Vec<(i64, Value)> = state
        .messages
        .iter()
        .flat_map(Message::happenings)
        .collect();
    events.extend(
        state
            .replies
            .iter()
            .map(|reply| (reply.at_ms, reply.happening(&state))),
    );
    events.sort_by_key(|(at, _)| *at);
    if wanted.sort.as_deref() != Some("asc") {
        events.reverse();
    }
    let number = wanted.contact_number.as_deref().and_then(digits);
    let fits = |event: &Value| {
        let named = |name: &str, asked: Option<&str>| {
            asked.is_none_or(|asked| text(event, name) == Some(asked))
        };
        named("contactNumber", number.as_deref()) && named("event", wanted.event.as_deref())
    };
    let events: Vec<Value> = events
        .into_iter()
        .map(|(_, event)| event)
        .filter(fits)
        .skip(wanted.offset.unwrap_or(0))
        .take(wanted.limit.unwrap_or(2500))
        .collect();
    reply::with(200, &json!({"events": events}))
}

impl Message {
    fn happenings(&self) -> Vec<(i64, Value)> {
        let event = |event: &str| {
            json!({"contactNumber": self.recipient, "senderNumber": self.sender, "messageId": self.id,
                "date": clock::to_text(self.at_ms), "event": event})
        };
        let mut last = event(if self.error.is_some() {
            "error"
        } else {
            "delivered"
        });
        if let (Some(last), Some(reason)) = (last.as_object_mut(), &self.error) {
            last.insert("reason".to_owned(), json!(reason));
        }
        vec![(self.at_ms, event("sent")), (self.at_ms, last)]
    }
}

impl Reply {
    fn happening(&self, state: &BrevoState) -> Value {
        let answered = state
            .messages
            .iter()
            .rev()
            .find(|message| message.recipient == self.from);
        let stops = state.whatsapp_blocked.contains(&self.from) && is_stop(&self.text);
        json!({"contactNumber": self.from, "messageId": self.message_id, "date": clock::to_text(self.at_ms),
            "senderNumber": answered.map(|message| message.sender.clone()).unwrap_or_default(),
            "event": if stops { "unsubscribe" } else { "reply" }, "body": self.text})
    }
}

/// The one word by which the service itself takes somebody off.
pub(crate) fn is_stop(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("stop")
}

/// A page of the templates, 50 unless more are asked for. They were all made at once, so no order is the newest first.
pub(crate) async fn templates(
    State(world): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let created = clock::to_text(0);
    let held = world.settings().whatsapp_templates;
    let page: Vec<Value> = held
        .iter()
        .skip(wanted.offset.unwrap_or(0))
        .take(wanted.limit.unwrap_or(50))
        .map(|(id, template)| {
            json!({"id": id.parse::<i64>().unwrap_or_default(), "name": template.name, "category": template.category,
                "language": template.language, "status": template.status, "type": "text", "errorReason": "NONE",
                "createdAt": created, "modifiedAt": created})
        })
        .collect();
    reply::with(200, &json!({"templates": page, "count": held.len()}))
}

pub(crate) async fn config(State(world): State<Shared>) -> Response {
    let settings = world.settings();
    if settings.whatsapp_sender.is_none() {
        return reply::refuse(
            400,
            "bad_request",
            "WhatsApp is not activated for this account",
        );
    }
    reply::with(
        200,
        &json!({"whatsappBusinessAccountId": "105569359072383", "sendingLimit": "TIER_1K",
            "phoneNumberQuality": settings.whatsapp_quality, "whatsappBusinessAccountStatus": "APPROVED",
            "businessStatus": "verified", "phoneNumberNameStatus": "APPROVED"}),
    )
}
