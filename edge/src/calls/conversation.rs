//! What a conversation's object is asked.

use serde::{Deserialize, Serialize};
use shared::contact::Address;
use shared::id::{ConversationId, CustomerId, FlowId, ShopId, ShopperId, TurnId};
use shared::wire::frame_v1::Visit;

/// A shopper opens a conversation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Opening {
    pub(crate) conversation: ConversationId,
    pub(crate) shop: ShopId,
    /// Who the shopper of a new conversation is whom nobody knows; an old one keeps its own.
    pub(crate) shopper: ShopperId,
    /// Who the shopper is by an earlier token, which may have outlived what was known.
    pub(crate) known: Option<ShopperId>,
    /// The flow to begin with when the conversation is new.
    pub(crate) flow: Option<FlowId>,
    pub(crate) visit: Visit,
}

/// Who a conversation holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Holds {
    pub(crate) shopper: ShopperId,
    /// Whether nothing more can be said in it.
    pub(crate) ended: bool,
}

/// Asks a shop which conversation is a customer's.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantTheirs {
    pub(crate) customer: CustomerId,
    /// The conversation that the page is in, or would begin.
    pub(crate) here: ConversationId,
    /// Whether it is to be theirs from now on, whatever was.
    pub(crate) stays: bool,
}

/// A customer's conversation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Theirs {
    pub(crate) conversation: ConversationId,
    /// Who they were in their conversation so far, if there was one.
    pub(crate) shopper: Option<ShopperId>,
}

/// An operator asks for a conversation of this shop.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantTranscript {
    pub(crate) shop: ShopId,
}

/// A shopper wrote back to a message of this conversation.
#[derive(Serialize, Deserialize)]
pub(crate) struct WantWrote {
    pub(crate) shop: ShopId,
    pub(crate) id: TurnId,
    pub(crate) from: Address,
    pub(crate) text: String,
}
