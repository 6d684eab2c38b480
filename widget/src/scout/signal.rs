//! What `static/signals.js` sees of the page, counted. That file knows the markup of themes; this one says what it means.

use super::cart::Cart;
use super::past::Past;
use crate::page::{as_count, field};
use shared::trigger::{Seen, Standing};
use wasm_bindgen::JsValue;

/// What was seen on this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signals {
    exit: bool,
    variant_changes: u32,
    sold_out: bool,
    empty_search: bool,
}

impl Signals {
    /// The kinds are those of `static/signals.js`; one that is not known here is passed over.
    pub(super) fn note(&mut self, kind: u32, value: &JsValue) {
        match kind {
            EXIT => self.exit = true,
            VARIANT => self.variant_changes = self.variant_changes.saturating_add(1),
            SOLD_OUT => self.sold_out = as_count(value) > 0,
            EMPTY_SEARCH => self.empty_search = true,
            _ => {}
        }
    }

    /// Everything that rules may ask for.
    pub(super) fn seen<'a>(&self, port: &JsValue, cart: &'a Cart, past: &'a Past) -> Seen<'a> {
        Seen {
            exit: self.exit,
            variant_changes: self.variant_changes,
            comparisons: past.comparisons,
            sold_out: self.sold_out,
            empty_search: self.empty_search,
            discount_failed: cart.code_failed,
            cart_cents: cart.cents,
            cart_currency: &cart.currency,
            visits: past.visits,
            campaign: past.campaign.as_deref(),
            standing: standing(port),
        }
    }
}

/// What the page says of the shopper: the script tag's `data-shopper` is `vip`, `recent` or missing, and
/// `parley.identify` writes it there.
fn standing(port: &JsValue) -> Standing {
    let said = field(port, "data").and_then(|given| field(&given, "shopper")?.as_string());
    match said.as_deref() {
        Some("vip") => Standing::Vip,
        Some("recent") => Standing::RecentBuyer,
        Some(_) | None => Standing::None,
    }
}

/// The campaign that this signal names.
pub(super) fn campaign(kind: u32, value: &JsValue) -> Option<String> {
    value.as_string().filter(|_| kind == CAMPAIGN)
}

const EXIT: u32 = 0;
const VARIANT: u32 = 1;
const SOLD_OUT: u32 = 2;
const EMPTY_SEARCH: u32 = 3;
const CAMPAIGN: u32 = 4;
