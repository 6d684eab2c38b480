//! A flow's texts apart from it: listed by place, and replaced by those of another language.
//!
//! A translation changes what is read and nothing else: steps, conditions and data stay the flow's own, so a flow is
//! kept once however many languages it speaks. What free text is recognised by is bound to a language too, and the
//! proof of a consent names the exact words that were read, so its id is another in another language.

mod places;

use super::{FlowDraft, FlowProblem, Template};
use crate::locale::Locale;
use crate::wire::document_v1::{TEXTS_FORMAT, TextsDraft};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};
use places::{Slot, visit};

/// Every text of a flow that a shopper can read, with its place, in the order of the flow; and beside each consent's
/// words their id.
#[must_use]
pub fn texts(draft: &FlowDraft) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    visit(&mut draft.clone(), &mut |place, slot| match slot {
        Slot::Text(text) | Slot::Wording(text) | Slot::Optional(Some(text)) => {
            texts.push((place, text.clone()));
        }
        Slot::Optional(None) | Slot::Phrases(_) => {}
    });
    texts
}

/// A flow's own texts and phrases as a document: what a translator begins with.
#[must_use]
pub fn own_texts(draft: &FlowDraft) -> TextsDraft {
    let mut phrases = BTreeMap::new();
    visit(&mut draft.clone(), &mut |place, slot| match slot {
        Slot::Phrases(own) if !own.is_empty() => {
            phrases.insert(place, own.clone());
        }
        Slot::Phrases(_) | Slot::Text(_) | Slot::Wording(_) | Slot::Optional(_) => {}
    });
    TextsDraft {
        format: TEXTS_FORMAT.to_string(),
        flow: draft.id.clone(),
        language: draft.language.clone(),
        texts: texts(draft).into_iter().collect(),
        phrases,
    }
}

/// The flow with its texts replaced. It still has to be validated like any other.
///
/// # Errors
/// Every mistake of the translation, with its place in it.
pub fn with_texts(draft: &FlowDraft, texts: &TextsDraft) -> Result<FlowDraft, Vec<FlowProblem>> {
    let mut exchange = Exchange {
        draft,
        given: texts,
        seen: BTreeSet::new(),
        problems: Vec::new(),
    };
    exchange.head();
    let mut translated = draft.clone();
    translated.language.clone_from(&texts.language);
    visit(&mut translated, &mut |place, slot| {
        exchange.replace(&place, slot);
        exchange.seen.insert(place);
    });
    exchange.strangers();
    exchange.ready_answers(&translated);
    let mut problems = exchange.problems;
    problems.sort();
    problems.dedup();
    if problems.is_empty() {
        Ok(translated)
    } else {
        Err(problems)
    }
}

struct Exchange<'a> {
    draft: &'a FlowDraft,
    given: &'a TextsDraft,
    seen: BTreeSet<String>,
    problems: Vec<FlowProblem>,
}

impl Exchange<'_> {
    fn head(&mut self) {
        let given = self.given;
        if given.format != TEXTS_FORMAT {
            self.note("format", &format!("it must be \"{TEXTS_FORMAT}\""));
        }
        if given.flow != self.draft.id {
            self.note(
                "flow",
                &format!("these are texts for \"{}\"", self.draft.id),
            );
        }
        if Locale::known(&given.language).is_none() {
            self.note("language", "not a language spoken here");
        }
    }

    fn replace(&mut self, place: &str, slot: Slot) {
        let text = self.given.texts.get(place);
        match slot {
            Slot::Text(own) => self.text(place, own),
            Slot::Wording(own) => self.wording(place, own),
            Slot::Optional(own) => {
                if let (Some(own), Some(_)) = (own.as_mut(), text) {
                    self.text(place, own);
                } else {
                    *own = text.cloned();
                }
            }
            Slot::Phrases(own) => self.phrases(place, own),
        }
    }

    fn text(&mut self, place: &str, own: &mut String) {
        let Some(text) = self.given.texts.get(place) else {
            self.note(place, "no text is given");
            return;
        };
        // A flow that sends nothing may leave its opt-out texts empty, and then so may its translation.
        if text.trim().is_empty() && !own.trim().is_empty() {
            self.note(place, "nothing is written here");
        }
        match Template::parse(text) {
            Err(error) => self.note(place, &error.to_string()),
            Ok(template) => {
                let holes: BTreeSet<&str> = template.holes().collect();
                let original = Template::parse(own).unwrap_or_default();
                let wanted: BTreeSet<&str> = original.holes().collect();
                if holes != wanted {
                    let (holes, wanted) = (braced(&holes), braced(&wanted));
                    self.note(place, &format!("it has {holes}, the original {wanted}"));
                }
            }
        }
        own.clone_from(text);
    }

    fn wording(&mut self, place: &str, own: &mut String) {
        let Some(id) = self.given.texts.get(place) else {
            self.note(place, "other words need an id of their own");
            return;
        };
        let language = self.given.language.as_str();
        let says = id.split('.').any(|part| part == language);
        if language != self.draft.language && (id == own || !says) {
            let reason = format!("other words need another id, with \"{language}\" in it");
            self.note(place, &reason);
        }
        own.clone_from(id);
    }

    /// Phrases are needed where the flow has some; a choice without any may get some all the same.
    fn phrases(&mut self, place: &str, own: &mut Vec<String>) {
        match self.given.phrases.get(place) {
            None if own.is_empty() => {}
            None => self.note(place, "no phrases are given"),
            Some(phrases) if phrases.iter().all(|phrase| phrase.trim().is_empty()) => {
                self.note(place, "nothing is written here");
            }
            Some(phrases) => own.clone_from(phrases),
        }
    }

    /// Notes what is given for places that the flow does not have.
    fn strangers(&mut self) {
        let given = self.given;
        for place in given.texts.keys().chain(given.phrases.keys()) {
            if !self.seen.contains(place) {
                self.note(place, "the flow has no such place");
            }
        }
    }

    /// A ready answer that was the label of a choice must still be.
    fn ready_answers(&mut self, translated: &FlowDraft) {
        let before = places::ready_answers(self.draft);
        for (before, now) in before.iter().zip(places::ready_answers(translated)) {
            if *before != now {
                let place = format!("first_message.answers.{before}");
                let reason = format!("it must say what the choice \"{before}\" says");
                self.note(&place, &reason);
            }
        }
    }

    fn note(&mut self, place: &str, reason: &str) {
        self.problems.push(FlowProblem {
            place: place.to_string(),
            reason: reason.to_string(),
        });
    }
}

fn braced(holes: &BTreeSet<&str>) -> String {
    if holes.is_empty() {
        return "no hole".to_string();
    }
    let holes: Vec<String> = holes.iter().map(|name| format!("{{{name}}}")).collect();
    holes.join(", ")
}
