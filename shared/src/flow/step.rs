//! The steps of a validated flow. Every id names a step of the same flow.

use super::{Phrase, Template};
use crate::channel::{Channel, Purpose};
use crate::id::{ChoiceId, StepId, WordingId};
use crate::money::Money;
use crate::wire::document_v1::{LookUpKind, WantDraft};
use crate::wire::frame_v1::FieldKind;
use alloc::{string::String, vec::Vec};

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Says something.
    Say {
        /// What.
        text: Template,
        /// Where it comes from.
        source: Option<Source>,
        /// The step after it.
        next: StepId,
    },
    /// Asks for one choice or several.
    Choose(Choose),
    /// Asks for something typed.
    Fill(Fill),
    /// Goes one way or another.
    Branch {
        /// The first that holds is taken.
        cases: Vec<Case>,
        /// Taken when none holds.
        otherwise: StepId,
    },
    /// Looks something up and says it.
    LookUp {
        /// What.
        what: LookUpKind,
        /// Said before it.
        text: Option<Template>,
        /// The step when there is nothing to find.
        none: StepId,
        /// The step after it.
        next: StepId,
    },
    /// Recommends products.
    Recommend {
        /// Said before them.
        text: Template,
        /// What fits.
        want: WantDraft,
        /// The step when nothing fits.
        none: StepId,
        /// The step after it.
        next: StepId,
    },
    /// Says how the products recommended last differ.
    Compare {
        /// Said before it.
        text: Template,
        /// The step when there is nothing to compare.
        none: StepId,
        /// The step after it.
        next: StepId,
    },
    /// Shows a link to the cart.
    CartLink {
        /// Said before it.
        text: Template,
        /// What the link says.
        label: String,
        /// The step after it.
        next: StepId,
    },
    /// Asks for consent.
    Consent(Consent),
    /// Sends the follow-up where it was agreed to.
    FollowUp {
        /// Said when it is on its way.
        text: Template,
        /// The step after it.
        next: StepId,
    },
    /// Hands over to a person.
    HandOff {
        /// Why, as the person will read it.
        reason: String,
    },
    /// Returns to the ask that a question interrupted.
    Back,
    /// Ends the conversation.
    End {
        /// Said last.
        text: Option<Template>,
    },
}

impl Step {
    /// Whether the flow waits here for the shopper.
    #[must_use]
    pub fn is_ask(&self) -> bool {
        matches!(self, Self::Choose(_) | Self::Fill(_) | Self::Consent(_))
    }
}

/// An ask for one choice or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choose {
    /// The question.
    pub text: Option<Template>,
    /// The name the answer is kept by.
    pub save: Option<String>,
    /// Whether several may be picked.
    pub many: bool,
    /// What can be picked; at least one.
    pub choices: Vec<Choice>,
    /// The step when the shopper adds a product to the cart instead.
    pub added: Option<StepId>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id within the ask.
    pub id: ChoiceId,
    /// What is shown.
    pub label: String,
    /// How it reads inside a sentence.
    pub in_text: String,
    /// Free text that means the same.
    pub phrases: Vec<Phrase>,
    /// Where it leads.
    pub next: StepId,
}

/// An ask for something typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The question.
    pub text: Option<Template>,
    /// The name the answer is kept by.
    pub save: String,
    /// What kind of answer it is.
    pub kind: FieldKind,
    /// What is shown beside the field.
    pub label: String,
    /// The step after it.
    pub next: StepId,
}

/// One way of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// When it is taken.
    pub when: When,
    /// Where it leads.
    pub next: StepId,
}

/// A condition of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The answer kept by this name holds this choice.
    Answer(String, ChoiceId),
    /// An answer is kept by this name.
    Known(String),
    /// The cart is worth this much or more, in this currency.
    CartAtLeast(Money),
    /// The shop shows prices for one of these countries.
    Country(Vec<String>),
}

/// An ask for consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The question.
    pub text: Template,
    /// What the messages are for.
    pub purpose: Purpose,
    /// The channels offered, each with the wording that is agreed to.
    pub offers: Vec<(Channel, WordingId, Template)>,
    /// The step when one was agreed to.
    pub agreed: StepId,
    /// The step when none was.
    pub declined: StepId,
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is called.
    pub label: String,
    /// Its page, as a path on the shop.
    pub path: Option<String>,
}

/// A question shoppers ask in their own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id within the flow.
    pub id: String,
    /// What it is recognised by.
    pub phrases: Vec<Phrase>,
    /// The step that answers.
    pub next: StepId,
}

/// When a person takes over, besides whenever the shopper asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffRule {
    /// When the cart is worth this much or more.
    pub cart_at_least: Option<Money>,
    /// Words that call for a person.
    pub words: Vec<Phrase>,
    /// After so many answers in a row that did not help; at least one.
    pub repeated: u8,
}

/// What is sent after the chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The channels it can take.
    pub channels: Vec<Channel>,
    /// The e-mail's subject.
    pub subject: Template,
    /// The e-mail's first paragraph.
    pub text: Template,
    /// The text message.
    pub sms: Template,
    /// Minutes from the step to sending.
    pub after_minutes: u32,
    /// The last line of an e-mail.
    pub opt_out_email: Template,
    /// The last words of a text message.
    pub opt_out_sms: Template,
}
