//! When somebody of the shop is there to answer.

use shared::hours::{AnswerBy, OpeningHours};
use shared::time::{Local, Offset};
use shared::wire::document_v1::{HoursDraft, OpenDraft};

use parley_tests::scene::shop_document;

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
        let found = match hours.next_answer(local(day, time).instant(offset), offset) {
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
    assert_eq!(hours.next_answer(now, Offset(0)), AnswerBy::Unstated);
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
            open("17:00", "09:00"),
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
