//! What Shopify hands us: so far the lines of a bulk operation, which become the shop's catalogue.
//!
//! Their shapes stop at [`wire`]; whoever asks gets the domain's own products, or every problem with its line.

mod attribute;
mod bulk;
mod product;
mod wire;

pub(crate) use bulk::{Import, Reader};
