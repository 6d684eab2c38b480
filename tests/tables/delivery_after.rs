//! What comes after, or beside, a delivery's attempts: its channel's records, an account that takes nothing, a withdrawal,
//! and what is forgotten at the end.

use crate::delivery::{EMAIL, SMS, attempt, later, permitted, queued, taken};
use crate::given::noon;
use shared::delivery::{Answer, Entry, Event, Failure, Message, Report, State, Step, Stop};
use shared::policy::{Reason, Verdict};
use shared::time::Span;

#[test]
fn an_uncertain_message_is_looked_for_a_few_times_and_never_sent_again() {
    let mut entry = queued(SMS);
    attempt(&mut entry, Answer::Silence);
    let mut waits = Vec::new();
    while let Some(at) = entry.next_deadline() {
        assert_eq!(entry.step(Event::Deadline, at), Step::LookUp);
        waits.push((at - noon()).0 / 1000);
    }
    assert_eq!(waits, [30, 600, 3600, 21_600, 86_400]);
    assert!(matches!(entry.state, State::Uncertain { attempt: 1, .. }));
    assert_eq!(entry.attempts, 1);
}

fn report(entry: &mut Entry, report: Report) {
    let vendor = "v1".into();
    entry.step(Event::Reported { vendor, report }, noon());
}

#[test]
fn the_channels_own_records_settle_what_was_uncertain() {
    let reason = || "absent".into();
    for (told, failed) in [
        (Report::Taken, false),
        (Report::Delivered, false),
        (Report::Undelivered { reason: reason() }, true),
    ] {
        let mut entry = queued(SMS);
        attempt(&mut entry, Answer::Silence);
        report(&mut entry, told);
        assert_eq!(entry.next_deadline(), None);
        let failure = Failure::Undelivered { reason: reason() };
        let at = noon();
        assert_eq!(failed, entry.state == State::Failed { failure, at });
    }
}

#[test]
fn what_arrived_stays_arrived_and_what_never_went_is_not_told_of() {
    let reason = "mailbox full".to_owned();
    let mut entry = queued(EMAIL);
    report(&mut entry, Report::Delivered);
    assert_eq!(entry, queued(EMAIL));
    attempt(&mut entry, taken());
    report(&mut entry, Report::Undelivered { reason });
    report(&mut entry, Report::Taken);
    assert!(matches!(entry.state, State::Failed { .. }));
    report(&mut entry, Report::Delivered);
    let arrived = entry.clone();
    report(&mut entry, Report::Taken);
    assert!(matches!(arrived.state, State::Delivered { .. }));
    assert_eq!(entry, arrived);
}

#[test]
fn an_account_that_takes_nothing_loses_nothing() {
    for why in [Stop::KeyRefused, Stop::AddressBlocked, Stop::NoCredits] {
        let mut entry = queued(SMS);
        for _ in 0..30 {
            attempt(&mut entry, Answer::Stopped(why));
            let until = entry.next_deadline().unwrap();
            assert_eq!(entry.state, State::Stopped { until, why });
        }
        // None of these was a try of the message.
        attempt(&mut entry, later(None));
        assert!(matches!(entry.state, State::Queued { .. }));
        attempt(&mut entry, taken());
        assert!(matches!(entry.state, State::Sent { .. }));
    }
}

#[test]
fn a_withdrawal_ends_what_waits_and_nothing_else_does_out_of_turn() {
    let deny = || Verdict::Deny {
        reasons: vec![Reason::Withdrawn],
    };
    let mut entry = queued(SMS);
    let allowed = permitted(&entry.draft, noon());
    assert_eq!(entry.step(Event::Reconsidered(allowed), noon()), Step::Rest);
    assert_eq!(entry, queued(SMS));
    entry.step(Event::Reconsidered(deny()), noon());
    assert!(matches!(entry.state, State::Denied { .. }));
    let mut gone = queued(SMS);
    attempt(&mut gone, taken());
    let before = gone.clone();
    gone.step(Event::Reconsidered(deny()), noon());
    assert_eq!(gone, before);
}

#[test]
fn an_email_that_may_have_gone_is_not_called_expired() {
    let mut entry = queued(EMAIL);
    entry.draft.expires = noon() + Span::seconds(8);
    attempt(&mut entry, Answer::Silence);
    let expires = entry.draft.expires;
    entry.step(Event::Deadline, expires);
    let state = State::Uncertain {
        attempt: 1,
        at: expires,
    };
    assert_eq!(entry.state, state);
}

#[test]
fn an_ended_delivery_forgets_what_it_said_and_one_that_waits_does_not() {
    let mut entry = queued(SMS);
    entry.drop_words();
    assert_eq!(entry, queued(SMS));
    attempt(&mut entry, taken());
    entry.drop_words();
    let text = String::new();
    assert_eq!(entry.draft.message, Message::Sms { text });
}
