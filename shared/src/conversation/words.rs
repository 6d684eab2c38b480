//! What the chat itself says, whichever flow runs: in the flow's language, from the words beside which messages are
//! written ([`crate::message::Words`]). Flows say everything else.

use crate::flow::says_only;
use crate::message::{Voice, Words};
use crate::promise::{Arrival, Promise};
use crate::wire::frame_v1::FieldKind;
use crate::wire::snapshot_v1::Offer;
use alloc::string::{String, ToString};

/// A sentence or a label that always reads the same, by its name among the words.
#[derive(Clone, Copy)]
pub(super) struct Line(&'static str);

impl Line {
    pub(super) fn of(self, words: &Words) -> String {
        words.say(self.0).into()
    }
}

pub(super) const TALK_TO_A_PERSON: Line = Line("chat_talk_to_a_person");
pub(super) const GO_BACK: Line = Line("chat_go_on");
pub(super) const EMAIL_LABEL: Line = Line("chat_your_email");
pub(super) const WHERE_WE_WERE: Line = Line("chat_where_we_were");
pub(super) const LOST: Line = Line("chat_lost");
pub(super) const UNMATCHED: Line = Line("chat_unmatched");
pub(super) const STUCK: Line = Line("chat_stuck");
pub(super) const SAFETY: Line = Line("chat_safety");
pub(super) const UNSURE: Line = Line("chat_unsure");
pub(super) const WORTH_A_PERSON: Line = Line("chat_worth_a_person");
pub(super) const LOOK_UP_FAILED: Line = Line("chat_look_up_failed");
pub(super) const NO_DIFFERENCE: Line = Line("chat_no_difference");
pub(super) const ALREADY_TOLD: Line = Line("chat_already_told");
pub(super) const NEED_EMAIL: Line = Line("chat_need_email");
pub(super) const BACK: Line = Line("chat_back");
pub(super) const CHANGE: Line = Line("chat_change");
pub(super) const NO_WAY_BACK: Line = Line("chat_no_way_back");
pub(super) const SKIP: Line = Line("chat_skip");
pub(super) const CODE_FAILED: Line = Line("chat_code_failed");

/// Whether these words, and no others, ask for the step before.
pub(super) fn is_back(words: &Words, spoken: &[String]) -> bool {
    let mut ways = words.say("chat_ways_back").split('|');
    ways.any(|way| says_only(way, spoken))
}

pub(super) fn changed(words: &Words, title: &str, quantity: u32) -> String {
    let count = quantity.to_string();
    let name = if quantity == 0 {
        "chat_removed"
    } else {
        "chat_changed"
    };
    words.filled(name, &[("product", title), ("count", &count)])
}

pub(super) fn tried_code(words: &Words, code: &str) -> String {
    words.filled("chat_tried_code", &[("code", code)])
}

pub(super) fn rated(words: &Words, stars: u8) -> String {
    match stars {
        1 => words.say("chat_one_star").into(),
        _ => words.filled("chat_stars", &[("stars", &stars.to_string())]),
    }
}

pub(super) fn no_flow(words: &Words, shop: &str) -> String {
    words.filled("chat_no_flow", &[("shop", shop)])
}

pub(super) fn ask_email(words: &Words, shop: &str) -> String {
    words.filled("chat_ask_email", &[("shop", shop)])
}

/// Where the answer comes, and what is known of when.
pub(super) fn told(words: &Words, shop: &str, email: &str, when: &str) -> String {
    let holes = [("shop", shop), ("email", email), ("when", when)];
    words.filled("chat_told", &holes)
}

/// An agent is there.
pub(super) fn joined(words: &Words, name: &str) -> String {
    words.filled("chat_joined", &[("name", name)])
}

/// Another agent goes on.
pub(super) fn took_over(words: &Words, name: &str, before: &str) -> String {
    words.filled("chat_took_over", &[("name", name), ("before", before)])
}

pub(super) fn left(words: &Words, name: &str) -> String {
    words.filled("chat_left", &[("name", name)])
}

/// The assistant goes on after an agent.
pub(super) fn handed_back(words: &Words, name: &str) -> String {
    words.filled("chat_handed_back", &[("name", name)])
}

pub(super) fn still_by_mail(words: &Words, email: &str) -> String {
    words.filled("chat_still_by_mail", &[("email", email)])
}

/// What the chat says under a turn that came by another way.
pub(super) fn wrote_back(words: &Words, shop: &str) -> String {
    words.filled("chat_wrote_back", &[("shop", shop)])
}

/// The offer of a person, to whom the choices under it lead.
pub(super) fn offer(offer: Offer) -> Line {
    Line(match offer {
        Offer::Unclear => "chat_offer_unclear",
        Offer::Unsure => "chat_offer_unsure",
        Offer::Valuable => "chat_offer_valuable",
    })
}

pub(super) fn improper(kind: FieldKind) -> Line {
    Line(match kind {
        FieldKind::Text => "chat_improper_text",
        FieldKind::Email => "chat_improper_email",
        FieldKind::Phone => "chat_improper_phone",
        FieldKind::PostalCode => "chat_improper_postal_code",
        FieldKind::Quantity => "chat_improper_quantity",
    })
}

pub(super) fn tried_to_add(words: &Words, title: &str) -> String {
    words.filled("chat_tried_to_add", &[("product", title)])
}

pub(super) fn cart_refused(words: &Words, title: &str, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => {
            let holes = [("product", title), ("reason", reason)];
            words.filled("chat_cart_refused_because", &holes)
        }
        None => words.filled("chat_cart_refused", &[("product", title)]),
    }
}

/// The delivery promise as a sentence or three.
pub(super) fn delivery(voice: Voice<'_>, promise: &Promise) -> String {
    match promise {
        Promise::Arrives(arrival) => arrives(voice, arrival),
        Promise::NotDelivered { country, .. } => {
            voice.say("delivery_not_there", &[("country", country)])
        }
        Promise::Unstated => voice.say("delivery_unstated", &[]),
    }
}

fn arrives(voice: Voice<'_>, arrival: &Arrival) -> String {
    let (place, time) = (arrival.destination.as_str(), arrival.order_by);
    let time = time.map(|minute| voice.clock(minute));
    let (day, latest) = (voice.day(arrival.earliest), voice.day(arrival.latest));
    let holes = [
        ("place", place),
        ("time", time.as_deref().unwrap_or_default()),
        ("day", &day),
        ("latest", &latest),
    ];
    let arrives = match (&time, day == latest) {
        (Some(_), true) => "delivery_before_on",
        (Some(_), false) => "delivery_before_between",
        (None, true) => "delivery_now_on",
        (None, false) => "delivery_now_between",
    };
    let mut said = String::new();
    if arrival.assumed {
        // The next sentence says which.
        said = voice.say("delivery_assumed", &[]);
        said.push(' ');
    }
    said.push_str(&voice.say(arrives, &holes));
    said.push(' ');
    said.push_str(&costs(voice, arrival));
    said
}

fn costs(voice: Voice<'_>, arrival: &Arrival) -> String {
    let price = voice.money(arrival.price);
    match arrival.free_over {
        _ if arrival.price.minor == 0 => voice.say("delivery_free", &[]),
        Some(amount) => {
            let amount = voice.money(amount);
            let holes = [("price", price.as_str()), ("amount", &amount)];
            voice.say("delivery_costs_up_to", &holes)
        }
        None => voice.say("delivery_costs", &[("price", &price)]),
    }
}
