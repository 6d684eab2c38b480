//! A shop's own answers, found by the words it lists for each. What no phrase names stays unanswered; no two answers are
//! mixed, and nothing is answered by likeness.

use crate::commerce::Mistakes;
use crate::flow::{Phrase, words};
use crate::promise::Source;
use crate::wire::document_v1::{AnswerDraft, Problem};
use alloc::{format, string::String, vec::Vec};

/// The answers of a shop, in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(Vec<Known>);

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    phrases: Vec<Phrase>,
    /// The answer.
    pub text: String,
    /// The page it comes from.
    pub source: Source,
}

impl Answers {
    /// Reads the answers of a shop's document.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(drafts: &[AnswerDraft], place: &str) -> Result<Self, Vec<Problem>> {
        let mut mistakes = Mistakes::default();
        let mut answers = Vec::new();
        for (index, draft) in drafts.iter().enumerate() {
            let at = |field: &str| format!("{place}[{index}].{field}");
            let length = draft.text.trim().chars().count();
            let fits = (1..=MAX_TEXT).contains(&length);
            mistakes.demand(fits, &at("text"), "an answer has 1 to 1000 characters");
            let named = !draft.source.trim().is_empty();
            mistakes.demand(
                named,
                &at("source"),
                "an answer names the page it comes from",
            );
            let asked = !draft.questions.is_empty();
            mistakes.demand(asked, &at("questions"), "no question");
            let mut phrases = Vec::new();
            for (number, text) in draft.questions.iter().enumerate() {
                let phrase = Phrase::parse(text);
                let place = at(&format!("questions[{number}]"));
                mistakes.demand(phrase.is_some(), &place, "a phrase has at least one word");
                phrases.extend(phrase);
            }
            answers.push(Known {
                phrases,
                text: draft.text.clone(),
                source: Source {
                    label: draft.source.clone(),
                    path: draft.source_path.clone(),
                },
            });
        }
        mistakes.finish(Self(answers))
    }

    /// The answer with the phrase of most words that all occur in the question; of equals the first. With it, in basis
    /// points, how sure it is that this was asked: of several that fit as well, any may have been meant.
    #[must_use]
    pub fn best(&self, question: &str) -> Option<(&Known, u16)> {
        let spoken = words(question);
        let score = |known: &Known| {
            let scores = known.phrases.iter().map(|phrase| phrase.score(&spoken));
            scores.max().unwrap_or(0)
        };
        let most = self.0.iter().map(score).max().filter(|most| *most > 0)?;
        let mut equal = self.0.iter().filter(|known| score(known) == most);
        let known = equal.next()?;
        let others = u16::try_from(equal.count()).unwrap_or(u16::MAX);
        Some((known, WHOLLY / others.saturating_add(1)))
    }
}

const MAX_TEXT: usize = 1000;
/// Sure, in basis points.
const WHOLLY: u16 = 10_000;
