//! Elements, and what makes them follow signals. Signals, memos, effects and owners are Leptos's; the tree is made
//! here. A `view!` tree is a type of its own, with its own code to build, change and drop it: the panel so written was
//! over the budget for the whole chat (`cargo xtask bench`, `bytes_chat_open_br`), and close to it as one erased type.
//!
//! Every function that takes any closure or text hands it on at once to one that takes a single type.

use crate::chat::door;
use leptos::prelude::*;
use std::borrow::Cow;
use std::ops::Range;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, Node};

/// A finished piece of the page; nothing where the page does not let us make one.
pub(crate) struct Drawn(Option<Element>);

/// An element being put together.
pub(super) struct El(Option<Element>);

/// An element of this tag, with a class unless that is empty.
#[inline(never)]
pub(super) fn el(tag: &'static str, class: &'static str) -> El {
    let el = El(document().create_element(tag).ok());
    if class.is_empty() {
        el
    } else {
        el.attr("class", class)
    }
}

/// A button that does nothing but what is asked of it.
pub(super) fn button(class: &'static str, act: impl FnMut() + 'static) -> El {
    let mut act = act;
    el("button", class)
        .attr("type", "button")
        .on("click", move |_| act())
}

/// Words that only a screen reader gives.
pub(super) fn unseen(text: impl Into<Cow<'static, str>>) -> Drawn {
    el("span", "unseen").text(text).view()
}

/// A picture of one line, for a button that has a name.
pub(super) fn icon(line: &'static str) -> Drawn {
    let drawn = |tag| El(document().create_element_ns(Some(SVG), tag).ok());
    drawn("svg")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(drawn("path").attr("d", line).view())
        .view()
}

const SVG: &str = "http://www.w3.org/2000/svg";

impl Drawn {
    /// Puts the piece into the page.
    pub(crate) fn mount(self, place: &Node) {
        if let Some(element) = self.0 {
            append(place, &element);
        }
    }
}

impl El {
    /// An attribute that stays as it is.
    pub(super) fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.set(name, &value.into());
        self
    }

    /// An attribute that is there while it has a value.
    pub(super) fn attr_when(
        self,
        name: &'static str,
        value: impl FnMut() -> Option<String> + 'static,
    ) -> Self {
        self.follow_attr(name, Box::new(value));
        self
    }

    /// An attribute without a value, such as `hidden`, that is there while `holds`.
    pub(super) fn flag(
        self,
        name: &'static str,
        mut holds: impl FnMut() -> bool + 'static,
    ) -> Self {
        self.attr_when(name, move || holds().then(String::new))
    }

    /// What is typed into a field, kept in a signal.
    pub(super) fn bound(self, value: RwSignal<String>) -> Self {
        if let Some(element) = self.0.clone() {
            follow(Box::new(move || {
                door::put(&element, "value", &value.get().into());
            }));
        }
        self.on("input", move |event| value.set(event_target_value(&event)))
    }

    /// Calls `act` on every such event.
    pub(super) fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act));
        self
    }

    /// Words.
    pub(super) fn text(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.words(&text.into());
        self
    }

    /// Words that change.
    pub(super) fn text_when(self, text: impl FnMut() -> String + 'static) -> Self {
        self.follow_words(Box::new(text));
        self
    }

    /// Something inside.
    #[inline(never)]
    pub(super) fn child(self, child: Drawn) -> Self {
        if let (Some(element), Drawn(Some(child))) = (&self.0, child) {
            append(element, &child);
        }
        self
    }

    /// Several things inside.
    pub(super) fn children(self, children: impl Iterator<Item = Drawn>) -> Self {
        children.fold(self, Self::child)
    }

    /// Something inside that comes and goes; it is made anew whenever a signal it reads has changed.
    pub(super) fn when(self, child: impl FnMut() -> Option<Drawn> + 'static) -> Self {
        self.follow_child(Box::new(child));
        self
    }

    /// One thing for each number of a range, before all else inside. Each is made once and stays while the range only grows,
    /// at either end.
    pub(super) fn each(
        self,
        range: impl Fn() -> Range<usize> + 'static,
        make: impl Fn(usize) -> Drawn + 'static,
    ) -> Self {
        self.follow_range(Box::new(range), Box::new(make));
        self
    }

    /// The finished element.
    pub(super) fn view(self) -> Drawn {
        Drawn(self.0)
    }

    #[inline(never)]
    fn set(&self, name: &str, value: &str) {
        if let Some(element) = &self.0 {
            // A name of ours is always a valid one.
            let _ = element.set_attribute(name, value);
        }
    }

    #[inline(never)]
    fn follow_attr(&self, name: &'static str, mut value: Box<dyn FnMut() -> Option<String>>) {
        let element = Self(self.0.clone());
        follow(Box::new(move || match (value(), &element.0) {
            (Some(value), _) => element.set(name, &value),
            (None, Some(element)) => {
                // As above.
                let _ = element.remove_attribute(name);
            }
            (None, None) => {}
        }));
    }

    #[inline(never)]
    fn listen(&self, event: &str, act: Box<dyn FnMut(Event)>) {
        if let Some(element) = &self.0 {
            let act = Closure::wrap(act).into_js_value();
            door::call(element, "addEventListener", &[event.into(), act]);
        }
    }

    #[inline(never)]
    fn words(&self, text: &str) -> Option<Node> {
        let element = self.0.as_ref()?;
        let text: Node = document().create_text_node(text).into();
        append(element, &text);
        Some(text)
    }

    #[inline(never)]
    fn follow_words(&self, mut text: Box<dyn FnMut() -> String>) {
        if let Some(node) = self.words("") {
            let mut shown = String::new();
            // The same words again would be read out again where changes are.
            follow(Box::new(move || {
                let next = text();
                if next != shown {
                    node.set_node_value(Some(&next));
                    shown = next;
                }
            }));
        }
    }

    #[inline(never)]
    fn follow_child(&self, mut child: Box<dyn FnMut() -> Option<Drawn>>) {
        let Some(place) = self.words("") else {
            return;
        };
        let mut shown = None;
        follow(Box::new(move || {
            let next = child().and_then(|drawn| drawn.0);
            if let Some(old) = shown.take() {
                remove(&old);
            }
            if let Some(new) = &next {
                insert(new, &place);
            }
            shown = next;
        }));
    }

    #[inline(never)]
    fn follow_range(
        &self,
        range: Box<dyn Fn() -> Range<usize>>,
        make: Box<dyn Fn(usize) -> Drawn>,
    ) {
        let (Some(place), Some(owner)) = (self.words(""), Owner::current()) else {
            return;
        };
        let first = {
            let place = place.clone();
            move || place.parent_element()?.first_element_child()
        };
        let mut shown = 0..0;
        // What the children nest in outlives the run that made them, and ends when they go.
        let mut nest = owner.child();
        follow(Box::new(move || {
            let range = range();
            if shown.start < range.start || range.end < shown.end {
                for old in shown.clone().filter_map(|_| first()) {
                    remove(&old);
                }
                nest.cleanup();
                nest = owner.child();
                shown = range.start..range.start;
            }
            while shown != range {
                let above = range.start < shown.start;
                let number = if above { shown.start - 1 } else { shown.end };
                let drawn = nest.with(|| untrack(|| make(number)));
                if let Some(new) = drawn.0 {
                    match first().filter(|_| above) {
                        Some(first) => insert(&new, &first),
                        None => insert(&new, &place),
                    }
                }
                shown = shown.start.min(number)..shown.end.max(number + 1);
            }
        }));
    }
}

/// Does `work` now, and again whenever a signal that it read has changed, until its owner is gone.
#[inline(never)]
fn follow(mut work: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| work());
    StoredValue::new_local(effect);
}

#[inline(never)]
fn append(parent: &Node, child: &Node) {
    // A fresh node may always be appended.
    let _ = parent.append_child(child);
}

#[inline(never)]
fn insert(node: &Node, before: &Node) {
    if let Some(parent) = before.parent_node() {
        // The place is the parent's own child.
        let _ = parent.insert_before(node, Some(before));
    }
}

#[inline(never)]
fn remove(element: &Element) {
    element.remove();
}
