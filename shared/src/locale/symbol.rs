//! What a locale calls a currency.

use super::{Language, Locale};
use crate::money::Currency;
use alloc::{format, string::String};

/// The symbol of a currency, or its code where the language has none.
pub(super) fn symbol(locale: Locale, currency: Currency) -> String {
    let code = currency.code();
    match (locale.language(), locale.region(), code) {
        // Each of these calls its own dollar or peso just that, and names the others.
        (_, Some("US"), "USD")
        | (_, Some("CA"), "CAD")
        | (_, Some("AU"), "AUD")
        | (_, Some("NZ"), "NZD")
        | (_, Some("MX"), "MXN") => "$".into(),
        (Language::English, Some(_), "USD") => "US$".into(),
        (Language::German, Some("CH" | "LI"), "EUR")
        | (Language::Spanish, Some("MX"), "EUR" | "USD") => code.into(),
        (Language::French, Some("CA"), "JPY") => "¥".into(),
        (Language::French, Some("CA"), _) => {
            let symbol = listed(Language::French, code);
            let whose = symbol.strip_prefix('$');
            whose.map_or(symbol.into(), |whose| format!("$\u{a0}{whose}"))
        }
        (language, ..) => listed(language, code).into(),
    }
}

fn listed(language: Language, code: &str) -> &str {
    let Some((_, usual, others)) = SYMBOLS.iter().find(|(listed, ..)| *listed == code) else {
        return code;
    };
    let speaks = |languages: &str| languages.split(' ').any(|other| other == language.code());
    let own = others.iter().find(|(languages, _)| speaks(languages));
    own.map_or(usual, |(_, own)| own)
}

/// A code, its usual symbol, and the languages that have another.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// CLDR 48, `numbers/currencies`. A currency not listed goes by its code in all thirteen languages.
const SYMBOLS: [Row; 28] = [
    ("AED", "AED", &[("ar", "د.إ.\u{200f}")]),
    (
        "AUD",
        "AU$",
        &[("en it ja he", "A$"), ("fr", "$AU"), ("es pl sv", "AUD")],
    ),
    ("BHD", "BHD", &[("ar", "د.ب.\u{200f}")]),
    ("BRL", "R$", &[("es it", "BRL"), ("sv", "BR$")]),
    (
        "CAD",
        "CA$",
        &[("fr", "$CA"), ("es pl", "CAD"), ("nl", "C$")],
    ),
    (
        "CNY",
        "CN¥",
        &[
            ("fr es pl sv", "CNY"),
            ("ja", "元"),
            ("he", "\u{200e}CN¥\u{200e}"),
        ],
    ),
    ("DKK", "DKK", &[("sv", "Dkr"), ("da", "kr.")]),
    ("EGP", "EGP", &[("sv", "EG£"), ("ar", "ج.م.\u{200f}")]),
    ("EUR", "€", &[]),
    (
        "GBP",
        "£",
        &[("fr", "£GB"), ("es pl sv", "GBP"), ("ar", "UK£")],
    ),
    ("HKD", "HK$", &[("fr es it pl sv", "HKD")]),
    ("ILS", "₪", &[("es pl", "ILS")]),
    ("INR", "₹", &[("es it pl sv", "INR")]),
    ("JOD", "JOD", &[("ar", "د.أ.\u{200f}")]),
    (
        "JPY",
        "¥",
        &[
            ("fr es it pl sv", "JPY"),
            ("nl pt da ar", "JP¥"),
            ("ja", "￥"),
        ],
    ),
    ("KRW", "₩", &[("es it pl sv", "KRW")]),
    ("KWD", "KWD", &[("ar", "د.ك.\u{200f}")]),
    ("MAD", "MAD", &[("ar", "د.م.\u{200f}")]),
    ("MXN", "MX$", &[("fr", "$MX"), ("es it pl", "MXN")]),
    ("NOK", "NOK", &[("sv", "Nkr")]),
    ("NZD", "NZ$", &[("fr", "$NZ"), ("es pl sv", "NZD")]),
    ("OMR", "OMR", &[("ar", "ر.ع.\u{200f}")]),
    ("PLN", "PLN", &[("pl", "zł")]),
    ("QAR", "QAR", &[("ar", "ر.ق.\u{200f}")]),
    ("SAR", "SAR", &[("ar", "ر.س.\u{200f}")]),
    ("SEK", "SEK", &[("sv", "kr")]),
    ("TND", "TND", &[("ar", "د.ت.\u{200f}")]),
    (
        "USD",
        "$",
        &[
            ("fr", "$US"),
            ("es nl pt sv da ar", "US$"),
            ("it pl", "USD"),
        ],
    ),
];
