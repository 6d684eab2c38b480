//! What is in the cart: read once on the cart page, and told by the platform's events. Never polled, since shoppers behind
//! a VPN are challenged for it.

use super::past;
use crate::page::{self, path};
use wasm_bindgen::JsValue;

/// The cart, as far as rules ask for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cart {
    /// How many things are in it.
    pub(super) count: u32,
    /// What it is worth, in hundredths.
    pub(super) cents: u32,
    /// ISO 4217.
    pub(super) currency: String,
    /// Whether it holds a discount code that does not apply.
    pub(super) code_failed: bool,
}

/// Follows the cart through the platform's events; each promises the cart as it will be.
pub(super) fn listen(document: &JsValue) {
    let follow = page::function(|event| {
        if let Some(promise) = page::field(&event, "promise") {
            page::when(&promise, take);
        }
        take(event);
    });
    page::listen(document, "shopify:cart:view", &follow);
    page::listen(document, "shopify:cart:lines-update", &follow);
    page::listen(document, "shopify:cart:discount-update", &follow);
}

/// Asks the shop once.
pub(super) fn read() {
    let address = page::root() + "cart.js";
    page::when_fetched(&address, take);
}

/// The Ajax cart says `item_count` and `total_price` in hundredths, the platform's events `cart.totalQuantity` and
/// `cart.cost.totalAmount` as decimal text. What names no count is no cart.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the page calls it with what it has"
)]
fn take(said: JsValue) {
    let text = |keys: &[&str]| path(&said, keys).and_then(|value| value.as_string());
    let cart = if let Some(count) = path(&said, &["item_count"]) {
        Cart {
            count: page::as_count(&count),
            cents: path(&said, &["total_price"]).map_or(0, |cents| page::as_count(&cents)),
            currency: text(&["currency"]).unwrap_or_default(),
            code_failed: refused(&said, &["discount_codes", "0", "applicable"]),
        }
    } else if let Some(count) = path(&said, &["cart", "totalQuantity"]) {
        let amount = path(&said, &["cart", "cost", "totalAmount", "amount"]);
        Cart {
            count: page::as_count(&count),
            cents: amount.map_or(0, |amount| page::as_hundredths(&amount)),
            currency: text(&["cart", "cost", "totalAmount", "currencyCode"]).unwrap_or_default(),
            code_failed: refused(&said, &["cart", "discountCodes", "0", "applicable"]),
        }
    } else {
        return;
    };
    if cart.count == 0 {
        past::emptied();
    }
    super::filled(cart);
}

fn refused(said: &JsValue, keys: &[&str]) -> bool {
    path(said, keys).and_then(|applies| applies.as_bool()) == Some(false)
}
