//! What Brevo tells of WhatsApp messages, and what is written back to them: it reports neither, so its records are read, as
//! often as [`shared::outbox::next_poll`] says and the few calls allow. What they hold is heard like any report, once.

use super::Outbox;
use super::post::Post;
use crate::brevo::statistics;
use crate::clock;
use crate::error::Result;
use crate::log::{self, Ids};
use shared::outbox::{Admission, Family, next_poll};
use shared::time::Instant;

impl Outbox {
    /// When the records are to be read; never for a shop that sends nothing by WhatsApp.
    pub(super) fn next_poll(&self) -> Result<Option<Instant>> {
        let last = self.store.last_by_whatsapp()?;
        let polled = self.store.polled()?;
        Ok(last.and_then(|last| next_poll(last, polled)))
    }

    pub(super) async fn poll(&self, post: &Post) -> Result<()> {
        let now = clock::now();
        // Whatever comes of it: one that is not admitted is left out, so that nothing waits for it.
        self.store.polls(now)?;
        if self.pace.admit(&self.store, Family::Rest)? != Admission::Go {
            return Ok(());
        }
        let answer = post.account.make(statistics::all_of_whatsapp()).await;
        self.pace
            .heard(&self.store, Family::Rest, &answer, clock::now())?;
        self.pace.save(&self.store)?;
        match answer.outcome {
            Ok(records) => self.keep(records.as_bytes()).map(|_| ()),
            Err(failure) => {
                log::note(failure.code(), Ids::of_shop(&self.own_name()));
                Ok(())
            }
        }
    }
}
