//! An object's SQLite: its tables brought to this release's schema once, and rows as typed values.
//!
//! Calls without an `.await` between them are one transaction of the platform's.

use crate::error::Result;
use serde::{Deserialize, de::DeserializeOwned};
use std::cell::Cell;
use worker::{SqlStorage, SqlStorageValue, State};

/// The tables of one object.
pub(crate) struct Tables {
    sql: SqlStorage,
    /// What each version of the schema adds to the one before; what has shipped is never changed.
    versions: &'static [&'static str],
    ready: Cell<bool>,
}

#[derive(Deserialize)]
struct Version {
    version: usize,
}

impl Tables {
    pub(crate) fn new(state: &State, versions: &'static [&'static str]) -> Self {
        Self {
            sql: state.storage().sql(),
            versions,
            ready: Cell::new(false),
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
        Ok(self.sql.exec(query, bindings)?.to_array()?)
    }

    /// The first row that `query` answers, if any.
    pub(crate) fn row<T: DeserializeOwned>(
        &self,
        query: &str,
        bindings: Vec<SqlStorageValue>,
    ) -> Result<Option<T>> {
        Ok(self.rows(query, bindings)?.into_iter().next())
    }

    /// Does what `statement` says.
    pub(crate) fn run(&self, statement: &str, bindings: Vec<SqlStorageValue>) -> Result<()> {
        self.migrate()?;
        self.sql.exec(statement, bindings)?;
        Ok(())
    }

    /// The object's storage was emptied, tables and all.
    pub(crate) fn were_cleared(&self) {
        self.ready.set(false);
    }

    fn exist(&self) -> Result<bool> {
        let query = "SELECT 1 AS version FROM sqlite_master WHERE name = 'meta'";
        let found: Vec<Version> = self.sql.exec(query, None)?.to_array()?;
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
        let kept: Vec<Version> = self
            .sql
            .exec("SELECT version FROM meta", None)?
            .to_array()?;
        let version = kept.first().map_or(0, |kept| kept.version);
        let missing = self.versions.iter().skip(version);
        for statements in missing {
            self.sql.exec(statements, None)?;
        }
        if version < self.versions.len() {
            let version = i64::try_from(self.versions.len()).unwrap_or(i64::MAX);
            self.sql.exec(
                "INSERT INTO meta (only, version) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET version = excluded.version",
                vec![version.into()],
            )?;
        }
        self.ready.set(true);
        Ok(())
    }
}
