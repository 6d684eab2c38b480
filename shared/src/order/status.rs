//! Where an order is, in a sentence, and whether something is wrong with its delivery.

use super::{Fulfilment, FulfilmentState, Order, OrderLine, ReturnState, Tracking};
use crate::promise::Calendar;
use crate::time::Date;
use crate::words::{counted, day, listed};
use alloc::{format, string::String, vec::Vec};

/// Where an order is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How far it is, as a whole.
    pub stage: Stage,
    /// What is wrong with its delivery.
    pub problem: Option<DeliveryProblem>,
    /// Where it is, for the shopper.
    pub sentence: String,
    /// Returns and refunds, a sentence each.
    pub more: Vec<String>,
    /// How what is still on its way can be followed.
    pub tracking: Vec<Tracking>,
}

/// How far an order is, as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was sent yet.
    Preparing,
    /// Some of it was sent, nothing delivered.
    PartlySent,
    /// All of it was sent, nothing delivered.
    Sent,
    /// Some of it was delivered.
    PartlyDelivered,
    /// All of it was delivered.
    Delivered,
    /// It will not be sent.
    Cancelled,
}

/// What is wrong with a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryProblem {
    /// The worst of what is wrong.
    pub trouble: Trouble,
    /// The names of what is concerned.
    pub missing: Vec<String>,
    /// Whether other parts of the order were delivered.
    pub partly: bool,
}

/// What can be wrong with a parcel, from bad to worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// It should have arrived.
    Late {
        /// So many business days ago; at least one.
        business_days: u16,
    },
    /// The carrier tried and could not deliver it.
    Failed,
    /// The carrier says so, or it is so late that it must be looked for.
    Lost,
}

/// Where `order` is on the day `today`, where business days are counted by `calendar`.
#[must_use]
pub fn status(order: &Order, today: Date, calendar: Calendar<'_>) -> Status {
    let number = &order.number;
    if let Some(on) = order.cancelled {
        return Status {
            stage: Stage::Cancelled,
            problem: None,
            sentence: format!("Your order {number} was cancelled on {}.", day(on)),
            more: more(order),
            tracking: Vec::new(),
        };
    }
    let parts = parts(order, today, calendar);
    let sentence = match parts.as_slice() {
        [] => format!("Your order {number} has nothing left to deliver."),
        [only] => format!("Your order {number} {}.", only.phrase),
        _ => {
            let told: Vec<String> = parts.iter().map(Part::told).collect();
            let count = counted(u64::try_from(parts.len()).unwrap_or(u64::MAX), "part");
            format!("Your order {number} comes in {count}. {}", told.join(" "))
        }
    };
    Status {
        stage: stage(&parts),
        problem: problem(&parts),
        sentence,
        more: more(order),
        tracking: parts.into_iter().filter_map(Part::followed).collect(),
    }
}

/// A parcel, or what is still to be sent.
struct Part<'a> {
    titles: Vec<String>,
    progress: Progress,
    phrase: String,
    trouble: Option<Trouble>,
    tracking: Option<&'a Tracking>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Unsent,
    Sent,
    Delivered,
}

impl Part<'_> {
    fn told(&self) -> String {
        let what = if self.titles.is_empty() {
            "Another part".into()
        } else {
            listed(&self.titles)
        };
        format!("{what}: it {}.", self.phrase)
    }

    fn followed(self) -> Option<Tracking> {
        let open = self.progress != Progress::Delivered;
        self.tracking.filter(|_| open).cloned()
    }
}

fn parts<'a>(order: &'a Order, today: Date, calendar: Calendar<'_>) -> Vec<Part<'a>> {
    let overdue = |expected: Option<Date>| {
        let business_days = expected.map_or(0, |expected| calendar.between(expected, today));
        (business_days > 0).then_some(business_days)
    };
    let sent = order.fulfilments.iter();
    let sent = sent.filter(|parcel| parcel.state != FulfilmentState::Cancelled);
    let mut parts: Vec<Part<'_>> = sent
        .map(|parcel| parcel_part(order, parcel, &overdue))
        .collect();
    let unsent = order.lines.iter().filter(|line| order.unsent(line) > 0);
    let titles: Vec<String> = unsent.map(|line| line.title.clone()).collect();
    if !titles.is_empty() {
        let late = overdue(order.promised);
        parts.push(Part {
            titles,
            progress: Progress::Unsent,
            phrase: with_lateness(expecting("is being prepared", order.promised), late),
            trouble: late.map(trouble_of),
            tracking: None,
        });
    }
    parts
}

fn parcel_part<'a>(
    order: &'a Order,
    parcel: &'a Fulfilment,
    overdue: &impl Fn(Option<Date>) -> Option<u16>,
) -> Part<'a> {
    let with = parcel.carrier.as_ref();
    let with = with.map_or(String::new(), |carrier| format!(" with {carrier}"));
    let (progress, phrase, expected, sure) = match &parcel.state {
        FulfilmentState::Preparing => {
            let phrase = expecting("is being prepared", order.promised);
            (Progress::Unsent, phrase, order.promised, None)
        }
        FulfilmentState::OnItsWay { since, expected } => {
            let expected = expected.or(order.promised);
            let comma = if with.is_empty() { "" } else { "," };
            let phrase = format!("is on its way{comma}{with} since {}", day(*since));
            (Progress::Sent, expecting(&phrase, expected), expected, None)
        }
        FulfilmentState::OutForDelivery { on } => {
            let phrase = format!("is out for delivery{with} on {}", day(*on));
            (Progress::Sent, phrase, Some(*on), None)
        }
        FulfilmentState::ToCollect { since } => {
            let phrase = format!("has been waiting to be collected since {}", day(*since));
            (Progress::Sent, phrase, None, None)
        }
        FulfilmentState::Failed { on } => {
            let phrase = format!("could not be delivered{with} on {}", day(*on));
            (Progress::Sent, phrase, None, Some(Trouble::Failed))
        }
        FulfilmentState::Lost { on } => {
            let phrase = format!("was reported lost{with} on {}", day(*on));
            (Progress::Sent, phrase, None, Some(Trouble::Lost))
        }
        FulfilmentState::Delivered { on: Some(on) } => {
            let phrase = format!("was delivered on {}", day(*on));
            (Progress::Delivered, phrase, None, None)
        }
        FulfilmentState::Delivered { on: None } | FulfilmentState::Cancelled => {
            let phrase = "was delivered, on a day that was not reported".into();
            (Progress::Delivered, phrase, None, None)
        }
    };
    let late = overdue(expected);
    Part {
        titles: titles_of(order, parcel),
        progress,
        phrase: with_lateness(phrase, late),
        trouble: sure.or(late.map(trouble_of)),
        tracking: parcel.tracking.as_ref(),
    }
}

fn titles_of(order: &Order, parcel: &Fulfilment) -> Vec<String> {
    let held = |line: &&OrderLine| {
        parcel
            .portions
            .iter()
            .any(|portion| portion.line == line.id)
    };
    let lines = order.lines.iter().filter(held);
    lines.map(|line| line.title.clone()).collect()
}

fn expecting(phrase: &str, expected: Option<Date>) -> String {
    match expected {
        Some(expected) => format!("{phrase}, expected by {}", day(expected)),
        None => format!("{phrase}; no day of arrival is known"),
    }
}

fn with_lateness(phrase: String, late: Option<u16>) -> String {
    let Some(late) = late else {
        return phrase;
    };
    let lost = if trouble_of(late) == Trouble::Lost {
        ", so it may be lost"
    } else {
        ""
    };
    format!(
        "{phrase}; it is late by {}{lost}",
        counted(late, "business day")
    )
}

fn trouble_of(late: u16) -> Trouble {
    if late >= LOST_AFTER {
        Trouble::Lost
    } else {
        Trouble::Late {
            business_days: late,
        }
    }
}

fn stage(parts: &[Part<'_>]) -> Stage {
    let any = |progress: Progress| parts.iter().any(|part| part.progress == progress);
    match (
        any(Progress::Unsent),
        any(Progress::Sent),
        any(Progress::Delivered),
    ) {
        (_, true, true) | (true, false, true) => Stage::PartlyDelivered,
        (false, false, _) => Stage::Delivered,
        (true, true, false) => Stage::PartlySent,
        (false, true, false) => Stage::Sent,
        (true, false, false) => Stage::Preparing,
    }
}

fn problem(parts: &[Part<'_>]) -> Option<DeliveryProblem> {
    let troubled = || parts.iter().filter(|part| part.trouble.is_some());
    let mut missing: Vec<String> = troubled().flat_map(|part| part.titles.clone()).collect();
    missing.dedup();
    Some(DeliveryProblem {
        trouble: troubled().filter_map(|part| part.trouble).max()?,
        missing,
        partly: parts
            .iter()
            .any(|part| part.progress == Progress::Delivered),
    })
}

fn more(order: &Order) -> Vec<String> {
    let returns = order.returns.iter().map(|found| {
        let sentence = match found.state {
            ReturnState::Requested => "A return was asked for; the shop has not answered yet.",
            ReturnState::Open => "A return was agreed to; it has not come back yet.",
            ReturnState::Declined => "A return was declined.",
            ReturnState::Cancelled => "A return was called off.",
            ReturnState::Closed => "A return came back to the shop.",
        };
        sentence.into()
    });
    let refunds = order.refunds.iter();
    let refunds =
        refunds.map(|refund| format!("{} was paid back on {}.", refund.amount, day(refund.on)));
    returns.chain(refunds).collect()
}

/// A choice of ours, in business days: later than that, waiting on is no advice. Carriers take inquiries earlier or
/// later, so it is never said that a parcel is lost, only that it may be.
const LOST_AFTER: u16 = 10;
