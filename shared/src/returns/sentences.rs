//! The answer to a return, as the shopper reads it.

use super::{Answer, Basis, Because, Counted, Doubt, LastDay, Refusal, ReturnCost, Terms};
use crate::words::{counted, day};
use alloc::{format, string::String, vec, vec::Vec};

pub(super) fn told(answer: &Answer, title: &str) -> Vec<String> {
    match answer {
        Answer::Yes(terms) => allowed(terms, title),
        Answer::NotYet => vec![format!(
            "{title} has not been delivered yet, so there is nothing to send back; a person can see whether it can still be stopped."
        )],
        Answer::No(refusals) => refusals
            .iter()
            .map(|refusal| refused(*refusal, title))
            .collect(),
        Answer::Person(doubt) => vec![doubted(*doubt, title)],
    }
}

fn allowed(terms: &Terms, title: &str) -> Vec<String> {
    let what = match terms.quantity {
        1 => title.into(),
        quantity => format!("{quantity} × {title}"),
    };
    let until = match terms.last_day {
        LastDay::On(last) => format!("until {}, that day included", day(last)),
        LastDay::AfterTheRest(days) => {
            format!(
                "until {} after the rest of your order arrives",
                counted(days, "day")
            )
        }
    };
    let mut reasons = vec![format!("You can ask to send {what} back {until}.")];
    reasons.extend(counts_from(terms));
    match terms.basis {
        Basis::Shop => {}
        Basis::Law(law) => reasons.push(format!(
            "That is your right by {}: {} from the last delivery of an order.",
            law.name(),
            counted(law.days(), "day")
        )),
    }
    if terms.only_sealed {
        reasons.push("It can go back only as long as its seal is unbroken.".into());
    }
    reasons.push(match terms.cost {
        ReturnCost::Free => "Sending it back costs you nothing.".into(),
        ReturnCost::Shopper => "You pay the carrier for sending it back.".into(),
        ReturnCost::Deducted(amount) => {
            format!("Sending it back costs {amount}, taken off what is paid back.")
        }
    });
    if terms.exchange {
        reasons.push("You can also exchange it for another size or variant.".into());
    }
    reasons
}

fn doubted(doubt: Doubt, title: &str) -> String {
    match doubt {
        Doubt::FaultyOrWrong => format!(
            "Since {title} is faulty or not what you ordered, a person should see to it, so that you get what you are entitled to."
        ),
        Doubt::DeliveryUnknown => format!(
            "The day on which {title} was delivered is not known. Counted from your order its time would be over, so a person should check."
        ),
    }
}

fn counts_from(terms: &Terms) -> Option<String> {
    match (terms.last_day, terms.counted) {
        (LastDay::AfterTheRest(_), _) => None,
        (LastDay::On(_), Counted::Delivery(on)) => {
            Some(format!("This counts from its delivery on {}.", day(on)))
        }
        (LastDay::On(_), Counted::Order(on)) => Some(format!(
            "The day of its delivery is not known, so this counts from your order on {}; it may be longer.",
            day(on)
        )),
    }
}

fn refused(refusal: Refusal, title: &str) -> String {
    match refusal {
        Refusal::NotInOrder => "This order has no such product.".into(),
        Refusal::Cancelled => "This order was cancelled, so nothing needs to go back.".into(),
        Refusal::AlreadyReturned => {
            format!("{title} went back already, or its return is under way.")
        }
        Refusal::WindowOver(last) => {
            format!("The last day to send {title} back was {}.", day(last))
        }
        Refusal::Excluded(because) => match because {
            Because::FinalSale => format!("{title} was sold as final, so it cannot go back."),
            Because::Hygiene => {
                format!("{title} is sealed for hygiene and was opened, so it cannot go back.")
            }
            Because::SealedMedia => {
                format!("{title} came sealed and was opened, so it cannot go back.")
            }
            Because::MadeToOrder => {
                format!("{title} was made to your wishes, so it cannot go back.")
            }
            Because::Perishable => format!("{title} spoils fast, so it cannot go back."),
        },
    }
}
