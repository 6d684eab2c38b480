//! Every reader of outside text and bytes, over inputs that are kept, over long ones, and over changed ones.
//!
//! `PROPTEST_CASES` tries more changes. With a nightly compiler, `cargo fuzz run --fuzz-dir tests/fuzz/cargo-fuzz flow
//! tests/fuzz/corpus/flow` goes on for as long as one likes; what it finds is kept in `corpus` under a name that says
//! what it is.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a file that cannot be read fails the test it is for, and a panic is how a target says what does not hold"
)]

mod change;
mod kept;
pub mod targets;

use change::{Change, changed, changes};
use kept::{files, goldens};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use targets::{TARGETS, Target};

/// A target, and what it begins with.
struct Begun {
    name: &'static str,
    target: Target,
    inputs: Vec<Vec<u8>>,
}

static BEGUN: LazyLock<Vec<Begun>> = LazyLock::new(|| {
    let begun = |(name, target)| Begun {
        name,
        target,
        inputs: inputs(name),
    };
    TARGETS.map(begun).into()
});

/// What is kept for a target, and what the repository itself holds of its kind.
fn inputs(name: &str) -> Vec<Vec<u8>> {
    let kept = files(&format!("fuzz/corpus/{name}"));
    assert!(!kept.is_empty(), "nothing is kept for {name}");
    let own = match name {
        "flow" => [files("../shared/playbook"), files("transcripts/flows")].concat(),
        "texts" => files("../shared/playbook/texts/de"),
        "shop" => files("demo"),
        "catalogue" => files("sandbox/catalogue"),
        _ => Vec::new(),
    };
    let read = |path: &PathBuf| fs::read(path).unwrap();
    let mut inputs: Vec<Vec<u8>> = kept.iter().chain(&own).map(read).collect();
    if matches!(name, "frame" | "settings") {
        inputs.extend(goldens());
    }
    inputs
}

#[test]
fn what_is_kept_is_read_as_it_must_be() {
    for Begun {
        name,
        target,
        inputs,
    } in BEGUN.iter()
    {
        for input in inputs {
            println!("{name}: {}", input.escape_ascii());
            target(input);
        }
    }
}

#[test]
fn no_text_is_too_long_or_too_deep() {
    let pieces = [
        "a",
        "7",
        "{",
        "[",
        "{a|",
        "{n, plural, other {",
        "-",
        "\u{200b}",
        "\u{202e}",
        "👩‍👩‍👧",
        "STOP ",
        "> ",
        "!",
        "?",
        "ooo ",
        "a@",
        ".",
        "+",
        "1/",
        "½",
        "\"",
        "\\u0000",
        "é",
        "ﷺ",
        "{\"a\":",
        "שלום ",
        "やめて",
    ];
    for Begun { name, target, .. } in BEGUN.iter() {
        for piece in pieces {
            println!("{name}: {piece}");
            target(piece.repeat(100_000 / piece.len()).as_bytes());
        }
    }
}

#[test]
fn every_target_is_one_of_cargo_fuzz_too() {
    for (name, _) in TARGETS {
        let file = format!("fuzz/cargo-fuzz/fuzz_targets/{name}.rs");
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        assert!(text.contains(&format!("targets::{name}(bytes)")), "{name}");
    }
    assert_eq!(files("fuzz/cargo-fuzz/fuzz_targets").len(), TARGETS.len());
    let kept = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")).unwrap();
    assert_eq!(kept.count(), TARGETS.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_may_be_changed_in_any_way(
        which in any::<prop::sample::Index>(),
        input in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        changes in changes(),
    ) {
        let Begun { name, target, inputs } = which.get(&BEGUN);
        let changes: &[Change] = &changes;
        let (input, other): (&Vec<u8>, &Vec<u8>) = (input.get(inputs), other.get(inputs));
        let bytes = changed(input, other, changes);
        println!("{name}: {}", bytes.escape_ascii());
        target(&bytes);
    }
}
