//! Choices: buttons where one is picked, check boxes where several may be.

use crate::chat::Chat;
use crate::chat::text::word;
use crate::chat::view::el::{Drawn, button, el};
use crate::chat::view::focus_on;
use leptos::prelude::*;
use shared::id::ChoiceId;
use shared::wire::frame_v1::{Choice, Choices, Say};

pub(super) fn choices(chat: Chat, ask: u64, offered: Choices) -> Drawn {
    if offered.many {
        several(chat, ask, offered.choices)
    } else {
        one(chat, ask, offered.choices)
    }
}

fn one(chat: Chat, ask: u64, offered: Vec<Choice>) -> Drawn {
    let buttons = offered.into_iter().map(|choice| {
        let id = choice.id;
        let pick = move || choose(chat, ask, vec![id.clone()]);
        button("chip", pick).text(choice.label).view()
    });
    el("div", "choices")
        .attr("role", "group")
        .attr("aria-label", word("answers"))
        .children(buttons)
        .view()
}

fn several(chat: Chat, ask: u64, offered: Vec<Choice>) -> Drawn {
    let picked = RwSignal::new(Vec::<ChoiceId>::new());
    let order: Vec<_> = offered.iter().map(|choice| choice.id.clone()).collect();
    let boxes = offered.into_iter().map(|choice| {
        let id = choice.id;
        let turn = move |_| {
            picked.update(|picked| {
                let known = picked.len();
                picked.retain(|other| *other != id);
                if picked.len() == known {
                    picked.push(id.clone());
                }
            });
        };
        let tick = el("input", "").attr("type", "checkbox").on("change", turn);
        el("label", "chip")
            .child(tick.view())
            .child(el("span", "").text(choice.label).view())
            .view()
    });
    let send = move |event: web_sys::Event| {
        event.prevent_default();
        let picked = picked.get_untracked();
        let picked: Vec<_> = order.iter().filter(|id| picked.contains(id)).collect();
        if !picked.is_empty() {
            choose(chat, ask, picked.into_iter().cloned().collect());
        }
    };
    let group = el("fieldset", "choices")
        .child(el("legend", "unseen").text(word("answers")).view())
        .children(boxes);
    let confirm = el("button", "main")
        .attr("type", "submit")
        .flag("disabled", move || picked.with(Vec::is_empty))
        .text(word("confirm"));
    el("form", "")
        .on("submit", send)
        .child(group.view())
        .child(confirm.view())
        .view()
}

fn choose(chat: Chat, ask: u64, choices: Vec<ChoiceId>) {
    chat.say(Say::Choose { ask, choices });
    focus_on(chat);
}
