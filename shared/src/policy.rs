//! The only gate before any channel: [`decide`] says of a draft *allow*, *hold until* or *never because*, and only its
//! *allow* carries a [`Permit`], without which nothing can be sent. It performs nothing and keeps nothing. What the rules
//! are stands in `tables`, as rows; [`page`] prints them for people. [`choose_channel`] proposes where a follow-up goes.
//!
//! Closed by default: a fact that is missing (no grant, an unknown country, a zone whose clock is not known) is a
//! refusal. Nothing that is meant for a shopper goes without a grant, whatever its purpose; the shop's own people are told
//! at the address the shop named. The clock offsets in the facts hold for `now` only; a draft that is held is asked about again when it falls
//! due, with the offsets of that day, so a change to daylight-saving time in between is seen then.

mod caps;
mod choice;
mod facts;
mod permit;
mod quiet;
mod reason;
mod sms;
mod stricter;
mod tables;
mod whatsapp;
mod window;

pub use caps::Past;
pub use choice::{Because, Choice, Matter, Reach, Urgency, choose_channel};
pub use facts::{Facts, Suppression, zones_needed};
pub use permit::Permit;
pub use reason::{QuietRule, Reason};
pub use sms::{SmsSender, takes_answers};
pub use stricter::{Cap, CountryHours, Rest, ShopHours, Stricter};
pub use tables::page;
pub(crate) use tables::{SMS_SEGMENTS, confirms_stop};
pub use whatsapp::{Approval, Category, Template, WhatsApp};

use crate::channel::{Channel, Purpose};
use crate::consent::{Entry, Ledger};
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
    reasons.extend(kind_reason(draft));
    let grant = match &draft.recipient {
        Recipient::Shop { address } => {
            reasons.extend(shop_reason(facts, address));
            None
        }
        Recipient::Shopper { address } => {
            if facts.stricter.off.contains(&draft.channel) {
                reasons.push(Reason::ChannelOff);
            }
            reasons.extend(suppression_reasons(facts, address));
            match granted_at(facts, address) {
                Ok(basis) => Some(basis),
                Err(reason) => {
                    reasons.push(reason);
                    None
                }
            }
        }
    };
    reasons.extend(content_reasons(facts, now));
    if !reasons.is_empty() {
        return Verdict::Deny { reasons };
    }
    let closes = whatsapp::closes(facts, now);
    let confirmed = grant.is_none_or(|basis| basis.confirmed);
    match timing(facts, grant, now) {
        Ok((at, _)) if at <= now && confirmed => {
            let grant = grant.map(|basis| basis.grant);
            Verdict::Allow(Permit::new(draft, grant, closes, now))
        }
        Ok((until, mut reasons)) => match too_late(draft, closes, until) {
            Some(reason) => {
                reasons.push(reason);
                Verdict::Deny { reasons }
            }
            None => Verdict::Hold { until, reasons },
        },
        Err(reason) => Verdict::Deny {
            reasons: vec![reason],
        },
    }
}

/// Whether the draft's channel, address and message belong together.
fn kind_reason(draft: &Draft) -> Option<Reason> {
    match (draft.channel, draft.recipient.address(), &draft.message) {
        (Channel::Email, Address::Email(_), Message::Email { .. })
        | (Channel::Sms, Address::Phone(_), Message::Sms { .. })
        | (Channel::WhatsApp, Address::Phone(_), Message::WhatsApp { .. }) => None,
        (Channel::Chat, ..) => Some(Reason::NotADelivery),
        (Channel::Email | Channel::Sms | Channel::WhatsApp, ..) => Some(Reason::WrongAddress),
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
        .map(|(_, suppression)| suppression.reason())
}

/// The grant a draft rests on.
#[derive(Clone, Copy)]
struct Basis<'a> {
    grant: &'a Entry,
    /// Whether it needs no confirmation any more. Until then the draft waits.
    confirmed: bool,
}

/// The grant that covers this draft: same channel, same purpose, same address. A request to confirm a grant rests on that
/// grant itself, which nothing else may use before it is confirmed; word that a reply has stopped messages, on that reply.
fn granted_at<'a>(facts: &Facts<'a>, address: &Address) -> Result<Basis<'a>, Reason> {
    let confirmed = |grant| Basis {
        grant,
        confirmed: true,
    };
    if let Some(withdrawal) = facts.ledger.parting(facts.draft) {
        return Ok(confirmed(withdrawal));
    }
    if let Some(grant) = facts.ledger.requested(facts.draft) {
        return Ok(confirmed(grant));
    }
    let (channel, purpose) = (facts.draft.channel, facts.draft.purpose);
    let reason = match granted(facts.ledger, channel, purpose) {
        Ok(grant) if grant.address == *address => return Ok(confirmed(grant)),
        Ok(_) => Reason::GrantForAnotherAddress,
        Err(reason) => reason,
    };
    let waits = awaiting(facts.ledger, channel, purpose);
    let waits = waits.filter(|grant| grant.address == *address);
    let waits = waits.map(|grant| Basis {
        grant,
        confirmed: false,
    });
    waits.ok_or(reason)
}

/// The grant for this that waits for its confirmation; as for [`granted`], none that is dated hardly after a withdrawal.
fn awaiting(ledger: &Ledger, channel: Channel, purpose: Purpose) -> Option<&Entry> {
    let grant = ledger.awaiting(channel, purpose)?;
    let withdrawn = ledger.withdrawn(channel, purpose);
    let counts = withdrawn.is_none_or(|withdrawal| grant.at > withdrawal.at + CLOCKS_DIFFER);
    counts.then_some(grant)
}

/// The grant that holds for this channel and purpose. One that is dated hardly after a withdrawal may have come before it,
/// by a clock that was set back or went ahead, and does not count.
fn granted(ledger: &Ledger, channel: Channel, purpose: Purpose) -> Result<&Entry, Reason> {
    let withdrawn = ledger.withdrawn(channel, purpose);
    match (ledger.granted(channel, purpose), withdrawn) {
        (Some(grant), Some(withdrawal)) if grant.at <= withdrawal.at + CLOCKS_DIFFER => {
            Err(Reason::Withdrawn)
        }
        (Some(grant), _) => Ok(grant),
        (None, Some(_)) => Err(Reason::Withdrawn),
        (None, None) => Err(Reason::NoGrant),
    }
}

/// What stands against the message itself, by the rules of its channel.
fn content_reasons(facts: &Facts<'_>, now: Instant) -> Vec<Reason> {
    let country = facts.draft.recipient.address().place();
    let country = country.map(|place| place.country);
    let mut reasons = Vec::new();
    match (facts.draft.channel, &facts.draft.message, country) {
        (Channel::Sms, Message::Sms { text }, Some(country)) => {
            reasons.extend(sms::reasons(facts, text, country));
        }
        (Channel::Sms, _, None) => reasons.push(Reason::UnknownPlace),
        (Channel::WhatsApp, _, country) => {
            if country.is_none() {
                reasons.push(Reason::UnknownPlace);
            }
            reasons.extend(whatsapp::reasons(facts, country, now));
        }
        (Channel::Chat | Channel::Email | Channel::Sms, ..) => {}
    }
    reasons
}

/// The first instant, from `now` on, at which nothing but time stands against the draft; and what does until then.
fn timing(
    facts: &Facts<'_>,
    grant: Option<Basis<'_>>,
    now: Instant,
) -> Result<(Instant, Vec<Reason>), Reason> {
    let draft = facts.draft;
    let mut at = now;
    let mut reasons = Vec::new();
    if draft.due > now {
        at = draft.due;
        reasons.push(Reason::NotDue);
    }
    let Some(Basis { grant, confirmed }) = grant else {
        return Ok((at, reasons));
    };
    if !confirmed {
        at = at.max(looked_for_again(draft, grant, now));
        reasons.push(Reason::Unconfirmed);
    }
    if grant.at > at + CLOCKS_DIFFER {
        at = grant.at;
        reasons.push(Reason::NotYetGranted);
    }
    let asked = at;
    for (free, reason) in caps::free_from(facts, asked)? {
        if free > asked {
            reasons.push(reason);
        }
        at = at.max(free);
    }
    if !waits_for_it(facts, grant, at) {
        let (open, mut quiet) = quiet::open_from(facts, at)?;
        at = open;
        reasons.append(&mut quiet);
    }
    Ok((at, reasons))
}

/// When to look again whether a grant was confirmed: seldom, the longer it has been waited for, and once more shortly
/// before nobody wants the message any more.
fn looked_for_again(draft: &Draft, grant: &Entry, now: Instant) -> Instant {
    let waited = (now - grant.at).0 / 2;
    let next = now + Span(waited.clamp(LOOKED_FOR_FIRST.0, LOOKED_FOR_LAST.0));
    let last = Instant(draft.expires.0.saturating_sub(Span::minutes(1).0));
    if now < last { next.min(last) } else { next }
}

/// A shopper who asked for this message a moment ago, or wrote just now on this channel, is awake and waits for an answer,
/// unless it sells.
fn waits_for_it(facts: &Facts<'_>, grant: &Entry, at: Instant) -> bool {
    let heard = match facts.draft.channel {
        Channel::WhatsApp => facts.whatsapp.heard,
        Channel::Chat | Channel::Email | Channel::Sms => None,
    };
    let just_now = |asked: Instant| at - asked < JUST_ASKED && asked - at < JUST_ASKED;
    let waits = just_now(grant.at) || heard.is_some_and(just_now);
    facts.draft.purpose != Purpose::Marketing && waits
}

/// Held past its end, it would only be found expired then.
fn too_late(draft: &Draft, closes: Option<Instant>, until: Instant) -> Option<Reason> {
    if until >= draft.expires {
        return Some(Reason::ExpiresFirst);
    }
    closes
        .is_some_and(|closes| until >= closes)
        .then_some(Reason::WindowClosesFirst)
}

/// How long after asking for a message a shopper still waits for it.
const JUST_ASKED: Span = Span::hours(1);
/// The shortest and the longest time until a confirmation is looked for again; our own rule.
const LOOKED_FOR_FIRST: Span = Span::minutes(10);
const LOOKED_FOR_LAST: Span = Span::hours(12);
/// How far two of our clocks may be apart, one of them set back in between.
pub(crate) const CLOCKS_DIFFER: Span = Span::minutes(1);
