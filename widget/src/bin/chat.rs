//! The chat's entry: takes what the loader hands over and starts. Read `widget::chat` next.
#![no_main]

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Remembers what there is to remember. This and the next two are pieces of the start, each a task of its own.
#[wasm_bindgen]
pub fn start(port: &JsValue) {
    widget::chat::start(port);
}

/// Puts the chat into the page, and listens to the page.
#[wasm_bindgen]
pub fn mount() {
    widget::chat::mount();
}

/// Makes the panel ready, unseen; [`open`] does it where this was not called.
#[wasm_bindgen]
pub fn draw() {
    widget::chat::draw();
}

/// Opens the panel.
#[wasm_bindgen]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what crosses from JavaScript is owned"
)]
pub fn open(flow: Option<String>) {
    widget::chat::open(flow.as_deref());
}

/// Closes the panel.
#[wasm_bindgen]
pub fn close() {
    widget::chat::close();
}

/// Shows an invitation.
#[wasm_bindgen]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what crosses from JavaScript is owned"
)]
pub fn invite(flow: Option<String>, text: String, answers: Vec<String>, why: Option<String>) {
    widget::chat::invite(flow.as_deref(), text, answers, why);
}

/// Opens the panel as it was on the page before.
#[wasm_bindgen]
pub fn resume() {
    widget::chat::resume();
}

/// Takes the chat off the page.
#[wasm_bindgen]
pub fn destroy() {
    widget::chat::destroy();
}
