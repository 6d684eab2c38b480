//! What the scout tells the loader: the facts of the visit for the chat, and the invitation.

use super::past::Past;
use crate::page::{call, list, object, parts, put, text};
use shared::trigger::Invitation;
use shared::wire::frame_v1::{Page, PageKind};
use wasm_bindgen::JsValue;

/// Leaves the facts of the visit in `port.visit`.
pub(super) fn tell(port: &JsValue, page: &Page, past: &Past, why: Option<&str>) {
    let seen: Vec<JsValue> = parts(&past.seen).map(JsValue::from).collect();
    let visit = object(&[
        ("kind", kind(page.kind).into()),
        ("handle", page.handle.as_deref().into()),
        ("returning", past.returning.into()),
        ("country", text(&["Shopify", "country"]).into()),
        ("seen", list(&seen)),
        ("remember", past.allowed.into()),
        ("why", why.into()),
    ]);
    put(port, "visit", &visit);
}

/// Has the loader show the invitation.
pub(super) fn invite(port: &JsValue, invitation: &Invitation) {
    let answers = invitation.answers.iter().map(JsValue::from);
    let answers: Vec<JsValue> = answers.collect();
    let arguments = [
        invitation.flow.as_str().into(),
        invitation.text.as_str().into(),
        list(&answers),
        invitation.why.as_str().into(),
    ];
    call(port, "invite", &arguments);
}

fn kind(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home",
        PageKind::Product => "product",
        PageKind::Collection => "collection",
        PageKind::Cart => "cart",
        PageKind::Search => "search",
        PageKind::Other => "other",
    }
}
