//! The log: one JSON line a fact, with codes and ids. Never words, addresses or numbers of a shopper.

use crate::error::Error;
use serde::Serialize;
use worker::{console_error, console_log};

/// What a line is about.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Ids<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shop: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conversation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delivery: Option<&'a str>,
    /// The request's id at Cloudflare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ray: Option<&'a str>,
}

#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    code: &'a str,
    #[serde(flatten)]
    ids: Ids<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

/// Something worth knowing that is no fault.
pub(crate) fn note(code: &str, ids: Ids<'_>) {
    let line = Line {
        level: "info",
        code,
        ids,
        cause: None,
    };
    console_log!("{}", serde_json::to_string(&line).unwrap_or_default());
}

/// A fault, where it is answered or given up. A refusal without a cause is the asker's, and is not logged.
pub(crate) fn fault(error: &Error, ids: Ids<'_>) {
    let Some(cause) = &error.cause else { return };
    let line = Line {
        level: "error",
        code: &error.code,
        ids,
        cause: Some(cause),
    };
    console_error!("{}", serde_json::to_string(&line).unwrap_or_default());
}
