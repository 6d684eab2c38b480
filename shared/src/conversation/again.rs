//! Going back: to the ask before, or to an earlier one whose answer changes. What was answered from there on is
//! forgotten. What cannot be undone (a consent, a message, a person, a change of the cart) ends the way back.

use super::act::Act;
use super::{Answer, words};
use crate::id::{StepId, TurnId};
use crate::wire::frame_v1::{Part, Refusal};
use crate::wire::snapshot_v1::{Mark, Phase, Saved};
use alloc::{string::String, vec};

impl Act<'_> {
    /// Remembers that the open ask is being answered, and what its answer will replace.
    pub(super) fn mark(&mut self, name: Option<&String>) {
        let Phase::Asking { step, turn } = self.state.phase.clone() else {
            return;
        };
        let saved = name.map(|name| Saved {
            name: name.clone(),
            before: self.state.answers.get(name).cloned(),
        });
        self.state.trail.push(Mark {
            turn,
            step,
            back: self.state.back.clone(),
            saved,
        });
        if self.state.trail.len() > MAX_TRAIL {
            self.state.trail.remove(0);
        }
    }

    /// Something happened that cannot be undone.
    pub(super) fn no_way_back(&mut self) {
        self.state.trail.clear();
    }

    /// "Back": the shopper wants the ask before.
    pub(super) fn back(&mut self, id: &TurnId) -> Result<(), Refusal> {
        if !self.can_go_back() {
            return Err(Refusal::CannotGoBack);
        }
        self.shopper(id, vec![Part::Text(self.line(words::BACK))]);
        self.step_back();
        Ok(())
    }

    /// The shopper wrote "back".
    pub(super) fn asked_back(&mut self, at: &StepId) {
        if !self.can_go_back() {
            self.say_line(words::NO_WAY_BACK);
            self.walk(at.clone());
            return;
        }
        self.step_back();
    }

    /// The shopper wants to answer the ask of the turn numbered `ask` otherwise.
    pub(super) fn change(&mut self, id: &TurnId, ask: u64) -> Result<(), Refusal> {
        if !self.can_turn() || !self.state.trail.iter().any(|mark| mark.turn == ask) {
            return Err(Refusal::CannotGoBack);
        }
        self.shopper(id, vec![Part::Text(self.line(words::CHANGE))]);
        while let Some(mark) = self.state.trail.pop() {
            self.undo(&mark);
            if mark.turn == ask {
                self.ask_anew(mark);
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether there is an ask to go back to, and nothing in the way.
    fn can_go_back(&self) -> bool {
        let called = matches!(
            self.state.phase,
            Phase::Contact {
                resume: Some(_),
                ..
            }
        );
        called || (self.can_turn() && !self.state.trail.is_empty())
    }

    /// Whether the conversation waits for the shopper, who can turn round then.
    fn can_turn(&self) -> bool {
        matches!(
            self.state.phase,
            Phase::Asking { .. } | Phase::Contact { .. }
        )
    }

    fn step_back(&mut self) {
        // Who is asked for an address has not left the ask before it yet.
        if let Phase::Contact {
            resume: Some(step), ..
        } = self.state.phase.clone()
        {
            self.walk(step);
            return;
        }
        if let Some(mark) = self.state.trail.pop() {
            self.undo(&mark);
            self.ask_anew(mark);
        }
    }

    fn undo(&mut self, mark: &Mark) {
        let Some(Saved { name, before }) = &mark.saved else {
            return;
        };
        let record = &mut self.state.record;
        if let Some(answer) = before {
            if let Answer::Chosen { ids, .. } = answer {
                record.answers.insert(name.clone(), ids.clone());
            }
            self.state.answers.insert(name.clone(), answer.clone());
        } else {
            record.answers.remove(name);
            self.state.answers.remove(name);
        }
    }

    fn ask_anew(&mut self, mark: Mark) {
        self.state.stuck = 0;
        self.state.question = None;
        self.state.back = mark.back;
        self.walk(mark.step);
    }
}

/// Answers that can be gone back over; nobody remembers more.
const MAX_TRAIL: usize = 20;
