//! What the service that sends tells unasked: what became of messages, who left, whose contact changed, who wrote back.
//! [`items`] reads the body of a report; [`own_words`] leaves of a letter what its writer added. Nothing is applied here.
//!
//! Reports come singly or many at once, twice, late, in any order and in several vocabularies: what is known is read, what
//! is not is [`Told::Unknown`], and each has a key by which it is known again.

mod act;
mod fate;
mod holding;
mod letter;
mod moment;
mod read;
mod weight;

pub use act::{Leaving, forwarded};
pub use fate::Fate;
pub use holding::{Holding, Seen};
pub use letter::own_words;
pub use moment::moment;
pub use read::{ParseReportError, items};
pub use weight::Weight;

use crate::channel::Channel;
use crate::contact::Address;
use crate::conversation::fnv;
use crate::id::{DeliveryId, TurnId};
use crate::time::Instant;
use alloc::{format, string::String};
use core::fmt;

/// One report.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// The same report again has the same key, whatever came between.
    pub key: String,
    /// When it happened, as the service says; none when it does not say. It may be wrong: nothing may rest on it alone.
    pub at: Option<Instant>,
    /// The channel it came by, where the report shows it: a number alone may be either of two.
    pub channel: Option<Channel>,
    /// What is told.
    pub told: Told,
    /// The report by itself as JSON, without what nobody reads: [`items`] reads it as this very item again.
    pub text: String,
}

impl fmt::Debug for Item {
    /// Without what it is made from: who wrote, and what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("at", &self.at)
            .field("channel", &self.channel)
            .field("told", &self.told)
            .finish_non_exhaustive()
    }
}

/// What a report tells.
#[derive(Clone, PartialEq, Eq)]
pub enum Told {
    /// Something became of a message; perhaps of none of ours, since others send by the same account.
    Message {
        /// Our own id of it, when the report carries it.
        delivery: Option<DeliveryId>,
        /// The service's id of it, without brackets; empty for what is told of a contact as a whole.
        vendor: String,
        /// Whom it went to.
        address: Option<Address>,
        /// What.
        fate: Fate,
        /// The service's words about it; may be empty.
        reason: String,
    },
    /// The contact at this address is no longer as it was.
    Contact {
        /// Whose.
        address: Address,
    },
    /// Somebody wrote back.
    Reply {
        /// The service's id of the message that is answered, without brackets; empty when it is not told.
        answers: String,
        /// Who writes, as they say. Anybody may write anybody's address on an e-mail.
        from: Address,
        /// What they wrote, without what they quote; bounded, never empty.
        text: String,
    },
    /// Something that is not acted on: written back by a machine, or told by a name that is not known here.
    Unknown,
}

impl fmt::Debug for Told {
    /// Without what was written, and the service's words, which may repeat an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message {
                delivery,
                vendor,
                address,
                fate,
                ..
            } => write!(
                f,
                "Message({delivery:?}, {vendor:?}, {address:?}, {fate:?})"
            ),
            Self::Contact { address } => write!(f, "Contact({address:?})"),
            Self::Reply { answers, from, .. } => write!(f, "Reply({answers:?}, {from:?})"),
            Self::Unknown => f.write_str("Unknown"),
        }
    }
}

impl Item {
    /// What this report is known again by. It shows nothing of what the key is made from: who wrote, and what.
    #[must_use]
    pub fn known_by(&self) -> String {
        format!("{:016x}", fnv(&self.key))
    }

    /// The turn that a reply becomes: the same reply is the same turn.
    #[must_use]
    pub fn turn(&self) -> Option<TurnId> {
        format!("reply.{}", self.known_by()).parse().ok()
    }

    /// When it was written, for what may follow within a day of it: as the service says, and never later than now, which a
    /// clock that is ahead would have it. None where it does not say: what a look finds may be days old.
    #[must_use]
    pub fn written(&self, now: Instant) -> Option<Instant> {
        self.at.map(|at| at.min(now))
    }

    /// When it happened, by our own clock: nothing happens later than it is told.
    #[must_use]
    pub fn happened(&self, now: Instant) -> Instant {
        self.at.map_or(now, |at| at.min(now))
    }
}
