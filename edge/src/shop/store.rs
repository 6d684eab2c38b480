//! The shop's rows: one document, every published version of every flow, and the records of sessions.

use crate::calls::Published;
use crate::error::{Error, Result};
use crate::tables::Tables;
use serde::{Deserialize, Serialize};
use shared::conversation::{Outcome, Record};
use shared::id::FlowId;
use shared::time::{Instant, Span};
use shared::wire::document_v1::{FlowDraft, ShopDocument};
use std::collections::BTreeMap;
use worker::{SqlStorageValue, State};

pub(super) struct Store(Tables);

const VERSIONS: &[&str] = &["
    CREATE TABLE shop (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL, document TEXT NOT NULL);
    CREATE TABLE flow (id TEXT NOT NULL, version INTEGER NOT NULL, draft TEXT NOT NULL, PRIMARY KEY (id, version))
        WITHOUT ROWID;
    CREATE TABLE record (conversation TEXT PRIMARY KEY, at INTEGER NOT NULL, outcome TEXT NOT NULL, record TEXT NOT NULL)
        WITHOUT ROWID;
"];

/// How long the record of a session is kept after its last turn.
pub(super) const KEPT: Span = Span::days(90);

#[derive(Deserialize)]
struct ShopRow {
    version: u64,
    document: String,
}

#[derive(Deserialize)]
struct FlowRow {
    version: u32,
    draft: String,
}

#[derive(Deserialize)]
struct OutcomeRow {
    outcome: String,
    sessions: u64,
}

impl Store {
    pub(super) fn new(state: &State) -> Self {
        Self(Tables::new(state, VERSIONS))
    }

    /// The document with the version that counts its and the flows' changes.
    pub(super) fn document(&self) -> Result<Option<(u64, ShopDocument)>> {
        let row: Option<ShopRow> = self
            .0
            .row("SELECT version, document FROM shop", Vec::new())?;
        row.map(|row| Ok((row.version, serde_json::from_str(&row.document)?)))
            .transpose()
    }

    pub(super) fn put_document(&self, document: &ShopDocument) -> Result<()> {
        self.0.run(
            "INSERT INTO shop (only, version, document) VALUES (1, 1, ?)
             ON CONFLICT (only) DO UPDATE SET version = version + 1, document = excluded.document",
            vec![text(document)?],
        )
    }

    /// The newest version of each flow, by id.
    pub(super) fn live(&self) -> Result<Vec<Published>> {
        // With a single max(), SQLite takes the other columns from the row that has it.
        let rows: Vec<FlowRow> = self.0.rows(
            "SELECT max(version) AS version, draft FROM flow GROUP BY id ORDER BY id",
            Vec::new(),
        )?;
        rows.iter().map(published).collect()
    }

    /// This version of a flow, or its newest.
    pub(super) fn flow(&self, id: &FlowId, version: Option<u32>) -> Result<Option<Published>> {
        let newest = i64::from(u32::MAX);
        let most = version.map_or(newest, i64::from);
        let least = version.map_or(0, i64::from);
        let row: Option<FlowRow> = self.0.row(
            "SELECT version, draft FROM flow WHERE id = ? AND version BETWEEN ? AND ? ORDER BY version DESC LIMIT 1",
            vec![id.as_str().into(), least.into(), most.into()],
        )?;
        row.as_ref().map(published).transpose()
    }

    /// Keeps a flow as its next version; the same document as the newest stays that version.
    pub(super) fn publish(&self, id: &FlowId, draft: &FlowDraft) -> Result<u32> {
        let newest = self.flow(id, None)?;
        if let Some(newest) = newest.as_ref().filter(|newest| newest.draft == *draft) {
            return Ok(newest.version);
        }
        let version = newest
            .map_or(0, |newest| newest.version)
            .checked_add(1)
            .ok_or_else(|| Error::fault("a flow with too many versions"))?;
        self.0.run(
            "INSERT INTO flow (id, version, draft) VALUES (?, ?, ?)",
            vec![id.as_str().into(), i64::from(version).into(), text(draft)?],
        )?;
        self.0
            .run("UPDATE shop SET version = version + 1", Vec::new())?;
        Ok(version)
    }

    /// Keeps a session's record in place of its earlier one; one that comes late changes nothing.
    pub(super) fn report(&self, record: &Record, now: Instant) -> Result<()> {
        let at = record.last.or(record.began).unwrap_or(now);
        self.0.run(
            "INSERT INTO record (conversation, at, outcome, record) VALUES (?, ?, ?, ?)
             ON CONFLICT (conversation) DO UPDATE
             SET at = excluded.at, outcome = excluded.outcome, record = excluded.record WHERE excluded.at >= at",
            vec![
                record.conversation.as_str().into(),
                at.0.into(),
                name_of(record.outcome)?.into(),
                text(record)?,
            ],
        )
    }

    /// How many sessions are kept, by how far they came.
    pub(super) fn outcomes(&self) -> Result<BTreeMap<String, u64>> {
        let rows: Vec<OutcomeRow> = self.0.rows(
            "SELECT outcome, count(*) AS sessions FROM record GROUP BY outcome",
            Vec::new(),
        )?;
        Ok(rows
            .into_iter()
            .map(|row| (row.outcome, row.sessions))
            .collect())
    }

    /// Forgets records of sessions whose last turn is too long ago; says whether any are left.
    pub(super) fn forget_before(&self, before: Instant) -> Result<bool> {
        self.0
            .run("DELETE FROM record WHERE at < ?", vec![before.0.into()])?;
        Ok(!self.outcomes()?.is_empty())
    }
}

fn published(row: &FlowRow) -> Result<Published> {
    Ok(Published {
        version: row.version,
        draft: serde_json::from_str(&row.draft)?,
    })
}

fn text<T: Serialize>(value: &T) -> Result<SqlStorageValue> {
    Ok(serde_json::to_string(value)?.into())
}

fn name_of(outcome: Outcome) -> Result<String> {
    let name = serde_json::to_value(outcome)?;
    name.as_str()
        .map(Into::into)
        .ok_or_else(|| Error::fault("an outcome without a name"))
}
