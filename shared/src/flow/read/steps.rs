//! Reading one step.

use super::{MAX_LABEL, MAX_SHOWN, MAX_TEXT, Reader};
use crate::channel::{Channel, Purpose};
use crate::flow::{Consent, Fill, Rate, Source, Step, Template, outline};
use crate::id::{FlowId, StepId, WordingId};
use crate::wire::document_v1::{SourceDraft, StepDraft, WantDraft};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

impl Reader<'_> {
    /// The step at `place`; `None` when some part of it cannot be read, which is noted.
    pub(super) fn read_step(&mut self, place: &str, step: &StepDraft) -> Option<Step> {
        let text = outline::texts(step)
            .map(|(field, text)| self.template(&format!("{place}.{field}"), text, MAX_TEXT));
        match step {
            StepDraft::Say { source, next, .. } => self.say(place, text, source.as_ref(), next),
            StepDraft::Choose { .. }
            | StepDraft::AddToCart { .. }
            | StepDraft::ChangeCart { .. }
            | StepDraft::ApplyCode { .. } => self.choose(place, text, step),
            StepDraft::Fill { .. } => self.fill(place, text, step),
            StepDraft::Branch {
                cases, otherwise, ..
            } => self.branch(place, cases, otherwise),
            StepDraft::LookUp { .. } => self.look_up(place, text, step),
            StepDraft::Recommend { .. } => self.recommend(place, text, step),
            StepDraft::Compare { none, next, .. } => self.compare(place, text, none, next),
            StepDraft::CartLink { label, next, .. } => self.cart_link(place, text, label, next),
            StepDraft::Consent { .. } => self.consent(place, step, text?).map(Step::Consent),
            StepDraft::FollowUp { next, .. } => self.follow_up_step(place, text, next),
            StepDraft::Rate { .. } => self.rate(place, text, step),
            StepDraft::Call { flow, next, .. } => self.call(place, flow, next),
            StepDraft::HandOff { reason, .. } => {
                self.words(&format!("{place}.reason"), reason, MAX_TEXT);
                let reason = reason.clone();
                Some(Step::HandOff { reason })
            }
            StepDraft::Back { .. } => Some(Step::Back),
            StepDraft::End { .. } => Some(Step::End { text }),
        }
    }

    fn say(
        &mut self,
        place: &str,
        text: Option<Template>,
        source: Option<&SourceDraft>,
        next: &str,
    ) -> Option<Step> {
        self.source(place, source);
        Some(Step::Say {
            next: self.lead(place, "next", next)?,
            text: text?,
            source: source.map(read_source),
        })
    }

    fn fill(&mut self, place: &str, text: Option<Template>, step: &StepDraft) -> Option<Step> {
        let StepDraft::Fill {
            save,
            kind,
            label,
            next,
            ..
        } = step
        else {
            return None;
        };
        self.name(&format!("{place}.save"), save);
        self.words(&format!("{place}.label"), label, MAX_LABEL);
        Some(Step::Fill(Fill {
            next: self.lead(place, "next", next)?,
            text,
            save: save.clone(),
            kind: *kind,
            label: label.clone(),
        }))
    }

    fn look_up(&mut self, place: &str, text: Option<Template>, step: &StepDraft) -> Option<Step> {
        let StepDraft::LookUp {
            what,
            with,
            none,
            next,
            ..
        } = step
        else {
            return None;
        };
        let (needed, taken) = what.with();
        for part in needed.iter().filter(|part| !with.contains_key(**part)) {
            let reason = format!("this look-up needs \"{part}\": the name of the answer with it");
            self.note(&format!("{place}.with"), &reason);
        }
        for (part, name) in with {
            let place = format!("{place}.with.{part}");
            if !needed.contains(&part.as_str()) && !taken.contains(&part.as_str()) {
                self.note(&place, "this look-up takes nothing of this name");
            }
            self.name(&place, name);
        }
        let (none, next) = self.two(place, ("none", none), ("next", next))?;
        Some(Step::LookUp {
            what: *what,
            with: with.clone(),
            text,
            none,
            next,
        })
    }

    fn recommend(&mut self, place: &str, text: Option<Template>, step: &StepDraft) -> Option<Step> {
        let StepDraft::Recommend {
            mode,
            want,
            none,
            next,
            ..
        } = step
        else {
            return None;
        };
        self.want(place, want);
        let (none, next) = self.two(place, ("none", none), ("next", next))?;
        Some(Step::Recommend {
            text: text?,
            mode: *mode,
            want: want.clone(),
            none,
            next,
        })
    }

    fn rate(&mut self, place: &str, text: Option<Template>, step: &StepDraft) -> Option<Step> {
        let StepDraft::Rate {
            save,
            comment,
            skipped,
            next,
            ..
        } = step
        else {
            return None;
        };
        self.name(&format!("{place}.save"), save);
        if let Some(comment) = comment {
            self.words(&format!("{place}.comment"), comment, MAX_LABEL);
        }
        let (skipped, next) = self.two(place, (outline::SKIPPED, skipped), ("next", next))?;
        Some(Step::Rate(Rate {
            text: text?,
            save: save.clone(),
            comment: comment.clone(),
            skipped,
            next,
        }))
    }

    fn call(&mut self, place: &str, flow: &str, next: &str) -> Option<Step> {
        let id = flow.parse::<FlowId>();
        if let Err(error) = &id {
            self.note(&format!("{place}.flow"), &error.to_string());
        }
        let next = self.lead(place, "next", next)?;
        Some(Step::Call {
            flow: id.ok()?,
            next,
        })
    }

    fn compare(
        &mut self,
        place: &str,
        text: Option<Template>,
        none: &str,
        next: &str,
    ) -> Option<Step> {
        let (none, next) = self.two(place, ("none", none), ("next", next))?;
        let text = text?;
        Some(Step::Compare { text, none, next })
    }

    fn cart_link(
        &mut self,
        place: &str,
        text: Option<Template>,
        label: &str,
        next: &str,
    ) -> Option<Step> {
        self.words(&format!("{place}.label"), label, MAX_LABEL);
        Some(Step::CartLink {
            next: self.lead(place, "next", next)?,
            text: text?,
            label: label.into(),
        })
    }

    fn follow_up_step(&mut self, place: &str, text: Option<Template>, next: &str) -> Option<Step> {
        if self.draft.follow_up.is_none() {
            self.note(place, "the flow has no follow_up part to send");
        }
        let next = self.lead(place, "next", next)?;
        let text = text?;
        Some(Step::FollowUp { text, next })
    }

    pub(super) fn lead(&mut self, place: &str, field: &str, id: &str) -> Option<StepId> {
        self.step(&format!("{place}.{field}"), id)
    }

    pub(super) fn two(
        &mut self,
        place: &str,
        first: (&str, &str),
        second: (&str, &str),
    ) -> Option<(StepId, StepId)> {
        let first = self.lead(place, first.0, first.1);
        let second = self.lead(place, second.0, second.1);
        first.zip(second)
    }

    fn consent(&mut self, place: &str, step: &StepDraft, text: Template) -> Option<Consent> {
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
            text,
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
            Template::parse(&wording.text).ok()?,
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
