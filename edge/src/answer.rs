//! Answers: JSON and bytes with their headers, and CORS, in one place.

use crate::error::{Error, Result};
use crate::log::{self, Ids};
use serde::Serialize;
use worker::{Response, ResponseBuilder};

/// JSON with status 200.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Response> {
    json_with(200, value)
}

pub(crate) fn json_with<T: Serialize>(status: u16, value: &T) -> Result<Response> {
    bytes_with(status, "application/json", serde_json::to_vec(value)?)
}

/// Bytes of our own format with status 200.
pub(crate) fn bytes(content: Vec<u8>) -> Result<Response> {
    bytes_with(200, "application/octet-stream", content)
}

fn bytes_with(status: u16, content_type: &str, content: Vec<u8>) -> Result<Response> {
    let response = ResponseBuilder::new()
        .with_status(status)
        .with_header("Content-Type", content_type)?
        .with_header("X-Content-Type-Options", "nosniff")?
        .with_header("Cache-Control", "no-store")?;
    Ok(response.fixed(content))
}

/// The answer to a failure, logged here and nowhere else.
pub(crate) fn failure(error: &Error, ids: Ids<'_>) -> worker::Result<Response> {
    log::fault(error, ids);
    let response = json_with(error.status, &error.body())
        .map_err(|_| worker::Error::from("no answer could be made"))?;
    if error.status == 401 {
        response.headers().set("WWW-Authenticate", "Bearer")?;
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
    headers.set("Vary", "Origin")?;
    Ok(())
}

/// The answer to a preflight from an allowed origin.
pub(crate) fn preflight(origin: &str) -> Result<Response> {
    let response = ResponseBuilder::new()
        .with_status(204)
        .with_header("Access-Control-Allow-Methods", "GET, POST")?
        .with_header("Access-Control-Allow-Headers", "Content-Type")?
        .with_header("Access-Control-Max-Age", "86400")?
        .empty();
    allow_origin(&response, origin)?;
    Ok(response)
}
