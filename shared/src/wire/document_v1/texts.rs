//! A flow's texts in another language, as a translator writes them.

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What [`TextsDraft::format`] says.
pub const TEXTS_FORMAT: &str = "parley.texts/1";

/// A flow's texts in another language, each by the place it has in the flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextsDraft {
    /// [`TEXTS_FORMAT`].
    pub format: String,
    /// The id of the flow.
    pub flow: String,
    /// The language, such as `de`.
    pub language: String,
    /// The texts, by places such as `steps.concern.choices.dryness.label`.
    pub texts: BTreeMap<String, String>,
    /// What free text is recognised by, by places such as `questions.delivery.phrases`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub phrases: BTreeMap<String, Vec<String>>,
}
