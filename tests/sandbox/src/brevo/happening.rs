//! What happens to a message after it was taken, at the word of a test: bounces, opens, complaints, people who leave or
//! write back, somebody who changes a contact in the service's own pages. Each changes what the service knows, then it
//! is told to the webhooks.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::email::Email;
use super::report::{News, tell, times};
use super::sms::Text;
use super::{blocklist, contacts, reply};
use crate::clock;
use crate::world::Shared;

/// An event of an e-mail: as a webhook asks for it, as it is told, as the statistics call it.
const EVENTS: [(&str, &str, &str); 12] = [
    ("request", "request", "requests"),
    ("delivered", "delivered", "delivered"),
    ("hardBounce", "hard_bounce", "hardBounces"),
    ("softBounce", "soft_bounce", "softBounces"),
    ("blocked", "blocked", "blocked"),
    ("spam", "spam", "spam"),
    ("invalid", "invalid_email", "invalid"),
    ("deferred", "deferred", "deferred"),
    ("click", "click", "clicks"),
    ("opened", "opened", "opened"),
    ("uniqueOpened", "unique_opened", "opened"),
    ("unsubscribed", "unsubscribed", "unsubscribed"),
];
/// What a contact's change or leaving is told as.
const CHANGES: [(&str, &str); 4] = [
    ("unsubscribed", "unsubscribe"),
    ("contactUpdated", "contact_updated"),
    ("contactDeleted", "contact_deleted"),
    ("listAddition", "list_addition"),
];

/// Something that happens to an e-mail, named as a webhook would ask for it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    event: String,
    /// The message it happens to; without one it happens to the contact.
    message_id: Option<Value>,
    email: Option<String>,
    reason: Option<String>,
    link: Option<String>,
    /// Of a contact: what is written over.
    change: Option<Value>,
    /// How often it is told; the service repeats itself at times.
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

/// What is told of an e-mail as soon as it is taken.
pub(crate) fn of_email(world: &Shared, email: &Email) {
    for recipient in email.to.iter().chain(&email.blocked) {
        let address = reply::text(recipient, "email").unwrap_or_default();
        tell_email(world, email, address, "request", &Map::new());
    }
    for (recipients, event) in [(&email.to, "delivered"), (&email.blocked, "blocked")] {
        for recipient in recipients {
            let address = reply::text(recipient, "email").unwrap_or_default();
            tell_email(world, email, address, event, &Map::new());
        }
    }
}

/// What is told of a text message as soon as it is taken.
pub(crate) fn of_text(world: &Shared, text: &Text) {
    let statuses: &[(&'static str, &str)] = if text.blocked {
        &[("blocked", "blocked")]
    } else {
        &[("sent", "sent"), ("delivered", "delivered")]
    };
    for (event, status) in statuses {
        tell_text(world, text, event, status);
    }
}

pub(crate) async fn happen(State(world): State<Shared>, bytes: Bytes) -> Response {
    let given: Given = match serde_json::from_slice(&bytes) {
        Ok(given) => given,
        Err(error) => return told(&error.to_string()),
    };
    let outcome = match &given.message_id {
        Some(Value::Number(id)) => text_happens(&world, &given, id.as_i64().unwrap_or_default()),
        Some(id) => email_happens(&world, &given, id.as_str().unwrap_or_default()),
        None => contact_happens(&world, &given),
    };
    world.touch();
    outcome.map_or_else(told, |()| StatusCode::NO_CONTENT.into_response())
}

fn email_happens(world: &Shared, given: &Given, id: &str) -> Result<(), &'static str> {
    let known = EVENTS.iter().find(|(asked, ..)| *asked == given.event);
    let (event, _, statistics) = known.ok_or("there is no such event of an e-mail")?;
    let bare = |id: &str| id.trim_matches(['<', '>']).to_owned();
    let mut state = world.brevo();
    let held = state
        .emails
        .iter_mut()
        .find(|email| bare(&email.message_id) == bare(id));
    let email = held.ok_or("there is no such e-mail")?;
    let first = email.to.first().or(email.blocked.first());
    let address = first
        .and_then(|one| reply::text(one, "email"))
        .unwrap_or_default()
        .to_owned();
    email
        .later
        .push((address.clone(), (*statistics).to_owned(), clock::now_ms()));
    let email = email.clone();
    let reason = match *event {
        "hardBounce" | "invalid" => Some("hardBounce"),
        "spam" => Some("contactFlaggedAsSpam"),
        "unsubscribed" => Some("unsubscribedViaEmail"),
        _ => None,
    };
    if let Some(reason) = reason {
        blocklist::add(&mut state, &address, reason);
    }
    drop(state);
    let mut more = Map::new();
    for (name, value) in [("reason", &given.reason), ("link", &given.link)] {
        more.extend(value.as_ref().map(|value| (name.to_owned(), json!(value))));
    }
    for _ in 0..given.times {
        tell_email(world, &email, &address, event, &more);
    }
    Ok(())
}

fn text_happens(world: &Shared, given: &Given, id: i64) -> Result<(), &'static str> {
    let (event, status) = match given.event.as_str() {
        "hardBounce" => ("hardBounce", "hard_bounce"),
        "softBounce" => ("softBounce", "soft_bounce"),
        "delivered" => ("delivered", "delivered"),
        _ => return Err("there is no such event of a text message"),
    };
    let found = world
        .brevo()
        .texts
        .iter()
        .find(|text| text.message_id == id)
        .cloned();
    let text = found.ok_or("there is no such text message")?;
    for _ in 0..given.times {
        tell_text(world, &text, event, status);
    }
    Ok(())
}

fn contact_happens(world: &Shared, given: &Given) -> Result<(), &'static str> {
    let known = CHANGES.iter().find(|(asked, _)| *asked == given.event);
    let (event, named) = known.ok_or("there is no such event of a contact")?;
    let address = given.email.as_deref().ok_or("email is needed")?;
    let mut state = world.brevo();
    let index = state
        .contact_of(address, Some("email_id"))
        .ok_or("there is no such contact")?;
    let mut change = given.change.clone().unwrap_or_else(|| json!({}));
    if let (Some(change), "unsubscribed") = (change.as_object_mut(), *event) {
        change.insert("emailBlacklisted".to_owned(), json!(true));
    }
    if *event == "contactDeleted" {
        state.contacts.remove(index);
    } else {
        contacts::change(&mut state, index, &change).map_err(|_| "the change was refused")?;
    }
    drop(state);
    let mut body = json!({"event": named, "email": address, "content": [change], "tag": ""});
    stamp(&mut body, clock::now_ms());
    for _ in 0..given.times {
        let body = body.clone();
        tell(
            world,
            &News {
                kind: "marketing",
                channel: "email",
                event,
                body,
                also: None,
            },
        );
    }
    Ok(())
}

fn tell_email(
    world: &Shared,
    email: &Email,
    address: &str,
    event: &str,
    more: &Map<String, Value>,
) {
    let Some((event, named, _)) = EVENTS.iter().find(|(asked, ..)| *asked == event) else {
        return;
    };
    let mut body = json!({
        "event": named, "email": address, "subject": email.subject,
        // Without the brackets that the API answers with.
        "message-id": email.message_id.trim_matches(['<', '>']),
        "template_id": email.template_id.unwrap_or_default(), "sending_ip": "192.0.2.25",
        "X-Mailin-custom": email.headers.get("X-Mailin-custom").cloned().unwrap_or_default(),
    });
    if let Some(body) = body.as_object_mut() {
        body.extend(more.clone());
        // One event says its tags as text.
        if *event == "unsubscribed" {
            body.insert("tag".to_owned(), json!(json!(email.tags).to_string()));
        } else {
            body.insert("tags".to_owned(), json!(email.tags));
        }
    }
    stamp(&mut body, clock::now_ms());
    tell(
        world,
        &News {
            kind: "transactional",
            channel: "email",
            event,
            body,
            also: None,
        },
    );
}

fn tell_text(world: &Shared, text: &Text, event: &'static str, status: &str) {
    tell_text_with(world, text, (event, status), &Map::new());
}

/// The same with fields of its own.
pub(super) fn tell_text_with(
    world: &Shared,
    text: &Text,
    (event, status): (&'static str, &str),
    more: &Map<String, Value>,
) {
    let settings = world.settings();
    let remaining = settings.sms_credits - world.brevo().sms_used;
    let mut body = json!({
        "to": text.recipient, "sms_count": text.segments, "credits_used": text.segments, "messageId": text.message_id,
        "remaining_credit": remaining, "msg_status": status, "type": text.kind,
        "reference": {"1": text.reference}, "tag": text.tags.first(),
    });
    if let Some(body) = body.as_object_mut() {
        body.extend(more.clone());
    }
    stamp(&mut body, clock::now_ms());
    tell(
        world,
        &News {
            kind: "transactional",
            channel: "sms",
            event,
            body,
            also: text.web_url.clone(),
        },
    );
}

pub(super) fn stamp(body: &mut Value, at_ms: i64) {
    if let Some(body) = body.as_object_mut() {
        body.extend(times(at_ms).map(|(name, value)| (name.to_owned(), value)));
    }
}

pub(super) fn told(problem: &str) -> Response {
    reply::with(400, &json!({"message": problem}))
}
