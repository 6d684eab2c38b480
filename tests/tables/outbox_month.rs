//! A month of an outbox in simulated time, short; `cargo run -p parley-programs --bin month` has more shoppers.

use parley_tests::month::{Wrong, burst, burst_with, month, month_with};
use shared::outbox::Family;
use std::collections::BTreeSet;

#[test]
fn a_month_of_outages_limits_duplicates_and_crashes_loses_and_doubles_nothing() {
    let (mut crashes, mut states) = (0, BTreeSet::new());
    for seed in 1..=6 {
        let tally = month(150, seed);
        for (name, count) in tally.zeros() {
            assert_eq!(count, 0, "{name}, seed {seed}: {tally:?}");
        }
        crashes += tally.crashes;
        states.extend(tally.states.into_keys());
    }
    // The months hold what they are about.
    assert!(crashes > 20, "{crashes}");
    for state in [
        "delivered",
        "sent",
        "uncertain",
        "failed",
        "denied",
        "expired",
    ] {
        assert!(states.contains(state), "{states:?}");
    }
}

#[test]
fn a_burst_uses_nine_tenths_of_the_allowed_rate_and_is_never_refused_for_haste() {
    for (family, messages) in [
        (Family::Email, 5_000),
        (Family::Sms, 5_000),
        (Family::Rest, 5_000),
    ] {
        let (per_mille, hasty) = burst(family, messages);
        assert!(per_mille >= 900, "{family:?}: {per_mille}");
        assert_eq!(hasty, 0, "{family:?}");
    }
}

/// A month with this outbox is told from one with a right one by this number, and perhaps others.
#[track_caller]
fn check(wrong: Wrong, zero: &str) {
    let count = |seed| {
        let zeros = month_with(300, seed, Some(wrong)).zeros();
        zeros.into_iter().find(|(name, _)| *name == zero).unwrap().1
    };
    assert!(
        (1..=8).any(|seed| count(seed) > 0),
        "{wrong:?}: never {zero}"
    );
}

#[test]
fn a_month_tells_a_wrong_outbox_from_a_right_one() {
    check(Wrong::RepeatsUncertain, "uncertain ones sent again");
    check(
        Wrong::RepeatsUncertain,
        "doubled text and WhatsApp messages",
    );
    check(Wrong::WritesLate, "doubled text and WhatsApp messages");
    check(Wrong::ManyKeys, "doubled e-mails");
    check(Wrong::OldLedger, "sent after withdrawal");
    check(Wrong::HearsNoWithdrawal, "waiting a run after withdrawal");
    check(Wrong::StalePermit, "sent without permit");
    check(Wrong::ForgetsUnderWay, "lost");
    check(Wrong::TellsStopsOnce, "withdrawals not told");
    check(Wrong::TellsTwice, "happenings told twice");
    check(Wrong::TellsOfTheGone, "happenings told after withdrawal");
    assert!(burst_with(Family::Rest, 500, Some(Wrong::Hurries)).1 > 0);
}
