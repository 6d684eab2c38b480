//! Answers: JSON and bytes with their headers, and CORS, in one place.

use crate::error::{Error, Result};
use crate::log::{self, Ids};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::{Function, Reflect, global};
use worker::{Response, ResponseBuilder};

/// What every answer carries: it is no page, runs nothing, is shown in no frame, and is kept nowhere.
const HEADERS: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("Strict-Transport-Security", "max-age=31536000"),
];
/// What an asker may quote to whoever helps; the log has it too.
const REQUEST_ID: &str = "X-Request-Id";

/// JSON with status 200.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Response> {
    json_with(200, value)
}

pub(crate) fn json_with<T: Serialize>(status: u16, value: &T) -> Result<Response> {
    typed(status, "application/json", serde_json::to_vec(value)?)
}

/// Bytes of our own format with status 200.
pub(crate) fn bytes(content: Vec<u8>) -> Result<Response> {
    bytes_with(200, content)
}

/// Bytes of this type with status 200.
pub(crate) fn bytes_as(content_type: &str, content: Vec<u8>) -> Result<Response> {
    typed(200, content_type, content)
}

pub(crate) fn bytes_with(status: u16, content: Vec<u8>) -> Result<Response> {
    typed(status, "application/octet-stream", content)
}

fn typed(status: u16, content_type: &str, content: Vec<u8>) -> Result<Response> {
    let response = shut_in(status)?.with_header("Content-Type", content_type)?;
    Ok(response.fixed(content))
}

/// The beginning of every answer.
fn shut_in(status: u16) -> Result<ResponseBuilder> {
    let mut response = ResponseBuilder::new().with_status(status);
    for (name, value) in HEADERS {
        response = response.with_header(name, value)?;
    }
    Ok(response)
}

/// Nothing but this status.
pub(crate) fn empty(status: u16) -> Result<Response> {
    Ok(shut_in(status)?.empty())
}

/// A page for people, of escaped text only. It loads nothing, and its own address, which holds a secret, is told to nobody.
pub(crate) fn page(status: u16, html: String) -> Result<Response> {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let response = typed(status, "text/html; charset=utf-8", html.into_bytes())?;
    let headers = response.headers();
    headers.set("Content-Security-Policy", policy)?;
    headers.set("X-Robots-Tag", "noindex")?;
    Ok(response)
}

/// The answer to a failure, logged here and nowhere else. One that another object answered was logged by it, under the
/// id that it gave.
pub(crate) fn failure(error: &Error, ids: Ids<'_>) -> worker::Result<Response> {
    let mut error = error.clone();
    let request = if let Some(request) = error.request.clone() {
        request
    } else {
        let request: Box<str> = request_id().into();
        error.request = Some(request.clone());
        log::fault(&error, ids);
        request
    };
    let response = json_with(error.status, &error.body())
        .map_err(|_| worker::Error::from("no answer could be made"))?;
    let headers = response.headers();
    headers.set(REQUEST_ID, &request)?;
    if error.status == 401 {
        headers.set("WWW-Authenticate", "Bearer")?;
    }
    if error.retry_after_s > 0 {
        headers.set("Retry-After", &error.retry_after_s.to_string())?;
    }
    Ok(response)
}

/// An object's answer: the value's, or the failure's.
pub(crate) fn of(result: Result<Response>, ids: Ids<'_>) -> worker::Result<Response> {
    result.or_else(|error| failure(&error, ids))
}

/// Lets pages of `origin` read this answer. Never call it on a 101.
pub(crate) fn allow_origin(response: &Response, origin: &str) -> Result<()> {
    let headers = response.headers();
    headers.set("Access-Control-Allow-Origin", origin)?;
    headers.set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")?;
    headers.set("Vary", "Origin")?;
    Ok(())
}

/// The answer to a preflight from an allowed origin.
pub(crate) fn preflight(origin: &str) -> Result<Response> {
    let response = shut_in(204)?
        .with_header("Access-Control-Allow-Methods", "GET, POST")?
        .with_header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Parley-Proof",
        )?
        .with_header("Access-Control-Max-Age", "86400")?
        .empty();
    allow_origin(&response, origin)?;
    Ok(response)
}

/// Short enough to be read out, long enough to be found in the log of a day.
fn request_id() -> String {
    let uuid = random_uuid().unwrap_or_default();
    uuid.chars().take(13).collect()
}

fn random_uuid() -> Option<String> {
    let crypto = Reflect::get(&global(), &"crypto".into()).ok()?;
    let make = Reflect::get(&crypto, &"randomUUID".into()).ok()?;
    let make: Function = make.dyn_into::<Function>().ok()?;
    make.call0(&crypto)
        .ok()
        .as_ref()
        .and_then(JsValue::as_string)
}
