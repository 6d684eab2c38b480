//! Instants as Brevo writes them.

use shared::time::{Date, Instant, Local, Offset};

/// `2026-11-23T10:00:00Z`.
pub(crate) fn iso(at: Instant) -> String {
    let local = at.local(Offset(0));
    let second = at.0.div_euclid(1000).rem_euclid(60);
    let (hour, minute) = (local.minute / 60, local.minute % 60);
    let date = local.date;
    format!(
        "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        date.year, date.month, date.day
    )
}

/// `2026-11-23T10:00:00.000+00:00`, with `T` or a space, a fraction or none, and `Z`, an offset or nothing, which is UTC.
pub(super) fn read(text: &str) -> Option<Instant> {
    let (date, rest) = text.split_once(['T', ' '])?;
    let (clock, offset) = rest
        .find(['Z', '+', '-'])
        .map_or((rest, ""), |at| rest.split_at(at));
    let mut parts = date.splitn(3, '-');
    let date = Date {
        year: parts
            .next()?
            .parse()
            .ok()
            .filter(|year| (1970..=9999).contains(year))?,
        month: parts
            .next()?
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?,
        day: parts
            .next()?
            .parse()
            .ok()
            .filter(|day| (1..=31).contains(day))?,
    };
    let mut parts = clock.splitn(3, ':');
    let hour: u16 = parts.next()?.parse().ok().filter(|hour| *hour < 24)?;
    let minute: u16 = parts.next()?.parse().ok().filter(|minute| *minute < 60)?;
    let second = parts.next().unwrap_or("0").split('.').next()?;
    let second: i64 = second
        .parse()
        .ok()
        .filter(|second| (0..=60).contains(second))?;
    let minute = hour * 60 + minute;
    let at = Local { date, minute }.instant(read_offset(offset)?);
    Some(Instant(at.0.checked_add(second * 1000)?))
}

fn read_offset(text: &str) -> Option<Offset> {
    let sign = match text.chars().next() {
        None | Some('Z') => return Some(Offset(0)),
        Some('-') => -1,
        Some(_) => 1,
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = hours.parse::<i16>().ok()? * 60 + minutes.parse::<i16>().unwrap_or(0);
    Some(Offset(sign * minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(iso(Instant(1_795_411_861_999)), "2026-11-23T05:31:01Z");
        assert_eq!(iso(Instant(0)), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn instants_are_read_in_each_of_brevos_ways() {
        let at = Some(Instant(1_795_411_861_000));
        for text in [
            "2026-11-23T05:31:01Z",
            "2026-11-23T05:31:01.000Z",
            "2026-11-23 06:31:01+01:00",
            "2026-11-23T00:31:01-0500",
            "2026-11-23 05:31:01",
        ] {
            assert_eq!(read(text), at, "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-11-23T25:00:00Z",
            "2026-11-23",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
