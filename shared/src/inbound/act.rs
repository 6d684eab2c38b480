//! What follows from a report: an entry of a ledger, or word to the shop's own people.

use super::Item;
use crate::channel::{Channel, Purpose};
use crate::consent::{Entry, Kind, Proof, Scope, Source, hashed_text};
use crate::contact::{Address, EmailAddress};
use crate::conversation::{fnv, made_id};
use crate::delivery::{Draft, Recipient};
use crate::id::{ConversationId, ShopId, ShopperId};
use crate::summary::{self, WroteBack};
use crate::time::{Instant, Offset, Span};
use alloc::{format, string::String};

/// Somebody left, as a report tells.
#[derive(Clone)]
pub struct Leaving<'a> {
    /// The channel they left.
    pub channel: Channel,
    /// How far it reaches.
    pub scope: Scope,
    /// At which address.
    pub address: &'a Address,
    /// Their own words, or what the report calls it.
    pub words: &'a str,
    /// How it came.
    pub source: Source,
}

impl Item {
    /// The withdrawal that this report is, for a ledger that it concerns; the same report makes the same entry of a channel
    /// and an address.
    #[must_use]
    pub fn withdrawal(&self, leaving: Leaving<'_>, now: Instant) -> Option<Entry> {
        let channel = leaving.channel;
        let whom = hashed_text(leaving.address);
        let key = format!("{}|{channel:?}|{whom}", self.key);
        Some(Entry {
            id: made_id(&format!("told.{:016x}", fnv(&key)))?,
            at: self.happened(now),
            channel,
            purpose: Purpose::Marketing,
            kind: Kind::Withdrawal,
            address: leaving.address.clone(),
            proof: Proof {
                wording: None,
                text: leaving.words.chars().take(PROOF).collect(),
                place: String::new(),
                source: leaving.source,
            },
            recorded: None,
            scope: leaving.scope,
            grant: None,
        })
    }
}

/// Word to the shop's own people of a reply that belongs to no conversation which is still kept.
#[must_use]
pub fn forwarded(
    item: &Item,
    (shop, name, support): (&ShopId, &str, &EmailAddress),
    (shopper, from, text): (&ShopperId, &Address, &str),
    now: Instant,
) -> Option<Draft> {
    let conversation: ConversationId = made_id(&format!("told.{:016x}", fnv(&item.key)))?;
    let message = summary::wrote_back(&WroteBack {
        shop: name,
        offset: Offset(0),
        conversation: &conversation,
        from,
        text,
        turns: &[],
    });
    Some(Draft {
        id: made_id(&format!("wrote.{conversation}"))?,
        shop: shop.clone(),
        shopper: shopper.clone(),
        conversation,
        channel: Channel::Email,
        purpose: Purpose::Service,
        recipient: Recipient::Shop {
            address: Address::Email(support.clone()),
        },
        message,
        due: now,
        expires: now + KEPT,
        language: None,
    })
}

/// Enough of what somebody wrote to show that they left.
const PROOF: usize = 500;
/// A message to the shop that could not be sent for a week is no longer worth sending.
const KEPT: Span = Span::days(7);
