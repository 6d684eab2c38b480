//! What the scout saw of this visit, read from the port at the moment it is told.

use crate::chat::door;
use shared::wire::frame_v1::{CartReport, Page, PageKind, Visit};
use wasm_bindgen::JsValue;

/// All that may be told about the visit. The scout leaves out what consent does not allow.
pub(crate) fn visit(
    port: &JsValue,
    locale: &str,
    invited: Option<String>,
    cart: Option<CartReport>,
) -> Visit {
    let seen = scouted(port).and_then(|visit| door::list(&visit, "seen"));
    let seen = seen.unwrap_or_default();
    Visit {
        locale: locale.into(),
        country: scouted(port).and_then(|visit| door::text(&visit, "country")),
        returning: scouted(port).and_then(|visit| door::field(&visit, "returning")?.as_bool()),
        page: page(port),
        seen: seen.iter().filter_map(JsValue::as_string).collect(),
        invited,
        cart,
    }
}

/// The page the shopper is on.
pub(crate) fn page(port: &JsValue) -> Page {
    let text = |key| scouted(port).and_then(|visit| door::text(&visit, key));
    let kind = match text("kind").as_deref() {
        Some("home") => PageKind::Home,
        Some("product") => PageKind::Product,
        Some("collection") => PageKind::Collection,
        Some("cart") => PageKind::Cart,
        Some("search") => PageKind::Search,
        _ => PageKind::Other,
    };
    Page {
        kind,
        handle: text("handle"),
    }
}

/// Missing where the scout could not start.
fn scouted(port: &JsValue) -> Option<JsValue> {
    door::field(port, "visit")
}
