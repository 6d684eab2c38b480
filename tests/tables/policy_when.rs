//! When an agreed message may go: its own time, the night, the shop's hours and a week's cap.

use crate::given::{agreed, draft, entry, noon};
use crate::policy::{allows, as_given, decided, denies, email, sms};
use shared::channel::{Channel, Purpose};
use shared::consent::{Kind, Ledger};
use shared::delivery::Draft;
use shared::place::Place;
use shared::policy::{Cap, Facts, Past, QuietRule, Reason, ShopHours, Verdict, zones_needed};
use shared::time::{Instant, Offset, Span};

#[track_caller]
fn holds(
    until: Instant,
    reasons: &[Reason],
    draft: &Draft,
    ledger: &Ledger,
    change: impl FnOnce(&mut Facts<'_>),
) {
    let reasons = reasons.to_vec();
    assert_eq!(
        decided(draft, ledger, change),
        Verdict::Hold { until, reasons }
    );
}

#[test]
fn an_expired_draft_never_goes_and_one_not_due_waits() {
    let expired = Draft {
        expires: noon(),
        ..email(Purpose::Utility)
    };
    denies(&[Reason::Expired], &expired, &agreed(&expired), as_given);
    let due = noon() + Span::hours(2);
    let later = Draft {
        due,
        ..email(Purpose::Utility)
    };
    holds(due, &[Reason::NotDue], &later, &agreed(&later), as_given);
    let lapsing = Draft {
        due,
        expires: due,
        ..email(Purpose::Utility)
    };
    let reasons = [Reason::NotDue, Reason::ExpiresFirst];
    denies(&reasons, &lapsing, &agreed(&lapsing), as_given);
}

#[test]
fn a_text_message_that_would_go_into_the_night_waits_for_the_morning() {
    let due = noon() + Span::hours(9);
    let draft = Draft {
        due,
        ..sms(Purpose::Marketing)
    };
    let morning = noon() + Span::hours(19);
    // At noon the hours are not quiet; when it is due they are, and both are named.
    let reasons = [Reason::NotDue, Reason::QuietHours(QuietRule::Germany)];
    holds(morning, &reasons, &draft, &agreed(&draft), as_given);
}

#[test]
fn what_a_shopper_asked_for_just_now_goes_at_night_and_marketing_does_not() {
    let night = Offset(11 * 60);
    for (purpose, ago, goes) in [
        (Purpose::Utility, Span::minutes(59), true),
        (Purpose::Service, Span::minutes(1), true),
        (Purpose::Utility, Span::minutes(60), false),
        (Purpose::Marketing, Span::minutes(1), false),
    ] {
        let draft = sms(purpose);
        let asked = Instant(noon().0 - ago.0);
        let ledger = Ledger::of([entry("grant-1", Kind::Grant, &draft, asked)]);
        let verdict = decided(&draft, &ledger, |facts| {
            facts.clocks = vec![("Europe/Berlin".into(), night)];
        });
        assert_eq!(
            matches!(verdict, Verdict::Allow(_)),
            goes,
            "{purpose:?} {ago:?} {verdict:?}"
        );
        assert_eq!(
            matches!(verdict, Verdict::Hold { .. }),
            !goes,
            "{purpose:?} {ago:?}"
        );
    }
}

#[test]
fn a_number_of_unknown_place_gets_nothing_even_if_it_asked_just_now() {
    for purpose in [Purpose::Marketing, Purpose::Utility, Purpose::Service] {
        let draft = draft(Channel::Sms, purpose, "+18005550100");
        let ledger = Ledger::of([entry("grant-1", Kind::Grant, &draft, noon())]);
        denies(&[Reason::UnknownPlace], &draft, &ledger, as_given);
    }
}

#[test]
fn a_text_message_waits_until_it_may_go_everywhere_the_shopper_may_be() {
    let draft = sms(Purpose::Marketing);
    let texas = Place {
        country: "US".parse().unwrap(),
        state: Some("TX".parse().unwrap()),
    };
    assert_eq!(
        zones_needed(&draft, &[texas]),
        ["America/Chicago", "America/Denver", "Europe/Berlin"]
    );
    // 13:00 in Berlin is 05:00 in Denver; Denver opens at 16:00 UTC, when Berlin has 17:00.
    holds(
        noon() + Span::hours(4),
        &[Reason::QuietHours(QuietRule::Texas)],
        &draft,
        &agreed(&draft),
        |facts| {
            facts.places.push(texas);
            facts.clocks.push(("America/Chicago".into(), Offset(-360)));
            facts.clocks.push(("America/Denver".into(), Offset(-420)));
        },
    );
    denies(&[Reason::UnknownClock], &draft, &agreed(&draft), |facts| {
        facts.places.push(texas);
    });
    // Were New York half a day from Greenwich, Rhode Island's nine hours would all fall into Berlin's night.
    let rhode_island = Place {
        state: Some("RI".parse().unwrap()),
        ..texas
    };
    denies(&[Reason::NoCommonHour], &draft, &agreed(&draft), |facts| {
        facts.places.push(rhode_island);
        facts.clocks.push(("America/New_York".into(), Offset(-720)));
    });
}

#[test]
fn somebody_in_a_state_that_is_not_known_has_the_hours_of_all() {
    let somewhere = Place::country("US".parse().unwrap());
    let draft = draft(Channel::Sms, Purpose::Marketing, "+447700900123");
    let ledger = agreed(&draft);
    let zones = zones_needed(&draft, &[somewhere]);
    assert!(zones.contains(&"Pacific/Honolulu") && zones.contains(&"Europe/London"));
    // At 17:30 on a Monday all are open, at 18:00 Rhode Island is not, at 08:30 those that open at nine are not.
    for (clock, reasons) in [
        (Offset(5 * 60 + 30), vec![]),
        (
            Offset(6 * 60),
            vec![Reason::QuietHours(QuietRule::RhodeIsland)],
        ),
        (
            Offset(-3 * 60 - 30),
            vec![
                Reason::QuietHours(QuietRule::Connecticut),
                Reason::QuietHours(QuietRule::Texas),
                Reason::QuietHours(QuietRule::RhodeIsland),
                Reason::QuietHours(QuietRule::UnitedStatesCommon),
            ],
        ),
    ] {
        let verdict = decided(&draft, &ledger, |facts| {
            facts.places = vec![somewhere];
            let clock = |zone: &&str| ((*zone).to_string(), clock);
            facts.clocks = zones.iter().map(clock).collect();
        });
        let found = match verdict {
            Verdict::Allow(_) => vec![],
            Verdict::Hold { reasons, .. } | Verdict::Deny { reasons } => reasons,
        };
        assert_eq!(found, reasons);
    }
}

#[test]
fn a_shops_own_hours_narrow_the_laws_and_never_widen_them() {
    let nine_to_five = |facts: &mut Facts<'_>| {
        facts.stricter.hours = Some(ShopHours {
            opens: 9 * 60,
            closes: 13 * 60,
        });
    };
    let shop = [Reason::QuietHours(QuietRule::Shop)];
    let morning = noon() + Span::hours(20);
    for purpose in [Purpose::Marketing, Purpose::Utility] {
        for draft in [email(purpose), sms(purpose)] {
            holds(morning, &shop, &draft, &agreed(&draft), nine_to_five);
        }
    }
    let sms = sms(Purpose::Marketing);
    let late = [("Europe/Berlin".to_string(), Offset(10 * 60))];
    let until = noon() + Span::hours(10);
    let law = [Reason::QuietHours(QuietRule::Germany)];
    holds(until, &law, &sms, &agreed(&sms), |facts| {
        facts.clocks = late.into();
        facts.stricter.hours = Some(ShopHours {
            opens: 0,
            closes: 1440,
        });
    });
    let email = email(Purpose::Marketing);
    denies(&[Reason::NoCommonHour], &email, &agreed(&email), |facts| {
        facts.stricter.hours = Some(ShopHours {
            opens: 600,
            closes: 600,
        });
    });
}

fn past(draft: &Draft, id: &str, ago: Span) -> Past {
    Past {
        draft: id.parse().unwrap(),
        channel: draft.channel,
        purpose: draft.purpose,
        at: Instant(noon().0 - ago.0),
    }
}

#[test]
fn a_weeks_cap_holds_a_message_until_the_week_has_room() {
    let draft = email(Purpose::Marketing);
    let ledger = agreed(&draft);
    let sent = |days: &[i64]| -> Vec<Past> {
        let days = days.iter().enumerate();
        days.map(|(index, day)| past(&draft, &format!("d{index}"), Span::days(*day)))
            .collect()
    };
    let caps = [Reason::CapReached];
    let cap = |week| Cap {
        channel: Channel::Email,
        purpose: Purpose::Marketing,
        week,
    };
    allows(&draft, &ledger, |facts| facts.past = sent(&[1, 2]));
    allows(&draft, &ledger, |facts| facts.past = sent(&[1, 2, 7]));
    holds(noon() + Span::days(2), &caps, &draft, &ledger, |facts| {
        facts.past = sent(&[1, 5, 2]);
    });
    holds(noon() + Span::days(1), &caps, &draft, &ledger, |facts| {
        facts.stricter.caps = vec![cap(1)];
        facts.past = sent(&[6]);
    });
    holds(noon() + Span::days(2), &caps, &draft, &ledger, |facts| {
        facts.stricter.caps = vec![cap(2)];
        facts.past = sent(&[4, 5, 6]);
    });
    denies(&[Reason::CapIsZero], &draft, &ledger, |facts| {
        facts.stricter.caps = vec![cap(0)];
    });
}

#[test]
fn only_other_messages_of_its_kind_fill_a_cap() {
    let draft = sms(Purpose::Marketing);
    let ledger = agreed(&draft);
    allows(&draft, &ledger, |facts| {
        let utility = Draft {
            purpose: Purpose::Utility,
            ..draft.clone()
        };
        let email = email(Purpose::Marketing);
        facts.past = vec![
            past(&draft, draft.id.as_str(), Span::days(1)),
            past(&utility, "d1", Span::days(1)),
            past(&email, "d2", Span::days(1)),
        ];
    });
}

#[test]
fn all_that_sells_shares_a_cap_and_keeps_a_pause() {
    let draft = email(Purpose::Marketing);
    let ledger = agreed(&draft);
    let text = sms(Purpose::Marketing);
    let pause = [Reason::TooSoonAfterAnother];
    holds(noon() + Span::hours(23), &pause, &draft, &ledger, |facts| {
        facts.past = vec![past(&text, "d1", Span::hours(1))];
    });
    let whatsapp = draft_on_whatsapp();
    let total = [Reason::TotalCapReached];
    holds(noon() + Span::days(1), &total, &draft, &ledger, |facts| {
        facts.past = vec![
            past(&text, "d1", Span::days(6)),
            past(&whatsapp, "d2", Span::days(4)),
            past(&draft, "d3", Span::days(3)),
            past(&draft, "d4", Span::days(2)),
        ];
    });
    let utility = email(Purpose::Utility);
    allows(&utility, &agreed(&utility), |facts| {
        facts.past = vec![past(&text, "d1", Span::hours(1))];
    });
}

fn draft_on_whatsapp() -> Draft {
    draft(Channel::WhatsApp, Purpose::Marketing, "+491701234567")
}

#[test]
fn a_clock_that_was_set_back_allows_nothing_more() {
    let draft = email(Purpose::Marketing);
    let later = noon() + Span::hours(2);
    let granted = |at| Ledger::of([entry("grant-1", Kind::Grant, &draft, at)]);
    let not_yet = [Reason::NotYetGranted];
    holds(later, &not_yet, &draft, &granted(later), as_given);
    allows(&draft, &granted(noon() + Span::seconds(30)), as_given);
    let caps = [Reason::CapReached];
    let free = later + Span::days(7);
    let patient = Draft {
        expires: noon() + Span::days(30),
        ..sms(Purpose::Marketing)
    };
    let reasons = [caps[0], Reason::TooSoonAfterAnother];
    holds(free, &reasons, &patient, &agreed(&patient), |facts| {
        facts.past = vec![past(&patient, "d1", Span::hours(-2))];
    });
}

#[test]
fn a_withdrawal_dated_just_before_its_grant_still_ends_it() {
    let draft = email(Purpose::Marketing);
    let granted = noon() + Span::hours(-1);
    for (before, counts) in [(Span::seconds(60), false), (Span::seconds(61), true)] {
        let withdrawn = Instant(granted.0 - before.0);
        let ledger = Ledger::of([
            entry("stop-1", Kind::Withdrawal, &draft, withdrawn),
            entry("grant-1", Kind::Grant, &draft, granted),
        ]);
        if counts {
            allows(&draft, &ledger, as_given);
        } else {
            denies(&[Reason::Withdrawn], &draft, &ledger, as_given);
        }
    }
}

#[test]
fn sundays_and_holidays_hold_back_only_what_sells() {
    let sunday = noon() + Span::days(6);
    for (purpose, until) in [(Purpose::Marketing, 19), (Purpose::Utility, 0)] {
        let draft = Draft {
            due: sunday,
            expires: sunday + Span::days(3),
            ..sms(purpose)
        };
        let mut reasons = vec![Reason::NotDue];
        if until > 0 {
            reasons.push(Reason::QuietHours(QuietRule::Germany));
        }
        let until = sunday + Span::hours(until);
        holds(until, &reasons, &draft, &agreed(&draft), as_given);
    }
}
