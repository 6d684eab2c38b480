//! How angry and how confused a text sounds: marked sentences of thirteen languages, half of them never looked at while
//! the word lists were written, and what must hold of any text.

use proptest::prelude::*;
use shared::mood::{Feeling, Mood, SURE, Sign, languages, read};

/// Hits, false alarms and misses of one feeling.
#[derive(Default)]
struct Figures {
    hits: usize,
    alarms: usize,
    misses: usize,
}

impl Figures {
    fn count(&mut self, felt: bool, heard: bool) {
        match (felt, heard) {
            (true, true) => self.hits += 1,
            (false, true) => self.alarms += 1,
            (true, false) => self.misses += 1,
            (false, false) => {}
        }
    }

    /// Precision and recall in percent, rounded down.
    fn percent(&self) -> (usize, usize) {
        let share = |of: usize| (self.hits * 100).checked_div(of).unwrap_or(0);
        (
            share(self.hits + self.alarms),
            share(self.hits + self.misses),
        )
    }
}

fn sentences(language: &str) -> Vec<(String, String, String)> {
    let path = format!("{}/answers/mood/{language}.tsv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [set, felt, text] = columns[..] else {
            panic!("a row has three columns: {line}");
        };
        assert!(["held", "tune", "late"].contains(&set), "{line}");
        assert!(["calm", "angry", "confused"].contains(&felt), "{line}");
        (set.into(), felt.into(), text.into())
    };
    text.lines().map(row).collect()
}

/// Anger and confusion of a language's sentences of one set, each as (precision, recall) in percent.
fn figures(language: &str, set: &str, hint: bool) -> [(usize, usize); 2] {
    let (mut anger, mut confusion) = (Figures::default(), Figures::default());
    for (in_set, felt, text) in sentences(language) {
        if in_set != set {
            continue;
        }
        let mood = read(&text, hint.then_some(language));
        anger.count(felt == "angry", mood.anger >= SURE);
        confusion.count(felt == "confused", mood.confusion >= SURE);
        let wrong = (felt == "angry") != (mood.anger >= SURE)
            || (felt == "confused") != (mood.confusion >= SURE);
        if wrong && set == "tune" && hint {
            println!("{language} {felt}: {text} {:?}", mood.because);
        }
    }
    [anger.percent(), confusion.percent()]
}

#[test]
fn sentences_that_were_held_back_are_heard_as_they_were_meant() {
    let mut poor = Vec::new();
    for language in languages() {
        assert!(sentences(language).len() >= 40, "{language}");
        for (set, hint) in [("tune", true), ("held", true), ("held", false), ("late", true)] {
            let [anger, confusion] = figures(language, set, hint);
            println!(
                "{language} {set} {} anger {}/{} confusion {}/{}",
                if hint { "told " } else { "found" },
                anger.0,
                anger.1,
                confusion.0,
                confusion.1,
            );
            if set == "held"
                && (anger.0 < 85 || anger.1 < 75 || confusion.0 < 80 || confusion.1 < 70)
            {
                poor.push((language, hint, anger, confusion));
            }
        }
    }
    assert!(poor.is_empty(), "{poor:#?}");
}
