//! The steps of a flow as written: what is said, asked, looked up and recommended, and where each leads.

use super::{AmountDraft, LookUpKind, RecommendMode, WantDraft};
use crate::channel::{Channel, Purpose};
use crate::json;
use crate::wire::frame_v1::{FieldKind, PageKind};
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Value;

/// A step. `next` and its like name another step by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(tag = "step"))]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
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
        /// What it needs to know, each part with the name of the answer that holds it; see [`LookUpKind`].
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        with: BTreeMap<String, String>,
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
        /// What for; single products when nothing is said.
        #[serde(default, skip_serializing_if = "RecommendMode::is_products")]
        mode: RecommendMode,
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
    /// Shows the lines of the cart to change or remove, and waits.
    ChangeCart {
        /// The step's id.
        id: String,
        /// Said before the lines.
        text: String,
        /// The step when a line was changed or removed.
        changed: String,
        /// The step when the cart is empty, or the page may not tell.
        none: String,
        /// What else can be picked.
        choices: Vec<ChoiceDraft>,
    },
    /// Offers a discount code to be applied to the cart with one press, and waits.
    ApplyCode {
        /// The step's id.
        id: String,
        /// The offer.
        text: String,
        /// The code: a fixed one …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// … or the one kept by this name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The step when the cart took it.
        applied: String,
        /// The step when the cart did not.
        refused: String,
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
    /// Asks for a rating from one star to five, and waits. It can be skipped.
    Rate {
        /// The step's id.
        id: String,
        /// The question.
        text: String,
        /// The name the stars are kept by, as `1` to `5`.
        save: String,
        /// What is shown beside a field for a remark; no field when none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
        /// The step when it was skipped.
        skipped: String,
        /// The step after it.
        next: String,
    },
    /// Runs the steps of another flow from its start, and comes back when that flow reaches its end.
    Call {
        /// The step's id.
        id: String,
        /// The other flow's id.
        flow: String,
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

/// Derived code for the form in which the kind stands among the fields keeps every field as something unknown first, and
/// is compiled for that as well as for JSON. So the derived form is the other one, and these turn one into the other.
impl StepDraft {
    /// The step that this JSON is.
    pub(crate) fn from_json(value: Value) -> Result<Self, json::Error> {
        let Value::Object(mut fields) = value else {
            return Err(de::Error::custom("a step is an object"));
        };
        match fields.remove(TAG) {
            Some(Value::String(name)) => Self::deserialize(json::Tagged {
                name,
                fields: Value::Object(fields),
            }),
            Some(_) => Err(de::Error::custom("the name of a step's kind is a text")),
            None => Err(de::Error::missing_field(TAG)),
        }
    }
}

impl<'de> Deserialize<'de> for StepDraft {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_json(Value::deserialize(from)?).map_err(de::Error::custom)
    }
}

impl Serialize for StepDraft {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value = Self::serialize(self, serde_json::value::Serializer);
        let Ok(Value::Object(variant)) = value else {
            return Err(ser::Error::custom("a step is an object"));
        };
        let mut step = serde_json::Map::new();
        for (name, fields) in variant {
            step.insert(TAG.into(), name.into());
            if let Value::Object(fields) = fields {
                step.extend(fields);
            }
        }
        step.serialize(to)
    }
}

/// The field that names a step's kind.
const TAG: &str = "step";

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseDraft {
    /// When it is taken.
    pub when: WhenDraft,
    /// Where it leads.
    pub next: String,
}

/// A condition of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The number kept by this name, a quantity or stars, is this or more.
    AtLeast {
        /// The name.
        data: String,
        /// The number.
        number: u32,
    },
    /// The shopper is on one of these kinds of page.
    Page(Vec<PageKind>),
    /// The cart is worth this much or more.
    CartAtLeast(AmountDraft),
    /// The shop shows prices for one of these countries (ISO 3166 alpha-2).
    Country(Vec<String>),
}
