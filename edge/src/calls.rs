//! What objects ask each other: paths and the shapes that are nobody else's. Everything is `POST` JSON through
//! [`crate::ask`]; a receiver may be asked the same thing twice and does it once.
//!
//! | object | path | asked | answers |
//! | --- | --- | --- | --- |
//! | Shop | `/context` | [`WantContext`] | [`Context`]; 404 for a shop that is not there |
//! | Shop | `/origins` | `{}` | [`Origins`]; 404 |
//! | Shop | `/settings` | `{}` | the bytes of the settings file; 404 |
//! | Shop | `/report` | a session record | [`crate::ask::Done`] |
//! | Catalog | `/recommend` | `recommend::Want` | the cards |
//! | Catalog | `/compare` | the products' ids | the comparison |
//! | Shopper | `/record` | a ledger entry | [`crate::ask::Done`] |
//! | Outbox | `/deliver` | `delivery::Draft` | [`crate::ask::Done`] |
//! | Conversation | `/open` | [`Opening`] | [`Holds`] |
//! | Conversation | `/transcript` | [`WantTranscript`] | record and turns; 404 |
//! | Conversation | `/socket` | a WebSocket upgrade | 101 |

use serde::{Deserialize, Serialize};
use shared::id::{ConversationId, FlowId, ShopId, ShopperId};
use shared::wire::frame_v1::Visit;

pub(crate) const CONTEXT: &str = "/context";
pub(crate) const ORIGINS: &str = "/origins";
pub(crate) const SETTINGS: &str = "/settings";
pub(crate) const REPORT: &str = "/report";
pub(crate) const RECOMMEND: &str = "/recommend";
pub(crate) const COMPARE: &str = "/compare";
pub(crate) const RECORD: &str = "/record";
pub(crate) const DELIVER: &str = "/deliver";
pub(crate) const OPEN: &str = "/open";
pub(crate) const TRANSCRIPT: &str = "/transcript";
pub(crate) const SOCKET: &str = "/socket";

/// Asks a shop for what a conversation needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantContext {
    /// Which flow: the one named at this version, the newest of the one named, or the shop's welcome.
    pub(crate) flow: WantFlow,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WantFlow {
    /// The flow that a conversation without an invitation begins with; none when the shop has published none.
    Welcome,
    /// The newest version; the welcome when the shop has no such flow.
    Newest(FlowId),
    /// This very version, which the shop keeps as long as it keeps anything.
    Version(FlowId, u32),
}

/// Where a shop's pages are.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Origins {
    /// As browsers send them in `Origin`.
    pub(crate) origins: Vec<String>,
}

/// A shopper opens a conversation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Opening {
    pub(crate) conversation: ConversationId,
    pub(crate) shop: ShopId,
    /// Who the shopper is when the conversation is new; an old one keeps its own.
    pub(crate) shopper: ShopperId,
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

/// Of a socket's upgrade: when the token that opened it ends, in milliseconds since 1970.
pub(crate) const EXPIRES: &str = "X-Parley-Expires";
