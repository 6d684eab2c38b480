//! The conversation so far, as a log that is read out as it grows, and not while an old one is read back. Of a long one the
//! end is drawn, and what came before when it is asked for.

use crate::chat::state::{Fate, State, TOGETHER};
use crate::chat::text::{self, filled, word};
use crate::chat::view::el::{Drawn, button, el};
use crate::chat::view::{focus, found, pending, turn};
use crate::chat::{Chat, door};
use leptos::prelude::*;
use shared::time::Instant;
use shared::wire::frame_v1::{Author, Holder};
use wasm_bindgen::JsValue;

/// What stays visible above the turn to be read first, in pixels.
const MARGIN: i64 = 12;

pub(super) fn transcript(chat: Chat) -> Drawn {
    let count = Memo::new(move |_| chat.state.with(|state| state.turns().len()));
    let unsent = Memo::new(move |_| chat.state.with(|state| state.outbox().len()));
    let busy = Memo::new(move |_| chat.state.with(State::is_busy));
    let replaying = Memo::new(move |_| chat.state.with(State::is_replaying));
    Effect::new(move |_| {
        count.get();
        unsent.get();
        busy.get();
        door::later(0, move || scroll(chat));
    });
    let live = move || Some(if replaying.get() { "off" } else { "polite" }.into());
    let log = el("div", "log")
        .attr("role", "log")
        .attr("tabindex", "0")
        .attr("aria-label", word("transcript"))
        .attr("aria-relevant", "additions")
        .attr_when("aria-live", live)
        .each(
            move || {
                chat.state.with(|state| {
                    let all = state.turns().len();
                    state.earlier().min(all)..all
                })
            },
            move |before| dated(chat, before),
        )
        .child(pending::pending(chat));
    let earlier = button("quiet", move || show_earlier(chat))
        .text(word("earlier"))
        .flag("hidden", move || chat.state.with(State::earlier) == 0);
    el("div", "scroll")
        .child(earlier.view())
        .child(log.view())
        .child(fate(chat))
        .child(typing(chat, busy))
        .view()
}

/// Draws some turns more above, and leaves in view what is.
fn show_earlier(chat: Chat) {
    let Some(view) = found(chat, ".scroll") else {
        return;
    };
    let below = number(&view, "scrollHeight") - number(&view, "scrollTop");
    chat.state.update(State::show_earlier);
    door::later(0, move || {
        if chat.state.with(State::earlier) == 0 {
            // The button, which had the focus, is gone.
            focus(chat, ".log");
        }
        scroll_to(&view, number(&view, "scrollHeight") - below);
    });
}

/// What became of the shopper's last turn. Outside the log, since nobody wants that read out each time.
fn fate(chat: Chat) -> Drawn {
    let fate = move || {
        word(match chat.state.with(State::fate) {
            Fate::Settled => "",
            Fate::NotSent => "not_sent",
            Fate::Sent => "sent",
            Fate::Read => "read",
        })
    };
    el("p", "fate").text_when(fate).view()
}

/// That an answer is on its way, and whose.
fn typing(chat: Chat, busy: Memo<bool>) -> Drawn {
    let types = Memo::new(move |_| chat.state.with(State::is_agent_typing));
    let dots = (0..3).map(|_| el("i", "").attr("aria-hidden", "true").view());
    let who = move || {
        let types = types.get();
        chat.state.with_untracked(|state| match state.agent() {
            Some(agent) if types => filled("agent_typing", "name", &agent.name),
            Some(_) | None => String::new(),
        })
    };
    el("div", "typing")
        .flag("hidden", move || !(busy.get() || types.get()))
        .children(dots)
        .child(el("span", "").text_when(who).view())
        .view()
}

/// The turn after so many, below the day it was taken on when that is another than before.
fn dated(chat: Chat, place: usize) -> Drawn {
    let turns = chat.state.with_untracked(|state| {
        let turns = state.turns();
        let before = place.checked_sub(1).and_then(|place| turns.get(place));
        let old = place + TOGETHER <= turns.len();
        Some((before.map(|turn| turn.at), turns.get(place)?.clone(), old))
    });
    let Some((before, turn, old)) = turns else {
        return el("div", "").view();
    };
    let day = new_day(before, turn.at, door::now());
    let day = day.then(|| {
        let day = text::day(turn.at, &chat.inner().locale);
        el("p", "day").text(day).view()
    });
    // The shopper knows what they said, and asks to see what is old.
    let live = (old || matches!(turn.author, Author::Shopper)).then(|| "off".into());
    el("div", "dated")
        .attr_when("aria-live", move || live.clone())
        .children(day.into_iter())
        .child(turn::turn(chat, turn))
        .view()
}

/// Whether a day is named before a turn: where it changes, and at the top of a conversation from an earlier day.
fn new_day(before: Option<Instant>, at: Instant, now: Instant) -> bool {
    let offset = text::offset();
    before.unwrap_or(now).local(offset).date != at.local(offset).date
}

/// To the end, but no further than what is to be read first: the answers to the shopper's last turn, or, from a person,
/// the newest turn.
fn scroll(chat: Chat) {
    let Some(view) = found(chat, ".scroll") else {
        return;
    };
    let first = chat.state.with_untracked(|state| {
        let turns = state.turns();
        let newest = turns.len().checked_sub(1)?;
        let own = turns
            .iter()
            .rposition(|turn| turn.author == Author::Shopper);
        match state.holder() {
            Holder::Assistant if state.outbox().is_empty() => own,
            Holder::Assistant | Holder::Person | Holder::Ended => Some(newest),
        }?
        .checked_sub(state.earlier())
    });
    let end = number(&view, "scrollHeight") - number(&view, "clientHeight");
    let turns = found(chat, ".log").and_then(|log| door::field(&log, "children"));
    let top = first.and_then(|first| {
        let turn = door::field(&turns?, &first.to_string())?;
        Some(number(&turn, "offsetTop") - MARGIN)
    });
    scroll_to(&view, top.map_or(end, |top| top.min(end)));
}

fn number(element: &JsValue, key: &str) -> i64 {
    door::number(element, key).unwrap_or(0)
}

fn scroll_to(view: &JsValue, top: i64) {
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    let top = top as f64;
    door::put(view, "scrollTop", &top.into());
}
