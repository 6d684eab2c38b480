//! How a text message that sells must say how to stop it: the word to answer with, by country, and an instruction around
//! it, by language.

use super::{AS_OF, cited};
use crate::place::Country;

/// The word that ends messages where it is answered.
#[derive(Debug)]
pub(super) struct WordRow {
    /// The countries; none for all others.
    pub(super) countries: &'static [&'static str],
    /// The word, in capitals.
    pub(super) word: &'static str,
    /// Where that is written.
    pub(super) source: &'static str,
    /// The day on which this was what we knew.
    pub(super) as_of: &'static str,
}

/// Whether a stop that is said by text message is confirmed by one.
#[derive(Debug)]
pub(super) struct ConfirmedRow {
    /// The countries; none for all others.
    pub(super) countries: &'static [&'static str],
    /// Whether it is.
    pub(super) confirmed: bool,
    /// Where that is written, or why we do so.
    pub(super) source: &'static str,
    /// The day on which this was what we knew.
    pub(super) as_of: &'static str,
}

/// How a language says what to do with the word.
#[derive(Debug)]
pub(in crate::policy) struct Wording {
    /// The language's subtag (BCP 47).
    pub(super) language: &'static str,
    /// How words that instruct begin, in small letters; one of them is enough.
    pub(in crate::policy) stems: &'static [&'static str],
    /// Whether words stand apart, so that a stem begins a word. Otherwise it may stand anywhere.
    pub(in crate::policy) spaced: bool,
}

/// The word to answer with in this country.
pub(in crate::policy) fn word_of(country: Country) -> &'static str {
    WORDS
        .iter()
        .find(|row| country.is_one_of(row.countries))
        .map_or(ELSEWHERE.word, |row| row.word)
}

/// Whether who stops text messages there is told by one that it is done.
pub(crate) fn confirms_stop(country: Country) -> bool {
    CONFIRMED
        .iter()
        .find(|row| country.is_one_of(row.countries))
        .map_or(CONFIRMED_ELSEWHERE.confirmed, |row| row.confirmed)
}

/// What a language says (`de`, `de-AT`), or every language when none is told; empty for one that is not in the table.
pub(in crate::policy) fn wording_of(
    language: Option<&str>,
) -> impl Iterator<Item = &'static Wording> + '_ {
    let wanted = language.map(|language| language.split(['-', '_']).next().unwrap_or(language));
    WORDINGS
        .iter()
        .filter(move |row| wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(row.language)))
}

const fn wording(language: &'static str, stems: &'static [&'static str]) -> Wording {
    Wording {
        language,
        stems,
        spaced: true,
    }
}

const fn unspaced(language: &'static str, stems: &'static [&'static str]) -> Wording {
    Wording {
        language,
        stems,
        spaced: false,
    }
}

/// Countries whose rules say something of a text message that confirms a stop.
pub(super) const CONFIRMED: &[ConfirmedRow] = &[
    ConfirmedRow {
        countries: &["US", "AS", "GU", "MP", "PR", "VI"],
        confirmed: true,
        source: "47 CFR 64.1200(a)(12): one text, within five minutes, that sells nothing",
        as_of: AS_OF,
    },
    ConfirmedRow {
        countries: &["CA"],
        confirmed: true,
        source: "its networks ask for the same",
        as_of: AS_OF,
    },
    ConfirmedRow {
        countries: &["IN"],
        confirmed: false,
        source: "each text is registered on the networks' DLT before it goes (Satisfi Labs), which this one is not",
        as_of: AS_OF,
    },
];
/// All other countries.
pub(super) const CONFIRMED_ELSEWHERE: ConfirmedRow = ConfirmedRow {
    countries: &[],
    confirmed: true,
    source: "our own rule: it answers what the shopper wrote and sells nothing, and no rule that forbids it is known to us",
    as_of: AS_OF,
};
/// Countries with a word of their own.
pub(super) const WORDS: &[WordRow] = &[WordRow {
    countries: &["NO", "SJ"],
    word: "UNSUB",
    source: cited("our provider's help centre, article 208723209"),
    as_of: AS_OF,
}];
/// All other countries.
pub(super) const ELSEWHERE: WordRow = WordRow {
    countries: &[],
    word: "STOP",
    source: cited(
        "47 CFR 64.1200(a)(10); our provider acts on it in every country (its help centre, article 11884482521234)",
    ),
    as_of: AS_OF,
};
/// One row a language.
pub(super) const WORDINGS: &[Wording] = &[
    wording(
        "en",
        &["reply", "text", "send", "opt out", "unsubscribe", "to end"],
    ),
    wording("de", &["antwort", "sende", "schick", "abmeld", "abbestell"]),
    wording(
        "fr",
        &[
            "répon",
            "envoy",
            "désabonn",
            "désinscri",
            "stop au",
            "stop sms",
        ],
    ),
    wording(
        "es",
        &["respond", "envía", "envia", "contest", "cancelar", "baja"],
    ),
    wording(
        "it",
        &["rispond", "invia", "disiscri", "cancella", "annulla"],
    ),
    wording("nl", &["antwoord", "stuur", "sms", "afmeld", "uitschrij"]),
    wording("pt", &["respond", "envi", "cancelar", "sair"]),
    wording(
        "pl",
        &[
            "odpisz",
            "odpowiedz",
            "wyślij",
            "zrezygn",
            "rezygn",
            "wypis",
        ],
    ),
    wording(
        "sv",
        &[
            "svara",
            "skicka",
            "sms:a",
            "avregistr",
            "avsluta",
            "avanmäl",
        ],
    ),
    wording("da", &["svar", "send", "afmeld", "frameld"]),
    unspaced("ja", &["返信", "送信", "配信停止", "停止"]),
    unspaced(
        "ar",
        &[
            "أرسل",
            "ارسل",
            "الرد",
            "رد بـ",
            "للإلغاء",
            "لإلغاء",
            "لإيقاف",
            "للإيقاف",
        ],
    ),
    unspaced("he", &["השב", "שלח", "להסרה", "הסרה", "להפסק"]),
];
