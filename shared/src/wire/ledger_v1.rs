//! Version 1 of an entry of the consent ledger, as stored and as sent to the shopper's own store. The domain uses these
//! types as its own until a second version parts them.

use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::id::{ConsentId, ConversationId, WordingId};
use crate::time::Instant;
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// One grant or withdrawal. Never changed once kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Derived from what caused it, so that the same cause is kept once.
    pub id: ConsentId,
    /// When the shopper said so.
    pub at: Instant,
    /// The channel it is about.
    pub channel: Channel,
    /// What the messages are for.
    pub purpose: Purpose,
    /// Given or taken back.
    pub kind: Kind,
    /// The address it is about; a grant covers this one only.
    pub address: Address,
    /// What shows that it happened.
    pub proof: Proof,
}

/// Given or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The shopper agrees.
    Grant,
    /// The shopper no longer agrees.
    Withdrawal,
}

/// What shows that a grant or withdrawal happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The wording that was shown; none for a withdrawal in the shopper's own words, or for an import without one.
    pub wording: Option<WordingId>,
    /// The exact words: those shown and agreed to, or those of the withdrawal.
    pub text: String,
    /// The page it happened on, as a path or address; the file or system for an import.
    pub place: String,
    /// The way it came.
    pub source: Source,
}

/// The way an entry came, and who brought it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The shopper, in this conversation.
    Chat {
        /// The conversation.
        conversation: ConversationId,
    },
    /// The shopper, by replying to a message or following the link in one.
    Reply,
    /// A list brought by the shop.
    Import {
        /// Who brought it.
        by: String,
    },
    /// A call by one of the shop's systems.
    Api {
        /// Which system.
        by: String,
    },
}

impl Source {
    /// Whether the shopper acted in person.
    #[must_use]
    pub fn is_shopper(&self) -> bool {
        matches!(self, Self::Chat { .. } | Self::Reply)
    }
}
