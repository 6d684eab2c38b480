//! The stand-ins as their clients meet them, each test with its own pair of sockets.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

mod app_proxy;
mod cart;
mod catalogue;
mod contacts;
mod customer;
mod messages;
mod program;
mod service;
mod shop;
mod shop_data;
mod storefront;
mod webhooks;
mod whatsapp;
