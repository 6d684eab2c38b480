//! What the suites share: a shop, a shopper and their conversation in simulated time; a page without a browser.

pub mod client;
pub mod scene;
