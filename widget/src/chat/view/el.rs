//! Elements of one type. A `view!` tree is a type of its own, with its own code to build, change and drop it; the whole
//! panel written so took 133 KB of compressed wasm, more than all of Parley may. Here every element is the same Leptos
//! type, holding lists of attributes and children.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use std::borrow::Cow;
use web_sys::Event;

/// An element being put together. Boxed, so that handing it from call to call moves one word.
pub(super) struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element of this tag, with a class unless that is empty.
pub(super) fn el(tag: &'static str, class: &'static str) -> El {
    let el = El(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }));
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
pub(super) fn unseen(text: impl Into<Cow<'static, str>>) -> AnyView {
    el("span", "unseen").text(text).view()
}

type Words = Box<dyn FnMut() -> String + Send>;
type Value = Box<dyn FnMut() -> Option<String> + Send>;
type Child = Box<dyn FnMut() -> Option<AnyView> + Send>;
type Act = Box<dyn FnMut(Event)>;

// What takes any closure or text hands it on at once to a function that takes one type and is compiled once.
impl El {
    /// An attribute that stays as it is.
    pub(super) fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attr_of(name, value.into())
    }

    /// An attribute that is there while it has a value.
    pub(super) fn attr_when(
        self,
        name: &'static str,
        value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        self.attr_of_when(name, Box::new(value))
    }

    /// An attribute without a value, such as `hidden`, that is there while `holds`.
    pub(super) fn flag(
        self,
        name: &'static str,
        mut holds: impl FnMut() -> bool + Send + 'static,
    ) -> Self {
        self.attr_when(name, move || holds().then(String::new))
    }

    /// What is typed into a field, kept in a signal.
    pub(super) fn bound(self, value: RwSignal<String>) -> Self {
        let shown: Words = Box::new(move || value.get());
        self.with(prop("value", shown).into_any_attr())
            .on("input", move |event| {
                value.set(event_target_value(&event));
            })
    }

    /// Calls `act` on every such event.
    pub(super) fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.act_on(event, Box::new(act))
    }

    /// Words.
    pub(super) fn text(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.words(text.into())
    }

    /// Words that change.
    pub(super) fn text_when(self, text: impl FnMut() -> String + Send + 'static) -> Self {
        let text: Words = Box::new(text);
        self.child(text.into_any())
    }

    /// Something inside.
    #[inline(never)]
    pub(super) fn child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// Several things inside.
    pub(super) fn children(self, children: impl Iterator<Item = AnyView>) -> Self {
        children.fold(self, Self::child)
    }

    /// Something inside that comes and goes.
    pub(super) fn when(self, child: impl FnMut() -> Option<AnyView> + Send + 'static) -> Self {
        self.child_when(Box::new(child))
    }

    /// The finished element.
    #[inline(never)]
    pub(super) fn view(self) -> AnyView {
        let parts = *self.0;
        html::custom(parts.tag)
            .add_any_attr(parts.attributes)
            .child(parts.children)
            .into_any()
    }

    #[inline(never)]
    fn attr_of(self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.with(custom_attribute(name, value.into_owned()).into_any_attr())
    }

    #[inline(never)]
    fn attr_of_when(self, name: &'static str, value: Value) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn act_on(self, event: &'static str, act: Act) -> Self {
        let event: ev::Custom<Event> = ev::Custom::new(event);
        self.with(on(event, act).into_any_attr())
    }

    #[inline(never)]
    fn words(self, text: Cow<'static, str>) -> Self {
        self.child(text.into_owned().into_any())
    }

    #[inline(never)]
    fn child_when(self, child: Child) -> Self {
        self.child(child.into_any())
    }

    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }
}
