//! What fills a hole, and how it reads in a locale.
//!
//! Words that come from elsewhere (an answer that was typed, a product's title) are made fit for the sentence they
//! stand in: line breaks become spaces; control characters, and the marks that turn or override the direction of what
//! follows, are dropped; what is longer than [`MAX_CHARS`] ends in `…`.
//!
//! Where directions can meet, the words are set between U+2068 and U+2069 (first strong isolate and its end: Unicode
//! Standard Annex 9, section 2.4.2), so that they neither reorder the sentence nor are reordered by it. That is: always
//! where the sentence runs from right to left, and elsewhere only around words that hold right-to-left letters, so
//! that no other text, and no text message above all, carries two more characters for nothing. Numbers, money and days
//! need no isolate: they are written for the locale and run as it does.

use crate::locale::{Direction, Locale, date, is_right_to_left, list, money, number, set_apart};
use crate::money::Money;
use crate::time::Date;
use alloc::{string::String, vec::Vec};
use core::fmt;

/// What fills a hole.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// How many.
    Count(i64),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
    /// Several words; their number when a form is asked for.
    List(Vec<String>),
}

impl fmt::Debug for Value {
    /// Without words that may be a shopper's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text"),
            Self::Count(n) => write!(f, "Count({n})"),
            Self::Money(amount) => write!(f, "Money({amount:?})"),
            Self::Date(day) => write!(f, "Date({day:?})"),
            Self::List(words) => write!(f, "List({})", words.len()),
        }
    }
}

/// How a value reads.
pub(super) struct Read {
    pub(super) text: String,
    /// How many it is, when it is a number of something.
    pub(super) count: Option<i64>,
}

/// How a value reads in a locale.
pub(super) fn read(locale: Locale, value: &Value) -> Read {
    let plain = |text| Read { text, count: None };
    match value {
        Value::Text(words) => Read {
            text: isolated(locale, clean(words)),
            count: words.parse().ok(),
        },
        Value::Count(n) => Read {
            text: number(locale, *n),
            count: Some(*n),
        },
        Value::Money(amount) => plain(money(locale, *amount)),
        Value::Date(day) => plain(date(locale, *day)),
        Value::List(words) => {
            let words = words.iter().map(|words| clean(words));
            let words = words.filter(|words| !words.is_empty());
            let words: Vec<String> = words.map(|words| isolated(locale, words)).collect();
            Read {
                text: list(locale, &words),
                count: i64::try_from(words.len()).ok(),
            }
        }
    }
}

fn clean(words: &str) -> String {
    let mut kept = words.chars().filter_map(fit);
    let mut text: String = kept.by_ref().take(MAX_CHARS).collect();
    if kept.next().is_some() {
        text.pop();
        text.push('…');
    }
    text
}

/// A letter as it may stand in a sentence.
fn fit(letter: char) -> Option<char> {
    match letter {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Embeddings, overrides and isolates: one left open would turn the rest of the sentence around.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        letter if letter.is_control() => None,
        letter => Some(letter),
    }
}

fn isolated(locale: Locale, words: String) -> String {
    let meets = locale.direction() == Direction::RightToLeft || words.chars().any(is_right_to_left);
    if meets && !words.is_empty() {
        set_apart(&words)
    } else {
        words
    }
}

/// Longest words that fill a hole, in characters: more than any name or title, less than a page of nonsense.
const MAX_CHARS: usize = 300;
