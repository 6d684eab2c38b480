//! What a shop writes about sizes, returns, discounts and special deliveries. Text stays text here;
//! [`crate::commerce::ShopRules::parse`] reads it and names every mistake with its place.

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// The sizes of some products, by body or by garment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeChartDraft {
    /// What it is called when it is quoted: `Fernwood women's tops`.
    pub name: String,
    /// The brand whose sizes these are; past purchases of the same brand count.
    pub brand: String,
    /// The types of product it holds for; empty for all of the brand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// `body` or `garment`.
    pub measured: String,
    /// `cm`, `mm` or `in`: the unit of numbers without one, and of what shoppers are told.
    pub unit: String,
    /// The sizes, from small to large.
    pub sizes: Vec<SizeDraft>,
    /// For garments: by measure, how much wider than the body each fit is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ease: BTreeMap<String, EaseDraft>,
}

/// A size of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeDraft {
    /// Its label: `M`, `38`.
    pub label: String,
    /// By measure (`chest`), a range such as `88-92 cm`, or one length such as `34½ in`.
    pub measures: BTreeMap<String, String>,
}

/// How much wider than the body a garment is, by fit; each a length such as `4 cm`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EaseDraft {
    /// For a close fit.
    pub close: String,
    /// For a regular fit.
    pub regular: String,
    /// For a loose fit.
    pub loose: String,
}

/// What may go back, until when and at whose cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnsDraft {
    /// Days after the delivery on which a return may still be asked for.
    pub window_days: u16,
    /// `free`, `shopper` when the shopper pays the carrier, or an amount in the shop's currency, as `4.90`.
    pub cost: String,
    /// Whether a product may be exchanged for another size or variant.
    #[serde(default)]
    pub exchanges: bool,
    /// Products that may not go back, or only sealed, by tag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<ExclusionDraft>,
    /// Longer windows for orders of some days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<ExtensionDraft>,
    /// Public holidays, as `2026-12-25`, on which a period set by law does not end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub public_holidays: Vec<String>,
    /// What these rules are called when they are quoted.
    pub source: String,
    /// Their page, as a path on the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_path: Option<String>,
}

/// Products that may not go back, or only sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExclusionDraft {
    /// Their tag, in lower case.
    pub tag: String,
    /// `final_sale`, `hygiene`, `sealed_media`, `made_to_order` or `perishable`.
    pub because: String,
}

/// A longer window for orders of some days, such as those before Christmas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionDraft {
    /// The first day of order.
    pub ordered_from: String,
    /// The last day of order.
    pub ordered_to: String,
    /// The day until which these may go back, itself included.
    pub until: String,
}

/// A discount code. Exactly one of `percent`, `amount` and `free_delivery` is given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of a document, each named where it is written"
)]
pub struct DiscountDraft {
    /// What shoppers type.
    pub code: String,
    /// Whether the chat may name it to anyone.
    #[serde(default)]
    pub public: bool,
    /// Off the products it holds for, with at most two decimals, as `12.5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// Off the products it holds for, in the shop's currency, as `5.00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Delivery costs nothing.
    #[serde(default)]
    pub free_delivery: bool,
    /// The first day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// The products it holds for must cost this much together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_amount: Option<String>,
    /// There must be so many of the products it holds for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_quantity: Option<u32>,
    /// Holds only for these products and collections; for all when empty.
    #[serde(default, skip_serializing_if = "ScopeDraft::is_empty")]
    pub only: ScopeDraft,
    /// Never holds for these.
    #[serde(default, skip_serializing_if = "ScopeDraft::is_empty")]
    pub except: ScopeDraft,
    /// Holds only for deliveries to these countries, as ISO 3166 alpha-2; everywhere when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Whether each shopper can use it only once.
    #[serde(default)]
    pub once_each: bool,
    /// How often it can be used by all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<u32>,
    /// Whether it holds only for a shopper's first order.
    #[serde(default)]
    pub first_order_only: bool,
    /// Which kinds of discount it goes together with: `product`, `order`, `delivery`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub combines_with: Vec<String>,
}

impl core::fmt::Debug for DiscountDraft {
    /// Keeps a code that is not public out of logs.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("DiscountDraft")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

/// Products by handle, and collections by handle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeDraft {
    /// Handles of products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Handles of collections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<String>,
}

impl ScopeDraft {
    /// Whether it names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.collections.is_empty()
    }
}

/// An answer of the shop's own, to questions it lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerDraft {
    /// Each a set of words that must all occur, whole, in any order; `a|b` is either. The most words win.
    pub questions: Vec<String>,
    /// The answer, at most 1000 characters.
    pub text: String,
    /// What the page is called that it comes from.
    pub source: String,
    /// The page, as a path on the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_path: Option<String>,
}

/// Products that take longer to dispatch, or less long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingDraft {
    /// Their tag, in lower case.
    pub tag: String,
    /// What it is called in a sentence: `made to order`.
    pub name: String,
    /// Business days from order to dispatch, in place of the shop's.
    pub days: u8,
}

/// A faster delivery to a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpressDraft {
    /// What it is called: `DHL Express`.
    pub name: String,
    /// Orders before this local time leave the same day; the shop's when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<String>,
    /// Business days from dispatch to arrival, at least.
    pub min_days: u8,
    /// Business days from dispatch to arrival, at most.
    pub max_days: u8,
    /// What it costs, in the shop's currency.
    pub price: String,
}
