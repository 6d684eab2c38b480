//! What is told in English, as most tests read it.

use shared::bundle::{self, Completion, Holds};
use shared::catalog::Product;
use shared::compatibility::{self, Compatibility, Thing};
use shared::id::ProductId;
use shared::message::Voice;
use shared::recommend::{self, Compared, Recommendation, Want};
use shared::wire::frame_v1::{Card, Comparison};

pub(crate) fn recommend(products: &[Product], want: &Want) -> Vec<Card> {
    recommend::recommend(products, want, Voice::default())
}

pub(crate) fn explain(products: &[Product], want: &Want) -> Recommendation {
    recommend::explain(products, want, Voice::default())
}

pub(crate) fn compare(products: &[Product]) -> Comparison {
    recommend::compare(products, Voice::default())
}

pub(crate) fn compare_for(products: &[Product], want: &Want) -> Compared {
    recommend::compare_for(products, want, Voice::default())
}

pub(crate) fn compatible(one: &Thing, other: &Thing) -> Compatibility {
    compatibility::compatible(one, other, Voice::default())
}

pub(crate) fn complete(products: &[Product], anchors: &[ProductId], holds: &Holds) -> Completion {
    bundle::complete(products, anchors, holds, Voice::default())
}
