//! Version 1 of what the scout reads: when this shop's pages may invite. Frozen once shipped.
//!
//! `GET /v1/settings/{shop}` answers one line of JSON for the loader ([`Launcher`]'s fields), a line feed, and then
//! [`Settings`] as `postcard` for the scout, so that a page view fetches one small file.

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

/// When this shop's pages may invite. Flat on purpose: every page view pays for the code that reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// In order of priority: the first that holds is the one.
    pub rules: Vec<Rule>,
    /// How long a dismissal is honoured.
    pub pause: Span,
    /// How many of 10 000 sessions get no invitation, so that what invitations are worth can be measured.
    pub holdout_bp: u16,
    /// Draws the holdout of this shop apart from those of others.
    pub holdout_salt: u32,
}

/// When to invite to one flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The flow it leads to.
    pub flow: String,
    /// What must hold, all of it; at least one.
    pub checks: Vec<Check>,
    /// What they are, as [`crate::trigger::explain`] reads it: `dwell.45`, `return+worth`.
    pub why: String,
    /// On which kinds of page.
    pub pages: Pages,
    /// Only where the path begins so; empty for all.
    pub paths: Vec<String>,
    /// For whom.
    pub audience: Audiences,
    /// What the invitation says.
    pub text: String,
    /// Ready answers under it.
    pub answers: Vec<String>,
}

/// One condition, as the scout reads it; [`Condition`] says what each signal takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What is asked for.
    pub signal: Signal,
    /// How many: seconds, times, hundredths of money, visits.
    pub number: u32,
    /// Which: a currency, a campaign.
    pub text: String,
}

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signal {
    /// [`Condition::Dwell`].
    Dwell,
    /// [`Condition::CartReturn`].
    CartReturn,
    /// [`Condition::ExitIntent`].
    ExitIntent,
    /// [`Condition::VariantChanges`].
    VariantChanges,
    /// [`Condition::Comparing`].
    Comparing,
    /// [`Condition::SoldOut`].
    SoldOut,
    /// [`Condition::EmptySearch`].
    EmptySearch,
    /// [`Condition::DiscountFailed`].
    DiscountFailed,
    /// [`Condition::CartWorth`].
    CartWorth,
    /// [`Condition::Visits`].
    Visits,
    /// [`Condition::Campaign`].
    Campaign,
}

/// Kinds of page, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages(u8);

/// Audiences, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audiences(u8);

impl Pages {
    /// These; all when there are none.
    #[must_use]
    pub fn of(pages: &[PageKind]) -> Self {
        let bits = pages.iter().fold(0, |bits, page| bits | 1 << *page as u8);
        Self(if bits == 0 { u8::MAX } else { bits })
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn contain(self, page: PageKind) -> bool {
        self.0 & (1 << page as u8) != 0
    }
}

impl Audiences {
    /// These; all when there are none.
    #[must_use]
    pub fn of(audiences: &[Audience]) -> Self {
        let bits = audiences
            .iter()
            .fold(0, |bits, audience| bits | 1 << *audience as u8);
        Self(if bits == 0 { u8::MAX } else { bits })
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn contain(self, audience: Audience) -> bool {
        self.0 & (1 << audience as u8) != 0
    }

    /// The others.
    #[must_use]
    pub fn without(self, audience: Audience) -> Self {
        Self(self.0 & !(1 << audience as u8))
    }
}

impl Condition {
    /// The condition as the scout reads it.
    #[must_use]
    pub fn check(&self) -> Check {
        let (signal, number, text) = match self {
            Self::Dwell { seconds } => (Signal::Dwell, u32::from(*seconds), ""),
            Self::CartReturn => (Signal::CartReturn, 0, ""),
            Self::ExitIntent => (Signal::ExitIntent, 0, ""),
            Self::VariantChanges { times } => (Signal::VariantChanges, u32::from(*times), ""),
            Self::Comparing { times } => (Signal::Comparing, u32::from(*times), ""),
            Self::SoldOut => (Signal::SoldOut, 0, ""),
            Self::EmptySearch => (Signal::EmptySearch, 0, ""),
            Self::DiscountFailed => (Signal::DiscountFailed, 0, ""),
            Self::CartWorth { cents, currency } => (Signal::CartWorth, *cents, currency.as_str()),
            Self::Visits { at_least } => (Signal::Visits, u32::from(*at_least), ""),
            Self::Campaign { name } => (Signal::Campaign, 0, name.as_str()),
        };
        Check {
            signal,
            number,
            text: text.into(),
        }
    }
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
