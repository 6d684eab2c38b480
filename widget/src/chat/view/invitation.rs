//! The invitation: a few words and ready answers beside the launcher. It is announced politely and takes no focus.

use crate::chat::text::word;
use crate::chat::view::el::{Drawn, button, el};
use crate::chat::view::key;
use crate::chat::{Chat, Invitation, door};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub(super) fn invitation(chat: Chat) -> Drawn {
    if let Some(document) = door::field(&door::window(), "document") {
        // Escape closes it from anywhere, unless the page has used the key itself.
        door::listen(&document, "keydown", move |event| {
            let event: web_sys::Event = event.unchecked_into();
            let escape = key(&event).is_some_and(|event| event.key() == "Escape");
            if escape && !event.default_prevented() {
                chat.dismiss();
            }
        });
    }
    let text = move || {
        let text = chat.invitation.get().map(|invitation| invitation.text);
        text.map(|text| el("p", "").text(text).view())
    };
    let class = move || {
        let empty = chat.invitation.with(Option::is_none);
        Some(if empty { "bubble empty" } else { "bubble" }.into())
    };
    // The live region is there before its words are, or nothing would be announced.
    let words = el("div", "").attr("aria-live", "polite").when(text);
    el("section", "")
        .attr_when("class", class)
        .attr("aria-label", word("invitation"))
        .child(words.view())
        .when(move || Some(actions(chat, chat.invitation.get()?)))
        .view()
}

fn actions(chat: Chat, invitation: Invitation) -> Drawn {
    let answers = invitation.answers.into_iter().map(|answer| {
        let said = answer.clone();
        let pick = move || chat.accept(Some(said.clone()));
        button("chip", pick).text(answer).view()
    });
    let reply = button("quiet", move || chat.accept(None)).text(word("reply"));
    let later = button("quiet", move || chat.dismiss()).text(word("not_now"));
    let ways = el("div", "ways").child(reply.view()).child(later.view());
    el("div", "actions")
        .child(el("div", "choices").children(answers).view())
        .child(ways.view())
        .view()
}
