//! The chat's own words, prices and dates. English is built in, from the same file that other languages start from,
//! so that the panel can be drawn before anything is fetched; the engine's own JSON parser reads it.

use crate::chat::door;
use js_sys::{Array, Function, Intl, Object, Reflect};
use shared::money::Money;
use shared::time::{Instant, Offset};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static WORDS: JsValue = js_sys::JSON::parse(ENGLISH).unwrap_or(JsValue::UNDEFINED);
}

const ENGLISH: &str = include_str!("../../../static/locales/en.json");

/// The text for `key`.
pub fn word(key: &str) -> String {
    WORDS.with(|words| door::text(words, key).unwrap_or_default())
}

/// The text for `key` with `{hole}` filled in.
pub fn filled(key: &str, hole: &str, value: &str) -> String {
    fill(&word(key), hole, value)
}

/// `text` with `{hole}` filled in; what stands in `value` is never read for holes again.
pub fn fill(text: &str, hole: &str, value: &str) -> String {
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
pub fn price(money: Money, locale: &str) -> String {
    let options = Object::new();
    let currency = money.currency.code();
    set(&options, "style", "currency");
    set(&options, "currency", currency);
    let format = Intl::NumberFormat::new(&locales(locale), &options).format();
    // Prices in minor units are far below 2^53, and the division is the nearest number to the decimal text.
    #[expect(clippy::cast_precision_loss, reason = "no price comes near 2^53")]
    let amount = money.minor as f64 / 10_f64.powi(money.currency.digits().cast_signed());
    called(&format, &JsValue::from_f64(amount))
}

/// A day as people of this locale write it, such as `Monday, 23 November`.
pub fn day(at: Instant, locale: &str) -> String {
    let options = Object::new();
    set(&options, "weekday", "long");
    set(&options, "day", "numeric");
    set(&options, "month", "long");
    let format = Intl::DateTimeFormat::new(&locales(locale), &options).format();
    #[expect(clippy::cast_precision_loss, reason = "an instant is far below 2^53")]
    let at = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    called(&format, &at)
}

/// How far the shopper's clock is ahead of UTC.
pub fn offset() -> Offset {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole minutes within a day"
    )]
    let minutes = js_sys::Date::new_0().get_timezone_offset() as i16;
    Offset(minutes.wrapping_neg())
}

fn locales(locale: &str) -> Array {
    // An unknown tag would throw; the engine's own choice is better than no price.
    let wanted = Array::of1(&locale.into());
    let known = Intl::NumberFormat::supported_locales_of(&wanted, &Object::new());
    if known.length() > 0 { known } else { Array::new() }
}

fn set(options: &Object, key: &str, value: &str) {
    // Setting a plain field of our own object does not fail.
    let _ = Reflect::set(options, &key.into(), &value.into());
}

fn called(format: &Function, value: &JsValue) -> String {
    let text = format.call1(&JsValue::UNDEFINED, value);
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
