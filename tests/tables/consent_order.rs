//! Grants and withdrawals whose clocks and ways differ: whatever arrives when, a withdrawal is not undone by mistake.

use crate::given::{address, draft, entry, noon};
use proptest::prelude::*;
use proptest::sample::Index;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Recorded, Rules, Scope, Source};
use shared::time::{Instant, Span};

const MARKETING: (Channel, Purpose) = (Channel::Sms, Purpose::Marketing);

fn minute(minute: i64) -> Instant {
    noon() + Span::minutes(minute)
}

/// An entry about marketing by text message, said and recorded at these minutes after noon.
fn row(id: &str, kind: Kind, said: i64, recorded: i64) -> Entry {
    let (channel, purpose) = MARKETING;
    let draft = draft(channel, purpose, "+491701234567");
    Entry {
        recorded: Some(minute(recorded)),
        ..entry(id, kind, &draft, minute(said))
    }
}

#[track_caller]
fn check(entries: &[Entry], granted: Option<&str>) {
    let forwards = Ledger::of(entries.iter().cloned());
    let backwards = Ledger::of(entries.iter().rev().cloned());
    assert_eq!(forwards, backwards);
    let (channel, purpose) = MARKETING;
    let holds = forwards.granted(channel, purpose);
    assert_eq!(holds.map(|entry| entry.id.as_str()), granted);
}

#[test]
fn a_grant_holds_against_a_withdrawal_only_when_it_is_later_by_both_clocks() {
    for (said, recorded, holds) in [
        (11, 11, true),
        (11, 9, false),
        (9, 11, false),
        (9, 9, false),
        (10, 11, false),
        (11, 10, false),
    ] {
        let entries = [
            row("no", Kind::Withdrawal, 10, 10),
            row("yes", Kind::Grant, said, recorded),
        ];
        check(&entries, holds.then_some("yes"));
    }
}

#[test]
fn a_withdrawal_that_names_a_grant_ends_it_whatever_the_clocks_say() {
    let named = Entry {
        grant: Some("yes".parse().unwrap()),
        ..row("no", Kind::Withdrawal, 1, 1)
    };
    check(&[named.clone(), row("yes", Kind::Grant, 20, 20)], None);
    check(&[named, row("other", Kind::Grant, 20, 20)], Some("other"));
}

#[test]
fn who_withdraws_does_not_matter_but_who_grants_afterwards_does() {
    let by = || String::from("somebody");
    for (source, fresh) in [
        (
            Source::Chat {
                conversation: "c1".parse().unwrap(),
            },
            true,
        ),
        (Source::Reply, true),
        (Source::Preferences, true),
        (Source::Link { token: by() }, true),
        (Source::Agent { by: by() }, false),
        (Source::Import { by: by() }, false),
        (Source::Api { by: by() }, false),
        (Source::Webhook { by: by() }, false),
    ] {
        let mut grant = row("yes", Kind::Grant, 30, 30);
        grant.proof.source = source.clone();
        check(std::slice::from_ref(&grant), Some("yes"));
        check(
            &[row("no", Kind::Withdrawal, 20, 20), grant],
            fresh.then_some("yes"),
        );
        let mut withdrawal = row("no", Kind::Withdrawal, 40, 40);
        withdrawal.proof.source = source;
        check(&[row("yes", Kind::Grant, 30, 30), withdrawal], None);
    }
}

#[test]
fn a_withdrawal_reaches_as_far_as_it_says() {
    let all = [
        (Channel::Sms, Purpose::Marketing, "+491701234567"),
        (Channel::Sms, Purpose::Utility, "+491701234567"),
        (Channel::WhatsApp, Purpose::Marketing, "+491701234567"),
        (Channel::Email, Purpose::Marketing, "alice@example.com"),
    ];
    for (scope, reached) in [
        (Scope::Purpose, [true, false, false, false]),
        (Scope::Channel, [true, true, false, false]),
        (Scope::Address, [true, true, true, false]),
        (Scope::Everything, [true, true, true, true]),
    ] {
        let grants = all
            .iter()
            .enumerate()
            .map(|(index, (channel, purpose, to))| {
                entry(
                    &format!("g{index}"),
                    Kind::Grant,
                    &draft(*channel, *purpose, to),
                    minute(index.try_into().unwrap()),
                )
            });
        let withdrawal = Entry {
            scope,
            ..row("no", Kind::Withdrawal, 30, 30)
        };
        let ledger = Ledger::of(grants.chain([withdrawal]));
        for ((channel, purpose, _), reached) in all.into_iter().zip(reached) {
            assert_eq!(
                ledger.granted(channel, purpose).is_none(),
                reached,
                "{scope:?} {channel:?} {purpose:?}"
            );
            assert_eq!(
                ledger.withdrawn(channel, purpose).is_some(),
                reached,
                "{scope:?} {channel:?} {purpose:?}"
            );
        }
    }
}

#[test]
fn a_number_that_moved_to_another_person_leaves_the_shoppers_other_number_alone() {
    let moved = Entry {
        scope: Scope::Address,
        ..row("moved", Kind::Withdrawal, 30, 30)
    };
    let mut other = row("other", Kind::Grant, 10, 10);
    other.address = address("+491709999999");
    check(
        &[other, row("yes", Kind::Grant, 20, 20), moved],
        Some("other"),
    );
}

#[test]
fn a_grant_dated_ahead_is_kept_and_counts_once_its_time_has_come() {
    let (channel, purpose) = MARKETING;
    let ahead = row("yes", Kind::Grant, 60, 0);
    check(std::slice::from_ref(&ahead), None);
    check(&[row("yes", Kind::Grant, 4, 0)], Some("yes"));
    for (now, counts) in [(0, false), (50, false), (60, true)] {
        let rules = Rules {
            now: Some(minute(now)),
            ..Rules::default()
        };
        let ledger = Ledger::of([ahead.clone()]).under(rules);
        assert_eq!(ledger.granted(channel, purpose).is_some(), counts, "{now}");
        assert_eq!(ledger.entries().len(), 1);
    }
}

#[test]
fn a_garbled_date_of_a_withdrawal_does_not_silence_the_shopper_for_good() {
    let year = 365 * 24 * 60;
    let garbled = row("no", Kind::Withdrawal, year, 0);
    check(&[garbled.clone(), row("yes", Kind::Grant, 60, 60)], None);
    check(
        &[garbled, row("yes", Kind::Grant, 27 * 60, 27 * 60)],
        Some("yes"),
    );
}

#[test]
fn recording_goes_on_when_the_clock_jumps_back() {
    let mut ledger = Ledger::default();
    let mut last = None;
    for (index, now) in [10, 5, 5, 20, -60].into_iter().enumerate() {
        let plain = Entry {
            recorded: None,
            ..row(&format!("e{index}"), Kind::Grant, 0, 0)
        };
        let stamped = ledger.stamped(plain, minute(now));
        assert!(stamped.recorded > last, "{now}");
        last = stamped.recorded;
        assert_eq!(ledger.record(stamped.clone()), Recorded::New);
        let again = Entry {
            recorded: Some(minute(100)),
            ..stamped.clone()
        };
        assert_eq!(ledger.record(again), Recorded::Known);
        assert!(
            ledger.entries().contains(&stamped),
            "the first recording stays"
        );
    }
}

/// What the shopper does, in true order: grants or withdraws this much.
fn acts() -> impl Strategy<Value = Vec<(bool, usize)>> {
    prop::collection::vec((any::<bool>(), 0..4_usize), 1..8)
}

const SCOPES: [Scope; 4] = [
    Scope::Purpose,
    Scope::Channel,
    Scope::Everything,
    Scope::Address,
];

fn act(index: usize, (grants, scope): (bool, usize), said: i64) -> Entry {
    let kind = if grants {
        Kind::Grant
    } else {
        Kind::Withdrawal
    };
    let scope = if grants {
        Scope::Purpose
    } else {
        *SCOPES.get(scope).unwrap()
    };
    Entry {
        scope,
        recorded: None,
        ..row(&format!("e{index}"), kind, said, 0)
    }
}

/// These acts, a minute apart from noon on.
fn in_turn(acts: &[(bool, usize)]) -> Vec<Entry> {
    let minutes = acts.iter().zip(0_i64..).enumerate();
    minutes
        .map(|(index, (what, minute))| act(index, *what, minute))
        .collect()
}

/// The ledger after these entries arrived in this order, by a clock that may jump; read when all of them have come.
fn arrived(entries: &[Entry], jumps: &[i64]) -> Ledger {
    let mut ledger = Ledger::default();
    for (entry, jump) in entries.iter().zip(jumps.iter().cycle()) {
        let stamped = ledger.stamped(entry.clone(), entry.at + Span::minutes(*jump));
        ledger.record(stamped);
    }
    ledger.under(LATER)
}

fn shuffled(mut entries: Vec<Entry>, shuffle: &[Index]) -> Vec<Entry> {
    let length = entries.len();
    for (index, other) in shuffle.iter().enumerate() {
        entries.swap(index % length, other.index(length));
    }
    entries
}

fn any_shuffle() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(any::<Index>(), 16)
}

fn any_jumps() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(-30..30_i64, 1..4)
}

/// Late enough for every grant of these properties to count.
const LATER: Rules = Rules {
    now: Some(Instant(i64::MAX)),
    confirm_email: false,
};

proptest! {
    #[test]
    fn no_order_of_arrival_leaves_a_grant_after_a_withdrawal_given_later(acts in acts(), scope in 0..4_usize, shuffle in any_shuffle(), jumps in any_jumps()) {
        let all = [acts, vec![(false, scope)]].concat();
        let ledger = arrived(&shuffled(in_turn(&all), &shuffle), &jumps);
        let (channel, purpose) = MARKETING;
        prop_assert_eq!(ledger.granted(channel, purpose), None);
    }

    #[test]
    fn nor_does_any_clock_of_what_arrives_in_order(acts in acts(), clocks in prop::collection::vec(-500..500_i64, 10), jumps in any_jumps()) {
        let all = [acts, vec![(false, 0)]].concat();
        let entries: Vec<Entry> = all.iter().zip(&clocks).enumerate().map(|(index, (what, said))| act(index, *what, *said)).collect();
        let ledger = arrived(&entries, &jumps);
        let (channel, purpose) = MARKETING;
        prop_assert_eq!(ledger.granted(channel, purpose), None);
    }

    #[test]
    fn and_a_grant_given_and_recorded_last_holds(acts in acts(), shuffle in any_shuffle()) {
        let last = act(acts.len(), (true, 0), 100);
        let entries = [shuffled(in_turn(&acts), &shuffle), vec![last.clone()]].concat();
        let ledger = arrived(&entries, &[0]);
        let (channel, purpose) = MARKETING;
        let holds = ledger.granted(channel, purpose).map(|entry| &entry.id);
        prop_assert_eq!(holds, Some(&last.id));
    }

    #[test]
    fn what_was_recorded_is_read_alike_in_any_order_and_however_often(acts in acts(), shuffle in any_shuffle(), jumps in any_jumps()) {
        let ledger = arrived(&in_turn(&acts), &jumps);
        let twice = [ledger.entries(), ledger.entries()].concat();
        prop_assert_eq!(Ledger::of(shuffled(twice, &shuffle)).under(LATER), ledger);
    }
}
