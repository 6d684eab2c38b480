//! Who agreed to be written to, on which channel and for what: an append-only ledger of grants, confirmations and
//! withdrawals. It decides what holds; whether a message may go is for [`crate::policy`] to say.
//!
//! What holds depends on the entries alone, not on the order in which they are handed over: each carries when it was
//! said and when it was recorded. How a withdrawal and a grant are weighed is told in `consent/weigh.rs`, what waits for
//! a confirmation in `consent/confirm.rs`.

mod confirm;
mod erase;
mod export;
mod farewell;
mod fold;
mod mirror;
mod preferences;
mod weigh;

pub use crate::wire::ledger_v1::{
    AddressHash, Dated, Entry, Export, Held, HeldState, Kind, Mirror, ParseHashError, Proof,
    Remnant, Scope, Source,
};
pub use confirm::{Asked, Awaited, DoubleOptIn, Request, confirms_email, double_opt_in};
pub use erase::{hashed_text, recalled};
pub use farewell::Parting;
pub use fold::{Fold, MOST_ENTRIES};
pub use mirror::Contrast;
pub use preferences::{Change, Chosen, Preference, Pressed, Wish};

use crate::channel::{Channel, Purpose};
use crate::time::{Instant, Span};
use alloc::vec::Vec;
use confirm::Confirmed;

/// All entries of one shopper, in the order of their times, and the rules they are read by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Entry>,
    rules: Rules,
}

/// What a ledger is read by. By default nothing waits for a confirmation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// When it is read. Without it nothing lapses, and a grant dated ahead of its recording never counts.
    pub now: Option<Instant>,
    /// Whether a grant for marketing by e-mail waits for a confirmation; see [`double_opt_in`].
    pub confirm_email: bool,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is new and kept.
    New,
    /// It is the very entry that is kept under this id; nothing changed.
    Known,
    /// Another entry is kept under this id. It stays, and this one is not kept.
    Clash,
}

/// What holds for one channel and purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// The shopper never said anything that counts yet.
    Unasked,
    /// This grant holds.
    Granted(&'a Entry),
    /// This grant waits for its confirmation. Only a service message to its address that asks for it may go.
    Pending {
        /// The grant.
        grant: &'a Entry,
        /// The last instant at which a confirmation counts.
        until: Instant,
    },
    /// This grant was not confirmed in time.
    Lapsed(&'a Entry),
    /// The shopper withdrew, and nothing that counts came after.
    Withdrawn(&'a Entry),
}

impl Ledger {
    /// A ledger of these entries, in whatever order they come.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut ledger = Self::default();
        for entry in entries {
            ledger.record(entry);
        }
        ledger
    }

    /// The same ledger, read by these rules.
    #[must_use]
    pub fn under(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// The entry with the time of its recording: `now`, or just after everything recorded before when the clock has
    /// jumped back. A shell stamps an entry once, before it keeps it.
    #[must_use]
    pub fn stamped(&self, entry: Entry, now: Instant) -> Entry {
        let newest = self.entries.iter().map(weigh::recorded).max();
        let next = newest.map_or(now, |newest| now.max(newest + Span(1)));
        Entry {
            recorded: entry.recorded.or(Some(next)),
            ..entry
        }
    }

    /// Keeps an entry. The same entry again changes nothing, and entries may come in any order. An entry that comes twice
    /// with two times of recording is one; the earlier time stays.
    pub fn record(&mut self, entry: Entry) -> Recorded {
        if let Some(kept) = self.entries.iter_mut().find(|kept| kept.id == entry.id) {
            let again = Entry {
                recorded: kept.recorded,
                ..entry
            };
            if *kept != again {
                return Recorded::Clash;
            }
            kept.recorded = [kept.recorded, entry.recorded].into_iter().flatten().min();
            return Recorded::Known;
        }
        let place = self
            .entries
            .partition_point(|kept| (kept.at, &kept.id) < (entry.at, &entry.id));
        self.entries.insert(place, entry);
        Recorded::New
    }

    /// The grant that holds for this channel and purpose, if any: never one that still waits for its confirmation.
    #[must_use]
    pub fn granted(&self, channel: Channel, purpose: Purpose) -> Option<&Entry> {
        match self.standing(channel, purpose) {
            Standing::Granted(grant) => Some(grant),
            Standing::Unasked
            | Standing::Pending { .. }
            | Standing::Lapsed(_)
            | Standing::Withdrawn(_) => None,
        }
    }

    /// What holds for this channel and purpose: the newest grant that no withdrawal ended and that needs no confirmation
    /// or has it; else the newest that lacks only that.
    #[must_use]
    pub fn standing(&self, channel: Channel, purpose: Purpose) -> Standing<'_> {
        let mut lacking = None;
        for grant in self.live_grants(channel, purpose).rev() {
            match confirm::of(grant, &self.entries, self.rules) {
                Confirmed::Unneeded | Confirmed::Yes => return Standing::Granted(grant),
                Confirmed::Until(until) => {
                    lacking.get_or_insert(Standing::Pending { grant, until });
                }
                Confirmed::TooLate => {
                    lacking.get_or_insert(Standing::Lapsed(grant));
                }
            }
        }
        let withdrawn = || {
            self.withdrawn(channel, purpose)
                .map_or(Standing::Unasked, Standing::Withdrawn)
        };
        lacking.unwrap_or_else(withdrawn)
    }

    /// The newest withdrawal that reaches this channel and purpose, whether or not a grant followed it.
    #[must_use]
    pub fn withdrawn(&self, channel: Channel, purpose: Purpose) -> Option<&Entry> {
        self.withdrawals()
            .rev()
            .find(|entry| weigh::reaches(entry, channel, purpose, &entry.address))
    }

    /// Every entry, by time.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The grants for this channel and purpose that count by now and that no withdrawal ended, by time.
    fn live_grants(
        &self,
        channel: Channel,
        purpose: Purpose,
    ) -> impl DoubleEndedIterator<Item = &Entry> + '_ {
        self.entries.iter().filter(move |entry| {
            entry.kind == Kind::Grant
                && (entry.channel, entry.purpose) == (channel, purpose)
                && weigh::counts(entry, self.rules.now)
                && !self.withdrawals().any(|other| weigh::ends(other, entry))
        })
    }

    fn withdrawals(&self) -> impl DoubleEndedIterator<Item = &Entry> + '_ {
        let withdrawal = |entry: &&Entry| entry.kind == Kind::Withdrawal;
        self.entries.iter().filter(withdrawal)
    }
}
