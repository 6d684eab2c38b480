//! How many things are in the cart: read once on the cart page, and told by the platform's events. Never polled, since
//! shoppers behind a VPN are challenged for it.

use super::past;
use crate::page::{self, path};
use wasm_bindgen::JsValue;

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
}

/// Asks the shop once.
pub(super) fn read() {
    let address = page::root() + "cart.js";
    page::when_fetched(&address, take);
}

/// The Ajax cart counts `item_count`, the platform's events `cart.totalQuantity`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the page calls it with what it has"
)]
fn take(said: JsValue) {
    let count = path(&said, &["item_count"]).or_else(|| path(&said, &["cart", "totalQuantity"]));
    let Some(count) = count.map(|count| page::as_count(&count)) else {
        return;
    };
    if count == 0 {
        past::emptied();
    }
    super::counted(count);
}
