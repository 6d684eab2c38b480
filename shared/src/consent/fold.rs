//! What a full ledger does with one more withdrawal. Each is honoured, however many there are; but a thousand that say the
//! same are kept as the first of them and the newest.

use super::{Entry, Kind, Ledger, weigh};
use crate::id::ConsentId;

/// More entries than any person makes. A grant beyond them is refused; withdrawals that say the same are folded.
pub const MOST_ENTRIES: usize = 1000;

/// What becomes of a withdrawal in a full ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It says something that no other says.
    Keep,
    /// It is kept in the place of this earlier one, which says the same and is not the first to.
    Replace(ConsentId),
    /// One that is kept says the same, and came later by both clocks.
    Drop,
}

impl Ledger {
    /// What becomes of this withdrawal where the ledger is full. It may be in the ledger already or not.
    #[must_use]
    pub fn fold(&self, withdrawal: &Entry) -> Fold {
        let says = |entry: &&Entry| {
            entry.kind == Kind::Withdrawal
                && entry.id != withdrawal.id
                && (entry.channel, entry.purpose, entry.scope)
                    == (withdrawal.channel, withdrawal.purpose, withdrawal.scope)
                && entry.grant == withdrawal.grant
                && weigh::same(&entry.address, &withdrawal.address)
        };
        let later = |one: &Entry, other: &Entry| {
            one.at >= other.at && weigh::recorded(one) >= weigh::recorded(other)
        };
        let same = || self.entries.iter().filter(says);
        if same().any(|entry| later(entry, withdrawal)) {
            return Fold::Drop;
        }
        // The first stays, as the proof of when it was said.
        let mut covered = same().skip(1).filter(|entry| later(withdrawal, entry));
        covered
            .next()
            .map_or(Fold::Keep, |entry| Fold::Replace(entry.id.clone()))
    }
}
