//! Reading the asks that offer choices.

use super::{MAX_CHOICES, MAX_LABEL, Reader};
use crate::conversation::OWN_CHOICE;
use crate::flow::{Beside, Choice, Choose, CodeFrom, Step, Template};
use crate::id::{ChoiceId, StepId};
use crate::wire::document_v1::{ChoiceDraft, StepDraft};
use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What the asks for choices have in common.
pub(super) struct Ask<'a> {
    pub(super) save: Option<&'a String>,
    many: bool,
    pub(super) choices: &'a [ChoiceDraft],
    next: Option<&'a String>,
    beside: BesideDraft<'a>,
}

/// What can be done beside picking a choice.
#[derive(Clone, Copy)]
enum BesideDraft<'a> {
    Nothing,
    Cards {
        added: &'a str,
    },
    Lines {
        changed: &'a str,
        none: &'a str,
    },
    Code {
        code: Option<&'a str>,
        from: Option<&'a str>,
        applied: &'a str,
        refused: &'a str,
    },
}

impl Reader<'_> {
    /// An ask for choices; `None` when some part of it cannot be read, which is noted.
    pub(super) fn choose(
        &mut self,
        place: &str,
        text: Option<Template>,
        step: &StepDraft,
    ) -> Option<Step> {
        let ask = ask(step)?;
        if let Some(save) = ask.save {
            self.name(&format!("{place}.save"), save);
        }
        let next = ask.next.and_then(|next| self.lead(place, "next", next));
        if ask.many && ask.next.is_none() {
            self.note(place, "an ask for several needs a next of its own");
        }
        let choices = self.choices(place, &ask, next.as_ref());
        let beside = self.beside(place, ask.beside);
        Some(Step::Choose(Choose {
            text,
            save: ask.save.cloned(),
            many: ask.many,
            choices: choices?,
            beside: beside?,
        }))
    }

    fn beside(&mut self, place: &str, draft: BesideDraft) -> Option<Beside> {
        match draft {
            BesideDraft::Nothing => Some(Beside::Nothing),
            BesideDraft::Cards { added } => {
                let added = self.lead(place, "added", added)?;
                Some(Beside::Cards { added })
            }
            BesideDraft::Lines { changed, none } => {
                let (changed, none) = self.two(place, ("changed", changed), ("none", none))?;
                Some(Beside::Lines { changed, none })
            }
            BesideDraft::Code {
                code,
                from,
                applied,
                refused,
            } => {
                let code = self.code(place, code, from);
                let (applied, refused) =
                    self.two(place, ("applied", applied), ("refused", refused))?;
                Some(Beside::Code {
                    code: code?,
                    applied,
                    refused,
                })
            }
        }
    }

    fn code(&mut self, place: &str, code: Option<&str>, from: Option<&str>) -> Option<CodeFrom> {
        match (code, from) {
            (Some(code), None) => {
                self.words(&format!("{place}.code"), code, MAX_CODE);
                Some(CodeFrom::Fixed(code.into()))
            }
            (None, Some(from)) => {
                self.name(&format!("{place}.from"), from);
                Some(CodeFrom::Answer(from.into()))
            }
            (Some(_), Some(_)) | (None, None) => {
                self.note(&format!("{place}.code"), "give either code or from");
                None
            }
        }
    }

    fn choices(
        &mut self,
        place: &str,
        ask: &Ask,
        otherwise: Option<&StepId>,
    ) -> Option<Vec<Choice>> {
        let drafts = ask.choices;
        if drafts.is_empty() {
            let reason = "a dead end: there is nothing to choose";
            self.note(&format!("{place}.choices"), reason);
        }
        if drafts.len() > MAX_CHOICES {
            let reason = format!("more than {MAX_CHOICES} choices");
            self.note(&format!("{place}.choices"), &reason);
        }
        let mut ids = BTreeSet::new();
        let mut choices = Vec::new();
        for (index, draft) in drafts.iter().enumerate() {
            let place = format!("{place}.choices[{index}]");
            if !ids.insert(draft.id.as_str()) {
                self.note(
                    &format!("{place}.id"),
                    &format!("another choice is called \"{}\"", draft.id),
                );
            }
            if ask.many && draft.next.is_some() {
                self.note(
                    &format!("{place}.next"),
                    "several may be picked, so one of them cannot lead on by itself",
                );
            }
            if draft.next.is_none() && ask.next.is_none() {
                let reason = "a dead end: neither the choice nor its ask leads on";
                self.note(&format!("{place}.next"), reason);
            }
            choices.push(self.choice(&place, draft, otherwise));
        }
        choices.into_iter().collect()
    }

    fn choice(
        &mut self,
        place: &str,
        draft: &ChoiceDraft,
        otherwise: Option<&StepId>,
    ) -> Option<Choice> {
        let id = draft.id.parse::<ChoiceId>();
        if let Err(error) = &id {
            self.note(&format!("{place}.id"), &error.to_string());
        }
        if draft.id.starts_with(OWN_CHOICE) {
            self.note(
                &format!("{place}.id"),
                "this beginning is kept for the chat's own choices",
            );
        }
        self.words(&format!("{place}.label"), &draft.label, MAX_LABEL);
        let phrases = self.phrases(&format!("{place}.phrases"), &draft.phrases);
        let next = match &draft.next {
            Some(next) => self.lead(place, "next", next),
            None => otherwise.cloned(),
        };
        Some(Choice {
            id: id.ok()?,
            label: draft.label.clone(),
            in_text: draft.in_text.clone().unwrap_or_else(|| draft.label.clone()),
            phrases,
            next: next?,
        })
    }
}

/// The ask for choices that a step is, if it is one.
pub(super) fn ask(step: &StepDraft) -> Option<Ask<'_>> {
    if let StepDraft::Choose {
        save,
        many,
        choices,
        next,
        ..
    } = step
    {
        return Some(Ask {
            save: save.as_ref(),
            many: *many,
            choices,
            next: next.as_ref(),
            beside: BesideDraft::Nothing,
        });
    }
    let (choices, beside) = beside(step)?;
    Some(Ask {
        save: None,
        many: false,
        choices,
        next: None,
        beside,
    })
}

/// What can be done at this step beside picking a choice, if it offers choices beside something.
fn beside(step: &StepDraft) -> Option<(&[ChoiceDraft], BesideDraft<'_>)> {
    if let StepDraft::AddToCart { choices, added, .. } = step {
        return Some((choices, BesideDraft::Cards { added }));
    }
    if let StepDraft::ChangeCart {
        choices,
        changed,
        none,
        ..
    } = step
    {
        return Some((choices, BesideDraft::Lines { changed, none }));
    }
    let StepDraft::ApplyCode {
        choices,
        code,
        from,
        applied,
        refused,
        ..
    } = step
    else {
        return None;
    };
    let beside = BesideDraft::Code {
        code: code.as_deref(),
        from: from.as_deref(),
        applied,
        refused,
    };
    Some((choices, beside))
}

const MAX_CODE: usize = 60;
