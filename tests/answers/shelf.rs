//! Products and wishes made up for a row: a handle and what the row is about; all else is plain.

use shared::catalog::{Product, Variant};
use shared::money::Money;
use shared::recommend::{Prefer, Require, Want};
use std::collections::BTreeMap;

pub(crate) fn euro(minor: i64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

pub(crate) fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_string()).collect()
}

/// A product with one variant at this price, that can be bought and is not counted.
pub(crate) fn product(handle: &str, minor: i64, attributes: &[(&str, &[&str])]) -> Product {
    let attributes = attributes
        .iter()
        .map(|(key, values)| ((*key).to_string(), strings(values)));
    Product {
        id: format!("id-{handle}").parse().unwrap(),
        handle: handle.into(),
        title: handle.to_uppercase(),
        kind: "Thing".into(),
        tags: Vec::new(),
        image: None,
        attributes: attributes.collect::<BTreeMap<_, _>>(),
        variants: vec![Variant {
            id: format!("variant-{handle}").parse().unwrap(),
            label: String::new(),
            price: euro(minor),
            was: None,
            available: true,
            stock: None,
        }],
    }
}

pub(crate) fn sold_out(mut product: Product) -> Product {
    for variant in &mut product.variants {
        variant.available = false;
    }
    product
}

pub(crate) fn counted(mut product: Product, stock: i64) -> Product {
    for variant in &mut product.variants {
        variant.stock = Some(stock);
    }
    product
}

pub(crate) fn tagged(mut product: Product, tags: &[&str]) -> Product {
    product.tags = strings(tags);
    product
}

pub(crate) fn of_kind(mut product: Product, kind: &str) -> Product {
    product.kind = kind.into();
    product
}

pub(crate) fn prefer(attribute: &str, values: &[&str], weight: u16) -> Prefer {
    Prefer {
        attribute: attribute.into(),
        values: strings(values),
        weight,
        reason: format!("{attribute}: {{values}}."),
        asked: false,
    }
}

pub(crate) fn require(attribute: &str, value: &str) -> Require {
    Require {
        attribute: attribute.into(),
        values: strings(&[value]),
        all: false,
    }
}

pub(crate) fn want(prefer: &[Prefer]) -> Want {
    Want {
        prefer: prefer.to_vec(),
        available_only: true,
        limit: 2,
        ..Want::default()
    }
}
