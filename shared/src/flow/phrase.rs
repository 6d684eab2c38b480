//! Free text against declared phrases: whole words only, without regard to case or accents, in any order. Japanese has no
//! spaces between words, so there a word is found within what is written. What no phrase names stays unmatched; nothing
//! here guesses.

use alloc::{string::String, vec::Vec};
use core::ops::RangeInclusive;

/// Words that must all occur; each is one of several that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase(Vec<Vec<String>>);

impl Phrase {
    /// Reads a phrase such as `when arrive|come`; `None` when it holds no word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let either = |group: &str| {
            let folded: Vec<String> = group.split('|').flat_map(words).collect();
            folded
        };
        let groups: Vec<Vec<String>> = text.split_whitespace().map(either).collect();
        let whole = !groups.is_empty() && groups.iter().all(|group| !group.is_empty());
        whole.then_some(Self(groups))
    }

    /// How many words of this phrase occur, when all of them do; else 0.
    #[must_use]
    pub fn score(&self, words: &[String]) -> usize {
        let said = |word: &String| words.iter().any(|said| says(said, word));
        let occurs = |group: &Vec<String>| group.iter().any(said);
        if self.0.iter().all(occurs) {
            self.0.len()
        } else {
            0
        }
    }

    /// The score when all its words occur.
    pub(super) fn most(&self) -> usize {
        self.0.len()
    }

    /// Whether this phrase occurs wherever `other` does.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let within = |wide: &Vec<String>| {
            let mut groups = other.0.iter();
            groups.any(|group| {
                group
                    .iter()
                    .all(|word| wide.iter().any(|wide| says(word, wide)))
            })
        };
        self.0.iter().all(within)
    }
}

/// Whether what is written between two spaces says this word.
fn says(said: &str, word: &str) -> bool {
    said == word || (word.chars().all(is_japanese) && said.contains(word))
}

/// Signs of Hiragana and Katakana with the long sound, and the common Chinese ones.
fn is_japanese(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々')
}

/// The best score among `phrases`.
pub(super) fn best(phrases: &[Phrase], words: &[String]) -> usize {
    phrases
        .iter()
        .map(|phrase| phrase.score(words))
        .max()
        .unwrap_or(0)
}

/// The words of a text, in lower case and without accents. An apostrophe joins (`don't` is `dont`).
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    all_words(text, &mut |word| {
        words.push(word);
        true
    });
    words
}

/// Whether a text says these words and no others; their [`words`] are the same.
pub(crate) fn says_only(text: &str, spoken: &[String]) -> bool {
    let mut left = spoken.iter();
    all_words(text, &mut |word| left.next() == Some(&word)) && left.next().is_none()
}

/// Whether `is` holds for each of the [`words`] of a text; no more of them are made than it takes to know. One function for
/// all, so that it is compiled once.
pub(crate) fn all_words(text: &str, is: &mut dyn FnMut(String) -> bool) -> bool {
    let mut word: Option<String> = None;
    for letter in text.chars() {
        if letter.is_alphanumeric() || is_mark(letter) {
            fold(letter, word.get_or_insert_default());
        } else if !matches!(letter, '\'' | '\u{2019}')
            && let Some(word) = word.take()
            && !is(word)
        {
            return false;
        }
    }
    word.is_none_or(is)
}

/// Adds a letter in lower case and without accents.
fn fold(letter: char, plain: &mut String) {
    // Most letters are plain already, and looking one up takes longer than all else.
    if letter.is_ascii() {
        plain.push(letter.to_ascii_lowercase());
        return;
    }
    for letter in letter.to_lowercase() {
        let marked = MARKED.contains(&letter);
        let is_it = |(accented, _): &&(&str, &str)| marked && accented.contains(letter);
        match PLAIN.iter().find(is_it) {
            Some((_, base)) => plain.push_str(base),
            // A combining mark that `to_lowercase` split off, or that was typed apart.
            None if is_mark(letter) => {}
            None => plain.push(letter),
        }
    }
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Between which letters all of [`PLAIN`] are.
const MARKED: RangeInclusive<char> = '\u{df}'..='\u{17e}';
/// Latin letters with marks and the plain letters they are looked up by.
const PLAIN: [(&str, &str); 16] = [
    ("àáâãäåāăą", "a"),
    ("æ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ìíîïĩīĭįı", "i"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõöøōŏő", "o"),
    ("œ", "oe"),
    ("śŝşš", "s"),
    ("ß", "ss"),
    ("ùúûüũūŭůűų", "u"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
];

#[cfg(test)]
mod tests {
    use super::{MARKED, PLAIN, all_words, says_only, words};
    use alloc::string::String;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_says_only_its_own_words(text in "[aÀßé\u{301}' ,人と]{0,8}", other in "[aÀßé\u{301}' ,人と]{0,8}") {
            prop_assert!(says_only(&text, &words(&text)));
            prop_assert_eq!(says_only(&text, &words(&other)), words(&text) == words(&other));
            let shared = words(&text).iter().all(|word| words(&other).contains(word));
            let within = all_words(&text, &mut |word: String| words(&other).contains(&word));
            prop_assert_eq!(within, shared);
        }
    }

    #[test]
    fn words_are_folded() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("Don't, I\u{2019}m l'Été!", &["dont", "im", "lete"]);
        check("GRÖSSE Straße İstanbul", &["grosse", "strasse", "istanbul"]);
        check("' ,\u{2019}", &[]);
        check("e\u{301}te\u{301} x", &["ete", "x"]);
        check("人と話", &["人と話"]);
    }

    #[test]
    fn all_letters_that_are_looked_up_are_within_the_marked_ones() {
        let mut letters = PLAIN.iter().flat_map(|(accented, _)| accented.chars());
        assert!(letters.all(|letter| MARKED.contains(&letter)));
    }
}
