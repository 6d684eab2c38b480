//! A shop's products, categories and orders. Each call may be made again: an id that is there is updated.

use super::call::Call;
use super::endpoint;
use super::wire::{Categories, Category, Order, Orders, Product, Products, Updating};

/// Switches the account on for shop data, once; Brevo needs some minutes for it.
pub(crate) fn activate() -> Call<()> {
    Call::of(endpoint::COMMERCE)
}

pub(crate) fn product(product: &Product<'_>) -> Call<()> {
    Call::of(endpoint::PRODUCT).with(&Updating::with(product))
}

/// At most 100, each id once.
pub(crate) fn products(products: &[Product<'_>]) -> Call<()> {
    Call::of(endpoint::PRODUCT_BATCH).with(&Updating::with(&Products { products }))
}

pub(crate) fn category(category: &Category<'_>) -> Call<()> {
    Call::of(endpoint::CATEGORY).with(&Updating::with(category))
}

/// At most 100, each id once.
pub(crate) fn categories(categories: &[Category<'_>]) -> Call<()> {
    Call::of(endpoint::CATEGORY_BATCH).with(&Updating::with(&Categories { categories }))
}

/// An order as it stands now; automations see it.
pub(crate) fn order(order: &Order<'_>) -> Call<()> {
    Call::of(endpoint::ORDER).with(order)
}

/// Orders that were placed before the shop had Parley; no automation sees them. At most 1000.
pub(crate) fn past_orders(orders: &[Order<'_>]) -> Call<()> {
    let historical = true;
    Call::of(endpoint::ORDER_BATCH).with(&Orders { orders, historical })
}

/// Orders as they stand now; automations see them. At most 1000.
pub(crate) fn live_orders(orders: &[Order<'_>]) -> Call<()> {
    let historical = false;
    Call::of(endpoint::ORDER_BATCH).with(&Orders { orders, historical })
}
