//! What attributes and their values are called when a shopper reads them.

use crate::locale::{self, Language};
use crate::message::Voice;
use crate::wire::document_v1::AttributeDraft;
use crate::wire::frame_v1::{Comparison, ComparisonRow};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// The attributes that shoppers are told of, in the order they matter. Empty: all of them, by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels(Vec<Label>);

/// What one attribute is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The attribute's key.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// How a value reads in a sentence, with the hole `{value}`.
    pub phrase: Option<String>,
    /// Value, what it is called, and how it reads in a sentence in place of `phrase`.
    pub values: Vec<(String, String, Option<String>)>,
}

impl Labels {
    /// The labels of a shop's document.
    #[must_use]
    pub fn of(drafts: &[AttributeDraft]) -> Self {
        let label = |draft: &AttributeDraft| Label {
            key: draft.key.clone(),
            label: draft.label.clone(),
            phrase: draft.phrase.clone(),
            values: draft
                .values
                .iter()
                .map(|value| {
                    (
                        value.value.to_lowercase(),
                        value.label.clone(),
                        value.phrase.clone(),
                    )
                })
                .collect(),
        };
        Self(drafts.iter().map(label).collect())
    }

    /// How a value of an attribute reads among others in a sentence (`dryness`).
    #[must_use]
    pub fn in_text(&self, key: &str, value: &str, voice: Voice<'_>) -> String {
        let named = self.label(key).and_then(|label| label.value(value));
        named.map_or_else(
            || spoken_value(value, voice),
            |(_, name, _)| lowered(name, voice),
        )
    }

    /// How a product with this value differs from others (`light gel texture`, `fragrance-free`).
    #[must_use]
    pub fn difference(&self, key: &str, value: &str, voice: Voice<'_>) -> String {
        let label = self.label(key);
        if let Some((_, _, Some(phrase))) = label.and_then(|label| label.value(value)) {
            return phrase.clone();
        }
        let value_text = voice.within(&self.in_text(key, value, voice));
        if let Some(phrase) = label.and_then(|label| label.phrase.as_ref()) {
            return phrase.replace("{value}", &value_text);
        }
        format!("{}: {value_text}", lowered(&self.name(key), voice))
    }

    /// What an attribute is called (`Key ingredient`).
    pub(super) fn name(&self, key: &str) -> String {
        let label = self.label(key);
        label.map_or_else(|| spoken(key), |label| label.label.clone())
    }

    /// What a value is called where it stands alone (`Fragrance-free`).
    pub(super) fn value_name(&self, key: &str, value: &str, voice: Voice<'_>) -> String {
        let named = self.label(key).and_then(|label| label.value(value));
        named.map_or_else(|| spoken_value(value, voice), |(_, name, _)| name.clone())
    }

    /// What a wish is called (`fragrance-free`, `texture (light gel)`).
    pub(super) fn wish(&self, key: &str, values: &[String], voice: Voice<'_>) -> String {
        let label = self.label(key);
        if let [value] = values
            && let Some((_, _, Some(phrase))) = label.and_then(|label| label.value(value))
        {
            return phrase.clone();
        }
        let names: Vec<String> = values
            .iter()
            .map(|value| self.in_text(key, value, voice))
            .collect();
        format!(
            "{} ({})",
            lowered(&self.name(key), voice),
            voice.list(&names)
        )
    }

    /// The keys of the attributes that shoppers are told of, in order; `known` when the shop has named none.
    #[must_use]
    pub fn keys<'a>(&'a self, known: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
        if self.0.is_empty() {
            return known.map(String::as_str).collect();
        }
        self.0.iter().map(|label| label.key.as_str()).collect()
    }

    /// The same comparison in the shop's words: its labels, in its order, and only the attributes it names.
    #[must_use]
    pub fn speak(&self, comparison: Comparison, voice: Voice<'_>) -> Comparison {
        if self.0.is_empty() {
            return comparison;
        }
        let Comparison { titles, rows } = comparison;
        let named = |label: &Label| {
            let row = rows.iter().find(|row| row.label == spoken(&label.key))?;
            Some(ComparisonRow {
                label: label.label.clone(),
                values: row
                    .values
                    .iter()
                    .map(|text| label.speak(text, voice))
                    .collect(),
            })
        };
        let price = voice.say(super::compare::PRICE, &[]);
        let unnamed = rows.iter().filter(|row| row.label == price).cloned();
        let rows = self.0.iter().filter_map(named).chain(unnamed).collect();
        Comparison { titles, rows }
    }

    fn label(&self, key: &str) -> Option<&Label> {
        self.0.iter().find(|label| label.key == key)
    }
}

impl Label {
    fn value(&self, value: &str) -> Option<&(String, String, Option<String>)> {
        self.values.iter().find(|(known, _, _)| known == value)
    }

    fn speak(&self, text: &str, voice: Voice<'_>) -> String {
        let comma = locale::comma(voice.locale.language());
        let name = |spoken: &str| {
            let known = self
                .values
                .iter()
                .find(|(value, _, _)| spoken_value(value, voice) == spoken);
            known.map_or(spoken.to_string(), |(_, name, _)| name.clone())
        };
        let names: Vec<String> = text.split(comma).map(name).collect();
        names.join(comma)
    }
}

/// A key as words: `key_ingredient` is `Key ingredient`.
pub(super) fn spoken(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A value as words: `true` is `yes`, `fine_lines` is `fine lines`.
pub(super) fn spoken_value(value: &str, voice: Voice<'_>) -> String {
    match value {
        "true" => voice.say("value_yes", &[]),
        "false" => voice.say("value_no", &[]),
        _ => value.replace('_', " "),
    }
}

/// The first letter in lower case, unless the word is an abbreviation such as `SPF`, or may be a noun of German.
fn lowered(text: &str, voice: Voice<'_>) -> String {
    if voice.locale.language() == Language::German {
        return text.into();
    }
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let rest: String = letters.collect();
    if rest.chars().next().is_some_and(char::is_uppercase) {
        return text.into();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}
