//! The outbox's rows: one a delivery, found by when it is next due.
//!
//! Rows wait in queues, by lane and family. A delivery that has ended falls due once more, to be forgotten, so that one
//! index serves both.

use super::room::Left;
use super::shown::{Shown, parts, shown};
use crate::calls::WantEntries;
use crate::error::Result;
use crate::kept;
use crate::tables::Tables;
use serde::Deserialize;
use shared::delivery::{Entry, State};
use shared::id::{DeliveryId, ShopperId};
use shared::outbox::{Family, Gate, Lane, Rank, Room};
use shared::sort;
use shared::time::{Instant, Span};
use std::collections::BTreeMap;
use worker::{SqlStorageValue, State as Object};

pub(super) struct Store(pub(super) Tables, pub(super) Left);

const VERSIONS: &[&str] = &["
    CREATE TABLE delivery (id TEXT PRIMARY KEY, due INTEGER NOT NULL, state TEXT NOT NULL, queued INTEGER NOT NULL,
        entry TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX due ON delivery (due);
    CREATE TABLE mirrored (grant_id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE prepared (account TEXT PRIMARY KEY) WITHOUT ROWID;
", "
    ALTER TABLE mirrored ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
", "
    ALTER TABLE delivery ADD COLUMN family TEXT NOT NULL DEFAULT 'email';
    ALTER TABLE delivery ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
    UPDATE delivery SET
        family = CASE json_extract(entry, '$.draft.channel') WHEN 'sms' THEN 'sms' WHEN 'email' THEN 'email' ELSE 'rest' END,
        lane = CASE WHEN state IN ('asking', 'sending') THEN 0 WHEN state NOT IN ('queued', 'held') THEN 9
            ELSE CASE json_extract(entry, '$.draft.purpose') WHEN 'service' THEN 1 WHEN 'utility' THEN 2 ELSE 4 END END;
    DROP INDEX due;
    CREATE INDEX queue ON delivery (lane, family, due);
    CREATE TABLE gate (only INTEGER PRIMARY KEY CHECK (only = 1), gate TEXT NOT NULL);
    CREATE TABLE to_mirror (grant_id TEXT PRIMARY KEY, shop TEXT NOT NULL, shopper TEXT NOT NULL,
        entry TEXT NOT NULL) WITHOUT ROWID;
", "
    ALTER TABLE delivery ADD COLUMN vendor TEXT;
    CREATE INDEX vendor ON delivery (vendor) WHERE vendor IS NOT NULL;
    UPDATE delivery SET vendor = trim(coalesce(json_extract(entry, '$.state.sent.vendor'),
        json_extract(entry, '$.state.delivered.vendor')), '<>') WHERE state IN ('sent', 'delivered');
    CREATE TABLE person (address TEXT NOT NULL, shopper TEXT NOT NULL, PRIMARY KEY (address, shopper)) WITHOUT ROWID;
    CREATE TABLE suppressed (address TEXT NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (address, why))
        WITHOUT ROWID;
    CREATE TABLE heard (report TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE to_hear (number INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, attempts INTEGER NOT NULL,
        report TEXT NOT NULL);
    CREATE TABLE tally (what TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE note (number INTEGER PRIMARY KEY AUTOINCREMENT, contact TEXT NOT NULL, shopper TEXT NOT NULL,
        work TEXT NOT NULL);
    INSERT INTO note (contact, shopper, work) SELECT lower(coalesce(json_extract(entry, '$.address.email'),
        json_extract(entry, '$.address.phone'))), shopper, json_object('entry', entry) FROM to_mirror;
    DELETE FROM to_mirror;
", "
    CREATE TABLE agreed (contact TEXT PRIMARY KEY, shopper TEXT NOT NULL) WITHOUT ROWID;
", "
    CREATE INDEX plain ON suppressed (address) WHERE address GLOB '*[+@]*';
", "
    CREATE INDEX heard_at ON heard (at);
    ALTER TABLE to_hear ADD COLUMN weight INTEGER NOT NULL DEFAULT 1;
", "
    ALTER TABLE agreed ADD COLUMN brevo TEXT;
    ALTER TABLE agreed ADD COLUMN list INTEGER;
    CREATE INDEX brevo ON agreed (brevo) WHERE brevo IS NOT NULL;
", "
    CREATE TABLE sells (template TEXT PRIMARY KEY) WITHOUT ROWID;
"];
/// How long a delivery that has ended is kept for people to see.
const KEPT: Span = Span::days(30);
/// How many deliveries are listed at once.
const LISTED: u32 = 500;
/// How many that wait are reckoned with.
const FORESEEN: i64 = 10_000;

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

#[derive(Deserialize)]
struct GateRow {
    gate: String,
}

#[derive(Deserialize)]
struct Expiry {
    expires: i64,
}

impl Store {
    pub(super) fn new(state: &Object) -> Self {
        Self(Tables::new(state, VERSIONS), Left::default())
    }

    pub(super) fn entry(&self, id: &DeliveryId) -> Result<Option<Entry>> {
        let query = "SELECT entry FROM delivery WHERE id = ?";
        let row: Option<EntryRow> = self.0.row(query, vec![id.as_str().into()])?;
        Ok(row.map(|row| kept::read(&row.entry)).transpose()?)
    }

    /// Keeps a delivery as it is now. One that has ended keeps no words.
    pub(super) fn save(&self, mut entry: Entry, now: Instant) -> Result<()> {
        entry.drop_words();
        let due = entry.next_deadline().unwrap_or(now + KEPT);
        let (state, _) = parts(&entry.state)?;
        self.0.run(
            "INSERT INTO delivery (id, due, state, queued, entry, family, lane, vendor) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET due = excluded.due, state = excluded.state, entry = excluded.entry,
                lane = excluded.lane, vendor = coalesce(excluded.vendor, vendor)",
            vec![
                entry.draft.id.as_str().into(),
                due.0.into(),
                state.into(),
                now.0.into(),
                serde_json::to_string(&entry)?.into(),
                name_of(Family::of(entry.draft.channel)).into(),
                number_of(Lane::of(&entry)).into(),
                vendor_of(&entry.state).into(),
            ],
        )
    }

    /// Deliveries of a queue that are due, the longest overdue first.
    pub(super) fn due(
        &self,
        (family, lane): (Family, Lane),
        now: Instant,
        most: usize,
    ) -> Result<Vec<Entry>> {
        self.entries(
            "SELECT entry FROM delivery WHERE lane = ? AND family = ? AND due <= ? ORDER BY due LIMIT ?",
            vec![
                number_of(lane).into(),
                name_of(family).into(),
                now.0.into(),
                i64::try_from(most).unwrap_or(1).into(),
            ],
        )
    }

    /// When the next delivery of a queue falls due.
    pub(super) fn next(&self, (family, lane): (Family, Lane)) -> Result<Option<Instant>> {
        let next: Option<Next> = self.0.row(
            "SELECT min(due) AS due FROM delivery WHERE lane = ? AND family = ?",
            vec![number_of(lane).into(), name_of(family).into()],
        )?;
        Ok(next.and_then(|next| next.due).map(Instant))
    }

    /// When the next one that has ended is to be forgotten.
    pub(super) fn next_to_forget(&self) -> Result<Option<Instant>> {
        let ended = Family::OF_DELIVERIES.map(|family| self.next((family, Lane::Ended)));
        let mut next = None;
        for due in ended {
            next = [next, due?].into_iter().flatten().min();
        }
        Ok(next)
    }

    /// When a message that went by WhatsApp was last heard of.
    pub(super) fn last_by_whatsapp(&self) -> Result<Option<Instant>> {
        let next: Option<Next> = self.0.row(
            "SELECT max(due) AS due FROM delivery WHERE lane = 9 AND family = 'rest' AND vendor IS NOT NULL",
            Vec::new(),
        )?;
        let due = next.and_then(|next| next.due);
        Ok(due.map(|due| Instant(due - KEPT.0)))
    }

    /// Forgets what ended long ago, and the oldest beyond what is kept.
    pub(super) fn forget_ended(&self, now: Instant) -> Result<()> {
        let ended = number_of(Lane::Ended);
        for family in Family::OF_DELIVERIES {
            let family = name_of(family);
            self.0.run(
                "DELETE FROM delivery WHERE lane = ? AND family = ? AND due <= ?",
                vec![ended.into(), family.into(), now.0.into()],
            )?;
            self.0.run(
                "DELETE FROM delivery WHERE lane = ?1 AND family = ?2 AND due < (SELECT due FROM delivery
                    WHERE lane = ?1 AND family = ?2 ORDER BY due DESC LIMIT 1 OFFSET ?3)",
                vec![ended.into(), family.into(), Room::Ended.most().into()],
            )?;
        }
        Ok(())
    }

    /// What waits to go to this shopper.
    pub(super) fn waiting_for(&self, shopper: &ShopperId) -> Result<Vec<Entry>> {
        self.entries(
            "SELECT entry FROM delivery WHERE lane BETWEEN 1 AND 8 AND json_extract(entry, '$.draft.shopper') = ?",
            vec![shopper.as_str().into()],
        )
    }

    /// When what waits for a family expires, in the order in which it will go.
    pub(super) fn expiries(&self, family: Family, now: Instant) -> Result<Vec<Instant>> {
        let rows: Vec<Expiry> = self.0.rows(
            "SELECT json_extract(entry, '$.draft.expires') AS expires FROM delivery
             WHERE lane BETWEEN 1 AND 8 AND family = ? AND due <= ? ORDER BY lane, due LIMIT ?",
            vec![name_of(family).into(), now.0.into(), FORESEEN.into()],
        )?;
        Ok(rows.into_iter().map(|row| Instant(row.expires)).collect())
    }

    /// A page of deliveries, the newest first.
    pub(super) fn shown(&self, want: &WantEntries) -> Result<Vec<Shown>> {
        let most = want.most.unwrap_or(LISTED).min(LISTED);
        let state = want.state.clone().unwrap_or_default();
        let after = want.after.as_ref().map_or("", DeliveryId::as_str);
        let entries = self.entries(
            "SELECT entry FROM delivery WHERE (?1 = '' OR state = ?1) AND (?2 = '' OR (-queued, id) >
                (SELECT -queued, id FROM delivery WHERE id = ?2)) ORDER BY queued DESC, id LIMIT ?3",
            vec![state.into(), after.into(), i64::from(most).into()],
        )?;
        entries.into_iter().map(shown).collect()
    }

    pub(super) fn gate(&self) -> Result<Gate> {
        let row: Option<GateRow> = self.0.row("SELECT gate FROM gate", Vec::new())?;
        Ok(match row {
            Some(row) => kept::read(&row.gate)?,
            None => Gate::default(),
        })
    }

    pub(super) fn save_gate(&self, gate: &Gate) -> Result<()> {
        self.0.run(
            "INSERT INTO gate (only, gate) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET gate = excluded.gate",
            vec![serde_json::to_string(gate)?.into()],
        )
    }

    pub(super) fn states(&self) -> Result<BTreeMap<String, u64>> {
        let rows: Vec<StateRow> = self.0.rows(
            "SELECT state, count(*) AS deliveries FROM delivery GROUP BY state",
            Vec::new(),
        )?;
        let rows = rows.into_iter();
        Ok(sort::map(rows.map(|row| (row.state, row.deliveries))))
    }

    /// Everything that was, or is to be, sent in this shopper's conversations.
    pub(super) fn entries_of(&self, shopper: &ShopperId) -> Result<Vec<Entry>> {
        self.entries(
            "SELECT entry FROM delivery WHERE json_extract(entry, '$.draft.shopper') = ?",
            vec![shopper.as_str().into()],
        )
    }

    pub(super) fn erase(&self, shopper: &ShopperId) -> Result<()> {
        self.forget_writer(shopper)?;
        for table in ["agreed", "note", "person"] {
            let statement = format!("DELETE FROM {table} WHERE shopper = ?");
            self.0.run(&statement, vec![shopper.as_str().into()])?;
        }
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
        self.0.run("DELETE FROM prepared", Vec::new())?;
        self.0.run(
            "INSERT INTO prepared (account) VALUES (?)",
            vec![account.into()],
        )
    }

    pub(super) fn entries(
        &self,
        query: &str,
        bindings: Vec<SqlStorageValue>,
    ) -> Result<Vec<Entry>> {
        let rows: Vec<EntryRow> = self.0.rows(query, bindings)?;
        rows.iter().map(|row| Ok(kept::read(&row.entry)?)).collect()
    }

    pub(super) fn found(&self, query: &str, key: &str) -> Result<bool> {
        let found: Option<Found> = self.0.row(query, vec![key.into()])?;
        Ok(found.is_some())
    }
}

/// The channel's id of the message without brackets, once it is known.
fn vendor_of(state: &State) -> Option<String> {
    match state {
        State::Sent { vendor, .. } | State::Delivered { vendor, .. } => {
            let bare = vendor.trim_matches(['<', '>']);
            (!bare.is_empty()).then(|| bare.to_owned())
        }
        State::Queued { .. }
        | State::Asking { .. }
        | State::Held { .. }
        | State::Stopped { .. }
        | State::Sending { .. }
        | State::Uncertain { .. }
        | State::Failed { .. }
        | State::Denied { .. }
        | State::Expired { .. } => None,
    }
}

/// As rows name it; only families that deliveries go to are named.
pub(super) fn name_of(family: Family) -> &'static str {
    match family {
        Family::Email => "email",
        Family::Sms => "sms",
        Family::Rest
        | Family::EmailRecords
        | Family::Contacts
        | Family::Events
        | Family::Orders
        | Family::Products => "rest",
    }
}

/// As rows have it; in the order in which lanes are looked after.
pub(super) fn number_of(lane: Lane) -> i64 {
    match lane {
        Lane::UnderWay => 0,
        Lane::Waits(Rank::Service) => 1,
        Lane::Waits(Rank::Utility) => 2,
        Lane::Waits(Rank::Upkeep) => 3,
        Lane::Waits(Rank::Marketing) => 4,
        Lane::Ended => 9,
    }
}
