//! Version 1 of a delivery, as handed to the outbox and as stored there. The domain uses these types as its own until a
//! second version parts them.

use crate::channel::{Channel, Purpose};
use crate::contact::{Address, EmailAddress};
use crate::id::{ConversationId, DeliveryId, ShopId, ShopperId, TemplateId};
use crate::policy::Reason;
use crate::time::Instant;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// A message somebody decided should go, complete: whoever sends it chooses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Derived from what caused it; also the key by which it is sent once.
    pub id: DeliveryId,
    /// The shop it is sent for.
    pub shop: ShopId,
    /// The shopper it is sent to, or about when it goes to the shop.
    pub shopper: ShopperId,
    /// The conversation it came from.
    pub conversation: ConversationId,
    /// How it goes.
    pub channel: Channel,
    /// Why it goes.
    pub purpose: Purpose,
    /// Where it goes.
    pub recipient: Recipient,
    /// What it says.
    pub message: Message,
    /// Not before this.
    pub due: Instant,
    /// Not at or after this: by then nobody wants it any more.
    pub expires: Instant,
    /// The language it is written in (BCP 47, such as `de` or `pt-BR`), when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// To the shopper, who must have agreed.
    Shopper {
        /// The shopper's address.
        address: Address,
    },
    /// To the shop's own people.
    Shop {
        /// An address of the shop.
        address: Address,
    },
}

impl Recipient {
    /// The address, whoever it belongs to.
    #[must_use]
    pub fn address(&self) -> &Address {
        match self {
            Self::Shopper { address } | Self::Shop { address } => address,
        }
    }

    /// Whether it goes to a shopper.
    #[must_use]
    pub fn is_shopper(&self) -> bool {
        matches!(self, Self::Shopper { .. })
    }
}

/// What a message says, ready to send.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// An e-mail.
    Email {
        /// Its subject.
        subject: String,
        /// The whole of it as plain text.
        text: String,
        /// The same as HTML, made from escaped text only.
        html: String,
        /// Where an answer goes; the sender's address when absent.
        reply_to: Option<EmailAddress>,
        /// The page on which the shopper stops such messages; a mail program's own button asks there, too (RFC 8058).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unsubscribe: Option<String>,
    },
    /// A text message.
    Sms {
        /// Its text.
        text: String,
    },
    /// A WhatsApp message.
    WhatsApp {
        /// The whole of it as the shopper reads it.
        text: String,
        /// The template that makes this text; without one it goes as free text.
        template: Option<TemplateUse>,
    },
}

impl core::fmt::Debug for Message {
    /// Without what it says.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Email { reply_to, .. } => write!(f, "Email({reply_to:?})"),
            Self::Sms { .. } => f.write_str("Sms"),
            Self::WhatsApp { template, .. } => write!(f, "WhatsApp({template:?})"),
        }
    }
}

/// A template and what it is filled with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateUse {
    /// The template, as the channel knows it.
    pub id: TemplateId,
    /// What fills its holes, by name.
    pub values: BTreeMap<String, String>,
}

impl core::fmt::Debug for TemplateUse {
    /// Without what fills it.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TemplateUse")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A delivery in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What is to go.
    pub draft: Draft,
    /// How far it is.
    pub state: State,
    /// How many attempts have begun.
    pub attempts: u32,
    /// When the first attempt began whose answer never came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsure_since: Option<Instant>,
    /// How many attempts the channel answered by taking nothing from us at all; they do not count as tries.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stops: u32,
    /// How often it was looked for in the channel's own records.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub look_ups: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// How far a delivery is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for its time, the first or the next.
    Queued {
        /// When to ask for a permit.
        due: Instant,
    },
    /// Policy has been asked and has not answered yet.
    Asking {
        /// Since when.
        at: Instant,
    },
    /// Policy said: not yet.
    Held {
        /// When to ask again.
        until: Instant,
        /// Why not yet.
        reasons: Vec<Reason>,
    },
    /// Handed to the channel, which has not answered yet.
    Sending {
        /// Which attempt this is, from 1.
        attempt: u32,
        /// Since when.
        at: Instant,
    },
    /// The channel took it. Final.
    Sent {
        /// The channel's own id of it.
        vendor: String,
        /// When.
        at: Instant,
    },
    /// Nobody knows whether the channel took it, and it has no key that would make a repetition safe. It is never
    /// repeated; the channel's records may still tell.
    Uncertain {
        /// The attempt that got no answer.
        attempt: u32,
        /// Since when.
        at: Instant,
    },
    /// The channel refused it, or did not take it for too long.
    Failed {
        /// Why.
        failure: Failure,
        /// When.
        at: Instant,
    },
    /// Policy said: never.
    Denied {
        /// Why.
        reasons: Vec<Reason>,
        /// When.
        at: Instant,
    },
    /// Its time passed before it could go.
    Expired {
        /// When.
        at: Instant,
    },
    /// It arrived. Final.
    Delivered {
        /// The channel's own id of it.
        vendor: String,
        /// When the channel said so.
        at: Instant,
    },
    /// The channel takes nothing from us. It goes on when the channel takes something again.
    Stopped {
        /// When to ask again, at the earliest.
        until: Instant,
        /// What is wrong.
        why: Stop,
    },
}

/// Why a channel takes nothing from us, whatever it is: somebody has to do something about the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// The account's key is not, or no longer, valid.
    KeyRefused,
    /// The account takes no calls from where we call.
    AddressBlocked,
    /// The account has no credits left for this channel.
    NoCredits,
}

/// Why a delivery ended without being sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The channel refused it for good.
    Refused {
        /// The channel's own code.
        code: String,
        /// The channel's own words.
        message: String,
    },
    /// It was tried as often, or as long, as is any use.
    GaveUp {
        /// What the last attempt was told.
        last: String,
    },
    /// It was given up before it was tried: as many waited as are kept, and this mattered least.
    NoRoom,
    /// The channel took it, and could not bring it to its address.
    Undelivered {
        /// What the channel says about it.
        reason: String,
    },
}
