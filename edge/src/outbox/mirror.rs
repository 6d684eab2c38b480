//! Grants are mirrored into the shop's contacts, after the messages that rest on them: those do not wait for it.

use super::{A_RUN, Outbox, Post};
use crate::clock;
use crate::error::Result;
use crate::log::{self, Ids};
use shared::outbox::{Admission, Ended, Family, Rank};

impl Outbox {
    /// Has Brevo know who is written to and what was agreed to, as far as it goes now.
    pub(super) async fn mirror_some(&self, post: &Post) -> Result<()> {
        let account = post.account.fingerprint();
        for grant in self.store.next_to_mirror(A_RUN)? {
            let admitted = self.pace.with(&self.store, |gate| {
                gate.admit(Family::Contacts, Rank::Upkeep, clock::now())
            })?;
            if admitted != Admission::Go {
                break;
            }
            if !self.store.is_prepared(&account)? {
                if let Err(failure) = post.account.prepare().await {
                    log::note(failure.code(), Ids::default());
                    break;
                }
                self.store.prepared(&account)?;
            }
            let answer = post.account.upsert_contact(&grant).await;
            let ended = self
                .pace
                .heard(&self.store, Family::Contacts, &answer, clock::now())?;
            if let Err(failure) = &answer.outcome {
                log::note(failure.code(), Ids::default());
            }
            // A contact that Brevo refuses is refused tomorrow, too.
            if ended == Ended::Heard {
                self.store.mirrored(&grant.id, clock::now())?;
            } else {
                break;
            }
        }
        self.pace.save(&self.store)
    }
}
