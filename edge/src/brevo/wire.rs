//! Brevo's JSON, as its API reference describes it. These types stop here; callers of [`super`] never see them.

use serde::{Deserialize, Serialize};
use shared::delivery::Report;

/// An address with the name shown beside it.
#[derive(Debug, Serialize)]
pub(super) struct Party<'a> {
    pub(super) email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
}

/// `POST /smtp/email`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Email<'a> {
    pub(super) sender: Party<'a>,
    pub(super) to: [Party<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply_to: Option<Party<'a>>,
    pub(super) subject: &'a str,
    pub(super) html_content: &'a str,
    pub(super) text_content: &'a str,
    pub(super) headers: EmailHeaders<'a>,
    pub(super) tags: [&'a str; 1],
}

/// Headers of the message, in the body of the request; Brevo looks for its idempotency key here, nowhere else.
#[derive(Debug, Serialize)]
pub(super) struct EmailHeaders<'a> {
    #[serde(rename = "idempotencyKey")]
    pub(super) idempotency_key: &'a str,
    /// Comes back with each report about this message.
    #[serde(rename = "X-Mailin-custom")]
    pub(super) custom: &'a str,
}

/// `POST /transactionalSMS/send`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sms<'a> {
    /// 3 to 11 letters and digits, or a number of 12 to 15 digits.
    pub(super) sender: &'a str,
    /// Digits with the country code, without `+`.
    pub(super) recipient: &'a str,
    pub(super) content: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: SmsKind,
    /// Ours, and the delivery's own, by which the records are asked.
    pub(super) tag: [&'a str; 2],
    pub(super) unicode_enabled: bool,
}

/// What Brevo tells apart; a marketing text is held by Brevo where a country's hours demand it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SmsKind {
    Transactional,
    Marketing,
}

/// `POST /contacts`, which with `updateEnabled` creates or updates. It never says a word about a blocklist: writing
/// `false` there would subscribe somebody again who has left.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contact<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<&'a str>,
    pub(super) attributes: ContactAttributes<'a>,
    pub(super) update_enabled: bool,
}

/// What is known of a contact. Brevo has no field for the proof of a consent, so three attributes of ours mirror it.
#[derive(Debug, Serialize)]
pub(super) struct ContactAttributes<'a> {
    #[serde(rename = "SMS", skip_serializing_if = "Option::is_none")]
    pub(super) phone: Option<&'a str>,
    #[serde(rename = "PARLEY_CONSENT_CHANNEL")]
    pub(super) channel: &'a str,
    #[serde(rename = "PARLEY_CONSENT_AT")]
    pub(super) at: &'a str,
    #[serde(rename = "PARLEY_CONSENT_WORDING")]
    pub(super) wording: &'a str,
}

/// The attributes of ours, which an account must have before a contact can.
pub(super) const ATTRIBUTES: [&str; 3] = [
    "PARLEY_CONSENT_CHANNEL",
    "PARLEY_CONSENT_AT",
    "PARLEY_CONSENT_WORDING",
];

/// `POST /contacts/attributes/normal/{name}`.
#[derive(Debug, Serialize)]
pub(super) struct Attribute {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
}

/// The answer to a message that was taken.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taken {
    /// Text for an e-mail, a number beyond 2^53 for a text message.
    #[serde(default)]
    pub(super) message_id: MessageId,
}

/// A message's id in either form.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum MessageId {
    Number(i64),
    Text(String),
}

impl Default for MessageId {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl MessageId {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

/// The answer of `GET /transactionalSMS/statistics/events`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TextRecords {
    #[serde(default)]
    events: Vec<TextRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TextRecord {
    #[serde(default)]
    event: String,
    #[serde(default)]
    message_id: MessageId,
    #[serde(default)]
    reason: Option<String>,
}

impl TextRecords {
    /// The message's id and the best that is known of it, in whatever order it was told; none when nothing is.
    pub(super) fn best(self) -> Option<(String, Report)> {
        let told = self.events.into_iter().filter_map(|record| {
            let reason = record.reason.unwrap_or_else(|| record.event.clone());
            let (rank, report) = match record.event.as_str() {
                "delivered" | "replies" => (0, Report::Delivered),
                "hardBounces" | "blocked" | "rejected" | "skipped" => {
                    (1, Report::Undelivered { reason })
                }
                "accepted" | "sent" | "bounces" | "softBounces" => (2, Report::Taken),
                _ => return None,
            };
            Some((rank, record.message_id.into_text(), report))
        });
        let best = told.min_by_key(|(rank, ..)| *rank);
        best.map(|(_, vendor, report)| (vendor, report))
    }
}

/// The body of every refusal; `code` may be missing.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Refusal {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: String,
    #[serde(default)]
    pub(super) metadata: Metadata,
}

/// What a refused contact shares with another one.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) duplicate_identifiers: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_email_has_the_shape_of_the_reference() {
        let email = Email {
            sender: Party {
                email: "hello@fernwood.example",
                name: Some("Fernwood"),
            },
            to: [Party {
                email: "ada@example.com",
                name: None,
            }],
            reply_to: None,
            subject: "Your picks",
            html_content: "<p>Hello</p>",
            text_content: "Hello",
            headers: EmailHeaders {
                idempotency_key: "6f9619ff-8b86-8011-b42d-00c04fc964ff",
                custom: "c1.follow-up",
            },
            tags: ["parley"],
        };
        let expected = json!({
            "sender": {"email": "hello@fernwood.example", "name": "Fernwood"},
            "to": [{"email": "ada@example.com"}],
            "subject": "Your picks",
            "htmlContent": "<p>Hello</p>",
            "textContent": "Hello",
            "headers": {
                "idempotencyKey": "6f9619ff-8b86-8011-b42d-00c04fc964ff",
                "X-Mailin-custom": "c1.follow-up"
            },
            "tags": ["parley"]
        });
        assert_eq!(serde_json::to_value(&email).unwrap(), expected);
    }

    #[test]
    fn a_text_message_has_the_shape_of_the_reference() {
        let sms = Sms {
            sender: "FERNWOOD",
            recipient: "491701234567",
            content: "Fernwood: hello",
            kind: SmsKind::Transactional,
            tag: ["parley", "c1.follow-up"],
            unicode_enabled: false,
        };
        let expected = json!({
            "sender": "FERNWOOD", "recipient": "491701234567", "content": "Fernwood: hello",
            "type": "transactional", "tag": ["parley", "c1.follow-up"], "unicodeEnabled": false
        });
        assert_eq!(serde_json::to_value(&sms).unwrap(), expected);
    }

    #[test]
    fn a_contact_is_never_taken_off_a_blocklist() {
        let contact = Contact {
            email: Some("ada@example.com"),
            attributes: ContactAttributes {
                phone: None,
                channel: "email",
                at: "2026-11-23T10:00:00Z",
                wording: "email-utility.en.1",
            },
            update_enabled: true,
        };
        let value = serde_json::to_value(&contact).unwrap();
        assert_eq!(value.get("updateEnabled"), Some(&json!(true)));
        assert_eq!(value.get("emailBlacklisted"), None);
        assert_eq!(value.get("smsBlacklisted"), None);
        for name in ATTRIBUTES {
            assert!(value["attributes"].get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_best_that_is_known_of_a_text_message_counts() {
        let best = |names: &[&str]| {
            let events = names
                .iter()
                .map(|name| json!({"event": name, "messageId": "7"}));
            let text = json!({"events": events.collect::<Vec<_>>()}).to_string();
            let records: TextRecords = serde_json::from_str(&text).unwrap();
            records.best().map(|(_, report)| report)
        };
        let reason = "blocked".into();
        assert_eq!(best(&[]), None);
        assert_eq!(best(&["somethingNew"]), None);
        assert_eq!(best(&["sent", "accepted"]), Some(Report::Taken));
        assert_eq!(best(&["accepted", "delivered"]), Some(Report::Delivered));
        assert_eq!(
            best(&["accepted", "blocked"]),
            Some(Report::Undelivered { reason })
        );
    }

    #[test]
    fn a_message_id_is_read_as_text_or_number() {
        let read = |text: &str| {
            let taken: Taken = serde_json::from_str(text).unwrap();
            taken.message_id.into_text()
        };
        assert_eq!(read(r#"{"messageId":"<1@brevo>"}"#), "<1@brevo>");
        assert_eq!(
            read(r#"{"messageId":1511882900176220}"#),
            "1511882900176220"
        );
        assert_eq!(read("{}"), "");
    }
}
