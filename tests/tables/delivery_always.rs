//! What holds of every delivery, whatever happens to it, however often and however late.

use crate::delivery::{EMAIL, SMS, attempted, later, queued, refused, taken};
use crate::given::{agreed, cases, facts, noon};
use proptest::prelude::*;
use shared::delivery::{Answer, Entry, Event, Report, State, Step, Stop};
use shared::policy::decide;
use shared::time::{Instant, Offset, Span};

/// What may happen next, and how many seconds later.
fn any_event() -> impl Strategy<Value = (u8, u32, i64)> {
    (
        0..12_u8,
        0..4_u32,
        prop::sample::select(vec![0, 1, 5, 30, 60, 300, 7200]),
    )
}

fn event(entry: &Entry, (kind, attempt, _): (u8, u32, i64), now: Instant) -> Event {
    let answered = |answer| Event::Answered { attempt, answer };
    let reported = |report| Event::Reported {
        vendor: "v1".into(),
        report,
    };
    match kind {
        0 | 1 => Event::Deadline,
        2 | 3 => {
            let ledger = agreed(&entry.draft);
            let mut facts = facts(&entry.draft, &ledger);
            facts.clocks = vec![("Europe/Berlin".into(), Offset(60))];
            Event::Judged(decide(&facts, now))
        }
        4 => Event::Unjudged,
        5 => answered(taken()),
        6 => answered(later(None)),
        7 => answered(refused()),
        8 => answered(Answer::Stopped(Stop::KeyRefused)),
        9 => reported(Report::Taken),
        10 => reported(Report::Delivered),
        _ => answered(Answer::Silence),
    }
}

fn due(entry: &Entry) -> Option<Instant> {
    match &entry.state {
        State::Queued { due: at }
        | State::Held { until: at, .. }
        | State::Stopped { until: at, .. } => Some(*at),
        State::Asking { .. }
        | State::Sending { .. }
        | State::Sent { .. }
        | State::Delivered { .. }
        | State::Uncertain { .. }
        | State::Failed { .. }
        | State::Denied { .. }
        | State::Expired { .. } => None,
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_replayed_event_changes_nothing(sms in any::<bool>(), events in prop::collection::vec(any_event(), 0..40)) {
        let mut entry = queued(if sms { SMS } else { EMAIL });
        let mut now = noon();
        for step in events {
            now = now + Span::seconds(step.2);
            let event = event(&entry, step, now);
            entry.step(event.clone(), now);
            let before = entry.clone();
            prop_assert_eq!(entry.step(event, now), Step::Rest);
            prop_assert_eq!(&entry, &before);
        }
    }

    #[test]
    fn a_sent_or_uncertain_delivery_never_sends_again(
        sms in any::<bool>(),
        events in prop::collection::vec(any_event(), 0..40),
    ) {
        let mut entry = queued(if sms { SMS } else { EMAIL });
        let mut now = noon();
        for step in events {
            now = now + Span::seconds(step.2);
            let over = entry.has_ended();
            let arrived = matches!(entry.state, State::Delivered { .. });
            let before = entry.clone();
            let event = event(&entry, step, now);
            let next = entry.step(event, now);
            if over {
                prop_assert!(matches!(next, Step::Rest | Step::LookUp));
                prop_assert!(entry.has_ended());
                prop_assert_eq!(entry.attempts, before.attempts);
                let confirmed = matches!(entry.state, State::Sent { .. } | State::Delivered { .. });
                prop_assert!(entry.state == before.state || confirmed);
            }
            if arrived {
                prop_assert_eq!(&entry, &before);
            }
        }
    }

    #[test]
    fn due_times_never_move_back(sms in any::<bool>(), events in prop::collection::vec(any_event(), 0..40)) {
        let mut entry = queued(if sms { SMS } else { EMAIL });
        let (mut now, mut last) = (noon(), noon());
        for step in events {
            now = now + Span::seconds(step.2);
            let event = event(&entry, step, now);
            entry.step(event, now);
            if let Some(due) = due(&entry) {
                prop_assert!(due >= last, "{due:?} {last:?}");
                last = due;
            }
        }
    }

    #[test]
    fn every_delivery_comes_to_an_end(answers in prop::collection::vec(0..3_u8, 40)) {
        let mut entry = queued(EMAIL);
        for answer in answers {
            let Some(now) = entry.next_deadline().filter(|_| !entry.has_ended()) else {
                return Ok(());
            };
            attempted(&mut entry, match answer {
                0 => later(None),
                1 => Answer::Silence,
                _ => later(Some(Span::minutes(1))),
            }, now);
        }
        prop_assert!(entry.has_ended());
    }
}
