//! How much a report matters where not all can be kept.

use super::{Item, Told};
use crate::optout;

/// What is lost with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// How far a message came on its way.
    Passing,
    /// Something that a person or the ledger is to learn, and that is told again when it is not taken at once.
    Usual,
    /// Somebody takes consent back, or nothing may go to an address any more.
    Ends,
}

impl Item {
    /// How much it matters.
    #[must_use]
    pub fn weight(&self) -> Weight {
        let ends = match &self.told {
            Told::Message { fate, .. } if fate.withdraws() || fate.suppresses().is_some() => true,
            Told::Message { .. } => return Weight::Passing,
            Told::Reply { text, .. } => optout::is_opt_out(text),
            Told::Contact { .. } | Told::Unknown => false,
        };
        if ends { Weight::Ends } else { Weight::Usual }
    }
}
