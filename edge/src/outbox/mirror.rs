//! What a shopper agreed to, took back and did is mirrored into the shop's contacts: noted at once, told as fast as Brevo
//! takes it, many notes in one call ([`shared::outbox::next_call`]). The ledger is the truth; no message waits for this.

use super::post::Post;
use super::store::Store;
use super::{A_RUN, AFTER_A_FAULT, MIRROR, Outbox};
use crate::ask;
use crate::brevo::{Failure, contact, iso};
use crate::calls::WantMirror;
use crate::clock;
use crate::error::Result;
use crate::kept;
use crate::log::{self, Ids};
use serde::Deserialize;
use shared::channel::{Channel, Purpose};
use shared::consent::{self, hashed_text};
use shared::contact::Address;
use shared::id::ShopperId;
use shared::outbox::{Admission, Call, Due, Ended, Family, Note, Work, next_call};
use shared::time::{Instant, Span};
use std::collections::BTreeMap;
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

/// From so many on, what happened is told in one of the rare calls that take many.
const MANY: usize = 20;
const A_BATCH: usize = 100;
/// Which set of attributes an account was prepared with.
const ATTRIBUTES: &str = "2";

impl Outbox {
    /// A ledger has a new entry: Brevo is to know, and what waits and may not go any more ends.
    pub(super) async fn changed(&self, want: WantMirror) -> Result<Response> {
        let WantMirror { shopper, mirror } = want;
        let lost = mirror.withdrawal.as_ref();
        let lost = lost.is_some_and(consent::Entry::is_of_a_lost_contact);
        for address in &mirror.addresses {
            self.store.belongs(address, &shopper)?;
            let contact = hashed_text(address);
            for channel in mirror
                .stops
                .iter()
                .filter(|channel| !lost && fits(address, **channel))
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
                self.store.trust(self.name(&grant.address)?, grant.at)?;
                if grant.purpose == Purpose::Marketing {
                    self.store.agrees(&contact, &shopper)?;
                    let what = (grant.channel, "parley_consent_given");
                    self.happened_to(&grant.address, what, grant.at)?;
                }
            }
        }
        if let Some(withdrawal) = &mirror.withdrawal {
            let contact = hashed_text(&withdrawal.address);
            if !lost {
                self.store
                    .note(&contact, &shopper, &Work::Set(contact::proof(withdrawal)))?;
            }
            self.store.takes_back(&contact, &shopper)?;
            self.reconsider(self.store.waiting_for(&shopper)?).await?;
        }
        // Word that a stop is done goes before Brevo is told to send nothing more.
        self.alarm_at(clock::now() + Span::seconds(1)).await?;
        ask::done()
    }

    /// Something happened that the shop's own automations may go by: noted of who agreed to be sold to, and of nobody else.
    pub(super) fn happened_to(
        &self,
        address: &Address,
        (channel, what): (Channel, &str),
        at: Instant,
    ) -> Result<()> {
        if !self.store.keeps_note(false)? {
            return Ok(());
        }
        self.store.0.run(
            "INSERT INTO note (contact, shopper, work) SELECT contact, shopper, json_object('event_name', ?, 'event_date', ?,
                'identifiers', json_object(iif(contact LIKE '+%', 'phone_id', 'email_id'), ltrim(contact, '+')),
                'event_properties', json_object('channel', ?)) FROM agreed WHERE contact = ?",
            vec![
                what.into(),
                iso(at).into(),
                contact::name_of(channel).into(),
                hashed_text(address).into(),
            ],
        )
    }

    /// Has Brevo know who is written to, what was agreed to and what happened, as far as it goes now.
    pub(super) async fn mirror_some(&self, post: &Post) -> Result<()> {
        self.store.forget_begun()?;
        for _ in 0..A_RUN {
            let Some((family, call)) = self.next_told()? else {
                break;
            };
            if !self.tell(family, &call, post).await? {
                break;
            }
        }
        self.pace.save(&self.store)
    }

    /// The next call, counted; none while there is none, or none may be made. Many things that happened go in one call
    /// only while such calls can be spared.
    fn next_told(&self) -> Result<Option<(Family, Call)>> {
        let waiting = self.store.notes()?;
        let call = next_call(&waiting, A_BATCH);
        let Some(Call::Happened { notes, .. }) = &call else {
            let turn = call.is_some() && self.has_turn(Family::Contacts)?;
            return Ok(call.filter(|_| turn).map(|call| (Family::Contacts, call)));
        };
        if notes.len() >= MANY && self.pace.admit(&self.store, Family::Rest)? == Admission::Go {
            return Ok(call.map(|call| (Family::Rest, call)));
        }
        let turn = self.has_turn(Family::Events)?;
        let call = next_call(&waiting, 1).filter(|_| turn);
        Ok(call.map(|call| (Family::Events, call)))
    }

    /// Makes a call. Whether another one may follow.
    async fn tell(&self, family: Family, told: &Call, post: &Post) -> Result<bool> {
        if !self.is_prepared(post).await? {
            self.waits_until(clock::now() + AFTER_A_FAULT);
            return Ok(false);
        }
        let (call, notes) = match told {
            Call::Contact {
                contact,
                stops,
                again,
                set,
                notes,
            } => {
                let list = post.sending.sender.list;
                let call = contact::tell((contact, None), stops, again, (set, list));
                (call, notes)
            }
            Call::Happened { happenings, notes } => {
                self.store.begins(notes)?;
                (contact::happened(happenings), notes)
            }
        };
        let answer = post.account.make(call).await;
        let ended = self
            .pace
            .heard(&self.store, family, &answer, clock::now())?;
        let second = self.tell_owner(told, &answer.outcome, post).await?;
        let (outcome, ended) = second.unwrap_or((answer.outcome, ended));
        let failure = match &outcome {
            Ok(id) => {
                self.is_told(told, *id, post)?;
                self.store.noted(notes)?;
                return Ok(true);
            }
            Err(failure) => failure,
        };
        log::note(failure.code(), Ids::of_shop(&self.own_name()));
        if ended == Ended::Heard {
            // What Brevo refuses is refused tomorrow, too: counted by its code, for people to see.
            self.store
                .count(&format!("refused_{}", failure.code()), 1)?;
            self.store.noted(notes)?;
            return Ok(true);
        }
        if !matches!(failure, Failure::Ambiguous) {
            self.store.did_not(notes)?;
        }
        self.waits_until(clock::now() + AFTER_A_FAULT);
        Ok(false)
    }

    /// Whether the account has the attributes that are told, which are made where they are missing.
    async fn is_prepared(&self, post: &Post) -> Result<bool> {
        let account = format!("{}.{ATTRIBUTES}", post.account.fingerprint());
        if self.store.is_prepared(&account)? {
            return Ok(true);
        }
        let prepared = post.account.prepare().await;
        self.pace.made(&self.store, &post.account, 0)?;
        if let Err(failure) = prepared {
            log::note(failure.code(), Ids::of_shop(&self.own_name()));
            return Ok(false);
        }
        self.store.prepared(&account)?;
        Ok(true)
    }

    /// Brevo was told, and made a contact of this id unless it is 0.
    fn is_told(&self, told: &Call, id: i64, post: &Post) -> Result<()> {
        match told {
            Call::Contact { contact, set, .. } if contact::sells(set) => {
                let list = post.sending.sender.list.unwrap_or_default();
                let id = if id == 0 {
                    String::new()
                } else {
                    id.to_string()
                };
                self.store.is_told(contact, &id, list)
            }
            Call::Contact { .. } | Call::Happened { .. } => Ok(()),
        }
    }

    /// Whether what contacts are told may go on now; if not, it is remembered until when.
    fn has_turn(&self, family: Family) -> Result<bool> {
        match self.pace.admit(&self.store, family)? {
            Admission::Go => Ok(true),
            Admission::Wait(until) | Admission::Stopped(_, until) => {
                self.waits_until(until);
                Ok(false)
            }
        }
    }

    fn waits_until(&self, until: Instant) {
        self.pace.waits(MIRROR, Due::Wait(until));
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
        let takes_back = !work.contains_key(AGAIN) && contact::takes_back(&work);
        if !self.keeps_note(takes_back)? {
            return Ok(());
        }
        self.0.run(
            "INSERT INTO note (contact, shopper, work) VALUES (?, ?, ?)",
            vec![
                contact.into(),
                shopper.as_str().into(),
                serde_json::to_string(&work)?.into(),
            ],
        )
    }

    /// Who agreed to be sold to.
    fn agrees(&self, contact: &str, shopper: &ShopperId) -> Result<()> {
        self.0.run(
            "INSERT OR REPLACE INTO agreed (contact, shopper) VALUES (?, ?)",
            vec![contact.into(), shopper.as_str().into()],
        )
    }

    /// Whoever takes something back is told of no more: not of what comes, and not of what waits to be told.
    fn takes_back(&self, contact: &str, shopper: &ShopperId) -> Result<()> {
        for statement in [
            "DELETE FROM agreed WHERE contact = ? OR shopper = ?",
            "DELETE FROM note WHERE work LIKE '{\"event%' AND (contact = ? OR shopper = ?)",
        ] {
            self.0
                .run(statement, vec![contact.into(), shopper.as_str().into()])?;
        }
        Ok(())
    }

    /// What happened is about to be told: set aside, since what may have been told is not told again.
    fn begins(&self, numbers: &[u64]) -> Result<()> {
        self.each(
            "UPDATE note SET contact = ' ' || contact WHERE number = ?",
            numbers,
        )
    }

    /// It was certainly not told.
    fn did_not(&self, numbers: &[u64]) -> Result<()> {
        self.each(
            "UPDATE note SET contact = ltrim(contact) WHERE number = ?",
            numbers,
        )
    }

    /// Forgets what was being told when this object died.
    fn forget_begun(&self) -> Result<()> {
        let begun = "DELETE FROM note WHERE contact LIKE ' %'";
        self.0.run(begun, Vec::new())
    }

    fn each(&self, statement: &str, numbers: &[u64]) -> Result<()> {
        for number in numbers {
            let number = i64::try_from(*number).unwrap_or(i64::MAX);
            self.0.run(statement, vec![number.into()])?;
        }
        Ok(())
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
                work: if row.work.starts_with(EVENT) {
                    Work::Happened(row.work)
                } else {
                    work_of(kept::read(&row.work)?)?
                },
            });
        }
        Ok(notes)
    }

    /// Brevo knows these, or does not want to.
    fn noted(&self, numbers: &[u64]) -> Result<()> {
        self.each("DELETE FROM note WHERE number = ?", numbers)
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
/// How what happened begins, which is kept as Brevo is told of it.
const EVENT: &str = "{\"event";
