//! Version 1 of a stored conversation: everything but its turns, and the session record kept of it. The domain uses
//! these types as its own until a second version parts them; a later release may add fields with defaults.

use crate::channel::{Channel, Purpose};
use crate::contact::{Address, EmailAddress};
use crate::conversation::Query;
use crate::handoff::Urgency;
use crate::id::{ChoiceId, ConversationId, FlowId, ShopId, ShopperId, StepId, VariantId};
use crate::time::Instant;
use crate::wire::agent_v1::Named;
use crate::wire::frame_v1::{Card, CartReport, Page, PageKind};
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// A conversation without its turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its shop.
    pub shop: ShopId,
    /// Its shopper.
    pub shopper: ShopperId,
    /// How many turns it has; the stored turns must be these.
    pub turns: u64,
    /// The flow it runs, at the version it began with.
    pub flow: Option<FlowRef>,
    /// What it waits for.
    pub phase: Phase,
    /// The ask that was asked last.
    pub ask: Option<StepId>,
    /// The asks to return to once the questions put at them are answered; the newest last.
    pub back: Vec<StepId>,
    /// What was answered, by name.
    pub answers: BTreeMap<String, Answer>,
    /// The products recommended last.
    pub shown: Vec<Card>,
    /// The page the shopper is on.
    pub page: Option<Page>,
    /// The cart, as the page saw it last.
    pub cart: Option<CartReport>,
    /// What was last said about delivery.
    pub delivery: Option<String>,
    /// What the shopper agreed to here.
    pub agreed: Option<Agreed>,
    /// The e-mail address the shopper gave for an answer.
    pub contact: Option<EmailAddress>,
    /// Answers in a row that did not help.
    pub stuck: u8,
    /// The question answered last, by id, until the shopper gets on.
    pub question: Option<String>,
    /// Whether the cart's worth has already called for a person.
    pub cart_rule_used: bool,
    /// The number of the newest look-up.
    pub lookups: u32,
    /// The session record.
    pub record: Record,
    /// The flows that its flow calls, at the versions it began with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<FlowRef>,
    /// What look-ups told, by the built-in name it is known by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<String, String>,
    /// The asks that were answered and can be gone back to, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<Mark>,
    /// Whether a person was offered beside other choices; it is done once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub person_offered: bool,
    /// The offer of a person that is due beside the next choices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// The turns that asked what the flow answers, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<u64>,
    /// The step that recommended last, whose wish a comparison goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<StepId>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "what decides on leaving a field out gets a reference"
)]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// An ask that was answered, with what is needed to go back to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The turn that asked.
    pub turn: u64,
    /// The ask's step.
    pub step: StepId,
    /// The asks to return to, as they were then.
    pub back: Vec<StepId>,
    /// What its answer replaced; none when it kept nothing.
    pub saved: Option<Saved>,
}

/// Why a person is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// The shopper is confused.
    Unclear,
    /// Much hangs on what the shopper decides.
    Valuable,
    /// What was recommended has little of what the shopper prefers.
    Unsure,
}

/// What an answer replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The name it is kept by.
    pub name: String,
    /// What was kept by it before.
    pub before: Option<Answer>,
}

/// A flow at a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRef {
    /// The flow.
    pub id: FlowId,
    /// Its version.
    pub version: u32,
}

/// What a conversation waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has opened it yet.
    New,
    /// An answer to an ask, or a free question.
    Asking {
        /// The ask's step.
        step: StepId,
        /// The turn that shows it.
        turn: u64,
    },
    /// Something that is being looked up.
    Waiting(Waiting),
    /// An e-mail address, so that a person can answer.
    Contact {
        /// The turn that asks for it.
        turn: u64,
        /// Why a person is needed.
        reason: HandoffReason,
        /// The step to go on with when the shopper would rather not.
        resume: Option<StepId>,
    },
    /// A message, in a shop that has no flow.
    Listening,
    /// A person, who has been told.
    Person(Handed),
    /// The agent who has it.
    Agent(Held),
    /// Nothing: it has ended.
    Ended,
}

/// A look-up under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The step that needs it.
    pub step: StepId,
    /// Its number.
    pub lookup: u32,
    /// What is looked up.
    pub query: Query,
    /// How often it was asked for.
    pub tries: u8,
    /// When it is asked for again, or given up.
    pub due: Instant,
    /// Turns the shopper took meanwhile, still to be answered.
    pub queued: Vec<u64>,
}

/// A conversation that a person has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Where the person answers to.
    pub email: EmailAddress,
    /// Why.
    pub reason: HandoffReason,
    /// The newest turn the person was sent.
    pub told: u64,
    /// When what came since is sent.
    pub due: Option<Instant>,
}

/// A conversation that an agent has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The agent.
    pub by: Named,
    /// The step to go on with when they are done.
    pub resume: Option<StepId>,
    /// Why a person was asked for; none when they came unasked.
    pub reason: Option<HandoffReason>,
    /// The handover by e-mail that came before.
    pub handed: Option<Handed>,
    /// Since when they are not connected.
    pub gone: Option<Instant>,
    /// Since when the shopper waits for their answer.
    pub waits: Option<Instant>,
}

/// Why a person is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoffReason {
    /// The shopper asked for one.
    Asked,
    /// The shopper's words call for one.
    Words,
    /// The cart is worth it.
    CartValue,
    /// The assistant could not help.
    Stuck,
    /// The flow says so.
    Step(String),
    /// The shop has no flow that could answer.
    NoFlow,
    /// The shop's rules for handing over say so.
    Called {
        /// Why, in a sentence for the agent; never the shopper's own words.
        sentence: String,
        /// How soon somebody should look.
        urgency: Urgency,
    },
}

/// An answer kept by name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Choices, in the order of the ask.
    Chosen {
        /// Their ids.
        ids: Vec<ChoiceId>,
        /// How they read in a sentence.
        text: String,
    },
    /// Something typed.
    Typed(String),
}

impl core::fmt::Debug for Answer {
    /// Without what was typed.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Chosen { ids, .. } => write!(f, "Chosen({ids:?})"),
            Self::Typed(_) => f.write_str("Typed"),
        }
    }
}

/// What a shopper agreed to in this conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The one channel.
    pub channel: Channel,
    /// What for.
    pub purpose: Purpose,
    /// Where to.
    pub address: Address,
    /// The turn in which.
    pub turn: u64,
}

/// What is kept of a session beside its turns: only what the page was allowed to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The conversation.
    pub conversation: ConversationId,
    /// The shopper.
    pub shopper: ShopperId,
    /// The flow it ran.
    pub flow: Option<FlowRef>,
    /// When the chat was first opened.
    pub began: Option<Instant>,
    /// When the last turn was taken.
    pub last: Option<Instant>,
    /// Language and region of the page.
    pub locale: String,
    /// Country the shop shows prices for.
    pub country: Option<String>,
    /// Whether an earlier visit is remembered; `None` when nothing may be.
    pub returning: Option<bool>,
    /// Why the shopper was invited; `None` when the chat was opened by hand.
    pub invited: Option<String>,
    /// Kinds of pages the shopper was on, in the order first seen.
    pub pages: Vec<PageKind>,
    /// Products seen, by handle, in the order first seen.
    pub seen: Vec<String>,
    /// Choices made, by name; what was typed is not here.
    pub answers: BTreeMap<String, Vec<ChoiceId>>,
    /// What happened to the cart through the chat.
    pub cart: Vec<CartStep>,
    /// The channel agreed to, and nothing else about it.
    pub consented: Option<Channel>,
    /// Turns the shopper took.
    pub turns: u32,
    /// The furthest the session came.
    pub outcome: Outcome,
    /// When the conversation ended.
    pub ended: Option<Instant>,
    /// The stars the shopper gave, from 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
}

/// Something that happened to the cart through the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartStep {
    /// A product was added.
    Added {
        /// Which.
        variant: VariantId,
        /// How many.
        quantity: u32,
    },
    /// The shop's cart refused one.
    Refused {
        /// Which.
        variant: VariantId,
    },
    /// A line was changed.
    Changed {
        /// Which.
        variant: VariantId,
        /// How many there are now; 0 when it was removed.
        quantity: u32,
    },
    /// A discount code was applied.
    CodeApplied {
        /// Which.
        code: String,
    },
}

/// How far a session came; later ones are further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing yet.
    Open,
    /// Ended with nothing of what follows.
    Ended,
    /// Products were recommended.
    Recommended,
    /// A product was added to the cart.
    AddedToCart,
    /// A person was told.
    HandedOver,
}
