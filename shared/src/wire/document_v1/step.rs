//! The steps of a flow as written: what is said, asked, looked up and recommended, and where each leads.

use super::AmountDraft;
use crate::channel::{Channel, Purpose};
use crate::wire::frame_v1::FieldKind;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// A step. `next` and its like name another step by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepDraft {
    /// Says something.
    Say {
        /// The step's id.
        id: String,
        /// What is said.
        text: String,
        /// Where it comes from, when it states a fact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<SourceDraft>,
        /// The step after it.
        next: String,
    },
    /// Asks for one choice, or several.
    Choose {
        /// The step's id.
        id: String,
        /// The question; none when the text before it asks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The name the answer is kept by; none when it only leads on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        save: Option<String>,
        /// Whether several may be picked.
        #[serde(default)]
        many: bool,
        /// What can be picked.
        choices: Vec<ChoiceDraft>,
        /// Where choices without a `next` of their own lead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
    /// Asks for something typed.
    Fill {
        /// The step's id.
        id: String,
        /// The question; none when the text before it asks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The name the answer is kept by.
        save: String,
        /// What kind of answer it is.
        kind: FieldKind,
        /// What is shown beside the field.
        label: String,
        /// The step after it.
        next: String,
    },
    /// Goes one way or another.
    Branch {
        /// The step's id.
        id: String,
        /// The first case that holds is taken.
        cases: Vec<CaseDraft>,
        /// Taken when none holds.
        otherwise: String,
    },
    /// Looks something up and says it.
    LookUp {
        /// The step's id.
        id: String,
        /// What is looked up.
        what: LookUpKind,
        /// Said before what was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The step when there is nothing to find.
        none: String,
        /// The step after it.
        next: String,
    },
    /// Recommends products.
    Recommend {
        /// The step's id.
        id: String,
        /// Said before the products.
        text: String,
        /// What fits.
        want: WantDraft,
        /// The step when nothing fits.
        none: String,
        /// The step after it.
        next: String,
    },
    /// Says how the products recommended last differ.
    Compare {
        /// The step's id.
        id: String,
        /// Said before the comparison.
        text: String,
        /// The step when there is nothing to compare.
        none: String,
        /// The step after it.
        next: String,
    },
    /// Offers the products recommended last for the cart (their cards carry the button), and waits.
    AddToCart {
        /// The step's id.
        id: String,
        /// The offer.
        text: String,
        /// The step when one was added.
        added: String,
        /// What else can be picked.
        choices: Vec<ChoiceDraft>,
    },
    /// Shows a link to the cart.
    CartLink {
        /// The step's id.
        id: String,
        /// Said before the link.
        text: String,
        /// What the link says.
        label: String,
        /// The step after it.
        next: String,
    },
    /// Asks for consent to be written to; what is agreed to is in [`super::OptOutDraft::wordings`].
    Consent {
        /// The step's id.
        id: String,
        /// The question.
        text: String,
        /// What the messages are for.
        purpose: Purpose,
        /// The channels offered.
        channels: Vec<Channel>,
        /// The step when one was agreed to.
        agreed: String,
        /// The step when none was.
        declined: String,
    },
    /// Sends the follow-up, if consent for it was given in this conversation; else only goes on.
    FollowUp {
        /// The step's id.
        id: String,
        /// Said when it is on its way.
        text: String,
        /// The step after it.
        next: String,
    },
    /// Hands over to a person.
    HandOff {
        /// The step's id.
        id: String,
        /// Why, as the person will read it.
        reason: String,
    },
    /// Ends the answer to a question: the ask that was open is asked again.
    Back {
        /// The step's id.
        id: String,
    },
    /// Ends the conversation.
    End {
        /// The step's id.
        id: String,
        /// Said last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDraft {
    /// What it is called.
    pub label: String,
    /// Its page, as a path on the shop (`/policies/refund-policy`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// One choice of an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceDraft {
    /// Its id within the ask.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// How it reads inside a sentence; the label when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_text: Option<String>,
    /// Free text that means the same, as for [`super::QuestionDraft::phrases`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<String>,
    /// Where it leads; the ask's own `next` when none is given. Not in an ask for several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One way of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDraft {
    /// When it is taken.
    pub when: WhenDraft,
    /// Where it leads.
    pub next: String,
}

/// A condition of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WhenDraft {
    /// The answer kept by this name holds this choice.
    Answer {
        /// The name.
        data: String,
        /// The choice.
        is: String,
    },
    /// An answer is kept by this name.
    Known(String),
    /// The cart is worth this much or more.
    CartAtLeast(AmountDraft),
    /// The shop shows prices for one of these countries (ISO 3166 alpha-2).
    Country(Vec<String>),
}

/// What can be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookUpKind {
    /// The product of the page the shopper is on.
    Product,
    /// When an order placed now arrives, from the shop's delivery rules.
    Delivery,
}

/// What fits, as a flow says it; `crate::recommend::Want` is what it becomes with the answers given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantDraft {
    /// Only products of one of these types; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Only products with all of these tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Only products with these attributes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<RequireDraft>,
    /// What makes one product fit better than another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefer: Vec<PreferDraft>,
    /// How many are shown at most.
    pub limit: u8,
}

/// An attribute that a product must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequireDraft {
    /// The attribute's key.
    pub attribute: String,
    /// The values of the attribute: fixed ones …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// … or the choices kept by this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whether all of the values are needed, and not just one.
    #[serde(default)]
    pub all: bool,
}

/// An attribute that makes a product fit better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreferDraft {
    /// The attribute's key.
    pub attribute: String,
    /// The values of the attribute: fixed ones …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// … or the choices kept by this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Points for each value that matches.
    pub weight: u16,
    /// Said when it matches; `{values}` is what matched.
    pub reason: String,
    /// Only when this answer was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<OnlyIfDraft>,
}

/// A choice that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyIfDraft {
    /// The name it is kept by.
    pub data: String,
    /// The choice.
    pub is: String,
}
