//! The sales pages: what people of the shop are to do, and what they should know.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

/// `POST /crm/tasks`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task<'a> {
    pub(crate) name: &'a str,
    #[serde(rename = "taskTypeId")]
    pub(crate) kind: &'a str,
    #[serde(rename = "date", serialize_with = "super::commerce::moment")]
    pub(crate) due: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notes: Option<&'a str>,
    #[serde(rename = "contactsIds", skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) contacts: &'a [i64],
}

/// `PATCH /crm/tasks/{task}`.
#[derive(Debug, Serialize)]
pub(crate) struct TaskChange {
    pub(crate) done: bool,
}

/// `GET /crm/tasktypes`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct TaskType {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// `POST /crm/notes`: 1 to 3000 characters, of which Brevo reads a few as HTML.
#[derive(Serialize)]
pub(crate) struct Note<'a> {
    pub(crate) text: &'a str,
    #[serde(rename = "contactIds", skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) contacts: &'a [i64],
    #[serde(rename = "dealIds", skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) deals: &'a [&'a str],
}

/// `POST /crm/deals`.
#[derive(Serialize)]
pub(crate) struct Deal<'a> {
    pub(crate) name: &'a str,
    #[serde(rename = "linkedContactsIds", skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) contacts: &'a [i64],
}
