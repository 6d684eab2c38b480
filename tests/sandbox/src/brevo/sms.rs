//! Transactional SMS: sender and recipient rules, segments, credits. There is no idempotency: a request sent twice is
//! two messages.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::email::fill_params;
use super::identity::digits;
use super::reply::{self, Refused, flag, refused, text, texts};
use super::whatsapp::{Reply, is_stop};
use super::{BrevoState, happening};
use crate::clock;
use crate::settings::Settings;
use crate::world::Shared;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Text {
    pub(crate) message_id: i64,
    pub(crate) reference: String,
    pub(crate) sender: String,
    pub(crate) recipient: String,
    #[serde(rename = "text")]
    pub(crate) content: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) unicode: bool,
    pub(crate) segments: i64,
    pub(crate) tags: Vec<String>,
    /// Accepted, but not handed to the recipient, who is blocklisted.
    pub(crate) blocked: bool,
    pub(crate) at_ms: i64,
    /// Where this message's own reports go, beside the account's webhooks.
    #[serde(default)]
    pub(crate) web_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Wanted {
    phone_number: Option<String>,
    event: Option<String>,
    tags: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

pub(crate) async fn send(State(world): State<Shared>, bytes: Bytes) -> Response {
    answer(
        &world,
        &bytes,
        |text, _| json!({"messageId": text.message_id}),
    )
}

pub(crate) async fn send_and_wait(State(world): State<Shared>, bytes: Bytes) -> Response {
    answer(&world, &bytes, |text, remaining| {
        json!({"reference": text.reference, "messageId": text.message_id, "smsCount": text.segments,
            "usedCredits": text.segments, "remainingCredits": remaining})
    })
}

fn answer(world: &Shared, bytes: &Bytes, shape: fn(&Text, i64) -> Value) -> Response {
    let settings = world.settings();
    let outcome = reply::body(bytes).and_then(|body| accept(&mut world.brevo(), &settings, &body));
    match outcome {
        Ok(text) => {
            world.touch();
            happening::of_text(world, &text);
            let remaining = settings.sms_credits - world.brevo().sms_used;
            reply::with(201, &shape(&text, remaining))
        }
        Err(refused) => refused.into_response(),
    }
}

fn accept(state: &mut BrevoState, settings: &Settings, body: &Value) -> Result<Text, Refused> {
    let sender = text(body, "sender").unwrap_or_default();
    if !is_sender(sender) {
        let told = "sender should be at most 11 alphanumeric or 12 to 15 numeric characters";
        return Err(refused("invalid_parameter", told));
    }
    let number = recipient(body)?;
    let content = content(settings, body)?;
    let unicode = flag(body, "unicodeEnabled").unwrap_or(false);
    // A stop code makes every message a marketing one, whatever the request says.
    let has_stop = content.contains("[STOP_CODE]");
    let kind = if has_stop {
        "marketing"
    } else {
        text(body, "type").unwrap_or("transactional")
    };
    let content = content.replace("[STOP_CODE]", "36180");
    let segments = segments(&content, unicode);
    if state.sms_used + segments > settings.sms_credits {
        return Err(Refused {
            status: 402,
            ..refused(
                "not_enough_credits",
                "You do not have enough credits to send this SMS",
            )
        });
    }
    state.sms_used += segments;
    let mut tags = texts(body, "tag");
    tags.extend(text(body, "tag").map(str::to_owned));
    let blocked = state
        .contact_by_phone(&number)
        .is_some_and(|contact| contact.sms_blacklisted);
    let id = state.next_id() + 1_511_882_900_000;
    let sent = Text {
        message_id: id,
        reference: format!("{}ab{id}", &kind.get(..3).unwrap_or_default()),
        sender: sender.to_owned(),
        recipient: number,
        content,
        kind: kind.to_owned(),
        unicode,
        segments,
        tags,
        blocked,
        at_ms: clock::now_ms(),
        web_url: text(body, "webUrl").map(str::to_owned),
    };
    state.texts.push(sent.clone());
    Ok(sent)
}

/// Six to fifteen digits, with or without a plus before them; no spaces.
fn recipient(body: &Value) -> Result<String, Refused> {
    let given = text(body, "recipient").unwrap_or_default();
    let plain = given.strip_prefix('+').unwrap_or(given);
    let number = digits(plain).filter(|number| number == plain);
    number.ok_or_else(|| refused("invalid_parameter", "Invalid telephone number"))
}

fn content(settings: &Settings, body: &Value) -> Result<String, Refused> {
    let params = body.get("params").cloned().unwrap_or(Value::Null);
    let template = body.get("templateId").and_then(Value::as_i64);
    let words = match (
        template,
        text(body, "content").filter(|content| !content.is_empty()),
    ) {
        (Some(id), _) => match settings.templates.get(&id.to_string()) {
            Some(template) => fill_params(&template.text_content, &params),
            None => return Err(refused("invalid_parameter", "templateId does not exist")),
        },
        (None, Some(content)) => fill_params(content, &params),
        (None, None) => return Err(refused("missing_parameter", "content is missing")),
    };
    Ok(match text(body, "organisationPrefix") {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}: {words}"),
        Some(_) | None => words,
    })
}

fn is_sender(sender: &str) -> bool {
    let length = sender.chars().count();
    let letters_or_digits = sender.chars().all(|c| c.is_ascii_alphanumeric());
    let only_digits = sender.chars().all(|c| c.is_ascii_digit());
    (1..=11).contains(&length) && letters_or_digits || (12..=15).contains(&length) && only_digits
}

/// GSM text counts 160 in one message and 153 in each of several, Unicode 70 and 67.
pub(crate) fn segments(text: &str, unicode: bool) -> i64 {
    let (single, several, length) = if unicode {
        (70, 67, text.encode_utf16().count())
    } else {
        (
            160,
            153,
            text.chars()
                .map(|c| if "^{}\\[~]|€".contains(c) { 2 } else { 1 })
                .sum(),
        )
    };
    let count = if length <= single {
        1
    } else {
        length.div_ceil(several)
    };
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(crate) async fn statistics(
    State(world): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let limit = wanted.limit.unwrap_or(50);
    let number = wanted.phone_number.as_deref().map(digits);
    let (texts, answers) = {
        let state = world.brevo();
        (state.texts.clone(), state.text_replies.clone())
    };
    let replied = answers.iter().rev().filter(|reply| {
        wanted.tags.is_none()
            && number
                .as_ref()
                .is_none_or(|number| number.as_ref() == Some(&reply.from))
    });
    let sent = texts
        .iter()
        .rev()
        .filter(|sent| {
            number
                .as_ref()
                .is_none_or(|number| number.as_ref() == Some(&sent.recipient))
        })
        .filter(|sent| {
            wanted
                .tags
                .as_ref()
                .is_none_or(|tag| sent.tags.contains(tag))
        })
        .flat_map(Text::happenings);
    let events: Vec<Value> = replied
        .map(reply_json)
        .chain(sent)
        .filter(|event| {
            wanted
                .event
                .as_deref()
                .is_none_or(|name| text(event, "event") == Some(name))
        })
        .skip(wanted.offset.unwrap_or(0))
        .take(limit)
        .collect();
    reply::with(200, &json!({"events": events}))
}

fn reply_json(reply: &Reply) -> Value {
    let event = if is_stop(&reply.text) {
        "unsubscription"
    } else {
        "replies"
    };
    json!({"phoneNumber": reply.from, "date": clock::to_text(reply.at_ms), "event": event,
        "messageId": reply.message_id, "reply": reply.text})
}

impl Text {
    fn happenings(&self) -> Vec<Value> {
        let names: &[&str] = if self.blocked {
            &["blocked"]
        } else {
            &["delivered", "sent", "accepted"]
        };
        names
            .iter()
            .map(|name| {
                json!({"phoneNumber": self.recipient, "date": clock::to_text(self.at_ms), "event": name,
                    "messageId": self.message_id.to_string(), "tag": self.tags.first()})
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{is_sender, segments};

    #[test]
    fn senders_are_short_names_or_long_numbers() {
        for (sender, allowed) in [
            ("Fernwood", true),
            ("Fernwood123", true),
            ("Fernwood1234", false),
            ("Fern wood", false),
            ("491512345678", true),
            ("1234567890123456", false),
            ("", false),
        ] {
            assert_eq!(is_sender(sender), allowed, "{sender}");
        }
    }

    #[test]
    fn segments_follow_the_alphabet() {
        assert_eq!(segments(&"a".repeat(160), false), 1);
        assert_eq!(segments(&"a".repeat(161), false), 2);
        assert_eq!(segments(&"a".repeat(71), true), 2);
        assert_eq!(segments(&"€".repeat(81), false), 2);
    }
}
