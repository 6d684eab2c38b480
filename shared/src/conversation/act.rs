//! One input being applied: the state it changes, what the assistant says in answer, and what is to be done.

use super::record::Worth;
use super::words::Line;
use super::{Conversation, Effect, ShopContext};
use crate::flow::{Flow, Template, Value};
use crate::id::{StepId, TurnId};
use crate::locale::Locale;
use crate::message::Voice;
use crate::time::Instant;
use crate::wire::frame_v1::{Author, Part, Turn, Visit};
use crate::wire::snapshot_v1::{Answer, FlowRef, Phase, Snapshot};
use alloc::{format, string::String, vec::Vec};

/// One input being applied.
pub(super) struct Act<'a> {
    pub(super) state: &'a mut Snapshot,
    pub(super) turns: &'a mut Vec<Turn>,
    pub(super) shop: &'a ShopContext,
    pub(super) now: Instant,
    pub(super) effects: Vec<Effect>,
    /// The step being performed; its flow says what stands for what is not known.
    pub(super) here: Option<StepId>,
    said: Vec<Part>,
    before: Worth,
}

impl<'a> Act<'a> {
    pub(super) fn new(
        conversation: &'a mut Conversation,
        shop: &'a ShopContext,
        now: Instant,
    ) -> Self {
        let before = conversation.state.record.worth();
        Self {
            state: &mut conversation.state,
            turns: &mut conversation.turns,
            shop,
            now,
            effects: Vec::new(),
            here: None,
            said: Vec::new(),
            before,
        }
    }

    /// What is to be done, once everything that was said is a turn.
    pub(super) fn finish(mut self) -> Vec<Effect> {
        self.flush();
        if self.state.record.worth() != self.before {
            self.effects.push(Effect::Report(self.state.record.clone()));
        }
        self.effects
    }

    /// The chat was opened: for the first time, or again on another page.
    pub(super) fn open(&mut self, visit: Visit) {
        self.note_visit(visit);
        if self.state.phase != Phase::New {
            return;
        }
        self.state.record.began = Some(self.now);
        let Some(flow) = self.shop.flow.as_ref() else {
            self.say(super::words::no_flow(&self.shop.words, &self.shop.name));
            self.state.phase = Phase::Listening;
            return;
        };
        let begun = FlowRef {
            id: flow.id().clone(),
            version: flow.version(),
        };
        self.state.flow = Some(begun.clone());
        self.state.record.flow = Some(begun);
        self.pin_called(flow);
        self.say(self.fill(flow.first()));
        self.walk(flow.start().clone());
    }

    /// The assistant says something.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.said.push(Part::Text(text.into()));
    }

    /// The assistant says something that always reads the same.
    pub(super) fn say_line(&mut self, line: Line) {
        self.say(self.line(line));
    }

    /// What always reads the same, in the words of this conversation.
    pub(super) fn line(&self, line: Line) -> String {
        line.of(&self.shop.words)
    }

    /// The assistant shows something.
    pub(super) fn show(&mut self, part: Part) {
        self.said.push(part);
    }

    /// The number that the turn being said will have.
    pub(super) fn next_seq(&self) -> u64 {
        self.state.turns.saturating_add(1)
    }

    /// Makes what was said so far one turn, if anything was.
    pub(super) fn flush(&mut self) {
        if self.said.is_empty() {
            return;
        }
        let parts = core::mem::take(&mut self.said);
        let id = made_id(&format!("turn.{}", self.next_seq()));
        if let Some(id) = id {
            self.append(id, Author::Assistant, parts);
        }
    }

    /// Adds a turn; the next number is given here and nowhere else.
    pub(super) fn append(&mut self, id: TurnId, author: Author, parts: Vec<Part>) {
        let turn = Turn {
            seq: self.next_seq(),
            id,
            author,
            at: self.now,
            parts,
        };
        self.state.turns = turn.seq;
        self.state.record.last = Some(self.now);
        self.effects.push(Effect::Append(turn.clone()));
        self.turns.push(turn);
    }

    /// A text of the flow with its holes filled from what is known.
    pub(super) fn fill(&self, template: &Template) -> String {
        let locale = self.flow().map_or_else(Locale::default, Flow::locale);
        template.fill(locale, |name| self.value(name))
    }

    /// How this conversation speaks.
    pub(super) fn voice(&self) -> Voice<'a> {
        self.shop.voice()
    }

    /// What is known by this name, or stands for it in the flow that is being walked.
    fn value(&self, name: &str) -> Option<Value> {
        let cart = self.state.cart.as_ref();
        let known = match name {
            "shop" => Some(Value::Text(self.shop.name.clone())),
            "product" => {
                let shown = self.state.shown.first();
                shown.map(|card| Value::Text(card.title.clone()))
            }
            "cart_total" => cart.map(|cart| Value::Money(cart.total)),
            "cart_count" => cart.map(|cart| {
                let quantities = cart.lines.iter().map(|line| line.quantity);
                Value::Count(quantities.fold(0, u32::saturating_add).into())
            }),
            "delivery" => self.state.delivery.clone().map(Value::Text),
            _ => None,
        };
        let answer = || {
            self.state.answers.get(name).map(|answer| match answer {
                Answer::Chosen { text, .. } | Answer::Typed(text) => text.clone(),
            })
        };
        let told = || self.state.told.get(name).cloned();
        let fallback = || {
            let flow = self.flow_of(self.here.as_ref())?;
            flow.fallback(name).map(String::from)
        };
        known.or_else(|| told().or_else(answer).or_else(fallback).map(Value::Text))
    }
}

/// An id made from what caused it, so that the same cause makes the same id. One that would be too long keeps its end
/// and a hash of the whole.
pub(crate) fn made_id<T: core::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok().or_else(|| {
        let end: String = text.chars().rev().take(KEPT).collect();
        let end: String = end.chars().rev().collect();
        format!("{:016x}.{end}", fnv(text)).parse().ok()
    })
}

/// FNV-1a over the bytes (Fowler, Noll, Vo; draft-eastlake-fnv).
pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

const KEPT: usize = 60;
