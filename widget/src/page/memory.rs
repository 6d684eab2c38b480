//! Everything that Parley may leave in a browser: the keys, where each is kept, and with whose permission.
//!
//! Nothing is kept without a word from the shopper: either the shop's consent banner allows preferences, or the shopper
//! has done the very thing that is remembered.

use super::{as_count, as_instant, call, field, window};
use shared::time::Instant;
use wasm_bindgen::JsValue;

/// A place in the browser's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A random name for this browser: found at the start of a session, it means that this is not the first visit, and
    /// it decides the holdout. Kept across visits, with permission.
    Shopper,
    /// That the cart page was looked at with something in the cart. Kept across visits, with permission.
    Cart,
    /// When an invitation was dismissed. Kept across visits, with permission, for the shop's pause.
    Paused,
    /// `new` or `back`: this session has begun, and whether an earlier visit was known. With permission.
    Session,
    /// `seen` or `left`: the shopper saw a filled cart in this session, and went elsewhere after. With permission.
    LeftCart,
    /// That this session has shown an invitation. With permission.
    Invited,
    /// The handles of products looked at in this session, with spaces between them. With permission.
    Seen,
    /// The product looked at last in this session. With permission.
    LastProduct,
    /// How often the shopper came back to a product in this session. With permission.
    Comparisons,
    /// The campaign whose link began this session. With permission.
    Campaign,
    /// How many visits this browser has made. Kept across visits, with permission.
    Visits,
    /// When an invitation was dismissed in this session. Needs no permission: the shopper asked for quiet.
    Dismissed,
    /// The conversation, as the chat keeps it once the shopper has opened one. Needs no permission: the shopper asked
    /// for a conversation.
    Chat,
    /// The same across visits, with permission.
    ChatEarlier,
    /// The customer who was signed in when that conversation was opened, as the page named them. Needs no permission, as
    /// before: without it the next one at this browser would read on.
    Customer,
    /// The same across visits, with permission.
    CustomerEarlier,
    /// That the chat's panel is open, so that the next page opens it again. Needs no permission, as before.
    ChatOpen,
}

/// All keys that need permission.
const PERMITTED: [Key; 13] = [
    Key::Shopper,
    Key::Cart,
    Key::Paused,
    Key::Session,
    Key::LeftCart,
    Key::Invited,
    Key::Seen,
    Key::LastProduct,
    Key::Comparisons,
    Key::Campaign,
    Key::Visits,
    Key::ChatEarlier,
    Key::CustomerEarlier,
];

impl Key {
    fn storage(self) -> &'static str {
        match self {
            Self::Shopper
            | Self::Cart
            | Self::Paused
            | Self::Visits
            | Self::ChatEarlier
            | Self::CustomerEarlier => "localStorage",
            Self::Session
            | Self::LeftCart
            | Self::Invited
            | Self::Seen
            | Self::LastProduct
            | Self::Comparisons
            | Self::Campaign
            | Self::Dismissed
            | Self::Chat
            | Self::Customer
            | Self::ChatOpen => "sessionStorage",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Shopper => "parley.shopper",
            Self::Cart => "parley.cart",
            Self::Paused => "parley.paused",
            Self::Session => "parley.session",
            Self::LeftCart => "parley.left-cart",
            Self::Invited => "parley.invited",
            Self::Seen => "parley.seen",
            Self::LastProduct => "parley.last",
            Self::Comparisons => "parley.comparisons",
            Self::Campaign => "parley.campaign",
            Self::Visits => "parley.visits",
            Self::Dismissed => "parley.dismissed",
            Self::Chat | Self::ChatEarlier => "parley.chat",
            Self::Customer | Self::CustomerEarlier => "parley.customer",
            Self::ChatOpen => "parley.open",
        }
    }
}

/// What is kept there; `None` also where storage is blocked.
pub(crate) fn recall(key: Key) -> Option<String> {
    recall_value(key)?.as_string()
}

/// The time that is kept there.
pub(crate) fn recall_instant(key: Key) -> Option<Instant> {
    Some(as_instant(&recall_value(key)?))
}

/// The count that is kept there; 0 when none is.
pub(crate) fn recall_count(key: Key) -> u32 {
    recall_value(key).map_or(0, |value| as_count(&value))
}

/// Counts one more, and answers how many that makes; 1 where storage is blocked.
pub(crate) fn count_one_more(key: Key) -> u32 {
    let count = recall_count(key).saturating_add(1);
    storage(key, "setItem", &[key.name().into(), count.into()]);
    count
}

/// Keeps it, where storage is not blocked or full.
pub(crate) fn keep(key: Key, value: &str) {
    storage(key, "setItem", &[key.name().into(), value.into()]);
}

/// Keeps a time.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of this millennium, far below 2^53"
)]
pub(crate) fn keep_instant(key: Key, at: Instant) {
    let at = JsValue::from_f64(at.0 as f64);
    storage(key, "setItem", &[key.name().into(), at]);
}

/// Removes it.
pub(crate) fn forget(key: Key) {
    storage(key, "removeItem", &[key.name().into()]);
}

/// Removes all that needed permission.
pub(crate) fn forget_all() {
    PERMITTED.into_iter().for_each(forget);
}

fn recall_value(key: Key) -> Option<JsValue> {
    let value = storage(key, "getItem", &[key.name().into()])?;
    (!value.is_null()).then_some(value)
}

/// Even asking for a blocked storage throws, so it is asked for as carefully as everything else.
fn storage(key: Key, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    call(&field(&window(), key.storage())?, method, arguments)
}
