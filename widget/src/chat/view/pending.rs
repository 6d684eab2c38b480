//! The shopper's turns that are on their way, or were not taken.

use crate::chat::Chat;
use crate::chat::state::{Pending, Progress, State};
use crate::chat::text::{filled, word};
use crate::chat::view::el::{Drawn, button, el, unseen};
use crate::chat::view::turn;
use leptos::prelude::*;
use shared::id::TurnId;
use shared::wire::frame_v1::{Refusal, Say};

pub(super) fn pending(chat: Chat) -> Drawn {
    let shown = Memo::new(move |_| {
        chat.state.with(|state| {
            let outbox = state.outbox().iter();
            let said = outbox.map(|pending| (pending.clone(), said(state, pending)));
            said.collect::<Vec<_>>()
        })
    });
    let notice = Memo::new(move |_| chat.state.with(|state| state.notice().map_or("", reason)));
    let turns = move || {
        let shown = shown.get().into_iter();
        let shown = shown.map(|(pending, said)| one(chat, pending, said));
        Some(el("div", "").children(shown).view())
    };
    el("div", "pending")
        .when(turns)
        .child(
            el("p", "note bad")
                .text_when(move || word(notice.get()))
                .view(),
        )
        .view()
}

fn one(chat: Chat, pending: Pending, said: String) -> Drawn {
    let state = match pending.progress {
        Progress::Waiting => unseen(word("sending")),
        Progress::Stored(_) => unseen(""),
        Progress::Refused { refusal, again } => refused(chat, pending.id, refusal, again),
    };
    if said.is_empty() {
        return state;
    }
    el("div", "turn mine waits")
        .child(unseen([&word("you"), ": "].concat()))
        .child(turn::said(said))
        .child(state)
        .view()
}

fn refused(chat: Chat, id: TurnId, refusal: Refusal, again: bool) -> Drawn {
    let same = id.clone();
    let retry = button("quiet", move || chat.retry(&same)).text(word("retry"));
    let retry = again.then(|| retry.view());
    let remove = button("quiet", move || chat.forget(&id)).text(word("remove"));
    let ways = el("div", "ways").children(retry.into_iter());
    el("div", "refused")
        .child(el("p", "note bad").text(word(reason(refusal))).view())
        .child(ways.child(remove.view()).view())
        .view()
}

/// What a turn on its way shows; nothing for those that show only when they are stored.
fn said(state: &State, pending: &Pending) -> String {
    match &pending.say {
        Say::Text(text) | Say::Fill { value: text, .. } => text.clone(),
        Say::Choose { ask, choices } => state.labels(*ask, choices).join(", "),
        Say::Consent { grant, .. } => match grant {
            Some(granted) => turn::channel(granted.channel),
            None => word("consent_decline"),
        },
        Say::Person => word("person"),
        Say::End => word("end"),
        Say::Rate { stars, .. } => filled("stars", "count", &stars.to_string()),
        Say::Back | Say::Change { .. } => word("back"),
        Say::Added { .. } | Say::NotAdded { .. } | Say::Changed { .. } | Say::Applied { .. } => {
            String::new()
        }
    }
}

fn reason(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownFrame
        | Refusal::FrameTooLarge
        | Refusal::UnknownTurn
        | Refusal::OtherRole => "refused_frame",
        Refusal::TextTooLong => "refused_long",
        Refusal::TextEmpty => "refused_empty",
        Refusal::AskClosed => "refused_closed",
        Refusal::NotOffered => "refused_choice",
        Refusal::TooManyTurns | Refusal::TooManyReaders => "refused_many",
        Refusal::Ended => "refused_ended",
        Refusal::UnknownVariant => "refused_variant",
        Refusal::Fault => "refused_fault",
        Refusal::CannotGoBack => "refused_back",
    }
}
