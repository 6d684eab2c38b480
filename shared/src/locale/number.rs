//! Numbers and amounts of money. Digits are always 0 to 9.

use super::symbol::symbol;
use super::{Language, Locale};
use crate::money::Money;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// A whole number with its digits in groups: `1,234`, `1.234`, `1 234`.
///
/// Arabic is written with Western digits too. CLDR gives the Arabic-Indic ones to some of its regions and Western ones
/// to others (`ar-AE`, the Maghreb), and allows both in all; what a shopper compares a number with (the price on the
/// page, the order number in the mail, the field they type into) has Western ones, so the chat must not differ.
#[must_use]
pub fn number(locale: Locale, n: i64) -> String {
    let figures = figures(locale);
    let sign = if n < 0 { figures.minus } else { "" };
    format!("{sign}{}", figures.grouped(n.unsigned_abs()))
}

/// A number of tenths as a decimal: `88.5`, `88,5`, `88`.
#[must_use]
pub fn tenths(locale: Locale, tenths: i64) -> String {
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        part => format!("{}{}{part}", tenths / 10, figures(locale).point),
    }
}

/// An amount as the locale writes prices: `€12.50`, `12,50 €`, `¥1,200`. Spaces never break; how many decimals there
/// are is the currency's ([`crate::money::Currency::digits`]), whatever the locale.
#[must_use]
pub fn money(locale: Locale, money: Money) -> String {
    let figures = figures(locale);
    let sign = if money.minor < 0 { figures.minus } else { "" };
    let amount = figures.amount(money);
    let symbol = symbol(locale, money.currency);
    let glued = |gap: &str| format!("{sign}{symbol}{gap}{amount}");
    match (locale.language(), locale.region()) {
        (Language::English | Language::Japanese, _) | (Language::Spanish, Some("MX")) => {
            // CLDR's `currencySpacing`: a symbol that ends in a letter keeps away from the digits.
            let letter = symbol.ends_with(char::is_alphabetic);
            glued(if letter { NO_BREAK } else { "" })
        }
        (Language::German, Some("CH" | "LI")) if !sign.is_empty() => {
            format!("{symbol}{sign}{amount}")
        }
        (Language::German, Some("AT" | "CH" | "LI")) => glued(NO_BREAK),
        (Language::Portuguese, region) if region != Some("PT") => glued(NO_BREAK),
        (Language::Dutch, _) => format!("{symbol}{NO_BREAK}{sign}{amount}"),
        // The marks keep amount and symbol in the order of the sentence around them.
        (Language::Arabic, _) => format!("{RTL_MARK}{sign}{amount}{NO_BREAK}{symbol}"),
        (Language::Hebrew, _) => format!("{RTL_MARK}{sign}{amount}{NO_BREAK}{RTL_MARK}{symbol}"),
        (
            Language::German
            | Language::French
            | Language::Spanish
            | Language::Italian
            | Language::Portuguese
            | Language::Polish
            | Language::Swedish
            | Language::Danish,
            _,
        ) => format!("{sign}{amount}{NO_BREAK}{symbol}"),
    }
}

/// How a locale writes digits.
#[derive(Clone, Copy)]
struct Figures {
    /// Between the whole and its decimals.
    point: &'static str,
    /// Between groups of three digits.
    group: &'static str,
    /// Between groups in an amount of money.
    money_group: &'static str,
    /// Digits before the first group that are needed for grouping at all (CLDR's `minimumGroupingDigits`).
    least: usize,
    minus: &'static str,
}

fn figures(locale: Locale) -> Figures {
    let new = |point, group, least| Figures {
        point,
        group,
        money_group: group,
        least,
        minus: "-",
    };
    match (locale.language(), locale.region()) {
        (Language::English | Language::Japanese, _) | (Language::Spanish, Some("MX")) => {
            new(".", ",", 1)
        }
        (Language::Arabic | Language::Hebrew, _) => Figures {
            minus: "\u{200e}-",
            ..new(".", ",", 1)
        },
        (Language::German, Some("AT")) => Figures {
            money_group: ".",
            ..new(",", NO_BREAK, 1)
        },
        (Language::German, Some("CH" | "LI")) => new(".", "'", 1),
        (Language::French, Some("CA")) => new(",", NO_BREAK, 1),
        (Language::French, Some("CH")) => new(".", "\u{202f}", 1),
        (Language::French, _) => new(",", "\u{202f}", 1),
        (Language::Swedish, _) => Figures {
            minus: "\u{2212}",
            ..new(",", NO_BREAK, 1)
        },
        (Language::Polish, _) | (Language::Portuguese, Some("PT")) => new(",", NO_BREAK, 2),
        (Language::Spanish | Language::Italian, _) => new(",", ".", 2),
        (Language::German | Language::Dutch | Language::Portuguese | Language::Danish, _) => {
            new(",", ".", 1)
        }
    }
}

impl Figures {
    fn grouped(self, whole: u64) -> String {
        let digits = whole.to_string();
        if digits.len() < 3 + self.least {
            return digits;
        }
        let groups = digits.as_bytes().rchunks(3).rev();
        let groups: Vec<&str> = groups
            .filter_map(|group| core::str::from_utf8(group).ok())
            .collect();
        groups.join(self.group)
    }

    fn amount(self, money: Money) -> String {
        let digits = money.currency.digits();
        let scale = 10_u64.pow(digits);
        let minor = money.minor.unsigned_abs();
        let whole = Self {
            group: self.money_group,
            ..self
        }
        .grouped(minor / scale);
        if digits == 0 {
            return whole;
        }
        let width = digits as usize;
        format!("{whole}{}{:0width$}", self.point, minor % scale)
    }
}

const NO_BREAK: &str = "\u{a0}";
const RTL_MARK: &str = "\u{200f}";
