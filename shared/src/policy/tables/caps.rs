//! How many messages a shopper gets at most, and how long they may be. Our own numbers; no law asks for them.

use crate::channel::{Channel, Purpose};
use crate::time::Span;

/// A week's cap for one kind of message.
#[derive(Debug)]
pub(super) struct CapRow {
    pub(super) channel: Channel,
    pub(super) purpose: Purpose,
    /// Messages in any seven days.
    pub(super) week: u16,
}

/// Messages of this kind that a shopper gets in any seven days; none of a kind that is not in the table.
pub(in crate::policy) fn week_of(channel: Channel, purpose: Purpose) -> u16 {
    CAPS.iter()
        .find(|row| (row.channel, row.purpose) == (channel, purpose))
        .map_or(0, |row| row.week)
}

const fn cap(channel: Channel, purpose: Purpose, week: u16) -> CapRow {
    CapRow {
        channel,
        purpose,
        week,
    }
}

/// One row a kind of message.
pub(super) const CAPS: &[CapRow] = &[
    cap(Channel::Email, Purpose::Marketing, 3),
    cap(Channel::Email, Purpose::Utility, 20),
    cap(Channel::Email, Purpose::Service, 50),
    cap(Channel::Sms, Purpose::Marketing, 1),
    cap(Channel::Sms, Purpose::Utility, 10),
    cap(Channel::Sms, Purpose::Service, 20),
    cap(Channel::WhatsApp, Purpose::Marketing, 1),
    cap(Channel::WhatsApp, Purpose::Utility, 10),
    cap(Channel::WhatsApp, Purpose::Service, 50),
];
/// Messages that sell, on all channels together, in any seven days.
pub(in crate::policy) const MARKETING_A_WEEK: u16 = 4;
/// The least time between two messages that sell, on whatever channels.
pub(in crate::policy) const MARKETING_GAP: Span = Span::hours(24);
/// Segments that a text message which sells may take; every text message is shortened towards it.
pub(crate) const SMS_SEGMENTS: u16 = 4;
/// Segments that any other may take.
pub(in crate::policy) const SMS_SEGMENTS_OTHERWISE: u16 = 8;
