//! The scout: watches the page for the moment when an invitation may help, and otherwise leaves no trace.
//!
//! It gathers facts ([`dwell`], [`past`], `page::Place`), has `shared::trigger` decide, and sleeps until that decision
//! may change: there is one timer and no polling. What it learns about the visit it leaves in `port.visit` for the chat:
//!
//! | field | is |
//! | --- | --- |
//! | `kind`, `handle` | the page, as `home`, `product`, `collection`, `cart`, `search` or `other`; the handle may be missing |
//! | `returning` | whether an earlier visit is remembered; missing when nothing may be |
//! | `seen` | handles of products looked at in this session, oldest first; empty when nothing may be remembered |
//! | `country` | the country the shop shows prices for; may be missing |
//! | `remember` | whether anything may be remembered beyond what the shopper asks for |
//! | `why` | why the shopper was invited; missing when no invitation was shown on this page |
//!
//! Read next: [`past`], then `shared::trigger`.

mod cart;
mod dwell;
mod past;
mod signal;
mod visit;

use crate::page::{self, Key, Place, Sources};
use cart::Cart;
use dwell::Dwell;
use past::Past;
use shared::time::Instant;
use shared::trigger::{self, Decision, Facts, Invitation, Talk};
use shared::wire;
use shared::wire::settings_v1::Settings;
use signal::Signals;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// Starts watching. Settings of another version, or a second start, are passed over.
pub fn start(settings: &[u8], port: &JsValue) {
    let Ok(settings) = wire::decode(settings, MAX_SETTINGS_BYTES) else {
        return;
    };
    if with(|_| ()).is_some() {
        return;
    }
    let scout = Scout::new(settings, port.clone());
    let started = SCOUT.try_with(|cell| cell.try_borrow_mut().map(|mut cell| *cell = Some(scout)));
    if let Ok(Ok(())) = started {
        observe();
        resume(port);
        look();
    }
}

/// `static/signals.js` has seen something on the page; [`signal`] lists what.
pub fn saw(kind: u32, value: &JsValue) {
    with(|scout| {
        scout.signals.note(kind, value);
        if let Some(campaign) = signal::campaign(kind, value) {
            scout.past.campaign = Some(campaign);
        }
    });
    look();
}

/// The shopper closed the invitation: no other for the shop's pause.
pub fn dismissed() {
    with(|scout| scout.past.dismiss(page::now()));
}

struct Scout {
    settings: Settings,
    port: JsValue,
    sources: Sources,
    place: Place,
    dwell: Dwell,
    past: Past,
    cart: Cart,
    signals: Signals,
    why: Option<String>,
    wakes: Option<Instant>,
}

impl Scout {
    fn new(settings: Settings, port: JsValue) -> Self {
        let sources = Sources::read(page::field(&port, "data"));
        Self {
            settings,
            place: Place::now(&sources),
            sources,
            dwell: Dwell::new(page::now(), !page::is_hidden()),
            past: Past::default(),
            cart: Cart::default(),
            signals: Signals::default(),
            why: None,
            wakes: None,
            port,
        }
    }

    /// Takes in what may have changed since the last look, and decides.
    fn decide(&mut self, now: Instant) -> Decision {
        let place = Place::now(&Sources::default());
        if place.path != self.place.path {
            self.sources = Sources::default();
            self.place = place;
            self.dwell.restart(now);
            self.signals = Signals::default();
        }
        self.past
            .refresh(page::may_remember(), &self.place.page, self.cart.count);
        visit::tell(
            &self.port,
            &self.place.page,
            &self.past,
            self.why.as_deref(),
        );
        let facts = Facts {
            page: self.place.page.kind,
            path: &self.place.path,
            surface: page::surface(),
            dwell: self.dwell.so_far(now),
            cart_count: self.cart.count,
            left_cart: self.past.left_cart,
            returning: self.past.returning,
            invited: self.past.invited,
            dismissed_at: self.past.dismissed_at,
            talk: self.talk(),
            // The edge has just answered with the settings.
            answerable: true,
            holdout_key: &self.past.name,
            seen: self.signals.seen(&self.port, &self.cart, &self.past),
        };
        trigger::evaluate(&self.settings, &facts, now)
    }

    fn talk(&self) -> Talk {
        if page::is_true(&self.port, &["open"]) {
            Talk::Open
        } else if page::recall(Key::Chat).is_some() {
            Talk::Had
        } else {
            Talk::None
        }
    }

    /// When to look again, if no other timer does so earlier. While the shopper is away or idle no dwell is gathered,
    /// and there is nothing to wait for.
    fn sleep(&mut self, until: Instant, now: Instant) -> Option<u32> {
        let covered = self.wakes.is_some_and(|wakes| wakes <= until);
        if covered || !self.dwell.is_running(now) {
            return None;
        }
        self.wakes = Some(until);
        u32::try_from((until - now).0).ok()
    }

    fn invited(&mut self, invitation: &Invitation) {
        self.past.invite();
        self.why = Some(invitation.why.clone());
        visit::tell(
            &self.port,
            &self.place.page,
            &self.past,
            self.why.as_deref(),
        );
    }
}

thread_local! {
    static SCOUT: RefCell<Option<Scout>> = const { RefCell::new(None) };
}

/// Works on the scout. The page's own code may run inside a call of ours and come back here; then it finds nobody.
fn with<T>(act: impl FnOnce(&mut Scout) -> T) -> Option<T> {
    let found = SCOUT.try_with(|cell| cell.try_borrow_mut().ok()?.as_mut().map(act));
    found.ok()?
}

fn look() {
    let now = page::now();
    let Some((decision, port)) = with(|scout| (scout.decide(now), scout.port.clone())) else {
        return;
    };
    match decision {
        Decision::Invite(invitation) => {
            with(|scout| scout.invited(&invitation));
            visit::invite(&port, &invitation);
        }
        Decision::Wait(Some(until)) => {
            if let Some(Some(milliseconds)) = with(|scout| scout.sleep(until, now)) {
                page::later(milliseconds, &page::function(|_| wake()));
            }
        }
        Decision::Wait(None) | Decision::Never(_) => {}
    }
}

/// The timer's time has come.
fn wake() {
    with(|scout| scout.wakes = None);
    look();
}

fn observe() {
    let window = page::window();
    let active = page::function(|_| active());
    for signal in ["pointermove", "pointerdown", "keydown", "scroll"] {
        page::listen(&window, signal, &active);
    }
    let look_again = page::function(|_| look());
    page::listen(&window, "pageshow", &look_again);
    if let Some(document) = page::field(&window, "document") {
        page::listen(&document, "shopify:page:view", &look_again);
        page::listen(&document, "visibilitychange", &page::function(|_| turned()));
        cart::listen(&document);
    }
    page::when_consent_changes(look);
    if with(|scout| scout.place.is_cart()) == Some(true) {
        cart::read();
    }
}

/// The shopper does something. Called very often, so it does next to nothing unless the shopper was idle.
fn active() {
    let now = page::now();
    if with(|scout| scout.dwell.active(now)) == Some(true) {
        look();
    }
}

/// The tab is shown or hidden.
fn turned() {
    let now = page::now();
    with(|scout| scout.dwell.shown(now, !page::is_hidden()));
    look();
}

/// The panel was open on the page before, so the shopper expects to find it here.
fn resume(port: &JsValue) {
    if page::recall(Key::ChatOpen).is_some() {
        page::call(port, "resume", &[]);
    }
}

fn filled(cart: Cart) {
    with(|scout| scout.cart = cart);
    look();
}

/// Settings with a hundred rules are far below this.
const MAX_SETTINGS_BYTES: usize = 64 * 1024;
