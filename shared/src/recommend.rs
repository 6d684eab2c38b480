//! Which products fit, why, and how they differ: hard filters, whole-number scores, and reasons taken from nothing but
//! the attributes that matched. Knows no clock and no shop; the words for attributes come with the wish.
//!
//! Read on in `filter` (what is ruled out), `rank` (what comes first), `reason` (why it fits), `why` (what is said of
//! those not shown) and `compare` (side by side).

mod compare;
mod differ;
mod filter;
mod labels;
mod number;
mod rank;
mod reason;
mod stock;
mod why;

pub use compare::{Compared, compare, compare_for};
pub use filter::Filter;
pub use labels::{Label, Labels};
pub use rank::{Considered, Matched, Twin};
pub use stock::Stock;
pub use why::{Lack, Nothing, Relax, WhyNot};

use crate::catalog::{Product, Variant};
use crate::id::ProductId;
use crate::message::Voice;
use crate::money::Money;
use crate::wire::frame_v1::{Card, CardVariant};
use alloc::{boxed::Box, format, string::String, vec::Vec};
use rank::Ranking;
use serde::{Deserialize, Serialize};

/// What is wanted. An empty list demands nothing.
///
/// An attribute is named by its key. Two keys are known of every product: [`TYPE`] and [`TAGS`].
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
    /// What to spend at least, what to avoid, and what to leave unsaid. Boxed, since few wishes have any of it.
    #[serde(default)]
    pub terms: Box<Terms>,
}

/// What else holds for a wish. The default demands nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Only products of which some variant costs at least this, and no more than the wish's other limit.
    pub price_at_least: Option<Money>,
    /// Said when a price limit holds; `{budget}` is the limit. Empty: nothing is said of it.
    pub price_reason: String,
    /// Never products with one of these attributes, whatever else would be found.
    pub avoid: Vec<Require>,
    /// Never products that must fit a body: the size of whoever gets them is unknown.
    pub unsized_only: bool,
    /// Whether no sentence about a product names an amount, because somebody else may read it (a present).
    pub discreet: bool,
}

/// An attribute that a product must have, or must not have.
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
    /// Whether the shopper asked for it, and not the flow's author.
    #[serde(default)]
    pub asked: bool,
}

/// What is shown, and why that and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The products that fit, best first, each with its reasons and how it differs from the others shown.
    pub cards: Vec<Card>,
    /// The products that passed every filter, best first; all that are shown and the next best after them.
    pub considered: Vec<Considered>,
    /// The next best ones, and what kept each from being shown.
    pub why_not: Vec<WhyNot>,
    /// Why no product fits; `None` when one does.
    pub nothing_because: Option<Nothing>,
    /// How much of what the shopper prefers, by weight, the first product has, in basis points; `None` when nothing fits,
    /// or nothing was asked for of which the catalogue speaks.
    pub sure: Option<u16>,
}

/// The products that fit, best first, each with its reasons and how it differs from the others shown.
///
/// What can be bought stands before what is sold out; then the score counts, then the lowest price, then the id, so
/// that the order of `products` never shows. A near twin of a product shown before it loses as many points as the least
/// of the wishes is worth.
#[must_use]
pub fn recommend(products: &[Product], want: &Want, voice: Voice<'_>) -> Vec<Card> {
    cards(&Ranking::of(products, want), want, voice)
}

/// The cards of [`recommend`], with what was considered, and why the rest is not shown.
#[must_use]
pub fn explain(products: &[Product], want: &Want, voice: Voice<'_>) -> Recommendation {
    let ranking = Ranking::of(products, want);
    Recommendation {
        cards: cards(&ranking, want, voice),
        considered: ranking.considered(want),
        why_not: why::not(products, want, &ranking, voice),
        nothing_because: why::nothing(products, want, voice),
        sure: ranking
            .shown
            .first()
            .and_then(|first| want.share(first.product, products)),
    }
}

fn cards(ranking: &Ranking, want: &Want, voice: Voice<'_>) -> Vec<Card> {
    let products: Vec<&Product> = ranking.shown.iter().map(|ranked| ranked.product).collect();
    let sentences = differ::sentences(&products, want, voice);
    let cards = products.iter().zip(sentences);
    cards
        .map(|(product, differs)| card(product, want.reasons(product, voice), differs))
        .collect()
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

/// What a product has of an attribute.
fn held<'a>(product: &'a Product, attribute: &str) -> &'a [String] {
    match product.attributes.get(attribute) {
        Some(values) => values,
        None if attribute == TYPE => core::slice::from_ref(&product.kind),
        None if attribute == TAGS => &product.tags,
        None => &[],
    }
}

/// Which of these values a product has.
fn matched<'a>(
    product: &'a Product,
    attribute: &str,
    values: &'a [String],
) -> impl Iterator<Item = &'a String> {
    let held = held(product, attribute);
    values.iter().filter(move |value| has(held, value))
}

fn has(texts: &[String], text: &str) -> bool {
    texts.iter().any(|other| other.eq_ignore_ascii_case(text))
}

/// The lowest price at which a product can be bought now, or else its lowest price.
fn lowest(product: &Product) -> Option<Money> {
    cheapest(product.variants.iter())
}

fn cheapest<'a>(variants: impl Iterator<Item = &'a Variant>) -> Option<Money> {
    let first = variants.min_by_key(|variant| (!variant.available, variant.price.minor));
    first.map(|variant| variant.price)
}

/// The attribute that is a product's type.
pub const TYPE: &str = "type";
/// The attribute that is a product's tags.
pub const TAGS: &str = "tags";
