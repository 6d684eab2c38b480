//! When an order placed now arrives, by the stand-in shop's delivery rules.

use parley_tests::scene::shop_document;
use proptest::prelude::*;
use shared::hours::{date, minute_of_day};
use shared::promise::{DeliveryRules, Promise, promise};
use shared::time::{Date, Instant, Local, Offset, Weekday};

fn rules() -> DeliveryRules {
    let document = shop_document();
    let currency = document.currency.parse().unwrap();
    DeliveryRules::parse(&document.delivery, &document.country, currency, "delivery").unwrap()
}

#[track_caller]
fn check(day: &str, time: &str, country: Option<&str>, expected: &str) {
    let offset = Offset(60);
    let local = Local {
        date: date(day).unwrap(),
        minute: minute_of_day(time).unwrap(),
    };
    let show = |date: Date| format!("{:02}-{:02}", date.month, date.day);
    let found = match promise(&rules(), country, local.instant(offset), offset) {
        Promise::Arrives(arrival) => format!(
            "{}{} {}..{} {}{}",
            if arrival.assumed { "assumed " } else { "" },
            arrival.destination,
            show(arrival.earliest),
            show(arrival.latest),
            arrival.price,
            if arrival.order_by.is_some() {
                ", today"
            } else {
                ""
            },
        ),
        Promise::NotDelivered { country, .. } => format!("not to {country}"),
        Promise::Unstated => "unstated".into(),
    };
    assert_eq!(found, expected, "{day} {time} {country:?}");
}

#[test]
fn an_order_arrives_on_business_days_after_the_cut_off_and_around_holidays() {
    // Monday before and at the cut-off.
    check(
        "2026-11-23",
        "13:59",
        Some("DE"),
        "Germany 11-25..11-27 4.90 EUR, today",
    );
    check(
        "2026-11-23",
        "14:00",
        Some("DE"),
        "Germany 11-26..11-30 4.90 EUR",
    );
    // Friday afternoon waits for Monday; so does the weekend.
    check(
        "2026-11-27",
        "15:00",
        Some("DE"),
        "Germany 12-02..12-04 4.90 EUR",
    );
    check(
        "2026-11-28",
        "10:00",
        Some("DE"),
        "Germany 12-02..12-04 4.90 EUR",
    );
    // Christmas falls on Friday and Saturday, New Year on the Friday after.
    check(
        "2026-12-24",
        "10:00",
        Some("DE"),
        "Germany 12-29..12-31 4.90 EUR, today",
    );
    check(
        "2026-12-25",
        "10:00",
        Some("DE"),
        "Germany 12-30..01-04 4.90 EUR",
    );
    check(
        "2026-11-23",
        "10:00",
        Some("at"),
        "Austria, the Netherlands, Belgium or France 11-26..11-30 7.90 EUR, today",
    );
}

#[test]
fn a_country_that_no_zone_lists_is_not_delivered_to_and_an_unknown_one_is_assumed_aloud() {
    check("2026-11-23", "10:00", Some("JP"), "not to JP");
    check(
        "2026-11-23",
        "10:00",
        None,
        "assumed Germany 11-25..11-27 4.90 EUR, today",
    );
}

#[test]
fn a_shop_without_business_days_promises_nothing() {
    let mut rules = rules();
    rules.business_days.clear();
    assert_eq!(
        promise(&rules, Some("DE"), Instant(0), Offset(0)),
        Promise::Unstated
    );
}

#[test]
fn every_mistake_in_the_delivery_rules_is_named_with_its_place() {
    let mut draft = shop_document().delivery;
    draft.cut_off = "2 pm".into();
    draft.business_days.clear();
    draft.holidays = vec!["2026-13-01".into()];
    draft.zones[0].countries = vec!["Germany".into()];
    draft.zones[1].price = "7,90".into();
    draft.zones[1].free_over = Some("89.001".into());
    draft.zones[2].min_days = 9;
    let problems =
        DeliveryRules::parse(&draft, "DE", "EUR".parse().unwrap(), "delivery").unwrap_err();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "delivery.cut_off",
            "delivery.business_days",
            "delivery.holidays[0]",
            "delivery.zones[0].countries[0]",
            "delivery.zones[1].price",
            "delivery.zones[1].free_over",
            "delivery.zones[2].min_days",
            "delivery.zones",
        ]
    );
}

proptest! {
    #[test]
    fn a_promised_day_is_a_business_day_that_is_never_earlier_for_a_later_order(
        minutes in 29_880_000..30_500_000_i64, wait in 0..5000_i64, offset in -720..=840_i16,
    ) {
        let rules = rules();
        let ordered = |minutes: i64| {
            let now = Instant(minutes * 60_000);
            match promise(&rules, Some("DE"), now, Offset(offset)) {
                Promise::Arrives(arrival) => arrival,
                other @ (Promise::NotDelivered { .. } | Promise::Unstated) => panic!("{other:?}"),
            }
        };
        let (first, second) = (ordered(minutes), ordered(minutes + wait));
        prop_assert!(first.earliest <= second.earliest && first.latest <= second.latest);
        for day in [first.earliest, first.latest] {
            prop_assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
            prop_assert!(!rules.holidays.contains(&day));
            prop_assert!(day > Instant(minutes * 60_000).local(Offset(offset)).date);
        }
    }
}
