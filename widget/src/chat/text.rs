//! The chat's own words, prices and dates. The words of the page's language come beside the chat, with the panel that
//! is shown before it.

use crate::chat::door;
use shared::money::Money;
use shared::time::{Instant, Offset};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static WORDS: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Takes the words that are shown from now on: an object of texts.
pub(crate) fn speak(words: JsValue) {
    WORDS.replace(words);
}

/// The text for `key`; nothing for no key.
pub(crate) fn word(key: &str) -> String {
    WORDS.with_borrow(|words| door::text(words, key).unwrap_or_default())
}

/// The text for `key` with `{hole}` filled in.
pub(crate) fn filled(key: &str, hole: &str, value: &str) -> String {
    fill(&word(key), hole, value)
}

/// `text` with `{hole}` filled in; what stands in `value` is never read for holes again.
pub(crate) fn fill(text: &str, hole: &str, value: &str) -> String {
    let closed = text
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match closed {
        Some((before, (name, after))) if name == hole => [before, value, after].concat(),
        Some((before, (name, after))) => {
            [before, "{", name, "}", &fill(after, hole, value)].concat()
        }
        None => text.into(),
    }
}

/// A price as people of this locale write it.
pub(crate) fn price(money: Money, locale: &str) -> String {
    let currency = money.currency.code();
    let options = [("style", "currency"), ("currency", currency)];
    // The division gives the number nearest to the decimal text, which is what the formatter rounds back to.
    #[expect(clippy::cast_precision_loss, reason = "no price comes near 2^53")]
    let amount = money.minor as f64 / 10_f64.powi(money.currency.digits().cast_signed());
    let formatted = formatted("NumberFormat", locale, &options, amount);
    formatted.unwrap_or_else(|| money.to_string())
}

/// A day as people of this locale write it, such as `Monday, 23 November`.
pub(crate) fn day(at: Instant, locale: &str) -> String {
    let options = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
    #[expect(clippy::cast_precision_loss, reason = "an instant is far below 2^53")]
    let at = at.0 as f64;
    formatted("DateTimeFormat", locale, &options, at).unwrap_or_default()
}

/// How far the shopper's clock is ahead of UTC.
pub(crate) fn offset() -> Offset {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole minutes within a day"
    )]
    let minutes = js_sys::Date::new_0().get_timezone_offset() as i16;
    Offset(minutes.wrapping_neg())
}

fn formatted(kind: &str, locale: &str, options: &[(&str, &str)], value: f64) -> Option<String> {
    let intl = door::field(&door::window(), "Intl")?;
    let options = options.iter().map(|(key, value)| (*key, (*value).into()));
    let options = door::object(options);
    // A tag that the engine does not know throws; its own choice is better than no price.
    let format = door::call(&intl, kind, &[locale.into(), options.clone()])
        .or_else(|| door::call(&intl, kind, &[JsValue::UNDEFINED, options]))?;
    door::call(&format, "format", &[value.into()])?.as_string()
}

#[cfg(test)]
mod tests;
