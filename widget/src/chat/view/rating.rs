//! One star to five, as buttons with names, and a field for a remark where one is asked for.

use crate::chat::Chat;
use crate::chat::text::{filled, word};
use crate::chat::view::el::{Drawn, button, el};
use crate::chat::view::field::labelled;
use crate::chat::view::focus_on;
use leptos::prelude::*;
use shared::wire::frame_v1::{FieldKind, Rating, Say};

pub(super) fn rating(chat: Chat, ask: u64, asked: Rating) -> Drawn {
    let comment = RwSignal::new(String::new());
    let stars = (1..=5_u8).map(|stars| {
        let rate = move || {
            let comment = comment.get_untracked();
            let comment = (!comment.trim().is_empty()).then_some(comment);
            chat.say(Say::Rate {
                ask,
                stars,
                comment,
            });
            focus_on(chat);
        };
        button("chip", rate)
            .attr("aria-label", filled("stars", "count", &stars.to_string()))
            .text(["★", &stars.to_string()].concat())
            .view()
    });
    let field = asked.comment.into_iter();
    let field = field.map(|label| labelled(label, FieldKind::Text, comment));
    let group = el("div", "choices")
        .attr("role", "group")
        .attr("aria-label", word("rating"))
        .children(stars);
    el("div", "field")
        .children(field)
        .child(group.view())
        .view()
}
