//! Recognises a reply that withdraws consent. English only so far; a reply in other words goes to a person, who may
//! withdraw by any reasonable reading of it.

use alloc::string::String;

/// Whether a whole message says nothing but "stop": one of the seven words that a law names per se (47 CFR
/// 64.1200(a)(10), since 2025-04-11: stop, quit, end, revoke, opt out, cancel, unsubscribe) or a close form of one.
///
/// Case, punctuation and spacing do not matter, and neither does "please". A word inside a longer sentence ("cancel my
/// order") is no withdrawal here.
#[must_use]
pub fn is_opt_out(message: &str) -> bool {
    if message.len() > MAX_BYTES {
        return false;
    }
    let mut words = String::new();
    for word in message.split(|letter: char| !letter.is_alphanumeric()) {
        let word = word.to_lowercase();
        if !word.is_empty() && word != "please" {
            words.push_str(&word);
        }
    }
    FORMS.contains(&words.as_str())
}

/// Forms of the seven words, run together: "STOP ALL", "opt-out" and "S.T.O.P." each arrive here as one.
const FORMS: &[&str] = &[
    "stop",
    "stopall",
    "stopit",
    "stopnow",
    "stopmessages",
    "stoptexts",
    "stoptexting",
    "stoptextingme",
    "quit",
    "end",
    "revoke",
    "revokeconsent",
    "optout",
    "optmeout",
    "cancel",
    "cancelall",
    "unsubscribe",
    "unsubscribeme",
    "unsub",
];
/// No form with its spacing and punctuation is nearly as long.
const MAX_BYTES: usize = 64;
