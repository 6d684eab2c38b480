//! What a shopper is given who asks what is kept about their consent.

use super::{Dated, Entry, Export, Held, HeldState, Ledger, Standing};
use crate::channel::{Channel, Purpose};
use crate::sort;
use crate::time::{Instant, Offset};
use alloc::{format, string::String, vec::Vec};

impl Ledger {
    /// Everything kept, whole and with its proofs, and what holds now by this ledger's rules (GDPR, articles 15 and 20).
    #[must_use]
    pub fn export(&self) -> Export {
        let mut about: Vec<(Channel, Purpose)> = self
            .entries
            .iter()
            .map(|entry| (entry.channel, entry.purpose))
            .collect();
        sort::sort(&mut about);
        about.dedup();
        let held = |(channel, purpose)| self.held(channel, purpose);
        Export {
            standings: about.into_iter().filter_map(held).collect(),
            entries: self.entries.iter().map(dated).collect(),
        }
    }

    fn held(&self, channel: Channel, purpose: Purpose) -> Option<Held> {
        let (state, entry) = match self.standing(channel, purpose) {
            Standing::Unasked => return None,
            Standing::Granted(grant) => (HeldState::Granted, grant),
            Standing::Pending { grant, .. } => (HeldState::Pending, grant),
            Standing::Lapsed(grant) => (HeldState::Lapsed, grant),
            Standing::Withdrawn(withdrawal) => (HeldState::Withdrawn, withdrawal),
        };
        Some(Held {
            channel,
            purpose,
            state,
            since: text(entry.at),
            entry: entry.id.clone(),
        })
    }
}

fn dated(entry: &Entry) -> Dated {
    Dated {
        said: text(entry.at),
        kept: entry.recorded.map(text),
        entry: entry.clone(),
    }
}

/// An instant in UTC, such as `2026-11-23T12:00:00Z` (RFC 3339).
fn text(at: Instant) -> String {
    let local = at.local(Offset(0));
    let seconds = at.0.div_euclid(1000).rem_euclid(60);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{seconds:02}Z",
        local.date.year,
        local.date.month,
        local.date.day,
        local.minute / 60,
        local.minute % 60
    )
}
