//! The chat: the panel in which a shopper and the shop talk.
//!
//! Data goes round one way: a frame from [`link`] is applied to [`state`], the views under [`view`] show it, what the
//! shopper does comes back as a command of [`Chat`], which changes the state and sends a frame. Read in that order;
//! [`heard`] is what the link asks and tells, [`listen`] what the page does, [`memory`] survives the page, [`visit`] is what the scout saw, [`cart`] is the shop's, [`text`] has the words,
//! [`door`] is the browser.

mod cart;
mod customer;
mod door;
#[cfg(test)]
mod gallery;
mod heard;
mod link;
mod listen;
mod memory;
mod proof;
mod state;
mod tabs;
mod text;
mod typing;
mod view;
mod visit;

use crate::chat::link::Link;
use crate::chat::memory::{Found, Kept};
use crate::chat::state::{Connection, State};
use crate::chat::typing::Typing;
use leptos::prelude::*;
use shared::id::{FlowId, ShopId, TurnId};
use shared::wire::frame_v1::{CartReport, Say, ShopperFrame, Visit};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// The one chat of this page.
    static CHAT: Cell<Option<Chat>> = const { Cell::new(None) };
}

/// Longer than a frame takes, shorter than anybody notices.
const A_FRAME_MS: u32 = 32;

/// A handle to the chat of this page; views and the link hold copies.
#[derive(Clone, Copy)]
pub(crate) struct Chat {
    state: RwSignal<State>,
    invitation: RwSignal<Option<Invitation>>,
    /// Whether there is a panel, seen or not.
    drawn: RwSignal<bool>,
    open: RwSignal<bool>,
    /// What the shopper is writing.
    draft: RwSignal<String>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What the scout found worth offering.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    flow: Option<FlowId>,
    text: String,
    answers: Vec<String>,
}

/// What does not change what is seen.
struct Inner {
    port: JsValue,
    shop: ShopId,
    locale: String,
    link: Rc<Link>,
    kept: RefCell<Kept>,
    found: Cell<Option<Found>>,
    invited: RefCell<Option<String>>,
    cart: RefCell<Option<CartReport>>,
    begun: Cell<bool>,
    reading: Cell<u32>,
    typing: Cell<Typing>,
}

/// Takes up what is remembered of the conversation.
pub fn start(port: &JsValue) {
    if CHAT.get().is_some() {
        return;
    }
    let Some(inner) = Inner::new(port) else {
        return;
    };
    text::speak(door::field(port, "words").unwrap_or_default());
    let unsent = inner.kept.borrow().unsent.clone();
    CHAT.set(Some(Chat {
        state: RwSignal::new(State::new(unsent)),
        invitation: RwSignal::new(None),
        drawn: RwSignal::new(false),
        open: RwSignal::new(false),
        draft: RwSignal::new(String::new()),
        inner: StoredValue::new_local(Rc::new(inner)),
    }));
}

/// Puts the chat into the place the loader made for it. Nothing is seen yet.
pub fn mount() {
    let Some(chat) = CHAT.get() else {
        return;
    };
    let place = door::field(&chat.inner().port, "panel").and_then(|place| place.dyn_into().ok());
    let Some(place) = place else {
        return;
    };
    let parent: web_sys::HtmlElement = place;
    mount_to(parent.clone(), move || view::root(chat).mount(&parent)).forget();
    chat.listen_to_the_page();
    chat.meet_tabs();
}

/// Draws the panel, which [`open`] shows.
pub fn draw() {
    if let Some(chat) = CHAT.get() {
        chat.draw();
    }
}

/// The shopper opens the chat by hand, or the host page does for them.
pub fn open(flow: Option<&str>) {
    if let Some(chat) = CHAT.get() {
        chat.open(flow.and_then(|flow| flow.parse().ok()));
    }
}

/// The launcher or the host page closes the panel.
pub fn close() {
    if let Some(chat) = CHAT.get() {
        chat.close();
    }
}

/// Shows the scout's invitation.
pub fn invite(flow: Option<&str>, text: String, answers: Vec<String>, why: Option<String>) {
    if let Some(chat) = CHAT.get()
        && !chat.open.get_untracked()
    {
        chat.inner().invited.replace(why);
        let flow = flow.and_then(|flow| flow.parse().ok());
        chat.invitation.set(Some(Invitation {
            flow,
            text,
            answers,
        }));
    }
}

/// The panel was open on the page before.
pub fn resume() {
    if let Some(chat) = CHAT.get() {
        chat.meet_customer();
        // No focus is taken: the shopper has just come to this page for what is on it.
        chat.show();
    }
}

/// The page wants no chat any more: the connection ends, and nothing that wakes the page makes another.
pub fn destroy() {
    if let Some(chat) = CHAT.take() {
        chat.close();
        let inner = chat.inner();
        inner.begun.set(false);
        inner.link.rest(chat);
    }
}

impl Inner {
    fn new(port: &JsValue) -> Option<Self> {
        let shop = door::text(port, "shop")?.parse().ok()?;
        let (kept, found) = match memory::load() {
            Some((kept, found)) if !kept.ended => (kept, Some(found)),
            Some((ended, _)) => (ended.next(door::random_id()?, None), None),
            None => (Kept::new(door::random_id()?, None, None), None),
        };
        Some(Self {
            shop,
            locale: door::text(port, "locale").unwrap_or_else(|| "en".into()),
            link: Link::new(door::text(port, "edge")?),
            port: port.clone(),
            kept: RefCell::new(kept),
            found: Cell::new(found),
            invited: RefCell::new(None),
            cart: RefCell::new(None),
            begun: Cell::new(false),
            reading: Cell::new(0),
            typing: Cell::default(),
        })
    }

    fn visit(&self) -> Visit {
        let invited = self.invited.borrow().clone();
        visit::visit(
            &self.port,
            &self.locale,
            invited,
            self.cart.borrow().clone(),
        )
    }
}

/// Commands: what the shopper does.
impl Chat {
    fn open(self, flow: Option<FlowId>) {
        self.meet_customer();
        let inner = self.inner();
        let other = flow.is_some() && inner.kept.borrow().flow != flow;
        let earlier = inner.found.get() != Some(Found::Tab);
        if other && earlier && !inner.begun.get() {
            self.begin(flow);
        }
        self.show();
        // The panel that the loader showed gives the focus over by itself.
        if door::field(&inner.port, "front").is_none() {
            view::focus_panel(self);
        }
    }

    fn draw(self) {
        if !self.drawn.get_untracked() {
            self.drawn.set(true);
        }
    }

    fn show(self) {
        let inner = self.inner();
        self.invitation.set(None);
        self.draw();
        self.open.set(true);
        memory::keep_open(true);
        door::call(&inner.port, "opened", &[true.into()]);
        self.look();
        if !inner.begun.replace(true) {
            self.state
                .update(|state| state.connection_is(Connection::Opening));
            // The panel is drawn before anything is asked of the network.
            door::later(A_FRAME_MS, move || self.reach_out());
        }
    }

    fn reach_out(self) {
        let inner = self.inner();
        if inner.kept.borrow().conversation.is_some() {
            self.state.update(State::comes_back);
        }
        self.send(
            self.state
                .try_update(|state| state.on_page(visit::page(&inner.port))),
        );
        inner.link.connect(self);
        self.read_cart();
    }

    pub(crate) fn close(self) {
        if !self.open.get_untracked() {
            return;
        }
        self.open.set(false);
        memory::keep_open(false);
        let inner = self.inner();
        door::call(&inner.port, "opened", &[false.into()]);
        if let Some(launcher) = door::field(&inner.port, "launcher") {
            door::call(&launcher, "focus", &[]);
        }
    }

    /// The shopper takes the invitation, with one of its answers or without.
    pub(crate) fn accept(self, answer: Option<String>) {
        let Some(invitation) = self.invitation.get_untracked() else {
            return;
        };
        self.open(invitation.flow);
        if let Some(answer) = answer {
            self.say(Say::Text(answer));
        }
    }

    /// The shopper wants no invitation.
    pub(crate) fn dismiss(self) {
        if self.invitation.get_untracked().is_some() {
            self.invitation.set(None);
            door::call(&self.inner().port, "dismissed", &[]);
        }
    }

    /// The shopper takes a turn. Whether it is kept: only so many may wait.
    pub(crate) fn say(self, say: Say) -> bool {
        let room = self.state.try_update(State::has_room) == Some(true);
        let id = door::random_id().filter(|_| room);
        let Some(id) = id else {
            return false;
        };
        self.inner().typing.take();
        self.send(self.state.try_update(|state| state.say(id, say)));
        self.keep();
        true
    }

    /// A refused turn is sent again.
    pub(crate) fn retry(self, id: &TurnId) {
        self.send(self.state.try_update(|state| state.retry(id)));
        self.keep();
    }

    /// A refused turn goes back to where it was written.
    pub(crate) fn edit(self, id: &TurnId) {
        if let Some(Some(text)) = self.state.try_update(|state| state.take_back(id)) {
            self.draft.update(|draft| {
                let gap = if draft.is_empty() { "" } else { "\n" };
                *draft = [&text, gap, draft.as_str()].concat();
            });
            self.keep();
        }
    }

    /// A refused turn is given up.
    pub(crate) fn forget(self, id: &TurnId) {
        self.state.update(|state| state.forget(id));
        self.keep();
    }

    /// After the end, a new conversation begins; the edge may know the shopper by the old token.
    pub(crate) fn begin_anew(self) {
        self.begin(None);
        self.inner().link.rest(self);
        self.state
            .update(|state| state.connection_is(Connection::Opening));
        self.inner().link.connect(self);
    }
}

impl Chat {
    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    fn begin(self, flow: Option<FlowId>) {
        if let Some(key) = door::random_id() {
            let inner = self.inner();
            let next = inner.kept.borrow().next(key, flow);
            inner.kept.replace(next);
            self.state.update(State::begin_anew);
        }
    }

    fn send(self, frames: Option<impl IntoIterator<Item = ShopperFrame>>) {
        for frame in frames.into_iter().flatten() {
            self.inner().link.send(self, frame);
        }
    }
}
