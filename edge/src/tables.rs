//! An object's SQLite: its tables brought to this release's schema once, and rows as typed values.
//!
//! Calls without an `.await` between them reach the disk together or not at all; [`Tables::run_all`] also takes them back
//! together when one of them fails.

use crate::error::{Error, Result};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use shared::json;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::{Function, Reflect};
use worker::{SqlCursor, SqlStorage, SqlStorageValue, State};

/// The tables of one object.
pub(crate) struct Tables {
    sql: SqlStorage,
    storage: JsValue,
    /// What each version of the schema adds to the one before; what has shipped is never changed.
    versions: &'static [&'static str],
    ready: Cell<bool>,
    /// Rows written since this instance began.
    written: Rc<Cell<usize>>,
}

/// Runs within a transaction; what it throws takes the transaction back.
type Work = Closure<dyn FnMut() -> core::result::Result<(), JsValue>>;

/// Something to write.
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) bindings: Vec<SqlStorageValue>,
}

#[derive(Deserialize)]
struct Version {
    version: usize,
}

/// Rows as objects, which types read as they read any JSON: `worker` has them read from JavaScript, which is a second way for
/// every type of row, and the only use of printing floating-point numbers, which is long.
fn objects(cursor: &SqlCursor) -> Result<Vec<Value>> {
    let names = cursor.column_names();
    let mut objects = Vec::new();
    for row in cursor.raw() {
        let mut object = Map::new();
        for (name, column) in names.iter().zip(row?) {
            object.insert(name.clone(), value(column)?);
        }
        objects.push(Value::Object(object));
    }
    Ok(objects)
}

/// Of blobs and numbers with decimals there are no columns.
fn value(value: SqlStorageValue) -> Result<Value> {
    match value {
        SqlStorageValue::Null => Ok(Value::Null),
        SqlStorageValue::Integer(number) => Ok(number.into()),
        SqlStorageValue::String(text) => Ok(text.into()),
        SqlStorageValue::Boolean(_) | SqlStorageValue::Float(_) | SqlStorageValue::Blob(_) => {
            Err(Error::fault("a row holds what no column is for"))
        }
    }
}

impl Tables {
    pub(crate) fn new(state: &State, versions: &'static [&'static str]) -> Self {
        let storage = state.storage();
        let raw: &JsValue = storage.as_raw().as_ref();
        Self {
            sql: storage.sql(),
            storage: raw.clone(),
            versions,
            ready: Cell::new(false),
            written: Rc::default(),
        }
    }

    /// The rows that `query` answers. An object that was never written to has none, and stays unwritten: whoever asks
    /// after a shop that is not there leaves no tables behind.
    pub(crate) fn rows<T: DeserializeOwned>(
        &self,
        query: &str,
        bindings: Vec<SqlStorageValue>,
    ) -> Result<Vec<T>> {
        if !self.ready.get() && !self.exist()? {
            return Ok(Vec::new());
        }
        self.migrate()?;
        self.ask(query, bindings)
    }

    /// The first row that `query` answers, if any.
    pub(crate) fn row<T: DeserializeOwned>(
        &self,
        query: &str,
        bindings: Vec<SqlStorageValue>,
    ) -> Result<Option<T>> {
        Ok(self.rows(query, bindings)?.into_iter().next())
    }

    fn ask<T: DeserializeOwned>(
        &self,
        query: &str,
        bindings: Vec<SqlStorageValue>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        for row in objects(&self.sql.exec(query, bindings)?)? {
            rows.push(json::from_value(row)?);
        }
        Ok(rows)
    }

    /// Does what `statement` says.
    pub(crate) fn run(&self, statement: &str, bindings: Vec<SqlStorageValue>) -> Result<()> {
        self.migrate()?;
        self.wrote(self.sql.exec(statement, bindings)?.rows_written());
        Ok(())
    }

    /// The object's storage was emptied, tables and all.
    pub(crate) fn were_cleared(&self) {
        self.ready.set(false);
    }

    /// Does what all of these say, or nothing of it.
    pub(crate) fn run_all(&self, statements: Vec<Statement>) -> Result<()> {
        self.migrate()?;
        let (sql, written) = (self.sql.clone(), Rc::clone(&self.written));
        self.together(move || {
            for Statement {
                sql: text,
                bindings,
            } in statements
            {
                let rows = sql.exec(text, bindings)?.rows_written();
                written.set(written.get().saturating_add(rows));
            }
            Ok(())
        })
    }

    /// What fails takes all back.
    fn together(
        &self,
        work: impl FnOnce() -> core::result::Result<(), JsValue> + 'static,
    ) -> Result<()> {
        let work: Work = Closure::once(work);
        // `worker` does not bind it.
        let run = Reflect::get(&self.storage, &"transactionSync".into());
        let run = run.and_then(JsCast::dyn_into::<Function>);
        run.and_then(|run| run.call1(&self.storage, work.as_ref()))
            .map_err(|error| Error::from(worker::Error::from(error)))?;
        Ok(())
    }

    /// More rows are written: what a conversation costs, which a test counts.
    pub(crate) fn wrote(&self, rows: usize) {
        self.written.set(self.written.get().saturating_add(rows));
    }

    /// Rows written since this instance began.
    #[cfg(feature = "panics")]
    pub(crate) fn written(&self) -> usize {
        self.written.get()
    }

    fn exist(&self) -> Result<bool> {
        let query = "SELECT 1 AS version FROM sqlite_master WHERE name = 'meta'";
        let found: Vec<Version> = self.ask(query, Vec::new())?;
        Ok(!found.is_empty())
    }

    fn migrate(&self) -> Result<()> {
        if self.ready.get() {
            return Ok(());
        }
        self.sql.exec(
            "CREATE TABLE IF NOT EXISTS meta (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL)",
            None,
        )?;
        let kept: Vec<Version> = self.ask("SELECT version FROM meta", Vec::new())?;
        let version = kept.first().map_or(0, |kept| kept.version);
        if version < self.versions.len() {
            let (sql, versions) = (self.sql.clone(), self.versions);
            // A version that fails halfway would be there and not be known to be.
            self.together(move || {
                for statements in versions.iter().skip(version) {
                    sql.exec(statements, None)?;
                }
                let version = i64::try_from(versions.len()).unwrap_or(i64::MAX);
                sql.exec(
                    "INSERT INTO meta (only, version) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET version = excluded.version",
                    vec![version.into()],
                )?;
                Ok(())
            })?;
        }
        self.ready.set(true);
        Ok(())
    }
}
