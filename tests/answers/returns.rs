//! What may go back, until when, by whose rule.

use crate::rows::{at, day, each, short, words};
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::money::Money;
use shared::order::{Fulfilment, FulfilmentState, Order, OrderLine, Portion, Return, ReturnState};
use shared::returns::{
    Answer, Basis, Because, Counted, Doubt, Eligibility, LastDay, Law, Refusal, ReturnRules, Seal,
    Why, Wish, eligibility,
};
use shared::time::{Date, Offset};

fn draft() -> Value {
    json!({
        "window_days": 30,
        "cost": "4.90",
        "exchanges": true,
        "exclusions": [
            { "tag": "sale", "because": "final_sale" },
            { "tag": "hygiene", "because": "hygiene" },
            { "tag": "film", "because": "sealed_media" },
            { "tag": "engraved", "because": "made_to_order" },
            { "tag": "fresh", "because": "perishable" },
        ],
        "extensions": [{ "ordered_from": "2026-11-20", "ordered_to": "2026-12-24", "until": "2027-01-31" }],
        "public_holidays": ["2026-12-25", "2026-12-26"],
        "source": "Returns",
    })
}

fn rules(draft: &Value) -> ReturnRules {
    let draft = serde_json::from_value(draft.clone()).unwrap();
    ReturnRules::parse(&draft, "EUR".parse().unwrap(), "returns").unwrap()
}

fn line(id: &str, quantity: u32, tags: &str) -> OrderLine {
    OrderLine {
        id: id.parse().unwrap(),
        product: "1".parse().unwrap(),
        variant: "2".parse().unwrap(),
        title: "Cream".into(),
        quantity,
        price: Money::new(2400, "EUR".parse().unwrap()),
        tags: words(tags),
    }
}

fn portions(quantity: u32) -> Vec<Portion> {
    vec![Portion {
        line: "1".parse().unwrap(),
        quantity,
    }]
}

/// Two creams, ordered on Monday 2 November 2026, in one parcel.
fn order(country: &str, tags: &str, state: FulfilmentState) -> Order {
    Order {
        number: "#1001".into(),
        placed: day("2026-11-02"),
        cancelled: None,
        country: Some(country.into()),
        promised: None,
        lines: vec![line("1", 2, tags)],
        fulfilments: vec![Fulfilment {
            portions: portions(2),
            carrier: None,
            tracking: None,
            state,
        }],
        refunds: Vec::new(),
        returns: Vec::new(),
    }
}

fn state(cell: &str) -> FulfilmentState {
    match cell {
        "way" => FulfilmentState::OnItsWay {
            since: day("2026-11-03"),
            expected: None,
        },
        "?" => FulfilmentState::Delivered { on: None },
        on => FulfilmentState::Delivered {
            on: Some(day(&format!("2026-{on}"))),
        },
    }
}

fn asked(order: &Order, seal: Seal, why: Why, now: &str) -> Eligibility {
    let line = "1".parse().unwrap();
    let wish = Wish {
        order,
        line: &line,
        seal,
        why,
    };
    eligibility(&rules(&draft()), &wish, at(now, Offset(60)), Offset(60))
}

fn shown(found: &Eligibility) -> String {
    match &found.answer {
        Answer::Yes(terms) => {
            let last = match terms.last_day {
                LastDay::On(last) => short(last),
                LastDay::AfterTheRest(days) => format!("{days} days after the rest"),
            };
            let basis = match terms.basis {
                Basis::Shop => "shop",
                Basis::Law(Law::EuropeanUnion) => "eu",
                Basis::Law(Law::UnitedKingdom) => "uk",
            };
            let counted = match terms.counted {
                Counted::Delivery(_) => "",
                Counted::Order(_) => ", from the order",
            };
            let sealed = if terms.only_sealed { ", sealed" } else { "" };
            let exchange = if terms.exchange { "" } else { ", no exchange" };
            format!(
                "{} until {last} by {basis}{counted}{sealed}{exchange}",
                terms.quantity
            )
        }
        Answer::NotYet => "not yet".into(),
        Answer::Person(Doubt::FaultyOrWrong) => "person, faulty".into(),
        Answer::Person(Doubt::DeliveryUnknown) => "person, day unknown".into(),
        Answer::No(refusals) => {
            let refusals: Vec<String> = refusals.iter().map(|refusal| refused(*refusal)).collect();
            format!("no: {}", refusals.join(", "))
        }
    }
}

fn refused(refusal: Refusal) -> String {
    match refusal {
        Refusal::NotInOrder => "not in order".into(),
        Refusal::Cancelled => "cancelled".into(),
        Refusal::AlreadyReturned => "returned".into(),
        Refusal::WindowOver(last) => format!("over {}", short(last)),
        Refusal::Excluded(because) => match because {
            Because::FinalSale => "final sale",
            Because::Hygiene => "hygiene",
            Because::SealedMedia => "media",
            Because::MadeToOrder => "made to order",
            Because::Perishable => "perishable",
        }
        .into(),
    }
}

#[track_caller]
fn check([tags, country, delivered, seal, now, expected]: [&str; 6]) {
    let seal = match seal {
        "broken" => Seal::Broken,
        "whole" => Seal::Unbroken,
        _ => Seal::Unknown,
    };
    let order = order(country, tags, state(delivered));
    let found = asked(&order, seal, Why::NotWanted, &format!("2026-{now}"));
    assert_eq!(
        shown(&found),
        expected,
        "{tags} {country} {delivered} {now}"
    );
    assert!(!found.reasons.is_empty());
}

#[test]
fn the_window_of_the_shop_counts_from_the_delivery_to_the_end_of_its_last_day() {
    each(
        "
                | US | 11-09 |        | 11-09 08:00 | 2 until 12-09 by shop
                | US | 11-09 |        | 12-09 23:59 | 2 until 12-09 by shop
                | US | 11-09 |        | 12-10 00:00 | no: over 12-09
                | DE | 11-09 |        | 12-09 23:59 | 2 until 12-09 by shop
                | DE | way   |        | 11-09 08:00 | not yet
                | DE | ?     |        | 11-20 08:00 | 2 until 12-02 by shop, from the order
                | US | ?     |        | 12-03 00:00 | person, day unknown
        sale    | US | ?     |        | 11-20 08:00 | no: final sale
        sale    | US | 11-09 |        | 11-10 08:00 | no: final sale
        sale    | US | 11-09 |        | 12-10 00:00 | no: final sale, over 12-09
        hygiene | US | 11-09 |        | 11-10 08:00 | 2 until 12-09 by shop, sealed
        hygiene | US | 11-09 | whole  | 11-10 08:00 | 2 until 12-09 by shop
        hygiene | DE | 11-09 | broken | 11-10 08:00 | no: hygiene
        film    | DE | 11-09 | broken | 11-10 08:00 | no: media
        engraved | DE | 11-09 |       | 11-10 08:00 | no: made to order
        fresh, hygiene | DE | 11-09 | broken | 12-10 08:00 | no: hygiene, perishable, over 12-09
        ",
        check,
    );
}

#[test]
fn the_law_of_the_shoppers_country_is_the_least_that_holds() {
    each(
        "
        sale | DE | 11-09 | | 11-10 08:00 | 2 until 11-23 by eu, no exchange
        sale | fr | 11-09 | | 11-23 23:59 | 2 until 11-23 by eu, no exchange
        sale | DE | 11-09 | | 11-24 00:00 | no: final sale
        sale | DE | 11-07 | | 11-23 23:59 | 2 until 11-23 by eu, no exchange
        sale | GB | 11-07 | | 11-21 23:59 | 2 until 11-21 by uk, no exchange
        sale | GB | 11-07 | | 11-22 00:00 | no: final sale
        sale | DE | 11-08 | | 11-23 23:59 | 2 until 11-23 by eu, no exchange
        sale | DE | 12-11 | | 12-28 23:59 | 2 until 12-28 by eu, no exchange
        sale | DE | 12-11 | | 12-29 00:00 | no: final sale
        sale | CH | 11-09 | | 11-10 08:00 | no: final sale
        sale | DE | ?     | | 11-16 23:59 | 2 until 11-16 by eu, from the order, no exchange
        sale | DE | ?     | | 11-17 00:00 | person, day unknown
        sale, hygiene | DE | 11-09 | | 11-10 08:00 | 2 until 11-23 by eu, sealed, no exchange
        sale, engraved | DE | 11-09 | | 11-10 08:00 | no: final sale, made to order
        ",
        check,
    );
}

#[test]
fn a_period_of_law_begins_when_the_rest_of_the_order_has_come() {
    let mut order = order("DE", "sale", state("11-09"));
    order.lines.push(line("2", 1, ""));
    let found = asked(&order, Seal::Unknown, Why::NotWanted, "2026-12-24 08:00");
    assert_eq!(
        shown(&found),
        "2 until 14 days after the rest by eu, no exchange"
    );
    order.fulfilments.push(Fulfilment {
        portions: vec![Portion {
            line: "2".parse().unwrap(),
            quantity: 1,
        }],
        carrier: None,
        tracking: None,
        state: state("12-01"),
    });
    let found = asked(&order, Seal::Unknown, Why::NotWanted, "2026-12-01 08:00");
    assert_eq!(shown(&found), "2 until 12-15 by eu, no exchange");
}

#[test]
fn the_state_of_the_order_comes_before_any_window() {
    let with = |change: &dyn Fn(&mut Order)| {
        let mut order = order("DE", "", state("11-09"));
        change(&mut order);
        let found = asked(&order, Seal::Unknown, Why::NotWanted, "2026-11-10 08:00");
        shown(&found)
    };
    let back = |quantity, state| {
        with(&|order| {
            order.returns.push(Return {
                portions: portions(quantity),
                state,
            });
        })
    };
    assert_eq!(back(2, ReturnState::Requested), "no: returned");
    assert_eq!(back(2, ReturnState::Closed), "no: returned");
    assert_eq!(back(1, ReturnState::Open), "1 until 12-09 by shop");
    assert_eq!(back(2, ReturnState::Declined), "2 until 12-09 by shop");
    assert_eq!(back(2, ReturnState::Cancelled), "2 until 12-09 by shop");
    let part = with(&|order| {
        for parcel in &mut order.fulfilments {
            parcel.portions = portions(1);
        }
    });
    assert_eq!(part, "1 until 14 days after the rest by eu");
    let cancelled = with(&|order| order.cancelled = Some(day("2026-11-03")));
    assert_eq!(cancelled, "no: cancelled");
    let other = with(&|order| order.lines = vec![line("9", 2, "")]);
    assert_eq!(other, "no: not in order");
    let extended = with(&|order| order.placed = day("2026-12-24"));
    assert_eq!(extended, "2 until 01-31 by shop");
    let faulty = asked(
        &order("DE", "engraved", state("11-09")),
        Seal::Broken,
        Why::FaultyOrWrong,
        "2026-12-24 08:00",
    );
    assert_eq!(shown(&faulty), "person, faulty");
}

#[test]
fn the_terms_are_told_in_sentences() {
    let order = order("DE", "sale", state("11-09"));
    let found = asked(&order, Seal::Unknown, Why::NotWanted, "2026-11-10 08:00");
    assert_eq!(
        found.reasons,
        [
            "You can ask to send 2 × Cream back until Monday 23 November, that day included.",
            "This counts from its delivery on Monday 9 November.",
            "That is your right by the law of the European Union: 14 days from the last delivery of an order.",
            "Sending it back costs €4.90, taken off what is paid back.",
        ]
    );
}

#[test]
fn every_mistake_in_the_rules_is_named_with_its_place() {
    let draft = json!({
        "window_days": 731, "cost": "cheap", "source": "",
        "exclusions": [{ "tag": "", "because": "no_idea" }],
        "extensions": [
            { "ordered_from": "2026-12-24", "ordered_to": "2026-12-01", "until": "2026-12-01" },
            { "ordered_from": "soon", "ordered_to": "2026-12-01", "until": "later" },
        ],
        "public_holidays": ["2026-02-30"],
    });
    let draft = serde_json::from_value(draft).unwrap();
    let problems = ReturnRules::parse(&draft, "EUR".parse().unwrap(), "r").unwrap_err();
    let places: Vec<&str> = problems.iter().map(|found| found.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "r.window_days",
            "r.cost",
            "r.exclusions[0].tag",
            "r.exclusions[0].because",
            "r.extensions[0].ordered_to",
            "r.extensions[0].until",
            "r.extensions[1].ordered_from",
            "r.extensions[1].until",
            "r.public_holidays[0]",
            "r.source",
        ]
    );
}

proptest! {
    #[test]
    fn nothing_goes_back_after_its_last_day_and_what_is_over_stays_over(
        tags in prop::sample::select(vec!["", "sale", "hygiene", "engraved", "sale, hygiene"]),
        country in prop::sample::select(vec!["DE", "GB", "US"]),
        known in any::<bool>(), delivered in 20_759..20_800_i64, waited in 0..120_i64, later in 1..60_i64,
    ) {
        let on = known.then(|| Date::from_days(delivered));
        let order = order(country, tags, FulfilmentState::Delivered { on });
        let (rules, line) = (rules(&draft()), "1".parse().unwrap());
        let wish = Wish { order: &order, line: &line, seal: Seal::Unbroken, why: Why::NotWanted };
        let on_day = |days: i64| {
            let noon = shared::time::Local { date: Date::from_days(days), minute: 720 };
            eligibility(&rules, &wish, noon.instant(Offset(0)), Offset(0)).answer
        };
        let (first, second) = (on_day(delivered + waited), on_day(delivered + waited + later));
        for (answer, today) in [(&first, delivered + waited), (&second, delivered + waited + later)] {
            if let Answer::Yes(terms) = answer {
                prop_assert!(matches!(terms.last_day, LastDay::On(last) if Date::from_days(today) <= last));
            }
        }
        if !matches!(first, Answer::Yes(_)) {
            prop_assert!(!matches!(second, Answer::Yes(_)));
        }
    }
}
