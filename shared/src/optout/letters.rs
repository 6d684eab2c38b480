//! A message as words in sentences and clauses, in letters that can be compared: small, plain, without marks, and without
//! anything that does not show.

use super::MAX_CHARS;
use crate::flow;
use alloc::{string::String, vec::Vec};

/// What was read of a message.
pub(super) struct Message {
    /// Its sentences, in order; none without a word.
    pub(super) sentences: Vec<Sentence>,
}

/// What stands between two full stops.
pub(super) struct Sentence {
    /// The words between its commas.
    pub(super) clauses: Vec<Vec<String>>,
}

impl Message {
    /// All its words.
    pub(super) fn words(&self) -> Vec<String> {
        let words = self.sentences.iter().flat_map(Sentence::words);
        spelt(words.collect())
    }
}

impl Sentence {
    /// All its words.
    pub(super) fn words(&self) -> Vec<String> {
        self.clauses.concat()
    }
}

/// Reads the first [`MAX_CHARS`] characters of a text.
pub(super) fn read(text: &str) -> Message {
    let text = text.trim();
    let mut read: String = text.chars().take(MAX_CHARS).filter_map(plain).collect();
    // A sentence that is cut off may go on in any way.
    if text.chars().nth(MAX_CHARS).is_some() {
        read.truncate(read.rfind(ENDS).unwrap_or(0));
    }
    // What stands in quoted lines, or below a signature's dashes, is not the shopper's answer.
    let own: Vec<&str> = read
        .lines()
        .take_while(|line| !line.starts_with("--"))
        .filter(|line| !line.trim_start().starts_with('>'))
        .collect();
    let own = own.join("\n");
    let sentences = own.split(ENDS).map(sentence);
    let spoken = |sentence: &Sentence| !sentence.clauses.is_empty();
    Message {
        sentences: sentences.filter(spoken).collect(),
    }
}

fn sentence(text: &str) -> Sentence {
    let clauses = text.split(COMMAS).map(|clause| joined(flow::words(clause)));
    Sentence {
        clauses: clauses.filter(|clause| !clause.is_empty()).collect(),
    }
}

/// The words, with English `don` and `t` as one again, and a letter that somebody leant on as one letter.
fn joined(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last) if word == "t" && last.ends_with('n') => last.push('t'),
            _ => joined.push(without_runs(&word)),
        }
    }
    joined
}

/// `stoooop` as `stop`; two of a letter may be meant.
fn without_runs(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|one, next| one == next);
    runs.flat_map(|run| run.iter().take(if run.len() > 2 { 1 } else { 2 }))
        .collect()
}

/// `S.T.O.P.` as `stop`: a message of nothing but single letters is one word.
fn spelt(words: Vec<String>) -> Vec<String> {
    let single = words.iter().all(|word| word.chars().nth(1).is_none());
    if single && words.len() > 2 {
        Vec::from([words.concat()])
    } else {
        words
    }
}

/// The letter that a letter is compared as; none for what does not show. Accents and case are left to [`flow::words`].
fn plain(letter: char) -> Option<char> {
    match letter {
        // Full-width forms stand as far from their plain ones as each other.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        // Zero-width, direction and variation marks, soft hyphen, byte order mark.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        // Arabic lengthening and vowel signs.
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6ed}'
        // Hebrew points.
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'
        | '\u{5c2}'
        | '\u{5c4}'
        | '\u{5c5}' => None,
        // Letters that Arabic writes in several ways.
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ة' => Some('ه'),
        'ى' => Some('ي'),
        // An elided word is a word of its own (`m'envoyez`).
        '\'' | '’' | 'ʼ' | '`' | '´' => Some(' '),
        _ => Some(letter),
    }
}

/// The text with its words run together.
pub(super) fn run_together<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.map(String::as_str).collect()
}

const ENDS: [char; 11] = ['.', '!', '?', ';', '\n', '\r', '。', '｡', '؟', '؛', '…'];
const COMMAS: [char; 8] = [',', ':', '(', ')', '、', '،', '–', '—'];
