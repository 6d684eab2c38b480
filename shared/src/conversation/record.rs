//! The session record: what is kept of a visit beside the turns, within what the page was allowed to tell.

use super::act::Act;
use super::{CartStep, Outcome, Record};
use crate::channel::Channel;
use crate::id::{ConversationId, ShopperId};
use crate::time::Instant;
use crate::wire::frame_v1::{CartReport, Page, PageKind, Visit};
use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// What of a record makes it worth keeping when it changes; pages seen wait for the next such change.
#[derive(PartialEq, Eq)]
pub(super) struct Worth {
    began: Option<Instant>,
    answers: usize,
    outcome: Outcome,
    ended: Option<Instant>,
    consented: Option<Channel>,
    cart: usize,
    rating: Option<u8>,
}

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
            rating: None,
        }
    }

    /// By what a record is worth keeping as soon as it changes.
    pub(super) fn worth(&self) -> Worth {
        Worth {
            began: self.began,
            answers: self.answers.len(),
            outcome: self.outcome,
            ended: self.ended,
            consented: self.consented,
            cart: self.cart.len(),
            rating: self.rating,
        }
    }

    /// The session came this far; it never goes back.
    pub(super) fn reach(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(outcome);
    }

    /// Something happened to the cart.
    pub(super) fn note_cart_step(&mut self, step: CartStep) {
        if self.cart.len() < MAX_KEPT {
            self.cart.push(step);
        }
    }

    fn note_product(&mut self, handle: &str) {
        let known = self.seen.iter().any(|seen| seen == handle);
        if !known && self.seen.len() < MAX_KEPT && handle.len() <= MAX_HANDLE {
            self.seen.push(handle.into());
        }
    }
}

impl Act<'_> {
    /// What the page tells about the visit.
    pub(super) fn note_visit(&mut self, visit: Visit) {
        let Visit {
            locale,
            country,
            returning,
            page,
            seen,
            invited,
            cart,
        } = visit;
        let record = &mut self.state.record;
        record.locale = locale.chars().take(MAX_LOCALE).collect();
        record.country = country.filter(|code| is_country(code));
        record.returning = returning.or(record.returning);
        let invited = invited.map(|why| why.chars().take(MAX_HANDLE).collect());
        record.invited = record.invited.take().or(invited);
        for handle in &seen {
            record.note_product(handle);
        }
        self.note_page(&page);
        if let Some(cart) = cart {
            self.note_cart(cart);
        }
    }

    /// The shopper is on this page now.
    pub(super) fn note_page(&mut self, page: &Page) {
        let record = &mut self.state.record;
        if !record.pages.contains(&page.kind) {
            record.pages.push(page.kind);
        }
        if let (PageKind::Product, Some(handle)) = (page.kind, &page.handle) {
            record.note_product(handle);
        }
        self.state.page = Some(page.clone());
    }

    /// The cart looks like this now.
    pub(super) fn note_cart(&mut self, mut cart: CartReport) {
        cart.lines.truncate(MAX_KEPT);
        self.state.cart = Some(cart);
    }
}

/// Two letters; a code that no rule knows is answered as such.
fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Products, cart steps and cart lines kept at most.
const MAX_KEPT: usize = 50;
const MAX_HANDLE: usize = 200;
const MAX_LOCALE: usize = 20;
