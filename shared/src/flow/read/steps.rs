//! Reading one step.

use super::{MAX_CHOICES, MAX_LABEL, MAX_SHOWN, MAX_TEXT, Reader};
use crate::channel::{Channel, Purpose};
use crate::conversation::OWN_CHOICE;
use crate::flow::{Case, Choice, Choose, Consent, Fill, Source, Step, Template, When, outline};
use crate::id::{ChoiceId, StepId, WordingId};
use crate::wire::document_v1::{
    CaseDraft, ChoiceDraft, SourceDraft, StepDraft, WantDraft, WhenDraft,
};
use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};

impl Reader<'_> {
    /// The step at `place`; `None` when some part of it cannot be read, which is noted.
    pub(super) fn read_step(&mut self, place: &str, step: &StepDraft) -> Option<Step> {
        let text = self.step_text(place, step);
        match step {
            StepDraft::Say { source, next, .. } => {
                let next = self.lead(place, "next", next);
                self.source(place, source.as_ref());
                Some(Step::Say {
                    text: text??,
                    source: source.as_ref().map(read_source),
                    next: next?,
                })
            }
            StepDraft::Choose { .. } | StepDraft::AddToCart { .. } => {
                self.choose(place, step, text).map(Step::Choose)
            }
            StepDraft::Fill {
                save,
                kind,
                label,
                next,
                ..
            } => {
                self.name(&format!("{place}.save"), save);
                self.words(&format!("{place}.label"), label, MAX_LABEL);
                Some(Step::Fill(Fill {
                    next: self.lead(place, "next", next)?,
                    text: text?,
                    save: save.clone(),
                    kind: *kind,
                    label: label.clone(),
                }))
            }
            StepDraft::Branch {
                cases, otherwise, ..
            } => {
                let cases = self.cases(place, cases);
                let otherwise = self.lead(place, "otherwise", otherwise)?;
                Some(Step::Branch {
                    cases: cases?,
                    otherwise,
                })
            }
            StepDraft::LookUp {
                what, none, next, ..
            } => {
                let (none, next) = self.two(place, ("none", none), ("next", next))?;
                Some(Step::LookUp {
                    what: *what,
                    text: text?,
                    none,
                    next,
                })
            }
            StepDraft::Recommend {
                want, none, next, ..
            } => {
                self.want(place, want);
                let (none, next) = self.two(place, ("none", none), ("next", next))?;
                Some(Step::Recommend {
                    text: text??,
                    want: want.clone(),
                    none,
                    next,
                })
            }
            StepDraft::Compare { none, next, .. } => {
                let (none, next) = self.two(place, ("none", none), ("next", next))?;
                Some(Step::Compare {
                    text: text??,
                    none,
                    next,
                })
            }
            StepDraft::CartLink { label, next, .. } => {
                self.words(&format!("{place}.label"), label, MAX_LABEL);
                let next = self.lead(place, "next", next)?;
                Some(Step::CartLink {
                    text: text??,
                    label: label.clone(),
                    next,
                })
            }
            StepDraft::Consent { .. } => self.consent(place, step, text?).map(Step::Consent),
            StepDraft::FollowUp { next, .. } => {
                if self.draft.follow_up.is_none() {
                    self.note(place, "the flow has no follow_up part to send");
                }
                let next = self.lead(place, "next", next)?;
                Some(Step::FollowUp { text: text??, next })
            }
            StepDraft::HandOff { reason, .. } => {
                self.words(&format!("{place}.reason"), reason, MAX_TEXT);
                Some(Step::HandOff {
                    reason: reason.clone(),
                })
            }
            StepDraft::Back { .. } => Some(Step::Back),
            StepDraft::End { .. } => Some(Step::End { text: text? }),
        }
    }

    /// `None` when the step's text cannot be read, `Some(None)` when it has none.
    fn step_text(&mut self, place: &str, step: &StepDraft) -> Option<Option<Template>> {
        match outline::texts(step) {
            Some((field, text)) => {
                let template = self.template(&format!("{place}.{field}"), text, MAX_TEXT);
                template.map(Some)
            }
            None => Some(None),
        }
    }

    fn lead(&mut self, place: &str, field: &str, id: &str) -> Option<StepId> {
        self.step(&format!("{place}.{field}"), id)
    }

    fn two(
        &mut self,
        place: &str,
        first: (&str, &str),
        second: (&str, &str),
    ) -> Option<(StepId, StepId)> {
        let first = self.lead(place, first.0, first.1);
        let second = self.lead(place, second.0, second.1);
        first.zip(second)
    }

    fn choose(
        &mut self,
        place: &str,
        step: &StepDraft,
        text: Option<Option<Template>>,
    ) -> Option<Choose> {
        let (save, many, choices, next, added) = match step {
            StepDraft::Choose {
                save,
                many,
                choices,
                next,
                ..
            } => (save.as_ref(), *many, choices, next.as_ref(), None),
            StepDraft::AddToCart { choices, added, .. } => {
                (None, false, choices, None, Some(added))
            }
            _ => return None,
        };
        if let Some(save) = save {
            self.name(&format!("{place}.save"), save);
        }
        let next = match next {
            Some(next) => Some(self.lead(place, "next", next)?),
            None => None,
        };
        if many && next.is_none() {
            self.note(place, "an ask for several needs a next of its own");
        }
        let choices = self.choices(place, choices, many, next.as_ref());
        let added = match added {
            Some(added) => Some(self.lead(place, "added", added)?),
            None => None,
        };
        Some(Choose {
            text: text?,
            save: save.cloned(),
            many,
            choices: choices?,
            added,
        })
    }

    fn choices(
        &mut self,
        place: &str,
        drafts: &[ChoiceDraft],
        many: bool,
        otherwise: Option<&StepId>,
    ) -> Option<Vec<Choice>> {
        if drafts.is_empty() {
            self.note(
                &format!("{place}.choices"),
                "a dead end: there is nothing to choose",
            );
        }
        if drafts.len() > MAX_CHOICES {
            self.note(
                &format!("{place}.choices"),
                &format!("more than {MAX_CHOICES} choices"),
            );
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
            if many && draft.next.is_some() {
                self.note(
                    &format!("{place}.next"),
                    "several may be picked, so one of them cannot lead on by itself",
                );
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
        if draft.next.is_none() && otherwise.is_none() {
            self.note(
                &format!("{place}.next"),
                "a dead end: neither the choice nor its ask leads on",
            );
        }
        Some(Choice {
            id: id.ok()?,
            label: draft.label.clone(),
            in_text: draft.in_text.clone().unwrap_or_else(|| draft.label.clone()),
            phrases: phrases?,
            next: next?,
        })
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

    /// Notes when no ask that saves `data` offers `choice`.
    fn answer(&mut self, place: &str, data: &str, choice: &str) {
        self.name(place, data);
        let offers = |step: &StepDraft| match step {
            StepDraft::Choose { save, choices, .. } => {
                save.as_deref() == Some(data) && choices.iter().any(|draft| draft.id == choice)
            }
            _ => false,
        };
        if !self.draft.steps.iter().any(offers) {
            self.note(
                place,
                &format!("no ask that saves \"{data}\" offers the choice \"{choice}\""),
            );
        }
    }

    fn consent(
        &mut self,
        place: &str,
        step: &StepDraft,
        text: Option<Template>,
    ) -> Option<Consent> {
        let StepDraft::Consent {
            purpose,
            channels,
            agreed,
            declined,
            ..
        } = step
        else {
            return None;
        };
        if channels.is_empty() {
            self.note(&format!("{place}.channels"), "no channel is offered");
        }
        let mut offers = Vec::new();
        for (index, channel) in channels.iter().enumerate() {
            let place = format!("{place}.channels[{index}]");
            self.sendable(&place, *channel);
            offers.push(self.offer(&place, *channel, *purpose));
        }
        let (agreed, declined) = self.two(place, ("agreed", agreed), ("declined", declined))?;
        Some(Consent {
            text: text?,
            purpose: *purpose,
            offers: offers.into_iter().collect::<Option<_>>()?,
            agreed,
            declined,
        })
    }

    fn offer(
        &mut self,
        place: &str,
        channel: Channel,
        purpose: Purpose,
    ) -> Option<(Channel, WordingId, Template)> {
        let follow_up = self.draft.follow_up.as_ref();
        if follow_up.is_some_and(|follow_up| !follow_up.channels.contains(&channel)) {
            self.note(place, "the follow-up cannot take this channel");
        }
        let wordings = &self.draft.opt_out.wordings;
        let fits = wordings
            .iter()
            .find(|wording| (wording.channel, wording.purpose) == (channel, purpose));
        let Some(wording) = fits else {
            self.note(
                place,
                "opt_out.wordings has no wording for this channel and purpose",
            );
            return None;
        };
        Some((
            channel,
            wording.id.parse().ok()?,
            Template::parse(&wording.text)?,
        ))
    }

    fn want(&mut self, place: &str, want: &WantDraft) {
        if !(1..=MAX_SHOWN).contains(&want.limit) {
            self.note(
                &format!("{place}.want.limit"),
                &format!("between 1 and {MAX_SHOWN} products can be shown"),
            );
        }
        let one_of =
            |reader: &mut Self, place: String, values: &[String], from: Option<&String>| {
                if values.is_empty() == from.is_none() {
                    reader.note(&place, "give either values or from");
                }
                if let Some(from) = from {
                    reader.name(&format!("{place}.from"), from);
                }
            };
        for (index, require) in want.require.iter().enumerate() {
            let place = format!("{place}.want.require[{index}]");
            one_of(self, place, &require.values, require.from.as_ref());
        }
        for (index, prefer) in want.prefer.iter().enumerate() {
            let place = format!("{place}.want.prefer[{index}]");
            if let Some(only_if) = &prefer.only_if {
                self.answer(&format!("{place}.only_if"), &only_if.data, &only_if.is);
            }
            self.words(&format!("{place}.reason"), &prefer.reason, MAX_TEXT);
            one_of(self, place, &prefer.values, prefer.from.as_ref());
        }
    }

    fn source(&mut self, place: &str, source: Option<&SourceDraft>) {
        let Some(source) = source else { return };
        self.words(&format!("{place}.source.label"), &source.label, MAX_LABEL);
        let path = source.path.as_deref();
        if path.is_some_and(|path| !path.starts_with('/') || path.starts_with("//")) {
            self.note(
                &format!("{place}.source.path"),
                "a path on the shop begins with one /",
            );
        }
    }
}

fn read_source(source: &SourceDraft) -> Source {
    Source {
        label: source.label.clone(),
        path: source.path.clone(),
    }
}
