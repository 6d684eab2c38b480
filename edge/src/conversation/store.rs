//! A conversation's rows: one for its state with the newest turns, one for many of the older turns, one an errand. A step
//! mostly writes the first alone, since a row costs the same whatever is in it.

use super::errand::{Errand, Kind, REPORT};
use crate::calls::WantFlow;
use crate::error::{Error, Result};
use crate::kept;
use crate::tables::{Statement, Tables};
use serde::Deserialize;
use shared::conversation::{Conversation, Effect, FlowRef, Snapshot};
use shared::id::ShopId;
use shared::time::Instant;
use shared::wire::frame_v1::Turn;
use std::cell::Cell;
use worker::State;

/// A conversation in memory, with the row of state that it was saved with last.
pub(super) struct Held {
    pub(super) conversation: Conversation,
    pub(super) shop: ShopId,
    saved: Option<String>,
    /// The last turn that has a row of turns; the newer ones stand beside the state.
    settled: u64,
    newest: Newest,
}

/// The newer turns as they are written, so that a step writes out its own alone.
#[derive(Default)]
struct Newest {
    /// Without the brackets of their list.
    json: String,
    /// The last of them.
    last: u64,
}

impl Held {
    /// A conversation that is stored nowhere yet.
    pub(super) fn new(conversation: Conversation, shop: ShopId) -> Self {
        Self {
            conversation,
            shop,
            saved: None,
            settled: 0,
            newest: Newest::default(),
        }
    }

    /// The turns that no row of turns has, as a list.
    fn newest(&mut self) -> Result<&str> {
        for turn in self
            .conversation
            .turns_after(self.newest.last.max(self.settled))
        {
            if !self.newest.json.is_empty() {
                self.newest.json.push(',');
            }
            self.newest.json.push_str(&serde_json::to_string(turn)?);
        }
        self.newest.last = self.conversation.last();
        Ok(&self.newest.json)
    }

    /// A row of turns has them all.
    fn settle(&mut self) {
        self.settled = self.conversation.last();
        self.newest.json.clear();
    }

    /// The flow it runs.
    pub(super) fn flow(&self) -> Option<WantFlow> {
        self.conversation
            .flow()
            .map(|(flow, version)| WantFlow::Version(flow.clone(), version))
    }

    /// The versions of the flows it calls, once it has begun.
    pub(super) fn called(&self) -> Option<Vec<FlowRef>> {
        let begun = self.conversation.flow().is_some();
        begun.then(|| self.conversation.called().to_vec())
    }

    pub(super) fn has_begun(&self) -> bool {
        self.saved.is_some()
    }
}

pub(super) struct Store {
    tables: Tables,
    /// What is known of its errands: asked for once, and forgotten with every change of one.
    errands: Cell<Option<Errands>>,
}

/// What is known of the errands that wait.
#[derive(Clone, Copy)]
struct Errands {
    /// When the next falls due.
    next: Option<Instant>,
    /// Whether the session record is among them.
    reports: bool,
}

/// What each version of the schema adds. An errand's id says what it is and orders it: consent before what rests on it.
const VERSIONS: &[&str] = &["
    CREATE TABLE turns (seq INTEGER PRIMARY KEY, turn TEXT NOT NULL);
    CREATE TABLE state (only INTEGER PRIMARY KEY CHECK (only = 1), snapshot TEXT NOT NULL);
    CREATE TABLE errands (id TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL, errand TEXT NOT NULL)
        WITHOUT ROWID;
", "
    CREATE TABLE erased (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER NOT NULL);
"];

#[derive(Deserialize)]
struct SnapshotRow {
    snapshot: String,
}

/// What the row of state holds. Releases before held the state alone, and all turns in rows of their own.
#[derive(Deserialize)]
struct Kept {
    state: Snapshot,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct TurnRow {
    turn: String,
}

#[derive(Deserialize)]
struct ErrandsRow {
    due: Option<i64>,
    reports: u8,
}

#[derive(Deserialize)]
struct ErasedRow {
    at: i64,
}

#[derive(Deserialize)]
struct ErrandRow {
    id: String,
    due: i64,
    attempts: u32,
    errand: String,
}

/// What a row of turns holds: several turns, and the row's number is the first one's. At first, each had one by itself.
fn turns_of(row: &str) -> Result<Vec<Turn>> {
    Ok(if row.starts_with('[') {
        kept::read(row)?
    } else {
        vec![kept::read(row)?]
    })
}

impl Store {
    pub(super) fn new(state: &State) -> Self {
        Self {
            tables: Tables::new(state, VERSIONS),
            errands: Cell::default(),
        }
    }

    /// The stored conversation, if there is one.
    pub(super) fn load(&self) -> Result<Option<Held>> {
        let row: Option<SnapshotRow> = self.tables.row("SELECT snapshot FROM state", Vec::new())?;
        let Some(SnapshotRow { snapshot: saved }) = row else {
            return Ok(None);
        };
        let Kept { state, turns } = read_state(&saved)?;
        let newest = turns;
        let shop = state.shop.clone();
        let settled = state
            .turns
            .saturating_sub(u64::try_from(newest.len()).unwrap_or(u64::MAX));
        // Turns that the state does not know to be there were written by a step whose state was not.
        let rows: Vec<TurnRow> = self.tables.rows(
            "SELECT turn FROM turns WHERE seq <= ? ORDER BY seq",
            vec![number(settled).into()],
        )?;
        let mut turns = Vec::new();
        for row in &rows {
            turns.extend(turns_of(&row.turn)?);
        }
        turns.extend(newest);
        let conversation =
            Conversation::restore(state, turns).map_err(|error| Error::fault(error.to_string()))?;
        Ok(Some(Held {
            conversation,
            shop,
            saved: Some(saved),
            settled,
            newest: Newest::default(),
        }))
    }

    /// Writes what a step did. Nothing is awaited meanwhile, so a crash leaves all of it or nothing; where errands are
    /// among it, so does a row that cannot be written. Turns without their state are not read again.
    pub(super) fn save(&self, held: &mut Held, effects: &[Effect], now: Instant) -> Result<()> {
        let mut statements = Vec::new();
        let first = number(held.settled + 1);
        let state = serde_json::to_string(held.conversation.state())?;
        let room = PAGE.saturating_sub(state.len()).max(LEAST_BESIDE_STATE);
        let mut row = [BEGINS, &state, TURNS, held.newest()?, "]}"].concat();
        if held.newest.json.len() > room {
            let turns = ["[", &held.newest.json, "]"].concat();
            held.settle();
            row = [BEGINS, &state, TURNS, "]}"].concat();
            statements.push(Statement {
                sql: "INSERT OR REPLACE INTO turns (seq, turn) VALUES (?, CAST(? AS TEXT))",
                bindings: vec![first.into(), turns.into_bytes().into()],
            });
        }
        let before = statements.len();
        for errand in effects.iter().filter_map(|effect| Errand::of(effect, now)) {
            let reports = errand.kind == Kind::Report;
            if !reports || !self.reports() {
                statements.push(added(&errand)?);
            }
        }
        let errands = statements.len() > before;
        if held.saved.as_ref() != Some(&row) {
            statements.push(Statement {
                // As bytes it is copied; as a string it would be written anew twice on its way.
                sql: "INSERT INTO state (only, snapshot) VALUES (1, CAST(? AS TEXT))
                      ON CONFLICT (only) DO UPDATE SET snapshot = excluded.snapshot",
                bindings: vec![row.as_bytes().to_vec().into()],
            });
        }
        if errands {
            self.forget_errands();
            self.tables.run_all(statements)?;
        } else {
            for Statement { sql, bindings } in statements {
                self.tables.run(sql, bindings)?;
            }
        }
        held.saved = Some(row);
        Ok(())
    }

    /// The alarm is set: a row, too, by the platform's price list.
    pub(super) fn set_alarm(&self) {
        self.tables.wrote(1);
    }

    /// Rows written since this instance began.
    #[cfg(feature = "panics")]
    pub(super) fn written(&self) -> usize {
        self.tables.written()
    }

    /// When the next errand falls due.
    pub(super) fn next_errand(&self) -> Result<Option<Instant>> {
        if let Some(errands) = self.errands.get() {
            return Ok(errands.next);
        }
        let row: Option<ErrandsRow> = self.tables.row(
            "SELECT min(due) AS due, ifnull(max(id = ?), 0) AS reports FROM errands",
            vec![REPORT.into()],
        )?;
        let next = row.as_ref().and_then(|row| row.due).map(Instant);
        let reports = row.is_some_and(|row| row.reports > 0);
        self.errands.set(Some(Errands { next, reports }));
        Ok(next)
    }

    /// Whether the session record is known to be told soon: nearly every step asks for it again.
    fn reports(&self) -> bool {
        self.errands.get().is_some_and(|errands| errands.reports)
    }

    /// What was known of errands no longer holds.
    fn forget_errands(&self) {
        self.errands.set(None);
    }

    /// When it was erased, if it was.
    pub(super) fn erased(&self) -> Result<Option<Instant>> {
        let row: Option<ErasedRow> = self.tables.row("SELECT at FROM erased", Vec::new())?;
        Ok(row.map(|row| Instant(row.at)))
    }

    /// Leaves nothing but that it was erased, in one transaction: a crash leaves either all of it or the mark.
    pub(super) fn erase(&self, now: Instant) -> Result<()> {
        self.forget_errands();
        self.tables.run(
            "INSERT OR IGNORE INTO erased (only, at) VALUES (1, ?)",
            vec![now.0.into()],
        )?;
        for table in ["turns", "errands", "state"] {
            self.tables
                .run(&format!("DELETE FROM {table}"), Vec::new())?;
        }
        Ok(())
    }

    /// The object's storage was emptied.
    pub(super) fn was_cleared(&self) {
        self.forget_errands();
        self.tables.were_cleared();
    }

    /// All errands, consent first.
    pub(super) fn errands(&self) -> Result<Vec<Errand>> {
        let rows: Vec<ErrandRow> = self.tables.rows(
            "SELECT id, due, attempts, errand FROM errands ORDER BY id",
            Vec::new(),
        )?;
        rows.into_iter()
            .map(|row| {
                let kind: Kind = kept::read(&row.errand)?;
                let ErrandRow {
                    id, due, attempts, ..
                } = row;
                Ok(Errand {
                    id,
                    due: Instant(due),
                    attempts,
                    kind,
                })
            })
            .collect()
    }

    pub(super) fn remove(&self, errand: &Errand) -> Result<()> {
        self.forget_errands();
        self.tables.run(
            "DELETE FROM errands WHERE id = ?",
            vec![errand.id.as_str().into()],
        )
    }

    /// Puts an errand off until `due`, with this many attempts behind it.
    pub(super) fn put_off(&self, errand: &Errand, due: Instant, attempts: u32) -> Result<()> {
        self.forget_errands();
        self.tables.run(
            "UPDATE errands SET due = ?, attempts = ? WHERE id = ?",
            vec![
                due.0.into(),
                i64::from(attempts).into(),
                errand.id.as_str().into(),
            ],
        )
    }
}

/// Keeps an errand; the same one again changes nothing.
fn added(errand: &Errand) -> Result<Statement> {
    Ok(Statement {
        sql: "INSERT OR IGNORE INTO errands (id, due, attempts, errand) VALUES (?, ?, 0, ?)",
        bindings: vec![
            errand.id.as_str().into(),
            errand.due.0.into(),
            serde_json::to_string(&errand.kind)?.into(),
        ],
    })
}

fn read_state(row: &str) -> Result<Kept> {
    if row.starts_with(BEGINS) {
        return Ok(kept::read(row)?);
    }
    let (state, turns) = (kept::read(row)?, Vec::new());
    Ok(Kept { state, turns })
}

/// A turn's number as SQLite keeps it.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// How the row of state begins when turns stand beside it.
const BEGINS: &str = "{\"state\":";
/// Between them.
const TURNS: &str = ",\"turns\":[";
/// The bytes of state and turns that fit on one page of SQLite's beside what the row has around them. A step writes every page
/// of its row anew, and of a longer one three or more (<https://sqlite.org/fileformat2.html>, "Cell Payload Overflow Pages").
const PAGE: usize = 4000;
/// Beside a state that fills its page, so many bytes of turns are written again with each step, since a row costs the same
/// whatever is in it.
const LEAST_BESIDE_STATE: usize = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(row: &str) -> (Snapshot, usize) {
        let Kept { state, turns } = read_state(row).ok().unwrap();
        (state, turns.len())
    }

    #[test]
    fn a_row_of_state_is_read_with_turns_and_as_it_was_before_without() {
        let [shop, shopper] = ["fernwood.myshopify.com", "s-1"];
        let new = Conversation::new(
            "c-1".parse().unwrap(),
            shop.parse().unwrap(),
            shopper.parse().unwrap(),
        );
        let alone = serde_json::to_string(new.state()).unwrap();
        assert_eq!(read(&alone), (new.state().clone(), 0));
        let turn = r#"{"seq":1,"id":"p-1","author":"shopper","at":1,"parts":[{"text":"Dryness"}]}"#;
        let row = [BEGINS, &alone, ",\"turns\":[", turn, "]}"].concat();
        assert_eq!(read(&row), (new.state().clone(), 1));
        assert_eq!(turns_of(turn).ok().map(|turns| turns.len()), Some(1));
        let several = ["[", turn, ",", turn, "]"].concat();
        assert_eq!(turns_of(&several).ok().map(|turns| turns.len()), Some(2));
    }
}
