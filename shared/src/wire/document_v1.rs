//! Version 1 of the documents that merchants and operators write: a flow, and a shop. Frozen once shipped.
//!
//! Values that can be wrong stay text here, so that [`crate::flow::Flow::validate`] can name every mistake at once
//! with its place; only what is no JSON of this shape at all is refused while reading.

use crate::channel::{Channel, Purpose};
use crate::wire::frame_v1::{FieldKind, PageKind};
use crate::wire::settings_v1::{Audience, Condition};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

mod shop;

pub use shop::{
    AttributeDraft, DeliveryDraft, HoursDraft, OpenDraft, SenderDraft, ShopDocument, ValueDraft,
    ZoneDraft,
};

/// What [`FlowDraft::format`] says.
pub const FLOW_FORMAT: &str = "parley.flow/1";

/// A mistake in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Where it is, such as `steps.concern.choices[1].next`.
    pub place: String,
    /// What is wrong, in a sentence a merchant can read.
    pub reason: String,
}

/// A flow as written: the nine parts of a conversation's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowDraft {
    /// [`FLOW_FORMAT`].
    pub format: String,
    /// The flow's id within the shop.
    pub id: String,
    /// What the merchant calls it.
    pub name: String,
    /// The language of its texts, such as `en`.
    pub language: String,
    /// When to invite; none for a flow that only begins by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<TriggerDraft>,
    /// What the shopper reads first.
    pub first_message: FirstMessageDraft,
    /// The names of what the flow learns; each is saved by an ask.
    pub data: Vec<String>,
    /// The first step.
    pub start: String,
    /// Choices and automated responses.
    pub steps: Vec<StepDraft>,
    /// Free text that is answered at any ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionDraft>,
    /// When a person takes over.
    pub handoff: HandoffDraft,
    /// What is sent after the chat; none when nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUpDraft>,
    /// What this flow is measured by.
    pub success: Metric,
    /// What shoppers agree to, and how they take it back.
    pub opt_out: OptOutDraft,
}

/// When to invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerDraft {
    /// What must have happened.
    pub when: Condition,
    /// On which kinds of page; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageKind>,
    /// Only where the path begins so; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// For whom; empty for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<Audience>,
    /// Which rule wins when several hold: the highest.
    #[serde(default)]
    pub priority: u16,
}

/// The invitation, which is also the first thing said in the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstMessageDraft {
    /// Its words.
    pub text: String,
    /// Ready answers under it: labels of choices of the first ask, or words the flow understands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
}

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
    /// Asks for consent to be written to; what is agreed to is in [`OptOutDraft::wordings`].
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
    /// Free text that means the same, as for [`QuestionDraft::phrases`].
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

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountDraft {
    /// Decimal text, such as `150.00`.
    pub amount: String,
    /// ISO 4217; a cart in another currency never reaches the amount.
    pub currency: String,
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

/// A question shoppers ask in their own words, at any moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionDraft {
    /// Its id within the flow.
    pub id: String,
    /// Each a set of words that must all occur, whole, in any order; `a|b` is either. The most words win.
    pub phrases: Vec<String>,
    /// The step that answers; its path ends in `back` or in another ask, a person or the end.
    pub next: String,
}

/// When a person takes over, besides whenever the shopper asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoffDraft {
    /// When the cart is worth this much or more at the shopper's turn; once a conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart_at_least: Option<AmountDraft>,
    /// Words that ask for a person, or that only a person should answer; as [`QuestionDraft::phrases`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// After so many answers in a row that did not help.
    pub repeated: u8,
}

/// What is sent after the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpDraft {
    /// The channels it can take.
    pub channels: Vec<Channel>,
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's first paragraph.
    pub text: String,
    /// The text message; the cart link and the stop wording follow it.
    pub sms: String,
    /// Sent this long after the step.
    #[serde(default)]
    pub after_minutes: u32,
}

/// What a flow is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Orders of shoppers who took a turn.
    AssistedConversion,
    /// Carts that became orders after a turn.
    CartRecovery,
    /// Questions answered without a person.
    QuestionsAnswered,
}

/// What shoppers agree to, and how they take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptOutDraft {
    /// The exact words of each consent.
    pub wordings: Vec<WordingDraft>,
    /// The last line of an e-mail.
    pub email: String,
    /// The last words of a text message.
    pub sms: String,
}

/// The exact words of a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingDraft {
    /// Its id with its version, kept as proof; other words need another id.
    pub id: String,
    /// The channel.
    pub channel: Channel,
    /// What the messages are for.
    pub purpose: Purpose,
    /// The words.
    pub text: String,
}
