//! What outlives an erasure, and how a withdrawal is found again when its address comes back. Nothing here hashes: the
//! shell has the key, and gives a hash of [`hashed_text`].

use super::{AddressHash, Entry, Kind, Ledger, Proof, Remnant, Scope, Source, weigh};
use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::id::ConsentId;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

impl Ledger {
    /// What stays when a shopper's ledger is erased: for each address it knew and each channel and purpose that was ever
    /// withdrawn for it, the hash of the address and when. No address, no words, no place.
    ///
    /// A withdrawal that a grant followed stays too: the grant goes, so nothing but the withdrawal is known any more.
    #[must_use]
    pub fn erase(self, hash: impl Fn(&str) -> AddressHash) -> Vec<Remnant> {
        let mut remnants = Vec::new();
        for address in self.addresses() {
            let hash = hash(&hashed_text(address));
            for channel in CHANNELS {
                for purpose in PURPOSES {
                    remnants.extend(self.remnant(address, &hash, channel, purpose));
                }
            }
        }
        remnants
    }

    /// Each address once, however its letters were written.
    fn addresses(&self) -> Vec<&Address> {
        let mut addresses: Vec<&Address> = Vec::new();
        for entry in &self.entries {
            if !addresses
                .iter()
                .any(|known| weigh::same(known, &entry.address))
            {
                addresses.push(&entry.address);
            }
        }
        addresses
    }

    fn remnant(
        &self,
        address: &Address,
        hash: &AddressHash,
        channel: Channel,
        purpose: Purpose,
    ) -> Option<Remnant> {
        if !weigh::fits(address, channel) {
            return None;
        }
        let reaching = || {
            self.withdrawals()
                .filter(|entry| weigh::reaches(entry, channel, purpose, address))
        };
        Some(Remnant {
            address: hash.clone(),
            channel,
            purpose,
            at: reaching().map(weigh::said).max()?,
            recorded: reaching().map(weigh::recorded).max()?,
        })
    }
}

/// The withdrawals among `remnants` that are about this address, to be recorded in whichever ledger the address comes
/// into. They weigh as on the day they were first recorded: a list that brings the address again changes nothing, and the
/// shopper's own later grant counts.
#[must_use]
pub fn recalled(
    remnants: &[Remnant],
    address: &Address,
    hash: impl Fn(&str) -> AddressHash,
) -> Vec<Entry> {
    let hash = hash(&hashed_text(address));
    let about = |remnant: &&Remnant| remnant.address == hash;
    let entry = |remnant: &Remnant| entry(remnant, address);
    remnants.iter().filter(about).filter_map(entry).collect()
}

/// The text of an address that is hashed, the same however its letters were written.
#[must_use]
pub fn hashed_text(address: &Address) -> String {
    match address {
        Address::Email(email) => email.as_str().to_ascii_lowercase(),
        Address::Phone(phone) => phone.as_str().to_string(),
    }
}

fn entry(remnant: &Remnant, address: &Address) -> Option<Entry> {
    Some(Entry {
        id: id(remnant)?,
        at: remnant.at,
        channel: remnant.channel,
        purpose: remnant.purpose,
        kind: Kind::Withdrawal,
        address: address.clone(),
        proof: Proof {
            wording: None,
            text: String::new(),
            place: String::new(),
            source: Source::Erased,
        },
        recorded: Some(remnant.recorded),
        scope: Scope::Purpose,
        grant: None,
    })
}

/// The same remnant has the same id, so that one address coming back twice is one entry.
fn id(remnant: &Remnant) -> Option<ConsentId> {
    let Remnant {
        address,
        channel,
        purpose,
        at,
        ..
    } = remnant;
    // Half of the hash tells addresses apart, and leaves room for the rest.
    let start = address.as_str().get(..32)?;
    let text = format!("erased.{start}.{channel:?}.{purpose:?}.{}", at.0);
    text.to_lowercase().parse().ok()
}

/// The channels that send; the chat answers only a shopper who is there.
const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];
const PURPOSES: [Purpose; 3] = [Purpose::Marketing, Purpose::Utility, Purpose::Service];
