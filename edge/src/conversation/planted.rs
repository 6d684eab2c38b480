//! Bugs put in on purpose, one at a time, by the variable `PLANTED`: the faults suite must find each of them. Only with the
//! cargo feature `panics`, which no release has.

use super::frame::Ear;
use super::store::Held;
use super::tell::Tell;
use super::{Conversation, Event};
use crate::clock;
use crate::error::{Error, Result};
use shared::conversation::{self, AgentAct, Effect, Input};
use shared::wire::frame_v1::{Author, Turn};
use std::time::Duration;
use worker::Delay;

/// By what the variable calls it.
#[derive(Clone, Copy)]
pub(super) enum Bug {
    /// A turn is acknowledged before it is written.
    AckFirst,
    /// A turn that comes again is another turn.
    NoDedup,
    /// Who comes back is told all but the first of what came.
    OffByOne,
    /// What must leave the object is written after the state that it belongs to.
    TwoWrites,
    /// No alarm is set.
    LostAlarm,
    /// The shopper hears of every agent what only the one who has the conversation lets them hear.
    Whisper,
    /// Every answer is kept twice.
    TwoAnswers,
    /// An agent who does not have the conversation answers in the name of the one who has it.
    AnyAgent,
}

impl Bug {
    fn name(self) -> &'static str {
        match self {
            Self::AckFirst => "ack_first",
            Self::NoDedup => "no_dedup",
            Self::OffByOne => "off_by_one",
            Self::TwoWrites => "two_writes",
            Self::LostAlarm => "lost_alarm",
            Self::Whisper => "whisper",
            Self::TwoAnswers => "two_answers",
            Self::AnyAgent => "any_agent",
        }
    }
}

impl Conversation {
    /// Whether this bug is put in.
    pub(super) fn errs(&self, bug: Bug) -> bool {
        let planted = self.env.var("PLANTED").map(|name| name.to_string());
        planted.is_ok_and(|name| name == bug.name())
    }

    /// Acknowledges a shopper's turn, and only a while later goes on to write it.
    pub(super) async fn ack_first(&self, input: &Input, from: Option<Ear<'_>>) -> Result<()> {
        if let (Input::Said { id, .. }, Some(ear)) = (input, from)
            && self.errs(Bug::AckFirst)
        {
            let id = id.clone();
            let seq = self.with(|held| Ok(held.conversation.last() + 1))?;
            ear.answer(&Tell::Acked { id, seq });
            ear.flush();
            Delay::from(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Knows no turn by its id any more, until [`Self::first_of_two`].
    pub(super) fn forget_ids(&self, held: &mut Held) -> Result<()> {
        if self.errs(Bug::NoDedup) {
            rename(held, |id| Some(format!("{FORGOTTEN}{id}")))?;
        }
        Ok(())
    }

    /// What is written first: without what must leave the object.
    pub(super) fn first_of_two(&self, held: &mut Held, effects: &[Effect]) -> Result<Vec<Effect>> {
        if self.errs(Bug::NoDedup) {
            let id = |id: &str| id.strip_prefix(FORGOTTEN).map(str::to_owned);
            rename(held, id)?;
        }
        if self.errs(Bug::TwoAnswers) {
            answer_again(held)?;
        }
        let two = self.errs(Bug::TwoWrites);
        let first = effects.iter().filter(|effect| !(two && leaves(effect)));
        Ok(first.cloned().collect())
    }

    /// What is written then, a while later.
    pub(super) async fn second_of_two(&self, effects: &[Effect]) -> Result<()> {
        if !self.errs(Bug::TwoWrites) || !effects.iter().any(leaves) {
            return Ok(());
        }
        Delay::from(Duration::from_millis(250)).await;
        let mut held = self.held.borrow_mut();
        held.as_mut()
            .map_or(Ok(()), |held| self.store.save(held, effects, clock::now()))
    }

    /// Takes what any agent says for what the one who has the conversation says.
    pub(super) fn mistaken<'a>(&self, mut event: Event<'a>) -> Result<Event<'a>> {
        if let Input::Agent {
            by,
            act: AgentAct::Say { .. },
        } = &mut event.input
            && self.errs(Bug::AnyAgent)
            && let Some(holder) = self.with(|held| Ok(held.conversation.holder().cloned()))?
        {
            *by = holder;
        }
        Ok(event)
    }
}

/// What must leave the object.
fn leaves(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Record(_) | Effect::Deliver(_) | Effect::Report(_)
    )
}

/// Gives turns other ids, where there is another.
fn rename(held: &mut Held, other: impl Fn(&str) -> Option<String>) -> Result<()> {
    let mut turns = held.conversation.turns().to_vec();
    for turn in &mut turns {
        if let Some(id) = other(turn.id.as_str()) {
            turn.id = id.parse().map_err(|_| Error::fault("no id"))?;
        }
    }
    replace(held, turns)
}

/// Keeps the newest answer once more, where it is one.
fn answer_again(held: &mut Held) -> Result<()> {
    let mut turns = held.conversation.turns().to_vec();
    let [.., question, answer] = turns.as_slice() else {
        return Ok(());
    };
    if (&question.author, &answer.author) != (&Author::Shopper, &Author::Assistant) {
        return Ok(());
    }
    let seq = answer.seq + 1;
    let id = format!("again-{seq}").parse();
    let id = id.map_err(|_| Error::fault("no id"))?;
    turns.push(Turn {
        seq,
        id,
        ..answer.clone()
    });
    replace(held, turns)
}

/// Has the conversation have these turns.
fn replace(held: &mut Held, turns: Vec<Turn>) -> Result<()> {
    let mut snapshot = held.conversation.snapshot();
    snapshot.turns = u64::try_from(turns.len()).unwrap_or_default();
    held.conversation = conversation::Conversation::restore(snapshot, turns)
        .map_err(|error| Error::fault(error.to_string()))?;
    Ok(())
}

/// Begins the ids of turns that are not known by theirs.
const FORGOTTEN: &str = "forgotten-";
