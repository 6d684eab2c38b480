//! What goes to people: e-mail, text message, WhatsApp, and the question of a double opt-in.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use shared::json;
use std::collections::BTreeMap;

/// What fills a template's holes, by name.
pub(in crate::brevo) type Params = BTreeMap<String, String>;

/// An address with the name shown beside it.
#[derive(Serialize)]
pub(in crate::brevo) struct Party<'a> {
    pub(in crate::brevo) email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) name: Option<&'a str>,
}

/// `POST /smtp/email`, with a content of its own or by a template of the account's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct Email<'a> {
    /// A template has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) sender: Option<Party<'a>>,
    pub(in crate::brevo) to: [Party<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) reply_to: Option<Party<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) html_content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) text_content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) template_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) params: Option<&'a Params>,
    pub(in crate::brevo) headers: EmailHeaders<'a>,
    pub(in crate::brevo) tags: [&'a str; 1],
}

/// Headers of the message, in the body of the request; Brevo looks for its idempotency key here, nowhere else.
#[derive(Serialize)]
pub(in crate::brevo) struct EmailHeaders<'a> {
    #[serde(rename = "idempotencyKey")]
    pub(in crate::brevo) idempotency_key: &'a str,
    /// Comes back with each report about this message.
    #[serde(rename = "X-Mailin-custom")]
    pub(in crate::brevo) custom: &'a str,
    /// Where a mail program asks for no more, in pointed brackets (RFC 2369).
    #[serde(rename = "List-Unsubscribe", skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) list_unsubscribe: Option<String>,
    /// That it may do so by one request, which asks nothing back (RFC 8058).
    #[serde(
        rename = "List-Unsubscribe-Post",
        skip_serializing_if = "Option::is_none"
    )]
    pub(in crate::brevo) list_unsubscribe_post: Option<&'static str>,
}

/// `POST /transactionalSMS/send`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct Sms<'a> {
    /// 3 to 11 letters and digits, or a number of 12 to 15 digits.
    pub(in crate::brevo) sender: &'a str,
    /// Digits with the country code, without `+`.
    pub(in crate::brevo) recipient: &'a str,
    pub(in crate::brevo) content: &'a str,
    #[serde(rename = "type")]
    pub(in crate::brevo) kind: SmsKind,
    /// The second is the delivery's id, by which the statistics find a message whose answer never came.
    pub(in crate::brevo) tag: [&'a str; 2],
    pub(in crate::brevo) unicode_enabled: bool,
    /// The brand that carriers of the United States want to see first; Brevo sets it before the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) organisation_prefix: Option<&'a str>,
}

/// What Brevo tells apart; a marketing text is held by Brevo where a country's hours demand it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::brevo) enum SmsKind {
    Transactional,
    Marketing,
}

/// `POST /whatsapp/sendMessage`: by a template, or free text while the shopper's last message is less than a day old.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct WhatsApp<'a> {
    /// Digits with the country code.
    pub(in crate::brevo) sender_number: &'a str,
    pub(in crate::brevo) contact_numbers: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) template_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) params: Option<&'a Params>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) text: Option<&'a str>,
}

/// `POST /contacts/doubleOptinConfirmation`: Brevo mails the question, and adds the contact when it is answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct Confirmation<'a> {
    pub(in crate::brevo) email: &'a str,
    pub(in crate::brevo) include_list_ids: &'a [i64],
    pub(in crate::brevo) template_id: i64,
    pub(in crate::brevo) redirection_url: &'a str,
}

/// The answer to a message that was taken.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct Taken {
    #[serde(default)]
    message_id: MessageId,
}

/// A message's id: text for an e-mail, a number beyond 2^53 for a text message.
#[derive(Debug, Default)]
pub(in crate::brevo) struct MessageId(String);

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                Err(de::Error::custom("an id is a text or a number"))
            }
        }
    }
}

impl MessageId {
    pub(in crate::brevo) fn into_text(self) -> String {
        self.0
    }
}

impl Taken {
    /// Brevo's id of the message. It was taken, whatever the answer's words are, so there is always one to tell.
    pub(in crate::brevo) fn read(bytes: &[u8]) -> String {
        let taken: Self = json::read(bytes).unwrap_or_default();
        taken.message_id.into_text()
    }
}

/// `GET /whatsappCampaigns/template-list`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct WhatsAppTemplates {
    #[serde(default)]
    pub(in crate::brevo) templates: Vec<WhatsAppTemplate>,
}

/// A template that WhatsApp has read, or is to.
#[derive(Debug, Deserialize)]
pub(crate) struct WhatsAppTemplate {
    pub(crate) id: i64,
    #[serde(default)]
    pub(crate) name: String,
    /// `approved`, `pending`, `rejected` and others that mean it cannot be sent.
    #[serde(default)]
    pub(crate) status: String,
    /// `MARKETING` or `UTILITY`, as WhatsApp classes it now.
    #[serde(default)]
    pub(crate) category: String,
}

impl WhatsAppTemplate {
    /// Whether WhatsApp classes it as one that sells, and the shop's document does not.
    pub(in crate::brevo) fn is_reclassed(&self, category: shared::policy::Category) -> bool {
        category != shared::policy::Category::Marketing
            && self.category.eq_ignore_ascii_case("marketing")
    }

    /// Whether messages may go by it.
    pub(in crate::brevo) fn is_approved(&self) -> bool {
        self.status.eq_ignore_ascii_case("approved")
    }
}

/// `GET /whatsappCampaigns/config`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct WhatsAppConfig {
    /// `GREEN`, `YELLOW` or `RED`.
    #[serde(default)]
    pub(in crate::brevo) phone_number_quality: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_is_read_as_text_or_number() {
        let read = |text: &str| Taken::read(text.as_bytes());
        assert_eq!(read(r#"{"messageId":"<1@brevo>"}"#), "<1@brevo>");
        assert_eq!(
            read(r#"{"messageId":1511882900176220}"#),
            "1511882900176220"
        );
        assert_eq!(read("{}"), "");
        assert_eq!(read("<html>"), "");
    }
}
