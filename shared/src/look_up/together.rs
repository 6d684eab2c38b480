//! Products for more than being bought by themselves: as cards, so that each can be put into the cart, each with why.

use super::{is, recommended};
use crate::bundle::{Holds, complete, declared, price};
use crate::catalog::Product;
use crate::conversation::{About, Found};
use crate::gift::{Hint, is_gift_card};
use crate::id::{ProductId, VariantId};
use crate::message::Voice;
use crate::recommend::{Want, recommend};
use crate::wire::frame_v1::Card;
use alloc::{string::String, vec, vec::Vec};

/// What to give; the shop's gift card where nothing fits.
pub(super) fn gift(products: &[Product], want: &Want, voice: Voice<'_>) -> Found {
    let (cards, gifts): (Vec<Product>, Vec<Product>) =
        products.iter().cloned().partition(is_gift_card);
    let found = recommended(&gifts, want, voice);
    let handles: Vec<String> = cards.into_iter().map(|card| card.handle).collect();
    let fits = match &found {
        Found::Products(shown) | Found::Ranked { cards: shown, .. } => !shown.is_empty(),
        Found::Comparison(_)
        | Found::Delivery(_)
        | Found::Failed
        | Found::Told { .. }
        | Found::NothingFits(_)
        | Found::Compared { .. }
        | Found::Nothing => false,
    };
    if handles.is_empty() || fits {
        return found;
    }
    let mut shown = cards_of(products, handles, voice);
    for card in &mut shown {
        card.reasons = vec![Hint::GiftCard(card.title.clone()).text(voice)];
    }
    if shown.is_empty() {
        found
    } else {
        Found::Products(shown)
    }
}

/// The parts of the first bundle that the product it is about belongs to and that can be bought now.
pub(super) fn bundles(
    products: &[Product],
    want: &Want,
    beside: &[About],
    voice: Voice<'_>,
) -> Found {
    let anchors: Vec<&Product> = meant(products, beside).collect();
    let holds = Holds::default();
    let bundle = declared(products)
        .into_iter()
        .filter(|declared| {
            let mut handles = anchors.iter().map(|anchor| &anchor.handle);
            handles.any(|handle| declared.parts.contains(handle))
        })
        .find_map(|declared| Some((price(products, &declared, &holds).ok()?, declared.parts)));
    let Some((bundle, handles)) = bundle else {
        return complete_set(products, want, beside, voice);
    };
    let mut cards = cards_of(products, handles, voice);
    for card in &mut cards {
        card.reasons = vec![bundle.text(voice)];
    }
    Found::Products(cards)
}

/// What goes with these products and is not in the cart.
pub(super) fn complete_set(
    products: &[Product],
    want: &Want,
    beside: &[About],
    voice: Voice<'_>,
) -> Found {
    let anchors: Vec<ProductId> = meant(products, beside)
        .map(|anchor| anchor.id.clone())
        .collect();
    let cart: Vec<VariantId> = beside.iter().filter_map(variant).cloned().collect();
    let holds = Holds {
        cart,
        bought: Vec::new(),
    };
    let completion = complete(products, &anchors, &holds, voice);
    let reason = |card: &Card| {
        let mut parts = completion.parts.iter();
        let (_, reason) = parts.find(|(part, _)| part.product == card.product)?;
        Some(reason.clone())
    };
    let handle = |id: &ProductId| {
        let product = products.iter().find(|product| product.id == *id);
        product.map(|product| product.handle.clone())
    };
    let parts = completion.parts.iter();
    let handles: Vec<String> = parts
        .filter_map(|(part, _)| handle(&part.product))
        .take(usize::from(want.limit))
        .collect();
    if handles.is_empty() {
        return Found::Nothing;
    }
    let mut cards = cards_of(products, handles, voice);
    for card in &mut cards {
        card.reasons = reason(card).into_iter().collect();
    }
    Found::Products(cards)
}

fn meant<'a>(products: &'a [Product], beside: &'a [About]) -> impl Iterator<Item = &'a Product> {
    let is_meant = |product: &&Product| beside.iter().any(|about| is(product, about));
    products.iter().filter(is_meant)
}

fn variant(about: &About) -> Option<&VariantId> {
    match about {
        About::Variant(id) => Some(id),
        About::Handle(_) => None,
    }
}

/// Cards of these products that can be bought now.
fn cards_of(products: &[Product], handles: Vec<String>, voice: Voice<'_>) -> Vec<Card> {
    let want = Want {
        limit: u8::try_from(handles.len()).unwrap_or(u8::MAX),
        handles,
        available_only: true,
        ..Want::default()
    };
    recommend(products, &want, voice)
}
