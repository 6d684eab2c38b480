//! What happens where as many rows are kept as [`Room`] says: what matters least gives way, and what gave way is counted.
//! Rows are counted when it may have come to that, not with every row.

use super::Outbox;
use super::store::{Store, number_of};
use crate::error::Result;
use serde::Deserialize;
use shared::delivery::{Entry, Event};
use shared::outbox::{Lane, Rank, Room};
use shared::time::Instant;
use std::cell::Cell;

/// How many rows may be added before they are counted again.
#[derive(Default)]
pub(super) struct Left {
    waiting: Cell<i64>,
    notes: Cell<i64>,
    reports: Cell<i64>,
    known: Cell<i64>,
}

#[derive(Deserialize)]
struct Count {
    count: i64,
}

/// How many rows give way at once, so that they need not be counted with each that follows.
const AT_ONCE: i64 = 500;
/// What is counted, by what gave way.
pub(super) const MESSAGES: &str = "no_room_message";
pub(super) const NOTES: &str = "no_room_note";
pub(super) const REPORTS: &str = "no_room_report";

impl Outbox {
    /// Keeps a new delivery. Where too many wait, the last of those that matter less ends for it; where none does, the new
    /// one ends, unless it answers a shopper.
    pub(super) fn take(&self, mut entry: Entry, now: Instant) -> Result<()> {
        if !self.store.has_room(Room::Waiting)? {
            let gives_way = Lane::of(&entry).gives_way();
            let last = match gives_way {
                Some(lane) => self.store.last_from(lane)?,
                None => None,
            };
            if let Some(mut last) = last {
                last.step(Event::Crowded, now);
                self.store.save(last, now)?;
                self.store.count(MESSAGES, 1)?;
            } else if Lane::of(&entry) != Lane::Waits(Rank::Service) {
                entry.step(Event::Crowded, now);
                self.store.count(MESSAGES, 1)?;
            }
        }
        self.store.save(entry, now)
    }
}

impl Store {
    /// Whether one more row has room; it is taken as added.
    pub(super) fn has_room(&self, room: Room) -> Result<bool> {
        let (left, query) = match room {
            Room::Waiting => (
                &self.1.waiting,
                "SELECT count(*) AS count FROM delivery WHERE lane BETWEEN 1 AND 8",
            ),
            Room::Notes => (&self.1.notes, "SELECT count(*) AS count FROM note"),
            Room::Reports => (&self.1.reports, "SELECT count(*) AS count FROM to_hear"),
            Room::Known | Room::Ended => (&self.1.known, "SELECT count(*) AS count FROM heard"),
        };
        if left.get() < 1 {
            let kept: Option<Count> = self.0.row(query, Vec::new())?;
            left.set(room.most() - kept.map_or(0, |kept| kept.count));
        }
        left.set(left.get() - 1);
        Ok(left.get() >= 0)
    }

    /// Of what waits in the lanes from this one on, the one that goes last.
    fn last_from(&self, lane: Lane) -> Result<Option<Entry>> {
        let entries = self.entries(
            "SELECT entry FROM delivery WHERE lane BETWEEN ? AND 8 ORDER BY lane DESC, family DESC, due DESC LIMIT 1",
            vec![number_of(lane).into()],
        )?;
        Ok(entries.into_iter().next())
    }

    /// Whether a note is to be kept. One of something taken back always is.
    pub(super) fn keeps_note(&self, takes_back: bool) -> Result<bool> {
        if self.has_room(Room::Notes)? || self.makes_room_for_note()? || takes_back {
            return Ok(true);
        }
        self.count(NOTES, 1)?;
        Ok(false)
    }

    /// Makes room for a note: what is told twice of a contact is told once, then what happened to contacts is told no more.
    /// Whether there is room now.
    fn makes_room_for_note(&self) -> Result<bool> {
        self.0.run(
            "DELETE FROM note WHERE work NOT LIKE '{\"event%' AND number NOT IN (SELECT max(number) FROM note
                GROUP BY contact, (SELECT group_concat(key) || coalesce(work ->> 'stop', work ->> 'again', '') FROM json_each(work)))",
            Vec::new(),
        )?;
        if self.has_room(Room::Notes)? {
            return Ok(true);
        }
        self.gives_way(
            "DELETE FROM note WHERE number IN (SELECT number FROM note WHERE work LIKE '{\"event%' ORDER BY number LIMIT ?)",
            NOTES,
        )?;
        self.has_room(Room::Notes)
    }

    /// Makes room for a report that ends something: of those that only tell of a message on its way the oldest go.
    pub(super) fn makes_room_for_report(&self) -> Result<()> {
        self.gives_way(
            "DELETE FROM to_hear WHERE number IN (SELECT number FROM to_hear WHERE weight = 0 ORDER BY number LIMIT ?)",
            REPORTS,
        )
    }

    /// Forgets the oldest of what is known.
    pub(super) fn makes_room_for_known(&self) -> Result<()> {
        self.0.run(
            "DELETE FROM heard WHERE report IN (SELECT report FROM heard ORDER BY at LIMIT ?)",
            vec![AT_ONCE.into()],
        )
    }

    fn gives_way(&self, statement: &'static str, what: &str) -> Result<()> {
        self.0.run(statement, vec![AT_ONCE.into()])?;
        let gone: Option<Count> = self.0.row("SELECT changes() AS count", Vec::new())?;
        self.count(
            what,
            u32::try_from(gone.map_or(0, |gone| gone.count)).unwrap_or(0),
        )
    }
}
