//! The steps of a validated flow. Every id names a step of the same flow.

use super::{Phrase, Template};
use crate::channel::{Channel, Purpose};
use crate::handoff::Topic;
use crate::id::{ChoiceId, FlowId, StepId, WordingId};
use crate::money::Money;
pub use crate::promise::Source;
use crate::wire::document_v1::{LookUpKind, RecommendMode, WantDraft};
use crate::wire::frame_v1::{FieldKind, PageKind};
use alloc::{collections::BTreeMap, string::String, vec::Vec};

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
        /// What it needs to know, each part with the name of the answer that holds it.
        with: BTreeMap<String, String>,
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
        /// What for.
        mode: RecommendMode,
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
    /// Asks for a rating.
    Rate(Rate),
    /// Runs another flow's steps.
    Call {
        /// The other flow.
        flow: FlowId,
        /// The step once that flow has reached its end.
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
        matches!(
            self,
            Self::Choose(_) | Self::Fill(_) | Self::Consent(_) | Self::Rate(_)
        )
    }

    /// Whether the flow waits here: for the shopper, or for a look-up.
    #[must_use]
    pub fn waits(&self) -> bool {
        let looks_up = matches!(
            self,
            Self::LookUp { .. } | Self::Recommend { .. } | Self::Compare { .. }
        );
        looks_up || self.is_ask()
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
    /// What can be done beside picking one.
    pub beside: Beside,
}

/// What can be done beside picking a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// Adding a product to the cart through its card.
    Cards {
        /// The step when one was added.
        added: StepId,
    },
    /// Changing or removing a line of the cart.
    Lines {
        /// The step when one was.
        changed: StepId,
        /// The step when there is no line to show.
        none: StepId,
    },
    /// Applying a discount code.
    Code {
        /// The code.
        code: CodeFrom,
        /// The step when the cart took it.
        applied: StepId,
        /// The step when it did not.
        refused: StepId,
    },
}

/// Where a discount code comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeFrom {
    /// The flow itself.
    Fixed(String),
    /// The answer kept by this name.
    Answer(String),
}

/// An ask for a rating from one star to five.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The question.
    pub text: Template,
    /// The name the stars are kept by.
    pub save: String,
    /// What is shown beside a field for a remark, when there is one.
    pub comment: Option<String>,
    /// The step when it was skipped.
    pub skipped: StepId,
    /// The step after it.
    pub next: StepId,
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
    /// The number kept by this name is this or more.
    AtLeast(String, u32),
    /// The shopper is on one of these kinds of page.
    Page(Vec<PageKind>),
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

/// A question shoppers ask in their own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id within the flow.
    pub id: String,
    /// What it is recognised by.
    pub phrases: Vec<Phrase>,
    /// The step that answers.
    pub next: StepId,
    /// What it is about, when people settle that.
    pub topic: Option<Topic>,
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
    /// What the flow is about, when people settle that.
    pub topic: Option<Topic>,
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
