//! Why a person is called, in a sentence for the agent.

use super::{Reason, Topic};
use alloc::{format, string::String, vec::Vec};

/// The reason, and what holds besides.
pub(super) fn of(reason: Reason, also: &[Reason]) -> String {
    let first = format!("The shopper {}.", clause(reason));
    let others: Vec<String> = also.iter().map(|reason| clause(*reason)).collect();
    match others.split_last() {
        None => first,
        Some((last, [])) => format!("{first} Besides, the shopper {last}."),
        Some((last, before)) => format!(
            "{first} Besides, the shopper {} and {last}.",
            before.join(", ")
        ),
    }
}

fn clause(reason: Reason) -> String {
    match reason {
        Reason::Asked => "asks for a person".into(),
        Reason::Grave(topic) | Reason::About(topic) => matter(topic).into(),
        Reason::Angry(score) => format!("sounds angry ({score} of 100)"),
        Reason::Stuck(times) => format!("was given the same answer {times} times in a row"),
        Reason::LowConfidence(sure) => format!(
            "asks what the chat is only {} % sure of",
            sure.min(10_000) / 100
        ),
        Reason::Confused(score) => format!("sounds confused ({score} of 100)"),
        Reason::ValuableOrder(worth) => format!("talks about an order worth {worth}"),
        Reason::ValuableCart(worth) => format!("has a cart worth {worth}"),
        Reason::Vip => "is one of the shop's best".into(),
    }
}

fn matter(topic: Topic) -> &'static str {
    match topic {
        Topic::Safety => "may have come to harm, or may yet",
        Topic::Legal => "raises a legal matter",
        Topic::Payment => "has a question about a payment",
        Topic::DeliveryProblem => "has a problem with a delivery",
        Topic::PolicyException => "asks for what the shop's rules do not provide",
        Topic::Complaint => "complains about the shop",
    }
}
