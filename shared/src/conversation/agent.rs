//! Agents: one at a time has the conversation, and while one has it the flow is silent. Who comes second is told who has
//! it, and takes it over expressly or not at all. An agent who is done hands back to the flow; one who goes, vanishes or
//! does not answer leaves the shopper to the person who was asked for.

use super::act::Act;
use super::take::{MAX_TURNS, SPARE_TURNS, checked};
use super::{Effect, HandoffReason, Outcome, words};
use crate::handoff::Urgency;
use crate::id::{StepId, TurnId};
use crate::time::{Instant, Span};
use crate::wire::agent_v1::{AgentRefusal, AgentSay, Named};
use crate::wire::frame_v1::{Author, Part, Refusal, Say};
use crate::wire::snapshot_v1::{Handed, Held, Phase};
use alloc::{format, vec};

/// What an agent does, or what is noticed of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgentAct {
    /// Takes a turn.
    Say {
        /// Made by the console.
        id: TurnId,
        /// What the agent says.
        say: AgentSay,
    },
    /// Takes the conversation.
    Join {
        /// Also from another agent who has it.
        take_over: bool,
    },
    /// Goes; the conversation still waits for a person, if it did.
    Leave,
    /// Is done; the flow goes on.
    HandBack,
    /// Is connected again, or still.
    Here,
    /// Is no longer connected.
    Gone,
}

impl Act<'_> {
    /// Applies what an agent does, once.
    pub(super) fn agent(&mut self, by: Named, act: AgentAct) {
        match act {
            AgentAct::Say { id, say } => self.agent_says(&by, id, say),
            AgentAct::Join { take_over } => self.join(by, take_over),
            AgentAct::Leave => match self.held_by(&by) {
                Ok(held) => self.leave(held),
                Err(refusal) => self.deny(None, refusal, 0),
            },
            AgentAct::HandBack => match self.held_by(&by) {
                Ok(held) => {
                    self.say(words::handed_back(&self.shop.words, &held.by.name));
                    self.go_on_after(held.resume);
                }
                Err(refusal) => self.deny(None, refusal, 0),
            },
            AgentAct::Here => self.note_connection(&by, None),
            AgentAct::Gone => self.note_connection(&by, Some(self.now)),
        }
    }

    /// Whether not even agents may add to it.
    fn is_full(&self) -> bool {
        self.state.turns >= MAX_TURNS + 2 * SPARE_TURNS
    }

    fn agent_says(&mut self, by: &Named, id: TurnId, say: AgentSay) {
        let is_agents = |author: &Author| matches!(author, Author::Agent(_));
        let mut turns = self.turns.iter();
        let known = turns.find(|turn| turn.id == id && is_agents(&turn.author));
        if let Some(seq) = known.map(|turn| turn.seq) {
            self.effects.push(Effect::Ack { id, seq });
            return;
        }
        if let Err(refusal) = self.held_by(by) {
            return self.deny(Some(id), refusal, 0);
        }
        if self.is_full() {
            return self.deny(Some(id), AgentRefusal::TooManyTurns, 0);
        }
        if let Some(wait) = self.too_fast(AGENT_TURNS_A_MINUTE, is_agents) {
            return self.deny(Some(id), AgentRefusal::TooManyTurns, wait);
        }
        let AgentSay::Text(text) = say;
        match checked(&text) {
            Ok(text) => self.keep_agents_turn(by, id, Part::Text(text)),
            Err(Refusal::TextEmpty) => self.deny(Some(id), AgentRefusal::TextEmpty, 0),
            Err(_) => self.deny(Some(id), AgentRefusal::TextTooLong, 0),
        }
    }

    fn keep_agents_turn(&mut self, by: &Named, id: TurnId, part: Part) {
        self.append(id.clone(), Author::Agent(by.name.clone()), vec![part]);
        let seq = self.state.turns;
        self.effects.push(Effect::Ack { id, seq });
        if let Phase::Agent(held) = &mut self.state.phase {
            held.waits = None;
            note_told(held, seq);
        }
    }

    fn join(&mut self, by: Named, take_over: bool) {
        let held = match self.state.phase.clone() {
            Phase::Ended => return self.deny(None, AgentRefusal::Ended, 0),
            // The edge lets nobody in before a shopper has opened the conversation.
            Phase::New => return self.deny(None, AgentRefusal::Fault, 1),
            Phase::Agent(held) if held.by.agent == by.agent => {
                return self.note_connection(&by, None);
            }
            _ if self.is_full() => return self.deny(None, AgentRefusal::TooManyTurns, 0),
            Phase::Agent(held) if !take_over => {
                return self.deny(None, AgentRefusal::HeldBy(held.by), 0);
            }
            Phase::Agent(held) => {
                self.say(words::took_over(&self.shop.words, &by.name, &held.by.name));
                Held {
                    by,
                    gone: None,
                    ..held
                }
            }
            Phase::Asking { .. }
            | Phase::Waiting(_)
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_) => {
                self.say(words::joined(&self.shop.words, &by.name));
                self.held_from_here(by)
            }
        };
        self.flush();
        self.state.record.reach(Outcome::HandedOver);
        self.no_way_back();
        self.state.phase = Phase::Agent(held);
        if let Phase::Agent(held) = &mut self.state.phase {
            note_told(held, self.state.turns);
        }
        self.effects.push(Effect::Presence);
    }

    /// What an agent takes when they join as it stands.
    fn held_from_here(&self, by: Named) -> Held {
        let asked = self.state.ask.clone();
        let asked = asked.filter(|ask| self.step(ask).is_some());
        let (resume, reason, handed) = match self.state.phase.clone() {
            Phase::Asking { step, .. } => (Some(step), None, None),
            Phase::Waiting(waiting) => (Some(waiting.step), None, None),
            Phase::Contact { reason, resume, .. } => (resume.or(asked), Some(reason), None),
            Phase::Person(handed) => (asked, Some(handed.reason.clone()), Some(handed)),
            Phase::New | Phase::Listening | Phase::Agent(_) | Phase::Ended => (None, None, None),
        };
        let newest = self.turns.last();
        let asks = newest.is_some_and(|turn| turn.author == Author::Shopper);
        let waits = (asks || reason.is_some()).then_some(self.now);
        Held {
            by,
            resume,
            reason,
            handed,
            gone: None,
            waits,
        }
    }

    /// Whether this agent has the conversation; what they hold of it then.
    fn held_by(&self, by: &Named) -> Result<Held, AgentRefusal> {
        match &self.state.phase {
            Phase::Agent(held) if held.by.agent == by.agent => Ok(held.clone()),
            Phase::Agent(held) => Err(AgentRefusal::HeldBy(held.by.clone())),
            Phase::Ended => Err(AgentRefusal::Ended),
            Phase::New
            | Phase::Asking { .. }
            | Phase::Waiting(_)
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_) => Err(AgentRefusal::NotHeld),
        }
    }

    /// The agent who has the conversation is connected, or is not since then. Anybody else's coming and going is not
    /// kept.
    fn note_connection(&mut self, by: &Named, gone: Option<Instant>) {
        let Phase::Agent(held) = &mut self.state.phase else {
            return;
        };
        if held.by.agent == by.agent && held.gone.is_some() != gone.is_some() {
            held.gone = gone;
            self.effects.push(Effect::Presence);
        }
    }

    /// When the agent who has the conversation has been gone, or the shopper has waited, for too long.
    pub(super) fn agent_deadline(&mut self) {
        let Phase::Agent(held) = self.state.phase.clone() else {
            return;
        };
        if held.deadline().is_some_and(|due| due <= self.now) {
            let reason = held
                .reason
                .clone()
                .or_else(|| held.waits.and(Some(unanswered(&held))));
            self.leave(Held { reason, ..held });
        }
    }

    /// The agent goes. Who was promised a person still waits for one.
    fn leave(&mut self, held: Held) {
        self.say(words::left(&self.shop.words, &held.by.name));
        match held {
            Held {
                handed: Some(handed),
                ..
            } => self.wait_for_mail(handed),
            Held {
                reason: Some(reason),
                resume,
                ..
            } => {
                self.state.phase = Phase::Listening;
                self.call_person_or(reason, resume);
            }
            Held { resume, .. } => return self.go_on_after(resume),
        }
        self.effects.push(Effect::Presence);
    }

    /// Back to the person who answers by e-mail, with what the shopper wrote since.
    fn wait_for_mail(&mut self, handed: Handed) {
        self.say(words::still_by_mail(
            &self.shop.words,
            handed.email.as_str(),
        ));
        self.state.phase = Phase::Person(handed);
        self.tell_person();
    }

    /// The flow goes on with this step, or from its start when there is none to go back to.
    fn go_on_after(&mut self, resume: Option<StepId>) {
        self.state.phase = Phase::Listening;
        self.state.stuck = 0;
        let start = || self.flow().map(|flow| flow.start().clone());
        let step = resume
            .filter(|step| self.step(step).is_some())
            .or_else(start);
        if let Some(step) = step {
            self.walk(step);
        }
        self.effects.push(Effect::Presence);
    }

    /// What a shopper does while an agent has the conversation: words and the cart reach the agent, the flow's own asks
    /// are closed.
    pub(super) fn tell_agent(&mut self, id: &TurnId, say: Say) -> Result<(), Refusal> {
        match say {
            Say::Text(text) => self.shopper(id, vec![Part::Text(checked(&text)?)]),
            Say::Person => self.shopper(id, vec![Part::Text(self.line(words::TALK_TO_A_PERSON))]),
            Say::End => {
                self.shopper(id, vec![Part::Ended]);
                self.end_with_agent();
                return Ok(());
            }
            Say::Added { variant, quantity } => self.added(id, variant, quantity)?,
            Say::NotAdded { variant, reason } => self.not_added(id, variant, reason)?,
            Say::Changed { variant, quantity } => self.changed(id, variant, quantity)?,
            Say::Choose { .. }
            | Say::Fill { .. }
            | Say::Consent { .. }
            | Say::Applied { .. }
            | Say::Rate { .. } => return Err(Refusal::AskClosed),
            Say::Back | Say::Change { .. } => return Err(Refusal::CannotGoBack),
        }
        let now = self.now;
        if let Phase::Agent(held) = &mut self.state.phase {
            held.waits.get_or_insert(now);
        }
        Ok(())
    }

    /// The shopper ends it. What the agent has not answered still reaches the person who was told by e-mail.
    fn end_with_agent(&mut self) {
        if let Phase::Agent(Held {
            handed: Some(handed),
            waits: Some(_),
            ..
        }) = self.state.phase.clone()
        {
            self.state.phase = Phase::Person(handed);
            self.tell_person();
        }
        self.end();
        self.effects.push(Effect::Presence);
    }

    fn deny(&mut self, id: Option<TurnId>, refusal: AgentRefusal, retry_after_s: u32) {
        self.effects.push(Effect::Deny {
            id,
            refusal,
            retry_after_s,
        });
    }
}

impl Held {
    /// When the conversation is taken from the agent who has it.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let gone = self.gone.map(|since| since + GRACE);
        let waits = self.waits.map(|since| since + PATIENCE);
        gone.into_iter().chain(waits).min()
    }
}

/// What the agent has before them needs no e-mail any more.
fn note_told(held: &mut Held, newest: u64) {
    if let Some(handed) = &mut held.handed {
        handed.told = newest;
        handed.due = None;
    }
}

fn unanswered(held: &Held) -> HandoffReason {
    HandoffReason::Called {
        sentence: format!("{} had the conversation and did not answer", held.by.name),
        urgency: Urgency::First,
    }
}

/// How long an agent may be gone, as when they change from one network to another, before the shopper is told.
const GRACE: Span = Span::minutes(2);
/// How long a shopper waits for an answer in the chat before it is sought by e-mail.
const PATIENCE: Span = Span::minutes(10);
/// Twice what a shopper may: an agent may send prepared answers.
const AGENT_TURNS_A_MINUTE: usize = 40;
