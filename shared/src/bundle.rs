//! What belongs together: bundles at a declared discount, and the parts that complete what a shopper has. Sums are exact,
//! and nothing is offered that cannot be bought, is in the cart or was bought before. Never sets a price: a saving is
//! stated only as the shop declares it, and the shop's own checkout must grant it.

use crate::catalog::{Product, Variant};
use crate::id::{ProductId, VariantId};
use crate::message::Voice;
use crate::money::Money;
use crate::sort;
use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

/// Basis points off a price: 0 to 10 000 (all of it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Discount(u16);

impl Discount {
    /// So many basis points; `None` when that is more than everything.
    #[must_use]
    pub fn basis_points(points: u16) -> Option<Self> {
        (points <= WHOLE).then_some(Self(points))
    }

    /// What it takes off a price: once off the whole sum, and rounded down to a whole minor unit, so that a shopper is
    /// never told of a cent that the checkout may not give. `None` when the sum is negative or too large.
    #[must_use]
    pub fn off(self, sum: Money) -> Option<Money> {
        let scaled = sum.checked_mul(i64::from(self.0))?;
        (sum.minor >= 0).then(|| Money::new(scaled.minor / i64::from(WHOLE), sum.currency))
    }
}

/// A bundle as the shop declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// What it is called.
    pub name: String,
    /// The handles of its parts.
    pub parts: Vec<String>,
    /// What is taken off their sum.
    pub discount: Discount,
}

/// What a shopper has already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holds {
    /// What is in the cart.
    pub cart: Vec<VariantId>,
    /// What was bought before.
    pub bought: Vec<ProductId>,
}

/// A product that can be put into the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub title: String,
    /// The least expensive variant that can be bought now.
    pub variant: VariantId,
    /// Its options; empty when the product has only one variant.
    pub label: String,
    /// Its price.
    pub price: Money,
}

/// A bundle that can be bought now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// What it is called.
    pub name: String,
    /// At least two parts, in the order declared.
    pub parts: Vec<Part>,
    /// What the parts cost one by one.
    pub sum: Money,
    /// What the bundle saves; never negative.
    pub saving: Money,
    /// `sum` less `saving`.
    pub total: Money,
}

/// Why a bundle is not offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// The shop sells nothing by this handle.
    Unknown(String),
    /// This part cannot be bought now.
    SoldOut(String),
    /// This part is in the cart.
    InCart(String),
    /// This part was bought before.
    Bought(String),
    /// Fewer than two parts are declared.
    TooFew,
    /// The parts have no common currency, or cost more than can be kept.
    NoSum,
}

/// What completes a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What to add, each with the reason in one sentence.
    pub parts: Vec<(Part, String)>,
    /// What would belong to it and is not offered; the shopper may want to know of what is sold out.
    pub left_out: Vec<Dropped>,
}

/// The bundles that products declare: those that name the same bundle in their attribute `bundle` or a tag
/// `bundle:NAME` belong together, in the order of their ids. The discount is the one that they
/// name in `bundle_discount_bp`; where they disagree, or none names one, nothing is taken off.
#[must_use]
pub fn declared(products: &[Product]) -> Vec<Declared> {
    let mut members: BTreeMap<String, Vec<&Product>> = BTreeMap::new();
    for product in products {
        for name in names(product) {
            members.entry(name).or_default().push(product);
        }
    }
    let declared = members.into_iter().map(|(name, mut members)| {
        members.sort_by_key(|product| &product.id);
        members.dedup_by_key(|product| &product.id);
        Declared {
            discount: agreed_discount(&members),
            parts: members
                .iter()
                .map(|product| product.handle.clone())
                .collect(),
            name,
        }
    });
    declared
        .filter(|declared| declared.parts.len() > 1)
        .collect()
}

/// A declared bundle with its prices now.
///
/// # Errors
/// The first reason for which it is not offered.
pub fn price(products: &[Product], declared: &Declared, holds: &Holds) -> Result<Bundle, Dropped> {
    let parts: Vec<Part> = declared
        .parts
        .iter()
        .map(|handle| part(products, handle, holds))
        .collect::<Result<_, _>>()?;
    let sum = sum(&parts)?;
    let saving = declared.discount.off(sum).ok_or(Dropped::NoSum)?;
    let total = Money::new(sum.minor.saturating_sub(saving.minor), sum.currency);
    Ok(Bundle {
        name: declared.name.clone(),
        sum,
        saving,
        total,
        parts,
    })
}

fn sum(parts: &[Part]) -> Result<Money, Dropped> {
    let [first, others @ ..] = parts else {
        return Err(Dropped::TooFew);
    };
    if others.is_empty() {
        return Err(Dropped::TooFew);
    }
    let mut prices = others.iter().map(|part| part.price);
    let sum = prices.try_fold(first.price, Money::checked_add);
    sum.ok_or(Dropped::NoSum)
}

/// What goes with these products: what they name in their attribute `complements` (handles), then the other parts of
/// their bundles. Each is offered once, and none that the shopper has.
#[must_use]
pub fn complete(
    products: &[Product],
    anchors: &[ProductId],
    holds: &Holds,
    voice: Voice<'_>,
) -> Completion {
    let find = |id: &ProductId| products.iter().find(|product| product.id == *id);
    let anchors: Vec<&Product> = anchors.iter().filter_map(find).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut completion = Completion {
        parts: Vec::new(),
        left_out: Vec::new(),
    };
    let bundles = declared(products);
    let has = |handle: &str| anchors.iter().any(|anchor| anchor.handle == handle);
    for anchor in &anchors {
        for (handle, reason) in partners(anchor, &bundles, voice) {
            if has(handle) || seen.contains(&handle) {
                continue;
            }
            seen.push(handle);
            match part(products, handle, holds) {
                Ok(part) => completion.parts.push((part, reason)),
                Err(dropped) => completion.left_out.push(dropped),
            }
        }
    }
    completion
}

/// The handles of what goes with a product, each with the reason.
fn partners<'a>(
    anchor: &'a Product,
    bundles: &'a [Declared],
    voice: Voice<'_>,
) -> Vec<(&'a str, String)> {
    let named = anchor.attributes.get(COMPLEMENTS).into_iter().flatten();
    let goes_with = named.map(|handle| {
        (
            handle,
            voice.say("bundle_goes_with", &[("product", &anchor.title)]),
        )
    });
    let bundles = bundles
        .iter()
        .filter(|bundle| bundle.parts.contains(&anchor.handle));
    let same_bundle = bundles.flat_map(|bundle| {
        let holes = [("bundle", bundle.name.as_str()), ("product", &anchor.title)];
        let reason = voice.say("bundle_belongs", &holes);
        bundle
            .parts
            .iter()
            .map(move |handle| (handle, reason.clone()))
    });
    let partners = goes_with.chain(same_bundle);
    partners
        .map(|(handle, reason)| (handle.as_str(), reason))
        .collect()
}

impl Bundle {
    /// The bundle in one sentence, with the saving only when there is one.
    #[must_use]
    pub fn text(&self, voice: Voice<'_>) -> String {
        let titles: Vec<String> = self.parts.iter().map(|part| part.title.clone()).collect();
        let [total, saving, sum] =
            [self.total, self.saving, self.sum].map(|amount| voice.money(amount));
        let name = if self.saving.minor == 0 {
            "bundle_costs"
        } else {
            "bundle_saves"
        };
        let titles = voice.list(&titles);
        let holes = [
            ("products", titles.as_str()),
            ("total", &total),
            ("sum", &sum),
            ("saving", &saving),
        ];
        voice.say(name, &holes)
    }
}

impl Dropped {
    /// The reason in one sentence; `None` where it is no business of the shopper.
    #[must_use]
    pub fn text(&self, voice: Voice<'_>) -> Option<String> {
        match self {
            Self::SoldOut(title) => Some(voice.say("bundle_sold_out", &[("product", title)])),
            Self::InCart(title) => Some(voice.say("bundle_in_cart", &[("product", title)])),
            Self::Bought(title) => Some(voice.say("bundle_bought", &[("product", title)])),
            Self::Unknown(_) | Self::TooFew | Self::NoSum => None,
        }
    }
}

fn part(products: &[Product], handle: &str, holds: &Holds) -> Result<Part, Dropped> {
    let found = products.iter().find(|product| product.handle == *handle);
    let product = found.ok_or_else(|| Dropped::Unknown(handle.to_string()))?;
    let title = product.title.clone();
    let in_cart = |variant: &Variant| holds.cart.contains(&variant.id);
    if product.variants.iter().any(in_cart) {
        return Err(Dropped::InCart(title));
    }
    if holds.bought.contains(&product.id) {
        return Err(Dropped::Bought(title));
    }
    let buyable = product.variants.iter().filter(|variant| variant.available);
    let cheapest = buyable.min_by_key(|variant| (variant.price.minor, &variant.id));
    let variant = cheapest.ok_or_else(|| Dropped::SoldOut(title.clone()))?;
    Ok(Part {
        product: product.id.clone(),
        title,
        variant: variant.id.clone(),
        label: variant.label.clone(),
        price: variant.price,
    })
}

/// The bundles that a product says it belongs to, each once.
fn names(product: &Product) -> Vec<String> {
    let attribute = product
        .attributes
        .get(BUNDLE)
        .into_iter()
        .flatten()
        .cloned();
    let tags = product.tags.iter();
    let tags = tags.filter_map(|tag| Some(tag.strip_prefix(TAG)?.trim().to_string()));
    let mut names: Vec<String> = attribute.chain(tags).collect();
    names.retain(|name| !name.is_empty());
    sort::sort(&mut names);
    names.dedup();
    names
}

/// The discount that all who name one agree on, or none.
fn agreed_discount(members: &[&Product]) -> Discount {
    let said = members
        .iter()
        .filter_map(|product| product.attributes.get(DISCOUNT)?.first());
    let mut said: Vec<&String> = said.collect();
    said.dedup();
    let discount = match said.as_slice() {
        [only] => only.parse().ok().and_then(Discount::basis_points),
        _ => None,
    };
    discount.unwrap_or_default()
}

/// The attribute with the handles of what goes with a product.
const COMPLEMENTS: &str = "complements";
/// The attribute with the names of the bundles that a product belongs to.
const BUNDLE: &str = "bundle";
/// What begins a tag that names a bundle.
const TAG: &str = "bundle:";
/// The attribute with a bundle's discount in basis points.
const DISCOUNT: &str = "bundle_discount_bp";
/// All of a price, in basis points.
const WHOLE: u16 = 10_000;
