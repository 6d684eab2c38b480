//! The tables themselves: the page printed from them, and that holidays are where calendars have them.

use crate::given::{agreed, at, draft, facts};
use shared::channel::{Channel, Purpose};
use shared::policy::{Verdict, decide, page, zones_needed};
use shared::time::{Date, Offset, Span};
use std::path::Path;

#[test]
fn the_page_in_the_docs_is_the_one_printed_from_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/policy.md");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (kept, printed) in kept.lines().zip(page().lines()) {
        assert_eq!(kept, printed);
    }
    assert_eq!(kept, page());
}

/// Whether marketing by text message may go there at noon of this day.
#[track_caller]
fn opens(number: &str, date: Date) -> bool {
    let noon = at(&format!("{}-{}-{} 12:00", date.year, date.month, date.day));
    let mut draft = draft(Channel::Sms, Purpose::Marketing, number);
    draft.expires = noon + Span::days(9);
    let ledger = agreed(&draft);
    let mut facts = facts(&draft, &ledger);
    let zones = zones_needed(&draft, &[]).into_iter();
    facts.clocks = zones.map(|zone| (zone.into(), Offset(0))).collect();
    matches!(decide(&facts, noon), Verdict::Allow(_))
}

#[track_caller]
fn check(number: &str, year: i32, closed: &str) {
    let first = Date {
        year,
        month: 1,
        day: 1,
    };
    let mut date = first;
    let mut found = Vec::new();
    while date.year == year {
        let sunday = date.weekday() == shared::time::Weekday::Sunday;
        if !sunday && !opens(number, date) {
            found.push(format!("{}-{}", date.month, date.day));
        }
        date = date.next();
    }
    assert_eq!(found.join(" "), closed, "{number} {year}");
}

#[test]
fn a_year_of_holidays_is_the_calendars() {
    // Working days lost in 2027, when Easter is on 28 March.
    for (number, closed) in [
        ("+491701234567", "1-1 3-26 3-29 5-1 5-6 5-17 12-25"),
        (
            "+33612345678",
            "1-1 3-29 5-1 5-6 5-8 5-17 7-14 11-1 11-11 12-25",
        ),
        (
            "+436641234567",
            "1-1 1-6 3-29 5-1 5-6 5-17 5-27 10-26 11-1 12-8 12-25",
        ),
        ("+46701234567", "1-1 1-6 3-26 3-29 5-1 5-6 6-26 11-6 12-25"),
    ] {
        check(number, 2027, closed);
    }
}

#[test]
fn easter_falls_on_its_day_in_years_that_are_hard_to_compute() {
    // Easter Monday of 2038 (the latest), 2049 and 2076 (where the computus corrects), 2285 (the earliest).
    for (year, month, day) in [
        (2026, 4, 6),
        (2038, 4, 26),
        (2049, 4, 19),
        (2076, 4, 20),
        (2285, 3, 23),
    ] {
        let date = Date { year, month, day };
        assert_eq!(date.weekday(), shared::time::Weekday::Monday);
        assert!(!opens("+491701234567", date), "{year}");
    }
}
