//! What the scout tells the loader: the facts of the visit for the chat, and the invitation.

use super::past::Past;
use crate::page::{call, list, object, parts, put, text};
use shared::trigger::Invitation;
use shared::wire::frame_v1::Page;
use wasm_bindgen::JsValue;

/// Leaves the facts of the visit in `port.visit`.
pub(super) fn tell(port: &JsValue, page: &Page, past: &Past, why: Option<&str>) {
    let visit = object(&[]);
    let set = |key: &str, value: JsValue| put(&visit, key, &value);
    set("kind", page.kind.name().into());
    set("handle", page.handle.as_deref().into());
    set("returning", past.returning.into());
    set("country", text(&["Shopify", "country"]).into());
    set("seen", list(parts(&past.seen).map(JsValue::from)));
    set("remember", past.allowed.into());
    set("why", why.into());
    put(port, "visit", &visit);
}

/// Has the loader show the invitation.
pub(super) fn invite(port: &JsValue, invitation: &Invitation) {
    let arguments = [
        invitation.flow.as_str().into(),
        invitation.text.as_str().into(),
        list(invitation.answers.iter().map(JsValue::from)),
        invitation.why.as_str().into(),
    ];
    call(port, "invite", &arguments);
}
