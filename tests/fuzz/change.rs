//! Small changes to an input: what a broken line, a careless hand or a curious one does to it.

use proptest::prelude::*;
use proptest::sample::Index;

/// One change.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Another byte.
    Set(Index, u8),
    /// Something put in.
    Insert(Index, &'static str),
    /// A stretch left out.
    Remove(Index, usize),
    /// A stretch said twice.
    Repeat(Index, usize),
    /// The end left out.
    Cut(Index),
    /// From there on, the rest of another input.
    Join(Index, Index),
}

/// Some changes, one after the other.
pub(super) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let at = any::<Index>;
    let change = prop_oneof![
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        4 => (at(), prop::sample::select(PIECES)).prop_map(|(at, piece)| Change::Insert(at, piece)),
        2 => (at(), 1..40usize).prop_map(|(at, length)| Change::Remove(at, length)),
        2 => (at(), 1..400usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        1 => at().prop_map(Change::Cut),
        1 => (at(), at()).prop_map(|(at, from)| Change::Join(at, from)),
    ];
    prop::collection::vec(change, 0..6)
}

/// The input after these changes.
pub(super) fn changed(input: &[u8], other: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for change in changes {
        apply(change, &mut bytes, other);
    }
    bytes
}

fn apply(change: &Change, bytes: &mut Vec<u8>, other: &[u8]) {
    let within = |at: &Index, bytes: &[u8]| at.index(bytes.len() + 1);
    let stretch = |at: &Index, length: &usize, bytes: &[u8]| {
        let from = within(at, bytes);
        from..bytes.len().min(from + length)
    };
    match change {
        Change::Set(at, byte) => {
            let at = within(at, bytes);
            if let Some(old) = bytes.get_mut(at) {
                *old = *byte;
            }
        }
        Change::Insert(at, piece) => {
            let at = within(at, bytes);
            bytes.splice(at..at, piece.bytes());
        }
        Change::Remove(at, length) => {
            bytes.drain(stretch(at, length, bytes));
        }
        Change::Repeat(at, length) => {
            let stretch = stretch(at, length, bytes);
            let end = stretch.end;
            let again = bytes.get(stretch).unwrap_or_default().to_vec();
            bytes.splice(end..end, again);
        }
        Change::Cut(at) => bytes.truncate(within(at, bytes)),
        Change::Join(at, from) => {
            bytes.truncate(within(at, bytes));
            let rest = other.get(within(from, other)..);
            bytes.extend_from_slice(rest.unwrap_or_default());
        }
    }
}

/// What readers trip over.
const PIECES: &[&str] = &[
    "\u{200b}",
    "\u{200f}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\0",
    "\n",
    "\r\n",
    "\u{2028}",
    " ",
    "👩‍👩‍👧",
    "é",
    "ﷺ",
    "ß",
    "İ",
    "ａ",
    "{",
    "}",
    "{{",
    "|",
    "'",
    "''",
    "#",
    ", plural, ",
    "=0 {",
    "other {",
    "\"",
    "\\",
    ",",
    ":",
    "[",
    "]",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    ".",
    "..",
    "@",
    "+",
    "00",
    "-",
    "–",
    "½",
    "/",
    "/0",
    "cm",
    "in",
    "\u{661}",
    "stop",
    "STOP",
    "> ",
    "--",
    "!",
    "?",
    "parley.",
    "parley.flow/2",
];
