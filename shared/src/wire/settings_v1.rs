//! Version 1 of what the scout reads: when this shop's pages may invite. Frozen once shipped.
//!
//! `GET /v1/settings/{shop}` answers one line of JSON for the loader ([`Launcher`]'s fields), a line feed, and then
//! [`Settings`] as `postcard` for the scout, so that a page view fetches one small file.

use crate::id::{FlowId, ShopId};
use crate::time::Span;
use crate::wire::frame_v1::PageKind;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What the loader draws before anything else is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launcher {
    /// The launcher's accessible name, such as `Chat with Fernwood`.
    pub label: String,
    /// The shop's accent colour as `#rrggbb`.
    pub accent: String,
    /// Text colour on the accent as `#rrggbb`, chosen by the edge for contrast.
    pub on_accent: String,
    /// The corner: `right` or `left`.
    pub side: String,
    /// Where to write when the chat cannot start in this browser: a `mailto:` address or a page of the shop.
    pub contact: String,
}

/// When this shop's pages may invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The shop.
    pub shop: ShopId,
    /// One rule a published flow that has a trigger; highest priority first.
    pub rules: Vec<Rule>,
    /// No invitation for this long after one was dismissed.
    pub pause: Span,
    /// Sessions that get no invitation, in basis points (500 = 5 %).
    pub holdout_bp: u16,
    /// Mixed into the hash that assigns the holdout, so that shops do not share theirs.
    pub holdout_salt: u32,
}

/// When to invite to one flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The flow to begin.
    pub flow: FlowId,
    /// What must have happened.
    pub condition: Condition,
    /// On which pages; empty for all.
    pub pages: Vec<PageKind>,
    /// Only where the page's path begins with one of these; empty for all (`/products/hydra`).
    pub paths: Vec<String>,
    /// For whom; empty for everyone.
    pub audience: Vec<Audience>,
    /// What the invitation says.
    pub text: String,
    /// Ready answers under it, as labels; picking one opens the chat with it said.
    pub answers: Vec<String>,
}

/// What must have happened for a rule to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Seconds of active dwell on one page: the tab is visible and the shopper is not idle.
    Dwell {
        /// How many.
        seconds: u16,
    },
    /// The shopper is back on the cart page, with something in the cart, after leaving it.
    CartReturn,
}

/// Who a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// No earlier visit is remembered, though it might be.
    FirstVisit,
    /// An earlier visit is remembered.
    Returning,
    /// Nothing may be remembered, so nobody can tell.
    Unknown,
}
