//! What must be known to decide about a draft.

use super::{Past, Reason, SmsSender, Stricter, WhatsApp};
use crate::consent::Ledger;
use crate::contact::Address;
use crate::delivery::Draft;
use crate::place::Place;
use crate::sort;
use crate::time::Offset;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What is known about a draft, its recipient and its shop.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What is to go.
    pub draft: &'a Draft,
    /// What the shopper agreed to.
    pub ledger: &'a Ledger,
    /// Addresses that must not be written to.
    pub suppressed: Vec<(Address, Suppression)>,
    /// The address at which the shop wants to be told.
    pub shop_address: Option<Address>,
    /// What the shop calls itself in its messages; a text message must name it.
    pub brand: String,
    /// What its text messages are sent from.
    pub sender: Option<SmsSender>,
    /// What is known of the draft's dealings with WhatsApp.
    pub whatsapp: WhatsApp,
    /// Where the shopper is known to be, beyond what a phone number tells; may be empty.
    pub places: Vec<Place>,
    /// The clocks of [`zones_needed`] now, by zone; one that is missing is a refusal.
    pub clocks: Vec<(String, Offset)>,
    /// The shop's own clock now.
    pub shop_clock: Offset,
    /// What the shop asks for beyond the rules.
    pub stricter: Stricter,
    /// What was permitted before; a week of it is enough, or the longest gap that the shop asks for.
    pub past: Vec<Past>,
}

/// Why an address must not be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suppression {
    /// It does not exist, or no longer takes messages.
    Bounced,
    /// Its owner reported a message as unwanted.
    Complained,
    /// The channel has it on its blocklist.
    Blocklisted,
}

impl Suppression {
    /// What it holds against a draft.
    pub(super) fn reason(self) -> Reason {
        match self {
            Self::Bounced => Reason::Bounced,
            Self::Complained => Reason::Complained,
            Self::Blocklisted => Reason::Blocklisted,
        }
    }
}

/// The time zones whose clocks [`super::decide`] needs for this draft.
#[must_use]
pub fn zones_needed(draft: &Draft, places: &[Place]) -> Vec<&'static str> {
    let mut zones: Vec<&'static str> = possible_places(draft, places)
        .into_iter()
        .flat_map(|(_, zones)| zones)
        .copied()
        .collect();
    sort::sort(&mut zones);
    zones.dedup();
    zones
}

/// Everywhere the recipient may be, with the zones of its clocks: where the number belongs, and where the shop knows the
/// shopper to be.
pub(super) fn possible_places(
    draft: &Draft,
    places: &[Place],
) -> Vec<(Place, &'static [&'static str])> {
    let mut all: Vec<_> = places.iter().map(|place| (*place, place.zones())).collect();
    // A number may lie in fewer zones than its state or country.
    let address = draft.recipient.address();
    all.extend(address.place().map(|place| (place, address.zones())));
    sort::sort(&mut all);
    all.dedup();
    all
}
