//! A month of an outbox in simulated time, short; `cargo run -p parley-tests --bin month` has more shoppers.

use parley_tests::month::{burst, month};
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
        (Family::Sms, 2_000),
        (Family::Rest, 500),
    ] {
        let (per_mille, hasty) = burst(family, messages);
        assert!(per_mille >= 900, "{family:?}: {per_mille}");
        assert_eq!(hasty, 0, "{family:?}");
    }
}
