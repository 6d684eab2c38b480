//! Which limit a message counts against, and who goes first.

use crate::channel::{Channel, Purpose};
use crate::delivery::{Entry, State};
use crate::time::Span;
use crate::wire::outbox_v1::Family;

/// Who goes first. What is kept back for the higher ranks stands with the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// An answer to a shopper, or word to the shop's people that one waits.
    Service,
    /// Something that was agreed.
    Utility,
    /// What keeps records in step: contacts, tasks, look-ups, probes.
    Upkeep,
    /// What sells.
    Marketing,
}

impl From<Purpose> for Rank {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Service => Self::Service,
            Purpose::Utility => Self::Utility,
            Purpose::Marketing => Self::Marketing,
        }
    }
}

/// Where a delivery waits: those of one lane and one family go by when they are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Begun, and to be looked after without delay: no answer came yet, or none that says what became of it.
    UnderWay,
    /// Waits to go, with others of its rank.
    Waits(Rank),
    /// Over; kept for people to see.
    Ended,
}

impl Lane {
    /// The lanes that need looking after, the first first.
    pub const OPEN: [Self; 4] = [
        Self::UnderWay,
        Self::Waits(Rank::Service),
        Self::Waits(Rank::Utility),
        Self::Waits(Rank::Marketing),
    ];

    /// Where this one waits.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        match entry.state {
            State::Queued { .. } | State::Held { .. } | State::Stopped { .. } => {
                Self::Waits(entry.draft.purpose.into())
            }
            State::Asking { .. } | State::Sending { .. } => Self::UnderWay,
            State::Uncertain { .. } if entry.next_deadline().is_some() => Self::UnderWay,
            State::Uncertain { .. }
            | State::Sent { .. }
            | State::Delivered { .. }
            | State::Failed { .. }
            | State::Denied { .. }
            | State::Expired { .. } => Self::Ended,
        }
    }
}

impl Family {
    /// The families that deliveries count against.
    pub const OF_DELIVERIES: [Self; 3] = [Self::Email, Self::Sms, Self::Rest];

    /// What sending on this channel counts against.
    #[must_use]
    pub const fn of(channel: Channel) -> Self {
        match channel {
            Channel::Email => Self::Email,
            Channel::Sms => Self::Sms,
            // The chat is never delivered; whatever asks for it gets the tightest limit.
            Channel::WhatsApp | Channel::Chat => Self::Rest,
        }
    }

    /// The limit until the service names another: how many calls in how long, on every plan
    /// (developers.brevo.com/docs/api-limits).
    #[must_use]
    pub const fn limit(self) -> (u32, Span) {
        match self {
            Self::Email => (1000, Span::seconds(1)),
            Self::EmailRecords => (300, Span::hours(1)),
            Self::Sms => (150, Span::seconds(1)),
            Self::Contacts | Self::Events => (10, Span::seconds(1)),
            Self::Orders => (5, Span::seconds(1)),
            Self::Products => (2, Span::seconds(1)),
            Self::Rest => (100, Span::hours(1)),
        }
    }
}
