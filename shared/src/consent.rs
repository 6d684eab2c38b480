//! Who agreed to be written to, on which channel and for what: an append-only ledger of grants and withdrawals.
//! It decides what holds now; whether a message may go is for [`crate::policy`] to say.

pub use crate::wire::ledger_v1::{Entry, Kind, Proof, Source};

use crate::channel::{Channel, Purpose};
use alloc::vec::Vec;

/// All grants and withdrawals of one shopper, in the order of their times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Entry>,
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

    /// Keeps an entry. The same entry again changes nothing, and entries may come in any order.
    pub fn record(&mut self, entry: Entry) -> Recorded {
        if let Some(kept) = self.entries.iter().find(|kept| kept.id == entry.id) {
            return if *kept == entry {
                Recorded::Known
            } else {
                Recorded::Clash
            };
        }
        let place = self
            .entries
            .partition_point(|kept| (kept.at, &kept.id) < (entry.at, &entry.id));
        self.entries.insert(place, entry);
        Recorded::New
    }

    /// The grant that holds for this channel and purpose, if any.
    ///
    /// A withdrawal ends every earlier grant and wins over one of the same instant. After it, only a fresh grant that
    /// the shopper gives in person counts: a list that is imported later, or a call by the shop's own systems, may
    /// simply not know of the withdrawal yet.
    #[must_use]
    pub fn granted(&self, channel: Channel, purpose: Purpose) -> Option<&Entry> {
        let withdrawn = self.withdrawn(channel, purpose).map(|entry| entry.at);
        self.about(channel, purpose).rev().find(|entry| {
            let fresh = withdrawn.is_none_or(|at| entry.at > at && entry.proof.source.is_shopper());
            entry.kind == Kind::Grant && fresh
        })
    }

    /// The newest withdrawal for this channel and purpose, whether or not a grant followed it.
    #[must_use]
    pub fn withdrawn(&self, channel: Channel, purpose: Purpose) -> Option<&Entry> {
        self.about(channel, purpose)
            .rev()
            .find(|entry| entry.kind == Kind::Withdrawal)
    }

    /// Every entry, by time.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn about(
        &self,
        channel: Channel,
        purpose: Purpose,
    ) -> impl DoubleEndedIterator<Item = &Entry> + '_ {
        self.entries
            .iter()
            .filter(move |entry| (entry.channel, entry.purpose) == (channel, purpose))
    }
}
