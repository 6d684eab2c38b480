//! A place's clock with the changes it makes. The shell asks its platform for them; nothing here knows of zones.

use super::{Instant, Local, Offset};
use crate::sort;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A clock: how far it is ahead of UTC, and when that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    first: Offset,
    /// INVARIANT: by time.
    changes: Vec<(Instant, Offset)>,
}

impl Clock {
    /// A clock that never changes.
    #[must_use]
    pub fn fixed(offset: Offset) -> Self {
        Self::changing(offset, Vec::new())
    }

    /// A clock that is `first` ahead of UTC until the first change, and what each change says from then on.
    #[must_use]
    pub fn changing(first: Offset, mut changes: Vec<(Instant, Offset)>) -> Self {
        sort::sort_by_key(&mut changes, |(from, _)| *from);
        Self { first, changes }
    }

    /// How far it is ahead of UTC at an instant.
    #[must_use]
    pub fn offset(&self, at: Instant) -> Offset {
        let past = self.changes.iter().take_while(|(from, _)| *from <= at);
        past.last().map_or(self.first, |(_, offset)| *offset)
    }

    /// What it shows at an instant.
    #[must_use]
    pub fn local(&self, at: Instant) -> Local {
        at.local(self.offset(at))
    }

    /// The first instant at which it shows this; the end of the jump when it jumps over it.
    #[must_use]
    pub fn earliest(&self, local: Local) -> Instant {
        let shown = self.shown(local).min();
        shown.unwrap_or_else(|| self.jump(local))
    }

    /// The last instant at which it shows this; the end of the jump when it jumps over it.
    #[must_use]
    pub fn latest(&self, local: Local) -> Instant {
        let shown = self.shown(local).max();
        shown.unwrap_or_else(|| self.jump(local))
    }

    /// An instant before which it cannot show this.
    #[must_use]
    pub fn not_before(&self, local: Local) -> Instant {
        let offsets = self.changes.iter().map(|(_, offset)| *offset);
        local.instant(offsets.fold(self.first, Offset::max))
    }

    fn shown(&self, local: Local) -> impl Iterator<Item = Instant> {
        let offsets = self.changes.iter().map(|(_, offset)| *offset);
        let instants = core::iter::once(self.first)
            .chain(offsets)
            .map(move |offset| (local.instant(offset), offset));
        let holds = |(at, offset): (Instant, Offset)| (self.offset(at) == offset).then_some(at);
        instants.filter_map(holds)
    }

    /// When it jumps over a local time that it never shows.
    fn jump(&self, local: Local) -> Instant {
        let mut before = self.first;
        for (at, after) in &self.changes {
            if at.local(before) <= local && local < at.local(*after) {
                return *at;
            }
            before = *after;
        }
        local.instant(before)
    }
}
