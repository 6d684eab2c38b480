//! Which size fits, why, and how sure that is: from a size chart, measures of the body, the fit somebody likes, and
//! sizes of the same brand that they kept or sent back. Never guesses: with too little to go on it says what to ask.

mod advise;
mod chart;
mod length;
mod scale;

pub use advise::advise;
pub use chart::{Ease, Measured, Size, SizeChart};
pub use length::{Length, ParseLengthError, Range, Unit};

use crate::message::Voice;
use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// What is known of somebody who wants a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitting<'a> {
    /// The brand of the product.
    pub brand: &'a str,
    /// The chart that covers the product; `None` when the shop has none.
    pub chart: Option<&'a SizeChart>,
    /// Measures of the body by name (`chest`).
    pub body: &'a BTreeMap<String, Length>,
    /// How they like it.
    pub fit: Fit,
    /// What they bought before, oldest first.
    pub past: &'a [PastSize],
    /// The unit they think in.
    pub unit: Unit,
    /// How it is told.
    pub voice: Voice<'a>,
}

/// How somebody likes a garment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// Close to the body.
    Close,
    /// As it was designed.
    #[default]
    Regular,
    /// With room.
    Loose,
}

/// A size that was bought before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastSize {
    /// Its brand.
    pub brand: String,
    /// Its label.
    pub label: String,
    /// What became of it.
    pub felt: Felt,
}

/// What became of a size that was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Felt {
    /// It was kept.
    Kept,
    /// It was sent back as too small.
    TooSmall,
    /// It was sent back as too large.
    TooLarge,
    /// It was sent back for a reason that says nothing of its size.
    Otherwise,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Take this size.
    Take(Taken),
    /// No size of the chart goes around, or none is small enough.
    NoSize {
        /// Why, a sentence each.
        reasons: Vec<String>,
    },
    /// Too little is known.
    NotEnough {
        /// What to ask, the most telling first; empty when no answer of theirs would help.
        ask: Vec<Ask>,
        /// Why, a sentence each.
        reasons: Vec<String>,
    },
}

/// A size that is advised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its label.
    pub size: String,
    /// The size to try when it does not fit.
    pub runner_up: Option<String>,
    /// How sure this is.
    pub confidence: Confidence,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
    /// What would make it surer.
    pub ask: Option<Ask>,
}

/// How sure an advice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Facts contradict each other, or there is only one weak one.
    Low,
    /// One good fact, or two that leave a neighbouring size open.
    Medium,
    /// Two facts or more that agree.
    High,
}

/// What to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A measure of the body, by name.
    Measure(String),
    /// A size of this brand that fits them.
    KnownSize,
}
