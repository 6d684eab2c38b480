//! Showing what a step did: turns to everybody who listens, answers to who asked, then what holds now.

use super::Conversation;
use super::audience::Audience;
use super::exchange::Post;
use super::frame::Ear;
use super::reader::Role;
use super::tell::{NotTaken, Tell};
use crate::error::Result;
use shared::conversation::Effect;
use shared::wire::agent_v1::Context;

impl Conversation {
    /// Shows effects, once they are written.
    pub(super) fn show(&self, effects: &[Effect], from: Option<Ear<'_>>) -> Result<()> {
        let audience = self.audience();
        let answer = |tell: &Tell| {
            if let Some(ear) = &from {
                audience.answer(ear, tell);
            }
        };
        for effect in effects {
            match effect {
                Effect::Append(turn) => audience.tell(&Tell::Turn(turn.clone())),
                Effect::Presence => audience.tell(&self.presence(&audience)?),
                Effect::Ack { .. }
                | Effect::Refuse { .. }
                | Effect::Deny { .. }
                | Effect::LookUp { .. }
                | Effect::Record(_)
                | Effect::Deliver(_)
                | Effect::Report(_) => answered(effect).iter().for_each(answer),
            }
        }
        let now = Tell::Now(self.with(|held| Ok(held.conversation.now()))?);
        let changes = |effect: &Effect| {
            matches!(
                effect,
                Effect::Append(_) | Effect::LookUp { .. } | Effect::Presence
            )
        };
        if effects.iter().any(changes) {
            audience.tell(&now);
        } else {
            answer(&now);
        }
        if let Some(ear) = &from {
            ear.flush();
        }
        self.tell_context(&audience)
    }

    /// Whether a posted question has an answer already.
    pub(super) fn has_more(&self, post: &Post) -> Result<bool> {
        // A turn that the conversation does not have is an answer, too.
        self.with(|held| Ok(held.conversation.last() != post.after.get()))
    }

    /// Completes the answer to a posted question.
    pub(super) fn tell_rest(&self, post: &Post) -> Result<()> {
        let ear = Ear::Post(post);
        if post.after.get() > self.with(|held| Ok(held.conversation.last()))? {
            ear.refuse(None, NotTaken::UnknownTurn, 0);
            return Ok(());
        }
        self.tell_since(&ear, post.after.get())
    }

    /// Tells what came after a turn, and what holds now.
    pub(super) fn tell_since(&self, ear: &Ear<'_>, after: u64) -> Result<()> {
        #[cfg(feature = "panics")]
        let after = after + u64::from(self.errs(super::planted::Bug::OffByOne));
        if let Role::Agent(_) = ear.role() {
            ear.answer(&Tell::Context(Box::new(self.context()?)));
        }
        self.with(|held| {
            let turns = held.conversation.turns_after(after);
            self.sent_again(turns.len());
            // Each in a message of its own: a page draws what is read back in silence until it hears what holds now.
            for turn in turns {
                ear.flush();
                ear.answer(&Tell::Turn(turn.clone()));
            }
            ear.flush();
            Ok(())
        })?;
        ear.answer(&self.presence(&self.audience())?);
        for tell in self.read_marks()? {
            ear.answer(&tell);
        }
        ear.answer(&Tell::Now(self.with(|held| Ok(held.conversation.now()))?));
        Ok(())
    }

    /// How far the others have read: of agents, the one who has the conversation.
    fn read_marks(&self) -> Result<Vec<Tell>> {
        let holder = self.with(|held| Ok(held.conversation.holder().cloned()))?;
        let roles = holder.map(Role::Agent).into_iter().chain([Role::Shopper]);
        let marks = roles.map(|role| Tell::Read {
            up_to: self.read_by(&role),
            to_shopper: role != Role::Shopper,
            who: role.party(),
        });
        let seen = |tell: &Tell| !matches!(tell, Tell::Read { up_to: 0, .. });
        Ok(marks.filter(seen).collect())
    }

    /// Tells consoles all that is known beside the turns, when that has changed.
    fn tell_context(&self, audience: &Audience) -> Result<()> {
        if !audience.has_agents() {
            return Ok(());
        }
        let context = self.context()?;
        if self.told_context.borrow().as_ref() != Some(&context) {
            self.told_context.replace(Some(context.clone()));
            audience.tell_agents(&Tell::Context(Box::new(context)));
        }
        Ok(())
    }

    fn context(&self) -> Result<Context> {
        self.with(|held| Ok(held.conversation.context()))
    }
}

/// What only who asked is told of an effect.
fn answered(effect: &Effect) -> Option<Tell> {
    match effect.clone() {
        Effect::Ack { id, seq } => Some(Tell::Acked { id, seq }),
        Effect::Refuse {
            id,
            refusal,
            retry_after_s,
        } => Some(Tell::Refused {
            id,
            refusal,
            retry_after_s,
        }),
        Effect::Deny {
            id,
            refusal,
            retry_after_s,
        } => Some(Tell::Denied {
            id,
            refusal,
            retry_after_s,
        }),
        Effect::Append(_)
        | Effect::Presence
        | Effect::LookUp { .. }
        | Effect::Record(_)
        | Effect::Deliver(_)
        | Effect::Report(_) => None,
    }
}
