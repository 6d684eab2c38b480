//! Several things in a sentence.

use super::{Language, Locale};
use alloc::{format, string::String};

/// Several things in a sentence: `a`, `a and b`, `a, b and c`. No comma before the last `and`, as in Britain, except in
/// the United States.
#[must_use]
pub fn list(locale: Locale, words: &[String]) -> String {
    let [first, rest @ ..] = words else {
        return String::new();
    };
    let Some((last, middle)) = rest.split_last() else {
        return first.clone();
    };
    let comma = comma(locale.language());
    let begun = middle.iter().fold(first.clone(), |mut text, word| {
        text.push_str(comma);
        text.push_str(word);
        text
    });
    let serial = !middle.is_empty()
        && locale.language() == Language::English
        && locale.region() == Some("US");
    let serial = if serial { "," } else { "" };
    format!("{begun}{serial}{}{last}", and(locale.language(), last))
}

fn comma(language: Language) -> &'static str {
    match language {
        Language::Japanese => "、",
        Language::Arabic => " و",
        Language::English
        | Language::German
        | Language::French
        | Language::Spanish
        | Language::Italian
        | Language::Dutch
        | Language::Portuguese
        | Language::Polish
        | Language::Swedish
        | Language::Danish
        | Language::Hebrew => ", ",
    }
}

fn and(language: Language, next: &str) -> &'static str {
    match language {
        Language::English => " and ",
        Language::German => " und ",
        Language::French => " et ",
        Language::Spanish if sounds_as_i(next) => " e ",
        Language::Spanish => " y ",
        Language::Italian | Language::Portuguese => " e ",
        Language::Dutch => " en ",
        Language::Polish => " i ",
        Language::Swedish => " och ",
        Language::Danish => " og ",
        Language::Japanese => "、",
        Language::Arabic => " و",
        // The letter joins the word it precedes; anything in another script gets a hyphen between (CLDR's rule).
        Language::Hebrew if letters(next).next().is_some_and(is_hebrew) => " ו",
        Language::Hebrew => " ו-",
    }
}

/// Spanish `y` becomes `e` before the sound of an i, but not before that of `hielo` (Real Academia Española,
/// "Diccionario panhispánico de dudas", y²).
fn sounds_as_i(word: &str) -> bool {
    let mut letters = letters(word).flat_map(char::to_lowercase);
    match (letters.next(), letters.next(), letters.next()) {
        (Some('i' | 'í'), ..) => true,
        (Some('h'), Some('i' | 'í'), next) => !matches!(next, Some('a' | 'e')),
        _ => false,
    }
}

/// What a word begins with, past quotes and marks of direction.
fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|letter| letter.is_alphanumeric())
}

fn is_hebrew(letter: char) -> bool {
    ('\u{590}'..='\u{5ff}').contains(&letter)
}
