//! How objects, and the router, ask objects: `POST` JSON, JSON back; a failure comes back as the [`Error`] it was.

use crate::answer;
use crate::error::{Body, Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use shared::json;
use std::pin::Pin;
use worker::js_sys::Uint8Array;
use worker::wasm_bindgen_futures::JsFuture;
use worker::{Env, Headers, Method, Request, RequestInit, Response, ResponseBody, Stub, web_sys};

/// The kinds of object, by their binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Named by the conversation's id.
    Conversation,
    /// Named by the shop's id.
    Shop,
    /// Named by the shop's id.
    Catalog,
    /// Named by [`shopper_name`].
    Shopper,
    /// Named by the shop's id.
    Outbox,
}

impl Class {
    pub(crate) const ALL: [Self; 5] = [
        Self::Conversation,
        Self::Shop,
        Self::Catalog,
        Self::Shopper,
        Self::Outbox,
    ];

    pub(crate) fn binding(self) -> &'static str {
        match self {
            Self::Conversation => "CONVERSATION",
            Self::Shop => "SHOP",
            Self::Catalog => "CATALOG",
            Self::Shopper => "SHOPPER",
            Self::Outbox => "OUTBOX",
        }
    }
}

/// The name of a shopper's object: a shopper of one shop is nobody in another.
pub(crate) fn shopper_name(shop: &shared::id::ShopId, shopper: &shared::id::ShopperId) -> String {
    format!("{shop}/{shopper}")
}

/// Asks the object `name` of `class` at `path` (`/permit`).
pub(crate) async fn ask<B: Serialize, T: DeserializeOwned>(
    env: &Env,
    class: Class,
    name: &str,
    path: &str,
    body: &B,
) -> Result<T> {
    let body = serde_json::to_vec(body)?;
    ask_with_bytes(env, class, name, path, &body).await
}

/// Boxed, so that the waiting is compiled once and not for each pair of types.
fn asked<'a>(
    env: &'a Env,
    class: Class,
    name: &'a str,
    path: &'a str,
    body: &'a [u8],
) -> Pin<Box<dyn Future<Output = Result<Vec<u8>>> + 'a>> {
    Box::pin(async move { whole(forward(env, class, name, post(path, body)?).await?).await })
}

/// As [`ask`], with a body that is not our JSON (a catalogue's lines).
pub(crate) async fn ask_with_bytes<T: DeserializeOwned>(
    env: &Env,
    class: Class,
    name: &str,
    path: &str,
    body: &[u8],
) -> Result<T> {
    Ok(json::read(&asked(env, class, name, path, body).await?)?)
}

/// As [`ask`], for an answer that is bytes rather than JSON.
pub(crate) async fn ask_for_bytes<B: Serialize>(
    env: &Env,
    class: Class,
    name: &str,
    path: &str,
    body: &B,
) -> Result<Vec<u8>> {
    let body = serde_json::to_vec(body)?;
    asked(env, class, name, path, &body).await
}

/// What an object answered. `worker` reads a body part by part, with a wait for each and one for the end.
pub(crate) async fn whole(mut response: Response) -> Result<Vec<u8>> {
    let ResponseBody::Stream(stream) = response.body() else {
        return Ok(response.bytes().await?);
    };
    let whole = web_sys::Response::new_with_opt_readable_stream(Some(stream));
    let whole = whole.and_then(|response| response.array_buffer());
    let whole = whole.map_err(worker::Error::from)?;
    let buffer = JsFuture::from(whole).await.map_err(worker::Error::from)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Hands a request to the object and its good answer back; a failure comes back as the error it was.
pub(crate) async fn forward(
    env: &Env,
    class: Class,
    name: &str,
    request: Request,
) -> Result<Response> {
    let mut response = stub(env, class, name)?.fetch_with_request(request).await?;
    let status = response.status_code();
    if status < 400 {
        return Ok(response);
    }
    let bytes = response.bytes().await?;
    match json::read::<Body<'static>>(&bytes) {
        Ok(body) => Err(Error::relayed(status, body)),
        Err(_) => Err(Error::fault(format!(
            "{class:?} answered {status} without a code"
        ))),
    }
}

/// A request that an object is handed: `path` with the body.
pub(crate) fn post(path: &str, body: &[u8]) -> Result<Request> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(Headers::new())
        .with_body(Some(Uint8Array::from(body).into()));
    Ok(Request::new_with_init(&address(path), &init)?)
}

/// The address of `path` inside any object.
pub(crate) fn address(path: &str) -> String {
    format!("https://object{path}")
}

/// What an object was sent, as JSON of our own.
pub(crate) async fn read<T: DeserializeOwned>(request: &mut Request) -> Result<T> {
    // Boxed as what is asked.
    let bytes: Pin<Box<dyn Future<Output = worker::Result<Vec<u8>>>>> = Box::pin(request.bytes());
    Ok(json::read(&bytes.await?)?)
}

/// The answer to a path that the object does not have.
pub(crate) fn unknown(class: Class, path: &str) -> Result<Response> {
    Err(Error::fault(format!("{class:?} has no {path}")))
}

/// The empty JSON answer of a call that only confirms.
pub(crate) fn done() -> Result<Response> {
    answer::json(&Done {})
}

/// What [`done`] answers.
#[derive(Debug, Serialize, serde::Deserialize)]
pub(crate) struct Done {}

fn stub(env: &Env, class: Class, name: &str) -> Result<Stub> {
    Ok(env.durable_object(class.binding())?.get_by_name(name)?)
}
