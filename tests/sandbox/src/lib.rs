//! Stand-ins for the world around a conversational shop: a storefront in the manner of a Liquid theme, and the
//! messaging service it writes to. Both run in one process, keep their state in memory and, when a folder is given,
//! on disk; both can be told to misbehave. They are for tests and the demo only.
//!
//! Read `serve` first (sockets), then `world` (what is remembered), `control` (faults, log, settings), `storefront`,
//! `brevo`. `client` is the small HTTP client that posts webhooks and that tests use.

mod brevo;
mod catalogue;
pub mod client;
mod clock;
mod control;
mod html;
mod picture;
mod serve;
mod settings;
mod storefront;
mod token;
mod world;

pub use catalogue::{Catalogue, Product, Variant};
pub use serve::{Addresses, Handle, Options, serve};
pub use storefront::app_proxy::sign_query;
pub use storefront::webhook::sign;
