//! What the page knows when it asks whether to invite.

use crate::time::{Instant, Span};
use crate::wire::frame_v1::PageKind;

/// What the page knows now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The kind of page the shopper is on.
    pub page: PageKind,
    /// Its path within the shop, without a locale's folder (`/products/hydra-serum`).
    pub path: &'a str,
    /// What the page is shown as.
    pub surface: Surface,
    /// How long the shopper has been active on this page: the tab is visible and not idle.
    pub dwell: Span,
    /// How many things are in the cart.
    pub cart_count: u32,
    /// Whether the shopper has left the cart page in this session; on the cart page again, that is a return.
    pub left_cart: bool,
    /// Whether an earlier visit is remembered; `None` when nothing may be.
    pub returning: Option<bool>,
    /// Whether this session has shown an invitation.
    pub invited: bool,
    /// When an invitation was last dismissed, as far as it may be remembered.
    pub dismissed_at: Option<Instant>,
    /// Whether the shopper talks with the shop.
    pub talk: Talk,
    /// Whether anything can answer: the edge has been reached and the chat can be loaded.
    pub answerable: bool,
    /// Random, one a session; decides the holdout.
    pub holdout_key: &'a str,
    /// What has been seen on this page and in this session.
    pub seen: Seen<'a>,
}

/// Signals, counted. What may not be remembered between pages counts on this page only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own and may come with any other"
)]
pub struct Seen<'a> {
    /// The shopper is about to leave.
    pub exit: bool,
    /// How often another variant was picked on this page.
    pub variant_changes: u32,
    /// How often the shopper came back to a product seen before, with another between.
    pub comparisons: u32,
    /// The variant that is picked is sold out.
    pub sold_out: bool,
    /// A search found nothing.
    pub empty_search: bool,
    /// A discount code was not taken.
    pub discount_failed: bool,
    /// What the cart is worth, in hundredths of its currency.
    pub cart_cents: u32,
    /// The cart's currency; empty while unknown.
    pub cart_currency: &'a str,
    /// Which visit this is, from 1; 0 when nothing may be remembered.
    pub visits: u32,
    /// The campaign whose link began the session.
    pub campaign: Option<&'a str>,
    /// What the shop's theme says of the shopper.
    pub standing: Standing,
}

/// What a shop's theme may say of a shopper who is signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    #[default]
    None,
    /// Has bought lately.
    RecentBuyer,
    /// One of the shop's best.
    Vip,
}

/// What a page is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// To a shopper.
    Shop,
    /// To nobody yet: the browser guesses that the shopper will come here.
    Prerendered,
    /// To the merchant, in the theme editor.
    ThemeEditor,
    /// To whoever knows the shop's password.
    PasswordPage,
}

/// Whether the shopper talks with the shop in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// No conversation yet.
    None,
    /// The chat is open.
    Open,
    /// There was a conversation; the chat is closed.
    Had,
}
