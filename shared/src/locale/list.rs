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
    let language = locale.language();
    let comma = if language == Language::Arabic {
        and(language, last)
    } else {
        comma(language)
    };
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

/// The choices that were picked together, as the turn that picks them says it. The page shows that turn before the Worker
/// keeps it and may be in another language than the flow, so the choices' own letters tell the comma.
#[must_use]
pub fn picked<S: AsRef<str>>(labels: &[S]) -> String {
    let mut language = Language::English;
    for byte in labels.iter().flat_map(|label| label.as_ref().bytes()) {
        // What begins a letter in UTF-8 tells its block; reading whole letters would weigh more in the page.
        match byte {
            0xd8..=0xdb => language = Language::Arabic,
            0xe3..=0xe9 => language = Language::Japanese,
            _ => {}
        }
    }
    let mut text = String::new();
    for label in labels {
        if !text.is_empty() {
            text.push_str(comma(language));
        }
        text.push_str(label.as_ref());
    }
    text
}

/// What stands between things in a row, which are no sentence.
#[must_use]
pub fn comma(language: Language) -> &'static str {
    match language {
        Language::Japanese => "、",
        Language::Arabic => "، ",
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
