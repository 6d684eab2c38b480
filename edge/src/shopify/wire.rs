//! The lines of a bulk operation as Shopify writes them (one JSON object a line, children naming their parent).
//!
//! Tolerant where Shopify is free to leave out or add; strict where a product would be wrong without it.

use serde::Deserialize;

/// What each line has, whatever it is.
#[derive(Deserialize)]
pub(super) struct Head {
    /// A global id (`gid://shopify/Product/8402917397257`); its middle says what the line is.
    pub(super) id: Option<String>,
    /// The global id of the object this one belongs to.
    #[serde(rename = "__parentId")]
    pub(super) parent: Option<String>,
}

/// A product.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProductLine {
    pub(super) handle: String,
    pub(super) title: String,
    pub(super) product_type: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// `ACTIVE`, `DRAFT`, `ARCHIVED` or `UNLISTED`; absent when the query did not ask.
    pub(super) status: Option<String>,
    pub(super) featured_image: Option<ImageLine>,
    pub(super) featured_media: Option<MediaLine>,
    pub(super) price_range_v2: Option<PriceRange>,
}

/// A picture.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ImageLine {
    pub(super) url: String,
    pub(super) alt_text: Option<String>,
}

/// The newer way to ask for a product's first picture.
#[derive(Deserialize)]
pub(super) struct MediaLine {
    pub(super) preview: Option<Preview>,
}

/// A medium's still picture.
#[derive(Deserialize)]
pub(super) struct Preview {
    pub(super) image: Option<ImageLine>,
}

/// The product's prices; asked for only because it names the currency.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PriceRange {
    pub(super) min_variant_price: Amount,
}

/// An amount with its currency.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Amount {
    pub(super) currency_code: String,
}

/// A variant of a product.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VariantLine {
    pub(super) title: String,
    /// Decimal text in the shop's currency.
    pub(super) price: String,
    pub(super) compare_at_price: Option<String>,
    pub(super) available_for_sale: bool,
    pub(super) inventory_quantity: Option<i64>,
    #[serde(default)]
    pub(super) selected_options: Vec<SelectedOption>,
}

/// One option of a variant.
#[derive(Deserialize)]
pub(super) struct SelectedOption {
    pub(super) name: String,
    pub(super) value: String,
}

/// A metafield of a product or variant.
#[derive(Deserialize)]
pub(super) struct MetafieldLine {
    pub(super) namespace: String,
    pub(super) key: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) value: String,
}

/// The value of a metafield that measures.
#[derive(Deserialize)]
pub(super) struct Measure {
    pub(super) value: serde_json::Number,
    pub(super) unit: String,
}
