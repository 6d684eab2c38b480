//! The shop's rows: one document, every published version of every flow, and the records of sessions.

mod customer;

use super::Day;
use crate::calls::{Published, Said};
use crate::error::{Error, Result};
use crate::kept;
use crate::tables::Tables;
use serde::{Deserialize, Serialize};
use shared::consent::{AddressHash, Remnant};
use shared::conversation::{Outcome, Record};
use shared::id::{ConversationId, FlowId, ShopperId};
use shared::sort;
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
", "
    CREATE TABLE erased (shopper TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE remnant (address TEXT NOT NULL, remnant TEXT NOT NULL, PRIMARY KEY (address, remnant)) WITHOUT ROWID;
    CREATE TABLE fault (day INTEGER PRIMARY KEY, faults INTEGER NOT NULL);
    CREATE TABLE worker (only INTEGER PRIMARY KEY CHECK (only = 1), address TEXT NOT NULL);
", "
    ALTER TABLE flow ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
    UPDATE flow SET language = substr(json_extract(draft, '$.language'), 1, 2);
    CREATE TABLE words (language TEXT PRIMARY KEY, release INTEGER NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
", "
    CREATE TABLE customer (id TEXT PRIMARY KEY, conversation TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) WITHOUT ROWID;
"];

/// The language that is wanted, and the shop's own, which stands in where a flow does not speak the former.
pub(super) type Languages = [&'static str; 2];

#[derive(Deserialize)]
struct ShopRow {
    version: u64,
    document: String,
}

#[derive(Deserialize)]
struct AddressRow {
    address: String,
}

#[derive(Deserialize)]
struct LanguageRow {
    language: String,
}

#[derive(Deserialize)]
struct FlowRow {
    version: u32,
    draft: String,
}

#[derive(Deserialize)]
struct VersionRow {
    version: u32,
}

#[derive(Deserialize)]
struct OutcomeRow {
    outcome: String,
    sessions: u64,
}

#[derive(Deserialize)]
struct ConversationRow {
    conversation: ConversationId,
}

#[derive(Deserialize)]
struct RemnantRow {
    remnant: String,
}

#[derive(Deserialize)]
struct Found {}

impl Store {
    pub(super) fn new(state: &State) -> Self {
        Self(Tables::new(state, VERSIONS))
    }

    /// The document with the version that counts its and the flows' changes.
    pub(super) fn document(&self) -> Result<Option<(u64, ShopDocument)>> {
        let row: Option<ShopRow> = self
            .0
            .row("SELECT version, document FROM shop", Vec::new())?;
        row.map(|row| Ok((row.version, kept::read(&row.document)?)))
            .transpose()
    }

    pub(super) fn put_document(&self, document: &ShopDocument) -> Result<()> {
        self.0.run(
            "INSERT INTO shop (only, version, document) VALUES (1, 1, ?)
             ON CONFLICT (only) DO UPDATE SET version = version + 1, document = excluded.document",
            vec![text(document)?],
        )
    }

    /// Where this Worker is reached, as whoever put the document last reached it.
    pub(super) fn address(&self) -> Result<Option<String>> {
        let row: Option<AddressRow> = self.0.row("SELECT address FROM worker", Vec::new())?;
        Ok(row.map(|row| row.address))
    }

    pub(super) fn put_address(&self, address: &str) -> Result<()> {
        self.0.run(
            "INSERT INTO worker (only, address) VALUES (1, ?)
             ON CONFLICT (only) DO UPDATE SET address = excluded.address",
            vec![address.into()],
        )
    }

    /// The languages of its flows, of every version that is kept.
    pub(super) fn languages(&self) -> Result<Vec<String>> {
        self.languages_by("SELECT DISTINCT language FROM flow", Vec::new())
    }

    /// The languages whose words it was handed by this release.
    pub(super) fn languages_handed(&self, release: u32) -> Result<Vec<String>> {
        self.languages_by(
            "SELECT language FROM words WHERE release = ?",
            vec![i64::from(release).into()],
        )
    }

    fn languages_by(&self, query: &str, bindings: Vec<SqlStorageValue>) -> Result<Vec<String>> {
        let rows: Vec<LanguageRow> = self.0.rows(query, bindings)?;
        Ok(rows.into_iter().map(|row| row.language).collect())
    }

    pub(super) fn words(&self, language: &str) -> Result<Option<Said>> {
        self.0.row(
            "SELECT language, release, text FROM words WHERE language = ?",
            vec![language.into()],
        )
    }

    pub(super) fn put_words(&self, said: &Said) -> Result<()> {
        self.0.run(
            "INSERT OR REPLACE INTO words (language, release, text) VALUES (?, ?, ?)",
            vec![
                said.language.as_str().into(),
                i64::from(said.release).into(),
                said.text.as_str().into(),
            ],
        )
    }

    /// The newest version of each flow, by id.
    pub(super) fn live(&self, languages: Languages) -> Result<Vec<Live>> {
        let rows: Vec<FlowRow> = self.0.rows(
            "SELECT version, draft FROM flow AS one WHERE version = (SELECT version FROM flow WHERE id = one.id
             ORDER BY language = ? DESC, language = ? DESC, version DESC LIMIT 1) ORDER BY id",
            languages.map(Into::into).into(),
        )?;
        rows.into_iter().map(Live::of).collect()
    }

    /// The newest version of a flow.
    pub(super) fn newest(&self, id: &FlowId, languages: Languages) -> Result<Option<Live>> {
        let [wanted, own] = languages;
        self.flow(
            "SELECT version, draft FROM flow WHERE id = ?
             ORDER BY language = ? DESC, language = ? DESC, version DESC LIMIT 1",
            vec![id.as_str().into(), wanted.into(), own.into()],
        )
    }

    /// This version of a flow.
    pub(super) fn version(&self, id: &FlowId, version: u32) -> Result<Option<Live>> {
        self.flow(
            "SELECT version, draft FROM flow WHERE id = ? AND version = ?",
            vec![id.as_str().into(), i64::from(version).into()],
        )
    }

    fn flow(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Option<Live>> {
        let row: Option<FlowRow> = self.0.row(query, values)?;
        row.map(Live::of).transpose()
    }

    /// Keeps a flow as its next version; the same document as the newest in its language stays that version.
    pub(super) fn publish(
        &self,
        id: &FlowId,
        language: &'static str,
        document: &str,
        draft: &FlowDraft,
    ) -> Result<u32> {
        let same = |newest: &Live| newest.draft == *draft;
        if let Some(newest) = self.newest(id, [language; 2])?.filter(same) {
            return Ok(newest.published.version);
        }
        let last: Option<VersionRow> = self.0.row(
            "SELECT version FROM flow WHERE id = ? ORDER BY version DESC LIMIT 1",
            vec![id.as_str().into()],
        )?;
        let version = last
            .map_or(0, |last| last.version)
            .checked_add(1)
            .ok_or_else(|| Error::fault("a flow with too many versions"))?;
        self.0.run(
            "INSERT INTO flow (id, version, draft, language) VALUES (?, ?, ?, ?)",
            vec![
                id.as_str().into(),
                i64::from(version).into(),
                document.into(),
                language.into(),
            ],
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
        let rows = rows.into_iter();
        Ok(sort::map(rows.map(|row| (row.outcome, row.sessions))))
    }

    /// Forgets records of sessions whose last turn is too long ago, and shoppers erased too long ago for an old token of
    /// theirs to be believed; says whether any are left.
    pub(super) fn forget_before(&self, records: Instant, erased: Instant) -> Result<bool> {
        let before = |at: Instant| vec![at.0.into()];
        self.0
            .run("DELETE FROM record WHERE at < ?", before(records))?;
        self.0
            .run("DELETE FROM erased WHERE at < ?", before(erased))?;
        self.0.run(
            "DELETE FROM fault WHERE day < ?",
            before(Instant(day(records))),
        )?;
        self.0.run(
            "DELETE FROM customer WHERE at < ? AND conversation NOT IN (SELECT conversation FROM record)",
            before(records),
        )?;
        let left: Option<Found> = self.0.row(
            "SELECT 1 AS one FROM record UNION ALL SELECT 1 FROM erased UNION ALL SELECT 1 FROM customer LIMIT 1",
            Vec::new(),
        )?;
        Ok(left.is_some())
    }

    /// Counts faults of ours, on the day they were told.
    pub(super) fn count_faults(&self, faults: u32, now: Instant) -> Result<()> {
        if faults == 0 {
            return Ok(());
        }
        self.0.run(
            "INSERT INTO fault (day, faults) VALUES (?, ?)
             ON CONFLICT (day) DO UPDATE SET faults = faults + excluded.faults",
            vec![day(now).into(), i64::from(faults).into()],
        )
    }

    /// The days of the sessions that are kept, the newest first. They are counted when they are asked for, from records
    /// that are written anyway.
    pub(super) fn days(&self) -> Result<Vec<Day>> {
        self.0.rows(
            "SELECT date(day * 86400, 'unixepoch') AS date, sum(conversations) AS conversations, sum(turns) AS turns, sum(handoffs) AS handoffs,
                    sum(faults) AS faults
             FROM (SELECT at / 86400000 AS day, 1 AS conversations, json_extract(record, '$.turns') AS turns,
                          outcome = 'handed_over' AS handoffs, 0 AS faults FROM record
                   UNION ALL SELECT day, 0, 0, 0, faults FROM fault)
             GROUP BY day ORDER BY day DESC",
            Vec::new(),
        )
    }

    /// Remembers that a shopper is erased; the first time counts.
    pub(super) fn erase(&self, shopper: &ShopperId, now: Instant) -> Result<()> {
        self.0.run(
            "INSERT OR IGNORE INTO erased (shopper, at) VALUES (?, ?)",
            vec![shopper.as_str().into(), now.0.into()],
        )
    }

    pub(super) fn is_erased(&self, shopper: &ShopperId) -> Result<bool> {
        let found: Option<Found> = self.0.row(
            "SELECT 1 AS one FROM erased WHERE shopper = ?",
            vec![shopper.as_str().into()],
        )?;
        Ok(found.is_some())
    }

    /// The conversations whose records name this shopper.
    pub(super) fn conversations_of(&self, shopper: &ShopperId) -> Result<Vec<ConversationId>> {
        let rows: Vec<ConversationRow> = self.0.rows(
            "SELECT conversation FROM record WHERE json_extract(record, '$.shopper') = ?",
            vec![shopper.as_str().into()],
        )?;
        Ok(rows.into_iter().map(|row| row.conversation).collect())
    }

    pub(super) fn forget_records_of(&self, shopper: &ShopperId) -> Result<()> {
        self.0.run(
            "DELETE FROM customer WHERE conversation IN
             (SELECT conversation FROM record WHERE json_extract(record, '$.shopper') = ?)",
            vec![shopper.as_str().into()],
        )?;
        self.0.run(
            "DELETE FROM record WHERE json_extract(record, '$.shopper') = ?",
            vec![shopper.as_str().into()],
        )
    }

    /// Keeps what is left of withdrawals, each once.
    pub(super) fn remember(&self, remnants: &[Remnant]) -> Result<()> {
        for remnant in remnants {
            self.0.run(
                "INSERT OR IGNORE INTO remnant (address, remnant) VALUES (?, ?)",
                vec![remnant.address.as_str().into(), text(remnant)?],
            )?;
        }
        Ok(())
    }

    pub(super) fn remnants(&self, address: &AddressHash) -> Result<Vec<Remnant>> {
        let rows: Vec<RemnantRow> = self.0.rows(
            "SELECT remnant FROM remnant WHERE address = ?",
            vec![address.as_str().into()],
        )?;
        rows.iter()
            .map(|row| Ok(kept::read(&row.remnant)?))
            .collect()
    }
}

/// Days since 1970, in UTC.
fn day(at: Instant) -> i64 {
    at.0.div_euclid(Span::days(1).0)
}

/// A flow as published, and read.
pub(super) struct Live {
    pub(super) published: Published,
    pub(super) draft: FlowDraft,
}

impl Live {
    fn of(row: FlowRow) -> Result<Self> {
        let published = Published {
            version: row.version,
            document: row.draft,
        };
        let draft = published.draft()?;
        Ok(Self { published, draft })
    }
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
