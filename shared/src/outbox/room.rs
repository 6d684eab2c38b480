//! How much an outbox keeps at most, and what gives way where that is reached. What somebody took back, what stands against
//! an address and answers to shoppers are never what is refused: less important rows make room for them, and where there
//! are none, they are kept beyond the limit. The rows that end are counted and told to the shop's people.

use super::{Lane, Rank};

/// Rows of one kind, and how many of them are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Deliveries that wait, whatever their channel.
    Waiting,
    /// Deliveries of one family that have ended and are kept for people to see; the oldest go first.
    Ended,
    /// What the service is still to be told about contacts.
    Notes,
    /// What the service has reported and is still to be applied.
    Reports,
    /// Reports by which a repetition is known, and who wrote lately; the oldest are forgotten first. A report that comes
    /// again later than that is applied again, which changes nothing: what it makes has the same ids.
    Known,
}

impl Room {
    /// How many rows there are at most. Several days of a busy shop; together some hundred megabytes, where an object may
    /// hold ten gigabytes.
    #[must_use]
    pub const fn most(self) -> i64 {
        match self {
            Self::Waiting | Self::Ended | Self::Notes | Self::Reports => 20_000,
            Self::Known => 200_000,
        }
    }
}

impl Lane {
    /// The first of the lanes that give way to a new delivery of this one where no room is left; none where nothing does.
    /// What is under way never does.
    #[must_use]
    pub const fn gives_way(self) -> Option<Self> {
        match self {
            Self::Waits(Rank::Service) => Some(Self::Waits(Rank::Utility)),
            Self::Waits(Rank::Utility | Rank::Upkeep) => Some(Self::Waits(Rank::Marketing)),
            Self::Waits(Rank::Marketing) | Self::UnderWay | Self::Ended => None,
        }
    }
}
