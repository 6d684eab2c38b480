//! Words have texts, texts have uses, and holes are filled once.

use super::fill;
use shared::locale::{Direction, Language, Locale};
use std::collections::BTreeSet;
use std::path::Path;

type Words = serde_json::Map<String, serde_json::Value>;

const ENGLISH: &str = include_str!("../../../../static/locales/en.json");
/// Words on buttons that stand beside others.
const BUTTONS: [&str; 19] = [
    "person",
    "end",
    "end_yes",
    "end_no",
    "reply",
    "not_now",
    "confirm",
    "send",
    "add",
    "adding",
    "added",
    "add_again",
    "field_send",
    "consent_agree",
    "consent_decline",
    "retry",
    "edit",
    "remove",
    "back",
];
/// What a short word may take in any language.
const SHORT: usize = 14;

#[test]
fn a_hole_is_filled_and_what_fills_it_is_not_read_again() {
    let rows = [
        ("{count} left", "count", "12", "12 left"),
        (
            "{count} × {title}",
            "title",
            "A {count} B",
            "{count} × A {count} B",
        ),
        ("no hole", "count", "12", "no hole"),
        ("open {count", "count", "12", "open {count"),
    ];
    for (text, hole, value, expected) in rows {
        assert_eq!(fill(text, hole, value), expected);
    }
}

/// Every `"key"` that stands alone in the chat's sources is compared with the file: a word without a text would show
/// nothing, a text without a use would be weight.
#[test]
fn every_word_has_its_text_and_every_text_its_use() {
    let words: Words = serde_json::from_str(ENGLISH).unwrap();
    let sources = sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/chat")));
    let unused: Vec<_> = words
        .keys()
        .filter(|key| !sources.contains(&format!("\"{key}\"")))
        .collect();
    assert_eq!(unused, Vec::<&String>::new(), "texts without a use");
    let asked: BTreeSet<_> = sources
        .split("word(\"")
        .chain(sources.split("filled(\""))
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(key, _)| key)
        .filter(|key| {
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .collect();
    let missing: Vec<_> = asked
        .into_iter()
        .filter(|key| !words.contains_key(*key))
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "words without a text");
}

/// English is what the others are held against: the same words with the same holes, and no button that pushes its
/// neighbours out of their line.
#[test]
fn every_language_has_every_word_with_its_holes_and_no_longer_than_its_place() {
    let english: Words = serde_json::from_str(ENGLISH).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../static/locales");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let words: Words = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let language = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            words.keys().eq(english.keys()),
            "{language}: other keys than English"
        );
        assert_eq!(words["lang"], language);
        let written_from = Locale::of(language).direction();
        let right = written_from == Direction::RightToLeft;
        assert_eq!(
            words["dir"],
            if right { "rtl" } else { "ltr" },
            "{language}"
        );
        for (key, word) in &words {
            let (word, own) = (word.as_str().unwrap(), english[key].as_str().unwrap());
            assert_eq!(holes(word), holes(own), "{language}: {key}");
            assert!(!word.trim().is_empty(), "{language}: {key}");
            if BUTTONS.contains(&key.as_str()) {
                let most = SHORT.max(own.chars().count() * 7 / 4);
                assert!(
                    word.chars().count() <= most,
                    "{language}: {key} takes more than {most}: {word}"
                );
            }
        }
    }
}

/// A name would move the punctuation beside it where the sentence is written from the right. A number would not, and what
/// an attribute names is not laid out.
#[test]
fn names_stand_apart_where_a_sentence_is_written_from_the_right() {
    for language in Language::ALL {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../static/locales"));
        let file = folder.join(language.code()).with_extension("json");
        let words: Words = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let right = language.direction() == Direction::RightToLeft;
        for (key, word) in &words {
            let word = word.as_str().unwrap();
            let attribute = key.starts_with("line_");
            for hole in holes(word) {
                let apart = word.contains(&format!("\u{2068}{{{hole}}}\u{2069}"));
                let wanted = right && hole != "count" && !attribute;
                assert_eq!(apart, wanted, "{language:?}: {key}");
            }
            assert!(right || !word.contains('\u{2068}'), "{language:?}: {key}");
        }
    }
}

fn holes(text: &str) -> BTreeSet<&str> {
    let begun = text.split('{').skip(1);
    begun.filter_map(|rest| rest.split('}').next()).collect()
}

fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if !path.ends_with("tests.rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    text
}
