//! Reading a branch, and what its cases ask of the answers.

use super::Reader;
use super::choices::ask;
use crate::flow::{Case, Step, When, outline};
use crate::wire::document_v1::{CaseDraft, StepDraft, WhenDraft};
use alloc::{format, string::String, vec::Vec};

impl Reader<'_> {
    /// A branch; `None` when some part of it cannot be read, which is noted.
    pub(super) fn branch(
        &mut self,
        place: &str,
        cases: &[CaseDraft],
        otherwise: &str,
    ) -> Option<Step> {
        let cases = self.cases(place, cases);
        let otherwise = self.lead(place, "otherwise", otherwise)?;
        let cases = cases?;
        Some(Step::Branch { cases, otherwise })
    }

    fn cases(&mut self, place: &str, drafts: &[CaseDraft]) -> Option<Vec<Case>> {
        if drafts.is_empty() {
            self.note(&format!("{place}.cases"), "a branch without a case");
        }
        let mut cases = Vec::new();
        for (index, draft) in drafts.iter().enumerate() {
            let place = format!("{place}.cases[{index}]");
            let when = self.when(&format!("{place}.when"), &draft.when);
            let next = self.lead(&place, "next", &draft.next);
            cases.push(when.zip(next).map(|(when, next)| Case { when, next }));
        }
        cases.into_iter().collect()
    }

    fn when(&mut self, place: &str, when: &WhenDraft) -> Option<When> {
        match when {
            WhenDraft::Answer { data, is } => {
                self.answer(place, data, is);
                Some(When::Answer(data.clone(), is.parse().ok()?))
            }
            WhenDraft::Known(data) => {
                self.name(place, data);
                Some(When::Known(data.clone()))
            }
            WhenDraft::AtLeast { data, number } => {
                self.name(place, data);
                Some(When::AtLeast(data.clone(), *number))
            }
            WhenDraft::Page(kinds) => {
                if kinds.is_empty() {
                    self.note(place, "no kind of page");
                }
                Some(When::Page(kinds.clone()))
            }
            WhenDraft::CartAtLeast(amount) => self.amount(place, amount).map(When::CartAtLeast),
            WhenDraft::Country(countries) => {
                let proper = |country: &String| {
                    country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase())
                };
                if countries.is_empty() || !countries.iter().all(proper) {
                    self.note(place, "countries are two capital letters each (ISO 3166)");
                }
                Some(When::Country(countries.clone()))
            }
        }
    }

    /// Notes when no ask that saves `data` offers `choice`. What only another flow asks for cannot be looked at here.
    pub(super) fn answer(&mut self, place: &str, data: &str, choice: &str) {
        self.name(place, data);
        let saves = |step: &&StepDraft| outline::saves(step) == Some(data);
        let asks: Vec<_> = self.draft.steps.iter().filter(saves).collect();
        let fallback = self.draft.data.iter().find(|known| known.name() == data);
        if asks.is_empty() && fallback.is_some_and(|known| known.fallback().is_some()) {
            return;
        }
        if !asks.iter().any(|step| offers(step, choice)) {
            self.note(
                place,
                &format!("no ask that saves \"{data}\" offers the choice \"{choice}\""),
            );
        }
    }
}

/// Whether this ask can be answered so.
fn offers(step: &StepDraft, answer: &str) -> bool {
    if matches!(step, StepDraft::Rate { .. }) {
        return ["1", "2", "3", "4", "5"].contains(&answer);
    }
    ask(step).is_some_and(|ask| ask.choices.iter().any(|choice| choice.id == answer))
}
