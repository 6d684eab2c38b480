//! When somebody of the shop is there to answer.

use proptest::prelude::*;
use shared::hours::{
    AnswerBy, Next, OpeningHours, SpecialDayDraft, SpecialHoursDraft, StretchDraft, told,
};
use shared::locale::{self, Language, Locale};
use shared::message::{Voice, Words};
use shared::time::{Clock, Instant, Local, Offset, Span, Weekday};
use shared::wire::document_v1::{HoursDraft, OpenDraft};

use parley_tests::scene::shop_document;
use std::collections::BTreeSet;
use xtask::message::words;

fn local(day: &str, time: &str) -> Local {
    Local {
        date: shared::hours::date(day).unwrap(),
        minute: shared::hours::minute_of_day(time).unwrap(),
    }
}

#[track_caller]
fn check(day: &str, time: &str, expected: &str) {
    let hours = OpeningHours::parse(&shop_document().opening_hours, "opening_hours").unwrap();
    for offset in [Offset(60), Offset(-300), Offset(0)] {
        let show = |at: Local| {
            let date = at.date;
            format!(
                "{}-{:02}-{:02} {:02}:{:02}",
                date.year,
                date.month,
                date.day,
                at.minute / 60,
                at.minute % 60
            )
        };
        let found = match answer(&hours, local(day, time).instant(offset), offset) {
            AnswerBy::Now { until } => format!("now until {}", show(until)),
            AnswerBy::From(at) => show(at),
            AnswerBy::Unstated => "unstated".into(),
        };
        assert_eq!(found, expected, "{day} {time}");
    }
}

#[test]
fn somebody_is_there_within_the_hours_and_back_at_the_next_ones() {
    check("2026-11-23", "09:00", "now until 2026-11-23 17:30");
    check("2026-11-23", "17:29", "now until 2026-11-23 17:30");
    check("2026-11-23", "17:30", "2026-11-24 09:00");
    check("2026-11-23", "08:59", "2026-11-23 09:00");
    check("2026-11-28", "14:00", "2026-11-30 09:00");
    // Christmas: closed from Thursday to Saturday, Sunday is never open.
    check("2026-12-23", "20:00", "2026-12-28 09:00");
    check("2026-12-31", "10:00", "2027-01-02 10:00");
}

#[test]
fn a_shop_that_is_never_open_promises_nothing() {
    let hours = OpeningHours::parse(&HoursDraft::default(), "opening_hours").unwrap();
    let now = local("2026-11-23", "10:00").instant(Offset(0));
    assert_eq!(answer(&hours, now, Offset(0)), AnswerBy::Unstated);
}

#[test]
fn every_mistake_in_the_hours_is_named_with_its_place() {
    let open = |from: &str, to: &str| OpenDraft {
        days: Vec::new(),
        from: from.into(),
        to: to.into(),
    };
    let draft = HoursDraft {
        open: vec![
            open("9:00", "25:00"),
            open("17:00", "17:00"),
            open("00:00", "24:00"),
        ],
        closed: vec!["2026-02-30".into(), "2026-12-25".into(), "26-12-25".into()],
    };
    let problems = OpeningHours::parse(&draft, "opening_hours").unwrap_err();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "opening_hours.open[0].from",
            "opening_hours.open[0].to",
            "opening_hours.open[1].to",
            "opening_hours.closed[0]",
            "opening_hours.closed[2]",
        ]
    );
}

/// Berlin: summer until 2026-10-25 01:00 UTC, winter until 2027-03-28 01:00 UTC, then summer.
fn berlin() -> Clock {
    Clock::changing(
        Offset(120),
        vec![
            (utc("2027-03-28", "01:00"), Offset(120)),
            (utc("2026-10-25", "01:00"), Offset(60)),
        ],
    )
}

fn answer(hours: &OpeningHours, now: Instant, offset: Offset) -> AnswerBy {
    let clock = Clock::fixed(offset);
    hours.next(now, &clock).by(&clock)
}

fn utc(day: &str, time: &str) -> Instant {
    local(day, time).instant(Offset(0))
}

fn stretches(texts: &[(&[Weekday], &str, &str)]) -> OpeningHours {
    let open = texts.iter().map(|(days, from, to)| OpenDraft {
        days: days.to_vec(),
        from: (*from).into(),
        to: (*to).into(),
    });
    let draft = HoursDraft {
        open: open.collect(),
        closed: vec!["2026-12-25".into()],
    };
    OpeningHours::parse(&draft, "opening_hours").unwrap()
}

fn special() -> SpecialHoursDraft {
    serde_json::from_str(
        r#"{
            "days": [
                { "date": "2026-12-24", "open": [{ "from": "08:00", "to": "10:00" }, { "from": "11:00", "to": "12:00" }] },
                { "date": "2026-12-28" },
                { "date": "2026-12-26", "open": [{ "from": "10:00", "to": "11:00" }] }
            ],
            "yearly": ["12-26", "easter-2", "easter+1", "4th thursday of 11", "last monday of 5"]
        }"#,
    )
    .unwrap()
}

const WORKDAYS: &[Weekday] = &[
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];
const EVERY_DAY: &[Weekday] = &[
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// What is next at a UTC time, in UTC.
#[track_caller]
fn check_next(hours: &OpeningHours, day: &str, time: &str, expected: Next) {
    let found = hours.next(utc(day, time), &berlin());
    assert_eq!(found, expected, "{day} {time}");
}

#[test]
fn several_stretches_a_day_and_those_over_midnight_are_kept() {
    let hours = stretches(&[
        (WORKDAYS, "09:00", "12:00"),
        (WORKDAYS, "12:00", "13:00"),
        (WORKDAYS, "14:00", "18:00"),
        (&[Weekday::Friday], "22:00", "02:00"),
    ]);
    let now = |day, time| Next::Now {
        until: utc(day, time),
    };
    let from = |day, time| Next::From(utc(day, time));
    // Stretches that touch are one; 13:00 in Berlin's winter is 12:00 UTC.
    check_next(&hours, "2026-11-23", "08:30", now("2026-11-23", "12:00"));
    check_next(&hours, "2026-11-23", "12:00", from("2026-11-23", "13:00"));
    check_next(&hours, "2026-11-27", "17:00", from("2026-11-27", "21:00"));
    check_next(&hours, "2026-11-27", "23:30", now("2026-11-28", "01:00"));
    check_next(&hours, "2026-11-28", "00:59", now("2026-11-28", "01:00"));
    check_next(&hours, "2026-11-28", "01:00", from("2026-11-30", "08:00"));
}

#[test]
fn days_with_hours_of_their_own_come_before_days_off_and_weekdays() {
    let hours = stretches(&[(WORKDAYS, "09:00", "17:00")])
        .with(&special(), "special_hours")
        .unwrap();
    let from = |day, time| Next::From(utc(day, time));
    check_next(&hours, "2026-12-24", "06:00", from("2026-12-24", "07:00"));
    check_next(&hours, "2026-12-24", "09:30", from("2026-12-24", "10:00"));
    check_next(&hours, "2026-12-24", "11:00", from("2026-12-26", "09:00"));
    check_next(&hours, "2026-12-26", "10:00", from("2026-12-29", "08:00"));
    // Good Friday, Easter Monday, Thanksgiving, the last Monday of May.
    check_next(&hours, "2027-03-25", "18:00", from("2027-03-30", "07:00"));
    check_next(&hours, "2026-11-25", "18:00", from("2026-11-27", "08:00"));
    check_next(&hours, "2027-05-30", "12:00", from("2027-06-01", "07:00"));
    check_next(&hours, "2027-05-23", "12:00", from("2027-05-24", "07:00"));
}

#[test]
fn a_clock_that_changes_before_the_next_opening_is_followed() {
    let hours = stretches(&[(WORKDAYS, "09:00", "17:00")]);
    // Saturday in summer time, Monday in winter time: 08:00 UTC, not 07:00.
    let next = Next::From(utc("2026-10-26", "08:00"));
    check_next(&hours, "2026-10-24", "12:00", next);
    let next = Next::From(utc("2027-03-29", "07:00"));
    check_next(&hours, "2027-03-27", "12:00", next);
    // 02:30 does not exist on 2027-03-28, and comes twice on 2026-10-25: nobody is told of an hour that is not kept.
    let early = stretches(&[(&[Weekday::Sunday], "02:30", "05:00")]);
    let next = Next::From(utc("2027-03-28", "01:00"));
    check_next(&early, "2027-03-28", "00:00", next);
    let next = Next::From(utc("2026-10-25", "01:30"));
    check_next(&early, "2026-10-25", "00:45", next);
    let late = stretches(&[(&[Weekday::Saturday], "20:00", "02:30")]);
    let until = utc("2026-10-25", "00:30");
    check_next(&late, "2026-10-24", "23:00", Next::Now { until });
}

#[track_caller]
fn check_told(hours: &OpeningHours, now: Instant, shopper: Option<i16>, expected: &str) {
    let next = hours.next(now, &berlin());
    let words = Words::default();
    let voice = Voice {
        words: &words,
        locale: Locale::default(),
    };
    let said = told(voice, next, now, &berlin(), shopper.map(Offset));
    assert_eq!(said, expected);
}

#[test]
fn the_shopper_reads_both_clocks_where_they_differ_and_no_promise() {
    let hours = stretches(&[(WORKDAYS, "09:00", "17:00")]);
    let (noon, evening) = (utc("2026-11-23", "11:00"), utc("2026-11-23", "19:00"));
    let there = "Somebody is there now, until 17:00; I can't say how soon they answer.";
    check_told(&hours, noon, None, there);
    check_told(&hours, noon, Some(60), there);
    check_told(
        &hours,
        noon,
        Some(-300),
        "Somebody is there now, until 17:00 our time (that is 11:00 where you are); I can't say how soon they answer.",
    );
    check_told(
        &hours,
        evening,
        None,
        "Nobody is there at the moment. Somebody is back tomorrow at 09:00; I can't say how soon after that they answer.",
    );
    check_told(
        &hours,
        evening,
        Some(-600),
        "Nobody is there at the moment. Somebody is back tomorrow at 09:00 our time (that is Monday 23 November at 22:00 \
         where you are); I can't say how soon after that they answer.",
    );
    check_told(
        &hours,
        utc("2026-11-28", "10:00"),
        Some(60),
        "Nobody is there at the moment. Somebody is back on Monday 30 November at 09:00; I can't say how soon after that \
         they answer.",
    );
    let always = stretches(&[(EVERY_DAY, "00:00", "24:00")]);
    let always_there = "Somebody is there now; I can't say how soon they answer.";
    check_told(&always, noon, Some(-300), always_there);
    let unstated = "I can't say how soon somebody answers.";
    check_told(&OpeningHours::default(), noon, None, unstated);
}

/// Every sentence with every moment, in every language: what is told is in it, and no hole is left.
#[test]
fn when_somebody_is_there_is_told_in_every_language() {
    let hours = stretches(&[(WORKDAYS, "09:00", "17:00")]);
    let overnight = stretches(&[(EVERY_DAY, "22:00", "04:30")]);
    let cases = [
        (&hours, utc("2026-11-23", "11:00"), 17 * 60, None),
        (&overnight, utc("2026-11-23", "21:30"), 4 * 60 + 30, None),
        (&hours, utc("2026-11-23", "05:00"), 9 * 60, None),
        (&hours, utc("2026-11-23", "19:00"), 9 * 60, None),
        (
            &hours,
            utc("2026-11-28", "10:00"),
            9 * 60,
            Some("2026-11-30"),
        ),
    ];
    for language in Language::ALL {
        let words = words(language).unwrap();
        let locale = Locale::of(language.code());
        let voice = Voice {
            words: &words,
            locale,
        };
        let mut all = BTreeSet::new();
        for (hours, now, minute, day) in cases {
            let next = hours.next(now, &berlin());
            for shopper in [None, Some(Offset(-300)), Some(Offset(-900))] {
                let said = told(voice, next, now, &berlin(), shopper);
                assert!(said.contains(&locale::clock(locale, minute)), "{said}");
                if let Some(date) = day {
                    let date = shared::hours::date(date).unwrap();
                    assert!(said.contains(&locale::date(locale, date)), "{said}");
                }
                assert!(!said.contains(['{', '}']) && !said.contains("  "), "{said}");
                assert!(all.insert(said.clone()), "told twice: {said}");
            }
        }
        if language != Language::English {
            let own = all.iter().all(|said| !said.contains("Somebody"));
            assert!(own, "{language:?}");
        }
    }
}

#[test]
fn every_mistake_in_days_that_differ_is_named_with_its_place() {
    let stretch = |from: &str, to: &str| StretchDraft {
        from: from.into(),
        to: to.into(),
    };
    let day = |date: &str, open: Vec<StretchDraft>| SpecialDayDraft {
        date: date.into(),
        open,
    };
    let rules = "02-29, 02-30, 13-01, easter, easter1, easter+99, 5th monday of 1, last day of 1, 1st monday of 13, \
                 1st monday of 1 too, christmas";
    let draft = SpecialHoursDraft {
        days: vec![
            day(
                "2026-12-24",
                vec![stretch("9", "10:00"), stretch("10:00", "10:00")],
            ),
            day("2026-12-24", Vec::new()),
            day("tomorrow", Vec::new()),
        ],
        yearly: rules.split(", ").map(ToString::to_string).collect(),
    };
    let problems = OpeningHours::default().with(&draft, "special").unwrap_err();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "special.days[0].open[0].from",
            "special.days[0].open[1].to",
            "special.days[1].date",
            "special.days[2].date",
            "special.yearly[1]",
            "special.yearly[2]",
            "special.yearly[4]",
            "special.yearly[5]",
            "special.yearly[6]",
            "special.yearly[7]",
            "special.yearly[8]",
            "special.yearly[9]",
            "special.yearly[10]",
        ]
    );
}

proptest! {
    #[test]
    fn whoever_waits_until_somebody_is_back_finds_somebody(
        minutes in 29_840_000..30_500_000_i64, from in 0..1440_u16, length in 1..1440_u16,
    ) {
        let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let to = text((from + length) % 1440);
        let hours = stretches(&[(WORKDAYS, &text(from), &to)]).with(&special(), "special").unwrap();
        let (now, clock) = (Instant(minutes * 60_000), berlin());
        match hours.next(now, &clock) {
            Next::Now { until } => prop_assert!(until > now),
            Next::From(at) => {
                prop_assert!(at > now && at - now < Span::days(15));
                let is_there = matches!(hours.next(at, &clock), Next::Now { .. });
                prop_assert!(is_there);
                let still_nobody = hours.next(Instant(at.0 - 1), &clock);
                prop_assert_eq!(still_nobody, Next::From(at));
            }
            Next::Unstated => prop_assert!(false, "the shop has hours"),
        }
    }
}
