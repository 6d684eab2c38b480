//! Which of the products that fit come first. Whole numbers only: points for what matched, and a penalty for a near twin
//! of what is already shown. Never brings back what a filter ruled out.

use super::{Prefer, Stock, TYPE, Want, cheapest, filter, held, matched};
use crate::catalog::Product;
use crate::id::ProductId;
use crate::money::Money;
use crate::sort;
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use core::cmp::Reverse;
use serde::{Deserialize, Serialize};

/// A product that passed every filter, and what its place comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub title: String,
    /// Points for what matched.
    pub points: u64,
    /// What matched, in the order of the wishes.
    pub matched: Vec<Matched>,
    /// Which product shown before it is nearly the same, and what that cost it.
    pub twin: Option<Twin>,
    /// The lowest price of what passed the filters; the lower one is the better value between equals.
    pub price: Option<Money>,
    /// How much of it is there.
    pub stock: Stock,
}

/// What a product has of what was wished for; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// The attribute's key.
    pub attribute: String,
    /// The values that were wished for and that it has.
    pub values: Vec<String>,
}

/// A product that is nearly the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    /// The name of the other one.
    pub of: String,
    /// How many facts they share, their type among them and without what was asked for.
    pub shared: usize,
    /// Of how many, counted at the one of which more is known; at least three of four are shared.
    pub known: usize,
    /// Points lost by it.
    pub penalty: u64,
}

/// The products that fit, in order.
pub(super) struct Ranking<'a> {
    /// Those to be shown.
    pub(super) shown: Vec<Ranked<'a>>,
    /// The others, best first; the first of them knows its twin.
    pub(super) rest: Vec<Ranked<'a>>,
}

/// A product with what its place comes from.
pub(super) struct Ranked<'a> {
    pub(super) product: &'a Product,
    pub(super) points: u64,
    pub(super) price: Option<Money>,
    pub(super) twin: Option<Twin>,
    pub(super) sold_out: bool,
}

impl<'a> Ranking<'a> {
    /// The products that pass every filter of a wish.
    pub(super) fn of(products: &'a [Product], want: &Want) -> Self {
        let filters = want.filters();
        let all: Vec<&filter::Filter> = filters.iter().collect();
        Self::among(products, want, &all)
    }

    /// The products that pass these filters.
    pub(super) fn among(products: &'a [Product], want: &Want, filters: &[&filter::Filter]) -> Self {
        let ranked = |product: &'a Product| {
            let variants = filter::admitted(filters, product);
            (!variants.is_empty()).then(|| Ranked {
                product,
                points: want.score(product),
                price: cheapest(variants.iter().copied()),
                twin: None,
                sold_out: !variants.iter().any(|variant| variant.available),
            })
        };
        let mut rest: Vec<Ranked> = products.iter().filter_map(ranked).collect();
        rest.sort_by(|one, other| one.place().cmp(&other.place()));
        rest.dedup_by(|one, other| one.product.id == other.product.id);
        let mut ranking = Self {
            shown: Vec::new(),
            rest,
        };
        while ranking.shown.len() < usize::from(want.limit) && !ranking.rest.is_empty() {
            ranking.show_next(want);
        }
        ranking.mark_twin(want);
        ranking
    }

    /// What was considered, as it may be told.
    pub(super) fn considered(&self, want: &Want) -> Vec<Considered> {
        let next = self.rest.iter().take(MAX_NEXT);
        let considered = |ranked: &Ranked| Considered {
            product: ranked.product.id.clone(),
            title: ranked.product.title.clone(),
            points: ranked.points,
            matched: want.matches(ranked.product),
            twin: ranked.twin.clone(),
            price: ranked.price,
            stock: Stock::of(ranked.product),
        };
        self.shown.iter().chain(next).map(considered).collect()
    }

    /// Shows the best of the rest. Only its head can be beaten, and only by the first that is no twin: every other one
    /// stands behind those two, and a penalty never moves it forward.
    fn show_next(&mut self, want: &Want) {
        self.mark_twin(want);
        let head = self.rest.first().filter(|head| head.twin.is_some());
        let rival = head.and_then(|head| {
            let mut others = self.rest.iter().skip(1);
            let at = others.position(|other| self.twin_of(other.product, want).is_none())? + 1;
            let beats = self.rest.get(at)?.place() < head.place();
            beats.then_some(at)
        });
        let chosen = self.rest.remove(rival.unwrap_or(0));
        self.shown.push(chosen);
    }

    fn mark_twin(&mut self, want: &Want) {
        let twin = self
            .rest
            .first()
            .and_then(|head| self.twin_of(head.product, want));
        if let Some(head) = self.rest.first_mut() {
            head.twin = twin;
        }
    }

    /// The first product shown of which this one is nearly a copy.
    fn twin_of(&self, product: &Product, want: &Want) -> Option<Twin> {
        let own = facts(product, want);
        self.shown.iter().find_map(|shown| {
            let other = facts(shown.product, want);
            let shared = own.intersection(&other).count();
            let known = own.len().max(other.len());
            let near = shared >= SHARED_AT_LEAST && shared * 4 >= known * 3;
            near.then(|| Twin {
                of: shown.product.title.clone(),
                shared,
                known,
                penalty: want.least_weight(),
            })
        })
    }
}

impl Ranked<'_> {
    fn place(&self) -> (bool, Reverse<u64>, bool, Option<i64>, &ProductId) {
        let penalty = self.twin.as_ref().map_or(0, |twin| twin.penalty);
        let points = self.points.saturating_sub(penalty);
        (
            self.sold_out,
            Reverse(points),
            self.twin.is_some(),
            self.price.map(|price| price.minor),
            &self.product.id,
        )
    }
}

impl Want {
    fn score(&self, product: &Product) -> u64 {
        let points = self.prefer.iter().map(|prefer| {
            let matched = matched(product, &prefer.attribute, &prefer.values).count();
            u64::from(prefer.weight).saturating_mul(u64::try_from(matched).unwrap_or(u64::MAX))
        });
        points.fold(0, u64::saturating_add)
    }

    /// How much of what the shopper asked for a product has, by weight, in basis points, as far as `products` are
    /// described by it at all. A preference of several values is met by any of them.
    pub(super) fn share(&self, product: &Product, products: &[Product]) -> Option<u16> {
        let is_known = |prefer: &&Prefer| {
            let mut known = products.iter();
            prefer.asked && known.any(|product| !held(product, &prefer.attribute).is_empty())
        };
        let (mut met, mut all) = (0_u64, 0_u64);
        for prefer in self.prefer.iter().filter(is_known) {
            let weight = u64::from(prefer.weight);
            all = all.saturating_add(weight);
            let mut values = matched(product, &prefer.attribute, &prefer.values);
            if values.next().is_some() {
                met = met.saturating_add(weight);
            }
        }
        u16::try_from(met.saturating_mul(10_000).checked_div(all)?).ok()
    }

    /// What a product has of what was wished for.
    pub(super) fn matches(&self, product: &Product) -> Vec<Matched> {
        let matches = self.prefer.iter().map(|prefer| Matched {
            attribute: prefer.attribute.clone(),
            values: matched(product, &prefer.attribute, &prefer.values)
                .cloned()
                .collect(),
        });
        matches
            .filter(|matched| !matched.values.is_empty())
            .collect()
    }

    fn least_weight(&self) -> u64 {
        let weights = self.prefer.iter().map(|prefer| u64::from(prefer.weight));
        weights.filter(|weight| *weight > 0).min().unwrap_or(1)
    }

    fn asks(&self, attribute: &str, value: &str) -> bool {
        let preferred = self
            .prefer
            .iter()
            .map(|wish| (&wish.attribute, &wish.values));
        let required = self
            .require
            .iter()
            .map(|wish| (&wish.attribute, &wish.values));
        preferred
            .chain(required)
            .any(|(key, values)| key == attribute && values.iter().any(|asked| asked == value))
    }
}

/// What is known of a product, but for what was asked for: that all of those shown share it is the point of asking.
fn facts<'a>(product: &'a Product, want: &Want) -> BTreeSet<(&'a str, &'a str)> {
    let attributes = product
        .attributes
        .iter()
        .flat_map(|(key, values)| values.iter().map(|value| (key.as_str(), value.as_str())));
    let kind = (!product.kind.is_empty()).then_some((TYPE, product.kind.as_str()));
    let facts = attributes.chain(kind);
    sort::set(facts.filter(|(key, value)| !want.asks(key, value)))
}

/// Two products with fewer facts in common are not known to be twins.
const SHARED_AT_LEAST: usize = 3;
/// So many of the next best are told of.
const MAX_NEXT: usize = 3;
