//! The channels a message can take and the purposes it can have. What may be sent on them is decided in `policy`.

use serde::{Deserialize, Serialize};

/// A way to reach a shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The chat on the shop's pages; it needs no permission beyond the shopper's own turn.
    Chat,
    /// E-mail.
    Email,
    /// A text message to a phone number.
    Sms,
    /// WhatsApp.
    WhatsApp,
}

/// Why a message is sent; consent is asked for and kept per purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To sell: reminders, offers, recommendations nobody asked for in this conversation.
    Marketing,
    /// To carry out something that was agreed: an order's state, a cart link the shopper asked for.
    Utility,
    /// To answer the shopper, or to tell the shop's own people that a shopper waits.
    Service,
}
