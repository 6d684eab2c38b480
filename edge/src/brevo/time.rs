//! Instants as Brevo writes them.

use shared::inbound;
use shared::time::{Instant, Offset};

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

/// As [`inbound::moment`]; without an offset it is UTC.
pub(super) fn read(text: &str) -> Option<Instant> {
    inbound::moment(text, |_| Offset(0))
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
