//! What a step looks up or recommends, as written.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What can be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LookUpKind {
    /// The product of the page the shopper is on.
    Product,
    /// When an order placed now arrives, from the shop's delivery rules.
    Delivery,
    /// Whether the product it is about can be bought now: that of the page, or else the one shown last, or else the only
    /// one in the cart. Sold out is `none`.
    Stock,
    /// How an order is doing. Needs `order_number` and `email`.
    Order,
    /// What a discount code does and why it may not. Needs `code`.
    Discount,
    /// What can go back, until when and at whose cost.
    ReturnPolicy,
    /// What of an order can go back. Needs `order_number` and `email`.
    Returns,
    /// An answer from the shop's own pages, with its source. Takes `question`; else what the shopper wrote last.
    Answer,
    /// The size that fits, of the product it is about as for `stock`. Takes `height`, `weight`, `chest`, `waist`, `hips`,
    /// `inseam`, `foot`, `unit`, `usual`, `fit`.
    Size,
    /// Whether the product it is about, as for `stock`, goes with something. Needs `model`, takes `brand`, `year`.
    Compatibility,
    /// Points and tier. Takes `email`; else the address the shopper gave in this conversation.
    Loyalty,
}

impl LookUpKind {
    /// What it needs to know and what else it takes, by the names of `with`.
    #[must_use]
    pub fn with(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Product | Self::Delivery | Self::Stock | Self::ReturnPolicy => (&[], &[]),
            Self::Order | Self::Returns => (&["order_number", "email"], &[]),
            Self::Discount => (&["code"], &[]),
            Self::Answer => (&[], &["question"]),
            Self::Size => (
                &[],
                &[
                    "height", "weight", "chest", "waist", "hips", "inseam", "foot", "unit",
                    "usual", "fit",
                ],
            ),
            Self::Compatibility => (&["model"], &["brand", "year"]),
            Self::Loyalty => (&[], &["email"]),
        }
    }
}

/// What products are recommended for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecommendMode {
    /// Single products.
    #[default]
    Products,
    /// Something to give.
    Gift,
    /// Products to buy together with the product it is about, as for `stock`.
    Bundle,
    /// What is missing beside what is in the cart.
    CompleteSet,
    /// What the shopper looked at last, to be compared: at least two products, sold out or not. Fewer are `none`, as is
    /// a visit that may not be remembered.
    Seen,
}

impl RecommendMode {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "what decides on leaving a field out gets a reference"
    )]
    pub(super) fn is_products(&self) -> bool {
        *self == Self::Products
    }
}

/// What fits, as a flow says it; `crate::recommend::Want` is what it becomes with the answers given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WantDraft {
    /// Only products of one of these types; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Only products with all of these tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Only products with these attributes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<RequireDraft>,
    /// What makes one product fit better than another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefer: Vec<PreferDraft>,
    /// How many are shown at most.
    pub limit: u8,
}

/// An attribute that a product must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequireDraft {
    /// The attribute's key.
    pub attribute: String,
    /// The values of the attribute: fixed ones …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// … or the choices kept by this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whether all of the values are needed, and not just one.
    #[serde(default)]
    pub all: bool,
}

/// An attribute that makes a product fit better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreferDraft {
    /// The attribute's key.
    pub attribute: String,
    /// The values of the attribute: fixed ones …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// … or the choices kept by this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Points for each value that matches.
    pub weight: u16,
    /// Said when it matches; `{values}` is what matched.
    pub reason: String,
    /// Only when this answer was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<OnlyIfDraft>,
}

/// A choice that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OnlyIfDraft {
    /// The name it is kept by.
    pub data: String,
    /// The choice.
    pub is: String,
}
