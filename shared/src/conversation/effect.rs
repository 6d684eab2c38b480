//! What a conversation wants done. An effect is complete: whoever performs it chooses nothing, and may do it twice.

use super::Record;
use crate::delivery;
use crate::flow::RecommendMode;
use crate::id::{ProductId, TurnId, VariantId};
use crate::recommend::Want;
use crate::wire::agent_v1::AgentRefusal;
use crate::wire::frame_v1::{CartLine, Refusal, Turn};
use alloc::{boxed::Box, collections::BTreeMap, string::String, vec::Vec};
use core::fmt;
use serde::{Deserialize, Serialize};

pub use crate::consent::Entry as LedgerEntry;

/// Something to do, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Store this turn, then show it on every socket.
    Append(Turn),
    /// Tell the page that its turn is stored; after the storing.
    Ack {
        /// The page's id of the turn.
        id: TurnId,
        /// Its number.
        seq: u64,
    },
    /// Tell the page that its turn was not taken; nothing of it is stored.
    Refuse {
        /// The page's id of the turn.
        id: TurnId,
        /// Why.
        refusal: Refusal,
        /// Seconds until it may be tried again; 0 when trying again is no use.
        retry_after_s: u32,
    },
    /// Tell the agent that what they did was not taken; nothing of it is stored.
    Deny {
        /// The console's id of the turn, when it was one.
        id: Option<TurnId>,
        /// Why.
        refusal: AgentRefusal,
        /// Seconds until it may be tried again; 0 when trying again is no use.
        retry_after_s: u32,
    },
    /// Tell everybody which agent has the conversation, and whether they are there.
    Presence,
    /// Find this out and hand the answer in as [`super::Input::Found`]. Asked again after a while without an answer.
    LookUp {
        /// The number to answer with.
        lookup: u32,
        /// What to find out.
        query: Query,
    },
    /// Keep this consent; the same entry again changes nothing.
    Record(LedgerEntry),
    /// Put this into the outbox; the same draft again changes nothing.
    Deliver(delivery::Draft),
    /// The session record has changed in a way worth keeping; replaces the earlier one of this conversation.
    Report(Record),
}

/// What a conversation can have looked up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// Products that fit.
    Recommend(Want),
    /// How products differ; asked before a wish could be told along.
    Compare(Vec<ProductId>),
    /// When an order placed now arrives.
    Delivery {
        /// ISO 3166 alpha-2; `None` when nothing tells.
        country: Option<String>,
        /// What would be ordered.
        variants: Vec<VariantId>,
        /// Where to, as typed; `None` when it was not asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        postal_code: Option<String>,
    },
    /// Products for more than being bought by themselves.
    Suggest {
        /// What for.
        mode: RecommendMode,
        /// What fits.
        want: Box<Want>,
        /// What they go with: the product it is about, or what the cart holds.
        beside: Vec<About>,
    },
    /// Whether a product can be bought now; sold out is [`super::Found::Nothing`].
    Stock(About),
    /// How an order is doing.
    Order {
        /// Its number, as typed.
        number: String,
        /// The e-mail address it was placed with, as typed; both must fit.
        email: String,
    },
    /// What a discount code does and why it may not.
    Discount {
        /// The code, as typed.
        code: String,
        /// ISO 3166 alpha-2; `None` when nothing tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<String>,
        /// What is in the cart.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<CartLine>,
        /// The codes it has already.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        codes: Vec<String>,
    },
    /// What can go back, until when and at whose cost.
    ReturnPolicy {
        /// ISO 3166 alpha-2; `None` when nothing tells.
        country: Option<String>,
    },
    /// What of an order can go back.
    Returns {
        /// Its number, as typed.
        number: String,
        /// The e-mail address it was placed with, as typed; both must fit.
        email: String,
    },
    /// An answer from the shop's own pages.
    Answer {
        /// The question.
        question: String,
    },
    /// The size that fits.
    Size {
        /// Of what.
        about: About,
        /// Measures and habits, by the names of [`crate::flow::LookUpKind::Size`].
        with: BTreeMap<String, String>,
    },
    /// Whether a product goes with something.
    Compatibility {
        /// Which product.
        about: About,
        /// With what, by the names of [`crate::flow::LookUpKind::Compatibility`].
        with: BTreeMap<String, String>,
    },
    /// Points and tier.
    Loyalty {
        /// Whose, as typed or as given in this conversation.
        email: String,
    },
    /// How products differ in what matters for a wish.
    CompareFor {
        /// Which.
        products: Vec<ProductId>,
        /// The wish they were recommended for.
        want: Box<Want>,
    },
}

impl fmt::Debug for Query {
    /// Its kind alone: most of the rest is as a shopper typed it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Recommend(_) => "Recommend",
            Self::Compare(_) => "Compare",
            Self::Delivery { .. } => "Delivery",
            Self::Suggest { .. } => "Suggest",
            Self::Stock(_) => "Stock",
            Self::Order { .. } => "Order",
            Self::Discount { .. } => "Discount",
            Self::ReturnPolicy { .. } => "ReturnPolicy",
            Self::Returns { .. } => "Returns",
            Self::Answer { .. } => "Answer",
            Self::Size { .. } => "Size",
            Self::Compatibility { .. } => "Compatibility",
            Self::Loyalty { .. } => "Loyalty",
            Self::CompareFor { .. } => "CompareFor",
        })
    }
}

/// A product, by what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// By the handle of its page.
    Handle(String),
    /// By one of its variants.
    Variant(VariantId),
}
