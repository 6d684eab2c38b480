//! What Shopify hands us: the lines of a bulk operation, which become the shop's catalogue, and requests of a shop's own
//! pages ([`proxy`]).
//!
//! Their shapes stop here; whoever asks gets the domain's own products, or every problem with its line.

mod attribute;
mod bulk;
mod product;
mod proxy;
mod wire;

pub(crate) use bulk::{Import, Reader};
pub(crate) use proxy::Proxied;
