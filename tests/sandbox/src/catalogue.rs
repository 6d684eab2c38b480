//! The shop's products, read from JSON lines in the shape of a bulk operation: a product, then its children with
//! `__parentId`. Refuses a catalogue that contradicts itself, naming every line at fault. Never changes a product.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The fields of the shop: folder name of a collection, its title, its lines.
const FIELDS: [(&str, &str, &str); 3] = [
    (
        "skincare",
        "Skincare",
        include_str!("../catalogue/skincare.jsonl"),
    ),
    (
        "apparel",
        "Apparel",
        include_str!("../catalogue/apparel.jsonl"),
    ),
    (
        "electronics",
        "Electronics",
        include_str!("../catalogue/electronics.jsonl"),
    ),
];

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    pub url: String,
    pub alt_text: Option<String>,
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProductOption {
    pub name: String,
    pub position: usize,
    pub values: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    #[serde(rename = "id", deserialize_with = "number_of_gid")]
    pub id: i64,
    pub handle: String,
    pub title: String,
    pub vendor: String,
    pub product_type: String,
    pub tags: Vec<String>,
    pub description_html: String,
    pub featured_image: Image,
    pub options: Vec<ProductOption>,
    pub total_inventory: i64,
    #[serde(skip)]
    pub variants: Vec<Variant>,
    #[serde(skip)]
    pub metafields: BTreeMap<String, Metafield>,
    /// The collection it belongs to: `skincare`, `apparel` or `electronics`.
    #[serde(skip)]
    pub field: &'static str,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SelectedOption {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    #[serde(deserialize_with = "number_of_gid")]
    pub id: i64,
    pub title: String,
    pub sku: String,
    #[serde(rename = "price", deserialize_with = "cents_of_text")]
    pub price: i64,
    #[serde(default, deserialize_with = "cents_of_optional_text")]
    pub compare_at_price: Option<i64>,
    pub available_for_sale: bool,
    pub inventory_quantity: i64,
    pub selected_options: Vec<SelectedOption>,
    #[serde(rename = "__parentId", deserialize_with = "number_of_gid")]
    pub product: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Metafield {
    #[serde(deserialize_with = "number_of_gid")]
    pub id: i64,
    pub namespace: String,
    pub key: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
    #[serde(rename = "__parentId", deserialize_with = "number_of_gid")]
    pub product: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    products: Vec<Product>,
}

impl Catalogue {
    /// The shop's own catalogue.
    ///
    /// # Errors
    /// When a line is not what it should be; the message names each such line.
    pub fn fernwood() -> anyhow::Result<Self> {
        let mut catalogue = Self::default();
        for (field, _, lines) in FIELDS {
            catalogue.read(field, lines)?;
        }
        Ok(catalogue)
    }

    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    #[must_use]
    pub fn product(&self, handle: &str) -> Option<&Product> {
        self.products
            .iter()
            .find(|product| product.handle == handle)
    }

    #[must_use]
    pub fn product_by_id(&self, id: i64) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    #[must_use]
    pub fn variant(&self, id: i64) -> Option<(&Product, &Variant)> {
        self.products.iter().find_map(|product| {
            let variant = product.variants.iter().find(|variant| variant.id == id)?;
            Some((product, variant))
        })
    }

    /// Handle and title of each collection, in the order of the shop's menu.
    pub(crate) fn collections() -> impl Iterator<Item = (&'static str, &'static str)> {
        FIELDS.into_iter().map(|(handle, title, _)| (handle, title))
    }

    /// All lines as a bulk operation gives them, with image addresses on `origin`.
    pub(crate) fn bulk(origin: &str) -> String {
        let absolute = format!("\"url\": \"{origin}/cdn/images/");
        FIELDS
            .into_iter()
            .map(|(_, _, lines)| lines.replace("\"url\": \"/cdn/images/", &absolute))
            .collect()
    }

    fn read(&mut self, field: &'static str, lines: &str) -> anyhow::Result<()> {
        let mut problems = Vec::new();
        for (index, line) in lines.lines().enumerate() {
            if let Err(problem) = self.read_line(field, line) {
                problems.push(format!("{field} line {}: {problem}", index + 1));
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            bail!("{}", problems.join("\n"))
        }
    }

    fn read_line(&mut self, field: &'static str, line: &str) -> anyhow::Result<()> {
        let value: Value = serde_json::from_str(line)?;
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        if id.starts_with("gid://shopify/Product/") {
            let mut product: Product = serde_json::from_value(value)?;
            product.field = field;
            self.products.push(product);
        } else if id.starts_with("gid://shopify/ProductVariant/") {
            let variant: Variant = serde_json::from_value(value)?;
            self.parent(variant.product)?.variants.push(variant);
        } else if id.starts_with("gid://shopify/Metafield/") {
            let metafield: Metafield = serde_json::from_value(value)?;
            self.parent(metafield.product)?
                .metafields
                .insert(metafield.key.clone(), metafield);
        } else {
            bail!("unknown kind of line: {id}");
        }
        Ok(())
    }

    fn parent(&mut self, id: i64) -> anyhow::Result<&mut Product> {
        match self.products.last_mut() {
            Some(product) if product.id == id => Ok(product),
            Some(_) | None => bail!("its parent {id} does not stand right before it"),
        }
    }

    /// Everything about the catalogue that would not be true of a real shop's export; empty when it is sound.
    #[must_use]
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for product in &self.products {
            let ids = product
                .variants
                .iter()
                .map(|variant| variant.id)
                .chain([product.id]);
            for id in ids.chain(product.metafields.values().map(|metafield| metafield.id)) {
                if !seen.insert(id.to_string()) {
                    found.push(format!("{}: id {id} is used twice", product.handle));
                }
            }
            for name in product
                .variants
                .iter()
                .map(|variant| &variant.sku)
                .chain([&product.handle])
            {
                if !seen.insert(name.clone()) {
                    found.push(format!("{name} is used twice"));
                }
            }
            found.extend(product.contradictions());
        }
        found
    }
}

impl Product {
    /// Text of the description without its tags.
    pub(crate) fn description(&self) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        for character in self.description_html.chars() {
            match character {
                '<' => in_tag = true,
                '>' => in_tag = false,
                other if !in_tag => text.push(other),
                _ => {}
            }
        }
        text
    }

    pub(crate) fn lowest_price(&self) -> i64 {
        self.variants
            .iter()
            .map(|variant| variant.price)
            .min()
            .unwrap_or(0)
    }

    pub(crate) fn price_varies(&self) -> bool {
        self.variants
            .iter()
            .any(|variant| variant.price != self.lowest_price())
    }

    fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.variants.is_empty() {
            found.push(format!("{}: no variants", self.handle));
        }
        if self.featured_image.url != format!("/cdn/images/{}.svg", self.handle) {
            found.push(format!("{}: image is not its own", self.handle));
        }
        let stock: i64 = self
            .variants
            .iter()
            .map(|variant| variant.inventory_quantity)
            .sum();
        if stock != self.total_inventory {
            found.push(format!(
                "{}: {stock} in stock, {} said",
                self.handle, self.total_inventory
            ));
        }
        let mut combinations = BTreeSet::new();
        for variant in &self.variants {
            if !combinations.insert(&variant.title) {
                found.push(format!("{}: {} is there twice", self.handle, variant.title));
            }
            if !self.offers(variant) {
                found.push(format!(
                    "{}: {} does not match the options",
                    self.handle, variant.title
                ));
            }
            if variant.available_for_sale != (variant.inventory_quantity > 0) {
                found.push(format!(
                    "{}: {} contradicts its stock",
                    self.handle, variant.title
                ));
            }
            if variant
                .compare_at_price
                .is_some_and(|before| before <= variant.price)
            {
                found.push(format!(
                    "{}: {} was never dearer",
                    self.handle, variant.title
                ));
            }
        }
        found
    }

    fn offers(&self, variant: &Variant) -> bool {
        let values: Vec<&str> = variant
            .selected_options
            .iter()
            .map(|option| option.value.as_str())
            .collect();
        variant.title == values.join(" / ")
            && variant.selected_options.len() == self.options.len()
            && self
                .options
                .iter()
                .zip(&variant.selected_options)
                .all(|(option, selected)| {
                    option.name == selected.name && option.values.contains(&selected.value)
                })
    }
}

impl Metafield {
    /// The value as a shopper would read it: lists joined, booleans as words.
    pub(crate) fn text(&self) -> String {
        let text = match serde_json::from_str::<Value>(&self.value) {
            Ok(Value::Array(items)) => items
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            Ok(Value::Bool(true)) => "yes".to_owned(),
            Ok(Value::Bool(false)) => "no".to_owned(),
            Ok(_) | Err(_) => self.value.clone(),
        };
        text.replace('_', " ")
    }
}

fn number_of_gid<'de, D: serde::Deserializer<'de>>(source: D) -> Result<i64, D::Error> {
    let gid = String::deserialize(source)?;
    let number = gid.rsplit('/').next().and_then(|text| text.parse().ok());
    number.ok_or_else(|| serde::de::Error::custom(format!("not a gid: {gid}")))
}

fn cents_of_text<'de, D: serde::Deserializer<'de>>(source: D) -> Result<i64, D::Error> {
    let text = String::deserialize(source)?;
    cents(&text).ok_or_else(|| serde::de::Error::custom(format!("not a price: {text}")))
}

fn cents_of_optional_text<'de, D: serde::Deserializer<'de>>(
    source: D,
) -> Result<Option<i64>, D::Error> {
    let Some(text) = Option::<String>::deserialize(source)? else {
        return Ok(None);
    };
    let price =
        cents(&text).ok_or_else(|| serde::de::Error::custom(format!("not a price: {text}")))?;
    Ok(Some(price))
}

fn cents(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.')?;
    let whole: i64 = whole.parse().ok()?;
    let cents: i64 = part.parse().ok()?;
    (part.len() == 2).then_some(whole * 100 + cents)
}
