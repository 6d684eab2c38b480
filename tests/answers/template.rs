//! Text with holes: what it reads as in each language, what is wrong with it, and that no text and no value breaks it.

use proptest::prelude::*;
use shared::flow::{Template, TemplateMistake, Value};
use shared::locale::Locale;
use shared::money::Money;
use shared::time::Date;

fn value(name: &str) -> Option<Value> {
    if let Some(n) = name.strip_prefix("count_") {
        return n.parse().ok().map(Value::Count);
    }
    match name {
        "name" => Some(Value::Text("Bea".into())),
        "count" => Some(Value::Count(2)),
        "total" => Some(Value::Money(Money::new(1250, "EUR".parse().unwrap()))),
        "day" => Some(Value::Date(Date {
            year: 2026,
            month: 11,
            day: 23,
        })),
        "items" => Some(Value::List(vec!["Cream".into(), "Serum".into()])),
        "nobody" => Some(Value::List(Vec::new())),
        "arabic" => Some(Value::Text("كريم".into())),
        "typed" => Some(Value::Text("21".into())),
        "nasty" => Some(Value::Text("{x}\u{202e}\u{2069}\u{7}\nb".into())),
        "long" => Some(Value::Text("ä".repeat(1000))),
        _ => None,
    }
}

#[track_caller]
fn check(locale: &str, text: &str, expected: &str) {
    let template = Template::parse(text).unwrap();
    assert_eq!(template.fill(Locale::of(locale), value), expected, "{text}");
}

#[test]
fn holes_are_filled_or_fall_back() {
    check("en", "Hello {name}!", "Hello Bea!");
    check("en", "Hello {friend|there}!", "Hello there!");
    check("en", "Hello {friend}!", "Hello !");
    check("en", "In all {total, money}.", "In all €12.50.");
    check("de", "Zusammen {total,money}.", "Zusammen 12,50\u{a0}€.");
    check(
        "en",
        "In all {sum, money|nothing yet}.",
        "In all nothing yet.",
    );
    check("fr", "Le {day, date}", "Le lundi 23 novembre");
    check("pl", "{items, list}", "Cream i Serum");
    check("en", "{nobody, list|nothing}", "nothing");
    check("de", "{count_12345, number}", "12.345");
}

#[test]
fn a_count_picks_its_arm_in_each_language() {
    let english = "{count, plural, one {# product} other {# products}}";
    check("en", english, "2 products");
    check("en", &english.replace("count", "count_1"), "1 product");
    check(
        "en",
        &english.replace("count", "count_1200"),
        "1,200 products",
    );
    check("en", &english.replace("count", "typed"), "21 products");
    check("en", &english.replace("count", "name"), "Bea products");
    check(
        "en",
        &english.replace("count", "items"),
        "Cream and Serum products",
    );
    let polish = "{N, plural, =0 {nic} one {# produkt} few {# produkty} many {# produktów} other {# produktu}}";
    for (count, expected) in [
        ("count_0", "nic"),
        ("count_1", "1 produkt"),
        ("count_2", "2 produkty"),
        ("count_12", "12 produktów"),
        ("count_22", "22 produkty"),
    ] {
        check("pl", &polish.replace('N', count), expected);
    }
    let arabic = "{N, plural, zero {لا منتجات} one {منتج واحد} two {منتجان} few {# منتجات} many {# منتجًا} other {# منتج}}";
    for (count, expected) in [
        ("count_0", "لا منتجات"),
        ("count_2", "منتجان"),
        ("count_3", "3 منتجات"),
        ("count_11", "11 منتجًا"),
        ("count_100", "100 منتج"),
    ] {
        check("ar", &arabic.replace('N', count), expected);
    }
}

#[test]
fn arms_hold_holes_and_other_counts() {
    let nested = "{count, plural, one {one} other {# for {name}: {total, money}, {count_1, plural, one {# day} other {# days}}}}.";
    check("en", nested, "2 for Bea: €12.50, 1 day.");
    let template = Template::parse(nested).unwrap();
    let holes: Vec<&str> = template.holes().collect();
    assert_eq!(holes, ["count", "name", "total", "count_1"]);
    let some = Template::parse("{a|x} {b} {c, plural, other {{d|y} {e, date}}}").unwrap();
    assert_eq!(some.needs().collect::<Vec<_>>(), ["b", "c", "e"]);
}

#[test]
fn braces_are_quoted_and_other_apostrophes_are_not() {
    check("en", "it's {name}'s", "it's Bea's");
    check("en", "a '{'name'}' and '{name}'", "a {name} and {name}");
    check("en", "''{name}''", "'Bea'");
    check("en", "'{it''s}'", "{it's}");
    check("en", "# is plain here, '#' too", "# is plain here, '#' too");
    check("en", "{count, plural, other {'#'#}}", "#2");
}

#[test]
fn values_cannot_break_the_sentence_they_stand_in() {
    check("en", "<{nasty}>", "<{x} b>");
    check("en", "{arabic}!", "\u{2068}كريم\u{2069}!");
    check("en", "{name}!", "Bea!");
    check("ar", "مرحبًا {name}!", "مرحبًا \u{2068}Bea\u{2069}!");
    check(
        "he",
        "{items, list}",
        "\u{2068}Cream\u{2069} ו-\u{2068}Serum\u{2069}",
    );
    check("he", "{total, money}", "\u{200f}12.50\u{a0}\u{200f}€");
    check("en", "{long}", &format!("{}…", "ä".repeat(299)));
}

#[test]
fn a_mistake_is_named_with_its_place() {
    let rows = [
        ("a {b", 3, TemplateMistake::Unclosed),
        ("a {b|c{d}", 3, TemplateMistake::Unclosed),
        ("a } b", 3, TemplateMistake::Stray),
        ("{Name}", 1, TemplateMistake::Name),
        ("{}", 1, TemplateMistake::Name),
        ("{a b}", 2, TemplateMistake::Name),
        ("{a, colour}", 4, TemplateMistake::Kind),
        ("{a, plural}", 4, TemplateMistake::Kind),
        ("{a, plural, some {b}}", 12, TemplateMistake::Arm),
        ("{a, plural, other b}", 12, TemplateMistake::Arm),
        (
            "{a, plural, other {b} other {c}}",
            27,
            TemplateMistake::Twice,
        ),
        ("{a, plural, one {b}}", 20, TemplateMistake::NoOther),
        ("it is '{open", 7, TemplateMistake::Quote),
    ];
    for (text, at, mistake) in rows {
        let error = Template::parse(text).unwrap_err();
        assert_eq!((error.at, error.mistake), (at, mistake), "{text}");
    }
    let deep = "{a, plural, other {".repeat(100_000);
    let error = Template::parse(&deep).unwrap_err();
    assert_eq!(error.mistake, TemplateMistake::TooDeep);
}

#[test]
fn a_language_misses_its_own_forms_and_notices_foreign_ones() {
    let lints = |locale: &str, text: &str| {
        let lints = Template::parse(text).unwrap().lint(Locale::of(locale));
        lints.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let english = "{n, plural, one {a} other {b}}";
    for fits in ["en", "de", "fr", "es", "it", "nl", "pt", "sv", "da"] {
        assert_eq!(lints(fits, english), Vec::<String>::new(), "{fits}");
    }
    let missing = |form: &str| format!("{{n}} has no arm \"{form}\", which this language needs");
    let unused =
        |form: &str| format!("{{n}} has an arm \"{form}\", which this language never says");
    assert_eq!(lints("pl", english), ["few", "many"].map(missing));
    assert_eq!(
        lints("ar", english),
        ["zero", "two", "few", "many"].map(missing)
    );
    assert_eq!(lints("he", english), ["two"].map(missing));
    assert_eq!(lints("ja", english), ["one"].map(unused));
    let exact = "{n, plural, =0 {a} =1 {b} =2 {c} other {d}}";
    assert_eq!(lints("he", exact), Vec::<String>::new());
    assert_eq!(lints("ar", exact), ["few", "many"].map(missing));
    let millions = "{n, plural, one {a} many {b} other {c}}";
    assert_eq!(lints("fr", millions), Vec::<String>::new());
    assert_eq!(lints("de", millions), ["many"].map(unused));
}

/// Texts made of what templates are made of, so that many of them nearly parse.
fn any_text() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "{",
        "}",
        "'",
        "''",
        "|",
        ",",
        " ",
        "#",
        "=0",
        "=1",
        "name",
        "count",
        "plural",
        "money",
        "one",
        "few",
        "other",
        "{name}",
        "other {#}",
        "{count, plural, other {",
        "é",
        "ש",
        "\n",
    ]);
    prop_oneof![
        prop::collection::vec(parts, 0..24).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused_at_a_place_inside_it(text in any_text(), language in 0..13_usize) {
        let locale = Locale::from(shared::locale::Language::ALL[language]);
        match Template::parse(&text) {
            Ok(template) => {
                drop((template.fill(locale, value), template.lint(locale)));
            }
            Err(error) => prop_assert!((1..=text.chars().count()).contains(&error.at)),
        }
    }

    #[test]
    fn no_brace_of_the_template_is_left_unless_it_was_quoted(text in any_text()) {
        let text = text.replace('\'', "");
        if let Ok(template) = Template::parse(&text) {
            let filled = template.fill(Locale::default(), |_| Some(Value::Text("x".into())));
            prop_assert!(!filled.contains(['{', '}']), "{text}: {filled}");
        }
    }

    #[test]
    fn a_text_without_braces_and_quotes_says_itself(text in "[^{}']*") {
        let template = Template::parse(&text).unwrap();
        prop_assert_eq!(template.fill(Locale::default(), |_| None), text);
    }
}
