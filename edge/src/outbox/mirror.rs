//! What a shopper agreed to, and took back, is mirrored into the shop's contacts: noted at once, told as fast as Brevo
//! takes it, many notes in one call ([`shared::outbox::next_call`]). The ledger is the truth; no message waits for this.

use super::post::Post;
use super::store::Store;
use super::{A_RUN, Outbox};
use crate::ask;
use crate::brevo::contact;
use crate::calls::WantMirror;
use crate::clock;
use crate::error::Result;
use crate::kept;
use crate::log::{self, Ids};
use serde::Deserialize;
use shared::channel::Channel;
use shared::consent::{self, hashed_text};
use shared::contact::Address;
use shared::id::ShopperId;
use shared::outbox::{Admission, Call, Ended, Family, Note, Rank, Work, next_call};
use shared::time::Span;
use std::collections::{BTreeMap, BTreeSet};
use worker::Response;

#[derive(Deserialize)]
struct NoteRow {
    number: u64,
    contact: String,
    work: String,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

/// Which set of attributes an account was prepared with.
const ATTRIBUTES: &str = "2";

impl Outbox {
    /// A ledger has a new entry: Brevo is to know, and what waits and may not go any more ends.
    pub(super) async fn changed(&self, want: WantMirror) -> Result<Response> {
        let WantMirror { shopper, mirror } = want;
        for address in &mirror.addresses {
            self.store.belongs(address, &shopper)?;
            let contact = hashed_text(address);
            for channel in mirror
                .stops
                .iter()
                .filter(|channel| fits(address, **channel))
            {
                self.store.note(&contact, &shopper, &Work::Stop(*channel))?;
            }
        }
        if let Some(grant) = &mirror.grant {
            let contact = hashed_text(&grant.address);
            if let Some(channel) = mirror.again {
                self.store.note(&contact, &shopper, &Work::Again(channel))?;
            }
            self.store
                .note(&contact, &shopper, &Work::Set(contact::proof(grant)))?;
            if grant.proof.source.is_shopper() {
                self.store.trust(&grant.address, grant.at)?;
            }
        }
        if let Some(withdrawal) = &mirror.withdrawal {
            let contact = hashed_text(&withdrawal.address);
            self.store
                .note(&contact, &shopper, &Work::Set(contact::proof(withdrawal)))?;
            self.reconsider(self.store.waiting_for(&shopper)?).await?;
        }
        // Word that a stop is done goes before Brevo is told to send nothing more.
        self.alarm_at(clock::now() + Span::seconds(1)).await?;
        ask::done()
    }

    /// Has Brevo know who is written to and what was agreed to, as far as it goes now.
    pub(super) async fn mirror_some(&self, post: &Post) -> Result<()> {
        let account = format!("{}.{ATTRIBUTES}", post.account.fingerprint());
        for _ in 0..A_RUN {
            let notes = self.store.notes()?;
            let Some(Call::Contact {
                contact,
                stops,
                again,
                set,
                notes: done,
            }) = next_call(&notes, &BTreeSet::new(), 1)
            else {
                break;
            };
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
            let list = post.sending.sender.list;
            let call = contact::tell(&contact, &stops, &again, (&set, list));
            let answer = post.account.make(call).await;
            let ended = self
                .pace
                .heard(&self.store, Family::Contacts, &answer, clock::now())?;
            if let Err(failure) = &answer.outcome {
                log::note(failure.code(), Ids::default());
            }
            // A contact that Brevo refuses is refused tomorrow, too.
            if ended != Ended::Heard {
                break;
            }
            self.store.noted(&done)?;
        }
        self.pace.save(&self.store)
    }
}

impl Store {
    /// Has Brevo be told something about a contact.
    pub(super) fn note(&self, contact: &str, shopper: &ShopperId, work: &Work) -> Result<()> {
        let named = |verb: &str, channel: Channel| {
            let mut named = BTreeMap::new();
            named.insert(verb.to_owned(), contact::name_of(channel).to_owned());
            named
        };
        let work = match work {
            Work::Stop(channel) => named(STOP, *channel),
            Work::Again(channel) => named(AGAIN, *channel),
            Work::Set(values) => values.clone(),
            Work::Happened(_) => return Ok(()),
        };
        self.0.run(
            "INSERT INTO note (contact, shopper, work) VALUES (?, ?, ?)",
            vec![
                contact.into(),
                shopper.as_str().into(),
                serde_json::to_string(&work)?.into(),
            ],
        )
    }

    /// What Brevo is still to be told: the oldest notes, with all of their contacts.
    fn notes(&self) -> Result<Vec<Note>> {
        let rows: Vec<NoteRow> = self.0.rows(
            "SELECT number, contact, work FROM note WHERE contact IN
                (SELECT contact FROM note ORDER BY work NOT LIKE '{\"stop\"%', number LIMIT 20) ORDER BY number",
            Vec::new(),
        )?;
        let mut notes = Vec::new();
        for row in rows {
            notes.push(Note {
                number: row.number,
                contact: row.contact,
                work: work_of(kept::read(&row.work)?)?,
            });
        }
        Ok(notes)
    }

    /// Brevo knows these, or does not want to.
    fn noted(&self, numbers: &[u64]) -> Result<()> {
        for number in numbers {
            self.0.run(
                "DELETE FROM note WHERE number = ?",
                vec![i64::try_from(*number).unwrap_or(i64::MAX).into()],
            )?;
        }
        Ok(())
    }

    /// Whether Brevo is still to be told something about this contact.
    pub(super) fn is_noted(&self, contact: &str) -> Result<bool> {
        self.found("SELECT 1 AS one FROM note WHERE contact = ?", contact)
    }

    /// How much Brevo is still to be told.
    pub(super) fn unmirrored(&self) -> Result<u64> {
        let count: Option<Count> = self
            .0
            .row("SELECT count(*) AS count FROM note", Vec::new())?;
        Ok(count.map_or(0, |row| row.count))
    }
}

/// A note's work as its row has it: a channel under its verb, an entry of an earlier release, or attributes.
fn work_of(values: BTreeMap<String, String>) -> Result<Work> {
    let channel = |verb| values.get(verb).and_then(|name| contact::channel_of(name));
    if let Some(channel) = channel(STOP) {
        return Ok(Work::Stop(channel));
    }
    if let Some(channel) = channel(AGAIN) {
        return Ok(Work::Again(channel));
    }
    if let Some(entry) = values.get("entry") {
        let grant: consent::Entry = kept::read(entry)?;
        return Ok(Work::Set(contact::proof(&grant)));
    }
    Ok(Work::Set(values))
}

/// Whether the channel sends to addresses of this kind.
fn fits(address: &Address, channel: Channel) -> bool {
    let by_email = channel == Channel::Email;
    by_email == matches!(address, Address::Email(_))
}

/// In small letters, which no attribute has.
const STOP: &str = "stop";
const AGAIN: &str = "again";
