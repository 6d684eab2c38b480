//! The panel's head, always in view: whom the shopper talks to, the way to a person, the way out.

use crate::chat::state::{Connection, State};
use crate::chat::text::{filled, word};
use crate::chat::view::el::{Drawn, button, el, icon};
use crate::chat::view::{focus, focus_on};
use crate::chat::{Chat, door, memory};
use leptos::prelude::*;
use shared::wire::frame_v1::{Holder, Say};

pub(super) fn header(chat: Chat) -> Drawn {
    let holder = Memo::new(move |_| chat.state.with(State::holder) as usize);
    let ending = RwSignal::new(false);
    let title = door::text(&chat.inner().port, "label").unwrap_or_default();
    let disclosure = move || {
        chat.state
            .with(|state| match (state.agent(), state.holder()) {
                (Some(agent), Holder::Assistant | Holder::Person) => {
                    let key = if agent.there {
                        "agent_here"
                    } else {
                        "agent_has"
                    };
                    filled(key, "name", &agent.name)
                }
                (None, Holder::Assistant) => word("disclosure"),
                (None, Holder::Person) => word("disclosure_person"),
                (_, Holder::Ended) => word("disclosure_ended"),
            })
    };
    let heading = el("h2", "")
        .attr("id", "parley-title")
        .attr("tabindex", "-1")
        .text(title);
    let titles = el("div", "title").child(heading.view()).child(
        el("p", "")
            .attr("role", "status")
            .text_when(disclosure)
            .view(),
    );
    let close = button("icon", move || chat.close())
        .attr("aria-label", word("close"))
        .child(icon("M6 6l12 12M18 6L6 18"));
    el("div", "head")
        .child(titles.view())
        .child(close.view())
        .child(ways(chat, holder, ending))
        .when(move || ending.get().then(|| sure(chat, ending)))
        .view()
}

/// What the shopper can always do, and going back where there is something to go back to.
fn ways(chat: Chat, holder: Memo<usize>, ending: RwSignal<bool>) -> Drawn {
    let is = move |which: Holder| holder.get() == which as usize;
    let person = button("quiet", move || {
        chat.say(Say::Person);
        focus_on(chat);
    });
    let back = button("quiet", move || {
        chat.say(Say::Back);
        focus_on(chat);
    });
    let end = button("quiet", move || {
        ending.set(true);
        focus(chat, ".ending button");
    });
    el("div", "ways")
        .flag("hidden", move || is(Holder::Ended) || ending.get())
        .child(
            person
                .flag("disabled", move || is(Holder::Person))
                .text(word("person"))
                .view(),
        )
        .child(
            back.flag("hidden", move || !chat.state.with(State::may_go_back))
                .text(word("back"))
                .view(),
        )
        .child(end.text(word("end")).view())
        .view()
}

/// One more click before a conversation ends, since there is no way back into it.
fn sure(chat: Chat, ending: RwSignal<bool>) -> Drawn {
    let answer = move |end: bool| {
        ending.set(false);
        if end {
            chat.say(Say::End);
        }
        focus_on(chat);
    };
    let question = el("span", "").attr("id", "parley-sure");
    let end = button("quiet", move || answer(true));
    let stay = button("quiet", move || answer(false));
    el("div", "ways ending")
        .attr("role", "group")
        .attr("aria-labelledby", "parley-sure")
        .child(question.text(word("end_sure")).view())
        .child(end.text(word("end_yes")).view())
        .child(stay.text(word("end_no")).view())
        .view()
}

/// One line that says when the connection is not as it should be, and when the page must stay for the conversation to.
pub(super) fn connection(chat: Chat) -> Drawn {
    let line = move || {
        let connection = chat.state.with(State::connection);
        let (line, depends) = chat.state.with(|state| match connection {
            Connection::Idle | Connection::Waiting => ("", false),
            Connection::Live => ("", state.holder() == Holder::Person),
            Connection::Opening => ("connecting", false),
            Connection::Away if state.has_unsent() => ("offline_unsent", true),
            Connection::Away => ("offline", false),
            Connection::Busy => ("busy", false),
            Connection::Gone => ("gone", false),
            Connection::Shut => ("shut", false),
            Connection::Outdated => ("refused_frame", false),
        });
        let line = word(line);
        if depends && !memory::keeps() {
            return [&line, " ", &word("keep_open")].concat();
        }
        match chat.inner().link.failure() {
            Some(id) if !line.is_empty() && connection != Connection::Opening => {
                [&line, " ", &word("reference"), " ", &id].concat()
            }
            _ => line,
        }
    };
    el("p", "line")
        .attr("role", "status")
        .text_when(line)
        .view()
}
