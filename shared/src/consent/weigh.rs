//! Which of a grant and a withdrawal wins.
//!
//! Two clocks are heard: when the shopper is said to have spoken (`at`, by the clock of whoever took it) and when the
//! ledger heard of it (`recorded`, which only ever moves forward). A grant holds against a withdrawal only when it is the
//! later of the two by *both*, was given by the shopper in person, and is not the grant that the withdrawal names. So
//! neither a clock that jumped, nor a grant that was slow on its way, nor a withdrawal that was, can undo a withdrawal;
//! the price is that a withdrawal which arrives after a grant given later ends that grant too, and the shopper has to be
//! asked again. A list or a call by a system may simply not know of a withdrawal, so it never wins over one.

use super::Entry;
use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::time::{Instant, Span};
use crate::wire::ledger_v1::Scope;

/// Whether this withdrawal ends this grant.
pub(super) fn ends(withdrawal: &Entry, grant: &Entry) -> bool {
    if withdrawal.grant.as_ref() == Some(&grant.id) {
        return true;
    }
    let later = grant.at > said(withdrawal) && recorded(grant) > recorded(withdrawal);
    let fresh = later && grant.proof.source.is_shopper();
    reaches(withdrawal, grant.channel, grant.purpose, &grant.address) && !fresh
}

/// Whether this withdrawal is about messages on this channel, for this purpose, to this address.
pub(super) fn reaches(
    withdrawal: &Entry,
    channel: Channel,
    purpose: Purpose,
    address: &Address,
) -> bool {
    match withdrawal.scope {
        Scope::Purpose => (withdrawal.channel, withdrawal.purpose) == (channel, purpose),
        Scope::Channel => withdrawal.channel == channel,
        Scope::Everything => true,
        Scope::Address => same(&withdrawal.address, address) && fits(address, channel),
    }
}

/// Whether an entry counts yet: one dated ahead of its recording does so only once its time has come.
pub(super) fn counts(entry: &Entry, now: Option<Instant>) -> bool {
    let seen = entry.recorded.max(now);
    seen.is_none_or(|seen| entry.at <= seen + AHEAD)
}

/// When the ledger heard of it.
pub(super) fn recorded(entry: &Entry) -> Instant {
    entry.recorded.unwrap_or(entry.at)
}

/// When a withdrawal takes effect against grants. One dated ahead is believed as far as a mistaken time zone explains it;
/// beyond that the date is garbled, and would keep the shopper from ever agreeing again.
pub(super) fn said(withdrawal: &Entry) -> Instant {
    withdrawal.at.min(recorded(withdrawal) + ZONES)
}

/// Whether two addresses are one. Hardly any host tells a local part's letters apart by case, and a withdrawal must not
/// be missed by one.
pub(super) fn same(one: &Address, other: &Address) -> bool {
    match (one, other) {
        (Address::Email(one), Address::Email(other)) => {
            one.as_str().eq_ignore_ascii_case(other.as_str())
        }
        (Address::Phone(one), Address::Phone(other)) => one == other,
        (Address::Email(_), Address::Phone(_)) | (Address::Phone(_), Address::Email(_)) => false,
    }
}

/// Whether the channel sends to addresses of this kind.
pub(super) fn fits(address: &Address, channel: Channel) -> bool {
    match (address, channel) {
        (Address::Email(_), Channel::Email)
        | (Address::Phone(_), Channel::Sms | Channel::WhatsApp) => true,
        (Address::Email(_), Channel::Chat | Channel::Sms | Channel::WhatsApp)
        | (Address::Phone(_), Channel::Chat | Channel::Email) => false,
    }
}

/// How far two honest clocks may be apart.
const AHEAD: Span = Span::minutes(5);
/// No two time zones are further apart than 26 hours.
const ZONES: Span = Span::hours(26);
