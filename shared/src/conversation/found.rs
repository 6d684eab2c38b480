//! What was looked up is said, and the flow goes on; then the turns that came meanwhile are answered.

use super::act::Act;
use super::path::lead;
use super::{Found, Outcome, words};
use crate::flow::{Source, Step, Template};
use crate::id::StepId;
use crate::promise::Promise;
use crate::wire::frame_v1::{Card, Comparison, Part};
use crate::wire::snapshot_v1::{Phase, Waiting};
use alloc::{string::String, vec::Vec};

impl Act<'_> {
    /// A look-up is answered. Only the one under way counts; any other was answered or given up before.
    pub(super) fn found(&mut self, lookup: u32, found: Found) {
        let Phase::Waiting(waiting) = &self.state.phase else {
            return;
        };
        if waiting.lookup != lookup {
            return;
        }
        let Waiting { step, queued, .. } = waiting.clone();
        if self.doubts(&found) {
            self.answer_queued(queued);
            return;
        }
        let next = self.tell(&step, found);
        // Until the next step says otherwise, the conversation is where the look-up left it.
        match next {
            Some(next) => self.walk(next),
            None => self.walk(step),
        }
        self.answer_queued(queued);
    }

    /// Says what was found; the step to go on with.
    fn tell(&mut self, id: &StepId, found: Found) -> Option<StepId> {
        let step = self.step(id)?;
        self.here = Some(id.clone());
        let (text, none, next) = ways(step)?;
        let told = match found {
            Found::Products(cards) | Found::Ranked { cards, .. } => self.tell_products(text, cards),
            Found::Delivery(promise) => self.tell_delivery(text, &promise),
            Found::Comparison(comparison) => {
                let comparison = self.shop.labels.speak(comparison, self.voice());
                self.tell_comparison(text, comparison, Vec::new())
            }
            Found::Compared {
                comparison,
                verdicts,
            } => self.tell_comparison(text, comparison, verdicts),
            Found::NothingFits(why) => {
                // A look-up of one product wants nothing that could be given up.
                if matches!(step, Step::Recommend { .. }) {
                    self.say(why);
                }
                false
            }
            Found::Told {
                text: sentences,
                source,
                values,
                ..
            } => {
                self.state.told.extend(values);
                self.tell_sentences(text, sentences, source.as_ref())
            }
            Found::Nothing => false,
            Found::Failed => {
                self.say_line(words::LOOK_UP_FAILED);
                // Not knowing is not the same as there being none: the ask that led here is asked again.
                let again = self.state.ask.clone();
                return Some(again.unwrap_or_else(|| lead(id, none)));
            }
        };
        Some(lead(id, if told { next } else { none }))
    }

    fn say_before(&mut self, text: Option<&Template>) {
        if let Some(text) = text {
            self.say(self.fill(text));
        }
    }

    fn tell_products(&mut self, text: Option<&Template>, cards: Vec<Card>) -> bool {
        if cards.is_empty() {
            return false;
        }
        self.say_before(text);
        self.state.shown.clone_from(&cards);
        self.state.record.reach(Outcome::Recommended);
        self.show(Part::Products(cards));
        true
    }

    fn tell_delivery(&mut self, text: Option<&Template>, promise: &Promise) -> bool {
        let source = match promise {
            Promise::Arrives(arrival) => &arrival.source,
            Promise::NotDelivered { source, .. } => source,
            Promise::Unstated => return false,
        };
        let sentence = words::delivery(self.voice(), promise);
        self.state.delivery = Some(sentence.clone());
        self.tell_sentences(text, sentence, Some(source))
    }

    fn tell_comparison(
        &mut self,
        text: Option<&Template>,
        comparison: Comparison,
        verdicts: Vec<String>,
    ) -> bool {
        if comparison.rows.is_empty() {
            self.say_line(words::NO_DIFFERENCE);
        } else {
            self.say_before(text);
            self.show(Part::Comparison(comparison));
        }
        for verdict in verdicts {
            self.say(verdict);
        }
        true
    }

    fn tell_sentences(
        &mut self,
        text: Option<&Template>,
        sentences: String,
        source: Option<&Source>,
    ) -> bool {
        self.say_before(text);
        self.say(sentences);
        if let Some(source) = source {
            self.show_source(source);
        }
        true
    }

    fn answer_queued(&mut self, queued: Vec<u64>) {
        let mut queued = queued.into_iter();
        while let Some(seq) = queued.next() {
            if let Phase::Waiting(waiting) = &mut self.state.phase {
                waiting.queued.push(seq);
                waiting.queued.extend(queued);
                return;
            }
            self.flush();
            let index = usize::try_from(seq.saturating_sub(1)).unwrap_or(usize::MAX);
            let text = self
                .turns
                .get(index)
                .and_then(|turn| match turn.parts.first() {
                    Some(Part::Text(text)) => Some(text.clone()),
                    Some(_) | None => None,
                });
            if let Some(text) = text {
                self.free_text(&text);
            }
        }
    }
}

/// What a step says before what it found, and the steps after nothing and after something.
fn ways(step: &Step) -> Option<(Option<&Template>, &StepId, &StepId)> {
    Some(match step {
        Step::Recommend {
            text, none, next, ..
        }
        | Step::Compare { text, none, next } => (Some(text), none, next),
        Step::LookUp {
            text, none, next, ..
        } => (text.as_ref(), none, next),
        // Only the three steps above look anything up.
        Step::Say { .. }
        | Step::Choose(_)
        | Step::Fill(_)
        | Step::Branch { .. }
        | Step::CartLink { .. }
        | Step::Consent(_)
        | Step::FollowUp { .. }
        | Step::Rate(_)
        | Step::Call { .. }
        | Step::HandOff { .. }
        | Step::Back
        | Step::End { .. } => return None,
    })
}
