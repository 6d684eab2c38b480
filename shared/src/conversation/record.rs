//! The session record: what is kept of a visit beside the turns, within what the page was allowed to tell.

use super::{Outcome, Record};
use crate::id::{ConversationId, ShopperId};
use alloc::{collections::BTreeMap, string::String, vec::Vec};

impl Record {
    /// The record of a conversation that nobody has opened yet.
    #[must_use]
    pub fn new(conversation: ConversationId, shopper: ShopperId) -> Self {
        Self {
            conversation,
            shopper,
            flow: None,
            began: None,
            last: None,
            locale: String::new(),
            country: None,
            returning: None,
            invited: None,
            pages: Vec::new(),
            seen: Vec::new(),
            answers: BTreeMap::new(),
            cart: Vec::new(),
            consented: None,
            turns: 0,
            outcome: Outcome::Open,
            ended: None,
        }
    }
}
