//! The only gate before any channel: [`decide`] says of a draft *allow*, *hold until* or *never because*, and only its
//! *allow* carries a [`Permit`], without which nothing can be sent. It performs nothing and keeps nothing.
//!
//! Closed by default: a fact that is missing (no grant, an unknown country, a zone whose clock is not known) is a
//! refusal. Nothing that is meant for a shopper goes without a grant, whatever its purpose; the shop's own people are told
//! at the address the shop named. The clock offsets in the facts hold for `now` only; a draft that is held is asked about again when it falls
//! due, with the offsets of that day, so a change to daylight-saving time in between is seen then.

mod caps;
mod facts;
mod permit;
mod quiet;
mod reason;
mod window;

pub use caps::{Caps, Past};
pub use facts::{Facts, ShopHours, Suppression, zones_needed};
pub use permit::Permit;
pub use reason::{QuietRule, Reason};

use crate::channel::{Channel, Purpose};
use crate::consent::Entry;
use crate::contact::Address;
use crate::delivery::{Draft, Message, Recipient};
use crate::time::{Instant, Span};
use alloc::{vec, vec::Vec};
use serde::{Deserialize, Serialize};

/// What may be done with a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Send it, with this.
    Allow(Permit),
    /// Not yet.
    Hold {
        /// When to ask again; asked then with the same facts, the answer is no longer *hold*.
        until: Instant,
        /// Everything that stands against it now.
        reasons: Vec<Reason>,
    },
    /// Never.
    Deny {
        /// Everything that stands against it.
        reasons: Vec<Reason>,
    },
}

/// Decides about one draft at one moment.
#[must_use]
pub fn decide(facts: &Facts<'_>, now: Instant) -> Verdict {
    let draft = facts.draft;
    let mut reasons = Vec::new();
    if now >= draft.expires {
        reasons.push(Reason::Expired);
    }
    reasons.extend(channel_reason(draft));
    let grant = match &draft.recipient {
        Recipient::Shop { address } => {
            reasons.extend(shop_reason(facts, address));
            None
        }
        Recipient::Shopper { address } => {
            reasons.extend(suppression_reasons(facts, address));
            if draft.channel == Channel::Sms && address.place().is_none() {
                reasons.push(Reason::UnknownPlace);
            }
            match granted(facts, address) {
                Ok(grant) => Some(grant),
                Err(reason) => {
                    reasons.push(reason);
                    None
                }
            }
        }
    };
    if !reasons.is_empty() {
        return Verdict::Deny { reasons };
    }
    match timing(facts, grant, now) {
        Ok((at, _)) if at <= now => Verdict::Allow(Permit::new(draft, grant, now)),
        // Held past its end, it would only be found expired then.
        Ok((at, mut reasons)) if at >= draft.expires => {
            reasons.push(Reason::ExpiresFirst);
            Verdict::Deny { reasons }
        }
        Ok((until, reasons)) => Verdict::Hold { until, reasons },
        Err(reason) => Verdict::Deny {
            reasons: vec![reason],
        },
    }
}

/// Whether the draft's channel can carry it at all.
fn channel_reason(draft: &Draft) -> Option<Reason> {
    match (draft.channel, draft.recipient.address(), &draft.message) {
        (Channel::Email, Address::Email(_), Message::Email { .. }) => None,
        (Channel::Sms, Address::Phone(_), Message::Sms { text }) => {
            let stop = text.to_ascii_uppercase().contains("STOP");
            (draft.purpose == Purpose::Marketing && !stop).then_some(Reason::NoStopWording)
        }
        (Channel::WhatsApp, ..) => Some(Reason::NoApprovedTemplate),
        (Channel::Chat, ..) => Some(Reason::NotADelivery),
        (Channel::Email | Channel::Sms, ..) => Some(Reason::WrongAddress),
    }
}

/// The shop itself gets what its own people must know, at the address it named, and nothing else.
fn shop_reason(facts: &Facts<'_>, address: &Address) -> Option<Reason> {
    if facts.draft.purpose != Purpose::Service {
        return Some(Reason::NotForTheShop);
    }
    (facts.shop_address.as_ref() != Some(address)).then_some(Reason::NotTheShopsAddress)
}

fn suppression_reasons<'a>(
    facts: &'a Facts<'_>,
    address: &'a Address,
) -> impl Iterator<Item = Reason> + 'a {
    facts
        .suppressed
        .iter()
        .filter(move |(suppressed, _)| suppressed == address)
        .map(|(_, suppression)| match suppression {
            Suppression::Bounced => Reason::Bounced,
            Suppression::Complained => Reason::Complained,
            Suppression::Blocklisted => Reason::Blocklisted,
        })
}

/// The grant that covers this draft: same channel, same purpose, same address.
fn granted<'a>(facts: &Facts<'a>, address: &Address) -> Result<&'a Entry, Reason> {
    let Draft {
        channel, purpose, ..
    } = *facts.draft;
    match facts.ledger.granted(channel, purpose) {
        Some(grant) if grant.address == *address => Ok(grant),
        Some(_) => Err(Reason::GrantForAnotherAddress),
        None if facts.ledger.withdrawn(channel, purpose).is_some() => Err(Reason::Withdrawn),
        None => Err(Reason::NoGrant),
    }
}

/// The first instant, from `now` on, at which nothing but time stands against the draft; and what does until then.
fn timing(
    facts: &Facts<'_>,
    grant: Option<&Entry>,
    now: Instant,
) -> Result<(Instant, Vec<Reason>), Reason> {
    let draft = facts.draft;
    let mut at = now;
    let mut reasons = Vec::new();
    if draft.due > now {
        at = draft.due;
        reasons.push(Reason::NotDue);
    }
    let Some(grant) = grant else {
        return Ok((at, reasons));
    };
    let free = caps::free_from(
        facts.caps.of(draft.channel, draft.purpose),
        draft,
        &facts.past,
        at,
    );
    match free {
        Some(free) if free > at => {
            at = free;
            reasons.push(Reason::CapReached);
        }
        Some(_) => {}
        None => return Err(Reason::CapIsZero),
    }
    // A shopper who asked for this message a moment ago is awake and waits for it. The laws' hours are about calls
    // and texts that sell (47 CFR 64.1200(c)(1): telephone solicitations; France: marketing), which this is not.
    let asked_now = draft.purpose != Purpose::Marketing && at - grant.at < JUST_ASKED;
    if !asked_now {
        let (open, mut quiet) = quiet::open_from(facts, at)?;
        at = open;
        reasons.append(&mut quiet);
    }
    Ok((at, reasons))
}

/// How long after asking for a message a shopper still waits for it.
const JUST_ASKED: Span = Span::hours(1);
