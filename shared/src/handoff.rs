//! When a person should take over: every rule as data, and one evaluation. Decides whether, why and how urgently;
//! never hands over itself, and never claims that somebody is there.
//!
//! All rules are asked, in the order of [`Reason`]; the first that holds is the reason, the others are told with it.
//! The order is that of harm: who asks is never kept ([`Reason::Asked`]), then what may hurt somebody, then feelings,
//! then matters that only people may settle, then the chat's own failures, and last what is merely worth somebody's
//! time. Those last ones are offers: they stay silent while nobody is there, because an offer to be written to
//! tomorrow interrupts a purchase that is going well.

use crate::money::Money;
use crate::mood::Mood;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

mod draft;
mod lint;
mod person;
mod rules;
mod sentence;

pub use draft::HandoffRulesDraft;
pub use lint::lint;
pub use person::asks_for_person;
pub(crate) use person::is_asked_for;
pub use rules::Rules;

/// What is known when it is asked whether a person should take over.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The shopper's words.
    pub said: &'a str,
    /// How they sound.
    pub mood: &'a Mood<'a>,
    /// What they are about, when that is one of the topics that people settle.
    pub topic: Option<Topic>,
    /// How sure the chat is of its answer, in basis points; `None` when it has nothing to answer.
    pub confidence: Option<u16>,
    /// How often the same answer was given in a row without progress.
    pub same_answers: u8,
    /// What the cart is worth.
    pub cart: Option<Money>,
    /// What the order that is talked about is worth.
    pub order: Option<Money>,
    /// Whether the shop names the shopper one of its best.
    pub standing: Standing,
    /// Whether somebody can take over.
    pub presence: Presence,
}

/// How a shop holds a shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Like most.
    Usual,
    /// As one of its best.
    Vip,
}

/// Whether somebody can take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Somebody is there.
    There,
    /// Somebody answers later, by e-mail.
    Later,
    /// The shop has nobody to call; then nobody is.
    Nobody,
}

/// What only people may settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Somebody may have been or come to harm: an allergy, an injury, a fault that is dangerous.
    Safety,
    /// A lawyer, a court, an authority, a request about personal data.
    Legal,
    /// A charge, a refund, a payment that fails.
    Payment,
    /// A parcel that is late, lost, damaged or wrong.
    DeliveryProblem,
    /// Something that the shop's rules do not allow and a person might.
    PolicyException,
    /// Dissatisfaction with the shop.
    Complaint,
}

/// Why a person is called, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The shopper asks for a person. No shop can switch this off.
    Asked,
    /// It is about this, and it may hurt somebody or has a deadline in law. No shop can switch safety off.
    Grave(Topic),
    /// The shopper is angry; the score.
    Angry(u8),
    /// It is about this.
    About(Topic),
    /// The same answer was given so often without progress.
    Stuck(u8),
    /// The chat is only this sure of its answer, in basis points.
    LowConfidence(u16),
    /// The shopper is confused; the score.
    Confused(u8),
    /// The order that is talked about is worth this much.
    ValuableOrder(Money),
    /// The cart is worth this much.
    ValuableCart(Money),
    /// The shopper is one of the shop's best.
    Vip,
}

/// How soon a person should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The shopper may be asked whether they want one, and goes on otherwise.
    Offer,
    /// In turn.
    Soon,
    /// Before others.
    First,
}

/// A person is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Why.
    pub reason: Reason,
    /// What holds besides, in the order of [`Reason`].
    pub also: Vec<Reason>,
    /// How soon.
    pub urgency: Urgency,
    /// Why, for the agent to read; never the shopper's own words.
    pub sentence: String,
}

/// Whether a person should take over, by the shop's rules.
#[must_use]
pub fn call(rules: &Rules, facts: &Facts) -> Option<Call> {
    call_where(rules, facts, asks_for_person(facts.said))
}

/// The same, where it is known whether the shopper's words ask for a person.
pub(crate) fn call_where(rules: &Rules, facts: &Facts, asked: bool) -> Option<Call> {
    let reasons = rules.holding(facts, asked);
    let (reason, also) = reasons.split_first()?;
    let silent = match facts.presence {
        Presence::There => false,
        // An offer alone is not worth an e-mail address; beside a better reason the agent still reads it.
        Presence::Later => reason.urgency() == Urgency::Offer,
        Presence::Nobody => true,
    };
    if silent {
        return None;
    }
    let mut urgency = reason.urgency();
    if urgency == Urgency::Soon && also.iter().any(Reason::is_worth) {
        urgency = Urgency::First;
    }
    Some(Call {
        reason: *reason,
        also: also.to_vec(),
        urgency,
        sentence: sentence::of(*reason, also),
    })
}

impl Reason {
    /// How soon a person should look when nothing else holds.
    #[must_use]
    pub fn urgency(self) -> Urgency {
        match self {
            Self::Asked | Self::Grave(_) | Self::Angry(_) => Urgency::First,
            Self::About(_) | Self::Stuck(_) | Self::LowConfidence(_) => Urgency::Soon,
            Self::Confused(_) | Self::ValuableOrder(_) | Self::ValuableCart(_) | Self::Vip => {
                Urgency::Offer
            }
        }
    }

    /// Whether it speaks of worth alone; beside another reason it brings the shopper forward.
    fn is_worth(&self) -> bool {
        match self {
            Self::ValuableOrder(_) | Self::ValuableCart(_) | Self::Vip => true,
            Self::Asked
            | Self::Grave(_)
            | Self::Angry(_)
            | Self::About(_)
            | Self::Stuck(_)
            | Self::LowConfidence(_)
            | Self::Confused(_) => false,
        }
    }
}
