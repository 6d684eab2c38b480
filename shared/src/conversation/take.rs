//! A shopper's turn: known already, refused, or taken. Nothing of a refused turn is kept.

use super::act::Act;
use super::{Effect, HandoffReason, Outcome, words};
use crate::id::{ChoiceId, TurnId};
use crate::locale;
use crate::time::Span;
use crate::wire::frame_v1::{Author, MAX_TURN_CHARS, Part, Refusal, Say, Turn};
use crate::wire::snapshot_v1::Phase;
use alloc::{string::String, vec, vec::Vec};

impl Act<'_> {
    /// Takes a shopper's turn, once: the same id again is only acknowledged again.
    pub(super) fn take(&mut self, id: TurnId, say: Say) {
        let known = self
            .turns
            .iter()
            .find(|turn| turn.id == id && turn.author == Author::Shopper);
        if let Some(seq) = known.map(|turn| turn.seq) {
            self.effects.push(Effect::Ack { id, seq });
            return;
        }
        if let Err((refusal, retry_after_s)) = self.admit(&say) {
            self.effects.push(Effect::Refuse {
                id,
                refusal,
                retry_after_s,
            });
            return;
        }
        if let Err(refusal) = self.answer(&id, say) {
            self.effects.push(Effect::Refuse {
                id,
                refusal,
                retry_after_s: 0,
            });
        }
    }

    fn admit(&self, say: &Say) -> Result<(), (Refusal, u32)> {
        match self.state.phase {
            Phase::Ended => return Err((Refusal::Ended, 0)),
            // The edge opens a conversation before it takes turns; one that arrives earlier may be sent again.
            Phase::New => return Err((Refusal::Fault, 1)),
            Phase::Asking { .. }
            | Phase::Waiting(_)
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_)
            | Phase::Agent(_) => {}
        }
        // A person and the end stay within reach of a shopper who typed too fast.
        let always = matches!(say, Say::Person | Say::End);
        let limit = if always {
            TURNS_A_MINUTE * 2
        } else {
            TURNS_A_MINUTE
        };
        if let Some(wait) = self.too_fast(limit, |author| *author == Author::Shopper) {
            return Err((Refusal::TooManyTurns, wait));
        }
        let most = MAX_TURNS + if always { SPARE_TURNS } else { 0 };
        // Nothing comes after the end.
        if self.state.turns >= most && *say != Say::End {
            return Err((Refusal::TooManyTurns, 0));
        }
        Ok(())
    }

    /// Seconds to wait, when such authors took as many turns as `limit` within the last minute.
    pub(super) fn too_fast(&self, limit: usize, is: impl Fn(&Author) -> bool) -> Option<u32> {
        let since = |turn: &&Turn| is(&turn.author) && turn.at + MINUTE > self.now;
        let mut recent = self.turns.iter().rev().take(RECENT).filter(since);
        let oldest = recent.nth(limit.checked_sub(1)?)?;
        let wait = (oldest.at + MINUTE - self.now).0.max(0) / 1000 + 1;
        Some(u32::try_from(wait).unwrap_or(60))
    }

    fn answer(&mut self, id: &TurnId, say: Say) -> Result<(), Refusal> {
        if let Phase::Agent(_) = self.state.phase {
            return self.tell_agent(id, say);
        }
        if self.is_lost() {
            return self.answer_lost(id, say);
        }
        match say {
            Say::Text(text) => {
                let text = checked(&text)?;
                self.shopper(id, vec![Part::Text(text.clone())]);
                self.free_text(&text);
            }
            Say::Choose { ask, choices } => self.choose(id, ask, &choices)?,
            Say::Fill { ask, value } => self.fill_in(id, ask, &value)?,
            Say::Consent { ask, grant } => self.consent(id, ask, grant)?,
            Say::Added { variant, quantity } => self.added(id, variant, quantity)?,
            Say::NotAdded { variant, reason } => self.not_added(id, variant, reason)?,
            Say::Changed { variant, quantity } => self.changed(id, variant, quantity)?,
            Say::Applied { code, outcome } => self.applied(id, &code, outcome)?,
            Say::Rate {
                ask,
                stars,
                comment,
            } => self.rate(id, ask, stars, comment.as_deref())?,
            Say::Back => self.back(id)?,
            Say::Change { ask } => self.change(id, ask)?,
            Say::Person => {
                self.shopper(id, vec![Part::Text(self.line(words::TALK_TO_A_PERSON))]);
                self.call_person(HandoffReason::Asked);
            }
            Say::End => {
                self.shopper(id, vec![Part::Ended]);
                self.tell_person();
                self.end();
            }
        }
        Ok(())
    }

    /// Whether the open ask belongs to a version of a flow that the shop no longer has.
    fn is_lost(&self) -> bool {
        matches!(&self.state.phase, Phase::Asking { step, .. } if self.step(step).is_none())
    }

    /// Whatever the shopper does there, a person takes over.
    fn answer_lost(&mut self, id: &TurnId, say: Say) -> Result<(), Refusal> {
        if say == Say::End {
            self.shopper(id, vec![Part::Ended]);
            self.end();
            return Ok(());
        }
        let words = match say {
            Say::Text(text) | Say::Fill { value: text, .. } => checked(&text)?,
            Say::Choose { ask, choices } => locale::picked(&self.labels(ask, &choices)?),
            Say::Consent { .. }
            | Say::Added { .. }
            | Say::NotAdded { .. }
            | Say::Person
            | Say::End
            | Say::Changed { .. }
            | Say::Applied { .. }
            | Say::Rate { .. }
            | Say::Back
            | Say::Change { .. } => self.line(words::TALK_TO_A_PERSON),
        };
        self.shopper(id, vec![Part::Text(words)]);
        self.say_line(words::LOST);
        self.call_person(HandoffReason::Stuck);
        Ok(())
    }

    /// Keeps the shopper's turn and acknowledges it.
    pub(super) fn shopper(&mut self, id: &TurnId, parts: Vec<Part>) {
        // An offer answers one turn: who goes on without it is not asked later.
        self.state.offer = None;
        self.append(id.clone(), Author::Shopper, parts);
        let record = &mut self.state.record;
        record.turns = record.turns.saturating_add(1);
        let seq = self.state.turns;
        self.effects.push(Effect::Ack {
            id: id.clone(),
            seq,
        });
        if let Phase::Person(handed) = &mut self.state.phase {
            handed.due.get_or_insert(self.now + GATHER);
        }
    }

    /// The conversation is over.
    pub(super) fn end(&mut self) {
        self.state.phase = Phase::Ended;
        self.state.back.clear();
        self.state.trail.clear();
        self.state.record.ended = Some(self.now);
        self.state.record.reach(Outcome::Ended);
    }

    /// What these choices of the turn numbered `ask` are called.
    pub(super) fn labels(&self, ask: u64, picked: &[ChoiceId]) -> Result<Vec<String>, Refusal> {
        let (offered, _) = self.offered(ask).ok_or(Refusal::NotOffered)?;
        let label = |choice: &ChoiceId| {
            let found = offered.iter().find(|(id, _)| id == choice);
            found
                .map(|(_, label)| label.clone())
                .ok_or(Refusal::NotOffered)
        };
        picked.iter().map(label).collect()
    }

    /// The choices that the turn numbered `ask` shows, and whether several may be picked.
    pub(super) fn offered(&self, ask: u64) -> Option<(Vec<(ChoiceId, String)>, bool)> {
        let index = usize::try_from(ask.checked_sub(1)?).ok()?;
        self.turns.get(index)?.parts.iter().rev().find_map(|part| {
            let Part::Choices(choices) = part else {
                return None;
            };
            let pairs = choices
                .choices
                .iter()
                .map(|choice| (choice.id.clone(), choice.label.clone()));
            Some((pairs.collect(), choices.many))
        })
    }
}

/// The text without white space around it.
pub(super) fn checked(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::TextEmpty);
    }
    if text.chars().count() > MAX_TURN_CHARS {
        return Err(Refusal::TextTooLong);
    }
    Ok(text.into())
}

const MINUTE: Span = Span::minutes(1);
/// A shopper types for a while; what comes within this time reaches a person as one message.
const GATHER: Span = Span::minutes(1);
pub(super) const TURNS_A_MINUTE: usize = 20;
/// More turns than a shopper and the assistant can take in a minute.
const RECENT: usize = 200;
pub(super) const MAX_TURNS: u64 = 1000;
/// So many more for what stays within reach: a person, who may have them again to answer.
pub(super) const SPARE_TURNS: u64 = 200;
