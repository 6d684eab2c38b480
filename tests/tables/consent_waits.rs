//! Double opt-in: what sells waits for the confirmation, for as long as it is of use.

use crate::consent_confirm::{MARKETING, confirmation, grant};
use crate::given::{address, draft, facts, noon};
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Rules, Source};
use shared::delivery::Draft;
use shared::policy::{Reason, Verdict, decide};
use shared::time::Span;

/// What is decided about a message that sells, so many minutes after the grant, with these entries.
fn decided(entries: &[Entry], minutes: i64, change: impl Fn(&mut Draft)) -> Verdict {
    let now = noon() + Span::minutes(minutes);
    let (channel, purpose) = MARKETING;
    let mut draft = draft(channel, purpose, "alice@example.com");
    change(&mut draft);
    let rules = Rules {
        now: Some(now),
        confirm_email: true,
    };
    let ledger = Ledger::of(entries.iter().cloned()).under(rules);
    decide(&facts(&draft, &ledger), now)
}

/// It is held for so many minutes more.
#[track_caller]
fn held(entries: &[Entry], minutes: i64, more: i64) {
    let hold = Verdict::Hold {
        until: noon() + Span::minutes(minutes + more),
        reasons: vec![Reason::Unconfirmed],
    };
    assert_eq!(decided(entries, minutes, |_| {}), hold);
}

#[track_caller]
fn denied(verdict: &Verdict, reasons: &[Reason]) {
    let reasons = reasons.to_vec();
    assert_eq!(*verdict, Verdict::Deny { reasons });
}

const HOUR: i64 = 60;

#[test]
fn what_sells_waits_for_the_confirmation_and_is_looked_at_more_seldom_the_longer_it_takes() {
    let waits = [grant()];
    held(&waits, 0, 10);
    held(&waits, 20, 10);
    held(&waits, 22, 11);
    held(&waits, 4 * HOUR, 2 * HOUR);
    held(&waits, 40 * HOUR, 12 * HOUR);
    held(&waits, 71 * HOUR, 59);
    let confirmed = decided(&[grant(), confirmation(0)], 4 * HOUR, |_| {});
    assert!(matches!(confirmed, Verdict::Allow(_)), "{confirmed:?}");
}

#[test]
fn nothing_waits_longer_for_a_confirmation_than_it_is_of_use() {
    let waits = [grant()];
    let late = decided(&waits, 72 * HOUR - 1, |_| {});
    denied(&late, &[Reason::Unconfirmed, Reason::ExpiresFirst]);
    let over = decided(&waits, 7 * 24 * HOUR + 1, |draft| {
        draft.expires = noon() + Span::days(30);
    });
    denied(&over, &[Reason::NoGrant]);
}

#[test]
fn only_the_shoppers_own_grant_for_this_address_is_waited_for() {
    let other = decided(&[grant()], 0, |draft| {
        draft.recipient =
            crate::given::draft(Channel::Email, Purpose::Marketing, "mallory@example.com")
                .recipient;
    });
    denied(&other, &[Reason::NoGrant]);
    let mut brought = grant();
    brought.proof.source = Source::Import { by: "list".into() };
    denied(&decided(&[brought], 0, |_| {}), &[Reason::NoGrant]);
    let withdrawn = |seconds: i64| Entry {
        id: "no".parse().unwrap(),
        kind: Kind::Withdrawal,
        at: noon() + Span::seconds(seconds),
        ..grant()
    };
    let after = decided(&[grant(), withdrawn(30)], 5, |_| {});
    denied(&after, &[Reason::Withdrawn]);
    let hardly_before = decided(&[grant(), withdrawn(-60)], 5, |_| {});
    denied(&hardly_before, &[Reason::Withdrawn]);
    held(&[grant(), withdrawn(-61)], 5, 10);
    // An older address that is confirmed makes no other one so.
    let mut older = grant();
    older.id = "older".parse().unwrap();
    older.at = noon() + Span::days(-1);
    older.address = address("old@example.com");
    let mut confirms = confirmation(0);
    confirms.id = "confirmed-older".parse().unwrap();
    confirms.grant = Some("older".parse().unwrap());
    confirms.address = address("old@example.com");
    held(&[older, confirms, grant()], 5, 10);
}
