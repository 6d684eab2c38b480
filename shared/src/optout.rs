//! Reads a reply for one thing: does it stop, start or ask for help. It withdraws nothing itself; the shell records what
//! a [`Reply`] says. A reply it does not recognise goes to a person, who may withdraw by any reasonable reading of it.
//!
//! Three ways, from sure to free. A whole message that is one of the words a law or a carrier names. A sentence that is
//! one of the surer of them. A clause in which *every* word is one that people use to stop messages, one of them stops
//! and one says what: "please stop texting me" is such a clause, "stop by the store" is not, since nobody stops messages
//! with "store". A mistake that stops messages is cheaper than one that goes on sending them, so where a clause can be
//! read both ways, it stops.
//!
//! The words stand in one table per language under `optout/`; what they are compared with is made in
//! `optout/letters.rs`.

mod ar;
mod da;
mod de;
mod en;
mod es;
mod fr;
mod he;
mod it;
mod ja;
mod letters;
mod nl;
mod pl;
mod pt;
mod sv;
mod table;

use crate::sort;
use crate::wire::ledger_v1::Scope;
use alloc::{string::String, vec::Vec};
use letters::Message;
use table::Table;

/// What a reply asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// No more messages on the channel it came by (47 CFR 64.1200(a)(10), since 2025-04-11).
    Stop,
    /// No more messages at all.
    StopAll,
    /// Messages again, on the channel it came by. Only the shopper's own reply can say so.
    Start,
    /// Who is writing, and how to stop it.
    Help,
}

impl Reply {
    /// What it withdraws, if anything.
    ///
    /// A plain stop takes back every purpose of its channel: who answers an offer with "stop" does not expect reminders.
    /// In the United States it will have to from 2027-01-31 (the "revoke all" part of 47 CFR 64.1200(a)(10), put off
    /// once more on 2026-01-06).
    #[must_use]
    pub fn withdraws(self) -> Option<Scope> {
        match self {
            Self::Stop => Some(Scope::Channel),
            Self::StopAll => Some(Scope::Everything),
            Self::Start | Self::Help => None,
        }
    }
}

/// What a message asks for, if it is nothing else that it says. `language` is what the shopper is believed to write
/// (`de`, `pt-BR`): every language is tried, and this one first, with words that only it may claim ("fine" ends messages
/// in Italian).
///
/// Case, punctuation, spacing, accents, emoji, full-width letters and invisible characters do not matter. The work is
/// bounded: what stands behind the first [`MAX_CHARS`] characters is not read, and neither are quoted lines.
#[must_use]
pub fn read(text: &str, language: Option<&str>) -> Option<Reply> {
    let message = letters::read(text);
    let hinted = |table: &Table| language.is_some_and(|language| is_language(language, table));
    let mut tables: Vec<&Table> = TABLES.to_vec();
    sort::sort_by_key(&mut tables, |table| !hinted(table));
    let words = message.words();
    let mut wholes = tables
        .iter()
        .map(|table| table.whole(&words, hinted(table)));
    let whole = wholes.find_map(|reply| reply);
    let part = || tables.iter().find_map(|table| in_part(&message, table));
    whole.or_else(part)
}

/// Whether a message withdraws consent, in any language.
#[must_use]
pub fn is_opt_out(message: &str) -> bool {
    read(message, None).is_some_and(|reply| reply.withdraws().is_some())
}

/// The one message that may answer an opt-out, in this language or else in English: that it is done, and nothing that
/// sells (47 CFR 64.1200(a)(12): within five minutes, once).
#[must_use]
pub fn confirmation(language: &str, shop: &str) -> String {
    let table = TABLES.iter().find(|table| is_language(language, table));
    let table = table.unwrap_or(&&en::TABLE);
    table.confirmation.replace("{shop}", shop)
}

/// How much of a message is read.
pub const MAX_CHARS: usize = 2000;

fn in_part(message: &Message, table: &Table) -> Option<Reply> {
    message.sentences.iter().find_map(|sentence| {
        let words = sentence.words();
        let mut clauses = sentence.clauses.iter();
        table
            .sure(&words)
            .or_else(|| table.phrase(&words))
            .or_else(|| clauses.find_map(|clause| table.phrase(clause)))
    })
}

fn is_language(language: &str, table: &Table) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case(table.language)
}

const TABLES: [&Table; 13] = [
    &en::TABLE,
    &de::TABLE,
    &fr::TABLE,
    &es::TABLE,
    &it::TABLE,
    &nl::TABLE,
    &pt::TABLE,
    &pl::TABLE,
    &sv::TABLE,
    &da::TABLE,
    &ja::TABLE,
    &ar::TABLE,
    &he::TABLE,
];

#[cfg(test)]
mod tests {
    use super::{TABLES, letters};

    #[test]
    fn every_word_is_written_as_it_is_compared() {
        for table in TABLES {
            for word in table.words() {
                assert_eq!(letters::read(word).words(), [word], "{}", table.language);
            }
        }
    }
}
