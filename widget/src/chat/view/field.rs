//! A field to fill in, with the keyboard that fits on a phone.

use crate::chat::Chat;
use crate::chat::text::word;
use crate::chat::view::el::{Drawn, el};
use crate::chat::view::focus_on;
use leptos::prelude::*;
use shared::wire::frame_v1::{Field, FieldKind, Say};

pub(super) fn field(chat: Chat, ask: u64, asked: Field) -> Drawn {
    let value = RwSignal::new(String::new());
    let send = move |event: web_sys::Event| {
        event.prevent_default();
        let value = value.get_untracked();
        let value = value.trim();
        if !value.is_empty() {
            let value = value.to_owned();
            chat.say(Say::Fill { ask, value });
            focus_on(chat);
        }
    };
    let submit = el("button", "main").attr("type", "submit");
    el("form", "field")
        .attr("novalidate", "")
        .on("submit", send)
        .child(labelled(asked.label, asked.kind, value))
        .child(submit.text(word("field_send")).view())
        .view()
}

/// A line to type in under its label; type, keyboard and what the browser may fill in follow from the kind.
pub(super) fn labelled(label: String, kind: FieldKind, value: RwSignal<String>) -> Drawn {
    let (kind, mode, known) = match kind {
        FieldKind::Text => ("text", "text", "off"),
        FieldKind::Email => ("email", "email", "email"),
        FieldKind::Phone => ("tel", "tel", "tel"),
        FieldKind::PostalCode => ("text", "text", "postal-code"),
        FieldKind::Quantity => ("text", "numeric", "off"),
    };
    let input = el("input", "")
        .attr("type", kind)
        .attr("inputmode", mode)
        .attr("autocomplete", known)
        .attr("enterkeyhint", "send")
        .attr("maxlength", "320")
        .bound(value);
    el("label", "place").text(label).child(input.view()).view()
}
