//! How a language counts, lists, and writes numbers, money, days and times. Nothing here translates: words of the chat
//! come from flows and word lists; this is only what every language has a rule for.
//!
//! The data are those of the Unicode Common Locale Data Repository, version 48 (<https://cldr.unicode.org>), for the
//! thirteen languages Parley speaks. Where a rule departs from them, the comment beside it says so. Of the regions only
//! those that the rules name have their own ways; any other is written as its language alone (India's groups of digits,
//! Australia's twelve hours, or the points of the Maghreb are not known here).

mod day;
mod isolate;
mod list;
mod names;
mod number;
mod plural;
mod symbol;

pub use day::{clock, date};
pub use isolate::isolated;
pub(crate) use isolate::{bare, closed, has_begun, is_right_to_left, set_apart};
pub use list::{comma, list, picked};
pub use number::{money, number, tenths};
pub use plural::{Plural, plural};

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

/// A language Parley speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Portuguese; without a region as in Brazil, as CLDR has it.
    Portuguese,
    /// Polish.
    Polish,
    /// Swedish.
    Swedish,
    /// Danish.
    Danish,
    /// Japanese.
    Japanese,
    /// Arabic.
    Arabic,
    /// Hebrew.
    Hebrew,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As English.
    LeftToRight,
    /// As Arabic and Hebrew.
    RightToLeft,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Italian,
        Self::Dutch,
        Self::Portuguese,
        Self::Polish,
        Self::Swedish,
        Self::Danish,
        Self::Japanese,
        Self::Arabic,
        Self::Hebrew,
    ];

    /// Its ISO 639 code, such as `de`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Dutch => "nl",
            Self::Portuguese => "pt",
            Self::Polish => "pl",
            Self::Swedish => "sv",
            Self::Danish => "da",
            Self::Japanese => "ja",
            Self::Arabic => "ar",
            Self::Hebrew => "he",
        }
    }

    /// Which way it is written.
    #[must_use]
    pub fn direction(self) -> Direction {
        if matches!(self, Self::Arabic | Self::Hebrew) {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        }
    }

    fn of(code: &str) -> Option<Self> {
        // The registry of BCP 47 replaced `iw` by `he`; older systems still say the former.
        let code = if code == "iw" { "he" } else { code };
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }
}

/// A language as written in some region, such as German in Austria. Where the region is unknown, or writes as the
/// language does elsewhere, the language alone decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locale {
    language: Language,
    region: Option<[u8; 2]>,
}

impl Locale {
    /// The locale that BCP 47 text such as `de-AT` or `zh_Hant_TW` names; English for a language not spoken here.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::known(text).unwrap_or_default()
    }

    /// The same, but `None` for a language not spoken here.
    #[must_use]
    pub fn known(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(['-', '_']);
        let language = Language::of(&parts.next()?.to_ascii_lowercase())?;
        // A single letter begins an extension, whose parts are no regions.
        let region = parts.take_while(|part| part.len() > 1).find_map(region);
        Some(Self { language, region })
    }

    /// Its language.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// Its region as ISO 3166 code, such as `AT`, when one was named.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        let letters = self.region.as_ref()?;
        core::str::from_utf8(letters).ok()
    }

    /// Which way it is written.
    #[must_use]
    pub fn direction(self) -> Direction {
        self.language.direction()
    }

    /// Where to look for its words, best first: `de-AT`, `de`, `en`.
    #[must_use]
    pub fn chain(self) -> Vec<String> {
        let language = self.language.code().to_string();
        let mut chain: Vec<String> = Vec::from([self.to_string(), language, "en".to_string()]);
        chain.dedup();
        chain
    }
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        Self {
            language,
            region: None,
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.language.code())?;
        match self.region() {
            Some(region) => write!(f, "-{region}"),
            None => Ok(()),
        }
    }
}

fn region(part: &str) -> Option<[u8; 2]> {
    match part.as_bytes() {
        &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
            Some([a.to_ascii_uppercase(), b.to_ascii_uppercase()])
        }
        _ => None,
    }
}
