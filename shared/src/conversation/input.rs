//! What can happen to a conversation. Every input that changes it carries an id or a number, so that the same input
//! again changes nothing.

use super::AgentAct;
use crate::contact::{Address, EmailAddress};
use crate::flow::{Flow, Source};
use crate::handoff;
use crate::hours::OpeningHours;
use crate::id::TurnId;
use crate::locale::Locale;
use crate::message::{Voice, Words};
use crate::promise::Promise;
use crate::recommend::Labels;
use crate::time::Clock;
use crate::wire::agent_v1::Named;
use crate::wire::document_v1::TemplateDraft;
use crate::wire::frame_v1::{Card, CartReport, Comparison, Page, Say, Visit};
use alloc::{boxed::Box, collections::BTreeMap, string::String, vec::Vec};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Something happened.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// The shopper opened the chat. A second one only refreshes the visit.
    Opened(Box<Visit>),
    /// The shopper took a turn.
    Said {
        /// The page's id of it.
        id: TurnId,
        /// What the shopper does.
        say: Say,
    },
    /// The shopper wrote back to a message, outside the chat.
    Wrote {
        /// Made from the message's own id: the same message is the same turn.
        id: TurnId,
        /// Where from.
        from: Address,
        /// The shopper's own words.
        text: String,
    },
    /// The shopper is on this page now.
    Paged(Page),
    /// The cart, as the page sees it now.
    Carted(CartReport),
    /// A look-up that [`super::Effect::LookUp`] asked for is answered.
    Found {
        /// Its number.
        lookup: u32,
        /// What was found.
        found: Found,
    },
    /// An agent did something.
    Agent {
        /// Who.
        by: Named,
        /// What.
        act: AgentAct,
    },
    /// The deadline of [`super::Conversation::next_deadline`] has passed.
    Deadline,
}

impl fmt::Debug for Input {
    /// Without what a shopper wrote.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opened(visit) => write!(f, "Opened({visit:?})"),
            Self::Said { id, say } => write!(f, "Said({id}, {say:?})"),
            Self::Wrote { id, from, .. } => write!(f, "Wrote({id}, {from:?})"),
            Self::Paged(page) => write!(f, "Paged({page:?})"),
            Self::Carted(cart) => write!(f, "Carted({cart:?})"),
            Self::Found { lookup, found } => write!(f, "Found({lookup}, {found:?})"),
            Self::Agent { by, act } => write!(f, "Agent({by:?}, {act:?})"),
            Self::Deadline => f.write_str("Deadline"),
        }
    }
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Products, best first, with reasons; empty when none fits.
    Products(Vec<Card>),
    /// Products, best first, with reasons; at least one.
    Ranked {
        /// The products.
        cards: Vec<Card>,
        /// How much of what was preferred the first has, in basis points.
        sure: u16,
    },
    /// How products differ.
    Comparison(Comparison),
    /// When an order placed now arrives.
    Delivery(Promise),
    /// The look-up failed for good; the flow says so and offers a person.
    Failed,
    /// What was asked, told in whole sentences.
    Told {
        /// The sentences.
        text: String,
        /// Where they come from.
        source: Option<Source>,
        /// What the flow's texts may use of it, by built-in name ([`crate::flow::BUILT_IN`]).
        values: BTreeMap<String, String>,
        /// How sure it is that this was asked, in basis points; `None` when there is nothing to doubt.
        #[serde(default)]
        sure: Option<u16>,
    },
    /// No product fits, and in a sentence what would have to be given up for one that does.
    NothingFits(String),
    /// How products differ in what matters for a wish.
    Compared {
        /// What differs, in the shop's own words.
        comparison: Comparison,
        /// When to choose which, a sentence each.
        verdicts: Vec<String>,
    },
    /// The shop knows nothing about it, which is an answer too: the step's `none` follows.
    Nothing,
}

/// What a conversation is told about its shop when it is loaded: published flows and the words it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopContext {
    /// What the shop is called.
    pub name: String,
    /// The flow this conversation runs, at the version it began with; `None` before it began and when it has no flow.
    pub flow: Option<Flow>,
    /// The flows that it calls, directly or through others, at the versions the conversation began with.
    pub called: Vec<Flow>,
    /// The shop's front page, such as `https://fernwood.example`.
    pub origin: String,
    /// Where its people read what is handed over to them.
    pub support: EmailAddress,
    /// When they answer.
    pub hours: OpeningHours,
    /// The shop's clock, with the changes it makes in the next weeks.
    pub clock: Clock,
    /// What attributes of products are called.
    pub labels: Labels,
    /// When a person should take over.
    pub handoff: handoff::Rules,
    /// Whether the law asks that consent to be sold to by e-mail is confirmed from the mailbox.
    pub confirms_email: bool,
    /// The words around those of the flow, in its language.
    pub words: Words,
    /// Those of the page's language where the flow has another and the shop has them; a shopper may write in either.
    pub page_words: Option<Words>,
    /// The templates of its WhatsApp number; without any, WhatsApp is offered to nobody.
    pub templates: Vec<TemplateDraft>,
    /// The page on which this shopper says what they want to hear; none where nobody knows its address.
    pub preferences: Option<String>,
}

impl ShopContext {
    /// How a conversation speaks: in the language of the flow that it runs.
    #[must_use]
    pub fn voice(&self) -> Voice<'_> {
        Voice {
            words: &self.words,
            locale: self
                .flow
                .as_ref()
                .map_or_else(Locale::default, Flow::locale),
        }
    }
}
