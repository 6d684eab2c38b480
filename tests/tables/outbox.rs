//! How fast an outbox calls, who goes first, and what happens when the service takes nothing: rows, and what holds of
//! every order of calls.

use crate::delivery::{EMAIL, SMS, queued};
use crate::given::{cases, noon};
use proptest::prelude::*;
use shared::channel::Purpose;
use shared::delivery::Stop;
use shared::outbox::{Admission, Due, Ended, Family, Gate, Lane, Rank, Told, forecast, next_poll};
use shared::time::{Instant, Span};

pub(crate) const HOUR: Span = Span::hours(1);

/// How many of this rank go at once.
pub(crate) fn at_once(gate: &mut Gate, family: Family, rank: Rank, now: Instant) -> usize {
    let goes = |_: &usize| gate.admit(family, rank, now) == Admission::Go;
    (0..2000).take_while(goes).count()
}

/// How many of this rank go in a span, asked for whenever the gate says so.
fn within(gate: &mut Gate, family: Family, rank: Rank, span: Span) -> usize {
    let (mut now, mut gone) = (noon(), 0);
    while now < noon() + span {
        match gate.admit(family, rank, now) {
            Admission::Go => gone += 1,
            Admission::Wait(until) | Admission::Stopped(_, until) => {
                assert!(until > now, "{until:?} is not later than {now:?}");
                now = until;
            }
        }
    }
    gone
}

#[test]
fn a_family_is_called_as_fast_as_it_may_and_no_faster() {
    for (family, span, least, most) in [
        (Family::Email, Span::seconds(10), 9_200, 10_000),
        (Family::Sms, Span::seconds(10), 1_380, 1_500),
        (Family::Contacts, Span::seconds(100), 900, 1_000),
        (Family::Products, Span::seconds(100), 180, 200),
        (Family::EmailRecords, Span::hours(10), 2_760, 3_000),
        (Family::Rest, Span::hours(10), 920, 1_000),
    ] {
        let gone = within(&mut Gate::default(), family, Rank::Service, span);
        assert!((least..=most).contains(&gone), "{family:?}: {gone}");
    }
}

#[test]
fn where_calls_are_few_some_are_kept_for_those_who_wait_for_an_answer() {
    let mut gate = Gate::default();
    let now = noon();
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Marketing, now), 3);
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Upkeep, now), 1);
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Utility, now), 1);
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Service, now), 3);
    let selling = within(&mut Gate::default(), Family::Rest, Rank::Marketing, HOUR);
    assert!(selling >= 92, "{selling}");
}

#[test]
fn upkeep_leaves_most_of_a_small_limit_to_messages() {
    let upkeep = within(
        &mut Gate::default(),
        Family::Rest,
        Rank::Upkeep,
        Span::hours(10),
    );
    assert!((360..=380).contains(&upkeep), "{upkeep}");
}

pub(crate) fn told(limit: u32, remaining: u32, reset: Span) -> Told {
    Told {
        limit,
        remaining,
        reset,
    }
}

#[test]
fn a_limit_that_the_service_names_goes_before_the_usual_one() {
    for (family, answer, span, least, most) in [
        (Family::Rest, told(200, 199, HOUR), Span::hours(1), 184, 199),
        (
            Family::Contacts,
            told(20, 19, Span::seconds(1)),
            Span::seconds(50),
            900,
            1_000,
        ),
        (
            Family::Contacts,
            told(72_000, 71_000, HOUR),
            Span::seconds(50),
            900,
            1_000,
        ),
        (
            Family::Events,
            told(100, 99, Span::minutes(40)),
            Span::minutes(30),
            40,
            60,
        ),
    ] {
        let mut gate = Gate::default();
        gate.heard(family, Some(answer), Ended::Heard, noon());
        let gone = within(&mut gate, family, Rank::Service, span);
        assert!((least..=most).contains(&gone), "{family:?}: {gone}");
    }
}

#[test]
fn what_is_left_of_an_hour_counts_whoever_spent_the_rest() {
    let mut gate = Gate::default();
    let until = noon() + Span::minutes(20);
    gate.heard(
        Family::Rest,
        Some(told(100, 6, Span::minutes(20))),
        Ended::Heard,
        noon(),
    );
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Marketing, noon()), 1);
    assert_eq!(
        gate.admit(Family::Rest, Rank::Marketing, noon()),
        Admission::Wait(until)
    );
    // An answer that was overtaken does not bring anything back.
    gate.heard(
        Family::Rest,
        Some(told(100, 50, Span::minutes(20))),
        Ended::Heard,
        noon(),
    );
    assert_eq!(
        gate.admit(Family::Rest, Rank::Marketing, noon()),
        Admission::Wait(until)
    );
    assert_eq!(at_once(&mut gate, Family::Rest, Rank::Service, noon()), 5);
    assert_eq!(
        gate.admit(Family::Rest, Rank::Service, noon()),
        Admission::Wait(until)
    );
    assert!(at_once(&mut gate, Family::Rest, Rank::Service, until) > 0);
}

#[test]
fn a_refusal_for_haste_waits_as_long_as_it_says_and_slows_down() {
    let mut gate = Gate::default();
    let seconds = Span::seconds;
    gate.heard(Family::Sms, None, Ended::Hasty(Some(seconds(7))), noon());
    assert_eq!(
        gate.admit(Family::Sms, Rank::Service, noon()),
        Admission::Wait(noon() + seconds(7))
    );
    assert_eq!(
        gate.admit(Family::Email, Rank::Service, noon()),
        Admission::Go
    );
    let gone = within(&mut gate, Family::Sms, Rank::Service, seconds(17));
    assert!((1_150..1_300).contains(&gone), "{gone}");
}

#[test]
fn an_account_that_takes_nothing_is_probed_by_one_call_at_a_time() {
    let mut gate = Gate::default();
    gate.heard(
        Family::Email,
        None,
        Ended::Stopped(Stop::KeyRefused),
        noon(),
    );
    let mut probes = Vec::new();
    let mut now = noon();
    while now < noon() + Span::hours(3) {
        match gate.admit(Family::Sms, Rank::Service, now) {
            Admission::Go => {
                probes.push((now - noon()).0 / 1000);
                gate.heard(Family::Sms, None, Ended::Stopped(Stop::KeyRefused), now);
            }
            Admission::Stopped(why, until) => {
                assert_eq!(why, Stop::KeyRefused);
                now = until;
            }
            Admission::Wait(until) => now = until,
        }
    }
    assert_eq!(probes, [20, 80, 380, 1280, 3080, 6680, 10_280]);
    assert_eq!(gate.outages().count(), 1);
    gate.heard(Family::Email, None, Ended::Heard, now);
    assert_eq!(gate.outages().count(), 0);
    assert_eq!(gate.admit(Family::Sms, Rank::Service, now), Admission::Go);
}

#[test]
fn without_credits_only_their_own_channel_stops() {
    let mut gate = Gate::default();
    gate.heard(Family::Sms, None, Ended::Stopped(Stop::NoCredits), noon());
    let probe = noon() + Span::seconds(20);
    assert_eq!(
        gate.admit(Family::Sms, Rank::Service, noon()),
        Admission::Stopped(Stop::NoCredits, probe)
    );
    assert_eq!(
        gate.admit(Family::Email, Rank::Service, noon()),
        Admission::Go
    );
    gate.heard(Family::Email, None, Ended::Heard, noon());
    assert!(
        gate.outage(Family::Sms).is_some(),
        "an e-mail says nothing about text messages"
    );
}

#[test]
fn a_probe_that_was_never_made_is_still_to_be_made() {
    let mut gate = Gate::default();
    gate.heard(Family::Sms, None, Ended::Stopped(Stop::NoCredits), noon());
    let probe = noon() + Span::seconds(20);
    for _ in 0..3 {
        assert_eq!(gate.admit(Family::Sms, Rank::Service, probe), Admission::Go);
        gate.give_back(Family::Sms, Rank::Service, probe);
    }
    assert_eq!(
        gate.outage(Family::Sms).map(|outage| outage.probes),
        Some(0)
    );
}

#[test]
fn a_delivery_is_asked_about_only_when_it_could_go() {
    let mut gate = Gate::default();
    gate.heard(Family::Email, None, Ended::Stopped(Stop::NoCredits), noon());
    let (mut email, mut sms) = (queued(EMAIL), queued(SMS));
    let probe = noon() + Span::seconds(20);
    assert_eq!(gate.due(&mut email, noon()), Due::Wait(probe));
    assert_eq!(email, queued(EMAIL));
    assert_eq!(gate.due(&mut sms, noon()), Due::Ask);
    // What can no longer go needs no call to be told so.
    let expires = email.draft.expires;
    let mut gate = Gate::default();
    gate.heard(Family::Email, None, Ended::Hasty(Some(HOUR)), expires);
    assert_eq!(gate.due(&mut email, expires), Due::Keep);
    assert_eq!(Lane::of(&email), Lane::Ended);
}

#[test]
fn messages_that_will_wait_long_are_told_of_before() {
    let gate = Gate::default();
    let day = noon() + Span::days(1);
    let soon = forecast(&gate, Family::Rest, vec![day; 50], noon());
    assert!(!soon.is_warning(noon()), "{soon:?}");
    let long = forecast(&gate, Family::Rest, vec![day; 500], noon());
    assert!(long.is_warning(noon()));
    assert_eq!((long.an_hour, long.too_late), (92, 0));
    let late = forecast(&gate, Family::Rest, vec![noon() + HOUR; 100], noon());
    assert_eq!((late.waiting, late.too_late), (100, 9));
}

#[test]
fn who_waits_for_an_answer_goes_before_what_was_agreed_and_that_before_what_sells() {
    let lane = |purpose| {
        let mut entry = queued(EMAIL);
        entry.draft.purpose = purpose;
        Lane::of(&entry)
    };
    let lanes = [Purpose::Service, Purpose::Utility, Purpose::Marketing].map(lane);
    assert!(lanes.is_sorted() && Lane::UnderWay < lanes[0]);
}

/// Asks after these many milliseconds, of these ranks.
#[test]
fn records_are_read_often_while_messages_go_and_then_ever_more_seldom() {
    let (hour, week) = (noon() + HOUR, noon() + Span::days(7));
    // The first look is at once; one that follows a message goes by the look before it.
    assert_eq!(next_poll(noon(), None), Some(noon()));
    let soon = Some(noon() + Span::minutes(5));
    assert_eq!(next_poll(hour, Some(noon())), soon);
    assert_eq!(next_poll(noon(), Some(noon())), soon);
    let later = Some(hour + Span(HOUR.0 / 8));
    assert_eq!(next_poll(noon(), Some(hour)), later);
    assert_eq!(next_poll(noon(), Some(week)), None);
    // All the looks that follow one message.
    let mut looks = 0;
    let mut polled = None;
    while let Some(next) = next_poll(noon(), polled) {
        (looks, polled) = (looks + 1, Some(next));
    }
    assert!((20..80).contains(&looks), "{looks}");
}

fn asks() -> impl Strategy<Value = Vec<(i64, Rank, bool)>> {
    let rank = prop::sample::select(vec![
        Rank::Service,
        Rank::Utility,
        Rank::Upkeep,
        Rank::Marketing,
    ]);
    let pause = prop::sample::select(vec![0, 0, 0, 0, 1, 7, 40, 108, 500, 1000, 39_000, 600_000]);
    prop::collection::vec((pause, rank, any::<bool>()), 0..2500)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_window_holds_more_calls_than_the_limit(
        asks in asks(),
        family in prop::sample::select(vec![Family::Sms, Family::Contacts, Family::Orders, Family::Products, Family::Rest, Family::EmailRecords]),
    ) {
        let (limit, per) = family.limit();
        let (mut gate, mut now, mut gone) = (Gate::default(), noon(), Vec::new());
        for (pause, rank, crash) in asks {
            now = now + Span(pause);
            if gate.admit(family, rank, now) == Admission::Go {
                gone.push(now);
            }
            if crash {
                let stored = serde_json::to_string(&gate).unwrap();
                gate = serde_json::from_str(&stored).unwrap();
            }
        }
        for (index, first) in gone.iter().enumerate() {
            let window = gone.iter().skip(index).take_while(|at| **at - *first < per).count();
            prop_assert!(window <= usize::try_from(limit).unwrap(), "{window} of {limit}");
        }
    }

    #[test]
    fn the_time_to_ask_again_is_the_time_at_which_it_goes(asks in asks()) {
        let (mut gate, mut now) = (Gate::default(), noon());
        for (pause, rank, _) in asks.into_iter().take(300) {
            now = now + Span(pause);
            if let Admission::Wait(until) = gate.admit(Family::Rest, rank, now) {
                prop_assert!(until > now);
                let mut patient = gate.clone();
                let asked = patient.admit(Family::Rest, rank, until);
                // Upkeep waits for two things, one after the other.
                prop_assert!(asked == Admission::Go || rank == Rank::Upkeep, "{asked:?}");
            }
        }
    }
}
