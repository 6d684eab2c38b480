//! On which channel a follow-up goes, and why: what the shopper prefers, then what was agreed to, then how urgent and how
//! long it is, then what disturbs least. Whether and when it may go is still for [`super::decide`] to say.

use super::{Reason, Stricter, Suppression, awaiting, granted};
use crate::channel::{Channel, Purpose};
use crate::consent::Ledger;
use crate::contact::Address;
use alloc::vec::Vec;

/// What there is to choose from, and for what.
#[derive(Clone, Debug)]
pub struct Reach<'a> {
    /// What the shopper agreed to.
    pub ledger: &'a Ledger,
    /// Addresses that must not be written to.
    pub suppressed: &'a [(Address, Suppression)],
    /// What the shop asks for beyond the rules.
    pub stricter: &'a Stricter,
    /// Channels that could carry this message at all: set up by the shop, and for WhatsApp within its day or with a
    /// template.
    pub offered: &'a [Channel],
    /// The channel the shopper named as the one they like.
    pub preferred: Option<Channel>,
    /// Why it goes.
    pub purpose: Purpose,
    /// What it says.
    pub matter: Matter,
    /// How soon it is wanted.
    pub urgency: Urgency,
}

/// What a message says, as far as its channel depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// A few words and a link.
    Short,
    /// More than a text message holds.
    Long,
    /// Products to be compared later.
    Comparison,
}

/// How soon a message is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Within minutes.
    Now,
    /// Some time today or later.
    Later,
}

/// The channel of a follow-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It goes there.
    Channel {
        /// The channel.
        channel: Channel,
        /// Where on it: the address the shopper agreed to.
        address: Address,
        /// What decided.
        because: Because,
    },
    /// It goes nowhere.
    None {
        /// What stands against each channel, the least disturbing first.
        because: Vec<(Channel, Reason)>,
    },
}

/// What decided for a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The shopper likes it best.
    Preferred,
    /// The shopper agreed to no other.
    OnlyConsent,
    /// The message is long, and e-mail holds it.
    Long,
    /// A comparison is read later, and e-mail keeps it.
    Comparison,
    /// It is urgent, and this rings.
    Urgent,
    /// Of several, it disturbs least.
    LeastIntrusive,
    /// The shopper agreed to no other, and has still to confirm this one; the message waits for that.
    Unconfirmed,
}

/// Chooses the channel of a follow-up.
#[must_use]
pub fn choose_channel(reach: &Reach<'_>) -> Choice {
    let mut open = Vec::new();
    let mut closed = Vec::new();
    for channel in LEAST_INTRUSIVE_FIRST {
        match address_on(reach, channel) {
            Ok(address) => open.push((channel, address)),
            Err(reason) => closed.push((channel, reason)),
        }
    }
    let channels: Vec<Channel> = open.iter().map(|(channel, _)| *channel).collect();
    let chosen = best(reach, &channels);
    let chosen = chosen.and_then(|(channel, because)| {
        let (_, address) = open.into_iter().find(|(open, _)| *open == channel)?;
        Some(Choice::Channel {
            channel,
            address: address.clone(),
            because,
        })
    });
    let chosen = chosen.or_else(|| unconfirmed(reach));
    chosen.unwrap_or(Choice::None { because: closed })
}

/// The e-mail address that waits to be confirmed.
fn unconfirmed(reach: &Reach<'_>) -> Option<Choice> {
    let channel = Channel::Email;
    if reach.stricter.off.contains(&channel) || !reach.offered.contains(&channel) {
        return None;
    }
    let address = &awaiting(reach.ledger, channel, reach.purpose)?.address;
    let mut suppressed = reach.suppressed.iter();
    if suppressed.any(|(suppressed, _)| suppressed == address) {
        return None;
    }
    Some(Choice::Channel {
        channel,
        address: address.clone(),
        because: Because::Unconfirmed,
    })
}

/// The best of the channels that are open, the least intrusive of which comes first.
fn best(reach: &Reach<'_>, open: &[Channel]) -> Option<(Channel, Because)> {
    let is_open = |channel: &Channel| open.contains(channel);
    if let Some(preferred) = reach.preferred.filter(is_open) {
        return Some((preferred, Because::Preferred));
    }
    if let [only] = open {
        return Some((*only, Because::OnlyConsent));
    }
    let email = Some(Channel::Email).filter(is_open);
    let rings = open.iter().find(|channel| **channel != Channel::Email);
    match (reach.matter, reach.urgency, email, rings) {
        (Matter::Long, _, Some(email), _) => Some((email, Because::Long)),
        (Matter::Comparison, _, Some(email), _) => Some((email, Because::Comparison)),
        (_, Urgency::Now, _, Some(rings)) => Some((*rings, Because::Urgent)),
        _ => Some((*open.first()?, Because::LeastIntrusive)),
    }
}

/// The address to which this channel is open, or what stands against it.
fn address_on<'a>(reach: &Reach<'a>, channel: Channel) -> Result<&'a Address, Reason> {
    if reach.stricter.off.contains(&channel) {
        return Err(Reason::ChannelOff);
    }
    if !reach.offered.contains(&channel) {
        return Err(Reason::NotOffered);
    }
    let address = &granted(reach.ledger, channel, reach.purpose)?.address;
    let suppressed = reach
        .suppressed
        .iter()
        .find(|(suppressed, _)| suppressed == address);
    suppressed.map_or(Ok(address), |(_, why)| Err(why.reason()))
}

/// An e-mail waits to be looked for; a text message rings, and costs.
const LEAST_INTRUSIVE_FIRST: [Channel; 3] = [Channel::Email, Channel::WhatsApp, Channel::Sms];
