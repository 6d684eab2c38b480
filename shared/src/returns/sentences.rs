//! The answer to a return, as the shopper reads it.

use super::{
    Answer, Basis, Because, Counted, Doubt, LastDay, Law, Refusal, ReturnCost, ReturnRules, Terms,
};
use crate::message::Voice;
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

impl ReturnRules {
    /// What may go back, until when and at whose cost, before anything was ordered; a sentence each. `country` is the
    /// shopper's, as ISO 3166 alpha-2.
    #[must_use]
    pub fn policy(&self, country: Option<&str>, voice: Voice<'_>) -> Vec<String> {
        let law = country.and_then(Law::of);
        // The better of the two counts, and the law's needs no saying where the shop gives as much.
        let longer = law.filter(|law| law.days() > self.window_days);
        let window = match longer {
            Some(law) => {
                let holes = [("law", law.name(voice))];
                voice.counted("return_by_law", law.days().into(), &holes)
            }
            None => voice.counted("return_until", self.window_days.into(), &[]),
        };
        let mut sentences = vec![window, cost(self.cost, voice)];
        if self.exchanges {
            sentences.push(voice.say("return_exchange", &[]));
        }
        // Where the shopper is decides whether the shop's word is the last one.
        let final_sale = match country {
            Some(_) => "return_not_final",
            None => "return_not_final_unless_law",
        };
        let excluded = |because: Because| self.exclusions.iter().any(|own| own.because == because);
        let kinds = [
            (Because::FinalSale, final_sale),
            (Because::Hygiene, "return_not_hygiene"),
            (Because::SealedMedia, "return_not_media"),
            (Because::MadeToOrder, "return_not_made_to_order"),
            (Because::Perishable, "return_not_perishable"),
        ];
        // What is final by the shop's word alone binds nobody whom a law protects.
        let binds = |because: Because| because != Because::FinalSale || law.is_none();
        let out = kinds
            .into_iter()
            .filter(|(because, _)| excluded(*because) && binds(*because));
        let out: Vec<String> = out.map(|(_, name)| voice.say(name, &[])).collect();
        if !out.is_empty() {
            sentences.push(voice.say("return_not", &[("what", &out.join("; "))]));
        }
        sentences
    }
}

fn cost(cost: ReturnCost, voice: Voice<'_>) -> String {
    match cost {
        ReturnCost::Free => voice.say("return_free", &[]),
        ReturnCost::Shopper => voice.say("return_carrier", &[]),
        ReturnCost::Deducted(amount) => {
            voice.say("return_costs", &[("amount", &voice.money(amount))])
        }
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
            law.name(Voice::default()),
            counted(law.days(), "day")
        )),
    }
    if terms.only_sealed {
        reasons.push("It can go back only as long as its seal is unbroken.".into());
    }
    reasons.push(cost(terms.cost, Voice::default()));
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
