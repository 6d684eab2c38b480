//! What a text message must say and be sent from before it may go to a shopper.

use super::tables::{SMS_SEGMENTS_OTHERWISE, Sender, sender_of, word_of, wording_of};
use super::{Facts, Reason};
use crate::channel::Purpose;
use crate::contact::Address;
use crate::delivery::segments;
use crate::place::Country;
use alloc::{string::String, vec::Vec};

/// What a shop's text messages are sent from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsSender {
    /// A name of 3 to 11 letters and digits, or a number with its country's code.
    pub id: String,
    /// Countries in which the shop has registered it, or has had its toll-free number verified.
    pub registered: Vec<Country>,
}

/// Whether an answer to a text message surely arrives: only a number may be the sender where this one goes.
#[must_use]
pub fn takes_answers(to: &Address) -> bool {
    let place = to.place();
    place.is_some_and(|place| sender_of(place.country).sender == Sender::TollFree)
}

/// Everything that stands against this text for a shopper whose number belongs to `country`.
pub(super) fn reasons(facts: &Facts<'_>, text: &str, country: Country) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let sells = facts.draft.purpose == Purpose::Marketing;
    let there = sender_of(country);
    let lower = text.to_lowercase();
    if (sells || there.always_named) && !names(&lower, &facts.brand) {
        reasons.push(Reason::NoBrand);
    }
    if sells {
        reasons.extend(stop_reason(facts, &lower, country));
    }
    let most = if sells {
        facts.stricter.sms_segments()
    } else {
        usize::from(SMS_SEGMENTS_OTHERWISE)
    };
    if segments(text).count > most {
        reasons.push(Reason::TooManySegments);
    }
    match &facts.sender {
        None => reasons.push(Reason::UnknownSender),
        Some(sender) if !takes(there.sender, sender, country) => {
            reasons.push(Reason::SenderNotTaken);
        }
        Some(_) => {}
    }
    reasons
}

fn names(lower: &str, brand: &str) -> bool {
    let brand = brand.trim().to_lowercase();
    !brand.is_empty() && lower.contains(&brand)
}

/// The country's word must stand by itself, and an instruction in the draft's language with it: the word alone may be part
/// of the offer.
fn stop_reason(facts: &Facts<'_>, lower: &str, country: Country) -> Option<Reason> {
    let language = facts.draft.language.as_deref();
    if wording_of(language).next().is_none() {
        return Some(Reason::UnknownLanguage);
    }
    let word = word_of(country);
    let named = lower
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .any(|part| part.eq_ignore_ascii_case(word));
    let mut apart = String::new();
    for part in lower.split(|sign: char| !sign.is_alphanumeric() && sign != ':') {
        if !part.is_empty() {
            apart.push(' ');
            apart.push_str(part);
        }
    }
    let told = wording_of(language).any(|wording| {
        let mut stems = wording.stems.iter();
        if wording.spaced {
            stems.any(|stem| begins_a_word(&apart, stem))
        } else {
            stems.any(|stem| lower.contains(stem))
        }
    });
    (!named || !told).then_some(Reason::NoStopWording)
}

/// `apart` has one space before each word.
fn begins_a_word(apart: &str, stem: &str) -> bool {
    apart
        .match_indices(stem)
        .filter_map(|(at, _)| apart.get(..at))
        .any(|before| before.ends_with(' '))
}

fn takes(rule: Sender, sender: &SmsSender, country: Country) -> bool {
    let id = sender.id.strip_prefix('+').unwrap_or(&sender.id);
    let number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let form = if number {
        (3..=15).contains(&id.len())
    } else {
        // Without a plus: a name has none.
        id == sender.id
            && (3..=11).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    form && match rule {
        Sender::Any => true,
        Sender::Name => !number,
        Sender::TollFree => number && is_toll_free(id) && is_verified(sender),
        Sender::Registered => sender.registered.contains(&country),
    }
}

/// One verification of a toll-free number holds wherever such a number is asked for.
fn is_verified(sender: &SmsSender) -> bool {
    let asks = |country: &Country| sender_of(*country).sender == Sender::TollFree;
    sender.registered.iter().any(asks)
}

fn is_toll_free(digits: &str) -> bool {
    let area = digits.strip_prefix('1').filter(|rest| rest.len() == 10);
    area.and_then(|rest| rest.get(..3))
        .is_some_and(|area| TOLL_FREE.contains(&area))
}

/// Area codes of toll-free numbers (47 CFR 52.101; the North American Numbering Plan Administrator's list).
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];
