//! The outbox's rows of what was reported: which reports are known, which wait to be applied, and how many of each kind;
//! and when somebody last wrote by WhatsApp.

use super::store::Store;
use crate::error::Result;
use serde::Deserialize;
use shared::consent::hashed_text;
use shared::contact::Address;
use shared::id::ShopperId;
use shared::inbound::{Item, Weight};
use shared::outbox::Room;
use shared::sort;
use shared::time::{Instant, Span};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct ReportRow {
    number: i64,
    attempts: u32,
    report: String,
}

#[derive(Deserialize)]
struct DueRow {
    due: Option<i64>,
}

#[derive(Deserialize)]
struct TallyRow {
    what: String,
    count: u64,
}

#[derive(Deserialize)]
struct Found {}

/// What became of a report that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It waits to be applied.
    Taken,
    /// It was known.
    Again,
    /// It is to be handed in again.
    NotNow,
}

/// No report has this key, nor one that begins as the next: a report's is of sixteen digits.
const POLLED: &str = "polled";
/// An address follows.
const WROTE: &str = "wrote ";
/// Brevo repeats a report for half a day, and two days of its records are read again and again.
const KNOWN: Span = Span::days(7);

impl Store {
    /// Keeps a report to be applied, unless it is known. Where too many wait, one that ends nothing is not taken now.
    pub(super) fn hear(&self, item: &Item, now: Instant) -> Result<Heard> {
        let key = item.known_by();
        let known: Option<Found> = self.0.row(
            "SELECT 1 AS one FROM heard WHERE report = ?",
            vec![key.as_str().into()],
        )?;
        if known.is_some() {
            return Ok(Heard::Again);
        }
        let weight = item.weight();
        if !self.has_room(Room::Reports)? {
            if weight != Weight::Ends {
                return Ok(Heard::NotNow);
            }
            self.makes_room_for_report()?;
        }
        if !self.has_room(Room::Known)? {
            self.makes_room_for_known()?;
        }
        self.0.run(
            "INSERT INTO heard (report, at) VALUES (?, ?)",
            vec![key.into(), now.0.into()],
        )?;
        self.0.run(
            "INSERT INTO to_hear (due, attempts, report, weight) VALUES (?, 0, ?, ?)",
            vec![
                now.0.into(),
                item.text.as_str().into(),
                i32::from(weight != Weight::Passing).into(),
            ],
        )?;
        Ok(Heard::Taken)
    }

    /// The reports that wait to be applied, the oldest first: number, tries so far, report.
    pub(super) fn to_hear(&self, now: Instant, most: i64) -> Result<Vec<(i64, u32, String)>> {
        let rows: Vec<ReportRow> = self.0.rows(
            "SELECT number, attempts, report FROM to_hear WHERE due <= ? ORDER BY number LIMIT ?",
            vec![now.0.into(), most.into()],
        )?;
        let parts = |row: ReportRow| (row.number, row.attempts, row.report);
        Ok(rows.into_iter().map(parts).collect())
    }

    pub(super) fn was_heard(&self, number: i64) -> Result<()> {
        self.0
            .run("DELETE FROM to_hear WHERE number = ?", vec![number.into()])
    }

    pub(super) fn hear_later(&self, number: i64, due: Instant) -> Result<()> {
        self.0.run(
            "UPDATE to_hear SET due = ?, attempts = attempts + 1 WHERE number = ?",
            vec![due.0.into(), number.into()],
        )
    }

    /// When the next report is to be applied.
    pub(super) fn next_to_hear(&self) -> Result<Option<Instant>> {
        let row: Option<DueRow> = self
            .0
            .row("SELECT min(due) AS due FROM to_hear", Vec::new())?;
        Ok(row.and_then(|row| row.due).map(Instant))
    }

    /// When the records of WhatsApp were read last.
    pub(super) fn polled(&self) -> Result<Option<Instant>> {
        self.heard_at(POLLED.into())
    }

    /// They are read now.
    pub(super) fn polls(&self, now: Instant) -> Result<()> {
        self.0.run(
            "INSERT OR REPLACE INTO heard (report, at) VALUES (?, ?)",
            vec![POLLED.into(), now.0.into()],
        )
    }

    /// When somebody last wrote from this address by WhatsApp, if that was lately.
    pub(super) fn wrote(&self, address: &Address) -> Result<Option<Instant>> {
        self.heard_at(format!("{WROTE}{}", hashed_text(address)))
    }

    /// Somebody wrote from this address by WhatsApp. What they wrote before and is told later moves nothing back.
    pub(super) fn writes(&self, item: &Item, address: &Address, now: Instant) -> Result<()> {
        let Some(at) = item.written(now) else {
            return Ok(());
        };
        self.0.run(
            "INSERT INTO heard (report, at) VALUES (? || ?, ?)
             ON CONFLICT (report) DO UPDATE SET at = max(at, excluded.at)",
            vec![WROTE.into(), hashed_text(address).into(), at.0.into()],
        )
    }

    /// Forgets when this shopper wrote.
    pub(super) fn forget_writer(&self, shopper: &ShopperId) -> Result<()> {
        self.0.run(
            "DELETE FROM heard WHERE report IN (SELECT ? || address FROM person WHERE shopper = ?)",
            vec![WROTE.into(), shopper.as_str().into()],
        )
    }

    fn heard_at(&self, key: String) -> Result<Option<Instant>> {
        let row: Option<DueRow> = self.0.row(
            "SELECT at AS due FROM heard WHERE report = ?",
            vec![key.into()],
        )?;
        Ok(row.and_then(|row| row.due).map(Instant))
    }

    /// Forgets reports that will not come again, and who wrote long ago.
    pub(super) fn forget_heard(&self, now: Instant) -> Result<()> {
        self.0.run(
            "DELETE FROM heard WHERE at < ?",
            vec![now.0.saturating_sub(KNOWN.0).into()],
        )
    }

    /// Counts reports by what was made of them.
    pub(super) fn count(&self, what: &str, more: u32) -> Result<()> {
        if more == 0 {
            return Ok(());
        }
        self.0.run(
            // Brevo's own codes are among them, of which nobody has a list.
            "INSERT INTO tally (what, count) SELECT ?1, ?2
                WHERE (SELECT count(*) FROM tally) < 200 OR EXISTS (SELECT 1 FROM tally WHERE what = ?1)
             ON CONFLICT (what) DO UPDATE SET count = count + excluded.count",
            vec![what.into(), i64::from(more).into()],
        )
    }

    pub(super) fn tally(&self) -> Result<BTreeMap<String, u64>> {
        let rows: Vec<TallyRow> = self.0.rows("SELECT what, count FROM tally", Vec::new())?;
        let rows = rows.into_iter();
        Ok(sort::map(rows.map(|row| (row.what, row.count))))
    }
}
