//! A delivery from draft to its end, as rows of events. What holds whatever comes stands in `delivery_always.rs`.

use crate::given::{agreed, draft, facts, noon};
use shared::channel::{Channel, Purpose};
use shared::delivery::{Answer, Draft, Entry, Event, Failure, State, Step};
use shared::policy::{Reason, Verdict, decide};
use shared::time::{Instant, Offset, Span};

pub(crate) const EMAIL: (Channel, &str) = (Channel::Email, "alice@example.com");
pub(crate) const SMS: (Channel, &str) = (Channel::Sms, "+491701234567");

pub(crate) fn queued((channel, to): (Channel, &str)) -> Entry {
    let mut draft = draft(channel, Purpose::Utility, to);
    draft.due = noon();
    Entry::new(draft)
}

pub(crate) fn permitted(draft: &Draft, now: Instant) -> Verdict {
    let ledger = agreed(draft);
    let mut facts = facts(draft, &ledger);
    facts.clocks = vec![("Europe/Berlin".into(), Offset(60))];
    let verdict = decide(&facts, now.max(draft.due));
    assert!(matches!(verdict, Verdict::Allow(_)), "{verdict:?}");
    verdict
}

pub(crate) fn taken() -> Answer {
    Answer::Taken {
        vendor: "v1".into(),
    }
}

pub(crate) fn later(after: Option<Span>) -> Answer {
    let said = "503".into();
    Answer::Later { after, said }
}

pub(crate) fn refused() -> Answer {
    Answer::Refused {
        code: "unauthorized".into(),
        message: "Key not found".into(),
    }
}

/// Takes the entry through its deadline and its permit to the channel, and hands in the channel's answer.
#[track_caller]
pub(crate) fn attempt(entry: &mut Entry, answer: Answer) {
    let now = entry.next_deadline().unwrap();
    assert!(
        attempted(entry, answer, now),
        "a permit leads to a send: {:?}",
        entry.state
    );
}

/// The same, for an entry that may choose not to send. Whether it did.
#[track_caller]
pub(crate) fn attempted(entry: &mut Entry, answer: Answer, now: Instant) -> bool {
    assert_eq!(entry.step(Event::Deadline, now), Step::Ask);
    let verdict = permitted(&entry.draft, now);
    let Step::Send(send) = entry.step(Event::Judged(verdict), now) else {
        return false;
    };
    assert_eq!(
        (send.draft(), send.attempt()),
        (&entry.draft, entry.attempts)
    );
    let attempt = send.attempt();
    entry.step(Event::Answered { attempt, answer }, now);
    true
}

/// It waits since noon, up to a quarter longer than this.
#[track_caller]
fn check_wait(entry: &Entry, least: Span) {
    let State::Queued { due } = entry.state else {
        panic!("{:?} does not wait", entry.state);
    };
    let waited = due - noon();
    assert!(
        waited >= least && waited.0 <= least.0 * 5 / 4,
        "{waited:?} for {least:?}"
    );
}

#[test]
fn a_delivery_is_permitted_and_sent_when_it_is_due() {
    let mut entry = queued(EMAIL);
    assert_eq!(entry.next_deadline(), Some(noon()));
    assert_eq!(
        entry.step(Event::Deadline, Instant(noon().0 - 1)),
        Step::Rest
    );
    attempt(&mut entry, taken());
    let vendor = "v1".into();
    assert_eq!(entry.state, State::Sent { vendor, at: noon() });
    assert_eq!(entry.next_deadline(), None);
}

#[test]
fn a_channel_that_is_out_of_breath_is_tried_again_later_and_later() {
    let mut entry = queued(EMAIL);
    let mut waits = Vec::new();
    while let Some(before) = entry.next_deadline() {
        attempt(&mut entry, later(None));
        waits.extend(entry.next_deadline().map(|after| (after - before).0 / 1000));
    }
    let least = [5, 20, 60, 300, 900, 3600, 7200, 14_400, 28_800];
    assert_eq!(waits.len(), least.len());
    for (wait, least) in waits.into_iter().zip(least) {
        assert!(
            (least..=least * 5 / 4).contains(&wait),
            "{wait} for {least}"
        );
    }
    let failure = Failure::GaveUp { last: "503".into() };
    assert!(matches!(entry.state, State::Failed { failure: ref known, .. } if *known == failure));
}

#[test]
fn a_channel_may_ask_for_a_longer_wait_but_not_for_a_shorter_one() {
    for (after, waited) in [
        (Span::hours(1), Span::hours(1)),
        (Span(0), Span::seconds(5)),
    ] {
        let mut entry = queued(SMS);
        attempt(&mut entry, later(Some(after)));
        check_wait(&entry, waited);
    }
}

#[test]
fn nothing_is_tried_again_beyond_its_time() {
    let mut entry = queued(EMAIL);
    entry.draft.expires = noon() + Span::seconds(5);
    attempt(&mut entry, later(None));
    assert!(
        matches!(entry.state, State::Failed { .. }),
        "{:?}",
        entry.state
    );
    let mut entry = queued(EMAIL);
    attempt(&mut entry, later(Some(Span::days(2))));
    assert!(
        matches!(entry.state, State::Failed { .. }),
        "{:?}",
        entry.state
    );
}

#[test]
fn a_refusal_ends_it() {
    for to in [EMAIL, SMS] {
        let mut entry = queued(to);
        attempt(&mut entry, refused());
        let failure = Failure::Refused {
            code: "unauthorized".into(),
            message: "Key not found".into(),
        };
        let at = noon();
        assert_eq!(entry.state, State::Failed { failure, at });
        assert_eq!(entry.next_deadline(), None);
    }
}

#[test]
fn after_silence_an_email_is_sent_again_and_a_message_to_a_phone_is_not() {
    let mut email = queued(EMAIL);
    attempt(&mut email, Answer::Silence);
    check_wait(&email, Span::seconds(5));
    for to in [SMS, (Channel::WhatsApp, SMS.1)] {
        let mut phone = queued(to);
        attempt(&mut phone, Answer::Silence);
        let at = noon();
        assert_eq!(phone.state, State::Uncertain { attempt: 1, at });
        assert!(phone.has_ended());
    }
}

#[test]
fn an_email_is_not_sent_again_once_its_key_may_be_forgotten() {
    let mut entry = queued(EMAIL);
    attempt(&mut entry, Answer::Silence);
    for _ in 0..3 {
        attempt(&mut entry, later(None));
    }
    let now = entry.next_deadline().unwrap();
    assert!(now < noon() + Span::minutes(25));
    attempt(&mut entry, Answer::Silence);
    let now = entry.next_deadline().unwrap();
    assert!(now >= noon() + Span::minutes(25));
    assert!(!attempted(&mut entry, taken(), now));
    assert_eq!(
        entry.state,
        State::Uncertain {
            attempt: 5,
            at: now
        }
    );
    let mut never_silent = queued(EMAIL);
    for _ in 0..8 {
        attempt(&mut never_silent, later(None));
    }
    attempt(&mut never_silent, taken());
    assert!(matches!(never_silent.state, State::Sent { .. }));
}

#[test]
fn an_attempt_that_nobody_answers_counts_as_silence() {
    let mut entry = queued(SMS);
    entry.step(Event::Deadline, noon());
    entry.step(Event::Judged(permitted(&entry.draft, noon())), noon());
    let silent = entry.next_deadline().unwrap();
    assert_eq!(silent, noon() + Span::minutes(1));
    assert_eq!(entry.step(Event::Deadline, silent), Step::Rest);
    assert!(matches!(entry.state, State::Uncertain { attempt: 1, .. }));
}

#[test]
fn a_confirmation_counts_however_late_it_comes() {
    for to in [EMAIL, SMS] {
        let mut entry = queued(to);
        attempt(&mut entry, Answer::Silence);
        let answer = taken();
        let later = noon() + Span::seconds(3);
        entry.step(Event::Answered { attempt: 1, answer }, later);
        let vendor = "v1".into();
        assert_eq!(entry.state, State::Sent { vendor, at: later });
    }
}

#[test]
fn a_late_refusal_of_an_earlier_attempt_does_not_end_the_one_under_way() {
    for answer in [refused(), later(None), Answer::Silence] {
        let mut entry = queued(EMAIL);
        attempt(&mut entry, Answer::Silence);
        let now = entry.next_deadline().unwrap();
        entry.step(Event::Deadline, now);
        entry.step(Event::Judged(permitted(&entry.draft, now)), now);
        let before = entry.clone();
        entry.step(Event::Answered { attempt: 1, answer }, now);
        assert_eq!(entry, before);
    }
}

#[test]
fn an_answer_to_an_attempt_that_never_began_is_ignored() {
    let mut entry = queued(EMAIL);
    let before = entry.clone();
    for attempt in [0, 1, 7] {
        let answer = taken();
        entry.step(Event::Answered { attempt, answer }, noon());
    }
    assert_eq!(entry, before);
}

#[test]
fn what_policy_says_is_kept_with_its_reasons() {
    let reasons = vec![Reason::NoGrant];
    let until = noon() + Span::hours(3);
    for (verdict, state) in [
        (
            Verdict::Deny {
                reasons: reasons.clone(),
            },
            State::Denied {
                reasons: reasons.clone(),
                at: noon(),
            },
        ),
        (
            Verdict::Hold {
                until,
                reasons: reasons.clone(),
            },
            State::Held { until, reasons },
        ),
        (
            Verdict::Deny {
                reasons: vec![Reason::Expired],
            },
            State::Expired { at: noon() },
        ),
    ] {
        let mut entry = queued(EMAIL);
        entry.step(Event::Deadline, noon());
        assert_eq!(entry.step(Event::Judged(verdict), noon()), Step::Rest);
        assert_eq!(entry.state, state);
    }
}

#[test]
fn a_held_delivery_asks_again_when_the_hold_is_over() {
    let mut entry = queued(EMAIL);
    entry.step(Event::Deadline, noon());
    let until = noon() + Span::hours(3);
    let reasons = vec![Reason::CapReached];
    entry.step(Event::Judged(Verdict::Hold { until, reasons }), noon());
    assert_eq!(entry.step(Event::Deadline, noon()), Step::Rest);
    attempt(&mut entry, taken());
    assert!(matches!(entry.state, State::Sent { at, .. } if at == until));
}

#[test]
fn policy_out_of_reach_is_asked_again() {
    let mut entry = queued(EMAIL);
    entry.step(Event::Deadline, noon());
    assert_eq!(entry.state, State::Asking { at: noon() });
    entry.step(Event::Unjudged, noon());
    let due = noon() + Span::seconds(30);
    assert_eq!(entry.state, State::Queued { due });
    // Nobody says that the question was lost.
    assert_eq!(entry.step(Event::Deadline, due), Step::Ask);
    let again = entry.next_deadline().unwrap();
    assert_eq!(entry.step(Event::Deadline, again), Step::Ask);
}

#[test]
fn a_permit_for_another_draft_or_time_sends_nothing() {
    let mut other = queued(EMAIL).draft;
    other.id = "c2:follow-up".parse().unwrap();
    let expired = permitted(&queued(EMAIL).draft, noon());
    for (verdict, now) in [
        (permitted(&other, noon()), noon()),
        (expired, noon() + Span::minutes(10)),
    ] {
        let mut entry = queued(EMAIL);
        entry.step(Event::Deadline, now);
        assert_eq!(entry.step(Event::Judged(verdict), now), Step::Rest);
        assert_eq!(entry.attempts, 0);
        assert!(
            matches!(entry.state, State::Queued { .. }),
            "{:?}",
            entry.state
        );
    }
}

#[test]
fn a_delivery_expires_instead_of_going_late() {
    let mut entry = queued(EMAIL);
    let expires = entry.draft.expires;
    assert_eq!(entry.step(Event::Deadline, expires), Step::Rest);
    assert_eq!(entry.state, State::Expired { at: expires });
}

#[test]
fn a_delivery_is_stored_and_read_back_in_every_state() {
    let mut entries = vec![
        queued(SMS),
        queued(EMAIL),
        queued(EMAIL),
        queued(SMS),
        queued(EMAIL),
    ];
    entries[1].step(Event::Deadline, noon());
    attempt(&mut entries[2], taken());
    attempt(&mut entries[3], Answer::Silence);
    attempt(&mut entries[4], refused());
    for entry in entries {
        let json = serde_json::to_string(&entry).unwrap();
        assert_eq!(
            serde_json::from_str::<Entry>(&json).unwrap(),
            entry,
            "{json}"
        );
    }
}
