//! When a cart arrives: the slowest line, the postal code, the destination's holidays, faster ways, and the two days of
//! the year on which the clock is changed.

use crate::rows::{at, each, short, words};
use proptest::prelude::*;
use serde_json::json;
use shared::promise::{Arrival, DeliveryRules, Parcel, ParcelLine, Promise, estimate};
use shared::time::{Clock, Instant, Offset};

fn rules(cut_off: &str, days: &[&str]) -> DeliveryRules {
    let draft = serde_json::from_value(json!({
        "cut_off": cut_off,
        "business_days": days,
        "holidays": ["2026-12-25"],
        "handling": [
            { "tag": "Made-to-order", "name": "made to order", "days": 5 },
            { "tag": "engraved", "name": "engraved", "days": 2 },
        ],
        "zones": [
            { "name": "the islands", "countries": ["DE"], "min_days": 4, "max_days": 6, "price": "9.90",
              "postal_codes": ["25 9", "2749"] },
            { "name": "Germany", "countries": ["DE"], "min_days": 1, "max_days": 2, "price": "4.90", "carrier": "DHL",
              "express": [
                { "name": "Night", "cut_off": "12:00", "min_days": 1, "max_days": 1, "price": "14.90" },
                { "name": "No Faster", "min_days": 2, "max_days": 2, "price": "7.90" },
              ] },
            { "name": "Austria", "countries": ["AT"], "min_days": 2, "max_days": 3, "price": "7.90",
              "holidays": ["2026-12-08"] },
            { "name": "Zurich", "countries": ["CH"], "min_days": 2, "max_days": 2, "price": "9.90", "postal_codes": ["80"] },
            { "name": "Ticino", "countries": ["CH"], "min_days": 3, "max_days": 5, "price": "9.90", "postal_codes": ["65"] },
        ],
        "source": "Delivery information",
    }));
    DeliveryRules::parse(&draft.unwrap(), "DE", "EUR".parse().unwrap(), "delivery").unwrap()
}

const WEEKDAYS: [&str; 5] = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const ALL_DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn line(tags: &str) -> ParcelLine {
    ParcelLine {
        title: "Oak table".into(),
        tags: words(tags),
    }
}

fn lines(cell: &str) -> Vec<ParcelLine> {
    cell.split('+').map(line).collect()
}

fn shown(arrival: &Arrival) -> String {
    let (earliest, latest) = (short(arrival.earliest), short(arrival.latest));
    format!("{} {earliest}..{latest}", arrival.destination)
}

#[track_caller]
fn check([now, to, tags, expected]: [&str; 4]) {
    let (country, code) = to.split_once(' ').unwrap_or((to, ""));
    let lines = lines(tags);
    let parcel = Parcel {
        country: (country != "?").then_some(country),
        postal_code: (!code.is_empty()).then_some(code),
        lines: &lines,
    };
    let found = estimate(
        &rules("14:00", &WEEKDAYS),
        &parcel,
        at(now, Offset(60)),
        &Clock::fixed(Offset(60)),
    );
    let mut text = match &found.promise {
        Promise::Arrives(arrival) if arrival.assumed => format!("assumed {}", shown(arrival)),
        Promise::Arrives(arrival) => shown(arrival),
        Promise::NotDelivered { country, .. } => format!("not to {country}"),
        Promise::Unstated => "unstated".into(),
    };
    if found.ask_postal_code {
        text.push_str(", ask code");
    }
    for express in &found.express {
        text.push_str(", ");
        text.push_str(&express.name);
        text.push(' ');
        text.push_str(&short(express.arrival.latest));
    }
    assert_eq!(text, expected, "{now} {to} {tags}");
    assert!(!found.because.is_empty());
}

#[test]
fn the_postal_code_the_slowest_line_and_the_holidays_there_decide() {
    each(
        "
        2026-11-23 11:59 | DE 10115   |                         | Germany 11-24..11-25, Night 11-24
        2026-11-23 12:00 | DE 10115   |                         | Germany 11-24..11-25
        2026-11-23 13:59 | DE 10115   |                         | Germany 11-24..11-25
        2026-11-23 14:00 | DE 10115   |                         | Germany 11-25..11-26, Night 11-25
        2026-11-23 10:00 | DE 27498   |                         | the islands 11-27..12-01
        2026-11-23 10:00 | DE 25-938  |                         | the islands 11-27..12-01
        2026-11-23 13:00 | DE         |                         | Germany 11-24..11-25, ask code
        2026-11-23 13:00 | ?          |                         | assumed Germany 11-24..11-25, ask code
        2026-11-23 13:00 | DE 10115   | engraved                | Germany 11-26..11-27
        2026-11-23 13:00 | AT 1010    | made-to-order           | Austria 12-02..12-03
        2026-11-23 13:00 | AT 1010    | engraved, MADE-TO-ORDER | Austria 12-02..12-03
        2026-11-23 13:00 | AT 1010    | engraved + + made-to-order | Austria 12-02..12-03
        2026-12-04 10:00 | AT 1010    |                         | Austria 12-09..12-10
        2026-12-04 13:00 | DE 10115   |                         | Germany 12-07..12-08
        2026-12-23 10:00 | AT 1010    |                         | Austria 12-25..12-28
        2026-12-24 13:00 | DE 10115   |                         | Germany 12-28..12-29
        2026-11-23 10:00 | CH 8001    |                         | Zurich 11-25..11-25
        2026-11-23 10:00 | CH 1200    |                         | not to CH
        2026-11-23 10:00 | CH         |                         | Ticino 11-26..11-30, ask code
        2026-11-23 10:00 | jp 100     |                         | not to JP
        ",
        check,
    );
}

#[test]
fn it_is_said_how_the_days_came_about() {
    let table = line("made-to-order");
    let because = |now: &str, country| {
        let parcel = Parcel {
            country: Some(country),
            postal_code: Some("1"),
            lines: core::slice::from_ref(&table),
        };
        let clock = &Clock::fixed(Offset(60));
        estimate(
            &rules("14:00", &WEEKDAYS),
            &parcel,
            at(now, Offset(60)),
            clock,
        )
        .because
    };
    assert_eq!(
        because("2026-12-18 14:30", "DE"),
        [
            "Ordered on Friday 18 December at 14:30, it counts as an order of Monday 21 December, since it is past 14:00.",
            "It leaves after 5 business days, on Tuesday 29 December, because Oak table is made to order.",
            "DHL takes 1 to 2 business days to Germany.",
            "Holidays on the way: Friday 25 December.",
        ]
    );
    assert_eq!(
        because("2026-11-22 09:00", "AT").first().unwrap(),
        "Ordered on Sunday 22 November at 09:00, it counts as an order of Monday 23 November, since that is no business day."
    );
    assert_eq!(
        because("2026-11-23 09:00", "CH"),
        ["No delivery zone takes the postal code 1 in CH."]
    );
}

/// Clocks in Berlin go back on 2026-10-25 and forward on 2027-03-28, both at 01:00 UTC.
#[track_caller]
fn check_change([utc, cut_off, expected]: [&str; 3]) {
    let (summer, winter) = (Offset(120), Offset(60));
    let clock = if utc.starts_with("2026") {
        Clock::changing(summer, vec![(at("2026-10-25 01:00", Offset(0)), winter)])
    } else {
        Clock::changing(winter, vec![(at("2027-03-28 01:00", Offset(0)), summer)])
    };
    let parcel = Parcel {
        country: Some("AT"),
        postal_code: None,
        lines: &[],
    };
    let found = estimate(
        &rules(cut_off, &ALL_DAYS),
        &parcel,
        at(utc, Offset(0)),
        &clock,
    );
    let closes = found.order_by.map(|closes| {
        let utc = closes.local(Offset(0));
        format!("{:02}:{:02}", utc.minute / 60, utc.minute % 60)
    });
    assert_eq!(
        closes.as_deref().unwrap_or("past"),
        expected,
        "{utc} {cut_off}"
    );
}

#[test]
fn a_changed_clock_gives_nobody_an_hour_that_is_not_there() {
    each(
        "
        2026-10-25 00:29 | 02:30 | 00:30
        2026-10-25 00:30 | 02:30 | past
        2026-10-25 01:10 | 02:30 | past
        2026-10-25 00:29 | 14:00 | 13:00
        2026-10-25 12:59 | 14:00 | 13:00
        2026-10-25 13:00 | 14:00 | past
        2026-10-25 00:29 | 24:00 | 23:00
        2027-03-28 00:10 | 02:30 | 01:00
        2027-03-28 00:59 | 02:30 | 01:00
        2027-03-28 01:00 | 02:30 | past
        2027-03-28 00:10 | 14:00 | 12:00
        2027-03-28 11:59 | 14:00 | 12:00
        2027-03-28 12:00 | 14:00 | past
        ",
        check_change,
    );
}

#[test]
fn every_mistake_in_the_special_rules_is_named_with_its_place() {
    let draft = json!({
        "cut_off": "14:00", "business_days": ["monday"], "source": "x",
        "handling": [{ "tag": "", "name": "x", "days": 1 }, { "tag": "a", "name": "", "days": 1 }, { "tag": "A", "name": "x", "days": 1 }],
        "zones": [{
            "name": "Germany", "countries": ["DE"], "min_days": 1, "max_days": 2, "price": "-4.90",
            "postal_codes": ["10", " -"], "holidays": ["25.12."],
            "express": [{ "name": "x", "cut_off": "noon", "min_days": 2, "max_days": 1, "price": "1,5" }],
        }],
    });
    let draft = serde_json::from_value(draft).unwrap();
    let problems = DeliveryRules::parse(&draft, "DE", "EUR".parse().unwrap(), "d").unwrap_err();
    let places: Vec<&str> = problems.iter().map(|found| found.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "d.zones[0].price",
            "d.zones[0].postal_codes[1]",
            "d.zones[0].holidays[0]",
            "d.zones[0].express[0].cut_off",
            "d.zones[0].express[0].min_days",
            "d.zones[0].express[0].price",
            "d.handling[0].tag",
            "d.handling[1].name",
            "d.handling[2].tag",
        ]
    );
}

proptest! {
    #[test]
    fn another_line_never_brings_a_cart_earlier_and_a_faster_way_is_faster(
        minutes in 29_880_000..30_500_000_i64,
        tags in prop::collection::vec(prop::sample::select(vec!["", "engraved", "made-to-order"]), 1..4),
    ) {
        let rules = rules("14:00", &WEEKDAYS);
        let lines: Vec<ParcelLine> = tags.iter().map(|tags| line(tags)).collect();
        let of = |lines: &[ParcelLine]| {
            let parcel = Parcel { country: Some("DE"), postal_code: Some("10115"), lines };
            estimate(&rules, &parcel, Instant(minutes * 60_000), &Clock::fixed(Offset(60)))
        };
        let latest = |promise: &Promise| match promise {
            Promise::Arrives(arrival) => arrival.latest,
            other @ (Promise::NotDelivered { .. } | Promise::Unstated) => panic!("{other:?}"),
        };
        let (fewer, all) = (of(&lines[1..]), of(&lines));
        prop_assert!(latest(&fewer.promise) <= latest(&all.promise));
        for express in all.express {
            prop_assert!(express.arrival.latest < latest(&all.promise));
        }
    }
}
