//! Which form of a word goes with a number.

use super::{Language, Locale};

/// A form that a language has for some numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plural {
    /// `zero`: none, in Arabic.
    Zero,
    /// `one`: in most languages for 1 alone; in French and Brazilian Portuguese for 0 as well.
    One,
    /// `two`: the dual of Arabic and Hebrew.
    Two,
    /// `few`: such as 2 to 4 in Polish, 3 to 10 in Arabic.
    Few,
    /// `many`: such as 5 in Polish, 11 in Arabic, and whole millions in the Romance languages.
    Many,
    /// `other`: every number that has no form of its own.
    Other,
}

impl Plural {
    /// All of them, in the order of CLDR.
    pub const ALL: [Self; 6] = [
        Self::Zero,
        Self::One,
        Self::Two,
        Self::Few,
        Self::Many,
        Self::Other,
    ];

    /// Its name in CLDR, such as `few`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// The form that goes with `n` things (CLDR 48, `plurals.xml`, cardinal rules for whole numbers). The sign does not
/// count.
#[must_use]
pub fn plural(locale: Locale, n: i64) -> Plural {
    let n = n.unsigned_abs();
    let million = n != 0 && n.is_multiple_of(1_000_000);
    match locale.language() {
        Language::Japanese => Plural::Other,
        Language::Spanish | Language::Italian => romance(n == 1, million),
        // Portugal counts as Italy does, Brazil as France.
        Language::Portuguese if locale.region() == Some("PT") => romance(n == 1, million),
        Language::French | Language::Portuguese => romance(n <= 1, million),
        Language::Polish => polish(n),
        Language::Arabic => arabic(n),
        Language::Hebrew if n == 2 => Plural::Two,
        Language::English
        | Language::German
        | Language::Dutch
        | Language::Swedish
        | Language::Danish
        | Language::Hebrew => one(n == 1),
    }
}

fn one(is_one: bool) -> Plural {
    if is_one { Plural::One } else { Plural::Other }
}

fn romance(is_one: bool, million: bool) -> Plural {
    if million { Plural::Many } else { one(is_one) }
}

fn polish(n: u64) -> Plural {
    match (n, n % 10, n % 100) {
        (1, ..) => Plural::One,
        (_, 2..=4, tens) if !(12..=14).contains(&tens) => Plural::Few,
        _ => Plural::Many,
    }
}

fn arabic(n: u64) -> Plural {
    match (n, n % 100) {
        (0, _) => Plural::Zero,
        (1, _) => Plural::One,
        (2, _) => Plural::Two,
        (_, 3..=10) => Plural::Few,
        (_, 11..) => Plural::Many,
        _ => Plural::Other,
    }
}
