//! Version 1 of the documents that merchants and operators write: a flow, and a shop. Frozen once shipped.
//!
//! Values that can be wrong stay text here, so that [`crate::flow::Flow::validate`] can name every mistake at once
//! with its place; only what is no JSON of this shape at all is refused while reading.

use crate::channel::{Channel, Purpose};
use crate::handoff::Topic;
use crate::wire::frame_v1::PageKind;
use crate::wire::settings_v1::{Audience, Condition};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

mod after;
mod commerce;
mod seek;
mod shop;
mod step;
mod texts;

pub use after::{AfterAudience, AfterDraft, DataDraft, FallbackDraft, OccasionKind};
pub use commerce::{
    AnswerDraft, DiscountDraft, EaseDraft, ExclusionDraft, ExpressDraft, ExtensionDraft,
    HandlingDraft, ReturnsDraft, ScopeDraft, SizeChartDraft, SizeDraft,
};
pub use seek::{LookUpKind, OnlyIfDraft, PreferDraft, RecommendMode, RequireDraft, WantDraft};
pub use shop::{
    About, AttributeDraft, DeliveryDraft, HoursDraft, OpenDraft, SenderDraft, ShopDocument,
    TemplateDraft, ValueDraft, ZoneDraft,
};
pub use step::{CaseDraft, ChoiceDraft, SourceDraft, StepDraft, WhenDraft};
pub use texts::{TEXTS_FORMAT, TextsDraft};

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// When to invite; none for a flow that begins otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<TriggerDraft>,
    /// After which occasion it begins, with its follow-up; none for a flow that begins otherwise. A flow with neither
    /// begins by hand, or is called by another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<AfterDraft>,
    /// What the shopper reads first.
    pub first_message: FirstMessageDraft,
    /// The names of what the flow learns, each saved by an ask or declared with what stands for it otherwise.
    pub data: Vec<DataDraft>,
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

/// The JSON Schema (draft 2020-12) of [`FlowDraft`], made from the types: what an editor completes and checks while a
/// flow is written. What only the whole shows, [`crate::flow::Flow::validate`] finds.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema() -> String {
    let schema = schemars::schema_for!(FlowDraft);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

impl FlowDraft {
    /// The ids of the flows it calls, as written.
    pub fn calls(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| {
            if let StepDraft::Call { flow, .. } = step {
                Some(flow.as_str())
            } else {
                None
            }
        })
    }
}

/// When to invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TriggerDraft {
    /// What must have happened.
    pub when: Condition,
    /// What must hold as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Condition>,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstMessageDraft {
    /// Its words.
    pub text: String,
    /// Ready answers under it: labels of choices of the first ask, or words the flow understands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// What the invitation says to some instead. First-time shoppers, cart abandoners, recent buyers and VIPs should never
    /// read the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub for_audience: Vec<AudienceTextDraft>,
}

/// The invitation for one audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AudienceTextDraft {
    /// Whom it is for.
    pub audience: Audience,
    /// Its words.
    pub text: String,
}

/// A question shoppers ask in their own words, at any moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionDraft {
    /// Its id within the flow.
    pub id: String,
    /// Each a set of words that must all occur, whole, in any order; `a|b` is either. The most words win.
    pub phrases: Vec<String>,
    /// The step that answers; its path ends in `back` or in another ask, a person or the end.
    pub next: String,
    /// What it is about, when that is a topic that people settle. Where the shop's rules name the topic, a person takes
    /// over instead of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
}

/// When a person takes over, besides whenever the shopper asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// What the whole flow is about, when that is a topic that people settle: where the shop's rules name it, a person
    /// takes over at words that neither answer an ask nor put a question that the flow knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
}

/// What is sent after the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpDraft {
    /// The channels it can take.
    pub channels: Vec<Channel>,
    /// The e-mail's subject. This and the two texts after it may be left out: then Parley says it, in the flow's language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The e-mail's first paragraph.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The text message; the cart link and the stop wording follow it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sms: String,
    /// Sent this long after the step.
    #[serde(default)]
    pub after_minutes: u32,
}

/// What a flow is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Orders of shoppers who took a turn.
    AssistedConversion,
    /// Carts that became orders after a turn.
    CartRecovery,
    /// Questions answered without a person.
    QuestionsAnswered,
    /// Orders of shoppers who had bought before.
    RepeatPurchase,
    /// Ratings given in the flow.
    Satisfaction,
    /// Shoppers who left what a person needs to answer them.
    Leads,
}

/// What shoppers agree to, and how they take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptOutDraft {
    /// The exact words of each consent.
    pub wordings: Vec<WordingDraft>,
    /// The last line of an e-mail; Parley's own when left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The last words of a text message; Parley's own when left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sms: String,
}

/// The exact words of a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AmountDraft {
    /// Decimal text, such as `150.00`.
    pub amount: String,
    /// ISO 4217; a cart in another currency never reaches the amount.
    pub currency: String,
}
