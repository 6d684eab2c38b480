//! What time it is, and how far a place's clock is ahead: the two questions `shared` never asks.

use crate::guard;
use shared::time::{Clock, Instant, Offset, Span};
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::{Array, Date, Function, Object, Reflect, global};

/// Now, by the platform.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole milliseconds since 1970 stay far below 2^53"
)]
pub(crate) fn now() -> Instant {
    Instant(Date::now() as i64) + guard::ahead()
}

/// How far the clocks of `zone` (`Europe/Berlin`) are ahead of UTC at `at`; `None` for a zone the platform does not know.
pub(crate) fn offset(zone: &str, at: Instant) -> Option<Offset> {
    parse_offset(&long_offset(zone, at).ok()??)
}

/// The clock of `zone` with the changes it makes in the next weeks, as far as opening hours look ahead; `None` for a zone
/// the platform does not know. It begins two days before `now`, so that a day that began before it is told right.
pub(crate) fn of_zone(zone: &str, now: Instant) -> Option<Clock> {
    changes(Instant(now.0.saturating_sub(2 * DAY.0)), |at| {
        offset(zone, at)
    })
}

/// A clock from the offsets that hold, day by day, with the minute of each change.
fn changes(since: Instant, offset: impl Fn(Instant) -> Option<Offset>) -> Option<Clock> {
    let mut known = Instant(since.0 - since.0.rem_euclid(MINUTE.0));
    let first = offset(known)?;
    let (mut before, mut changes) = (first, Vec::new());
    for _ in 0..DAYS {
        let next = known + DAY;
        let after = offset(next)?;
        if after != before {
            changes.push((change(known, next, before, &offset)?, after));
        }
        (known, before) = (next, after);
    }
    Some(Clock::changing(first, changes))
}

/// The first minute after `from` at which `before` no longer holds; it does not at `to`.
fn change(
    mut from: Instant,
    mut to: Instant,
    before: Offset,
    offset: impl Fn(Instant) -> Option<Offset>,
) -> Option<Instant> {
    while to - from > MINUTE {
        let minutes = (to - from).0 / MINUTE.0;
        let middle = from + Span::minutes(minutes / 2);
        if offset(middle)? == before {
            from = middle;
        } else {
            to = middle;
        }
    }
    Some(to)
}

const MINUTE: Span = Span::minutes(1);
const DAY: Span = Span::days(1);
/// Two days back, forty ahead and the day for which a clock is kept.
const DAYS: u8 = 43;

/// The platform's `GMT+02:00` for a zone. Everything goes through `Reflect`, since the constructor throws for an unknown
/// zone and its direct binding does not catch that.
fn long_offset(zone: &str, at: Instant) -> Result<Option<String>, JsValue> {
    let intl = Reflect::get(&global(), &"Intl".into())?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into())?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into())?;
    let format = Reflect::construct(&class, &Array::of2(&"en-US".into(), &options))?;
    let to_parts: Function = Reflect::get(&format, &"formatToParts".into())?.dyn_into()?;
    // Milliseconds of any date we meet are exact in a double.
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 stay far below 2^53"
    )]
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let parts: Array = to_parts.call1(&format, &date)?.dyn_into()?;
    for part in parts.iter() {
        if Reflect::get(&part, &"type".into())?.as_string().as_deref() == Some("timeZoneName") {
            return Ok(Reflect::get(&part, &"value".into())?.as_string());
        }
    }
    Ok(None)
}

/// `GMT`, `GMT+02:00` or `GMT-03:30` as minutes.
fn parse_offset(text: &str) -> Option<Offset> {
    let text = text.strip_prefix("GMT")?;
    let Some(sign) = text.chars().next() else {
        return Some(Offset(0));
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let minutes = hours
        .parse::<i16>()
        .ok()?
        .checked_mul(60)?
        .checked_add(minutes.parse().ok()?)?;
    match sign {
        '+' => Some(Offset(minutes)),
        '-' => Some(Offset(-minutes)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_found_to_the_minute() {
        let change = Instant(1_793_000_000_000 - 1_793_000_000_000 % 60_000);
        let (winter, summer) = (Offset(60), Offset(120));
        let at = |at: Instant| Some(if at < change { summer } else { winter });
        for hours in [1, 30, 24 * 40] {
            let clock = changes(Instant(change.0 - Span::hours(hours).0), at).unwrap();
            assert_eq!(
                clock,
                Clock::changing(summer, vec![(change, winter)]),
                "{hours}"
            );
        }
    }

    #[test]
    fn offsets_are_read_as_the_platform_writes_them() {
        let cases = [
            ("GMT", Some(0)),
            ("GMT+02:00", Some(120)),
            ("GMT-03:30", Some(-210)),
            ("GMT+05:45", Some(345)),
            ("CET", None),
            ("GMT?1", None),
        ];
        for (text, minutes) in cases {
            assert_eq!(parse_offset(text), minutes.map(Offset), "{text}");
        }
    }
}
