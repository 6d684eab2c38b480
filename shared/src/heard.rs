//! What somebody's words come down to: words without case, accents and marks that nobody sees, clause by clause, and
//! patterns that are looked for in them. Decides nothing about their meaning; [`crate::mood`] and [`crate::handoff`]
//! do.
//!
//! A pattern is words in a row, as [`words`] folds them. `a/b` is either, `pay*` every word that begins so, `#` a
//! number, `~` up to four words that do not matter, and a leading `=` asks for a clause that says nothing else.
//! Patterns stand in a list, apart by `|` or a line. In scripts without spaces every sign is a word.

mod beginnings;

pub(crate) use beginnings::{Begin, Beginnings, count, read, read_all};

use crate::flow::words;
use alloc::{borrow::Cow, string::String, vec::Vec};
use core::ops::Range;

/// A text as it is heard: read once, for whoever listens to it.
pub(crate) struct Heard {
    /// What [`visible`] leaves of it.
    pub(crate) visible: String,
    /// Its [`clauses`].
    pub(crate) clauses: Vec<Clause>,
    /// How their words begin in a language without prefixes.
    beginnings: Beginnings,
}

impl Heard {
    pub(crate) fn of(text: &str) -> Self {
        let visible = visible(text);
        let clauses = clauses(&visible);
        let beginnings = Beginnings::of(&clauses, "");
        Self {
            visible,
            clauses,
            beginnings,
        }
    }

    /// How the words begin in a language with these prefixes.
    pub(crate) fn beginnings(&self, prefixes: &str) -> Cow<'_, Beginnings> {
        if prefixes.is_empty() {
            Cow::Borrowed(&self.beginnings)
        } else {
            Cow::Owned(Beginnings::of(&self.clauses, prefixes))
        }
    }
}

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

/// The patterns of a list.
pub(crate) fn listed(list: &str) -> impl Iterator<Item = &str> {
    let patterns = list.split(beginnings::BETWEEN).map(str::trim_ascii);
    patterns.filter(|pattern| !pattern.is_empty())
}

/// Where a pattern occurs. `prefixes` are the letters that the language writes together with a word.
pub(crate) fn find(pattern: &str, clause: &[Word], prefixes: &str) -> Vec<Range<usize>> {
    let bare = pattern.strip_prefix('=');
    let first = parted(bare.unwrap_or(pattern));
    let from = |start: usize| {
        let end = start + follows(first, clause.get(start..)?, prefixes)?;
        let whole = start == 0 && end == clause.len();
        (end > start && (whole || bare.is_none())).then_some(start..end)
    };
    (0..clause.len()).filter_map(from).collect()
}

/// The first part of a pattern, and what comes after it. A sign that stands without spaces is a part by itself.
fn parted(pattern: &str) -> (&str, &str) {
    let pattern = pattern.trim_ascii_start();
    let end = match pattern.chars().next() {
        Some(sign) if is_spaceless(sign) => Some(sign.len_utf8()),
        _ => pattern.find(|sign| sign == ' ' || is_spaceless(sign)),
    };
    let parts = pattern.split_at_checked(end.unwrap_or(pattern.len()));
    parts.unwrap_or_default()
}

/// How many words a first part and the rest of its pattern take from the front of `clause`, when they all follow each other
/// there.
fn follows((part, rest): (&str, &str), clause: &[Word], prefixes: &str) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    if part == "~" {
        let spaceless = rest.chars().any(is_spaceless);
        let reach = if spaceless { REACH_SIGNS } else { REACH_WORDS };
        let next = parted(rest);
        let after = |skip: usize| Some(skip + follows(next, clause.get(skip..)?, prefixes)?);
        return (0..=reach).find_map(after);
    }
    let (word, after) = clause.split_first()?;
    if !pieces(part, b'/').any(|part| word.is(part, prefixes)) {
        return None;
    }
    Some(1 + follows(parted(rest), after, prefixes)?)
}

/// What stands between signs of one kind.
pub(crate) fn pieces(text: &str, between: u8) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(move |byte| *byte == between)
}

/// A word without each of the prefixes that it begins with.
fn bare<'a>(text: &'a str, prefixes: &str) -> impl Iterator<Item = &'a [u8]> {
    pieces(prefixes, b' ').filter_map(|prefix| text.as_bytes().strip_prefix(prefix))
}

impl Word {
    /// Whether this is the word that one part of a pattern names.
    pub(crate) fn is(&self, part: &[u8], prefixes: &str) -> bool {
        if part == b"#" {
            return self.text.chars().all(char::is_numeric);
        }
        self.reads(self.text.as_bytes(), part)
            || !prefixes.is_empty() && bare(&self.text, prefixes).any(|text| self.reads(text, part))
    }

    /// Whether it begins with a letter of ASCII.
    pub(crate) fn is_plain(&self) -> bool {
        self.text.as_bytes().first().is_some_and(u8::is_ascii)
    }

    /// Whether a letter of it was drawn out.
    pub(crate) fn is_drawn(&self) -> bool {
        self.drawn
    }

    fn reads(&self, text: &[u8], part: &[u8]) -> bool {
        // Nearly all words differ in their first byte already, however they are drawn out.
        let first = part.first();
        if first != Some(&b'*') && first != text.first() {
            return false;
        }
        let begins = part.strip_suffix(b"*");
        if !self.drawn {
            return begins.map_or(text == part, |begins| text.starts_with(begins));
        }
        let mut letters = squeezed(text);
        for wanted in squeezed(begins.unwrap_or(part)) {
            if letters.next() != Some(wanted) {
                return false;
            }
        }
        begins.is_some() || letters.next().is_none()
    }
}

/// The letters of a word; each of a run only once.
fn squeezed(text: &[u8]) -> impl Iterator<Item = char> {
    let mut last = None;
    let letters = core::str::from_utf8(text).unwrap_or_default().chars();
    letters.filter(move |letter| last.replace(*letter) != Some(*letter))
}

fn clause(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    for text in words(text) {
        if !text.contains(is_spaceless) {
            push(text, &mut found);
            continue;
        }
        let mut written = String::new();
        for letter in text.chars() {
            if is_spaceless(letter) {
                push(core::mem::take(&mut written), &mut found);
                push(letter.into(), &mut found);
            } else {
                written.push(letter);
            }
        }
        push(written, &mut found);
    }
    found
}

fn push(text: String, words: &mut Vec<Word>) {
    if !text.is_empty() {
        let drawn = is_drawn(&text);
        words.push(Word { text, drawn });
    }
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
