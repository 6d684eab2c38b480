//! How long a conversation is kept: until its shop's time for keeping is over, or its shopper is erased.
//!
//! When the time is over, nothing of the object stays. Of one that was erased, a mark stays for as long as an old token
//! or a page's key might still come: it refuses them.

use super::{Alarm, Conversation, ids, socket};
use crate::ask;
use crate::clock;
use crate::error::{Error, Result};
use crate::log;
use shared::id::ShopId;
use shared::time::{Instant, Span};
use worker::Response;

impl Conversation {
    /// When nothing of this is kept any more, if no turn comes; sooner where the shop has not said yet.
    pub(super) fn kept_until(&self) -> Result<Option<Instant>> {
        let last = self.with(|held| {
            let record = held.conversation.record();
            Ok(record.last.or(record.began))
        })?;
        Ok(last.map(|last| last + self.keep.get().unwrap_or(SHORTEST)))
    }

    /// Whether there is nothing here to go on with; what has been kept long enough goes.
    pub(super) async fn is_over(&self) -> Result<bool> {
        let now = clock::now();
        if let Some(erased) = self.store.erased()? {
            let until = erased + MARKED;
            if until <= now {
                self.clear().await?;
            } else {
                self.state.storage().set_alarm((until - now).0).await?;
            }
            return Ok(true);
        }
        if !self.load()? {
            return Ok(true);
        }
        if self.kept_until()?.is_none_or(|until| until > now) {
            return Ok(false);
        }
        self.ask_how_long().await?;
        if self.store.erased()?.is_some() {
            return Ok(true);
        }
        let over = self.kept_until()?.is_some_and(|until| until <= now);
        // What others have not confirmed is not forgotten.
        if !over || self.store.next_errand()?.is_some() {
            return Ok(false);
        }
        self.hang_up();
        self.clear().await?;
        log::note("conversation_pruned", ids(&self.name()));
        Ok(true)
    }

    /// The operator has this conversation erased; another shop's is not there.
    pub(super) async fn erase(&self, shop: &ShopId) -> Result<Response> {
        if !self.is_of(shop)? {
            return Err(super::unknown());
        }
        self.bury().await?;
        ask::done()
    }

    /// Nothing of it stays but that it was erased. Errands not yet run were about the same shopper, and go too.
    pub(super) async fn bury(&self) -> Result<()> {
        self.store.erase(clock::now())?;
        self.hang_up();
        self.forget();
        self.state.storage().set_alarm(MARKED.0).await?;
        log::note("conversation_erased", ids(&self.name()));
        Ok(())
    }

    /// Asks the shop how long it keeps; a shop that is gone keeps no longer than others.
    async fn ask_how_long(&self) -> Result<()> {
        match self.shop().await {
            Ok(_) => Ok(()),
            Err(error) if error.is_final() => {
                self.keep
                    .set(Some(self.keep.get().unwrap_or(crate::shop::KEPT)));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn clear(&self) -> Result<()> {
        self.state.storage().delete_all().await?;
        self.store.was_cleared();
        self.forget();
        Ok(())
    }

    /// What the object remembers while it is awake goes with its rows.
    fn forget(&self) {
        self.held.replace(None);
        self.told.replace(None);
        self.armed.set(Alarm::Unset);
        self.read.borrow_mut().clear();
        self.told_context.replace(None);
    }

    fn hang_up(&self) {
        for socket in self.state.get_websockets() {
            socket::close(&socket, OVER, "this conversation is no longer kept");
        }
    }
}

/// The answer of a conversation that was erased.
pub(super) fn erased() -> Error {
    Error::refusal(410, "erased", "this conversation was erased")
}

/// The shortest time a shop may keep conversations.
const SHORTEST: Span = Span::days(1);
/// Longer than an old token still names its shopper.
const MARKED: Span = Span::days(92);
/// The close code that tells a page that there is nothing to come back to.
const OVER: usize = 4410;
