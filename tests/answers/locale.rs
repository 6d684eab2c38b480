//! How thirteen languages count, list, and write money, days and times. The rows were compared with an implementation of
//! CLDR 48 of other hands (ICU 78.2). They differ in British English for the plain language, the French first of a month,
//! the short Japanese weekday, and the Australian names of other dollars; the kind of space in a clock was not compared.

use shared::locale::{
    Direction, Language, Locale, Plural, clock, date, list, money, number, plural,
};
use shared::money::Money;
use shared::time::Date;

/// Each row is a locale, and what is written there for one thing after the other; `_` is a space that does not break.
#[track_caller]
fn check(rows: &[&str], write: impl Fn(Locale, usize) -> String) {
    for row in rows {
        let (locale, expected) = row.split_once(": ").unwrap();
        for (nth, expected) in expected.split(" | ").enumerate() {
            let expected = expected.replace('_', "\u{a0}");
            assert_eq!(write(Locale::of(locale), nth), expected, "{row}");
        }
    }
}

#[test]
fn a_locale_is_read_from_what_browsers_and_shops_say() {
    let rows = [
        ("de-AT", "de-AT", "de-AT de en"),
        ("DE_at", "de-AT", "de-AT de en"),
        ("pt-BR", "pt-BR", "pt-BR pt en"),
        ("ar-Arab-EG", "ar-EG", "ar-EG ar en"),
        ("iw-IL", "he-IL", "he-IL he en"),
        ("de-u-co-phonebk", "de", "de en"),
        ("es-419", "es", "es en"),
        ("en", "en", "en"),
        ("en-GB", "en-GB", "en-GB en"),
        ("tlh-KL", "en", "en"),
        ("", "en", "en"),
    ];
    for (text, expected, chain) in rows {
        let locale = Locale::of(text);
        assert_eq!(locale.to_string(), expected, "{text}");
        assert_eq!(locale.chain().join(" "), chain, "{text}");
        assert_eq!(Locale::of(&locale.to_string()), locale, "{text}");
    }
    assert_eq!(Locale::known("tlh"), None);
    let from_right = |language: &Language| language.direction() == Direction::RightToLeft;
    let from_right: Vec<&str> = Language::ALL
        .iter()
        .filter(|language| from_right(language))
        .map(|language| language.code())
        .collect();
    assert_eq!(from_right, ["ar", "he"]);
}

const COUNTS: [i64; 12] = [0, 1, 2, 3, 5, 10, 11, 21, 22, 100, 101, 1_000_000];

#[test]
fn each_language_has_its_own_forms() {
    check(&FORMS, |locale, nth| {
        plural(locale, COUNTS[nth]).name().to_string()
    });
    assert_eq!(plural(Locale::of("en"), -1), Plural::One);
    assert_eq!(plural(Locale::of("pl"), i64::MIN), Plural::Many);
}

const FORMS: [&str; 14] = [
    "en: other | one | other | other | other | other | other | other | other | other | other | other",
    "de: other | one | other | other | other | other | other | other | other | other | other | other",
    "fr: one | one | other | other | other | other | other | other | other | other | other | many",
    "es: other | one | other | other | other | other | other | other | other | other | other | many",
    "it: other | one | other | other | other | other | other | other | other | other | other | many",
    "nl: other | one | other | other | other | other | other | other | other | other | other | other",
    "pt: one | one | other | other | other | other | other | other | other | other | other | many",
    "pt-PT: other | one | other | other | other | other | other | other | other | other | other | many",
    "pl: many | one | few | few | many | many | many | many | few | many | many | many",
    "sv: other | one | other | other | other | other | other | other | other | other | other | other",
    "da: other | one | other | other | other | other | other | other | other | other | other | other",
    "ja: other | other | other | other | other | other | other | other | other | other | other | other",
    "ar: zero | one | two | few | few | few | many | many | many | other | other | other",
    "he: other | one | two | other | other | other | other | other | other | other | other | other",
];

#[test]
fn prices_read_as_each_country_prints_them() {
    let amounts = [
        (1250, "EUR"),
        (123_450, "EUR"),
        (1200, "JPY"),
        (1234, "KWD"),
        (-500, "USD"),
        (1_234_567, "SEK"),
    ];
    check(&PRICES, |locale, nth| {
        let (minor, code) = amounts[nth];
        money(locale, Money::new(minor, code.parse().unwrap()))
    });
}

#[test]
fn a_dollar_is_just_that_at_home() {
    let rows = [
        "en-US: $1.00 | CA$1.00 | A$1.00",
        "en-GB: US$1.00 | CA$1.00 | A$1.00",
        "en-CA: US$1.00 | $1.00 | A$1.00",
        "en-AU: US$1.00 | CA$1.00 | $1.00",
        "fr-CA: 1,00_$_US | 1,00_$ | 1,00_$_AU",
    ];
    check(&rows, |locale, nth| {
        let code = ["USD", "CAD", "AUD"][nth];
        money(locale, Money::new(100, code.parse().unwrap()))
    });
}

const PRICES: [&str; 19] = [
    "en: €12.50 | €1,234.50 | ¥1,200 | KWD_1.234 | -$5.00 | SEK_12,345.67",
    "de: 12,50_€ | 1.234,50_€ | 1.200_¥ | 1,234_KWD | -5,00_$ | 12.345,67_SEK",
    "fr: 12,50_€ | 1\u{202f}234,50_€ | 1\u{202f}200_JPY | 1,234_KWD | -5,00_$US | 12\u{202f}345,67_SEK",
    "es: 12,50_€ | 1234,50_€ | 1200_JPY | 1,234_KWD | -5,00_US$ | 12.345,67_SEK",
    "it: 12,50_€ | 1234,50_€ | 1200_JPY | 1,234_KWD | -5,00_USD | 12.345,67_SEK",
    "nl: €_12,50 | €_1.234,50 | JP¥_1.200 | KWD_1,234 | US$_-5,00 | SEK_12.345,67",
    "pt: €_12,50 | €_1.234,50 | JP¥_1.200 | KWD_1,234 | -US$_5,00 | SEK_12.345,67",
    "pt-PT: 12,50_€ | 1234,50_€ | 1200_JP¥ | 1,234_KWD | -5,00_US$ | 12_345,67_SEK",
    "pl: 12,50_€ | 1234,50_€ | 1200_JPY | 1,234_KWD | -5,00_USD | 12_345,67_SEK",
    "sv: 12,50_€ | 1_234,50_€ | 1_200_JPY | 1,234_KWD | \u{2212}5,00_US$ | 12_345,67_kr",
    "da: 12,50_€ | 1.234,50_€ | 1.200_JP¥ | 1,234_KWD | -5,00_US$ | 12.345,67_SEK",
    "ja: €12.50 | €1,234.50 | ￥1,200 | KWD_1.234 | -$5.00 | SEK_12,345.67",
    "ar: \u{200f}12.50_€ | \u{200f}1,234.50_€ | \u{200f}1,200_JP¥ | \u{200f}1.234_د.ك.\u{200f} | \u{200f}\u{200e}-5.00_US$ | \u{200f}12,345.67_SEK",
    "he: \u{200f}12.50_\u{200f}€ | \u{200f}1,234.50_\u{200f}€ | \u{200f}1,200_\u{200f}¥ | \u{200f}1.234_\u{200f}KWD | \u{200f}\u{200e}-5.00_\u{200f}$ | \u{200f}12,345.67_\u{200f}SEK",
    "de-AT: €_12,50 | €_1.234,50 | ¥_1.200 | KWD_1,234 | -$_5,00 | SEK_12.345,67",
    "de-CH: EUR_12.50 | EUR_1'234.50 | ¥_1'200 | KWD_1.234 | $-5.00 | SEK_12'345.67",
    "fr-CA: 12,50_€ | 1_234,50_€ | 1_200_¥ | 1,234_KWD | -5,00_$_US | 12_345,67_SEK",
    "fr-CH: 12.50_€ | 1\u{202f}234.50_€ | 1\u{202f}200_JPY | 1.234_KWD | -5.00_$US | 12\u{202f}345.67_SEK",
    "es-MX: EUR_12.50 | EUR_1,234.50 | JPY_1,200 | KWD_1.234 | -USD_5.00 | SEK_12,345.67",
];

#[test]
fn numbers_are_grouped_only_where_a_reader_expects_it() {
    let numbers = [999, 1234, 12_345, -1_234_567];
    let rows = [
        "en: 999 | 1,234 | 12,345 | -1,234,567",
        "de: 999 | 1.234 | 12.345 | -1.234.567",
        "de-AT: 999 | 1_234 | 12_345 | -1_234_567",
        "es: 999 | 1234 | 12.345 | -1.234.567",
        "pl: 999 | 1234 | 12_345 | -1_234_567",
        "fr: 999 | 1\u{202f}234 | 12\u{202f}345 | -1\u{202f}234\u{202f}567",
        "sv: 999 | 1_234 | 12_345 | \u{2212}1_234_567",
        "ar: 999 | 1,234 | 12,345 | \u{200e}-1,234,567",
    ];
    check(&rows, |locale, nth| number(locale, numbers[nth]));
    assert_eq!(
        number(Locale::default(), i64::MIN),
        "-9,223,372,036,854,775,808"
    );
}

#[test]
fn days_read_as_a_native_would_write_them() {
    let days = [(11, 23), (5, 1), (3, 14)];
    check(&DAYS, |locale, nth| {
        let (month, day) = days[nth];
        date(
            locale,
            Date {
                year: 2026,
                month,
                day,
            },
        )
    });
}

const DAYS: [&str; 14] = [
    "en: Monday 23 November | Friday 1 May | Saturday 14 March",
    "en-US: Monday, November 23 | Friday, May 1 | Saturday, March 14",
    "de: Montag, 23. November | Freitag, 1. Mai | Samstag, 14. März",
    "fr: lundi 23 novembre | vendredi 1er mai | samedi 14 mars",
    "es: lunes, 23 de noviembre | viernes, 1 de mayo | sábado, 14 de marzo",
    "it: lunedì 23 novembre | venerdì 1 maggio | sabato 14 marzo",
    "nl: maandag 23 november | vrijdag 1 mei | zaterdag 14 maart",
    "pt: segunda-feira, 23 de novembro | sexta-feira, 1 de maio | sábado, 14 de março",
    "pl: poniedziałek, 23 listopada | piątek, 1 maja | sobota, 14 marca",
    "sv: måndag 23 november | fredag 1 maj | lördag 14 mars",
    "da: mandag 23. november | fredag 1. maj | lørdag 14. marts",
    "ja: 11月23日(月) | 5月1日(金) | 3月14日(土)",
    "ar: الاثنين، 23 نوفمبر | الجمعة، 1 مايو | السبت، 14 مارس",
    "he: יום שני, 23 בנובמבר | יום שישי, 1 במאי | יום שבת, 14 במרץ",
];

#[test]
fn every_language_names_seven_days_and_twelve_months() {
    for language in Language::ALL {
        let write = |month, day| {
            date(
                language.into(),
                Date {
                    year: 2026,
                    month,
                    day,
                },
            )
        };
        let mut days: Vec<String> = (1..=12).map(|month| write(month, 28)).collect();
        days.extend((1..=28).map(|day| write(6, day)));
        days.sort();
        days.dedup();
        assert_eq!(days.len(), 39, "{language:?}");
        assert!(
            days.iter()
                .all(|day| !day.contains("  ") && !day.ends_with(' ')),
            "{days:?}"
        );
    }
}

#[test]
fn clocks_show_twelve_hours_or_twenty_four() {
    let minutes = [545, 1265, 0];
    let rows = [
        "en: 09:05 | 21:05 | 00:00",
        "en-US: 9:05\u{202f}AM | 9:05\u{202f}PM | 12:00\u{202f}AM",
        "de: 09:05 | 21:05 | 00:00",
        "es: 9:05 | 21:05 | 0:00",
        "da: 09.05 | 21.05 | 00.00",
        "fr-CA: 09_h_05 | 21_h_05 | 00_h_00",
        "ja: 9:05 | 21:05 | 0:00",
        "ar: 9:05_ص | 9:05_م | 12:00_ص",
        "ar-MA: 09:05 | 21:05 | 00:00",
        "ar-TN: 9:05_ص | 9:05_م | 12:00_ص",
    ];
    check(&rows, |locale, nth| clock(locale, minutes[nth]));
}

#[test]
fn a_list_ends_in_the_word_of_its_language() {
    let rows = [
        "en:  | a | a and b | a, b and c",
        "en-US:  | a | a and b | a, b, and c",
        "de:  | a | a und b | a, b und c",
        "fr:  | a | a et b | a, b et c",
        "es:  | a | a y b | a, b y c",
        "it:  | a | a e b | a, b e c",
        "nl:  | a | a en b | a, b en c",
        "pt:  | a | a e b | a, b e c",
        "pl:  | a | a i b | a, b i c",
        "sv:  | a | a och b | a, b och c",
        "da:  | a | a og b | a, b og c",
        "ja:  | a | a、b | a、b、c",
        "ar:  | a | a وb | a وb وc",
        "he:  | a | a ו-b | a, b ו-c",
    ];
    let words = ["a", "b", "c"].map(String::from);
    check(&rows, |locale, nth| list(locale, &words[..nth]));
    let joined = |text: &str, words: [&str; 2]| list(Locale::of(text), &words.map(String::from));
    assert_eq!(joined("es", ["padres", "hijos"]), "padres e hijos");
    assert_eq!(joined("es", ["agua", "hielo"]), "agua y hielo");
    assert_eq!(joined("es", ["plata", "Iris"]), "plata e Iris");
    assert_eq!(joined("he", ["קרם", "סרום"]), "קרם וסרום");
}
