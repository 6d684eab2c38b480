//! The gate of [`shared::outbox`] while the object is awake, and when each queue may be tried again.

use super::store::Store;
use super::told;
use crate::brevo::{Account, Answer};
use crate::clock;
use crate::error::Result;
use shared::outbox::{Admission, Due, Ended, Family, Gate, Lane, Rank};
use shared::time::Instant;
use std::cell::RefCell;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Pace {
    /// As the rows have it, once it was read.
    gate: RefCell<Option<Gate>>,
    /// In memory only: whoever forgets it asks the gate once more.
    later: RefCell<BTreeMap<(Family, Lane), Instant>>,
}

impl Pace {
    pub(super) fn gate(&self, store: &Store) -> Result<Gate> {
        self.with(store, |gate| gate.clone())
    }

    pub(super) fn with<T>(&self, store: &Store, does: impl FnOnce(&mut Gate) -> T) -> Result<T> {
        let mut gate = self.gate.borrow_mut();
        if gate.is_none() {
            *gate = Some(store.gate()?);
        }
        Ok(does(gate.get_or_insert_default()))
    }

    pub(super) fn save(&self, store: &Store) -> Result<()> {
        store.save_gate(&self.gate(store)?)
    }

    /// Learns from an answer; how it ended.
    pub(super) fn heard<T>(
        &self,
        store: &Store,
        family: Family,
        answer: &Answer<T>,
        now: Instant,
    ) -> Result<Ended> {
        let (ended, limit) = (told::ended(&answer.outcome), answer.budget.map(told::limit));
        self.with(store, |gate| gate.heard(family, limit, ended, now))?;
        Ok(ended)
    }

    /// Counts what was called in a row, of which so many of the rarest calls were reserved, and learns from the answers.
    pub(super) fn made(&self, store: &Store, account: &Account, mut reserved: u32) -> Result<()> {
        let now = clock::now();
        for (family, answer) in account.made() {
            if family == Family::Rest && reserved > 0 {
                reserved -= 1;
            } else {
                self.with(store, |gate| gate.owe(family, now))?;
            }
            self.heard(store, family, &answer, now)?;
        }
        self.with(store, |gate| gate.unspent(Family::Rest, reserved, now))?;
        self.save(store)
    }

    /// Asks for a call that keeps records in step, and counts it.
    pub(super) fn admit(&self, store: &Store, family: Family) -> Result<Admission> {
        self.with(store, |gate| gate.admit(family, Rank::Upkeep, clock::now()))
    }

    pub(super) fn is_free(&self, queue: (Family, Lane), now: Instant) -> bool {
        self.free_at(queue).is_none_or(|until| until <= now)
    }

    /// When the queue may be tried again, if it had to wait.
    pub(super) fn free_at(&self, queue: (Family, Lane)) -> Option<Instant> {
        self.later.borrow().get(&queue).copied()
    }

    /// Remembers what a queue has to wait for.
    pub(super) fn waits(&self, queue: (Family, Lane), due: Due) {
        if let Due::Wait(until) = due {
            self.later.borrow_mut().insert(queue, until);
        }
    }
}
