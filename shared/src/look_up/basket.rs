//! The cart as discounts see it. Collections are in no catalogue that we keep, so a code that names one is not answered
//! for.

use super::told;
use crate::catalog::Product;
use crate::conversation::Found;
use crate::discount::{Answer, Basket, BasketLine, Discounts, Usage};
use crate::message::Voice;
use crate::money::Currency;
use crate::time::Date;
use crate::wire::frame_v1::CartLine;
use alloc::{string::String, vec::Vec};

pub(super) fn of(
    lines: &[CartLine],
    products: &[Product],
    codes: &[String],
    country: Option<&String>,
    currency: Currency,
) -> Basket {
    let basket_line = |line: &CartLine| {
        let has = |product: &&Product| {
            let mut own = product.variants.iter();
            own.any(|variant| variant.id == line.variant)
        };
        let product = products.iter().find(has);
        BasketLine {
            handle: product
                .map(|product| product.handle.clone())
                .unwrap_or_default(),
            collections: Vec::new(),
            quantity: line.quantity,
            total: line.total,
        }
    };
    Basket {
        currency: lines.first().map_or(currency, |line| line.total.currency),
        lines: lines.iter().map(basket_line).collect(),
        country: country.cloned(),
        codes: codes.to_vec(),
    }
}

/// What a code does. A spelling that resembles none is not answered: the shop may know codes that its document does not
/// list.
pub(super) fn discount(
    discounts: &Discounts,
    code: &str,
    basket: &Basket,
    today: Date,
    voice: Voice<'_>,
) -> Found {
    let discounts = discounts.without_collections();
    // Nothing tells how often a code was used.
    let found = discounts.explain(code, basket, |_| Usage::default(), today, voice);
    match &found.answer {
        Answer::Applies(offer) => {
            let code = offer.code.clone();
            told(&found.sentences, None, Some(("discount", code)))
        }
        Answer::Refused { .. } | Answer::Unknown { meant: Some(_) } => {
            told(&found.sentences, None, None)
        }
        Answer::Unknown { meant: None } => Found::Nothing,
    }
}
