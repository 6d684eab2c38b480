//! The ledger and the contacts of the service that sends: what those are told of an entry, and which side is right where
//! they differ. The ledger is the truth; of two that differ the stricter one counts.

use super::{Entry, Kind, Ledger, Mirror, Scope, Source, Standing, weigh};
use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::id::ConsentId;
use alloc::vec::Vec;

/// What follows where the service may, or may not, write to somebody on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// Nothing: neither side is stricter.
    Agree,
    /// The service writes no more: the shopper left there, so the ledger takes a withdrawal.
    Withdraw,
    /// The service may still write, against the ledger: it is told to stop.
    Stop,
}

impl Entry {
    /// Whether the service told that it does not hold the address any more. It is told nothing of that: whoever has the
    /// address there now has taken nothing back.
    #[must_use]
    pub fn is_of_a_lost_contact(&self) -> bool {
        self.scope == Scope::Purpose && matches!(self.proof.source, Source::Webhook { .. })
    }
}

impl Ledger {
    /// What follows when the service is seen to have blocked this channel for the shopper, or not.
    #[must_use]
    pub fn contrast(&self, channel: Channel, blocked: bool) -> Contrast {
        match (self.is_open(channel), self.has_left(channel), blocked) {
            (true, _, true) => Contrast::Withdraw,
            (false, true, false) => Contrast::Stop,
            (true, _, false) | (false, _, true) | (false, false, false) => Contrast::Agree,
        }
    }

    /// What follows when the service no longer holds this address as it was told of it: what sells ends there, if anything
    /// does.
    #[must_use]
    pub fn is_sold_to(&self, channel: Channel, address: &Address) -> bool {
        match self.standing(channel, Purpose::Marketing) {
            Standing::Granted(grant) | Standing::Pending { grant, .. } => {
                weigh::same(&grant.address, address)
            }
            Standing::Unasked | Standing::Lapsed(_) | Standing::Withdrawn(_) => false,
        }
    }

    /// What the service is told after this entry was kept; none for an entry that is not kept.
    ///
    /// A channel is stopped there once nothing is agreed to on it any more, since the service knows no purposes. It is
    /// opened again by a grant after a withdrawal, which counts only when the shopper gave it in person, and by nothing else:
    /// whoever left at the service itself and never told us stays stopped there.
    #[must_use]
    pub fn mirror(&self, entry: &ConsentId) -> Option<Mirror> {
        let entry = self.entries.iter().find(|kept| kept.id == *entry)?;
        let holds = self.granted(entry.channel, entry.purpose);
        let holds = holds.filter(|_| entry.kind != Kind::Withdrawal);
        let again = holds.is_some() && self.has_left(entry.channel);
        let closed = |channel: &Channel| self.has_left(*channel) && !self.is_open(*channel);
        let mut addresses = Vec::new();
        for kept in &self.entries {
            if !addresses
                .iter()
                .any(|known| weigh::same(known, &kept.address))
            {
                addresses.push(kept.address.clone());
            }
        }
        Some(Mirror {
            grant: holds.cloned(),
            withdrawal: (entry.kind == Kind::Withdrawal).then(|| entry.clone()),
            stops: CHANNELS.into_iter().filter(closed).collect(),
            again: again.then_some(entry.channel),
            addresses,
        })
    }

    /// Whether anything may still be sent on this channel, now or once it is confirmed.
    fn is_open(&self, channel: Channel) -> bool {
        PURPOSES.iter().any(|purpose| {
            matches!(
                self.standing(channel, *purpose),
                Standing::Granted(_) | Standing::Pending { .. }
            )
        })
    }

    fn has_left(&self, channel: Channel) -> bool {
        self.left(channel).is_some()
    }

    /// A withdrawal that reaches this channel, whether or not a grant followed it.
    #[must_use]
    pub fn left(&self, channel: Channel) -> Option<&Entry> {
        let mut purposes = PURPOSES.iter();
        purposes.find_map(|purpose| self.withdrawn(channel, *purpose))
    }
}

/// The channels that send; the chat answers only a shopper who is there.
const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];
const PURPOSES: [Purpose; 3] = [Purpose::Marketing, Purpose::Utility, Purpose::Service];
