//! A shop's clock over the day on which it is put forward or back. Which offsets hold is for the platform to say.

use crate::time::{Instant, Local, Offset};

/// A clock whose offset changes at most once in the time that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    before: Offset,
    change: Option<(Instant, Offset)>,
}

impl Clock {
    /// A clock with one offset.
    #[must_use]
    pub const fn steady(offset: Offset) -> Self {
        Self {
            before: offset,
            change: None,
        }
    }

    /// A clock that shows `before` until `at`, and `after` from then on; `at` may be past.
    #[must_use]
    pub const fn changing(before: Offset, at: Instant, after: Offset) -> Self {
        Self {
            before,
            change: Some((at, after)),
        }
    }

    /// What it shows at `instant`.
    #[must_use]
    pub fn local(self, instant: Instant) -> Local {
        match self.change {
            Some((at, after)) if instant >= at => instant.local(after),
            Some(_) | None => instant.local(self.before),
        }
    }

    /// When it shows `local`: the first time when it is put back over it, and the change itself when it is put forward
    /// over it. So nobody is told that there is time left when there may be none.
    #[must_use]
    pub fn instant(self, local: Local) -> Instant {
        let early = local.instant(self.before);
        match self.change {
            Some((at, after)) if early >= at => local.instant(after).max(at),
            Some(_) | None => early,
        }
    }
}
