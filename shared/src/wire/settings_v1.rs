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
    /// The flow it leads to.
    pub flow: FlowId,
    /// What must hold, all of it; at least one.
    pub conditions: Vec<Condition>,
    /// On which kinds of page; empty for all.
    pub pages: Vec<PageKind>,
    /// Only where the path begins so; empty for all.
    pub paths: Vec<String>,
    /// For whom; empty for everyone.
    pub audience: Vec<Audience>,
    /// What the invitation says.
    pub text: String,
    /// What it says to these instead.
    pub texts: Vec<(Audience, String)>,
    /// Ready answers under it.
    pub answers: Vec<String>,
}

/// A signal that must have been seen, or a fact that must hold, for a rule to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The shopper has been active on this page for so many seconds: the tab visible, and not idle.
    Dwell {
        /// How many.
        seconds: u16,
    },
    /// The shopper has left the cart page in this session and is back on it, with something in the cart.
    CartReturn,
    /// The shopper is about to leave: the pointer went out at the top, or a touch screen was scrolled up fast.
    ExitIntent,
    /// Another variant was picked on this page so many times.
    VariantChanges {
        /// How many times, at least.
        times: u8,
    },
    /// The shopper came back to a product seen before in this session so many times, with another between.
    Comparing {
        /// How many times, at least.
        times: u8,
    },
    /// The variant that is picked is sold out.
    SoldOut,
    /// A search found nothing.
    EmptySearch,
    /// A discount code was not taken.
    DiscountFailed,
    /// The cart is worth this much or more.
    CartWorth {
        /// In hundredths, as the shop's own pages count (Ajax cart: integer cents in the presentment currency).
        cents: u32,
        /// ISO 4217; a cart in another currency never reaches it.
        currency: String,
    },
    /// It is this visit or a later one, as far as visits may be remembered.
    Visits {
        /// Which; the first is 1.
        at_least: u16,
    },
    /// The session began with a link of a campaign (`utm_campaign`).
    Campaign {
        /// Which; empty for any.
        name: String,
    },
}

/// Who a rule is for. A shopper is of exactly one audience, the last in this list that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// No earlier visit is known, and one could be.
    FirstVisit,
    /// An earlier visit is known.
    Returning,
    /// Nothing may be remembered, so nobody can tell.
    Unknown,
    /// An earlier visit is known, and there is something in the cart.
    CartAbandoner,
    /// Has bought lately, as the shop's theme says (`data-shopper="recent"`).
    RecentBuyer,
    /// The shop counts them among its best, as its theme says (`data-shopper="vip"`).
    Vip,
}
