//! The log: one JSON line a fact, with codes and ids. Never words, addresses or numbers of a shopper.

use crate::error::Error;
use serde::Serialize;
use worker::{console_error, console_log};

/// The header with a request's id at Cloudflare.
pub(crate) const RAY: &str = "cf-ray";

/// What a line is about.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Ids<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shop: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conversation: Option<&'a str>,
    /// A turn, by the id that whoever takes it made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) turn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delivery: Option<&'a str>,
    /// The request's id at Cloudflare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ray: Option<&'a str>,
}

impl<'a> Ids<'a> {
    /// Of a request, by its id at Cloudflare.
    pub(crate) fn of_request(ray: Option<&'a str>) -> Self {
        Self {
            ray,
            ..Self::default()
        }
    }

    /// Of a shop, or of whatever object bears its name.
    pub(crate) fn of_shop(shop: &'a str) -> Self {
        Self {
            shop: Some(shop),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    code: &'a str,
    /// What the asker was given to report.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a str>,
    #[serde(flatten)]
    ids: Ids<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

/// Something worth knowing that is no fault.
pub(crate) fn note(code: &str, ids: Ids<'_>) {
    let line = Line {
        level: "info",
        code,
        request: None,
        ids,
        status: None,
        cause: None,
    };
    console_log!("{}", serde_json::to_string(&line).unwrap_or_default());
}

/// A failure, where it is answered or given up: a fault of ours as an error, a refusal as something worth knowing.
pub(crate) fn fault(error: &Error, ids: Ids<'_>) {
    let is_ours = error.cause.is_some();
    let line = Line {
        level: if is_ours { "error" } else { "info" },
        code: &error.code,
        request: error.request.as_deref(),
        ids,
        status: Some(error.status),
        cause: error.cause.as_deref(),
    };
    let line = serde_json::to_string(&line).unwrap_or_default();
    if is_ours {
        console_error!("{line}");
    } else {
        console_log!("{line}");
    }
}
