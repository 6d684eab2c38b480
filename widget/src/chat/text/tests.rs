//! Words have texts, texts have uses, and holes are filled once.

use super::fill;
use std::collections::BTreeSet;
use std::path::Path;

const ENGLISH: &str = include_str!("../../../../static/locales/en.json");

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
    let words: serde_json::Map<String, serde_json::Value> = serde_json::from_str(ENGLISH).unwrap();
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
