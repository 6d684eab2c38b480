//! Products side by side: only what differs, what was asked for first, and for each product what speaks for it. Never
//! says which one is better.

use super::number::Value;
use super::{Stock, Want, differ, labels, lowest};
use crate::catalog::Product;
use crate::locale;
use crate::message::Voice;
use crate::sort;
use crate::wire::frame_v1::{Comparison, ComparisonRow};
use alloc::{collections::BTreeSet, string::String, vec::Vec};

/// A comparison for somebody who wants something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What differs, what was asked for first; in the words of the wish's labels.
    pub comparison: Comparison,
    /// For each product, in order, when to choose it; `None` where it has nothing that the others have not.
    pub verdicts: Vec<Option<String>>,
}

/// How products differ: one row for each attribute, and the price, that is not the same for all of them.
#[must_use]
pub fn compare(products: &[Product], voice: Voice<'_>) -> Comparison {
    let attributes = known(products).into_iter();
    let rows = attributes
        .filter(|key| differs(products, key))
        .map(|key| ComparisonRow {
            label: labels::spoken(key),
            values: texts(products, |product| {
                values_text(product, key, voice, |value| {
                    labels::spoken_value(value, voice)
                })
            }),
        });
    let price = price_row(products, voice);
    comparison(products, rows.chain(price).collect())
}

/// How products differ in what matters for a wish: what it names first, then what the shop's labels name, six of them at
/// most, then price and stock; and when to choose which.
#[must_use]
pub fn compare_for(products: &[Product], want: &Want, voice: Voice<'_>) -> Compared {
    let keys = keys(products, want);
    let rows = keys
        .iter()
        .filter(|key| differs(products, key))
        .take(MAX_ROWS)
        .map(|key| ComparisonRow {
            label: want.labels.name(key),
            values: texts(products, |product| {
                values_text(product, key, voice, |value| {
                    want.labels.value_name(key, value, voice)
                })
            }),
        });
    let price = price_row(products, voice).filter(|_| !want.terms.discreet);
    let stock = row(
        voice.say("stock_row", &[]),
        texts(products, |product| Stock::of(product).row(voice)),
    );
    let rows = rows.chain(price).chain(stock).collect();
    let all: Vec<&Product> = products.iter().collect();
    let verdict = |product: &Product| verdict(product, &all, &keys, want, voice);
    Compared {
        comparison: comparison(products, rows),
        verdicts: products.iter().map(verdict).collect(),
    }
}

fn comparison(products: &[Product], rows: Vec<ComparisonRow>) -> Comparison {
    Comparison {
        titles: texts(products, |product| product.title.clone()),
        rows,
    }
}

fn texts(products: &[Product], text: impl Fn(&Product) -> String) -> Vec<String> {
    products.iter().map(text).collect()
}

fn known(products: &[Product]) -> BTreeSet<&String> {
    let keys = products
        .iter()
        .flat_map(|product| product.attributes.keys());
    sort::set(keys)
}

/// The attributes of these products in the order in which they matter.
fn keys<'a>(products: &'a [Product], want: &'a Want) -> Vec<&'a str> {
    let known = known(products);
    let preferred = want.prefer.iter().map(|prefer| &prefer.attribute);
    let required = want.require.iter().map(|require| &require.attribute);
    let asked = preferred.chain(required).map(String::as_str);
    let mut keys: Vec<&str> = Vec::new();
    for key in asked.chain(want.labels.keys(known.iter().copied())) {
        if !keys.contains(&key) && known.iter().any(|known| known.as_str() == key) {
            keys.push(key);
        }
    }
    keys
}

fn differs(products: &[Product], key: &str) -> bool {
    let mut all = products.iter().map(|product| values(product, key));
    let Some(first) = all.next() else {
        return false;
    };
    all.any(|other| other != first)
}

/// The values in one order: products that list the same ones in another order do not differ.
fn values<'a>(product: &'a Product, key: &str) -> BTreeSet<Value<'a>> {
    let values = product.attributes.get(key).into_iter().flatten();
    sort::set(values.map(|value| Value::of(value)))
}

fn values_text(
    product: &Product,
    key: &str,
    voice: Voice<'_>,
    name: impl Fn(&str) -> String,
) -> String {
    let mut values: Vec<&String> = product.attributes.get(key).into_iter().flatten().collect();
    if values.is_empty() {
        return UNKNOWN.into();
    }
    sort::sort_by_key(&mut values, |value| Value::of(value));
    let names: Vec<String> = values.into_iter().map(|value| name(value)).collect();
    names.join(locale::comma(voice.locale.language()))
}

/// A row, unless its values are all the same.
fn row(label: String, values: Vec<String>) -> Option<ComparisonRow> {
    let first = values.first()?;
    let differs = values.iter().any(|value| value != first);
    differs.then_some(ComparisonRow { label, values })
}

/// The row of prices.
fn price_row(products: &[Product], voice: Voice<'_>) -> Option<ComparisonRow> {
    let prices = texts(products, |product| price_text(product, voice));
    row(voice.say(PRICE, &[]), prices)
}

fn price_text(product: &Product, voice: Voice<'_>) -> String {
    let price = lowest(product);
    let varies = product
        .variants
        .iter()
        .any(|variant| Some(variant.price) != price);
    let text = price.map_or_else(|| UNKNOWN.into(), |price| voice.money(price));
    if varies {
        voice.say("price_from", &[("price", &text)])
    } else {
        text
    }
}

fn verdict(
    product: &Product,
    all: &[&Product],
    keys: &[&str],
    want: &Want,
    voice: Voice<'_>,
) -> Option<String> {
    let own = differ::advantages(product, all, keys, want, voice);
    let title = &product.title;
    (!own.is_empty()).then(|| {
        voice.say(
            "choose_if",
            &[("product", title), ("differences", &voice.phrases(&own))],
        )
    })
}

/// More rows of attributes than this are a data sheet.
const MAX_ROWS: usize = 6;
/// What the row of prices is called, among the words.
pub(super) const PRICE: &str = "price_row";
/// Shown where nothing is known.
const UNKNOWN: &str = "–";
