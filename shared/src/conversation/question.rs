//! Free text: a wish for a person, an answer to the open ask, a question the flow knows, or honestly nothing.

use super::act::Act;
use super::ask::PERSON_ID;
use super::path::lead;
use super::walk::shown;
use super::{HandoffReason, words};
use crate::flow::{Choose, Step, all_words, says_only, words as words_of};
use crate::id::{ChoiceId, StepId};
use crate::sort;
use crate::wire::frame_v1::{Choice, Choices, FieldKind, Part};
use crate::wire::snapshot_v1::Phase;
use alloc::{string::String, vec::Vec};

impl Act<'_> {
    /// Answers what the shopper typed; it is a turn already.
    pub(super) fn free_text(&mut self, text: &str) {
        let newest = self.state.turns;
        match &mut self.state.phase {
            Phase::Waiting(waiting) => waiting.queued.push(newest),
            Phase::Asking { step, .. } => {
                let step = step.clone();
                self.answer_at(&step, text);
            }
            Phase::Contact { .. } => self.take_contact(text),
            Phase::Listening => self.call_person(HandoffReason::NoFlow),
            // A person reads it; `shopper` has set the time at which it is sent.
            Phase::Person(_) | Phase::Agent(_) | Phase::New | Phase::Ended => {}
        }
    }

    fn answer_at(&mut self, at: &StepId, text: &str) {
        let choose = self.open_choose();
        let spoken = words_of(text);
        // Who writes what a choice says picks it, whatever else the words may mean.
        if let Some(picked) = choose.and_then(|choose| exact(choose, text, &spoken)) {
            self.take_choices(&picked);
            return;
        }
        if self.takes_over(at, text, &spoken) {
            return;
        }
        if words::is_back(&self.shop.words, &spoken) {
            self.asked_back(at);
            return;
        }
        if self.take_written_rating(text) {
            return;
        }
        // An address or a number is what it is; only an ask for any text could be mistaken for a question.
        let any_text =
            matches!(self.open_step(), Some(Step::Fill(fill)) if fill.kind == FieldKind::Text);
        if !any_text && self.take_field(text) {
            return;
        }
        if let Some((next, name)) = self.question_at(at, &spoken) {
            self.answer_question(at, next, name);
        } else if let Some(picked) = choose.and_then(|choose| named(choose, &spoken)) {
            self.take_choices(&picked);
        } else if !self.take_field(text) {
            self.unmatched(at);
        }
    }

    fn answer_question(&mut self, at: &StepId, next: StepId, name: String) {
        if self.state.question.as_ref() == Some(&name) {
            self.state.stuck = self.state.stuck.saturating_add(1);
            if self.is_stuck() {
                self.say_line(words::STUCK);
                self.call_person(HandoffReason::Stuck);
                return;
            }
        } else {
            self.state.stuck = 0;
        }
        self.state.question = Some(name);
        if self.state.asked.len() < MAX_ASKED {
            self.state.asked.push(self.state.turns);
        }
        self.state.back.push(at.clone());
        if self.state.back.len() > MAX_NESTED {
            self.state.back.remove(0);
        }
        self.walk(next);
    }

    /// Says honestly that there is no answer, offers a person, and asks the open ask again.
    fn unmatched(&mut self, at: &StepId) {
        self.state.stuck = self.state.stuck.saturating_add(1);
        if self.is_stuck() || self.cart_calls_for_a_person() {
            self.say_line(words::STUCK);
            self.call_person(HandoffReason::Stuck);
            return;
        }
        self.say_line(words::UNMATCHED);
        match self.open_choose() {
            Some(choose) if !choose.many => {
                let choices = self.with_person(at, choose);
                self.show_beside(&choose.beside);
                self.show(Part::Choices(choices));
                self.wait_for_answer(at);
            }
            Some(_) | None => self.walk(at.clone()),
        }
    }

    pub(super) fn with_person(&self, at: &StepId, choose: &Choose) -> Choices {
        let mut choices: Vec<Choice> = choose.choices.iter().map(shown).collect();
        // A flow that offers a person here already needs no second offer.
        let offered = choose
            .choices
            .iter()
            .map(|choice| lead(at, &choice.next))
            .any(|next| matches!(self.step(&next), Some(Step::HandOff { .. })));
        if let Ok(id) = PERSON_ID.parse::<ChoiceId>()
            && !offered
        {
            let label = self.line(words::TALK_TO_A_PERSON);
            choices.push(Choice { id, label });
        }
        Choices {
            many: false,
            choices,
        }
    }
}

/// The choices whose labels are what was typed: one, or several parted by commas or `and` where the ask allows.
fn exact(choose: &Choose, text: &str, spoken: &[String]) -> Option<Vec<ChoiceId>> {
    let labelled = |spoken: &[String]| {
        let mut choices = choose.choices.iter();
        choices
            .find(|choice| says_only(&choice.label, spoken))
            .map(|choice| choice.id.clone())
    };
    if let Some(choice) = labelled(spoken) {
        return Some([choice].into());
    }
    if !choose.many {
        return None;
    }
    let text = text.replace(" and ", ",").replace(['&', '+', ';'], ",");
    let mut picked = text
        .split(',')
        .filter(|piece| !piece.trim().is_empty())
        .map(|piece| labelled(&words_of(piece)))
        .collect::<Option<Vec<_>>>()?;
    sort::sort(&mut picked);
    picked.dedup();
    (!picked.is_empty()).then_some(picked)
}

/// The choices named inside what was typed, by their phrases or all words of their labels: several where the ask
/// allows, else only when just one is named.
pub(super) fn named(choose: &Choose, spoken: &[String]) -> Option<Vec<ChoiceId>> {
    let names = |choice: &&crate::flow::Choice| {
        let mut named = false;
        let whole = all_words(&choice.label, &mut |word| {
            named = true;
            spoken.contains(&word)
        });
        (whole && named) || choice.phrases.iter().any(|phrase| phrase.score(spoken) > 0)
    };
    let picked: Vec<_> = choose
        .choices
        .iter()
        .filter(names)
        .map(|choice| choice.id.clone())
        .collect();
    match picked.len() {
        0 => None,
        1 => Some(picked),
        _ => choose.many.then_some(picked),
    }
}

/// Questions that a summary repeats.
const MAX_ASKED: usize = 10;
/// Questions put at the asks of other questions' answers; more than this nobody means.
const MAX_NESTED: usize = 8;
