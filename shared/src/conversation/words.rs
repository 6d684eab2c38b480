//! What the chat itself says, whichever flow runs. Flows say everything else.

use crate::promise::{Arrival, Promise};
use crate::wire::frame_v1::FieldKind;
use crate::wire::snapshot_v1::Offer;
use crate::words::{clock, day};
use alloc::{format, string::String, vec::Vec};

pub(super) const TALK_TO_A_PERSON: &str = "Talk to a person";
pub(super) const GO_BACK: &str = "Go on without a person";
pub(super) const EMAIL_LABEL: &str = "Your e-mail address";
pub(super) const WHERE_WE_WERE: &str = "Back to where we were:";
pub(super) const LOST: &str = "I have lost my place in this conversation, sorry.";
pub(super) const UNMATCHED: &str = "I don't have an answer to that, and I'd rather not guess. You can talk to a person, or go on here:";
pub(super) const STUCK: &str =
    "I'm not getting you any further here, so a person should take over.";
pub(super) const SAFETY: &str = "If it may hurt you or somebody else, please stop using it now. In an emergency, call a doctor or the emergency number.";
pub(super) const UNSURE: &str =
    "I have more than one answer that might be meant, so I'd rather have a person answer this.";
pub(super) const WORTH_A_PERSON: &str =
    "With an order like yours, a person should look at this with you.";
pub(super) const LOOK_UP_FAILED: &str =
    "I couldn't look that up just now. You can try again, or talk to a person.";
pub(super) const NO_DIFFERENCE: &str = "As far as our product details go, these do not differ.";
pub(super) const ALREADY_TOLD: &str =
    "A person has this conversation already. Whatever you write here reaches them too.";
pub(super) const NEED_EMAIL: &str =
    "I'll pass that on as well. To answer you, they need your e-mail address:";

pub(super) const BACK: &str = "Go back";
pub(super) const CHANGE: &str = "Change my answer";
pub(super) const NO_WAY_BACK: &str =
    "There is nothing I can take back before this. You can go on here, or talk to a person.";
pub(super) const SKIP: &str = "Skip";
pub(super) const CODE_FAILED: &str =
    "Your cart couldn't be reached just now. You can try the code again.";

/// Whether these words, and no others, ask for the step before.
pub(super) fn is_back(spoken: &[String]) -> bool {
    let spoken: Vec<&str> = spoken.iter().map(String::as_str).collect();
    matches!(
        spoken.as_slice(),
        ["back" | "undo"] | ["go", "back"] | ["one", "step", "back"]
    )
}

pub(super) fn changed(title: &str, quantity: u32) -> String {
    match quantity {
        0 => format!("(removed {title} from the cart)"),
        _ => format!("(changed {title} in the cart to {quantity})"),
    }
}

pub(super) fn tried_code(code: &str) -> String {
    format!("(tried the code {code})")
}

pub(super) fn rated(stars: u8) -> String {
    match stars {
        1 => "1 star of 5".into(),
        _ => format!("{stars} stars of 5"),
    }
}

pub(super) fn no_flow(shop: &str) -> String {
    format!("Hello! Write down your question, and a person at {shop} will answer it by e-mail.")
}

pub(super) fn ask_email(shop: &str) -> String {
    format!(
        "A person at {shop} will answer you by e-mail, with this whole conversation before them, so you need not repeat anything. Which address should they write to?"
    )
}

/// Where the answer comes, and what is known of when.
pub(super) fn told(shop: &str, email: &str, when: &str) -> String {
    format!("I've passed this on to {shop}. The answer comes by e-mail to {email}. {when}")
}

/// An agent is there.
pub(super) fn joined(name: &str) -> String {
    format!("{name} has joined the chat, with this whole conversation before them.")
}

/// Another agent goes on.
pub(super) fn took_over(name: &str, before: &str) -> String {
    format!("{name} has taken over from {before}.")
}

pub(super) fn left(name: &str) -> String {
    format!("{name} has left the chat.")
}

/// The assistant goes on after an agent.
pub(super) fn handed_back(name: &str) -> String {
    format!("{name} has left the chat, and I'm the shop's assistant again.")
}

pub(super) fn still_by_mail(email: &str) -> String {
    format!("What you write here is passed on, and answered by e-mail to {email}.")
}

/// What the chat says under a turn that came by another way.
pub(super) fn wrote_back(shop: &str) -> String {
    format!("Your answer has reached {shop}. A person will read it.")
}

/// The offer of a person, to whom the choices under it lead.
pub(super) fn offer(offer: Offer) -> &'static str {
    match offer {
        Offer::Unclear => "If I'm not making this clear, a person can go through it with you:",
        Offer::Unsure => {
            "These have only part of what you look for. If you like, a person can look further:"
        }
        Offer::Valuable => "If you like, a person can look at this with you before you decide:",
    }
}

pub(super) fn improper(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "I didn't catch that.",
        FieldKind::Email => {
            "That doesn't look like an e-mail address. It should look like name@example.com."
        }
        FieldKind::Phone => {
            "That doesn't look like a phone number. Please begin with the country code, as in +49 170 1234567."
        }
        FieldKind::PostalCode => "That doesn't look like a postal code.",
        FieldKind::Quantity => "Please give a whole number between 1 and 999.",
    }
}

pub(super) fn tried_to_add(title: &str) -> String {
    format!("(tried to add {title} to the cart)")
}

pub(super) fn cart_refused(title: &str, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => format!("{title} could not be added to your cart. The shop says: {reason}"),
        None => {
            format!("{title} could not be added to your cart. Please try again, or pick another.")
        }
    }
}

/// The delivery promise as a sentence or three.
pub(super) fn delivery(promise: &Promise) -> String {
    match promise {
        Promise::Arrives(arrival) => arrives(arrival),
        Promise::NotDelivered { country, .. } => {
            format!("I'm sorry: the shop does not deliver to your country ({country}).")
        }
        Promise::Unstated => "The shop has not said how long delivery takes.".into(),
    }
}

fn arrives(arrival: &Arrival) -> String {
    let assumed = if arrival.assumed {
        format!(
            "I don't know which country you are in, so this is for {}. ",
            arrival.destination
        )
    } else {
        String::new()
    };
    let order = match arrival.order_by {
        Some(minute) => format!("Ordered today before {}", clock(minute)),
        None => "Ordered now".into(),
    };
    let days = if arrival.earliest == arrival.latest {
        format!("on {}", day(arrival.earliest))
    } else {
        format!(
            "between {} and {}",
            day(arrival.earliest),
            day(arrival.latest)
        )
    };
    let cost = match arrival.free_over {
        _ if arrival.price.minor == 0 => "Delivery is free.".into(),
        Some(amount) => format!(
            "Delivery costs {}; it is free from {amount}.",
            arrival.price
        ),
        None => format!("Delivery costs {}.", arrival.price),
    };
    format!(
        "{assumed}{order}, it arrives in {} {days}. {cost}",
        arrival.destination
    )
}
