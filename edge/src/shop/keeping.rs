//! How long a shop keeps the records of sessions: a daily alarm looks for those whose time is over.

use super::{KEPT, Shop, erasure};
use crate::clock;
use crate::error::Result;
use crate::log::{self, Ids};
use shared::time::Instant;
use std::time::Duration;

impl Shop {
    /// Sees to it that old records are looked for.
    pub(super) async fn arm(&self) -> Result<()> {
        if !self.armed.get() {
            let storage = self.state.storage();
            if storage.get_alarm().await?.is_none() {
                storage.set_alarm(FORGET_EVERY).await?;
            }
            self.armed.set(true);
        }
        Ok(())
    }

    /// Forgets what is old; where that fails, soon again.
    pub(super) async fn ring(&self) -> worker::Result<()> {
        self.armed.set(false);
        if let Err(error) = self.forget().await {
            log::fault(&error, Ids::of_shop(&self.name()));
            self.state.storage().set_alarm(AFTER_A_FAULT).await?;
        }
        Ok(())
    }

    async fn forget(&self) -> Result<()> {
        let now = clock::now();
        let keep = self.loaded().map_or(KEPT, |shop| shop.keep());
        let records = Instant(now.0.saturating_sub(keep.0));
        let left = self.store.forget_before(records, erasure::forgotten(now))?;
        self.armed.set(left);
        if left {
            self.state.storage().set_alarm(FORGET_EVERY).await?;
        }
        Ok(())
    }
}

/// How often old records are looked for.
const FORGET_EVERY: Duration = Duration::from_hours(24);
const AFTER_A_FAULT: Duration = Duration::from_secs(30);
