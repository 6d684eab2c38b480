//! The other tabs of this browser: one that has no conversation asks them for theirs, so that one shopper has one
//! conversation. A `BroadcastChannel` stores nothing and lasts as long as the tabs.

use crate::chat::memory::{Found, Kept};
use crate::chat::{Chat, door, memory};
use wasm_bindgen::JsValue;

impl Chat {
    /// Answers the tabs that ask, and asks them where this page has nothing to go on with.
    pub(super) fn meet_tabs(self) {
        let inner = self.inner();
        let name = ["parley.", inner.shop.as_str()].concat();
        let Some(channel) = door::construct("BroadcastChannel", &[name.into()]) else {
            return;
        };
        let tabs = channel.clone();
        door::listen(&channel, "message", move |message| {
            let Some(told) = door::text(&message, "data") else {
                return;
            };
            if !told.is_empty() {
                self.join(&told);
            } else if let Some(kept) = self.own() {
                tell(&tabs, written(&kept));
            }
        });
        if inner.found.get().is_none() {
            tell(&channel, String::new());
        }
        // An open channel could keep the page out of the browser's page cache.
        door::listen(&door::window(), "pagehide", move |_| {
            door::call(&channel, "close", &[]);
        });
    }

    /// The conversation of this tab, for others to join.
    fn own(self) -> Option<Kept> {
        let kept = self.inner().kept.borrow().clone();
        let unsent = Vec::new();
        (kept.conversation.is_some() && !kept.ended).then_some(Kept { unsent, ..kept })
    }

    /// Takes another tab's conversation up, unless this one has begun its own.
    fn join(self, told: &str) {
        let inner = self.inner();
        if inner.found.get().is_none()
            && inner.link.is_idle()
            && let Some(kept) = taken(told)
        {
            inner.kept.replace(kept);
            inner.found.set(Some(Found::Tab));
        }
    }
}

/// A conversation, and after a space the customer whose it is.
fn written(kept: &Kept) -> String {
    let customer = kept.customer.as_deref().unwrap_or_default();
    [&memory::written(kept), " ", customer].concat()
}

fn taken(told: &str) -> Option<Kept> {
    let (kept, customer) = told.split_once(' ')?;
    Some(Kept {
        customer: (!customer.is_empty()).then(|| customer.into()),
        ..memory::taken(kept)?
    })
}

fn tell(channel: &JsValue, text: String) {
    door::call(channel, "postMessage", &[text.into()]);
}
