//! The statistics: what became of messages, one event a line. Each channel has names of its own for the same things.

use super::message::MessageId;
use serde::Deserialize;

/// `GET /smtp/statistics/events`, `/transactionalSMS/statistics/events`, `/whatsapp/statistics/events`.
#[derive(Deserialize)]
pub(in crate::brevo) struct Reports {
    #[serde(default)]
    pub(in crate::brevo) events: Vec<Reported>,
}

/// One event of a message.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct Reported {
    pub(in crate::brevo) event: String,
    #[serde(
        default,
        alias = "email",
        alias = "phoneNumber",
        alias = "contactNumber"
    )]
    pub(in crate::brevo) address: String,
    #[serde(default)]
    pub(in crate::brevo) date: String,
    #[serde(default)]
    pub(in crate::brevo) message_id: MessageId,
    #[serde(default)]
    pub(in crate::brevo) reason: Option<String>,
    /// What was written back.
    #[serde(default, alias = "body")]
    pub(in crate::brevo) reply: Option<String>,
}
