//! Free text against declared phrases: whole words only, without regard to case or accents, in any order. Japanese has no
//! spaces between words, so there a word is found within what is written. What no phrase names stays unmatched; nothing
//! here guesses.

use alloc::{string::String, vec::Vec};

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
    let joined = text.replace(['\'', '\u{2019}'], "");
    joined
        .split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
        .filter(|word| !word.is_empty())
        .map(folded)
        .collect()
}

fn folded(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        // Most letters are plain already, and looking one up takes longer than all else.
        let is_it = |(accented, _): &&(&str, &str)| !letter.is_ascii() && accented.contains(letter);
        match PLAIN.iter().find(is_it) {
            Some((_, base)) => plain.push_str(base),
            // A combining mark that `to_lowercase` split off, or that was typed apart.
            None if is_mark(letter) => {}
            None => plain.push(letter),
        }
    }
    plain
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

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
