//! Which products fit, why, and how they differ: hard filters, whole-number scores, and reasons taken from nothing but
//! the attributes that matched. Knows no clock and no shop; the words for attributes come with the wish.

mod differ;
mod labels;

pub use labels::{Label, Labels};

use crate::catalog::{Product, Variant};
use crate::id::ProductId;
use crate::locale::{self, Locale};
use crate::money::Money;
use crate::wire::frame_v1::{Card, CardVariant, Comparison, ComparisonRow};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use core::cmp::Reverse;
use serde::{Deserialize, Serialize};

/// What is wanted. An empty list demands nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    /// Only these products, by handle.
    pub handles: Vec<String>,
    /// Only products of one of these types.
    pub kinds: Vec<String>,
    /// Only products with all of these tags.
    pub tags: Vec<String>,
    /// Never these products.
    pub exclude: Vec<ProductId>,
    /// Only products with these attributes.
    pub require: Vec<Require>,
    /// Only products of which some variant costs at most this.
    pub price_at_most: Option<Money>,
    /// Whether products that cannot be bought now are left out.
    pub available_only: bool,
    /// What makes one product fit better than another.
    pub prefer: Vec<Prefer>,
    /// How many are shown at most.
    pub limit: u8,
    /// What attributes and values are called.
    pub labels: Labels,
}

/// An attribute that a product must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Require {
    /// The attribute's key.
    pub attribute: String,
    /// Its values, in lower case.
    pub values: Vec<String>,
    /// Whether all of them are needed, and not just one.
    pub all: bool,
}

/// An attribute that makes a product fit better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefer {
    /// The attribute's key.
    pub attribute: String,
    /// Its values, in lower case.
    pub values: Vec<String>,
    /// Points for each value that matches.
    pub weight: u16,
    /// Said when it matches; `{values}` is what matched.
    pub reason: String,
}

/// The products that fit, best first, each with its reasons and how it differs from the others shown.
///
/// Equal scores are ordered by the lowest price and then by id, so that the order of `products` never shows.
#[must_use]
pub fn recommend(products: &[Product], want: &Want) -> Vec<Card> {
    let mut fitting: Vec<&Product> = products
        .iter()
        .filter(|product| want.admits(product))
        .collect();
    fitting.sort_by_key(|product| (Reverse(want.score(product)), lowest(product), &product.id));
    fitting.dedup_by_key(|product| &product.id);
    fitting.truncate(usize::from(want.limit));
    let sentences = differ::sentences(&fitting, &want.labels);
    fitting
        .iter()
        .zip(sentences)
        .map(|(product, differs)| card(product, want.reasons(product), differs))
        .collect()
}

/// How products differ: one row for each attribute, and the price, that is not the same for all of them.
#[must_use]
pub fn compare(products: &[Product]) -> Comparison {
    let keys: BTreeSet<&String> = products
        .iter()
        .flat_map(|product| product.attributes.keys())
        .collect();
    let mut rows: Vec<ComparisonRow> = keys
        .into_iter()
        .map(|key| ComparisonRow {
            label: labels::spoken(key),
            values: products
                .iter()
                .map(|product| values_text(product, key))
                .collect(),
        })
        .collect();
    rows.push(ComparisonRow {
        label: PRICE.into(),
        values: products.iter().map(price_text).collect(),
    });
    rows.retain(|row| {
        row.values
            .windows(2)
            .any(|pair| pair.first() != pair.last())
    });
    Comparison {
        titles: products
            .iter()
            .map(|product| product.title.clone())
            .collect(),
        rows,
    }
}

impl Want {
    fn admits(&self, product: &Product) -> bool {
        let any_of = |wanted: &[String], text: &str| wanted.is_empty() || has(wanted, text);
        any_of(&self.handles, &product.handle)
            && any_of(&self.kinds, &product.kind)
            && self.tags.iter().all(|tag| has(&product.tags, tag))
            && !self.exclude.contains(&product.id)
            && self.require.iter().all(|require| require.holds(product))
            && product.variants.iter().any(|variant| self.buyable(variant))
    }

    fn buyable(&self, variant: &Variant) -> bool {
        let affordable = self.price_at_most.is_none_or(|most| {
            variant.price.currency == most.currency && variant.price.minor <= most.minor
        });
        affordable && (variant.available || !self.available_only)
    }

    fn score(&self, product: &Product) -> u64 {
        self.prefer
            .iter()
            .map(|prefer| {
                let matched = matched(product, &prefer.attribute, &prefer.values).count();
                u64::from(prefer.weight).saturating_mul(u64::try_from(matched).unwrap_or(u64::MAX))
            })
            .fold(0, u64::saturating_add)
    }

    fn reasons(&self, product: &Product) -> Vec<String> {
        self.prefer
            .iter()
            .filter_map(|prefer| {
                let values: Vec<String> = matched(product, &prefer.attribute, &prefer.values)
                    .map(|value| self.labels.in_text(&prefer.attribute, value))
                    .collect();
                let told = !values.is_empty() && !prefer.reason.is_empty();
                told.then(|| prefer.reason.replace("{values}", &listed(&values)))
            })
            .collect()
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

fn has(texts: &[String], text: &str) -> bool {
    texts.iter().any(|other| other.eq_ignore_ascii_case(text))
}

/// Several words in an English sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(words: &[String]) -> String {
    locale::list(Locale::default(), words)
}

fn matched<'a>(
    product: &'a Product,
    attribute: &str,
    values: &'a [String],
) -> impl Iterator<Item = &'a String> {
    let held = product
        .attributes
        .get(attribute)
        .map_or(&[][..], Vec::as_slice);
    values.iter().filter(move |value| held.contains(value))
}

fn lowest(product: &Product) -> Option<Money> {
    let buyable = product.variants.iter().filter(|variant| variant.available);
    let cheapest = buyable
        .map(|variant| variant.price)
        .min_by_key(|price| price.minor);
    cheapest.or_else(|| {
        product
            .variants
            .iter()
            .map(|variant| variant.price)
            .min_by_key(|price| price.minor)
    })
}

fn values_text(product: &Product, key: &str) -> String {
    let values = product.attributes.get(key).map_or(&[][..], Vec::as_slice);
    if values.is_empty() {
        return UNKNOWN.into();
    }
    // One order for one set of values: products that list the same ones in another order do not differ.
    let mut spoken: Vec<String> = values
        .iter()
        .map(|value| labels::spoken_value(value))
        .collect();
    spoken.sort();
    spoken.join(", ")
}

fn price_text(product: &Product) -> String {
    let cost = |price: &Money| format!("{price}");
    let varies = product
        .variants
        .iter()
        .any(|variant| Some(variant.price) != lowest(product));
    let text = lowest(product)
        .as_ref()
        .map_or_else(|| UNKNOWN.into(), cost);
    if varies { format!("from {text}") } else { text }
}

fn card(product: &Product, reasons: Vec<String>, differs: Option<String>) -> Card {
    Card {
        product: product.id.clone(),
        title: product.title.clone(),
        path: format!("/products/{}", product.handle),
        image: product.image.clone(),
        reasons,
        differs,
        variants: product.variants.iter().map(card_variant).collect(),
    }
}

fn card_variant(variant: &Variant) -> CardVariant {
    CardVariant {
        id: variant.id.clone(),
        label: variant.label.clone(),
        price: variant.price,
        was: variant.was,
        available: variant.available,
    }
}

/// What the row of prices is called.
const PRICE: &str = "Price";
/// Shown where nothing is known.
const UNKNOWN: &str = "–";
