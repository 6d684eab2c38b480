//! The only door to window, document, storage and clock. Every function answers with an `Option` or nothing at all, and
//! none throws: a guest survives whatever the page has done to its globals, so all of them are read as values that may
//! be anything.
//!
//! The functions are few and general on purpose: each binding of its own would cost every page view some bytes.
//!
//! [`Key`] lists everything that Parley may leave in a browser, and with whose permission.

mod consent;
mod memory;
mod place;

pub(crate) use consent::{may_remember, when_consent_changes};
pub(crate) use memory::{
    Key, count_one_more, forget, forget_all, keep, keep_instant, recall, recall_count,
    recall_instant,
};
pub(crate) use place::{Place, Sources, parts};

use shared::time::Instant;
use shared::trigger::Surface;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static WINDOW: JsValue;
    #[wasm_bindgen(js_name = Object)]
    fn new_object() -> JsValue;
    type List;
    #[wasm_bindgen(js_name = Array)]
    fn new_list() -> List;
    #[wasm_bindgen(method)]
    fn push(this: &List, value: &JsValue);
    #[wasm_bindgen(js_name = Number)]
    fn as_number(value: &JsValue) -> f64;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(object: &JsValue, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    fn reflect_set(object: &JsValue, key: &str, value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(
        function: &JsValue,
        this: &JsValue,
        arguments: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
}

/// The global object.
pub(crate) fn window() -> JsValue {
    WINDOW.with(JsValue::clone)
}

/// A field that is there and neither `null` nor `undefined`.
pub(crate) fn field(object: &JsValue, key: &str) -> Option<JsValue> {
    let value = reflect_get(object, key).ok()?;
    (!value.is_null() && !value.is_undefined()).then_some(value)
}

/// A field that follows a path, such as `Shopify.routes.root`.
pub(crate) fn path(object: &JsValue, keys: &[&str]) -> Option<JsValue> {
    let mut found = object.clone();
    for key in keys {
        found = field(&found, key)?;
    }
    Some(found)
}

/// A global that is text, such as `Shopify.country`.
pub(crate) fn text(keys: &[&str]) -> Option<String> {
    path(&window(), keys)?.as_string()
}

/// What the method answers; `None` when it is missing or throws.
pub(crate) fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method = field(object, method)?;
    let arguments = list(arguments.iter().cloned());
    reflect_apply(&method, object, &arguments).ok()
}

/// Sets a field, where the object takes it.
pub(crate) fn put(object: &JsValue, key: &str, value: &JsValue) {
    // An object that refuses a field stays as it is.
    let _ = reflect_set(object, key, value);
}

/// A plain object with these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = new_object();
    for (key, value) in fields {
        put(&object, key, value);
    }
    object
}

/// A list of these.
pub(crate) fn list(values: impl Iterator<Item = JsValue>) -> JsValue {
    let list = new_list();
    for value in values {
        list.push(&value);
    }
    list.into()
}

/// Calls `act` on every `event` of `target`, as long as the page lives. It cannot hold up the page's own handling.
pub(crate) fn listen(target: &JsValue, event: &str, act: &JsValue) {
    let options = object(&[("passive", true.into()), ("capture", true.into())]);
    call(
        target,
        "addEventListener",
        &[event.into(), act.clone(), options],
    );
}

/// Calls `act` after so many milliseconds, as long as the page lives.
pub(crate) fn later(milliseconds: u32, act: &JsValue) {
    let arguments = [act.clone(), milliseconds.into()];
    call(&window(), "setTimeout", &arguments);
}

/// Calls `act` with what `promise` comes to; a refusal is passed over.
pub(crate) fn when(promise: &JsValue, act: impl Fn(JsValue) + 'static) {
    call(promise, "then", &[function(act), function(|_| ())]);
}

/// Calls `act` with the JSON at `path` of the shop, when it answers with JSON.
pub(crate) fn when_fetched(path: &str, act: fn(JsValue)) {
    let Some(answer) = call(&window(), "fetch", &[path.into()]) else {
        return;
    };
    when(&answer, move |answer| {
        // A challenge or an error answers with a page, whose parsing is refused and so passed over.
        if let Some(json) = call(&answer, "json", &[]) {
            when(&json, act);
        }
    });
}

/// A function of ours for the page to call. It lives as long as the page.
pub(crate) fn function(act: impl Fn(JsValue) + 'static) -> JsValue {
    // One type of closure for all, since each type brings its own way in.
    let act: Box<dyn Fn(JsValue)> = Box::new(act);
    Closure::wrap(act).into_js_value()
}

/// The time.
pub(crate) fn now() -> Instant {
    instant(date_now())
}

/// The time that was kept as a number.
pub(crate) fn as_instant(kept: &JsValue) -> Instant {
    instant(as_number(kept))
}

/// An amount such as `59.9` or `"59.90"` in hundredths; 0 also for what is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded before, and the cast saturates"
)]
pub(crate) fn as_hundredths(amount: &JsValue) -> u32 {
    (as_number(amount) * 100.0 + 0.5) as u32
}

/// A count: 0 also for what is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and what is no number becomes 0"
)]
pub(crate) fn as_count(value: &JsValue) -> u32 {
    as_number(value) as u32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "whole milliseconds, far below 2^53; the cast saturates"
)]
fn instant(milliseconds: f64) -> Instant {
    Instant(milliseconds as i64)
}

/// Whether nobody can see the page.
pub(crate) fn is_hidden() -> bool {
    is_true(&window(), &["document", "hidden"])
}

/// To whom the page is shown.
pub(crate) fn surface() -> Surface {
    if is_true(&window(), &["Shopify", "designMode"]) {
        Surface::ThemeEditor
    } else if is_true(&window(), &["document", "prerendering"]) {
        Surface::Prerendered
    } else {
        Surface::Shop
    }
}

/// The shop's root path: `/`, or a locale's folder such as `/fr/`.
pub(crate) fn root() -> String {
    text(&["Shopify", "routes", "root"]).unwrap_or_else(|| "/".into())
}

/// A random name; empty where the browser makes none.
pub(crate) fn random_name() -> String {
    path(&window(), &["crypto"])
        .and_then(|crypto| call(&crypto, "randomUUID", &[])?.as_string())
        .unwrap_or_default()
}

/// Whether the field at the end of this path is `true`.
pub(crate) fn is_true(object: &JsValue, keys: &[&str]) -> bool {
    path(object, keys).and_then(|value| value.as_bool()) == Some(true)
}
