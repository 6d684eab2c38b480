//! Days and times as people read them, in English; [`crate::locale`] writes them in every language.

use crate::locale::{self, Locale};
use crate::time::Date;
use alloc::{format, string::String};

/// A day, such as `Wednesday 25 November`.
#[must_use]
pub fn day(date: Date) -> String {
    locale::date(Locale::default(), date)
}

/// A time of day from minutes since midnight, such as `09:30`.
#[must_use]
pub fn clock(minute: u16) -> String {
    locale::clock(Locale::default(), minute)
}

/// Several words in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(words: &[String]) -> String {
    locale::list(Locale::default(), words)
}

/// So many of something, such as `1 business day` or `3 packs`, for nouns that take an `s`.
#[must_use]
pub fn counted(count: impl Into<u64>, noun: &str) -> String {
    match count.into() {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}
