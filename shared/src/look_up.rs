//! What a look-up finds, from the shop's rules and its catalogue, in the words of the modules that decide. Nothing is made
//! up: what neither knows is [`Found::Nothing`], and so is all that orders would tell, which no shell brings yet.

mod basket;
mod sizes;
mod together;

use crate::catalog::Product;
use crate::commerce::ShopRules;
use crate::compatibility::{Answer, Thing, compatible};
use crate::conversation::{About, Found, Query};
use crate::flow::RecommendMode;
use crate::id::ProductId;
use crate::message::Voice;
use crate::promise::{Parcel, ParcelLine, Source, estimate};
use crate::recommend::{Want, compare, compare_for, explain, recommend};
use crate::time::{Clock, Instant};
use alloc::{collections::BTreeMap, format, string::String, vec, vec::Vec};

/// Who knows what a query asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knows {
    /// The catalogue: [`by_catalogue`].
    Catalogue,
    /// The shop's rules: [`by_shop`].
    Shop,
    /// The same, with the products it is [`about`], which the catalogue has.
    ShopWithProducts,
    /// Nobody, until orders are synced.
    Nobody,
}

/// A shop's rules, and when they are asked.
#[derive(Clone, Copy, Debug)]
pub struct Shop<'a> {
    /// What it promises.
    pub rules: &'a ShopRules,
    /// When it is asked.
    pub now: Instant,
    /// The shop's clock.
    pub clock: &'a Clock,
    /// How it is told.
    pub voice: Voice<'a>,
}

/// Who is to be asked.
#[must_use]
pub fn knows(query: &Query) -> Knows {
    match query {
        Query::Recommend(_)
        | Query::Compare(_)
        | Query::CompareFor { .. }
        | Query::Suggest { .. }
        | Query::Stock(_)
        | Query::Compatibility { .. } => Knows::Catalogue,
        Query::ReturnPolicy { .. } | Query::Answer { .. } => Knows::Shop,
        Query::Delivery { variants, .. } if variants.is_empty() => Knows::Shop,
        Query::Discount { lines, .. } if lines.is_empty() => Knows::Shop,
        Query::Delivery { .. } | Query::Discount { .. } | Query::Size { .. } => {
            Knows::ShopWithProducts
        }
        Query::Order { .. } | Query::Returns { .. } | Query::Loyalty { .. } => Knows::Nobody,
    }
}

/// The products that a query to the shop is about; one that is no longer sold is left out.
#[must_use]
pub fn about(products: &[Product], query: &Query) -> Vec<Product> {
    let is_meant = |product: &&Product| match query {
        Query::Delivery { variants, .. } => {
            let mut own = product.variants.iter();
            own.any(|variant| variants.contains(&variant.id))
        }
        Query::Discount { lines, .. } => lines
            .iter()
            .any(|line| is(product, &About::Variant(line.variant.clone()))),
        Query::Size { about, .. } => is(product, about),
        Query::Recommend(_)
        | Query::Compare(_)
        | Query::CompareFor { .. }
        | Query::Suggest { .. }
        | Query::Stock(_)
        | Query::Compatibility { .. }
        | Query::ReturnPolicy { .. }
        | Query::Answer { .. }
        | Query::Order { .. }
        | Query::Returns { .. }
        | Query::Loyalty { .. } => false,
    };
    products.iter().filter(is_meant).cloned().collect()
}

/// What the catalogue says.
#[must_use]
pub fn by_catalogue(products: &[Product], query: &Query, voice: Voice<'_>) -> Found {
    match query {
        Query::Recommend(want) => recommended(products, want, voice),
        Query::Suggest { mode, want, beside } => match mode {
            RecommendMode::Products | RecommendMode::Seen => recommended(products, want, voice),
            RecommendMode::Gift => together::gift(products, want, voice),
            RecommendMode::Bundle => together::bundles(products, want, beside, voice),
            RecommendMode::CompleteSet => together::complete_set(products, want, beside, voice),
        },
        Query::Compare(ids) => Found::Comparison(compare(&named(products, ids), voice)),
        Query::CompareFor {
            products: ids,
            want,
        } => {
            let compared = compare_for(&named(products, ids), want, voice);
            Found::Compared {
                comparison: compared.comparison,
                verdicts: compared.verdicts.into_iter().flatten().collect(),
            }
        }
        Query::Stock(about) => stock(products, about, voice),
        Query::Compatibility { about, with } => compatibility(products, about, with, voice),
        Query::Delivery { .. }
        | Query::Order { .. }
        | Query::Discount { .. }
        | Query::ReturnPolicy { .. }
        | Query::Returns { .. }
        | Query::Answer { .. }
        | Query::Size { .. }
        | Query::Loyalty { .. } => Found::Nothing,
    }
}

/// What the shop's rules say, where `products` are those that the query is [`about`].
#[must_use]
pub fn by_shop(shop: &Shop<'_>, query: &Query, products: &[Product]) -> Found {
    match query {
        Query::Delivery {
            country,
            postal_code,
            ..
        } => delivery(shop, country.as_deref(), postal_code.as_deref(), products),
        Query::Discount {
            code,
            country,
            lines,
            codes,
        } => {
            let today = shop.clock.local(shop.now).date;
            let basket = basket::of(
                lines,
                products,
                codes,
                country.as_ref(),
                shop.rules.currency,
            );
            basket::discount(&shop.rules.discounts, code, &basket, today, shop.voice)
        }
        Query::ReturnPolicy { country } => return_policy(shop, country.as_deref()),
        Query::Answer { question } => answered(shop, question),
        Query::Size { with, .. } => match products.first() {
            Some(product) => sizes::advice(&shop.rules.size_charts, product, with, shop.voice),
            None => Found::Nothing,
        },
        Query::Recommend(_)
        | Query::Compare(_)
        | Query::CompareFor { .. }
        | Query::Suggest { .. }
        | Query::Stock(_)
        | Query::Compatibility { .. }
        | Query::Order { .. }
        | Query::Returns { .. }
        | Query::Loyalty { .. } => Found::Nothing,
    }
}

fn answered(shop: &Shop<'_>, question: &str) -> Found {
    match shop.rules.answers.best(question) {
        Some((known, sure)) => Found::Told {
            text: known.text.clone(),
            source: Some(known.source.clone()),
            values: BTreeMap::new(),
            sure: Some(sure),
        },
        None => Found::Nothing,
    }
}

fn delivery(
    shop: &Shop<'_>,
    country: Option<&str>,
    postal_code: Option<&str>,
    products: &[Product],
) -> Found {
    let lines: Vec<ParcelLine> = products.iter().map(parcel_line).collect();
    let parcel = Parcel {
        country,
        postal_code,
        lines: &lines,
    };
    Found::Delivery(estimate(&shop.rules.delivery, &parcel, shop.now, shop.clock).promise)
}

fn return_policy(shop: &Shop<'_>, country: Option<&str>) -> Found {
    let Some(rules) = &shop.rules.returns else {
        return Found::Nothing;
    };
    told(
        &rules.policy(country, shop.voice),
        Some(rules.source.clone()),
        None,
    )
}

/// Products that fit, or what kept every one of them out, when there is more to say of that than that none fits.
fn recommended(products: &[Product], want: &Want, voice: Voice<'_>) -> Found {
    let recommendation = explain(products, want, voice);
    let why = recommendation.nothing_because;
    match why.filter(|nothing| nothing.relax.is_some()) {
        Some(nothing) => Found::NothingFits(nothing.sentence),
        None => match recommendation.sure {
            Some(sure) => Found::Ranked {
                cards: recommendation.cards,
                sure,
            },
            None => Found::Products(recommendation.cards),
        },
    }
}

fn stock(products: &[Product], about: &About, voice: Voice<'_>) -> Found {
    let meant = products.iter().find(|product| is(product, about));
    let Some(product) = meant else {
        return Found::Nothing;
    };
    let want = Want {
        handles: vec![product.handle.clone()],
        available_only: true,
        limit: 1,
        ..Want::default()
    };
    Found::Products(recommend(products, &want, voice))
}

fn compatibility(
    products: &[Product],
    about: &About,
    with: &BTreeMap<String, String>,
    voice: Voice<'_>,
) -> Found {
    let product = products.iter().find(|product| is(product, about));
    let (Some(product), Some(model)) = (product, with.get("model")) else {
        return Found::Nothing;
    };
    let brand = with.get("brand").map_or("", String::as_str);
    let mut other = Thing::named(format!("{brand} {model}").trim());
    other.names.push(model.trim().to_lowercase());
    // A shopper may name another product of the shop, of which more is declared.
    let mut sold = products.iter().map(Thing::of);
    let is_named = |sold: &Thing| {
        sold.names
            .iter()
            .take(2)
            .any(|name| other.names.contains(name))
    };
    let other = sold.find(is_named).unwrap_or(other);
    let found = compatible(&Thing::of(product), &other, voice);
    match found.answer {
        Answer::Yes | Answer::No => told(&found.reasons, None, None),
        // What is not known, or said both ways, is for a person.
        Answer::Unknown | Answer::Contradiction => Found::Nothing,
    }
}

fn is(product: &Product, about: &About) -> bool {
    match about {
        About::Handle(handle) => product.handle == *handle,
        About::Variant(id) => product.variants.iter().any(|variant| variant.id == *id),
    }
}

fn named(products: &[Product], ids: &[ProductId]) -> Vec<Product> {
    let find = |id: &ProductId| products.iter().find(|product| product.id == *id).cloned();
    ids.iter().filter_map(find).collect()
}

fn parcel_line(product: &Product) -> ParcelLine {
    ParcelLine {
        title: product.title.clone(),
        tags: product.tags.clone(),
    }
}

/// Sentences as an answer, with what a flow's texts may use of it.
fn told(sentences: &[String], source: Option<Source>, value: Option<(&str, String)>) -> Found {
    Found::Told {
        text: sentences.join(" "),
        source,
        values: value
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
        sure: None,
    }
}
