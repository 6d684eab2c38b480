//! One input being applied: the state it changes, what it says and what it wants done.

use super::{Conversation, Effect, Found, ShopContext};
use crate::id::TurnId;
use crate::time::Instant;
use crate::wire::frame_v1::{CartReport, Page, Say, Visit};
use alloc::vec::Vec;

pub(super) struct Act<'a> {
    conversation: &'a mut Conversation,
    effects: Vec<Effect>,
}

impl<'a> Act<'a> {
    pub(super) fn new(
        conversation: &'a mut Conversation,
        _shop: &'a ShopContext,
        _now: Instant,
    ) -> Self {
        Self {
            conversation,
            effects: Vec::new(),
        }
    }
    pub(super) fn open(&mut self, _visit: Visit) {}
    pub(super) fn take(&mut self, _id: TurnId, _say: Say) {}
    pub(super) fn note_page(&mut self, _page: &Page) {}
    pub(super) fn note_cart(&mut self, cart: CartReport) {
        self.conversation.state.cart = Some(cart);
    }
    pub(super) fn found(&mut self, _lookup: u32, _found: Found) {}
    pub(super) fn deadline(&mut self) {}
    pub(super) fn finish(self) -> Vec<Effect> {
        self.effects
    }
}
