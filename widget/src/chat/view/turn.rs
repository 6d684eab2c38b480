//! One turn. What it shows never changes; what it asks is open or not.

use crate::chat::Chat;
use crate::chat::text::{fill, filled, word};
use crate::chat::view::el::{Drawn, el, unseen};
use crate::chat::view::{choices, consent, field, lines, link, products, rating};
use leptos::prelude::*;
use shared::channel::Channel;
use shared::wire::frame_v1::{Author, Part, Turn};

pub(super) fn turn(chat: Chat, turn: Turn) -> Drawn {
    let (class, name) = match turn.author {
        Author::Shopper => ("turn mine", unseen([&word("you"), ": "].concat())),
        Author::Assistant => ("turn", unseen([&word("assistant"), ": "].concat())),
        Author::Agent(name) => ("turn", el("p", "by").text(name).view()),
    };
    let seq = turn.seq;
    let open = Memo::new(move |_| chat.state.with(|state| state.is_open(seq)));
    let parts = turn.parts.into_iter();
    el("div", class)
        .child(name)
        .children(parts.map(|part| shown(chat, seq, open, part)))
        .view()
}

/// The name of a channel.
pub(super) fn channel(channel: Channel) -> String {
    word(match channel {
        Channel::Chat => "chat",
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whatsapp",
    })
}

/// Words in a bubble.
pub(super) fn said(text: String) -> Drawn {
    el("p", "said").text(text).view()
}

fn shown(chat: Chat, seq: u64, open: Memo<bool>, part: Part) -> Drawn {
    match part {
        Part::Text(text) => said(text),
        Part::Choices(offered) => {
            while_open(open, move || choices::choices(chat, seq, offered.clone()))
        }
        Part::Field(asked) => while_open(open, move || field::field(chat, seq, asked.clone())),
        Part::Consent(form) => while_open(open, move || {
            consent::consent(chat, seq, form.offers.clone())
        }),
        Part::Products(cards) => products::cards(chat, cards),
        Part::Comparison(comparison) => products::comparison(comparison),
        Part::Source { label, url } => {
            let label = [&word("source"), ": ", &label].concat();
            link(label, url.as_deref().unwrap_or(""), "source")
        }
        Part::Link { label, url } => link(label, &url, "way"),
        Part::Added { title, quantity } => note(added(&title, quantity)),
        Part::Consented { channel, hint } => note(consented(channel, &hint)),
        Part::HandedOver => note(word("handed_over")),
        Part::Ended => note(word("ended")),
        Part::Lines(lines) => while_open(open, move || lines::lines(chat, &lines)),
        Part::Code(code) => while_open(open, move || lines::code(chat, code.clone())),
        Part::Rating(asked) => while_open(open, move || rating::rating(chat, seq, asked.clone())),
    }
}

/// What is asked goes once it is answered; nothing typed is lost while it is open.
fn while_open(open: Memo<bool>, shown: impl Fn() -> Drawn + 'static) -> Drawn {
    let asked = el("div", "ask").flag("hidden", move || !open.get());
    asked.when(move || open.get().then(&shown)).view()
}

fn note(text: String) -> Drawn {
    el("p", "note").text(text).view()
}

fn added(title: &str, quantity: u32) -> String {
    if quantity == 1 {
        return filled("turn_added", "title", title);
    }
    let text = filled("turn_added_many", "count", &quantity.to_string());
    fill(&text, "title", title)
}

fn consented(agreed: Option<Channel>, hint: &str) -> String {
    let Some(agreed) = agreed else {
        return word("turn_declined");
    };
    let text = filled("turn_consented", "channel", &channel(agreed));
    fill(&text, "hint", hint)
}
