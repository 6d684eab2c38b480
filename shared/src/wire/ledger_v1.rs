//! Version 1 of an entry of the consent ledger, as stored and as sent to the shopper's own store, and of what a shopper
//! is given and what is left after an erasure. The domain uses these types as its own until a second version parts them.
//!
//! JSON only: fields that came later are left out when they say nothing, so that older entries keep their bytes.

use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::id::{ConsentId, ConversationId, WordingId};
use crate::time::{Instant, Span};
use alloc::{format, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// One grant, confirmation or withdrawal. Never changed once kept.
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
    /// Given, confirmed or taken back.
    pub kind: Kind,
    /// The address it is about; a grant covers this one only.
    pub address: Address,
    /// What shows that it happened.
    pub proof: Proof,
    /// When the ledger took it in, later for each entry than for all before it; none in entries of early releases, which
    /// are read as if recorded when they were said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Instant>,
    /// How far a withdrawal reaches; other kinds reach their own channel and purpose only.
    #[serde(default, skip_serializing_if = "Scope::is_purpose")]
    pub scope: Scope,
    /// The grant that a confirmation confirms, or that a withdrawal names; a withdrawal may name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<ConsentId>,
}

/// Given, confirmed or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The shopper agrees.
    Grant,
    /// The shopper no longer agrees.
    Withdrawal,
    /// Whoever reads the address's mail says that the grant is theirs (double opt-in).
    Confirmation,
}

/// What a withdrawal takes back, beyond the grant it may name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Its channel for its purpose, at any address.
    #[default]
    Purpose,
    /// Its channel for every purpose, at any address.
    Channel,
    /// Every channel, purpose and address: "stop all".
    Everything,
    /// Its address on every channel and for every purpose: the number now belongs to another person.
    Address,
}

impl Scope {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks with a reference"
    )]
    fn is_purpose(&self) -> bool {
        *self == Self::Purpose
    }
}

/// What shows that a grant or withdrawal happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl core::fmt::Debug for Proof {
    /// Without the words, which may be the shopper's own.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Proof")
            .field("wording", &self.wording)
            .field("place", &self.place)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
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
    /// The shopper, on the page of their preferences.
    Preferences,
    /// The shopper, by following the link that a message carried to its address and to nowhere else.
    Link {
        /// The link's id; not the secret that opens it.
        token: String,
    },
    /// An agent, on the shopper's behalf.
    Agent {
        /// Who.
        by: String,
    },
    /// The channel's provider reports it.
    Webhook {
        /// Which provider.
        by: String,
    },
    /// What was left of a withdrawal when the shopper's data was erased.
    Erased,
}

impl Source {
    /// Whether the shopper acted in person. An agent's word is not the shopper's: it may withdraw, but a grant after a
    /// withdrawal needs the shopper's own act (GDPR, article 7(1): the shop must be able to show it).
    #[must_use]
    pub fn is_shopper(&self) -> bool {
        match self {
            Self::Chat { .. } | Self::Reply | Self::Preferences | Self::Link { .. } => true,
            Self::Import { .. }
            | Self::Api { .. }
            | Self::Agent { .. }
            | Self::Webhook { .. }
            | Self::Erased => false,
        }
    }

    /// Whether only somebody who reads the address's messages can have done it.
    #[must_use]
    pub fn shows_mailbox(&self) -> bool {
        match self {
            Self::Reply | Self::Link { .. } => true,
            Self::Chat { .. }
            | Self::Preferences
            | Self::Import { .. }
            | Self::Api { .. }
            | Self::Agent { .. }
            | Self::Webhook { .. }
            | Self::Erased => false,
        }
    }
}

/// Everything a ledger keeps, for the shopper to read (GDPR, articles 15 and 20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// What holds now, for each channel and purpose that an entry is about.
    pub standings: Vec<Held>,
    /// Every entry, by time.
    pub entries: Vec<Dated>,
    /// The least time between two messages that sell, where the shopper wishes for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketing_gap: Option<Span>,
}

/// What holds for one channel and purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The channel.
    pub channel: Channel,
    /// The purpose.
    pub purpose: Purpose,
    /// What holds.
    pub state: HeldState,
    /// Since when, in UTC (`2026-11-23T12:00:00Z`).
    pub since: String,
    /// The entry that makes it so.
    pub entry: ConsentId,
}

/// What holds, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldState {
    /// Messages may be sent.
    Granted,
    /// A confirmation is waited for.
    Pending,
    /// The confirmation never came.
    Lapsed,
    /// Nothing may be sent.
    Withdrawn,
}

/// What the contacts of the service that sends are told of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mirror {
    /// The grant that holds since the entry.
    pub grant: Option<Entry>,
    /// The entry, when it is a withdrawal.
    pub withdrawal: Option<Entry>,
    /// The channels on which nothing is agreed to any more, at every address.
    pub stops: Vec<Channel>,
    /// The channel that was stopped and is agreed to again, at the grant's address.
    pub again: Option<Channel>,
    /// Every address of the ledger.
    pub addresses: Vec<Address>,
}

/// An entry with its times as people write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// When the shopper said so, in UTC (`2026-11-23T12:00:00Z`).
    pub said: String,
    /// When the ledger took it in, in UTC.
    pub kept: Option<String>,
    /// The entry itself.
    pub entry: Entry,
}

/// What stays of one withdrawal when everything else is erased: enough to honour it, and nothing that names anybody
/// (GDPR, article 17(3)(b) and (e): an objection to marketing cannot be honoured by somebody who forgot it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remnant {
    /// The address, hashed with a key that is not kept beside it.
    pub address: AddressHash,
    /// The channel that was withdrawn.
    pub channel: Channel,
    /// The purpose that was withdrawn.
    pub purpose: Purpose,
    /// When the shopper said so.
    pub at: Instant,
    /// When the ledger took it in.
    pub recorded: Instant,
}

/// A keyed 256-bit hash of an address as 64 hexadecimal digits. The shell has the key and makes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddressHash(String);

/// A text that is no hash of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 64 hexadecimal digits in lower case")]
pub struct ParseHashError;

impl AddressHash {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<[u8; 32]> for AddressHash {
    fn from(bytes: [u8; 32]) -> Self {
        let digits = |text, byte| format!("{text}{byte:02x}");
        Self(bytes.iter().fold(String::new(), digits))
    }
}

impl TryFrom<String> for AddressHash {
    type Error = ParseHashError;
    fn try_from(text: String) -> Result<Self, ParseHashError> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(digit) {
            Ok(Self(text))
        } else {
            Err(ParseHashError)
        }
    }
}

impl From<AddressHash> for String {
    fn from(hash: AddressHash) -> Self {
        hash.0
    }
}
