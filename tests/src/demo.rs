//! The demo's shop under another name, and a flow that is small enough to be put into a thousand shops.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops where it stands"
)]

use serde_json::{Value, json};
use xtask::repo;

/// The document of the demo's shop as that of `shop`, whose pages are of `origin`.
///
/// # Panics
/// When the demo has no such document.
#[must_use]
pub fn document(shop: &str, origin: &str) -> Value {
    let text = repo::read("tests/demo/shop.json").expect("the demo's shop");
    let text = text.replace("{{storefront}}", origin);
    let mut document: Value = serde_json::from_str(&text).expect("a shop document");
    document["shop"] = json!(shop);
    document
}

/// The flows that a suite's shop has: those of the demo's stories, and all that they call.
///
/// # Panics
/// When there is no such list.
#[must_use]
pub fn flows() -> Vec<String> {
    let text = repo::read("tests/demo/flows.json").expect("the flows");
    serde_json::from_str(&text).expect("a list of flows")
}

/// A welcome of one ask and two questions, one of them answered by a look-up.
///
/// # Panics
/// When it is no JSON.
#[must_use]
pub fn small_flow() -> Value {
    serde_json::from_str(include_str!("demo/flow.json")).expect("a flow")
}
