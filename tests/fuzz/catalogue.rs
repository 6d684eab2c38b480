//! The target `catalogue`: the lines of a bulk operation, as the edge reads them.

use super::bounded;
use shared::money::Currency;
use shared::wire::document_v1::Problem;
use shopify::bulk::{Import, Reader};

/// How the edge reads a catalogue, from its own files: its crate builds only around a Worker.
#[path = "../../edge/src/shopify"]
mod shopify {
    mod attribute;
    pub(super) mod bulk;
    mod product;
    mod wire;
}

/// A bulk operation's lines: in whatever pieces they come, the same is read, and no line is counted twice.
pub fn catalogue(bytes: &[u8]) {
    let read = import(bytes, bytes.len().max(1));
    assert_eq!(import(bytes, 1 + bytes.len() / 3), read);
    let import = match read {
        Ok(import) => import,
        Err(problems) => {
            assert!(!problems.is_empty());
            let told = |problem: Problem| problem.place + &problem.reason;
            return bounded(problems.into_iter().map(told), bytes);
        }
    };
    let lines = bytes.split(|byte| *byte == b'\n').count();
    let counted = import.products.len() + import.variants + import.inactive + import.ignored;
    assert!(counted <= lines);
    let variants = || import.products.iter().map(|product| product.variants.len());
    assert!(variants().all(|variants| variants > 0));
    assert_eq!(variants().sum::<usize>(), import.variants);
}

fn import(bytes: &[u8], piece: usize) -> Result<Import, Vec<Problem>> {
    let currency = "EUR".parse::<Currency>();
    let mut reader = Reader::new(currency.unwrap_or_else(|error| unreachable!("{error}")));
    bytes.chunks(piece).for_each(|piece| reader.feed(piece));
    reader.finish()
}
