//! Times as services write them.

use crate::time::{Date, Instant, Local, Offset};

/// `2026-11-23T10:00:00.000+00:00`, with `T` or a space, a fraction or none, and `Z`, an offset or nothing, where
/// `otherwise` says what offset is meant.
#[must_use]
pub fn moment(text: &str, otherwise: impl FnOnce(Local) -> Offset) -> Option<Instant> {
    let (date, rest) = text.trim().split_once(['T', ' '])?;
    let (clock, offset) = rest
        .find(['Z', '+', '-'])
        .map_or((rest, ""), |at| rest.split_at(at));
    let mut parts = date.splitn(3, '-');
    let mut number = |known: core::ops::RangeInclusive<i32>| {
        let number = parts.next()?.parse().ok()?;
        known.contains(&number).then_some(number)
    };
    let (year, month, day) = (number(1970..=9999)?, number(1..=12)?, number(1..=31)?);
    let date = Date {
        year,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    };
    let mut parts = clock.splitn(3, ':');
    let hour: u16 = parts.next()?.parse().ok().filter(|hour| *hour < 24)?;
    let minute: u16 = parts.next()?.parse().ok().filter(|minute| *minute < 60)?;
    let second = parts.next().unwrap_or("0").split('.').next()?;
    let second: i64 = second
        .parse()
        .ok()
        .filter(|second| (0..=60).contains(second))?;
    let local = Local {
        date,
        minute: hour * 60 + minute,
    };
    let offset = match offset {
        "" => otherwise(local),
        written => read_offset(written)?,
    };
    Some(Instant(local.instant(offset).0.checked_add(second * 1000)?))
}

/// How far Central European clocks are ahead of UTC when they show this. In the hour that comes twice, the second.
pub(super) fn central_european(local: Local) -> Offset {
    let last_sunday = |month| {
        let first = Date {
            year: local.date.year,
            month,
            day: 1,
        };
        // March and October have 31 days; 1970-01-04 was a Sunday.
        let last = first.days() + 30;
        Date::from_days(last - (last - 3).rem_euclid(7))
    };
    let shown = (local.date, local.minute);
    let summer = (last_sunday(3), 180)..(last_sunday(10), 120);
    let before =
        |one: (Date, u16), other: (Date, u16)| (one.0.days(), one.1) < (other.0.days(), other.1);
    let is_summer = !before(shown, summer.start) && before(shown, summer.end);
    Offset(if is_summer { 120 } else { 60 })
}

fn read_offset(text: &str) -> Option<Offset> {
    let sign = match text.chars().next() {
        None | Some('Z') => return Some(Offset(0)),
        Some('-') => -1,
        Some(_) => 1,
    };
    let mut digits = text.bytes().filter(u8::is_ascii_digit);
    let mut two = || {
        let (ten, one) = (digits.next()?, digits.next()?);
        Some(i16::from(ten - b'0') * 10 + i16::from(one - b'0'))
    };
    let hours = two()?;
    let minutes = two().unwrap_or(0);
    Some(Offset(sign * (hours * 60 + minutes)))
}
