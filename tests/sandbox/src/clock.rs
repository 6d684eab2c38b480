//! Wall-clock time as the two services write it: milliseconds since 1970 inside, RFC 3339 text outside.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY_MS: i64 = 86_400_000;

pub(crate) fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| {
            i64::try_from(passed.as_millis()).unwrap_or(i64::MAX)
        })
}

/// `2026-11-23T08:15:30.123Z`, always in UTC.
pub(crate) fn to_text(ms: i64) -> String {
    let (day, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
    let (year, month, date) = date_of(day);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// `2026-11-23 09:15:30` on clocks in Paris: an hour ahead, two from the last Sunday of March to that of October, changing
/// at one o'clock UTC (Directive 2000/84/EC).
pub(crate) fn to_central_european(ms: i64) -> String {
    let (year, ..) = date_of(ms.div_euclid(DAY_MS));
    let last_sunday = |month| {
        let last = day_of(year, month, 31);
        // Day 0 was a Thursday.
        (last - (last + 4).rem_euclid(7)) * DAY_MS + 3_600_000
    };
    let is_summer = (last_sunday(3)..last_sunday(10)).contains(&ms);
    let local = to_text(ms + if is_summer { 7_200_000 } else { 3_600_000 });
    let (seconds, _) = local.split_once('.').unwrap_or((&local, ""));
    seconds.replace('T', " ")
}

/// Reads `YYYY-MM-DDThh:mm[:ss[.fraction]]` followed by `Z`, an offset, or nothing (then UTC); a bare date is its
/// midnight.
pub(crate) fn from_text(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00:00Z"));
    let mut parts = date.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (clock, offset_minutes) = split_offset(time)?;
    let mut parts = clock.split(':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next()?.parse().ok()?;
    let second: i64 = match parts.next() {
        Some(second) => second.split('.').next()?.parse().ok()?,
        None => 0,
    };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let minutes = hour * 60 + minute - offset_minutes;
    Some(day_of(year, month, day) * DAY_MS + minutes * 60_000 + second * 1000)
}

fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let Some(at) = time.rfind(['+', '-']) else {
        return Some((time, 0));
    };
    let (clock, offset) = time.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().ok()?;
    (digits.len() == 4).then_some((clock, sign * (number / 100 * 60 + number % 100)))
}

// Days and dates by Howard Hinnant's algorithm (public domain), shifted so that a year begins in March.
fn date_of(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let in_era = shifted.rem_euclid(146_097);
    let year_in_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
    let month_index = (5 * in_year + 2) / 153;
    let date = in_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_in_era + era * 400 + i64::from(month <= 2);
    (year, month, date)
}

fn day_of(year: i64, month: i64, date: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_in_era = year.rem_euclid(400);
    let month_index = (month + 9) % 12;
    let in_year = (153 * month_index + 2) / 5 + date - 1;
    era * 146_097 + year_in_era * 365 + year_in_era / 4 - year_in_era / 100 + in_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::{from_text, to_central_european, to_text};

    #[test]
    fn times_survive_the_way_out_and_back() {
        for ms in [0, 1_700_000_000_000, 1_709_164_800_000, 4_102_444_800_000] {
            assert_eq!(from_text(&to_text(ms)), Some(ms));
        }
        assert_eq!(to_text(1_709_164_800_000), "2024-02-29T00:00:00.000Z");
    }

    #[test]
    fn clocks_in_paris_change_twice_a_year() {
        let told = |text: &str| to_central_european(from_text(text).unwrap_or_default());
        assert_eq!(told("2026-11-23T08:15:30Z"), "2026-11-23 09:15:30");
        assert_eq!(told("2026-07-01T23:00:00Z"), "2026-07-02 01:00:00");
        assert_eq!(told("2026-03-29T00:59:59Z"), "2026-03-29 01:59:59");
        assert_eq!(told("2026-03-29T01:00:00Z"), "2026-03-29 03:00:00");
        assert_eq!(told("2026-10-25T01:00:00Z"), "2026-10-25 02:00:00");
    }

    #[test]
    fn offsets_are_taken_off() {
        assert_eq!(
            from_text("2024-02-29T01:00:00+01:00"),
            Some(1_709_164_800_000)
        );
        assert_eq!(from_text("2024-02-29"), Some(1_709_164_800_000));
        assert_eq!(from_text("tomorrow"), None);
    }
}
