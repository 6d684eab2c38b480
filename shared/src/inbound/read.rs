//! The body of a report becomes items. What is looked for by name may be there, be another kind of value, or be missing.

use super::letter::{bounded, readable};
use super::moment::{central_european, moment};
use super::{Fate, Item, Told, own_words};
use crate::channel::Channel;
use crate::contact::Address;
use crate::id::DeliveryId;
use crate::time::Instant;
use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use serde_json::{Map, Value};

/// A body that holds no reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseReportError {
    /// It is no JSON.
    #[error("the body is no JSON")]
    NotJson,
    /// It is JSON of another shape.
    #[error("the body is neither a report nor a list of reports")]
    NoReport,
    /// There are more than the service ever sends at once.
    #[error("a body holds at most {MOST} reports")]
    TooMany,
}

/// The reports of a body: one, a list, or a list under `items` or `events`.
///
/// # Errors
/// When it is no such thing as a whole. A single report in it that says nothing known is [`Told::Unknown`].
pub fn items(body: &[u8]) -> Result<Vec<Item>, ParseReportError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| ParseReportError::NotJson)?;
    let reports = match value {
        Value::Array(reports) => reports,
        Value::Object(mut report) => {
            match report.remove("items").or_else(|| report.remove("events")) {
                Some(Value::Array(reports)) => reports,
                Some(_) => return Err(ParseReportError::NoReport),
                None => vec![Value::Object(report)],
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err(ParseReportError::NoReport);
        }
    };
    if reports.len() > MOST {
        return Err(ParseReportError::TooMany);
    }
    let mut items = Vec::new();
    for report in &reports {
        let report = report.as_object().ok_or(ParseReportError::NoReport)?;
        items.extend(of(report));
    }
    Ok(items)
}

/// The items of one report: one, or one for each contact that it is about.
fn of(report: &Map<String, Value>) -> Vec<Item> {
    if report.contains_key("From") {
        return vec![letter(report)];
    }
    let people = match report.get("email").and_then(Value::as_array) {
        Some(people) => people.iter().map(text_of).collect(),
        None => vec![text(report, "email")],
    };
    people
        .into_iter()
        .map(|email| event(report, &email))
        .collect()
}

/// Something that happened to a message or to a contact.
fn event(report: &Map<String, Value>, email: &str) -> Item {
    let name = first(report, &["event", "msg_status", "eventName"]);
    let id = first(report, &["message-id", "messageId", "message_id"]);
    let vendor = bare(&id).to_string();
    let fate = Fate::named(&name);
    let address = address(email).or_else(|| phone(report, fate));
    let delivery = delivery(report);
    // Of a contact there is no id, so the finest of its times tells two changes apart.
    let times = ["ts_epoch", "ts_event", "ts", "date_event", "date"];
    let stamp = first(
        report,
        times
            .get(usize::from(!vendor.is_empty())..)
            .unwrap_or(&times),
    );
    let whom = if vendor.is_empty() { email } else { "" };
    let written = bounded(&readable(&first(report, &["reply", "body"])));
    let key = format!("{vendor}|{name}|{stamp}|{whom}|{}", short(&written));
    let kept = kept(report, email, delivery.as_ref());
    let told = match (fate, address) {
        (Fate::Replied, Some(from)) if !written.is_empty() => Told::Reply {
            answers: vendor,
            from,
            text: written,
        },
        (Fate::Unknown, Some(address)) if is_of_contact(&name) => Told::Contact { address },
        (Fate::Unknown | Fate::Replied, _) => Told::Unknown,
        (fate, address) => Told::Message {
            delivery,
            vendor,
            address,
            fate,
            reason: text(report, "reason").chars().take(REASON).collect(),
        },
    };
    Item {
        key,
        at: when(report),
        // Only the records of WhatsApp name a number so.
        channel: report
            .contains_key("contactNumber")
            .then_some(Channel::WhatsApp),
        told,
        text: kept,
    }
}

/// What of a report is read, by itself.
fn kept(report: &Map<String, Value>, email: &str, delivery: Option<&DeliveryId>) -> String {
    let mut kept = Map::new();
    for name in KEPT {
        let value = match (name, delivery) {
            ("email", _) => email.to_string(),
            ("X-Mailin-custom", Some(delivery)) => delivery.to_string(),
            _ => text(report, name),
        };
        if !value.is_empty() {
            kept.insert(name.into(), Value::String(value));
        }
    }
    Value::Object(kept).to_string()
}

/// An e-mail that somebody wrote back.
fn letter(report: &Map<String, Value>) -> Item {
    let from = report.get("From").map(mailbox).unwrap_or_default();
    let words = match report.get(CUT) {
        Some(words) => bounded(&text_of(words)),
        None => own_words(&first(report, &["ExtractedMarkdownMessage", "RawTextBody"])),
    };
    let answers = first(report, &["InReplyTo"]);
    let answers = bare(answers.split_whitespace().next().unwrap_or_default()).to_string();
    let id = first(report, &["MessageId", "Uuid"]);
    let sent = text(report, "SentAtDate");
    let by_machine = is_by_machine(report);
    let told = match address(&from) {
        Some(from) if !words.is_empty() && !by_machine => Told::Reply {
            answers: answers.clone(),
            from,
            text: words.clone(),
        },
        Some(_) | None => Told::Unknown,
    };
    let mut kept = Map::new();
    for (name, value) in [
        ("From", &from),
        (CUT, &words),
        ("InReplyTo", &answers),
        ("MessageId", &id),
        ("SentAtDate", &sent),
    ] {
        kept.insert(name.into(), Value::String(value.clone()));
    }
    if by_machine {
        kept.insert("Headers".into(), Value::String("auto-replied".into()));
    }
    Item {
        // Its id is the writer's; two without one are told apart by what they say.
        key: format!("{}|letter|{from}|{}", bare(&id), short(&words)),
        at: moment(&sent, central_european),
        channel: Some(Channel::Email),
        told,
        text: Value::Object(kept).to_string(),
    }
}

/// Whether it says itself that no person wrote it (RFC 3834, 5).
fn is_by_machine(report: &Map<String, Value>) -> bool {
    let Some(headers) = report.get("Headers") else {
        return false;
    };
    let Some(headers) = headers.as_object() else {
        return text_of(headers) == "auto-replied";
    };
    let said = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("auto-submitted"));
    said.is_some_and(|(_, value)| {
        let value = text_of(value).to_lowercase();
        !value.is_empty() && !value.starts_with("no")
    })
}

/// Names of what can happen to a contact as a whole.
fn is_of_contact(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    matches!(
        name.as_str(),
        "contactupdated" | "contactdeleted" | "contactmerged" | "listaddition" | "listremoval"
    )
}

/// Our own id of the message, in the header or among the tags that it was sent with.
fn delivery(report: &Map<String, Value>) -> Option<DeliveryId> {
    let own = text(report, "X-Mailin-custom");
    let tags = ["tags", "tag"].map(|name| tags_of(report.get(name)));
    let ours = |tag: &String| tag.contains('.');
    let tag = tags.into_iter().flatten().find(ours).unwrap_or_default();
    own.parse().or_else(|_| tag.parse()).ok()
}

/// Tags as a list, as one text, or as a text that is a list.
fn tags_of(value: Option<&Value>) -> Vec<String> {
    let Some(value) = value else {
        return Vec::new();
    };
    if let Some(tags) = value.as_array() {
        return tags.iter().map(text_of).collect();
    }
    let text = text_of(value);
    let parts = text.split(|letter: char| "[]\", ".contains(letter));
    parts
        .filter(|part| !part.is_empty())
        .map(Into::into)
        .collect()
}

/// When it happened: seconds or milliseconds since 1970, or as a clock in Paris shows it.
fn when(report: &Map<String, Value>) -> Option<Instant> {
    let number = first(report, &["ts_event", "ts_epoch", "ts"]);
    if let Ok(number) = number.parse::<i64>() {
        let is_seconds = number < 100_000_000_000;
        let factor = if is_seconds { 1000 } else { 1 };
        return (number > 0).then_some(Instant(number.saturating_mul(factor)));
    }
    moment(&first(report, &["date_event", "date"]), central_european)
}

/// The address in `{"Name": …, "Address": …}`, or in a text.
fn mailbox(value: &Value) -> String {
    let named = value.as_object().and_then(|named| named.get("Address"));
    text_of(named.unwrap_or(value))
}

fn address(text: &str) -> Option<Address> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    text.parse().ok().map(Address::Email)
}

/// The shopper's number: who writes back may be told as who it comes from.
fn phone(report: &Map<String, Value>, fate: Fate) -> Option<Address> {
    let names = ["from", "to", "phone", "phoneNumber", "contactNumber"];
    let names = names.iter().skip(usize::from(fate != Fate::Replied));
    let mut numbers = names.map(|name| number(&text(report, name)));
    numbers.find_map(|number| number)
}

/// Digits with the country's code, with or without a plus.
fn number(text: &str) -> Option<Address> {
    let digits = text.trim().trim_start_matches('+').trim_start_matches("00");
    format!("+{digits}").try_into().ok().map(Address::Phone)
}

/// An id without the brackets that some write around it.
fn bare(id: &str) -> &str {
    id.trim().trim_matches(['<', '>'])
}

/// The first of these that says something.
fn first(report: &Map<String, Value>, names: &[&str]) -> String {
    let mut texts = names.iter().map(|name| text(report, name));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

fn text(report: &Map<String, Value>, name: &str) -> String {
    report.get(name).map(text_of).unwrap_or_default()
}

/// A text, a number, or the first of a list of them; bounded.
fn text_of(value: &Value) -> String {
    let value = match value.as_array() {
        Some(list) => list.first().unwrap_or(&Value::Null),
        None => value,
    };
    let text = value.as_str().map(ToString::to_string);
    let text = text.or_else(|| value.as_number().map(ToString::to_string));
    text.unwrap_or_default().chars().take(LONGEST).collect()
}

/// The beginning of a text, to tell it from another of the same second.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Batches hold 500 events; letters come singly.
const MOST: usize = 1000;
/// Longer than anything that is read but a quoted letter.
const LONGEST: usize = 40_000;
/// Enough of why a message did not arrive.
const REASON: usize = 300;
/// The name under which a letter is kept whose quotes were cut off already.
const CUT: &str = "OwnWords";
/// What is kept of a report about a message or a contact.
const KEPT: [&str; 21] = [
    "event",
    "msg_status",
    "eventName",
    "email",
    "message-id",
    "messageId",
    "message_id",
    "from",
    "to",
    "phone",
    "phoneNumber",
    "contactNumber",
    "ts_event",
    "ts_epoch",
    "ts",
    "date_event",
    "date",
    "reason",
    "X-Mailin-custom",
    "reply",
    "body",
];
