//! The consent form: one channel at most, the exact words beside it, and no as easy as yes.

use crate::chat::Chat;
use crate::chat::text::word;
use crate::chat::view::el::{Drawn, button, el};
use crate::chat::view::field::labelled;
use crate::chat::view::{focus_on, show, turn};
use leptos::prelude::*;
use shared::channel::Channel;
use shared::wire::frame_v1::{ConsentOffer, FieldKind, Granted, Say};

pub(super) fn consent(chat: Chat, ask: u64, offers: Vec<ConsentOffer>) -> Drawn {
    // One past the last offer while none is picked: nothing is agreed to before the shopper picks.
    let picked = RwSignal::new(offers.len());
    let address = RwSignal::new(String::new());
    let problem = RwSignal::new("");
    let rows: Vec<_> = offers.iter().enumerate().collect();
    let rows = rows.into_iter().map(|(index, offer)| {
        row(offer, move || {
            picked.set(index);
            problem.set("");
            show(chat, ".consent .ways");
        })
    });
    let group = el("fieldset", "")
        .child(el("legend", "").text(word("consent")).view())
        .children(rows);
    let answer = move |grant: Option<Granted>| {
        chat.say(Say::Consent { ask, grant });
        focus_on(chat);
    };
    let channels: Vec<_> = offers.iter().map(|offer| offer.channel).collect();
    let place = move || Some(place(*channels.get(picked.get())?, address));
    let agree = move |event: web_sys::Event| {
        event.prevent_default();
        let offer = offers.get(picked.get_untracked());
        match granted(offer, address.get_untracked().trim()) {
            Ok(granted) => answer(Some(granted)),
            Err(key) => problem.set(key),
        }
    };
    let problem = el("p", "bad")
        .attr("role", "alert")
        .text_when(move || word(problem.get()));
    let yes = el("button", "main").attr("type", "submit");
    let no = button("other", move || answer(None));
    let ways = el("div", "ways")
        .child(yes.text(word("consent_agree")).view())
        .child(no.text(word("consent_decline")).view());
    el("form", "consent")
        .attr("novalidate", "")
        .on("submit", agree)
        .child(group.view())
        .when(place)
        .child(problem.view())
        .child(ways.view())
        .view()
}

fn row(offer: &ConsentOffer, pick: impl Fn() + 'static) -> Drawn {
    let radio = el("input", "")
        .attr("type", "radio")
        .attr("name", "parley-consent")
        .on("change", move |_| pick());
    let name = el("b", "").text(turn::channel(offer.channel));
    let words = el("span", "").child(name.view()).text(offer.text.clone());
    el("label", "offer")
        .child(radio.view())
        .child(words.view())
        .view()
}

fn place(channel: Channel, address: RwSignal<String>) -> Drawn {
    let (label, kind) = match channel {
        Channel::Email | Channel::Chat => ("email_address", FieldKind::Email),
        Channel::Sms | Channel::WhatsApp => ("phone_number", FieldKind::Phone),
    };
    labelled(word(label), kind, address)
}

/// What is sent, or the key of what is missing.
fn granted(offer: Option<&ConsentOffer>, address: &str) -> Result<Granted, &'static str> {
    let offer = offer.ok_or("consent_none")?;
    if !is_complete(offer.channel, address) {
        return Err("address_bad");
    }
    Ok(Granted {
        channel: offer.channel,
        address: address.to_owned(),
        wording: offer.wording.clone(),
    })
}

/// Only what is surely unfinished is stopped here; the edge decides.
fn is_complete(channel: Channel, address: &str) -> bool {
    match channel {
        Channel::Email | Channel::Chat => address
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.')),
        Channel::Sms | Channel::WhatsApp => address.bytes().filter(u8::is_ascii_digit).count() >= 6,
    }
}
