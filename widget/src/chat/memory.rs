//! What the chat keeps in the browser once the shopper has opened it, and what it finds there on the next page.
//!
//! The tab's storage holds it as part of the service the shopper asked for (resume after a reload, on the next page,
//! nothing typed lost); the device's storage only when the shop may remember. Where storage is blocked, everything
//! lives as long as the page.

use crate::chat::door;
use crate::page::{self, Key};
use serde::{Deserialize, Serialize};
use shared::id::{ConversationId, FlowId, TurnId};
use shared::time::{Instant, Span};
use shared::wire;
use shared::wire::frame_v1::Say;

/// The longest text taken up from storage, which the page's other scripts can write too: as many of the longest turns as
/// may wait, and more.
const LIMIT: usize = 256 * 1024;

/// How long before its end a token is renewed.
const NEAR_ITS_END: Span = Span::hours(1);

/// A conversation as a page can take it up again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Names the conversation before the edge does.
    pub(crate) key: TurnId,
    /// Opens the socket.
    pub(crate) token: Option<String>,
    /// When the token ends.
    pub(crate) expires: Instant,
    /// The conversation, once the edge has named it.
    pub(crate) conversation: Option<ConversationId>,
    /// The flow it began with.
    pub(crate) flow: Option<FlowId>,
    /// The last token before this one, of this conversation or an earlier one of this shopper.
    pub(crate) known: Option<String>,
    /// Turns that the edge has not acknowledged.
    pub(crate) unsent: Vec<(TurnId, Say)>,
    /// The cart that carries this conversation's id.
    pub(crate) marked: Option<String>,
    /// Whether the conversation has ended, so that the next one begins anew.
    pub(crate) ended: bool,
    /// The customer who was signed in when it was opened, as the page named them; kept under a key of its own.
    #[serde(skip)]
    pub(crate) customer: Option<String>,
}

impl Kept {
    /// A conversation that has not begun.
    pub(crate) fn new(key: TurnId, flow: Option<FlowId>, known: Option<String>) -> Self {
        Self {
            key,
            token: None,
            expires: Instant(0),
            conversation: None,
            flow,
            known,
            unsent: Vec::new(),
            marked: None,
            ended: false,
            customer: None,
        }
    }

    /// The next conversation of the same shopper.
    pub(crate) fn next(&self, key: TurnId, flow: Option<FlowId>) -> Self {
        Self {
            customer: self.customer.clone(),
            ..Self::new(key, flow, self.tokens())
        }
    }

    /// The token opens nothing any more. It still tells who the shopper was, and in which conversation.
    pub(crate) fn forget_token(&mut self) {
        self.known = self.tokens();
        self.token = None;
    }

    /// What tells the edge who the shopper is.
    pub(crate) fn tokens(&self) -> Option<String> {
        self.token.clone().or_else(|| self.known.clone())
    }

    /// The token, while it lasts. One near its end is not used again: the page then asks for the next by its key, before
    /// the shopper would notice.
    pub(crate) fn pass(&self) -> Option<String> {
        let lasts = self.expires > door::now() + NEAR_ITS_END;
        self.token.clone().filter(|_| lasts)
    }
}

/// Where something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// In this tab: the same visit.
    Tab,
    /// On this device: an earlier visit.
    Device,
}

/// What an earlier page kept, as `postcard` in hexadecimal.
pub(crate) fn load() -> Option<(Kept, Found)> {
    let tab = read(Key::Chat, Key::Customer).map(|kept| (kept, Found::Tab));
    tab.or_else(|| {
        let kept = read(Key::ChatEarlier, Key::CustomerEarlier)?;
        Some((kept, Found::Device))
    })
}

/// Keeps for the next page, and for the next visit where that may be remembered.
pub(crate) fn save(kept: &Kept) {
    write(kept, Key::Chat, Key::Customer);
    if page::may_remember() {
        write(kept, Key::ChatEarlier, Key::CustomerEarlier);
    }
}

fn write(kept: &Kept, chat: Key, customer: Key) {
    page::keep(chat, &written(kept));
    match &kept.customer {
        Some(id) => page::keep(customer, id),
        None => page::forget(customer),
    }
}

/// A conversation as text, for storage and for other tabs.
pub(crate) fn written(kept: &Kept) -> String {
    door::hex(&wire::encode(kept))
}

/// A conversation from such a text, which may have been written by anybody.
pub(crate) fn taken(text: &str) -> Option<Kept> {
    wire::decode(&door::unhex(text)?, LIMIT).ok()
}

/// Whether this browser keeps what was saved.
pub(crate) fn keeps() -> bool {
    page::recall(Key::Chat).is_some()
}

/// Keeps whether the panel is open, so that the next page opens it again.
pub(crate) fn keep_open(open: bool) {
    if open {
        page::keep(Key::ChatOpen, "1");
    } else {
        page::forget(Key::ChatOpen);
    }
}

fn read(chat: Key, customer: Key) -> Option<Kept> {
    Some(Kept {
        customer: page::recall(customer),
        ..taken(&page::recall(chat)?)?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_opens_nothing_still_tells_who_the_shopper_was() {
        let mut kept = Kept::new("k-0123456789abcdef".parse().unwrap(), None, None);
        assert_eq!(kept.tokens(), None);
        kept.token = Some("first".into());
        assert_eq!(kept.tokens().as_deref(), Some("first"));
        kept.forget_token();
        kept.forget_token();
        assert_eq!(
            (&kept.token, kept.tokens().as_deref()),
            (&None, Some("first"))
        );
        kept.token = Some("second".into());
        kept.forget_token();
        assert_eq!(kept.tokens().as_deref(), Some("second"));
    }

    /// As this was first written. What is kept otherwise goes under another key, and this is still read: a deployment
    /// loses no open conversation, and nothing that was typed in it.
    #[test]
    fn what_an_earlier_release_kept_is_taken_up() {
        let id = |name: &str| name.parse().unwrap();
        let kept = Kept {
            token: Some("a.token".into()),
            expires: Instant(1_800_000_000_000),
            conversation: Some("c-1".parse().unwrap()),
            flow: Some("skincare".parse().unwrap()),
            known: Some("earlier.token".into()),
            unsent: vec![
                (id("t-1"), Say::Text("Dry skin".into())),
                (id("t-2"), Say::Person),
            ],
            marked: Some("cart".into()),
            ended: true,
            ..Kept::new(id("k-0123456789abcdef"), None, None)
        };
        let text = "126b2d303132333435363738396162636465660107612e746f6b656e80c0e285e3680103632d310108736b696e63617265010d6561726c6965722e746f6b656e0203742d31000844727920736b696e03742d320601046361727401";
        assert_eq!(written(&kept), text);
        let again = taken(text).unwrap();
        assert_eq!(format!("{again:?}"), format!("{kept:?}"));
        // `Debug` does not show what was typed.
        assert_eq!(written(&again), text);
    }
}
