//! One line becomes one product or variant of the domain, or a sentence saying what is wrong with it.

use super::wire::{ImageLine, ProductLine, VariantLine};
use shared::catalog::{Product, Variant};
use shared::id::{ProductId, VariantId};
use shared::money::{Currency, Money};
use shared::wire::frame_v1::Image;
use std::collections::BTreeMap;

/// A product without variants yet; `None` when the shop does not show it.
///
/// # Errors
/// A sentence saying what is wrong with the line.
pub(super) fn product_of(
    id: &str,
    line: ProductLine,
    currency: Currency,
) -> Result<Option<Product>, String> {
    let id: ProductId = number_of(id)?;
    if line.handle.trim().is_empty() || line.title.trim().is_empty() {
        return Err("the handle and the title of a product are not empty".into());
    }
    if let Some(prices) = &line.price_range_v2 {
        let code = &prices.min_variant_price.currency_code;
        if code != currency.code() {
            return Err(format!(
                "the price is in {code}, the shop sells in {currency}"
            ));
        }
    }
    if !matches!(line.status.as_deref(), None | Some("ACTIVE")) {
        return Ok(None);
    }
    let preview = line.featured_media.and_then(|media| media.preview);
    let picture = line
        .featured_image
        .or_else(|| preview.and_then(|preview| preview.image));
    Ok(Some(Product {
        id,
        image: picture.map(|picture| image_of(picture, &line.title)),
        handle: line.handle,
        title: line.title,
        kind: line.product_type.unwrap_or_default(),
        tags: line
            .tags
            .iter()
            .map(|tag| tag.trim().to_lowercase())
            .collect(),
        attributes: BTreeMap::new(),
        variants: Vec::new(),
    }))
}

fn image_of(line: ImageLine, title: &str) -> Image {
    let alt = line.alt_text.filter(|alt| !alt.trim().is_empty());
    Image {
        url: line.url,
        alt: alt.unwrap_or_else(|| title.into()),
    }
}

/// A variant of a product.
///
/// # Errors
/// A sentence saying what is wrong with the line.
pub(super) fn variant_of(
    id: &str,
    line: &VariantLine,
    currency: Currency,
) -> Result<Variant, String> {
    let price = price_of("price", &line.price, currency)?;
    let was = match &line.compare_at_price {
        Some(was) => Some(price_of("compareAtPrice", was, currency)?),
        None => None,
    };
    Ok(Variant {
        id: number_of::<VariantId>(id)?,
        label: line.title.clone(),
        price,
        was: was.filter(|was| *was > price),
        available: line.available_for_sale,
        stock: line.inventory_quantity,
    })
}

fn price_of(field: &str, text: &str, currency: Currency) -> Result<Money, String> {
    match Money::parse(text, currency) {
        Ok(price) if price.minor >= 0 => Ok(price),
        Ok(_) => Err(format!("{field} `{text}` is negative")),
        Err(error) => Err(format!(
            "{field} `{text}` is no price in {currency}: {error}"
        )),
    }
}

/// `8402917397257` of `gid://shopify/Product/8402917397257`.
fn number_of<T: core::str::FromStr>(id: &str) -> Result<T, String> {
    let number = id.rsplit('/').next().unwrap_or_default();
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = digits.then(|| number.parse().ok()).flatten();
    parsed.ok_or_else(|| format!("`{id}` does not end in a number"))
}
