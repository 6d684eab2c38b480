//! The account itself: plan, senders, domains, templates, webhooks. Read at set-up.

use serde::{Deserialize, Serialize};

/// `GET /account`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Accounts {
    #[serde(default)]
    pub(in crate::brevo) plan: Vec<Plan>,
}

/// What is left of one kind of credit.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Plan {
    #[serde(rename = "type", default)]
    pub(in crate::brevo) kind: String,
    /// A number with decimals at times.
    #[serde(default)]
    pub(in crate::brevo) credits: f64,
}

impl Plan {
    /// How many whole credits are left.
    pub(in crate::brevo) fn whole(&self) -> i64 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the part of a credit buys nothing, and no account has 2^63"
        )]
        let whole = self.credits as i64;
        whole
    }
}

/// `GET /senders`.
#[derive(Deserialize)]
pub(in crate::brevo) struct Senders {
    #[serde(default)]
    pub(in crate::brevo) senders: Vec<Sender>,
}

/// An address that messages may come from, once it is active.
#[derive(Deserialize)]
pub(in crate::brevo) struct Sender {
    pub(in crate::brevo) email: String,
    #[serde(default)]
    pub(in crate::brevo) active: bool,
}

/// `GET /senders/domains`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Domains {
    #[serde(default)]
    pub(in crate::brevo) domains: Vec<Domain>,
}

/// A domain of senders.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Domain {
    pub(in crate::brevo) domain_name: String,
    #[serde(default)]
    pub(in crate::brevo) authenticated: bool,
}

/// `GET /smtp/templates`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct EmailTemplates {
    #[serde(default)]
    pub(in crate::brevo) templates: Vec<EmailTemplate>,
}

/// A template of e-mails.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmailTemplate {
    pub(crate) id: i64,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) is_active: bool,
    /// Whether it asks for a double opt-in.
    #[serde(default)]
    pub(crate) doi_template: bool,
}

/// `POST /webhooks`, `PUT /webhooks/{webhook}`, and one of `GET /webhooks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Webhook {
    /// Only when it is read.
    #[serde(default, skip_serializing)]
    pub(crate) id: i64,
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) events: Vec<String>,
    /// `transactional`, `marketing` or `inbound`; an update cannot change it.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<Channel>,
    #[serde(default)]
    pub(crate) batched: bool,
    /// Brevo signs nothing, so this is how a report is known to be Brevo's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth: Option<Auth>,
    /// Whose e-mails it is about, of kind `inbound`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domain: Option<String>,
}

/// What a webhook reports about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Channel {
    Email,
    Sms,
    #[serde(other)]
    Unknown,
}

/// A bearer token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Auth {
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) token: String,
}

impl std::fmt::Debug for Auth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Auth")
    }
}

/// `GET /webhooks`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Webhooks {
    #[serde(default)]
    pub(in crate::brevo) webhooks: Vec<Webhook>,
}
