//! The stand-in shop's own files: its document, its playbook and its catalogue, in the shapes they have on disk.

use serde_json::Value;
use shared::catalog::{Product, Variant};
use shared::flow::{Flow, FlowDraft};
use shared::money::{Currency, Money};
use shared::wire::document_v1::ShopDocument;
use std::collections::BTreeMap;

/// A flow of the playbook.
///
/// # Panics
/// When it is not valid.
#[must_use]
pub fn flow(text: &str) -> Flow {
    let draft: FlowDraft = serde_json::from_str(text).expect("a flow document");
    Flow::validate(&draft)
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
        .at_version(1)
}

/// The stand-in shop's document.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn shop_document() -> ShopDocument {
    serde_json::from_str(include_str!("../../demo/shop.json")).expect("the shop's document")
}

/// The stand-in shop's skincare, as its metafields describe it.
///
/// # Panics
/// When a line is not what a catalogue holds.
#[must_use]
pub fn products() -> Vec<Product> {
    read(include_str!("../../sandbox/catalogue/skincare.jsonl"))
}

/// All that the stand-in shop sells, with the options of its variants among the attributes.
///
/// # Panics
/// When a line is not what a catalogue holds.
#[must_use]
pub fn catalogue() -> Vec<Product> {
    let files = [
        include_str!("../../sandbox/catalogue/skincare.jsonl"),
        include_str!("../../sandbox/catalogue/apparel.jsonl"),
        include_str!("../../sandbox/catalogue/electronics.jsonl"),
    ];
    let with_options = |file: &str| {
        let mut products = read(file);
        let lines = file
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"));
        for line in lines.filter(|line: &Value| line["options"].is_array()) {
            let id = number(&line);
            let product = products
                .iter_mut()
                .find(|product| product.id.as_str() == id);
            add_options(product.expect("the product of the line"), &line);
        }
        products
    };
    files.into_iter().flat_map(with_options).collect()
}

fn read(file: &str) -> Vec<Product> {
    let mut products: Vec<(String, Product)> = Vec::new();
    for line in file.lines() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let id = text(&line, "id");
        if id.contains("/Product/") {
            products.push((id, product(&line)));
            continue;
        }
        let parent = text(&line, "__parentId");
        let (_, product) = products
            .iter_mut()
            .find(|(id, _)| *id == parent)
            .expect("a parent before its children");
        if id.contains("/ProductVariant/") {
            product.variants.push(variant(&line));
        } else {
            product
                .attributes
                .insert(text(&line, "key"), values(&text(&line, "value")));
        }
    }
    products.into_iter().map(|(_, product)| product).collect()
}

fn add_options(product: &mut Product, line: &Value) {
    for option in line["options"].as_array().expect("options") {
        let values = option["values"].as_array().expect("values").iter();
        let values = values.map(|value| value.as_str().expect("a value").to_lowercase());
        let key = text(option, "name").to_lowercase();
        product.attributes.insert(key, values.collect());
    }
}

fn product(line: &Value) -> Product {
    let tags = line["tags"].as_array().expect("tags").iter();
    Product {
        id: number(line).parse().expect("an id"),
        handle: text(line, "handle"),
        title: text(line, "title"),
        kind: text(line, "productType"),
        tags: tags
            .map(|tag| tag.as_str().expect("a tag").to_lowercase())
            .collect(),
        image: None,
        attributes: BTreeMap::new(),
        variants: Vec::new(),
    }
}

fn variant(line: &Value) -> Variant {
    let euro: Currency = "EUR".parse().expect("a currency");
    Variant {
        id: number(line).parse().expect("an id"),
        label: text(line, "title"),
        price: Money::parse(&text(line, "price"), euro).expect("a price"),
        was: line["compareAtPrice"]
            .as_str()
            .map(|price| Money::parse(price, euro).expect("a price")),
        available: line["availableForSale"].as_bool().expect("a flag"),
        stock: line["inventoryQuantity"].as_i64(),
    }
}

fn values(text: &str) -> Vec<String> {
    let list: Vec<String> = serde_json::from_str(text).unwrap_or_else(|_| vec![text.to_string()]);
    list.iter().map(|value| value.to_lowercase()).collect()
}

fn number(line: &Value) -> String {
    let id = text(line, "id");
    id.rsplit('/').next().unwrap_or_default().to_string()
}

fn text(line: &Value, key: &str) -> String {
    line[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} is text: {line}"))
        .to_string()
}
