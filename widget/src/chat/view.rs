//! What the shopper sees: the invitation and the panel. One part a file; none does input or output, each takes the
//! [`Chat`] handle, shows its state and calls its commands. [`el`] says what they are made of.

mod choices;
mod composer;
mod consent;
mod el;
mod field;
mod header;
mod invitation;
mod lines;
mod pending;
mod products;
mod rating;
mod transcript;
mod turn;

use crate::chat::text::word;
use crate::chat::view::el::{Drawn, el};
use crate::chat::{Chat, door, memory};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Where the panel is as large as the screen; the same as in `widget.css`.
const SHEET: &str = "(max-width: 480px), (max-height: 420px)";
/// What the keyboard reaches.
const CONTROLS: &str = "a[href], button:not(:disabled), input, select, textarea, [tabindex=\"0\"]";

/// Everything the chat draws, in the place that the loader made.
pub(super) fn root(chat: Chat) -> Drawn {
    el("div", "chat")
        .attr("lang", word("lang"))
        .attr("dir", word("dir"))
        // Session recorders of the shop leave out what carries one of these.
        .attr("data-private", "true")
        .attr("data-hj-suppress", "")
        .child(invitation::invitation(chat))
        .when(move || chat.drawn.get().then(|| panel(chat)))
        .view()
}

/// Moves the focus into the panel: to the composer, or to the heading where the composer would raise a keyboard.
pub(super) fn focus_panel(chat: Chat) {
    let place = if door::matches("(pointer: coarse)") {
        ".panel h2"
    } else {
        ".panel textarea, .panel .begin"
    };
    focus(chat, place);
}

/// Moves the focus away from a control that is about to go.
fn focus_on(chat: Chat) {
    let place = if door::matches("(pointer: coarse)") {
        ".panel .log"
    } else {
        ".panel textarea, .panel .begin"
    };
    focus(chat, place);
}

/// Focuses the first element that fits, once what was changed is drawn.
fn focus(chat: Chat, selector: &'static str) {
    door::later(0, move || {
        if let Some(element) = found(chat, selector) {
            let still = door::object([("preventScroll", true.into())]);
            door::call(&element, "focus", &[still]);
        }
    });
}

/// Brings the first element that fits into view, once what was changed is drawn.
fn show(chat: Chat, selector: &'static str) {
    door::later(0, move || {
        if let Some(element) = found(chat, selector) {
            let nearest = door::object([("block", "nearest".into())]);
            door::call(&element, "scrollIntoView", &[nearest]);
        }
    });
}

fn found(chat: Chat, selector: &str) -> Option<JsValue> {
    let place = door::field(&chat.inner().port, "panel")?;
    let element = door::call(&place, "querySelector", &[selector.into()])?;
    (!element.is_null()).then_some(element)
}

fn panel(chat: Chat) -> Drawn {
    if let Some(viewport) = door::field(&door::window(), "visualViewport") {
        let seen = viewport.clone();
        door::listen(&viewport, "resize", move |_| fit(chat, &seen));
    }
    el("div", "panel")
        .attr("role", "dialog")
        .attr("aria-modal", "false")
        .attr("aria-labelledby", "parley-title")
        .flag("hidden", move || !chat.open.get())
        .on("keydown", move |event| pressed(chat, &event))
        .child(header::header(chat))
        .child(transcript::transcript(chat))
        .child(header::connection(chat))
        .child(composer::composer(chat))
        .view()
}

fn pressed(chat: Chat, event: &web_sys::Event) {
    let Some(key) = key(event) else {
        return;
    };
    if key.key() == "Escape" {
        event.stop_propagation();
        chat.close();
    } else if key.key() == "Tab"
        && door::matches(SHEET)
        && let Some(control) = around(chat, key.shift_key())
    {
        event.prevent_default();
        door::call(&control, "focus", &[]);
    }
}

/// Where the panel covers the whole page, the focus must not go behind it: from its last control it goes to the first,
/// and the other way round.
fn around(chat: Chat, backwards: bool) -> Option<JsValue> {
    let panel = found(chat, ".panel")?;
    let all = door::call(&panel, "querySelectorAll", &[CONTROLS.into()])?;
    let all = js_sys::Array::from(&all);
    let seen = |control: &JsValue| {
        let seen = door::call(control, "checkVisibility", &[]);
        seen.is_none_or(|seen| seen.is_truthy())
    };
    let all: Vec<JsValue> = all.iter().filter(seen).collect();
    let (first, last) = (all.first()?, all.last()?);
    let (from, to) = if backwards {
        (first, last)
    } else {
        (last, first)
    };
    let root = door::field(&chat.inner().port, "root")?;
    let focused = door::field(&root, "activeElement")?;
    let heading = backwards && !all.contains(&focused);
    (focused == *from || heading).then(|| to.clone())
}

/// A phone's keyboard covers the page without changing its height; the panel keeps its composer above it.
fn fit(chat: Chat, viewport: &JsValue) {
    let style = found(chat, ".panel").and_then(|panel| door::field(&panel, "style"));
    if let (Some(style), Some(height)) = (style, door::number(viewport, "height")) {
        // By the object model: a page's policy may forbid style attributes.
        let height = [&height.to_string(), "px"].concat();
        door::call(&style, "setProperty", &["--seen".into(), height.into()]);
    }
}

/// A key's event, unless the key belongs to an input method that is composing a word.
fn key(event: &web_sys::Event) -> Option<&web_sys::KeyboardEvent> {
    let event: &web_sys::KeyboardEvent = event.dyn_ref()?;
    (!event.is_composing()).then_some(event)
}

/// Whether an address from outside may become a link or a picture: the web, or a path of this shop.
fn is_safe(url: &str) -> bool {
    let scheme = |scheme: &str| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let path = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let clean = !url.bytes().any(|byte| byte.is_ascii_control());
    clean && (path || scheme("https://") || scheme("http://"))
}

/// A link when the address is safe, else only its words.
fn link(label: String, url: &str, class: &'static str) -> Drawn {
    if !is_safe(url) {
        return el("span", class).text(label).view();
    }
    el("a", class)
        .attr("href", url.to_owned())
        .on("click", |_| {
            // On a phone the panel covers the page, so it does not come back over the page the shopper goes to.
            if door::matches(SHEET) {
                memory::keep_open(false);
            }
        })
        .text(label)
        .view()
}

#[cfg(test)]
mod tests;
