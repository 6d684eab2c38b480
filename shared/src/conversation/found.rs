//! What was looked up is said, and the flow goes on; then the turns that came meanwhile are answered.

use super::act::Act;
use super::{Found, Outcome, words};
use crate::flow::{Step, Template};
use crate::id::StepId;
use crate::promise::Promise;
use crate::wire::frame_v1::{Card, Comparison, Part};
use crate::wire::snapshot_v1::{Phase, Waiting};
use alloc::{format, string::String, vec::Vec};

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
        match (self.step(id)?, found) {
            (
                Step::Recommend {
                    text, none, next, ..
                },
                Found::Products(cards),
            ) => Some(self.tell_products(Some(text), cards, none, next)),
            (
                Step::LookUp {
                    text, none, next, ..
                },
                Found::Products(cards),
            ) => Some(self.tell_products(text.as_ref(), cards, none, next)),
            (
                Step::LookUp {
                    text, none, next, ..
                },
                Found::Delivery(promise),
            ) => Some(self.tell_delivery(text.as_ref(), &promise, none, next)),
            (Step::Compare { text, next, .. }, Found::Comparison(comparison)) => {
                self.tell_comparison(text, comparison);
                Some(next.clone())
            }
            (
                Step::Recommend { none, .. }
                | Step::LookUp { none, .. }
                | Step::Compare { none, .. },
                Found::Failed | Found::Products(_) | Found::Delivery(_) | Found::Comparison(_),
            ) => {
                self.say(words::LOOK_UP_FAILED);
                // Not knowing is not the same as there being none: the ask that led here is asked again.
                Some(self.state.ask.clone().unwrap_or_else(|| none.clone()))
            }
            // Only the three steps above look anything up.
            (
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
                | Step::End { .. },
                _,
            ) => None,
        }
    }

    fn tell_products(
        &mut self,
        text: Option<&Template>,
        cards: Vec<Card>,
        none: &StepId,
        next: &StepId,
    ) -> StepId {
        if cards.is_empty() {
            return none.clone();
        }
        if let Some(text) = text {
            self.say(self.fill(text));
        }
        self.state.shown.clone_from(&cards);
        self.state.record.reach(Outcome::Recommended);
        self.show(Part::Products(cards));
        next.clone()
    }

    fn tell_delivery(
        &mut self,
        text: Option<&Template>,
        promise: &Promise,
        none: &StepId,
        next: &StepId,
    ) -> StepId {
        let source = match promise {
            Promise::Arrives(arrival) => &arrival.source,
            Promise::NotDelivered { source, .. } => source,
            Promise::Unstated => return none.clone(),
        };
        if let Some(text) = text {
            self.say(self.fill(text));
        }
        let sentence = words::delivery(promise);
        self.say(sentence.clone());
        self.state.delivery = Some(sentence);
        let url = source
            .path
            .as_ref()
            .map(|path| format!("{}{path}", self.shop.origin));
        let label: String = source.label.clone();
        self.show(Part::Source { label, url });
        next.clone()
    }

    fn tell_comparison(&mut self, text: &Template, comparison: Comparison) {
        let comparison = self.shop.labels.speak(comparison);
        if comparison.rows.is_empty() {
            self.say(words::NO_DIFFERENCE);
            return;
        }
        self.say(self.fill(text));
        self.show(Part::Comparison(comparison));
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
