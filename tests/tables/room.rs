//! What gives way where as much is kept as may be: the least of what waits, what only tells of a message on its way, and
//! the second of two withdrawals that say the same.

use crate::delivery::{EMAIL, queued};
use crate::given::{address, cases, draft, entry, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Fold, Kind, Ledger, MOST_ENTRIES, Scope, Source};
use shared::delivery::{Event, Failure, State};
use shared::inbound::{Weight, items};
use shared::outbox::{Lane, Rank, Room};
use shared::time::{Instant, Span};

#[test]
fn what_sells_gives_way_to_what_was_agreed_and_both_to_answers() {
    for (lane, gives_way) in [
        (Rank::Service, Some(Rank::Utility)),
        (Rank::Utility, Some(Rank::Marketing)),
        (Rank::Marketing, None),
    ] {
        assert_eq!(
            Lane::Waits(lane).gives_way(),
            gives_way.map(Lane::Waits),
            "{lane:?}"
        );
    }
    assert_eq!(Lane::UnderWay.gives_way(), None);
    let all = [
        Room::Waiting,
        Room::Ended,
        Room::Notes,
        Room::Reports,
        Room::Known,
    ];
    assert!(all.iter().all(|room| room.most() > 0));
}

#[test]
fn a_delivery_that_waits_may_be_crowded_out_and_one_that_may_have_gone_is_not_called_unsent() {
    let mut waits = queued(EMAIL);
    waits.step(Event::Crowded, noon());
    let failure = Failure::NoRoom;
    assert_eq!(
        waits.state,
        State::Failed {
            failure,
            at: noon()
        }
    );
    let mut unsure = queued(EMAIL);
    unsure.attempts = 1;
    unsure.unsure_since = Some(noon());
    unsure.step(Event::Crowded, noon());
    let uncertain = State::Uncertain {
        attempt: 1,
        at: noon(),
    };
    assert_eq!(unsure.state, uncertain);
    let mut sending = queued(EMAIL);
    sending.state = State::Sending {
        attempt: 1,
        at: noon(),
    };
    let before = sending.clone();
    sending.step(Event::Crowded, noon());
    assert_eq!(sending, before);
}

#[test]
fn a_report_weighs_as_much_as_would_be_lost_with_it() {
    for (report, weight) in [
        (
            r#"{"event":"delivered","email":"a@shopper.example","message-id":"m"}"#,
            Weight::Passing,
        ),
        (
            r#"{"event":"soft_bounce","email":"a@shopper.example","message-id":"m"}"#,
            Weight::Passing,
        ),
        (
            r#"{"event":"hard_bounce","email":"a@shopper.example","message-id":"m"}"#,
            Weight::Ends,
        ),
        (
            r#"{"event":"spam","email":"a@shopper.example","message-id":"m"}"#,
            Weight::Ends,
        ),
        (
            r#"{"event":"unsubscribed","email":"a@shopper.example"}"#,
            Weight::Ends,
        ),
        (
            r#"{"event":"contact_updated","email":"a@shopper.example"}"#,
            Weight::Usual,
        ),
        (
            r#"{"msg_status":"reply","from":"4915112345678","reply":"When does it come?"}"#,
            Weight::Usual,
        ),
        (
            r#"{"msg_status":"reply","from":"4915112345678","reply":"Stop"}"#,
            Weight::Ends,
        ),
        (
            r#"{"msg_status":"reply","from":"4915112345678","reply":"bitte keine Nachrichten mehr"}"#,
            Weight::Ends,
        ),
    ] {
        let items = items(report.as_bytes()).unwrap();
        assert_eq!(items[0].weight(), weight, "{report}");
    }
}

/// A withdrawal that was said and recorded so many minutes after noon.
fn withdrawal(id: &str, said: i64, recorded: i64, scope: Scope) -> Entry {
    let sms = draft(Channel::Sms, Purpose::Marketing, "+4915112345678");
    let mut entry = entry(id, Kind::Withdrawal, &sms, noon() + Span::minutes(said));
    entry.proof.source = Source::Reply;
    entry.recorded = Some(noon() + Span::minutes(recorded));
    entry.scope = scope;
    entry
}

#[test]
fn a_thousand_withdrawals_that_say_the_same_are_the_first_and_the_newest() {
    let mut kept = Ledger::default();
    for minute in 0..1000 {
        let next = withdrawal(&format!("w{minute}"), minute, minute, Scope::Channel);
        match kept.fold(&next) {
            Fold::Keep => {
                kept.record(next);
            }
            Fold::Replace(earlier) => {
                let others = kept.entries().iter().filter(|entry| entry.id != earlier);
                kept = Ledger::of(others.cloned().chain([next]));
            }
            Fold::Drop => panic!("w{minute} is the newest"),
        }
    }
    let ids: Vec<&str> = kept
        .entries()
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    assert_eq!(ids, ["w0", "w999"]);
    // One that was on its way for long says nothing new; one for more does, and so does one for another address.
    let late = withdrawal("late", 5, 900, Scope::Channel);
    assert_eq!(kept.fold(&late), Fold::Drop);
    let all = withdrawal("all", 5, 900, Scope::Everything);
    assert_eq!(kept.fold(&all), Fold::Keep);
    let mut other = late;
    other.address = address("+819012345678");
    assert_eq!(kept.fold(&other), Fold::Keep);
    assert!(MOST_ENTRIES > ids.len());
}

/// Minutes at which something is said, and what.
fn said() -> impl Strategy<Value = Vec<(i64, u8)>> {
    proptest::collection::vec((0..60_i64, 0..4_u8), 1..30)
}

proptest! {
    #![proptest_config(cases())]

    /// A ledger that folds every withdrawal says the same of every channel as one that keeps all.
    #[test]
    fn folding_changes_nothing_of_what_holds(said in said()) {
        let (mut whole, mut folded) = (Ledger::default(), Ledger::default());
        for (number, (minute, what)) in (0_i64..).zip(said) {
            let scope = if what == 1 { Scope::Everything } else { Scope::Channel };
            let mut next = withdrawal(&format!("e{number}"), minute, 60 + number, scope);
            if what > 1 {
                next.kind = Kind::Grant;
                next.scope = Scope::Purpose;
                next.proof.source = Source::Preferences;
            }
            whole.record(next.clone());
            let fold = if next.kind == Kind::Grant { Fold::Keep } else { folded.fold(&next) };
            if let Fold::Replace(earlier) = &fold {
                let others = folded.entries().iter().filter(|entry| entry.id != *earlier);
                folded = Ledger::of(others.cloned());
            }
            if fold != Fold::Drop {
                folded.record(next);
            }
            for channel in [Channel::Email, Channel::Sms, Channel::WhatsApp] {
                let holds = |ledger: &Ledger| {
                    let grant = ledger.granted(channel, Purpose::Marketing);
                    grant.map(|entry| (entry.id.clone(), entry.at))
                };
                let holds: [Option<(_, Instant)>; 2] = [holds(&whole), holds(&folded)];
                prop_assert_eq!(&holds[0], &holds[1]);
            }
        }
    }
}
