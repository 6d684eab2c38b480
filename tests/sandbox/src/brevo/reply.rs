//! Answers in the service's own shapes: errors are flat, `{"code", "message"}`, and only contacts add `metadata`.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::html;

/// A refusal of what was asked, still without its shape on the wire.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Identities that belong to another contact.
    pub(crate) duplicates: Vec<&'static str>,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut body = json!({"code": self.code, "message": self.message});
        if let (Some(body), false) = (body.as_object_mut(), self.duplicates.is_empty()) {
            body.insert(
                "metadata".to_owned(),
                json!({"duplicate_identifiers": self.duplicates}),
            );
        }
        with(self.status, &body)
    }
}

pub(crate) fn refuse(status: u16, code: &str, message: &str) -> Response {
    with(status, &json!({"code": code, "message": message}))
}

pub(crate) fn refused(code: &'static str, message: &str) -> Refused {
    Refused {
        status: 400,
        code,
        message: message.to_owned(),
        duplicates: Vec::new(),
    }
}

pub(crate) fn with(status: u16, body: &Value) -> Response {
    html::json(
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        body,
    )
}

pub(crate) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// The body as JSON; the layer of `schema` has held it against its rules.
pub(crate) fn body(bytes: &Bytes) -> Result<Value, Refused> {
    serde_json::from_slice(bytes)
        .map_err(|_| refused("bad_request", "Input must be a valid JSON object"))
}

pub(crate) fn text<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

pub(crate) fn flag(body: &Value, name: &str) -> Option<bool> {
    body.get(name).and_then(Value::as_bool)
}

pub(crate) fn integers(body: &Value, name: &str) -> Vec<i64> {
    body.get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect()
}

pub(crate) fn texts(body: &Value, name: &str) -> Vec<String> {
    let list = body
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}
