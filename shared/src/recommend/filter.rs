//! What rules a product out. A wish becomes a list of filters, so that the one which leaves nothing can be named, and the
//! one to give up can be found by leaving it out. Never weighs one product against another.

use super::{Require, Want, has, held, matched};
use crate::catalog::{Product, Variant};
use crate::id::ProductId;
use crate::money::Money;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// One thing that a product must be to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// One of these handles.
    Handles(Vec<String>),
    /// None of these products.
    NotThese(Vec<ProductId>),
    /// None of these attributes.
    Avoided(Require),
    /// Nothing that must fit a body.
    Unsized,
    /// One of these types.
    Kinds(Vec<String>),
    /// This tag.
    Tag(String),
    /// These attributes.
    Attribute(Require),
    /// Costs at least this.
    PriceAtLeast(Money),
    /// Costs at most this.
    PriceAtMost(Money),
    /// Can be bought now.
    InStock,
}

impl Filter {
    /// Whether a shopper may be asked to give it up. What was shown before, must not be or cannot fit stays out.
    #[must_use]
    pub fn can_be_given_up(&self) -> bool {
        match self {
            Self::Handles(_) | Self::NotThese(_) | Self::Avoided(_) | Self::Unsized => false,
            Self::Kinds(_)
            | Self::Tag(_)
            | Self::Attribute(_)
            | Self::PriceAtLeast(_)
            | Self::PriceAtMost(_)
            | Self::InStock => true,
        }
    }

    /// Whether the product as a whole passes; what is asked of a variant is asked in `admits_variant`.
    fn admits_product(&self, product: &Product) -> bool {
        match self {
            Self::Handles(handles) => has(handles, &product.handle),
            Self::NotThese(ids) => !ids.contains(&product.id),
            Self::Avoided(avoided) => avoided.values.is_empty() || !avoided.holds(product),
            Self::Unsized => !must_fit(product),
            Self::Kinds(kinds) => has(kinds, &product.kind),
            Self::Tag(tag) => has(&product.tags, tag),
            Self::Attribute(require) => require.holds(product),
            Self::PriceAtLeast(_) | Self::PriceAtMost(_) | Self::InStock => true,
        }
    }

    /// Whether a variant passes.
    pub(super) fn admits_variant(&self, variant: &Variant) -> bool {
        let price = variant.price;
        match self {
            Self::PriceAtLeast(least) => {
                price.currency == least.currency && price.minor >= least.minor
            }
            Self::PriceAtMost(most) => price.currency == most.currency && price.minor <= most.minor,
            Self::InStock => variant.available,
            Self::Handles(_)
            | Self::NotThese(_)
            | Self::Avoided(_)
            | Self::Unsized
            | Self::Kinds(_)
            | Self::Tag(_)
            | Self::Attribute(_) => true,
        }
    }
}

/// The variants that pass every filter, of a product that does; none when it does not.
pub(super) fn admitted<'a>(filters: &[&Filter], product: &'a Product) -> Vec<&'a Variant> {
    if !filters.iter().all(|filter| filter.admits_product(product)) {
        return Vec::new();
    }
    let passes = |variant: &&Variant| filters.iter().all(|filter| filter.admits_variant(variant));
    product.variants.iter().filter(passes).collect()
}

impl Want {
    /// What a product must be: first what a shopper cannot change, then what was asked, then the price and the stock.
    pub(super) fn filters(&self) -> Vec<Filter> {
        let listed = |list: &[String], filter: fn(Vec<String>) -> Filter| {
            (!list.is_empty()).then(|| filter(list.to_vec()))
        };
        let excluded = (!self.exclude.is_empty()).then(|| Filter::NotThese(self.exclude.clone()));
        let mut filters: Vec<Filter> = listed(&self.handles, Filter::Handles).into_iter().collect();
        filters.extend(excluded);
        filters.extend(self.terms.avoid.iter().cloned().map(Filter::Avoided));
        filters.extend(self.terms.unsized_only.then_some(Filter::Unsized));
        filters.extend(listed(&self.kinds, Filter::Kinds));
        filters.extend(self.tags.iter().cloned().map(Filter::Tag));
        filters.extend(self.require.iter().cloned().map(Filter::Attribute));
        filters.extend(self.price_limits());
        filters.extend(self.available_only.then_some(Filter::InStock));
        filters
    }

    pub(super) fn price_limits(&self) -> impl Iterator<Item = Filter> {
        let least = self.terms.price_at_least.map(Filter::PriceAtLeast);
        least
            .into_iter()
            .chain(self.price_at_most.map(Filter::PriceAtMost))
    }
}

impl Require {
    fn holds(&self, product: &Product) -> bool {
        let held = matched(product, &self.attribute, &self.values).count();
        let needed = if self.all {
            self.values.len()
        } else {
            self.values.len().min(1)
        };
        held >= needed
    }
}

/// Whether a product comes in sizes of a body: letters (`S`, `2XL`), a number (`42`), a system and a number (`EU 42`), or
/// two of them (`S/M`, `39-42`). A quantity (`50 ml`) and a single size fit everybody.
fn must_fit(product: &Product) -> bool {
    SIZE_KEYS.iter().any(|key| {
        let sizes = held(product, key);
        sizes.len() > 1 && sizes.iter().any(|size| is_body_size(size))
    })
}

fn is_body_size(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let (system, size) = text.split_once(' ').unwrap_or(("", &text));
    let known = system.is_empty() || SIZE_SYSTEMS.contains(&system);
    known && size.split(['/', '-']).all(is_size_part)
}

fn is_size_part(part: &str) -> bool {
    let letters = part.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let numbered = letters.len() < part.len();
    let many = !numbered || letters.starts_with('x');
    let lettered = matches!(letters.trim_start_matches('x'), "s" | "m" | "l");
    (numbered && letters.is_empty()) || (many && lettered)
}

/// The options in which shops keep sizes of a body.
const SIZE_KEYS: [&str; 3] = ["size", "shoe_size", "waist"];
/// What stands before a number that is a size of a body.
const SIZE_SYSTEMS: [&str; 5] = ["eu", "us", "uk", "fr", "it"];
