//! What a conversation's object is asked.

use serde::{Deserialize, Serialize};
use shared::id::{ConversationId, FlowId, ShopId, ShopperId};
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
}

/// An operator asks for a conversation of this shop.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantTranscript {
    pub(crate) shop: ShopId,
}
