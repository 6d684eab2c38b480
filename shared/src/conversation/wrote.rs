//! What a shopper writes back to a message is a turn of theirs, and a person answers it: whoever writes by e-mail or text
//! message does not see what a flow would say in the chat. So the flow stays where it is, and an ended conversation ended.

use super::act::Act;
use super::take::{MAX_TURNS, TURNS_A_MINUTE, checked};
use super::{Effect, Outcome, words};
use crate::contact::Address;
use crate::id::TurnId;
use crate::summary::{self, WroteBack};
use crate::wire::frame_v1::{Author, MAX_TURN_CHARS, Part, Refusal, Say};
use crate::wire::snapshot_v1::Phase;
use alloc::{format, string::String, vec};

impl Act<'_> {
    /// Takes what was written back, once.
    pub(super) fn wrote(&mut self, id: &TurnId, from: &Address, text: &str) {
        let mut turns = self.turns.iter();
        let known = |author: &Author| *author == Author::Shopper;
        if turns.any(|turn| turn.id == *id && known(&turn.author)) {
            return;
        }
        let cut: String = text.trim().chars().take(MAX_TURN_CHARS).collect();
        let Ok(text) = checked(&cut) else {
            return self.refuse(id, Refusal::TextEmpty, 0);
        };
        if self.state.phase == Phase::New {
            return self.refuse(id, Refusal::Fault, 1);
        }
        if let Some(wait) = self.too_fast(TURNS_A_MINUTE, known) {
            return self.refuse(id, Refusal::TooManyTurns, wait);
        }
        if self.state.turns >= MAX_TURNS {
            return self.refuse(id, Refusal::TooManyTurns, 0);
        }
        if let Phase::Agent(_) = self.state.phase {
            if let Err(refusal) = self.tell_agent(id, Say::Text(text)) {
                self.refuse(id, refusal, 0);
            }
            return;
        }
        self.shopper(id, vec![Part::Text(text.clone())]);
        // A person who has the conversation is sent what comes, gathered.
        if !matches!(self.state.phase, Phase::Person(_)) {
            self.say(words::wrote_back(&self.shop.words, &self.shop.name));
            self.flush();
            self.state.record.reach(Outcome::HandedOver);
            self.tell_of(from, &text);
        }
    }

    fn refuse(&mut self, id: &TurnId, refusal: Refusal, retry_after_s: u32) {
        self.effects.push(Effect::Refuse {
            id: id.clone(),
            refusal,
            retry_after_s,
        });
    }

    /// Sends the shop's own people what was written.
    fn tell_of(&mut self, from: &Address, text: &str) {
        let conversation = self.state.conversation.clone();
        let newest = self.state.turns;
        let message = summary::wrote_back(&WroteBack {
            shop: &self.shop.name,
            offset: self.shop.clock.offset(self.now),
            conversation: &conversation,
            from,
            text,
            turns: self.turns,
        });
        self.send_to_shop(&format!("wrote.{conversation}.{newest}"), message);
    }
}
