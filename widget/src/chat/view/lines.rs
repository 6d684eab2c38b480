//! The cart inside the chat: its lines to change or remove, and a discount code to apply with one press.

use crate::chat::text::{filled, price, word};
use crate::chat::view::el::{Drawn, button, el};
use crate::chat::view::products::failed;
use crate::chat::{Chat, door};
use leptos::prelude::*;
use shared::id::VariantId;
use shared::wire::frame_v1::CartLine;

pub(super) fn lines(chat: Chat, lines: &[CartLine]) -> Drawn {
    let said = RwSignal::new(String::new());
    let shown = lines.iter().map(|line| one(chat, line, said));
    let list = el("ul", "lines")
        .attr("aria-label", word("cart_lines"))
        .children(shown);
    el("div", "").child(list.view()).child(outcome(said)).view()
}

/// A line with one fewer, one more, and none of it.
fn one(chat: Chat, line: &CartLine, said: RwSignal<String>) -> Drawn {
    let many = [&line.quantity.to_string(), " × "].concat();
    let cost = price(line.total, &chat.inner().locale);
    let change = |label: &'static str, quantity: u32| {
        let variant = line.variant.clone();
        let act = move || set(chat, variant.clone(), quantity, said);
        button("quiet", act)
            .attr("aria-label", filled(label, "title", &line.title))
            .text(match label {
                "line_fewer" => "−",
                "line_more" => "+",
                _ => "×",
            })
            .view()
    };
    let ways = el("div", "ways")
        .child(change("line_fewer", line.quantity.saturating_sub(1)))
        .child(change("line_more", line.quantity.saturating_add(1)))
        .child(change("line_remove", 0));
    el("li", "")
        .child(
            el("span", "")
                .text(many)
                // Marks of direction in a title must not turn the price round.
                .child(el("bdi", "").text(line.title.clone()).view())
                .text([", ", &cost].concat())
                .view(),
        )
        .child(ways.view())
        .view()
}

fn set(chat: Chat, variant: VariantId, quantity: u32, said: RwSignal<String>) {
    door::spawn(async move {
        let outcome = chat.change(variant, quantity).await;
        said.set(failed(outcome).unwrap_or_default());
    });
}

pub(super) fn code(chat: Chat, code: String) -> Drawn {
    let said = RwSignal::new(String::new());
    let label = filled("code_apply", "code", &code);
    let apply = move || {
        let code = code.clone();
        said.set(word("adding"));
        door::spawn(async move {
            chat.apply(code).await;
            said.set(String::new());
        });
    };
    el("div", "ways")
        .child(button("main", apply).text(label).view())
        .child(outcome(said))
        .view()
}

fn outcome(said: RwSignal<String>) -> Drawn {
    el("p", "outcome")
        .attr("role", "status")
        .text_when(move || said.get())
        .view()
}
