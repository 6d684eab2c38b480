//! What this browser remembers of the session and of earlier visits, as far as it may.
//!
//! Without permission nothing is read and nothing kept: the past is then what happened on this page, and whether the
//! shopper is new or back is not known.

use crate::page::{
    Key, count_one_more, forget, forget_all, keep, keep_instant, parts, random_name, recall,
    recall_count, recall_instant,
};
use shared::time::Instant;
use shared::wire::frame_v1::{Page, PageKind};

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Past {
    /// Whether it may be.
    pub(super) allowed: bool,
    /// A random name; decides the holdout.
    pub(super) name: String,
    /// Whether an earlier visit is known; `None` when nothing may or can be.
    pub(super) returning: Option<bool>,
    /// Whether an invitation was shown in this session.
    pub(super) invited: bool,
    /// When one was last dismissed.
    pub(super) dismissed_at: Option<Instant>,
    /// Whether the shopper saw a filled cart and then left it.
    pub(super) left_cart: bool,
    /// Handles of products looked at in this session, with spaces between them.
    pub(super) seen: String,
    /// How often the shopper came back to one of them, with another between.
    pub(super) comparisons: u32,
    /// Which visit this is, from 1; 0 when nothing may be remembered.
    pub(super) visits: u32,
    /// The campaign whose link began the session.
    pub(super) campaign: Option<String>,
}

impl Past {
    /// Reads what other pages left since the last look, and leaves what they need to know of this one.
    pub(super) fn refresh(&mut self, allowed: bool, page: &Page, cart_count: u32) {
        if self.allowed && !allowed {
            forget_all();
            *self = Self {
                invited: self.invited,
                campaign: self.campaign.take(),
                ..Self::default()
            };
        }
        self.allowed = allowed;
        self.dismissed_at = recall_instant(Key::Dismissed);
        if allowed {
            self.begin();
            self.invited |= recall(Key::Invited).is_some();
            self.dismissed_at = self.dismissed_at.max(recall_instant(Key::Paused));
            self.note_cart(page.kind, cart_count);
            self.note_product(page);
        }
        if self.name.is_empty() {
            self.name = random_name();
        }
    }

    /// An invitation is shown.
    pub(super) fn invite(&mut self) {
        self.invited = true;
        if self.allowed {
            keep(Key::Invited, "1");
        }
    }

    /// The shopper does not want it.
    pub(super) fn dismiss(&mut self, now: Instant) {
        keep_instant(Key::Dismissed, now);
        if self.allowed {
            keep_instant(Key::Paused, now);
        }
        self.dismissed_at = Some(now);
    }

    /// Finds out, once a session, whether this browser was here before.
    fn begin(&mut self) {
        if self.returning.is_some() {
            return;
        }
        let shopper = recall(Key::Shopper);
        if recall(Key::Session).is_none() {
            keep(Key::Session, if shopper.is_some() { "back" } else { "new" });
            count_one_more(Key::Visits);
            // A cart that was looked at on an earlier visit has been left since.
            if recall(Key::Cart).is_some() {
                keep(Key::LeftCart, "left");
            }
        }
        self.visits = recall_count(Key::Visits);
        match &self.campaign {
            Some(campaign) => keep(Key::Campaign, campaign),
            None => self.campaign = recall(Key::Campaign),
        }
        // Where storage is blocked nothing comes back, and nobody can tell.
        self.returning = recall(Key::Session).map(|session| session == "back");
        self.name = shopper.unwrap_or_else(|| {
            let name = random_name();
            keep(Key::Shopper, &name);
            name
        });
    }

    fn note_cart(&mut self, kind: PageKind, cart_count: u32) {
        let left = recall(Key::LeftCart);
        match left.as_deref() {
            Some("seen") if kind != PageKind::Cart => keep(Key::LeftCart, "left"),
            None if kind == PageKind::Cart && cart_count > 0 => {
                keep(Key::LeftCart, "seen");
                keep(Key::Cart, "1");
            }
            Some(_) | None => {}
        }
        self.left_cart = recall(Key::LeftCart).as_deref() == Some("left");
    }

    fn note_product(&mut self, page: &Page) {
        self.seen = recall(Key::Seen).unwrap_or_default();
        let product = page.handle.as_deref();
        let Some(handle) = product.filter(|_| page.kind == PageKind::Product) else {
            return;
        };
        // A handle holds no space; more than this many are no help to anyone.
        let known = parts(&self.seen).any(|known| known == handle);
        if recall(Key::LastProduct).as_deref() != Some(handle) {
            keep(Key::LastProduct, handle);
            if known {
                count_one_more(Key::Comparisons);
            }
        }
        self.comparisons = recall_count(Key::Comparisons);
        if !known && self.seen.len() + handle.len() < MAX_SEEN_BYTES {
            if !self.seen.is_empty() {
                self.seen.push(' ');
            }
            self.seen.push_str(handle);
            keep(Key::Seen, &self.seen);
        }
    }
}

/// The cart was found empty: there is none to come back to.
pub(super) fn emptied() {
    forget(Key::LeftCart);
    forget(Key::Cart);
}

const MAX_SEEN_BYTES: usize = 1000;
