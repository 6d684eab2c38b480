//! Contacts, their attributes and lists.

use serde::{Deserialize, Serialize};
use shared::channel::Channel;
use shared::contact::Address;
use std::collections::BTreeMap;

/// What an attribute holds.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(i64),
    Flag(bool),
    List(Vec<&'a str>),
    /// An amount of money, with its decimals.
    Amount(super::Amount),
}

/// `POST /contacts`, which with `updateEnabled` creates or updates, and `PUT /contacts/{identifier}`.
///
/// The two blocklists are written as `true` when somebody left; `false` there would subscribe them again, so it is for a
/// later grant alone, with its proof.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<&'a str>,
    #[serde(rename = "ext_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ext_id: Option<&'a str>,
    /// Names in upper case; those the account does not have are dropped without a word.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<&'a str, Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_blacklisted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sms_blacklisted: Option<bool>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) list_ids: &'a [i64],
    /// Only of an update.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) unlink_list_ids: &'a [i64],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::brevo) update_enabled: Option<bool>,
}

impl Contact<'_> {
    /// Whether a contact who is there may be updated by the same call.
    pub(in crate::brevo) fn updating(mut self) -> Self {
        self.update_enabled = Some(true);
        self
    }
}

/// How a contact is found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person<'a> {
    Email(&'a str),
    /// Digits with the country code.
    Phone(&'a str),
    /// An id of ours.
    Ours(&'a str),
    /// Brevo's id.
    Theirs(i64),
}

impl Person<'_> {
    /// What Brevo calls this kind of name, and the name.
    pub(in crate::brevo) fn named(self) -> (&'static str, String) {
        match self {
            Self::Email(email) => ("email_id", email.to_owned()),
            Self::Phone(phone) => ("phone_id", phone.to_owned()),
            Self::Ours(id) => ("ext_id", id.to_owned()),
            Self::Theirs(id) => ("contact_id", id.to_string()),
        }
    }
}

/// `GET /contacts/{identifier}`.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KnownContact {
    pub(crate) id: i64,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) email_blacklisted: bool,
    #[serde(default)]
    pub(crate) sms_blacklisted: bool,
    /// Nothing we send can change it.
    #[serde(default)]
    pub(crate) whatsapp_blacklisted: bool,
    #[serde(default)]
    pub(crate) list_ids: Vec<i64>,
    #[serde(default)]
    pub(crate) attributes: serde_json::Map<String, serde_json::Value>,
}

impl KnownContact {
    /// Each address of the contact with the channel that goes there, and whether Brevo has blocked it.
    pub(crate) fn blocks(&self) -> Vec<(Address, Channel, bool)> {
        let number = |name| {
            let digits = self.attributes.get(name)?.as_str()?.trim_start_matches('+');
            Some(Address::Phone(format!("+{digits}").try_into().ok()?))
        };
        let email = self.email.as_ref().and_then(|email| email.parse().ok());
        let sms = number("SMS").map(|number| (number, Channel::Sms, self.sms_blacklisted));
        let whatsapp =
            number("WHATSAPP").map(|number| (number, Channel::WhatsApp, self.whatsapp_blacklisted));
        let email = email.map(|email| {
            (
                Address::Email(email),
                Channel::Email,
                self.email_blacklisted,
            )
        });
        [email, sms, whatsapp].into_iter().flatten().collect()
    }
}

/// `POST /contacts/attributes/normal/{name}`.
#[derive(Debug, Serialize)]
pub(in crate::brevo) struct Attribute {
    #[serde(rename = "type")]
    pub(in crate::brevo) kind: &'static str,
}

/// Brevo has no field for the proof of a consent, so these attributes of ours mirror it. An account must have them
/// before a contact can.
pub(in crate::brevo) const PROOF_ATTRIBUTES: [&str; 7] = [
    "PARLEY_CONSENT_CHANNEL",
    "PARLEY_CONSENT_PURPOSE",
    "PARLEY_CONSENT_AT",
    "PARLEY_CONSENT_WORDING",
    "PARLEY_CONSENT_SOURCE",
    "PARLEY_WITHDRAWN_AT",
    "PARLEY_WHATSAPP",
];

/// `GET /contacts/attributes`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Attributes {
    pub(in crate::brevo) attributes: Vec<KnownAttribute>,
}

/// An attribute of the account.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct KnownAttribute {
    pub(in crate::brevo) name: String,
}

/// `POST /contacts/lists`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewList<'a> {
    pub(crate) name: &'a str,
    pub(crate) folder_id: i64,
}

/// `POST /contacts/lists/{list}/contacts/add` and `/remove`: 1 to 150 addresses.
#[derive(Serialize)]
pub(crate) struct Members<'a> {
    pub(crate) emails: &'a [&'a str],
}

/// An answer that is an id.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Created<Id> {
    pub(in crate::brevo) id: Id,
}

/// `GET /contacts/folders`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Folders {
    #[serde(default)]
    pub(in crate::brevo) folders: Vec<Named>,
}

/// `GET /contacts/lists`.
#[derive(Debug, Deserialize)]
pub(in crate::brevo) struct Lists {
    #[serde(default)]
    pub(in crate::brevo) lists: Vec<Named>,
}

/// Something with an id and a name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Named {
    pub(crate) id: i64,
    pub(crate) name: String,
}
