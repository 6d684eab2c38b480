//! What may be said of a product's stock: nothing that the shop does not count.

use crate::catalog::{Product, Variant};
use crate::message::Voice;
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// How much of a product is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    /// It can be bought; there is plenty, or the shop does not count.
    Available,
    /// It can be bought, and the shop counts so few that it is worth saying.
    Low {
        /// How many are left, of all its variants together.
        left: i64,
    },
    /// It cannot be bought now; the shopper may want to hear when it can.
    SoldOut,
}

impl Stock {
    /// The stock of a product.
    ///
    /// A variant that can be bought although none are counted is sold on without stock, so nothing is said of it.
    #[must_use]
    pub fn of(product: &Product) -> Self {
        let buyable: Vec<&Variant> = product
            .variants
            .iter()
            .filter(|variant| variant.available)
            .collect();
        if buyable.is_empty() {
            return Self::SoldOut;
        }
        let counted = |variant: &&Variant| variant.stock.filter(|left| *left > 0);
        let left = buyable
            .iter()
            .try_fold(0_i64, |sum, variant| sum.checked_add(counted(variant)?));
        match left {
            Some(left) if left <= LOW => Self::Low { left },
            Some(_) | None => Self::Available,
        }
    }

    /// What is said beside the product, if anything.
    #[must_use]
    pub fn note(self, voice: Voice<'_>) -> Option<String> {
        match self {
            Self::Available => None,
            Self::Low { left } => {
                Some(voice.say("stock_low_note", &[("count", &left.to_string())]))
            }
            Self::SoldOut => Some(voice.say("stock_out_note", &[])),
        }
    }

    /// What stands in the row of a comparison.
    pub(super) fn row(self, voice: Voice<'_>) -> String {
        match self {
            Self::Available => voice.say("stock_there", &[]),
            Self::Low { left } => voice.say("stock_low", &[("count", &left.to_string())]),
            Self::SoldOut => voice.say("stock_out", &[]),
        }
    }
}

/// So many or fewer are worth a word.
const LOW: i64 = 5;
