//! Version 1 of what an outbox remembers of the service it calls: how fast each family of its addresses may be called,
//! and whether the account takes anything at all. The domain uses these types as its own until a second version parts
//! them.

use crate::delivery::Stop;
use crate::time::{Instant, Span};
use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

/// Addresses of the service that share one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Sending an e-mail.
    Email,
    /// What else there is about e-mail: its templates and statistics.
    EmailRecords,
    /// Sending a text message.
    Sms,
    /// Contacts, their lists and attributes.
    Contacts,
    /// One event of one contact.
    Events,
    /// The state of one order.
    Orders,
    /// One product.
    Products,
    /// Everything that no list of limits names: WhatsApp, sales, batches, statistics, the account itself.
    Rest,
}

/// Everything an outbox must know before it calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The families that were called so far.
    pub(crate) buckets: BTreeMap<Family, Bucket>,
    /// Why the account takes nothing at all, when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<Outage>,
    /// Why one family takes nothing, while others may.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) families: BTreeMap<Family, Outage>,
}

/// A token bucket. Credit is counted so finely that nothing is rounded: a call costs `per` in milliseconds times 100, and
/// each millisecond brings `limit` times `share`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// How many calls the service takes.
    pub(crate) limit: u32,
    /// In how long.
    pub(crate) per: Span,
    /// The per cent of the limit that are used.
    pub(crate) share: u8,
    /// What may be spent.
    pub(crate) credit: i64,
    /// What upkeep may spend of that.
    pub(crate) upkeep: i64,
    /// When both were counted.
    pub(crate) at: Instant,
    /// Nothing goes before this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shut: Option<Instant>,
    /// What the service itself says is left of a long window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) left: Option<Left>,
}

/// What is left of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// So many calls.
    pub(crate) calls: u32,
    /// Until then.
    pub(crate) until: Instant,
}

/// The service takes nothing, until a probe finds that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// What is wrong.
    pub why: Stop,
    /// Since when it is known.
    pub since: Instant,
    /// When one call may find out whether it still is.
    pub probe: Instant,
    /// How many probes have gone.
    pub probes: u32,
}
