//! Words from elsewhere in a sentence that runs from right to left, between U+2068 and U+2069 (first strong isolate and
//! its end: Unicode Standard Annex 9, section 2.4.2): what runs the other way would move numbers and punctuation beside it.

use super::{Direction, Language};
use alloc::{borrow::Cow, format, string::String};

/// The words as they stand in a sentence of this language. What runs as the sentence does is left alone, since an isolate
/// parts the letters of Arabic, and so are numbers and amounts, which are written for the locale.
#[must_use]
pub fn isolated(language: Language, words: &str) -> Cow<'_, str> {
    match language.direction() {
        Direction::RightToLeft if turns(words) => Cow::Owned(set_apart(words)),
        Direction::RightToLeft | Direction::LeftToRight => Cow::Borrowed(words),
    }
}

/// Between the two marks.
pub(crate) fn set_apart(words: &str) -> String {
    format!("{BEGINS}{words}{ENDS}")
}

/// Without isolates, for where a text is no sentence that somebody reads, such as a header.
pub(crate) fn bare(text: &str) -> String {
    text.replace(|letter| opens(letter) || letter == ENDS, "")
}

/// The beginning of a text, with the end of each isolate that it leaves open.
pub(crate) fn closed(begun: &str) -> String {
    let mut text = String::from(begun);
    let open = begun.chars().fold(0, within);
    text.extend(core::iter::repeat_n(ENDS, open));
    text
}

/// Whether a hole that follows this text stands in an isolate already.
pub(crate) fn has_begun(before: &str) -> bool {
    before.ends_with(opens)
}

/// Whether a letter is written from right to left: the blocks that Unicode keeps for such scripts (Unicode Character
/// Database, `DerivedBidiClass.txt`, default values R and AL).
pub(crate) fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether words run from left to right, or are a code such as `#1001`, whose signs would change sides.
fn turns(words: &str) -> bool {
    if words.starts_with(['\u{200e}', '\u{200f}']) {
        return false;
    }
    let (mut depth, mut is_code) = (0, true);
    let mut signs = false;
    for letter in words.chars() {
        depth = within(depth, letter);
        if depth > 0 || is_right_to_left(letter) {
            is_code = false;
        } else if letter.is_alphabetic() {
            return true;
        } else {
            signs |= !(letter.is_ascii_digit() || letter.is_whitespace() || ".,:".contains(letter));
        }
    }
    is_code && signs
}

/// How many isolates are open after this letter.
fn within(depth: usize, letter: char) -> usize {
    if opens(letter) {
        depth + 1
    } else {
        depth.saturating_sub(usize::from(letter == ENDS))
    }
}

fn opens(letter: char) -> bool {
    matches!(letter, '\u{2066}'..='\u{2068}')
}

const BEGINS: char = '\u{2068}';
const ENDS: char = '\u{2069}';
