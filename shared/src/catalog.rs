//! Products as a conversation sees them. Where they come from is the edge's business.

use crate::id::{ProductId, VariantId};
use crate::money::Money;
use crate::wire::frame_v1::Image;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// A product of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The platform's number.
    pub id: ProductId,
    /// The last part of its page's path.
    pub handle: String,
    /// Its name.
    pub title: String,
    /// The shop's own type of product (`Moisturiser`); empty when it has none.
    pub kind: String,
    /// Tags in lower case.
    pub tags: Vec<String>,
    /// Its first picture.
    pub image: Option<Image>,
    /// What is known of it, by key (`concerns`, `texture`), from its metafields and options; values in lower case.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// What can be bought; at least one.
    pub variants: Vec<Variant>,
}

/// A variant of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The platform's number.
    pub id: VariantId,
    /// Its options (`50 ml`, `M / Sand`); empty when the product has only one variant.
    pub label: String,
    /// Its price.
    pub price: Money,
    /// The price before a reduction.
    pub was: Option<Money>,
    /// Whether it can be bought now.
    pub available: bool,
    /// How many are in stock, when the shop counts them.
    pub stock: Option<i64>,
}
