//! What is heard in what a shopper writes.

use super::{LANGUAGES, text};
use shared::locale::Language;
use shared::message::Words;
use shared::{mood, optout};
use std::sync::LazyLock;

/// A reply that may stop messages: case and what stands behind the part that is read do not matter.
pub fn opt_out(bytes: &[u8]) {
    let text = text(bytes);
    let whole = text.trim();
    let mut head: String = whole.chars().take(optout::MAX_CHARS).collect();
    if whole.chars().nth(optout::MAX_CHARS).is_some() {
        head.push('x');
    }
    for language in languages(&text) {
        let reply = optout::read(&text, language);
        assert_eq!(optout::read(&head, language), reply, "{language:?}");
        assert_eq!(
            optout::read(&text.to_ascii_uppercase(), language),
            reply,
            "{language:?}"
        );
    }
    let stops = optout::read(&text, None).is_some_and(|reply| reply.withdraws().is_some());
    assert_eq!(optout::is_opt_out(&text), stops);
}

/// How a shopper sounds: between nothing and a hundred, with reasons, whatever stands behind the part that is read, and
/// whether or not the lists were read before.
pub fn mood(bytes: &[u8]) {
    let text = text(bytes);
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    let all: Vec<&Words> = HEARD.iter().collect();
    let one = text.len() % all.len();
    for languages in [all.as_slice(), all.get(one..=one).unwrap_or_default()] {
        let mood = mood::read(&text, languages);
        let listening: Vec<Words> = languages
            .iter()
            .map(|words| (*words).clone().listening())
            .collect();
        let listening: Vec<&Words> = listening.iter().collect();
        assert_eq!(mood::read(&text, &listening), mood);
        assert!(mood.anger <= 100 && mood.confusion <= 100);
        let weighs = mood.because.iter().any(|cue| cue.weight > 0);
        assert_eq!(mood.anger + mood.confusion > 0, weighs);
        if letters >= MOOD_SIGNS {
            let longer = format!("{text} WHAT?? I HATE YOU!!!");
            assert_eq!(mood::read(&longer, languages), mood);
        }
    }
}

/// None, and one that another length of the text would not have.
fn languages(text: &str) -> [Option<&'static str>; 2] {
    let one = LANGUAGES.get(text.len() % LANGUAGES.len());
    [None, one.copied().flatten()]
}

/// Languages that are written differently.
static HEARD: LazyLock<[Words; 4]> = LazyLock::new(|| {
    [
        (
            Language::English,
            include_str!("../../static/messages/en.txt"),
        ),
        (
            Language::German,
            include_str!("../../static/messages/de.txt"),
        ),
        (
            Language::Japanese,
            include_str!("../../static/messages/ja.txt"),
        ),
        (
            Language::Hebrew,
            include_str!("../../static/messages/he.txt"),
        ),
    ]
    .map(|(language, text)| Words::of(language, text.into()))
});

/// As many signs as are read of a text.
const MOOD_SIGNS: usize = 2000;
