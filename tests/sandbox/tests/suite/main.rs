//! The stand-ins as their clients meet them, each test with its own pair of sockets.

mod cart;
mod catalogue;
mod contacts;
mod messages;
mod service;
mod shop;
mod storefront;
