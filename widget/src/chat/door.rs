//! What the chat needs of the browser beyond [`crate::page`]: reading and calling objects of the host page that may be
//! anything at all. Nothing here throws; what is not there is `None`.

pub(crate) use crate::page::{call, field, is_hidden, now, path, put, window};

use crate::page;
use js_sys::{Array, Function, Promise, Reflect};
use shared::id::TurnId;
use std::pin::Pin;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A field that is text.
pub(crate) fn text(object: &JsValue, key: &str) -> Option<String> {
    field(object, key)?.as_string()
}

/// A field that is a number.
pub(crate) fn number(object: &JsValue, key: &str) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast saturates, and no number read here is that large"
    )]
    field(object, key)?.as_f64().map(|number| number as i64)
}

/// A field that is a list.
pub(crate) fn list(object: &JsValue, key: &str) -> Option<Vec<JsValue>> {
    let list = field(object, key)?;
    Array::is_array(&list).then(|| Array::from(&list).to_vec())
}

/// A new object of a global class; `None` when there is none or it throws.
pub(crate) fn construct(class: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class: Function = field(&window(), class)?.dyn_into().ok()?;
    let list: Array = arguments.iter().collect();
    Reflect::construct(&class, &list).ok()
}

/// A plain object with these fields.
pub(crate) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let fields: Vec<_> = fields.into_iter().collect();
    page::object(&fields)
}

/// What a promise gives; `None` when it is rejected. A value that is no promise is given as it is.
pub(crate) async fn wait(value: JsValue) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(&value)).await.ok()
}

/// How long the shop may take to answer.
const PATIENCE_MS: u32 = 6000;

/// What `fetch` answered.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: i64,
    response: JsValue,
}

impl Answer {
    /// The body as parsed JSON.
    pub(crate) async fn json(&self) -> Option<JsValue> {
        wait(call(&self.response, "json", &[])?).await
    }

    /// The body as text.
    pub(crate) async fn text(&self) -> Option<String> {
        wait(call(&self.response, "text", &[])?).await?.as_string()
    }

    /// The seconds that the answer asks to wait; 0 when it does not say.
    pub(crate) fn retry_after(&self) -> u32 {
        self.header("retry-after")
            .map_or(0, |seconds| page::as_count(&seconds))
    }

    /// The id by which the edge logged a failure, for who asks about it.
    pub(crate) fn request_id(&self) -> Option<String> {
        self.header("x-request-id")?.as_string()
    }

    fn header(&self, name: &str) -> Option<JsValue> {
        call(&field(&self.response, "headers")?, "get", &[name.into()])
    }

    /// The body's bytes.
    pub(crate) async fn bytes(&self) -> Option<Vec<u8>> {
        let buffer = wait(call(&self.response, "arrayBuffer", &[])?).await?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}

/// What is posted.
#[derive(Default)]
pub(crate) struct Post {
    /// What the body is.
    pub(crate) content_type: &'static str,
    /// The body.
    pub(crate) body: JsValue,
    /// One header more.
    pub(crate) header: Option<(&'static str, String)>,
    /// Aborts the request.
    pub(crate) signal: Option<JsValue>,
}

/// Posts; `None` when no answer came.
pub(crate) fn post(url: &str, post: Post) -> impl Future<Output = Option<Answer>> {
    let header = post.header.map(|(name, value)| (name, value.into()));
    let content_type = ("content-type", post.content_type.into());
    let headers = object([content_type].into_iter().chain(header));
    let init = object([
        ("method", "POST".into()),
        ("headers", headers),
        ("body", post.body),
        ("signal", post.signal.unwrap_or(JsValue::UNDEFINED)),
    ]);
    answer(call(&window(), "fetch", &[url.into(), init]))
}

/// Gets something of the shop's; `None` when no answer came, or none in time.
pub(crate) fn get(url: &str) -> impl Future<Output = Option<Answer>> {
    // A browser that cannot count the time waits.
    let signal = field(&window(), "AbortSignal")
        .and_then(|signal| call(&signal, "timeout", &[PATIENCE_MS.into()]));
    let init = object([("signal", signal.unwrap_or(JsValue::UNDEFINED))]);
    answer(call(&window(), "fetch", &[url.into(), init]))
}

async fn answer(promise: Option<JsValue>) -> Option<Answer> {
    let response = wait(promise?).await?;
    let status = number(&response, "status")?;
    Some(Answer { status, response })
}

/// Calls `act` after so many milliseconds, as long as the page lives.
pub(crate) fn later(milliseconds: u32, act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    let act = Closure::once_into_js(act);
    call(&window(), "setTimeout", &[act, milliseconds.into()]);
}

/// Begins work that waits; boxed, so that the machinery around it is compiled once.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// Goes on after so many milliseconds.
pub(crate) async fn pause(milliseconds: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        call(
            &window(),
            "setTimeout",
            &[resolve.into(), milliseconds.into()],
        );
    });
    wait(promise.into()).await;
}

/// Calls `act` on every `event` of `target` after the page's own handlers, as long as the page lives.
pub(crate) fn listen(target: &JsValue, event: &str, act: impl Fn(JsValue) + 'static) {
    let act: Box<dyn Fn(JsValue)> = Box::new(act);
    call(
        target,
        "addEventListener",
        &[event.into(), page::function(act)],
    );
}

/// A fresh id for a turn or a conversation's key: sixteen random bytes.
pub(crate) fn random_id() -> Option<TurnId> {
    let crypto = field(&window(), "crypto")?;
    let bytes = js_sys::Uint8Array::new_with_length(16);
    call(&crypto, "getRandomValues", &[bytes.clone().into()])?;
    hex(&bytes.to_vec()).parse().ok()
}

/// A number from 0 to 999, for spreading retries.
#[expect(clippy::cast_possible_truncation, reason = "below 1000")]
pub(crate) fn chance() -> i64 {
    (js_sys::Math::random() * 1000.0) as i64
}

/// Whether the browser believes to have a network; so it does where it does not say.
pub(crate) fn is_online() -> bool {
    let online = path(&window(), &["navigator", "onLine"]);
    online.is_none_or(|online| online.is_truthy())
}

/// Bytes for the browser.
pub(crate) fn bytes(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).into()
}

/// Whether a media query holds.
pub(crate) fn matches(query: &str) -> bool {
    call(&window(), "matchMedia", &[query.into()])
        .and_then(|list| field(&list, "matches")?.as_bool())
        .unwrap_or(false)
}

/// Bytes as hexadecimal text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16);
    let both = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
    bytes.iter().flat_map(both).flatten().collect()
}

/// The bytes of hexadecimal text.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|char| char.to_digit(16)).collect();
    let digits = digits?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let byte = |[high, low]: &[u32; 2]| u8::try_from(high * 16 + low).ok();
    rest.is_empty()
        .then(|| pairs.iter().filter_map(byte).collect())
}
