//! The scout's entry: takes what the loader hands over and starts. Read `widget::scout` next.
#![no_main]

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Every page view of a shop loads the scout, which keeps a few hundred short texts at most: a free list does, and saves
/// a fifth of its bytes against the standard allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
// SAFETY: this program has one thread, and starts no other.
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };

#[cfg(target_arch = "wasm32")]
use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

/// Starts watching the page by these settings.
#[wasm_bindgen]
pub fn start(settings: &[u8], port: &JsValue) {
    widget::scout::start(settings, port);
}

/// Something was seen on the page; called by `static/signals.js`, which is part of this program's glue.
#[wasm_bindgen]
pub fn saw(kind: u32, value: &JsValue) {
    widget::scout::saw(kind, value);
}

/// The shopper closed the invitation.
#[wasm_bindgen]
pub fn dismissed() {
    widget::scout::dismissed();
}
