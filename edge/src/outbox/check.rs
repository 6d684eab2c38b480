//! The set-up check, at the shop's own outbox: its calls count for the limits that messages go by, and what they are told
//! of those limits, and of an account that takes nothing, is heard.

use super::{Outbox, shown};
use crate::brevo::{Found, Hook, Wish};
use crate::clock;
use crate::error::Result;
use shared::outbox::Family;

impl Outbox {
    /// Looks at the shop's account, as the shop's document names it now; says when to ask again where that would take what
    /// is kept for messages.
    pub(super) async fn check(&self, hook: &Hook, wish: Wish) -> Result<Found> {
        let post = self.post(&self.shop()?).await?;
        let now = clock::now();
        let reserved = self.pace.with(&self.store, |gate| {
            gate.reserve(Family::Rest, wish.calls(), now)
        })?;
        if let Err(until) = reserved {
            return Ok(Found::later(until - now));
        }
        self.pace.save(&self.store)?;
        let shops = (
            &post.sending.sender,
            post.sending.facts.templates.as_slice(),
        );
        let mut found = post.account.check(shops, hook, wish).await;
        self.pace.made(&self.store, &post.account, wish.calls())?;
        for says in shown::notices(&self.store.tally()?) {
            found.advise(&says);
        }
        // What was stopped may go on now.
        self.arm().await?;
        Ok(found)
    }
}
