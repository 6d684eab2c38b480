//! What the page does that the chat must know: it sleeps, wakes, changes the cart; and what the shopper does without a
//! word, of which only an agent is told.

use crate::chat::state::State;
use crate::chat::typing::{self, Typing};
use crate::chat::{Chat, door};
use leptos::prelude::*;
use shared::wire::frame_v1::ShopperFrame;
use wasm_bindgen::JsValue;

impl Chat {
    /// The page sleeps, wakes and changes the cart by itself.
    pub(super) fn listen_to_the_page(self) {
        let begun = move |act: fn(Self)| {
            move |_: JsValue| {
                if self.inner().begun.get() {
                    act(self);
                }
            }
        };
        let wake = begun(|chat| chat.inner().link.wake(chat));
        let window = door::window();
        door::listen(&window, "online", wake);
        door::listen(&window, "pageshow", wake);
        door::listen(&window, "pageshow", move |shown| {
            // Out of the browser's page cache, which the channel to other tabs had to be closed for.
            if door::field(&shown, "persisted").is_some_and(|is| is.is_truthy()) {
                self.meet_tabs();
            }
        });
        door::listen(
            &window,
            "pagehide",
            begun(|chat| chat.inner().link.rest(chat)),
        );
        if let Some(document) = door::field(&window, "document") {
            door::listen(
                &document,
                "visibilitychange",
                begun(|chat| {
                    if !door::is_hidden() {
                        chat.inner().link.wake(chat);
                        chat.look();
                    }
                }),
            );
            door::listen(
                &document,
                "shopify:cart:lines-update",
                begun(Self::read_cart),
            );
        }
    }

    /// The shopper looks at what is there, if the panel is in view.
    pub(super) fn look(self) {
        if self.open.get_untracked() && !door::is_hidden() {
            self.send(self.state.try_update(State::seen));
        }
    }

    /// The shopper writes, or has wiped out what they wrote.
    pub(crate) fn typed(self) {
        let empty = self.draft.with_untracked(String::is_empty);
        if empty || !self.state.with_untracked(State::is_heard) {
            return self.tell_typing(Typing::ended);
        }
        let began = self.inner().typing.get().is_told();
        self.tell_typing(|typing| typing.typed(door::now()));
        if !began {
            self.watch_typing();
        }
    }

    fn watch_typing(self) {
        let idle = u32::try_from(typing::IDLE.0).unwrap_or(0);
        door::later(idle, move || {
            self.tell_typing(|typing| typing.passed(door::now()));
            if self.inner().typing.get().is_told() {
                self.watch_typing();
            }
        });
    }

    fn tell_typing(self, act: impl FnOnce(&mut Typing) -> Option<bool>) {
        let inner = self.inner();
        let mut typing = inner.typing.get();
        let told = act(&mut typing).map(ShopperFrame::Typing);
        inner.typing.set(typing);
        self.send(Some(told));
    }
}
