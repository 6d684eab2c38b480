//! What a look at the account takes of the rarest calls, and what it leaves to messages.

use crate::given::noon;
use crate::outbox::{HOUR, at_once, told};
use shared::outbox::{Admission, Ended, Family, Gate, Rank};
use shared::time::Span;

#[test]
fn a_look_of_many_calls_goes_at_once_and_leaves_to_messages_what_upkeep_leaves() {
    let mut gate = Gate::default();
    let now = noon();
    assert_eq!(gate.reserve(Family::Rest, 14, now), Ok(()));
    // At 40 % of 92 an hour, upkeep saves the ten calls that it owes, and one more.
    let again = gate.reserve(Family::Rest, 14, now).expect_err("once");
    let minutes = (again - now).0 / 60_000;
    assert!((16..=18).contains(&minutes), "{minutes}");
    for _ in 0..10 {
        assert_eq!(gate.reserve(Family::Rest, 8, now), Err(again));
    }
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Service, now), 4);
    let mut gate = Gate::default();
    for minute in 0..60 {
        let _ = gate.reserve(Family::Rest, 14, now + Span::minutes(minute));
    }
    let answers = at_once(&mut gate, Family::Rest, Rank::Service, now + HOUR);
    assert!(answers >= 4, "{answers}");
}

#[test]
fn a_look_waits_where_the_service_says_that_fewer_calls_are_left() {
    let mut gate = Gate::default();
    let now = noon();
    let told = told(100, 15, Span::minutes(20));
    gate.heard(Family::Rest, Some(told), Ended::Heard, now);
    let until = now + Span::minutes(20);
    assert_eq!(gate.reserve(Family::Rest, 14, now), Err(until));
    assert_eq!(gate.reserve(Family::Rest, 8, now), Ok(()));
    // One more call, and what is left belongs to messages.
    gate.owe(Family::Rest, now);
    gate.unspent(Family::Rest, 8, now);
    assert_eq!(gate.reserve(Family::Rest, 14, now), Err(until));
}

#[test]
fn a_look_that_ended_early_is_made_again_soon() {
    let mut gate = Gate::default();
    let now = noon();
    assert_eq!(gate.reserve(Family::Rest, 8, now), Ok(()));
    gate.unspent(Family::Rest, 7, now);
    let again = gate.reserve(Family::Rest, 8, now).expect_err("not at once");
    assert!(again - now <= Span::minutes(1), "{again:?}");
    // Where calls are many, what was made without asking is waited for.
    for _ in 0..20 {
        gate.owe(Family::Contacts, now);
    }
    let Admission::Wait(until) = gate.admit(Family::Contacts, Rank::Upkeep, now) else {
        panic!("twenty calls are owed");
    };
    assert!(until - now >= Span::seconds(2), "{until:?}");
}

#[test]
fn who_learns_of_a_greater_limit_after_a_look_does_not_keep_an_answer_waiting() {
    let mut gate = Gate::default();
    let now = noon();
    assert_eq!(gate.reserve(Family::Rest, 8, now), Ok(()));
    let greater = told(1000, 992, HOUR);
    gate.heard(Family::Rest, Some(greater), Ended::Heard, now);
    assert!(at_once(&mut gate, Family::Rest, Rank::Utility, now) > 20);
    // A smaller one finds nothing left, and takes no longer than it says.
    let smaller = told(50, 49, HOUR);
    gate.heard(Family::Rest, Some(smaller), Ended::Heard, now);
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Service, now), 0);
    let soon = now + Span::minutes(2);
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Service, soon), 1);
}
