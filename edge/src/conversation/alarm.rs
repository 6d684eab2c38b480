//! A conversation's one alarm: set for whatever falls due first, in the same transaction as the rows that it belongs to.

use super::{Conversation, Event, errand};
use crate::clock;
use crate::error::Result;
use shared::conversation::{Effect, Input};
use shared::time::{Instant, Span};

/// When the alarm rings.
#[derive(Clone, Copy, Default)]
pub(super) enum Alarm {
    /// An instance before this one may have set it.
    #[default]
    Unknown,
    Unset,
    At(Instant),
}

impl Conversation {
    /// Sets the alarm when something falls due before it rings. One that rings too early costs less than moving it.
    pub(super) async fn arm(&self) -> Result<()> {
        self.arm_within(Span(0)).await
    }

    /// The same after a step; true when something of it is tried at once. Should the object die meanwhile, the alarm of the
    /// session record does for that, or whoever comes back sets one ([`Self::arm_for_return`]): moving it for every look-up
    /// would cost two rows each.
    pub(super) async fn arm_for(&self, effects: &[Effect]) -> Result<bool> {
        let is_tried =
            |effect: &Effect| matches!(effect, Effect::LookUp { .. }) || errand::is_urgent(effect);
        let tries = effects.iter().any(is_tried);
        self.arm_within(if tries { errand::LATER } else { Span(0) })
            .await?;
        Ok(tries)
    }

    /// Somebody is there to whom an answer may be due that an instance before this one was about to give.
    pub(super) async fn arm_for_return(&self) -> Result<()> {
        let deadline = self.with(|held| Ok(held.conversation.next_deadline()))?;
        if deadline.or(self.store.next_errand()?).is_some() {
            self.know_alarm().await?;
            self.arm().await?;
        }
        Ok(())
    }

    async fn arm_within(&self, late: Span) -> Result<()> {
        #[cfg(feature = "panics")]
        if self.errs(super::planted::Bug::LostAlarm) {
            return Ok(());
        }
        // One that was erased meanwhile has its own.
        if self.held.borrow().is_none() {
            return Ok(());
        }
        let deadline = self.with(|held| Ok(held.conversation.next_deadline()))?;
        let errand = self.store.next_errand()?;
        let all = [deadline, errand, self.kept_until()?, self.missed_at()?];
        let Some(next) = all.into_iter().flatten().min() else {
            return Ok(());
        };
        if matches!(self.armed.get(), Alarm::At(armed) if armed <= next + late) {
            return Ok(());
        }
        self.armed.set(Alarm::At(next));
        self.store.set_alarm();
        let wait = next - clock::now();
        self.state.storage().set_alarm(wait.0.max(0)).await?;
        Ok(())
    }

    /// Asks when the alarm rings that an instance before this one may have set. It is asked before anything is written:
    /// between the rows and their alarm nothing is awaited, so that both are one transaction.
    pub(super) async fn know_alarm(&self) -> Result<()> {
        if !matches!(self.armed.get(), Alarm::Unknown) {
            return Ok(());
        }
        let at = self.state.storage().get_alarm().await?;
        if matches!(self.armed.get(), Alarm::Unknown) {
            self.armed
                .set(at.map_or(Alarm::Unset, |at| Alarm::At(Instant(at))));
        }
        Ok(())
    }

    pub(super) async fn ring(&self) -> Result<()> {
        if self.is_over().await? {
            return Ok(());
        }
        if let Some(input) = self.vanished()? {
            self.take(Event { input, from: None }).await?;
        }
        let deadline = self.with(|held| Ok(held.conversation.next_deadline()))?;
        if deadline.is_some_and(|deadline| deadline <= clock::now()) {
            let input = Input::Deadline;
            self.take(Event { input, from: None }).await?;
        }
        self.run_errands().await?;
        self.arm().await
    }
}
