//! The hours in which a text message may go, row by row from `hours.txt`.

use crate::given::{agreed, at, draft, facts};
use shared::channel::{Channel, Purpose};
use shared::policy::{QuietRule, Reason, Verdict, decide, zones_needed};
use shared::time::{Instant, Offset, Span};

/// `-3:30` as an offset.
fn offset(text: &str) -> Offset {
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
    let (hours, minutes): (i16, i16) = (hours.parse().unwrap(), minutes.parse().unwrap());
    let sign = if text.starts_with('-') { -1 } else { 1 };
    Offset(hours * 60 + sign * minutes)
}

fn reason(text: &str) -> Reason {
    match text {
        "unknown_place" => Reason::UnknownPlace,
        "unknown_clock" => Reason::UnknownClock,
        rule => Reason::QuietHours(
            serde_json::from_value::<QuietRule>(rule.into()).unwrap_or_else(|_| panic!("{rule}")),
        ),
    }
}

fn check(row: &str) {
    let columns: Vec<&str> = row.split('|').map(str::trim).collect();
    let [number, asked, offsets, verdict, rule] = columns[..] else {
        panic!("a row has five columns: {row}");
    };
    let now = at(asked);
    let mut draft = draft(Channel::Sms, Purpose::Marketing, number);
    draft.expires = now + Span::days(4);
    let ledger = agreed(&draft);
    let mut facts = facts(&draft, &ledger);
    let zones = draft.recipient.address().zones();
    let offsets = offsets.split_whitespace().map(offset);
    facts.clocks = zones.iter().map(ToString::to_string).zip(offsets).collect();
    let mut needed: Vec<&str> = zones.to_vec();
    needed.sort_unstable();
    assert_eq!(zones_needed(&draft, &[]), needed, "{row}");
    let decided = decide(&facts, now);
    let hold = |until: Instant| Verdict::Hold {
        until,
        reasons: vec![reason(rule)],
    };
    match verdict.split_once(' ') {
        Some(("hold", until)) => assert_eq!(decided, hold(at(until)), "{row}"),
        None if verdict == "deny" => {
            let reasons = vec![reason(rule)];
            assert_eq!(decided, Verdict::Deny { reasons }, "{row}");
        }
        None if verdict == "allow" => {
            assert!(matches!(decided, Verdict::Allow(_)), "{row}: {decided:?}");
        }
        _ => panic!("no such verdict: {row}"),
    }
}

#[test]
fn text_messages_keep_the_hours_of_wherever_the_number_belongs() {
    let rows: Vec<&str> = include_str!("hours.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(rows.len() > 50);
    rows.into_iter().for_each(check);
}
