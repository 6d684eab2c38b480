//! Brevo's JSON, as its API reference describes it. What callers of [`super`] fill in is re-exported there by name; what
//! Brevo answers stops here.

mod account;
mod commerce;
mod contact;
mod crm;
mod message;
mod report;

pub(super) use account::{
    Accounts, Domain, Domains, EmailTemplates, Plan, Sender, Senders, Webhooks,
};
pub(crate) use account::{Auth, Channel, EmailTemplate, Webhook};
pub(crate) use commerce::{Amount, Buyer, Category, Line, Order, Product};
pub(super) use commerce::{Categories, Orders, Products, Updating};
pub(super) use contact::{
    Attribute, Attributes, Created, Folders, KnownAttribute, Lists, PROOF_ATTRIBUTES,
};
pub(crate) use contact::{Contact, KnownContact, Members, Named, NewList, Person, Value};
pub(super) use crm::TaskChange;
pub(crate) use crm::{Deal, Note, Task, TaskType};
pub(crate) use message::WhatsAppTemplate;
pub(super) use message::{
    Confirmation, Email, EmailHeaders, Params, Party, Sms, SmsKind, Taken, WhatsApp,
    WhatsAppConfig, WhatsAppTemplates,
};
pub(super) use report::Reports;

use serde::Deserialize;

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
