//! A name of a contact that belongs to another contact at Brevo, which refuses the whole call for it. What was to be told is
//! told without that name, or to whoever has it: a consent is about an address, wherever Brevo keeps it. No name is taken
//! from anybody, and no two contacts are made one: nobody here knows whether they are one person.

use super::Outbox;
use super::post::Post;
use crate::brevo::{self, Failure, contact};
use crate::clock;
use crate::error::Result;
use shared::outbox::{Call, Ended, Family};

impl Outbox {
    /// Tells it again where a name stood against it; none where none did.
    pub(super) async fn tell_owner(
        &self,
        told: &Call,
        outcome: &core::result::Result<i64, Failure>,
        post: &Post,
    ) -> Result<Option<(core::result::Result<i64, Failure>, Ended)>> {
        let (
            Call::Contact {
                contact,
                stops,
                again,
                set,
                ..
            },
            Err(Failure::Permanent { duplicates, .. }),
        ) = (told, outcome)
        else {
            return Ok(None);
        };
        if duplicates.is_empty() {
            return Ok(None);
        }
        let is_anothers = |name: &str| {
            let mut duplicates = duplicates.iter();
            duplicates.any(|duplicate| duplicate.eq_ignore_ascii_case(name))
        };
        let (person, name) = contact::person_and_name(contact);
        let mut owner = None;
        if is_anothers(name) {
            match self.count_and_make(contact::contact(person), post).await? {
                (Ok(known), _) => owner = Some(known.id),
                (Err(failure), ended) => return Ok(Some((Err(failure), ended))),
            }
        }
        let mut set = set.clone();
        set.retain(|name, _| !is_anothers(name) && (owner.is_none() || !contact::is_name(name)));
        let list = post.sending.sender.list;
        let call = contact::tell((contact, owner), stops, again, (&set, list));
        Ok(Some(self.count_and_make(call, post).await?))
    }

    async fn count_and_make<T>(
        &self,
        call: brevo::Call<T>,
        post: &Post,
    ) -> Result<(core::result::Result<T, Failure>, Ended)> {
        let (family, now) = (Family::Contacts, clock::now());
        self.pace.with(&self.store, |gate| gate.owe(family, now))?;
        let answer = post.account.make(call).await;
        let ended = self
            .pace
            .heard(&self.store, family, &answer, clock::now())?;
        Ok((answer.outcome, ended))
    }
}
