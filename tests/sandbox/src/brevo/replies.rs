//! Somebody writes back, at the word of a test: by WhatsApp, of which only the statistics tell; by text message, which is
//! reported like any other fate of the message it answers; by e-mail, which is received for the account's own domain.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, json};

use super::happening::{tell_text_with, told};
use super::identity::digits;
use super::report::{News, tell};
use super::whatsapp::{Reply, is_stop};
use crate::world::Shared;
use crate::{clock, token};

/// Somebody writes back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    channel: String,
    from: String,
    text: String,
    /// Of an e-mail: the message that is answered.
    in_reply_to: Option<String>,
    /// Of an e-mail: its own id; without one it gets one.
    message_id: Option<String>,
    /// When it was written, as far from now; by phone only.
    #[serde(default)]
    later_ms: i64,
    /// How often it is told; the service repeats itself at times.
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

pub(crate) async fn replied(State(world): State<Shared>, bytes: Bytes) -> Response {
    let given: Given = match serde_json::from_slice(&bytes) {
        Ok(given) => given,
        Err(error) => return told(&error.to_string()),
    };
    let outcome = match given.channel.as_str() {
        "email" => {
            by_email(&world, &given);
            Ok(())
        }
        "sms" | "whatsapp" => by_phone(&world, &given),
        _ => Err("channel is email, sms or whatsapp"),
    };
    world.touch();
    outcome.map_or_else(told, |()| StatusCode::NO_CONTENT.into_response())
}

/// A reply is in the statistics; STOP takes the number off its channel.
fn by_phone(world: &Shared, given: &Given) -> Result<(), &'static str> {
    let from = digits(&given.from).ok_or("from is no number")?;
    let mut state = world.brevo();
    let stops = is_stop(&given.text);
    let reply = Reply {
        from: from.clone(),
        text: given.text.clone(),
        message_id: token::uuid(),
        at_ms: clock::now_ms() + given.later_ms,
    };
    if given.channel == "whatsapp" {
        if stops {
            state.whatsapp_blocked.push(from);
        }
        state.replies.push(reply);
        return Ok(());
    }
    let held = state.contact_of(&from, Some("phone_id"));
    if let (true, Some(contact)) = (stops, held.and_then(|index| state.contacts.get_mut(index))) {
        contact.sms_blacklisted = true;
    }
    state.text_replies.push(reply);
    let answered = state.texts.iter().rev().find(|text| text.recipient == from);
    let Some(text) = answered.cloned() else {
        return Ok(());
    };
    drop(state);
    let more = Map::from_iter([("reply".to_owned(), json!(given.text))]);
    for _ in 0..given.times {
        tell_text_with(world, &text, ("reply", "replied"), &more);
    }
    Ok(())
}

fn by_email(world: &Shared, given: &Given) {
    let id = given
        .message_id
        .clone()
        .unwrap_or_else(|| format!("<{}@mail.example>", token::uuid()));
    let letter = json!({
        "Uuid": [token::uuid()], "MessageId": id, "InReplyTo": given.in_reply_to,
        "From": {"Name": null, "Address": given.from}, "To": [], "Recipients": [], "Cc": [], "ReplyTo": null,
        "SentAtDate": clock::to_text(clock::now_ms()), "Subject": "Re: your message", "Attachments": [],
        "RawHtmlBody": "<p>…</p>", "RawTextBody": given.text, "Headers": {}, "SpamScore": 0.1,
    });
    for _ in 0..given.times {
        tell(
            world,
            &News {
                kind: "inbound",
                channel: "email",
                event: "inboundEmailProcessed",
                body: json!({"items": [letter]}),
                also: None,
            },
        );
    }
}
