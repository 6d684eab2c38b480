//! Where the shopper writes. Enter sends, Shift and Enter begins a line.

use crate::chat::Chat;
use crate::chat::state::State;
use crate::chat::text::{filled, word};
use crate::chat::view::el::{Drawn, button, el, icon};
use crate::chat::view::{focus_panel, key};
use leptos::prelude::*;
use shared::wire::frame_v1::{Holder, MAX_TURN_CHARS, Say};

/// The count is shown when so few characters are left.
const NEAR_THE_END: usize = 200;

pub(super) fn composer(chat: Chat) -> Drawn {
    let ended = Memo::new(move |_| chat.state.with(State::holder) == Holder::Ended);
    el("div", "foot")
        .when(move || {
            Some(if ended.get() {
                begin(chat)
            } else {
                write(chat)
            })
        })
        .view()
}

fn write(chat: Chat) -> Drawn {
    let draft = chat.draft;
    let length = Memo::new(move |_| draft.with(|draft| draft.chars().count()));
    let send = move || {
        let text = draft.get_untracked();
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().count() <= MAX_TURN_CHARS;
        if fits && chat.say(Say::Text(text.to_owned())) {
            draft.set(String::new());
        }
    };
    let field = el("textarea", "")
        .attr("rows", "1")
        .attr("aria-label", word("composer"))
        .attr("aria-describedby", "parley-count")
        .attr("placeholder", word("placeholder"))
        .attr("enterkeyhint", "send")
        .bound(draft)
        .on("input", move |_| chat.typed())
        .on("keydown", move |event| {
            if key(&event).is_some_and(|key| key.key() == "Enter" && !key.shift_key()) {
                event.prevent_default();
                send();
            }
        });
    let submit = el("button", "icon send")
        .attr("type", "submit")
        .attr("aria-label", word("send"))
        .flag("disabled", move || {
            !(1..=MAX_TURN_CHARS).contains(&length.get())
        })
        .child(icon("M5 12h13M12 5l7 7-7 7"));
    let count = el("p", "")
        .attr("id", "parley-count")
        .attr("aria-live", "polite")
        .text_when(move || count(length.get()));
    el("form", "composer")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(field.view())
        .child(submit.view())
        .child(count.view())
        .view()
}

fn count(length: usize) -> String {
    match MAX_TURN_CHARS.checked_sub(length) {
        Some(left) if left > NEAR_THE_END => String::new(),
        Some(left) => filled("left", "count", &left.to_string()),
        None => filled("too_long", "count", &(length - MAX_TURN_CHARS).to_string()),
    }
}

fn begin(chat: Chat) -> Drawn {
    let again = button("main begin", move || {
        chat.begin_anew();
        focus_panel(chat);
    });
    el("div", "composer")
        .child(again.text(word("begin")).view())
        .view()
}
