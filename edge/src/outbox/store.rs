//! The outbox's rows: one a delivery, found by when it is next due.
//!
//! A delivery that has ended falls due once more, to be forgotten, so that one index serves both.

use crate::error::{Error, Result};
use crate::tables::Tables;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::channel::{Channel, Purpose};
use shared::delivery::{Entry, State};
use shared::id::{ConsentId, ConversationId, DeliveryId, ShopperId};
use shared::time::{Instant, Span};
use std::collections::BTreeMap;
use worker::State as Object;

pub(super) struct Store(Tables);

const VERSIONS: &[&str] = &["
    CREATE TABLE delivery (id TEXT PRIMARY KEY, due INTEGER NOT NULL, state TEXT NOT NULL, queued INTEGER NOT NULL,
        entry TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX due ON delivery (due);
    CREATE TABLE mirrored (grant_id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE prepared (account TEXT PRIMARY KEY) WITHOUT ROWID;
", "
    ALTER TABLE mirrored ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
"];
/// How long a delivery that has ended is kept for people to see.
const KEPT: Span = Span::days(30);
/// How long it is remembered that Brevo knows a grant.
const MIRRORED: Span = Span::days(90);
/// How many deliveries are listed.
const LISTED: i64 = 500;

/// A delivery as its operator sees it: where it goes is hidden in the middle, and what it says is left out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Shown {
    id: DeliveryId,
    conversation: ConversationId,
    shopper: ShopperId,
    channel: Channel,
    purpose: Purpose,
    /// `a…e@example.com`
    to: String,
    state: String,
    /// What is known about the state: since or until when, the reasons, the channel's words.
    detail: Value,
    attempts: u32,
    due: Instant,
    expires: Instant,
}

#[derive(Deserialize)]
struct EntryRow {
    entry: String,
}

#[derive(Deserialize)]
struct StateRow {
    state: String,
    deliveries: u64,
}

#[derive(Deserialize)]
struct Next {
    due: Option<i64>,
}

#[derive(Deserialize)]
struct Found {}

impl Store {
    pub(super) fn new(state: &Object) -> Self {
        Self(Tables::new(state, VERSIONS))
    }

    pub(super) fn has(&self, id: &DeliveryId) -> Result<bool> {
        self.found("SELECT 1 AS one FROM delivery WHERE id = ?", id.as_str())
    }

    /// Keeps a delivery as it is now; it falls due at its deadline, or at `not_before` when that is later.
    pub(super) fn save(&self, entry: &Entry, now: Instant, not_before: Instant) -> Result<()> {
        let due = entry
            .next_deadline()
            .map_or(now + KEPT, |deadline| deadline.max(not_before));
        let (state, _) = parts(&entry.state)?;
        self.0.run(
            "INSERT INTO delivery (id, due, state, queued, entry) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET due = excluded.due, state = excluded.state, entry = excluded.entry",
            vec![
                entry.draft.id.as_str().into(),
                due.0.into(),
                state.into(),
                now.0.into(),
                serde_json::to_string(entry)?.into(),
            ],
        )
    }

    /// Deliveries that are due, the longest overdue first.
    pub(super) fn due(&self, now: Instant, most: i64) -> Result<Vec<Entry>> {
        let rows: Vec<EntryRow> = self.0.rows(
            "SELECT entry FROM delivery WHERE due <= ? ORDER BY due LIMIT ?",
            vec![now.0.into(), most.into()],
        )?;
        rows.iter()
            .map(|row| Ok(serde_json::from_str(&row.entry)?))
            .collect()
    }

    pub(super) fn forget(&self, id: &DeliveryId) -> Result<()> {
        self.0.run(
            "DELETE FROM delivery WHERE id = ?",
            vec![id.as_str().into()],
        )
    }

    /// When the next delivery falls due.
    pub(super) fn next(&self) -> Result<Option<Instant>> {
        let next: Option<Next> = self
            .0
            .row("SELECT min(due) AS due FROM delivery", Vec::new())?;
        Ok(next.and_then(|next| next.due).map(Instant))
    }

    pub(super) fn shown(&self) -> Result<Vec<Shown>> {
        let rows: Vec<EntryRow> = self.0.rows(
            "SELECT entry FROM delivery ORDER BY queued DESC, id LIMIT ?",
            vec![LISTED.into()],
        )?;
        rows.iter()
            .map(|row| shown(serde_json::from_str(&row.entry)?))
            .collect()
    }

    pub(super) fn states(&self) -> Result<BTreeMap<String, u64>> {
        let rows: Vec<StateRow> = self.0.rows(
            "SELECT state, count(*) AS deliveries FROM delivery GROUP BY state",
            Vec::new(),
        )?;
        Ok(rows
            .into_iter()
            .map(|row| (row.state, row.deliveries))
            .collect())
    }

    /// Whether Brevo has been told of this grant.
    pub(super) fn is_mirrored(&self, grant: &ConsentId) -> Result<bool> {
        self.found(
            "SELECT 1 AS one FROM mirrored WHERE grant_id = ?",
            grant.as_str(),
        )
    }

    /// Remembers that Brevo knows this grant, and forgets which ones it was told of long ago: telling it twice is harmless.
    pub(super) fn mirrored(&self, grant: &ConsentId, now: Instant) -> Result<()> {
        self.0.run(
            "DELETE FROM mirrored WHERE at < ?",
            vec![now.0.saturating_sub(MIRRORED.0).into()],
        )?;
        self.0.run(
            "INSERT OR IGNORE INTO mirrored (grant_id, at) VALUES (?, ?)",
            vec![grant.as_str().into(), now.0.into()],
        )
    }

    /// Everything that was, or is to be, sent in this shopper's conversations.
    pub(super) fn entries_of(&self, shopper: &ShopperId) -> Result<Vec<Entry>> {
        let rows: Vec<EntryRow> = self.0.rows(
            "SELECT entry FROM delivery WHERE json_extract(entry, '$.draft.shopper') = ?",
            vec![shopper.as_str().into()],
        )?;
        rows.iter()
            .map(|row| Ok(serde_json::from_str(&row.entry)?))
            .collect()
    }

    pub(super) fn erase(&self, shopper: &ShopperId) -> Result<()> {
        self.0.run(
            "DELETE FROM delivery WHERE json_extract(entry, '$.draft.shopper') = ?",
            vec![shopper.as_str().into()],
        )
    }

    /// Whether the account of this fingerprint has our attributes.
    pub(super) fn is_prepared(&self, account: &str) -> Result<bool> {
        self.found("SELECT 1 AS one FROM prepared WHERE account = ?", account)
    }

    pub(super) fn prepared(&self, account: &str) -> Result<()> {
        self.0.run(
            "INSERT OR IGNORE INTO prepared (account) VALUES (?)",
            vec![account.into()],
        )
    }

    fn found(&self, query: &str, key: &str) -> Result<bool> {
        let found: Option<Found> = self.0.row(query, vec![key.into()])?;
        Ok(found.is_some())
    }
}

fn shown(entry: Entry) -> Result<Shown> {
    let (state, detail) = parts(&entry.state)?;
    let draft = entry.draft;
    Ok(Shown {
        to: draft.recipient.address().hint(),
        id: draft.id,
        conversation: draft.conversation,
        shopper: draft.shopper,
        channel: draft.channel,
        purpose: draft.purpose,
        state,
        detail,
        attempts: entry.attempts,
        due: draft.due,
        expires: draft.expires,
    })
}

/// The name of a state, and what belongs to it.
fn parts(state: &State) -> Result<(String, Value)> {
    let Value::Object(named) = serde_json::to_value(state)? else {
        return Err(Error::fault("a state that is no object"));
    };
    named
        .into_iter()
        .next()
        .ok_or_else(|| Error::fault("a state without a name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_shown_by_its_name_and_what_belongs_to_it() {
        let state = State::Queued { due: Instant(5) };
        let (name, detail) = parts(&state).unwrap();
        assert_eq!(
            (name.as_str(), detail),
            ("queued", serde_json::json!({"due": 5}))
        );
    }
}
