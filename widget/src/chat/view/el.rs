//! Elements of one type. A `view!` tree is a type of its own, with its own code to build, change and drop it; the whole
//! panel written so weighs 133 KB of compressed wasm. Here every element is the same Leptos type, holding lists of
//! attributes and children, and the panel is less than half of that.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::Event;

/// An element being put together.
pub(super) struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element of this tag, with a class unless that is empty.
pub(super) fn el(tag: &'static str, class: &'static str) -> El {
    let el = El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    };
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
pub(super) fn unseen(text: impl Into<String>) -> AnyView {
    el("span", "unseen").text(text).view()
}

impl El {
    /// An attribute that stays as it is.
    pub(super) fn attr(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(custom_attribute(name, value.into()).into_any_attr())
    }

    /// An attribute that is there while it has a value.
    pub(super) fn attr_when(
        self,
        name: &'static str,
        value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> Option<String> + Send> = Box::new(value);
        self.with(custom_attribute(name, value).into_any_attr())
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
        let shown: Box<dyn FnMut() -> String + Send> = Box::new(move || value.get());
        self.with(leptos::tachys::html::property::prop("value", shown).into_any_attr())
            .on("input", move |event| value.set(event_target_value(&event)))
    }

    /// Calls `act` on every such event.
    pub(super) fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(act);
        let event: ev::Custom<Event> = ev::Custom::new(event);
        self.with(leptos::tachys::html::event::on(event, act).into_any_attr())
    }

    /// Words.
    pub(super) fn text(self, text: impl Into<String>) -> Self {
        self.child(text.into().into_any())
    }

    /// Words that change.
    pub(super) fn text_when(self, text: impl FnMut() -> String + Send + 'static) -> Self {
        let text: Box<dyn FnMut() -> String + Send> = Box::new(text);
        self.child(text.into_any())
    }

    /// Something inside.
    pub(super) fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// Several things inside.
    pub(super) fn children(mut self, children: impl Iterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// Something inside that comes and goes.
    pub(super) fn when(self, child: impl FnMut() -> Option<AnyView> + Send + 'static) -> Self {
        let child: Box<dyn FnMut() -> Option<AnyView> + Send> = Box::new(child);
        self.child(child.into_any())
    }

    /// The finished element.
    pub(super) fn view(self) -> AnyView {
        html::custom(self.tag)
            .add_any_attr(self.attributes)
            .child(self.children)
            .into_any()
    }

    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.attributes.push(attribute);
        self
    }
}
