//! Where an order is, in a sentence, and whether something is wrong with its delivery.

use crate::rows::{day, each, words};
use shared::money::Money;
use shared::order::{
    Fulfilment, FulfilmentState, Order, OrderLine, Portion, Refund, Return, ReturnState, Stage,
    Tracking, Trouble, status,
};
use shared::promise::Calendar;
use shared::time::Weekday;

const WEEKDAYS: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];

const CALENDAR: Calendar<'_> = Calendar {
    weekdays: &WEEKDAYS,
    holidays: &[],
};

fn line(title: &str) -> OrderLine {
    OrderLine {
        id: title.parse().unwrap(),
        product: "1".parse().unwrap(),
        variant: "2".parse().unwrap(),
        title: title.into(),
        quantity: 1,
        price: Money::new(2400, "EUR".parse().unwrap()),
        tags: Vec::new(),
    }
}

fn portion(title: &str) -> Portion {
    Portion {
        line: title.parse().unwrap(),
        quantity: 1,
    }
}

/// An order of a cream and a soap, placed on Monday 16 November 2026.
fn order(promised: &str, fulfilments: Vec<Fulfilment>) -> Order {
    Order {
        number: "#1001".into(),
        placed: day("2026-11-16"),
        cancelled: None,
        country: Some("DE".into()),
        promised: shared::hours::date(promised),
        lines: vec![line("Cream"), line("Soap")],
        fulfilments,
        refunds: Vec::new(),
        returns: Vec::new(),
    }
}

/// `Cream Soap on 11-18 11-20`: what is in it, its state and the days of it.
fn parcel(cell: &str) -> Fulfilment {
    let date = |text: Option<&str>| text.map(|text| day(&format!("2026-{text}")));
    let (titles, rest): (Vec<&str>, Vec<&str>) = cell
        .split_whitespace()
        .partition(|word| *word == "Cream" || *word == "Soap");
    let mut rest = rest.into_iter();
    let (state, first, second) = (rest.next().unwrap(), date(rest.next()), date(rest.next()));
    let on = first.unwrap_or(day("2026-11-18"));
    let state = match state {
        "way" => FulfilmentState::OnItsWay {
            since: on,
            expected: second,
        },
        "out" => FulfilmentState::OutForDelivery { on },
        "collect" => FulfilmentState::ToCollect { since: on },
        "failed" => FulfilmentState::Failed { on },
        "lost" => FulfilmentState::Lost { on },
        "delivered" => FulfilmentState::Delivered { on: first },
        "cancelled" => FulfilmentState::Cancelled,
        _ => FulfilmentState::Preparing,
    };
    Fulfilment {
        portions: titles.into_iter().map(portion).collect(),
        carrier: Some("DHL".into()),
        tracking: Some(Tracking {
            number: "JD0146".into(),
            url: None,
        }),
        state,
    }
}

#[track_caller]
fn check([promised, parcels, today, expected]: [&str; 4]) {
    let parcels: Vec<Fulfilment> = words(parcels).iter().map(|cell| parcel(cell)).collect();
    let calendar = Calendar {
        weekdays: &WEEKDAYS,
        holidays: &[day("2026-11-25")],
    };
    let today = day(&format!("2026-{today}"));
    let found = status(
        &order(&format!("2026-{promised}"), parcels),
        today,
        calendar,
    );
    let stage = match found.stage {
        Stage::Preparing => "preparing",
        Stage::PartlySent => "partly sent",
        Stage::Sent => "sent",
        Stage::PartlyDelivered => "partly delivered",
        Stage::Delivered => "delivered",
        Stage::Cancelled => "cancelled",
    };
    let problem = found.problem.as_ref().map_or(String::new(), |problem| {
        let trouble = match problem.trouble {
            Trouble::Late { business_days } => format!("late {business_days}"),
            Trouble::Failed => "failed".into(),
            Trouble::Lost => "lost".into(),
        };
        let partly = if problem.partly { " partly" } else { "" };
        format!(": {trouble}{partly} {}", problem.missing.join(" "))
    });
    assert_eq!(
        format!("{stage}{problem}"),
        expected,
        "{today:?} {}",
        found.sentence
    );
}

#[test]
fn a_delivery_is_late_by_business_days_and_lost_after_ten() {
    each(
        "
        11-20 |                                     | 11-16 | preparing
        11-20 |                                     | 11-20 | preparing
        11-20 |                                     | 11-22 | preparing
        11-20 |                                     | 11-23 | preparing: late 1 Cream Soap
        x     |                                     | 12-24 | preparing
        11-20 | Cream way 11-18                     | 11-18 | partly sent
        11-20 | Cream Soap way 11-18                | 11-20 | sent
        11-20 | Cream Soap way 11-18                | 11-24 | sent: late 2 Cream Soap
        11-20 | Cream Soap way 11-18                | 11-25 | sent: late 2 Cream Soap
        11-20 | Cream Soap way 11-18                | 11-26 | sent: late 3 Cream Soap
        11-20 | Cream Soap way 11-18 11-24          | 11-24 | sent
        x     | Cream Soap way 11-18                | 12-24 | sent
        11-20 | Cream Soap way 11-18                | 12-04 | sent: late 9 Cream Soap
        11-20 | Cream Soap way 11-18                | 12-07 | sent: lost Cream Soap
        11-20 | Cream Soap out 11-20                | 11-20 | sent
        11-20 | Cream Soap out 11-20                | 11-23 | sent: late 1 Cream Soap
        11-20 | Cream Soap collect 11-18            | 12-24 | sent
        11-20 | Cream Soap failed 11-20             | 11-20 | sent: failed Cream Soap
        11-20 | Cream Soap lost 11-20               | 11-20 | sent: lost Cream Soap
        11-20 | Cream Soap delivered 11-19          | 12-24 | delivered
        11-20 | Cream Soap delivered                | 12-24 | delivered
        11-20 | Cream delivered 11-19               | 11-20 | partly delivered
        11-20 | Cream delivered 11-19               | 11-24 | partly delivered: late 2 partly Soap
        11-20 | Cream delivered 11-19, Soap way 11-18 | 11-20 | partly delivered
        11-20 | Cream delivered 11-19, Soap lost    | 11-20 | partly delivered: lost partly Soap
        11-20 | Cream way 11-18, Soap failed        | 11-23 | sent: failed Cream Soap
        11-20 | Cream Soap cancelled                | 11-20 | preparing
        ",
        check,
    );
}

fn told(promised: &str, parcels: &[&str], today: &str) -> String {
    let parcels = parcels.iter().map(|cell| parcel(cell)).collect();
    status(&order(promised, parcels), day(today), CALENDAR).sentence
}

#[test]
fn where_it_is_reads_as_a_sentence() {
    assert_eq!(
        told("2026-11-20", &["Cream Soap way 11-18"], "2026-11-24"),
        "Your order #1001 is on its way, with DHL since Wednesday 18 November, expected by Friday 20 November; it is late by 2 business days."
    );
    assert_eq!(
        told("x", &["Cream Soap way 11-18"], "2026-11-24"),
        "Your order #1001 is on its way, with DHL since Wednesday 18 November; no day of arrival is known."
    );
    assert_eq!(
        told("2026-11-20", &["Cream delivered 11-19"], "2026-12-07"),
        "Your order #1001 comes in 2 parts. Cream: it was delivered on Thursday 19 November. Soap: it is being prepared, expected by Friday 20 November; it is late by 11 business days, so it may be lost."
    );
}

#[test]
fn what_was_cancelled_paid_back_or_sent_back_is_told_and_only_open_parcels_can_be_followed() {
    let today = day("2026-11-24");
    let mut order = order(
        "x",
        vec![parcel("Cream delivered 11-19"), parcel("Soap way 11-18")],
    );
    assert_eq!(status(&order, today, CALENDAR).tracking.len(), 1);
    order.refunds.push(Refund {
        on: today,
        amount: Money::new(2400, "EUR".parse().unwrap()),
        portions: vec![portion("Cream")],
    });
    order.returns.push(Return {
        portions: vec![portion("Cream")],
        state: ReturnState::Requested,
    });
    assert_eq!(
        status(&order, today, CALENDAR).more,
        [
            "A return was asked for; the shop has not answered yet.",
            "24.00 EUR was paid back on Tuesday 24 November.",
        ]
    );
    order.cancelled = Some(day("2026-11-17"));
    let cancelled = status(&order, today, CALENDAR);
    assert_eq!(cancelled.stage, Stage::Cancelled);
    assert_eq!(cancelled.problem, None);
    assert_eq!(
        cancelled.sentence,
        "Your order #1001 was cancelled on Tuesday 17 November."
    );
}

#[test]
fn what_was_paid_back_before_it_was_sent_is_not_waited_for() {
    let mut order = order("2026-11-20", vec![parcel("Cream delivered 11-19")]);
    order.refunds.push(Refund {
        on: day("2026-11-19"),
        amount: Money::new(2400, "EUR".parse().unwrap()),
        portions: vec![portion("Soap")],
    });
    let found = status(&order, day("2026-12-24"), CALENDAR);
    assert_eq!((found.stage, found.problem), (Stage::Delivered, None));
}
