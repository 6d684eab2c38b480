//! From the document's text to types. Every mistake is noted with its place, and reading goes on.

mod after;
mod branch;
mod choices;
mod data;
mod follow_up;
mod steps;

use super::{
    FlowDraft, FlowProblem, HandoffRule, Parts, Phrase, Question, Step, Template, built_in, outline,
};
use crate::channel::Channel;
use crate::flow::PATH;
use crate::id::{FlowId, StepId, WordingId};
use crate::money::Money;
use crate::wire::document_v1::{AmountDraft, FLOW_FORMAT};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What a draft reads as, unless some part of it cannot be read, and everything wrong with its parts.
pub(super) fn flow(draft: &FlowDraft) -> (Option<Parts>, Vec<FlowProblem>) {
    let mut reader = Reader::new(draft);
    reader.head();
    let id = draft.id.parse::<FlowId>();
    if let Err(error) = &id {
        reader.note("id", &error.to_string());
    }
    let first = reader.first_message();
    let start = reader.step("start", &draft.start);
    let steps = reader.steps();
    let questions = reader.questions();
    let handoff = reader.handoff();
    let follow_up = draft
        .follow_up
        .as_ref()
        .map(|follow_up| reader.follow_up(follow_up));
    reader.wordings();
    let parts = || {
        Some(Parts {
            id: id.ok()?,
            start: start?,
            first,
            steps,
            questions: questions?,
            handoff: handoff?,
            follow_up,
        })
    };
    (parts(), reader.problems)
}

struct Reader<'a> {
    draft: &'a FlowDraft,
    ids: BTreeSet<&'a str>,
    problems: Vec<FlowProblem>,
}

impl<'a> Reader<'a> {
    fn new(draft: &'a FlowDraft) -> Self {
        let ids = draft.steps.iter().map(outline::id).collect();
        Self {
            draft,
            ids,
            problems: Vec::new(),
        }
    }

    fn head(&mut self) {
        let draft = self.draft;
        if draft.format != FLOW_FORMAT {
            let reason = format!(
                "\"{}\" is not a format known here; it must be \"{FLOW_FORMAT}\"",
                draft.format
            );
            self.note("format", &reason);
        }
        self.words("name", &draft.name, MAX_LABEL);
        self.words("language", &draft.language, MAX_LABEL);
        self.data();
        self.after();
    }

    fn first_message(&mut self) -> Template {
        let first = &self.draft.first_message;
        if first.answers.len() > MAX_ANSWERS {
            self.note(
                "first_message.answers",
                &format!("more than {MAX_ANSWERS} ready answers"),
            );
        }
        for (index, answer) in first.answers.iter().enumerate() {
            self.words(
                &format!("first_message.answers[{index}]"),
                answer,
                MAX_LABEL,
            );
        }
        let template = self.template("first_message.text", &first.text, MAX_INVITATION);
        // The invitation is shown before the chat knows anything, the shop's name included.
        if template.holes().next().is_some() {
            self.note(
                "first_message.text",
                "the first message has no holes: nothing is known yet",
            );
        }
        template
    }

    fn steps(&mut self) -> BTreeMap<StepId, Step> {
        let draft = self.draft;
        if draft.steps.len() > MAX_STEPS {
            self.note("steps", &format!("more than {MAX_STEPS} steps"));
        }
        let mut steps = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (index, step) in draft.steps.iter().enumerate() {
            let text = outline::id(step);
            match text.parse::<StepId>() {
                Err(error) => self.note(&format!("steps[{index}].id"), &error.to_string()),
                Ok(_) if text.contains(PATH) => self.note(
                    &format!("steps[{index}].id"),
                    "a step's id has no ':', which parts the steps of called flows",
                ),
                Ok(id) => {
                    let read = self.read_step(&format!("steps.{text}"), step);
                    if !seen.insert(text) {
                        self.note(
                            &format!("steps[{index}].id"),
                            &format!("another step is called \"{text}\""),
                        );
                    }
                    if let Some(read) = read {
                        steps.insert(id, read);
                    }
                }
            }
        }
        steps
    }

    fn questions(&mut self) -> Option<Vec<Question>> {
        let draft = self.draft;
        if draft.questions.len() > MAX_QUESTIONS {
            self.note("questions", &format!("more than {MAX_QUESTIONS} questions"));
        }
        let mut ids = BTreeSet::new();
        let mut questions = Vec::new();
        for (index, question) in draft.questions.iter().enumerate() {
            let place = format!("questions[{index}]");
            if !ids.insert(question.id.as_str()) {
                self.note(
                    &format!("{place}.id"),
                    &format!("another question is called \"{}\"", question.id),
                );
            }
            self.words(&format!("{place}.id"), &question.id, MAX_LABEL);
            if question.phrases.is_empty() {
                self.note(&format!("{place}.phrases"), "no phrase to recognise it by");
            }
            let phrases = self.phrases(&format!("{place}.phrases"), &question.phrases);
            let next = self.step(&format!("{place}.next"), &question.next);
            questions.push(next.map(|next| Question {
                id: question.id.clone(),
                phrases,
                next,
                topic: question.topic,
            }));
        }
        questions.into_iter().collect()
    }

    fn handoff(&mut self) -> Option<HandoffRule> {
        let rule = &self.draft.handoff;
        if rule.repeated == 0 {
            self.note(
                "handoff.repeated",
                "at least one answer must fail before a person is called",
            );
        }
        let amount = rule.cart_at_least.as_ref();
        let cart_at_least = match amount.map(|amount| self.amount("handoff.cart_at_least", amount))
        {
            Some(amount) => Some(amount?),
            None => None,
        };
        Some(HandoffRule {
            cart_at_least,
            words: self.phrases("handoff.words", &rule.words),
            repeated: rule.repeated.max(1),
            topic: rule.topic,
        })
    }

    fn wordings(&mut self) {
        let mut ids = BTreeSet::new();
        let mut offers = Vec::new();
        for (index, wording) in self.draft.opt_out.wordings.iter().enumerate() {
            let place = format!("opt_out.wordings[{index}]");
            if !ids.insert(wording.id.as_str()) {
                self.note(
                    &format!("{place}.id"),
                    &format!("another wording is called \"{}\"", wording.id),
                );
            }
            if offers.contains(&(wording.channel, wording.purpose)) {
                self.note(
                    &place,
                    "another wording is for the same channel and purpose",
                );
            }
            offers.push((wording.channel, wording.purpose));
            if let Err(error) = wording.id.parse::<WordingId>() {
                self.note(&format!("{place}.id"), &error.to_string());
            }
            self.sendable(&format!("{place}.channel"), wording.channel);
            self.plain(&format!("{place}.text"), &wording.text, MAX_TEXT);
        }
    }

    fn phrases(&mut self, place: &str, texts: &[String]) -> Vec<Phrase> {
        if texts.len() > MAX_PHRASES {
            self.note(place, &format!("more than {MAX_PHRASES} phrases"));
        }
        let mut phrases = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let phrase = Phrase::parse(text);
            if phrase.is_none() || text.chars().count() > MAX_TEXT {
                self.note(
                    &format!("{place}[{index}]"),
                    "a phrase is words, such as \"when arrive|come\"",
                );
            }
            phrases.extend(phrase);
        }
        phrases
    }

    /// A text with holes, all of which are declared; empty when it cannot be read, which is noted.
    fn template(&mut self, place: &str, text: &str, limit: usize) -> Template {
        self.words(place, text, limit);
        let template = Template::parse(text).unwrap_or_else(|error| {
            self.note(place, &error.to_string());
            Template::default()
        });
        for name in template.holes() {
            if !self.declared(name) && built_in(name).is_none() {
                self.note(
                    place,
                    &format!("the hole {{{name}}} has no data: \"{name}\" is not declared"),
                );
            }
        }
        for name in template.needs() {
            if built_in(name).is_some_and(|known| !known.always) && !self.declared(name) {
                self.note(
                    place,
                    &format!("\"{name}\" is not always known; give a fallback: {{{name}|…}}"),
                );
            }
        }
        template
    }

    /// A text that says the same to everyone.
    fn plain(&mut self, place: &str, text: &str, limit: usize) -> Template {
        let template = self.template(place, text, limit);
        if template.holes().any(|name| name != "shop") {
            self.note(
                place,
                "these words are the same for everyone: only {shop} can stand in them",
            );
        }
        template
    }

    fn words(&mut self, place: &str, text: &str, limit: usize) {
        if text.trim().is_empty() {
            self.note(place, "nothing is written here");
        }
        let count = text.chars().count();
        if count > limit {
            self.note(
                place,
                &format!("{count} characters, at most {limit} are allowed"),
            );
        }
    }

    fn step(&mut self, place: &str, id: &str) -> Option<StepId> {
        if self.ids.contains(id) {
            return id.parse().ok();
        }
        self.note(place, &format!("no step is called \"{id}\""));
        None
    }

    fn name(&mut self, place: &str, name: &str) {
        if !self.declared(name) {
            self.note(place, &format!("\"{name}\" is not declared in data"));
        }
    }

    fn amount(&mut self, place: &str, amount: &AmountDraft) -> Option<Money> {
        let money = amount
            .currency
            .parse()
            .and_then(|currency| Money::parse(&amount.amount, currency));
        if let Err(error) = &money {
            self.note(place, &error.to_string());
        }
        money.ok()
    }

    fn sendable(&mut self, place: &str, channel: Channel) {
        match channel {
            Channel::Email | Channel::Sms | Channel::WhatsApp => {}
            Channel::Chat => self.note(
                place,
                "the chat itself needs no consent and is no follow-up",
            ),
        }
    }

    fn note(&mut self, place: &str, reason: &str) {
        self.problems.push(FlowProblem {
            place: place.to_string(),
            reason: reason.to_string(),
        });
    }
}

const MAX_STEPS: usize = 100;
const MAX_QUESTIONS: usize = 50;
const MAX_PHRASES: usize = 40;
const MAX_CHOICES: usize = 12;
const MAX_ANSWERS: usize = 4;
pub(super) const MAX_LABEL: usize = 60;
pub(super) const MAX_INVITATION: usize = 200;
pub(super) const MAX_TEXT: usize = 1000;
pub(super) const MAX_SMS: usize = 300;
const MAX_SHOWN: u8 = 6;
const MAX_DELAY_MINUTES: u32 = 7 * 24 * 60;
