//! How each product differs from the others shown with it, in one sentence that names only facts of the catalogue.

use super::{Labels, Want, lowest};
use crate::catalog::Product;
use crate::message::Voice;
use crate::money::Money;
use crate::sort;
use alloc::{string::String, vec::Vec};

/// One sentence a product, in order; `None` where nothing differs or only one is shown.
pub(super) fn sentences(
    products: &[&Product],
    want: &Want,
    voice: Voice<'_>,
) -> Vec<Option<String>> {
    let known = products.iter();
    let known = sort::set(known.flat_map(|product| product.attributes.keys()));
    let keys = want.labels.keys(known.into_iter());
    products
        .iter()
        .map(|product| sentence(product, products, &keys, want, voice))
        .collect()
}

/// What only `product` has among those shown, and that it costs least; what its keys name first comes first.
pub(super) fn advantages(
    product: &Product,
    shown: &[&Product],
    keys: &[&str],
    want: &Want,
    voice: Voice<'_>,
) -> Vec<String> {
    let others = others(product, shown);
    if others.is_empty() {
        return Vec::new();
    }
    let mut phrases = phrases(product, &others, keys, &want.labels, voice);
    let own = lowest(product).map(|price| price.minor);
    let costs_less = |other: &&Product| own < lowest(other).map(|price| price.minor);
    if !want.terms.discreet && others.iter().all(costs_less) {
        phrases.extend(price(product, &others, voice));
    }
    phrases
}

fn sentence(
    product: &Product,
    shown: &[&Product],
    keys: &[&str],
    want: &Want,
    voice: Voice<'_>,
) -> Option<String> {
    let others = others(product, shown);
    let than = match others.as_slice() {
        [] => return None,
        [other] => other.title.clone(),
        _ => voice.say("next_to_others", &[]),
    };
    let mut phrases = phrases(product, &others, keys, &want.labels, voice);
    if !want.terms.discreet {
        phrases.extend(price(product, &others, voice));
    }
    (!phrases.is_empty()).then(|| {
        voice.say(
            "next_to",
            &[("than", &than), ("differences", &voice.phrases(&phrases))],
        )
    })
}

fn others<'a>(product: &Product, shown: &[&'a Product]) -> Vec<&'a Product> {
    let others = shown.iter().copied();
    others.filter(|other| other.id != product.id).collect()
}

/// What `product` alone among those shown has.
fn phrases(
    product: &Product,
    others: &[&Product],
    keys: &[&str],
    labels: &Labels,
    voice: Voice<'_>,
) -> Vec<String> {
    let phrases = keys
        .iter()
        .filter_map(|key| phrase(product, others, key, labels, voice));
    phrases.take(MAX_PHRASES).collect()
}

/// What it alone has of this attribute.
fn phrase(
    product: &Product,
    others: &[&Product],
    key: &str,
    labels: &Labels,
    voice: Voice<'_>,
) -> Option<String> {
    let own = product.attributes.get(key)?;
    let only: Vec<String> = own
        .iter()
        .filter(|value| {
            let has = |other: &&Product| {
                other
                    .attributes
                    .get(key)
                    .is_some_and(|held| held.contains(value))
            };
            !others.iter().any(has)
        })
        .cloned()
        .collect();
    match only.as_slice() {
        [] => None,
        [value] => Some(labels.difference(key, value, voice)),
        values => {
            let spoken: Vec<String> = values
                .iter()
                .map(|value| labels.in_text(key, value, voice))
                .collect();
            Some(labels.difference(key, &voice.list(&spoken), voice))
        }
    }
}

/// How much less or more it costs than the only other one, or that it costs least of several.
fn price(product: &Product, others: &[&Product], voice: Voice<'_>) -> Option<String> {
    let own = lowest(product)?;
    let costs: Vec<Money> = others.iter().filter_map(|other| lowest(other)).collect();
    if costs.len() != others.len() || costs.iter().any(|cost| cost.currency != own.currency) {
        return None;
    }
    match costs.as_slice() {
        [other] if own.minor < other.minor => {
            let less = Money::new(other.minor.checked_sub(own.minor)?, own.currency);
            Some(voice.say("price_less", &[("amount", &voice.money(less))]))
        }
        [other] if own.minor > other.minor => {
            let more = Money::new(own.minor.checked_sub(other.minor)?, own.currency);
            Some(voice.say("price_more", &[("amount", &voice.money(more))]))
        }
        [_] => None,
        several if several.iter().all(|other| own.minor < other.minor) => {
            Some(voice.say("price_least", &[("price", &voice.money(own))]))
        }
        _ => None,
    }
}

/// More differences than this are a comparison, not a sentence.
const MAX_PHRASES: usize = 3;
