//! What a flow knows before its steps: the occasion after which it begins, and the names it learns.

use crate::channel::Purpose;
use crate::json;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

/// A flow that begins after something happened: its follow-up goes out, with a link into the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AfterDraft {
    /// What happened.
    #[serde(rename = "event")]
    pub occasion: OccasionKind,
    /// How long after it the message goes, in hours.
    #[serde(default)]
    pub wait_hours: u32,
    /// What the message is for; consent for it is asked of policy as for every other message.
    pub purpose: Purpose,
    /// For whom; empty for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<AfterAudience>,
}

/// What can happen to a shopper of whom the shop knows more than a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OccasionKind {
    /// An order was placed.
    OrderPlaced,
    /// A parcel left.
    Shipped,
    /// A parcel arrived.
    Delivered,
    /// A parcel is late, or the carrier reports a problem.
    DeliveryLate,
    /// A return was begun.
    ReturnStarted,
    /// A product the shopper waits for can be bought again.
    BackInStock,
    /// What was bought is about to be used up.
    ReplenishmentDue,
    /// Loyalty points were earned, or are about to expire.
    PointsChanged,
    /// A shopper who used to buy has not for a while.
    Lapsed,
    /// A birthday the shopper told the shop.
    Birthday,
    /// A year since the first order.
    Anniversary,
    /// Something opens to the best customers first.
    VipEarlyAccess,
    /// A cart was left.
    CartAbandoned,
    /// A conversation ended.
    ConversationEnded,
}

/// Who a flow that begins after something happened is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AfterAudience {
    /// Nothing was bought yet.
    NoOrder,
    /// One order was placed.
    FirstOrder,
    /// More than one order was placed.
    Returning,
    /// One of the shop's best customers, by the shop's own rule.
    Vip,
}

/// A name the flow learns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum DataDraft {
    /// A name; an ask saves it on every way to where it is used.
    Name(String),
    /// A name, and what stands in its place while nothing is known by it.
    Fallback(FallbackDraft),
}

/// A name with what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FallbackDraft {
    /// The name.
    pub name: String,
    /// What stands in its place while nothing is known by it.
    pub fallback: String,
}

// Derived code would keep what it reads as something unknown first, and be compiled for that as well as for JSON.
impl<'de> Deserialize<'de> for DataDraft {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::String(name) => Ok(Self::Name(name)),
            other @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_)) => json::from_value(other)
                .map(Self::Fallback)
                .map_err(de::Error::custom),
        }
    }
}

impl DataDraft {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Fallback(FallbackDraft { name, .. }) => name,
        }
    }

    /// What stands in its place while nothing is known by it.
    #[must_use]
    pub fn fallback(&self) -> Option<&str> {
        match self {
            Self::Name(_) => None,
            Self::Fallback(FallbackDraft { fallback, .. }) => Some(fallback),
        }
    }
}
