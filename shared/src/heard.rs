//! What somebody's words come down to: words without case, accents and marks that nobody sees, clause by clause, and
//! patterns that are looked for in them. Decides nothing about their meaning; [`crate::mood`] and [`crate::handoff`]
//! do.
//!
//! A pattern is words in a row, as [`words`] folds them. `a/b` is either, `pay*` every word that begins so, `#` a
//! number, `~` up to four words that do not matter, and a leading `=` asks for a clause that says nothing else.
//! Patterns stand in a list, apart by `|` or a line. In scripts without spaces every sign is a word.

use crate::flow::words;
use alloc::{string::String, vec::Vec};
use core::ops::Range;

/// A clause of a text.
pub(crate) struct Clause {
    /// Its words; at least one.
    pub(crate) words: Vec<Word>,
    /// Whether its sentence ends with one question mark and nothing louder.
    pub(crate) asked: bool,
}

/// A word as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    text: String,
    /// A letter was drawn out (`sooooo`): doubled letters no longer count.
    drawn: bool,
}

/// The text as far as it is read, with its case, without invisible marks, and with full-width signs made plain.
pub(crate) fn visible(text: &str) -> String {
    let mut seen = String::new();
    let mut left = MOST_SIGNS;
    for sign in text.trim().chars().filter(|sign| !is_invisible(*sign)) {
        if left == 0 {
            break;
        }
        if !sign.is_whitespace() {
            left -= 1;
        }
        seen.push(plain(sign));
    }
    seen
}

/// The clauses of a visible text. A denial, or a pattern, does not reach from one into the next.
pub(crate) fn clauses(visible: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut rest = visible;
    while !rest.is_empty() {
        let said = rest.find(ENDS).unwrap_or(rest.len());
        let (sentence, after) = rest.split_at_checked(said).unwrap_or((rest, ""));
        let next = after.trim_start_matches(ENDS);
        let end = after.strip_suffix(next).unwrap_or(after);
        let asked = end.trim() == "?" || (matches!(end, "" | "。") && sentence.ends_with('か'));
        let parts = sentence.split(|sign: char| STOPS.contains(sign));
        let parts = parts.map(clause).filter(|words| !words.is_empty());
        clauses.extend(parts.map(|words| Clause { words, asked }));
        rest = next;
    }
    clauses
}

/// The patterns of a list. Its signs are looked at as bytes: a turn is held against thousands of them.
pub(crate) fn listed(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    let patterns = core::iter::from_fn(move || {
        let parts = rest.bytes().position(|byte| matches!(byte, b'|' | b'\n'));
        let (pattern, after) = rest.split_at_checked(parts.unwrap_or(rest.len()))?;
        let more = !rest.is_empty();
        rest = after.get(1..).unwrap_or_default();
        more.then(|| pattern.trim())
    });
    patterns.filter(|pattern| !pattern.is_empty())
}

/// A pattern, ready to be looked for.
pub(crate) struct Pattern<'a> {
    parts: Vec<&'a str>,
    alone: bool,
}

impl<'a> Pattern<'a> {
    /// Reads a pattern.
    pub(crate) fn of(text: &'a str) -> Self {
        let (text, alone) = text
            .strip_prefix('=')
            .map_or((text, false), |rest| (rest, true));
        let mut parts = Vec::new();
        for part in text.split_whitespace() {
            if part.chars().any(is_spaceless) {
                parts.extend(part.split_inclusive(|_: char| true));
            } else {
                parts.push(part);
            }
        }
        Self { parts, alone }
    }

    /// Where it occurs. `prefixes` are the letters that the language writes together with a word.
    pub(crate) fn find(&self, clause: &[Word], prefixes: &str) -> Vec<Range<usize>> {
        let from = |start: usize| {
            let end = start + follows(&self.parts, clause.get(start..)?, prefixes)?;
            let whole = start == 0 && end == clause.len();
            (end > start && (whole || !self.alone)).then_some(start..end)
        };
        (0..clause.len()).filter_map(from).collect()
    }
}

/// The bytes that the words of some clauses begin with. Of hundreds of patterns nearly all are seen by their first byte not
/// to be there, which spares reading them.
pub(crate) struct Beginnings([bool; 256]);

impl Beginnings {
    /// `prefixes` as for [`Pattern::find`].
    pub(crate) fn of(clauses: &[Clause], prefixes: &str) -> Self {
        let mut seen = [false; 256];
        for word in clauses.iter().flat_map(|clause| &clause.words) {
            let text = word.text.as_str();
            let bare = prefixes.split_whitespace();
            let bare = bare.filter_map(|prefix| text.strip_prefix(prefix));
            for byte in bare.chain([text]).filter_map(|text| text.bytes().next()) {
                if let Some(seen) = seen.get_mut(usize::from(byte)) {
                    *seen = true;
                }
            }
        }
        Self(seen)
    }

    /// Whether this pattern may be found; false only where it is not.
    pub(crate) fn may_hold(&self, pattern: &str) -> bool {
        let pattern = pattern.strip_prefix('=').unwrap_or(pattern);
        let first = pattern.bytes().take_while(|byte| *byte != b' ');
        let mut begins = true;
        for byte in first {
            if begins {
                let seen = self.0.get(usize::from(byte));
                if seen == Some(&true) || matches!(byte, b'~' | b'#' | b'*') {
                    return true;
                }
            }
            begins = byte == b'/';
        }
        false
    }
}

/// How many words the parts take from the front of `clause`, when they all follow each other there.
fn follows(parts: &[&str], clause: &[Word], prefixes: &str) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else {
        return Some(0);
    };
    if *part == "~" {
        let spaceless = rest.iter().any(|part| part.chars().any(is_spaceless));
        let reach = if spaceless { REACH_SIGNS } else { REACH_WORDS };
        let after = |skip: usize| Some(skip + follows(rest, clause.get(skip..)?, prefixes)?);
        return (0..=reach).find_map(after);
    }
    let (word, after) = clause.split_first()?;
    if !part.split('/').any(|part| word.is(part, prefixes)) {
        return None;
    }
    Some(1 + follows(rest, after, prefixes)?)
}

impl Word {
    /// Whether this is the word that one part of a pattern names.
    pub(crate) fn is(&self, part: &str, prefixes: &str) -> bool {
        if part == "#" {
            return self.text.chars().all(char::is_numeric);
        }
        let bare = |prefix: &str| self.text.strip_prefix(prefix);
        self.reads(&self.text, part)
            || prefixes
                .split_whitespace()
                .filter_map(bare)
                .any(|text| self.reads(text, part))
    }

    /// Whether a letter of it was drawn out.
    pub(crate) fn is_drawn(&self) -> bool {
        self.drawn
    }

    fn reads(&self, text: &str, part: &str) -> bool {
        let mut letters = letters(text, self.drawn);
        let begins = part.strip_suffix('*');
        for wanted in self::letters(begins.unwrap_or(part), self.drawn) {
            if letters.next() != Some(wanted) {
                return false;
            }
        }
        begins.is_some() || letters.next().is_none()
    }
}

/// The letters of a word; each of a run only once when `squeezed`.
fn letters(text: &str, squeezed: bool) -> impl Iterator<Item = char> {
    let mut last = None;
    text.chars().filter(move |letter| {
        let again = last.replace(*letter) == Some(*letter);
        !(squeezed && again)
    })
}

fn clause(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    for text in words(text) {
        let mut written = String::new();
        for letter in text.chars() {
            if is_spaceless(letter) {
                push(&mut written, &mut found);
                written.push(letter);
                push(&mut written, &mut found);
            } else {
                written.push(letter);
            }
        }
        push(&mut written, &mut found);
    }
    found
}

fn push(written: &mut String, words: &mut Vec<Word>) {
    if written.is_empty() {
        return;
    }
    let text = core::mem::take(written);
    let drawn = is_drawn(&text);
    words.push(Word { text, drawn });
}

/// Whether a letter stands three times or more in a row, which no word of our languages is spelt with.
fn is_drawn(text: &str) -> bool {
    longest_run(text, char::is_alphabetic) >= 3
}

/// The longest run of one sign among those that count.
pub(crate) fn longest_run(text: &str, counts: impl Fn(char) -> bool) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for sign in text.chars() {
        let again = last.replace(sign) == Some(sign);
        run = match (counts(sign), again) {
            (true, true) => run + 1,
            (true, false) => 1,
            (false, _) => 0,
        };
        longest = longest.max(run);
    }
    longest
}

/// One sign made plain: full-width forms, the letters that Arabic writes in several ways, apostrophes as a space.
fn plain(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => {
            let code = u32::from(sign) - 0xfee0;
            char::from_u32(code).map_or(sign, plain)
        }
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' | '\u{5be}' | '\u{3000}' => ' ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        '؟' => '?',
        other => other,
    }
}

/// Marks that no reader sees or that stand above and below a letter of Arabic and Hebrew: direction, joining,
/// presentation, vowels.
fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{640}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{5f3}' | '\u{5f4}')
}

/// Kana and Han characters, which stand without spaces.
fn is_spaceless(sign: char) -> bool {
    matches!(sign, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// What ends a sentence.
const ENDS: [char; 6] = ['.', '!', '?', '…', '\n', '。'];
/// What ends a clause within it.
const STOPS: &str = ",;:¡¿()[]–—\"、「」،؛";
/// As many signs as a turn may have; what follows is not read.
const MOST_SIGNS: usize = 2000;
const REACH_WORDS: usize = 4;
const REACH_SIGNS: usize = 12;
