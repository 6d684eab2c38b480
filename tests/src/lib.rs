//! What the suites share: a shop, a shopper and their conversation in simulated time; a page without a browser; a month of
//! an outbox.

pub mod client;
pub mod demo;
#[expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a simulation that cannot go on stops where it stands"
)]
pub mod month;
pub mod scene;
