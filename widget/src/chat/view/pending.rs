//! The shopper's turns that are on their way, or were not taken.

use crate::chat::Chat;
use crate::chat::state::{Pending, Progress, State};
use crate::chat::text::{filled, word};
use crate::chat::view::el::{Drawn, button, el, unseen};
use crate::chat::view::turn;
use leptos::prelude::*;
use shared::id::TurnId;
use shared::locale;
use shared::wire::frame_v1::{Refusal, Say};

pub(super) fn pending(chat: Chat) -> Drawn {
    let changes = Memo::new(move |_| chat.state.with(State::changes));
    let notice = move || word(chat.state.with(|state| state.notice().map_or("", reason)));
    let turns = move || {
        changes.get();
        let shown = chat.state.with_untracked(|state| {
            let outbox = state.outbox().iter();
            let shown = outbox.map(|pending| one(chat, pending, said(state, pending)));
            el("div", "").children(shown).view()
        });
        Some(shown)
    };
    el("div", "pending")
        // The shopper's own words, said again as they are sent and stored, would be read out each time.
        .attr("aria-live", "off")
        .when(turns)
        .child(
            el("p", "note bad")
                .attr("role", "alert")
                .text_when(notice)
                .view(),
        )
        .view()
}

fn one(chat: Chat, pending: &Pending, said: String) -> Drawn {
    let state = match pending.progress {
        Progress::Waiting | Progress::OnWay => unseen(word("sending")),
        Progress::Stored(_) => unseen(""),
        Progress::Refused { refusal, again } => refused(chat, pending, refusal, again),
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

fn refused(chat: Chat, pending: &Pending, refusal: Refusal, again: bool) -> Drawn {
    let id = &pending.id;
    let words = matches!(pending.say, Say::Text(_));
    let way = |name: &'static str, act: fn(Chat, &TurnId)| {
        let id = id.clone();
        let way = button("quiet", move || act(chat, &id));
        way.text(word(name)).view()
    };
    let retry = again.then(|| way("retry", Chat::retry));
    let edit = words.then(|| way("edit", Chat::edit));
    let remove = way("remove", Chat::forget);
    let ways = retry.into_iter().chain(edit).chain([remove]);
    let mut why = word(reason(refusal));
    if refusal == Refusal::Fault {
        // Enough to be found by, and short enough to be read out.
        let short = id.as_str().get(..13).unwrap_or(id.as_str());
        why = [&why, " ", &word("reference"), " ", short].concat();
    }
    let note = el("p", "note bad").attr("role", "alert");
    el("div", "refused")
        .child(note.text(why).view())
        .child(el("div", "ways").children(ways).view())
        .view()
}

/// What a turn on its way shows; nothing for those that show only when they are stored.
fn said(state: &State, pending: &Pending) -> String {
    match &pending.say {
        Say::Text(text) | Say::Fill { value: text, .. } => text.clone(),
        Say::Choose { ask, choices } => locale::picked(&state.labels(*ask, choices)),
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
