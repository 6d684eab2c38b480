//! What contacts are told, from many notes to few calls.

use crate::given::cases;
use proptest::prelude::*;
use shared::channel::Channel;
use shared::outbox::{Call, Note, Work, next_call};
use std::collections::{BTreeMap, BTreeSet};

/// `ada: stop email`, `ada: set CITY=Bonn`, `ada: happened viewed`.
fn notes(lines: &[&str]) -> Vec<Note> {
    (1..)
        .zip(lines)
        .map(|(number, line)| note(number, line))
        .collect()
}

fn note(number: u64, line: &str) -> Note {
    let (contact, work) = line.split_once(": ").unwrap();
    let (verb, what) = work.split_once(' ').unwrap();
    let work = match verb {
        "stop" => Work::Stop(channel(what)),
        "again" => Work::Again(channel(what)),
        "set" => {
            let (name, value) = what.split_once('=').unwrap();
            Work::Set(BTreeMap::from([(name.into(), value.into())]))
        }
        "happened" => Work::Happened(format!("{contact} {what}")),
        _ => panic!("{verb}"),
    };
    Note {
        number,
        contact: contact.into(),
        work,
    }
}

fn channel(what: &str) -> Channel {
    if what == "sms" {
        Channel::Sms
    } else {
        Channel::Email
    }
}

/// A call as a line.
fn told(call: &Call) -> String {
    match call {
        Call::Contact {
            contact,
            stops,
            again,
            set,
            ..
        } if again.is_empty() => format!("{contact} {stops:?} {set:?}"),
        Call::Contact {
            contact,
            stops,
            again,
            set,
            ..
        } => {
            format!("{contact} {stops:?} again {again:?} {set:?}")
        }
        Call::Happened { happenings, .. } => happenings.join(", "),
    }
}

/// Every call until nothing is left.
fn calls(mut notes: Vec<Note>, batch: usize) -> Vec<Call> {
    let mut calls = Vec::new();
    while let Some(call) = next_call(&notes, batch) {
        let (Call::Contact { notes: done, .. } | Call::Happened { notes: done, .. }) = &call;
        assert!(!done.is_empty(), "{call:?} gets nothing done");
        notes.retain(|note| !done.contains(&note.number));
        calls.push(call);
    }
    assert!(notes.is_empty());
    calls
}

#[track_caller]
fn check(lines: &[&str], batch: usize, expected: &[&str]) {
    let calls = calls(notes(lines), batch);
    assert_eq!(calls.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn the_newest_value_of_each_attribute_goes_in_one_call() {
    check(
        &[
            "ada: set CITY=Bonn",
            "ben: set CITY=Kiel",
            "ada: set SIZE=M",
            "ada: set CITY=Köln",
        ],
        1,
        &[
            r#"ada {} {"CITY": "Köln", "SIZE": "M"}"#,
            r#"ben {} {"CITY": "Kiel"}"#,
        ],
    );
}

#[test]
fn what_a_contact_no_longer_wants_goes_before_anything_else() {
    check(
        &[
            "ada: happened viewed",
            "ben: set CITY=Kiel",
            "cy: happened viewed",
            "cy: stop sms",
            "cy: stop email",
        ],
        9,
        &[
            "cy {Email, Sms} {}",
            "ada viewed, cy viewed",
            r#"ben {} {"CITY": "Kiel"}"#,
        ],
    );
}

#[test]
fn the_last_word_on_a_channel_counts() {
    check(
        &["ada: stop email", "ada: again email"],
        1,
        &["ada {} again {Email} {}"],
    );
    check(
        &["ada: again email", "ada: stop email"],
        1,
        &["ada {Email} {}"],
    );
    check(
        &["ada: happened viewed", "ada: again sms", "ben: stop sms"],
        1,
        &["ben {Sms} {}", "ada viewed", "ada {} again {Sms} {}"],
    );
}

#[test]
fn what_is_noted_after_something_happened_is_not_told_before_it() {
    check(
        &[
            "ada: set CITY=Bonn",
            "ada: happened moved",
            "ada: set CITY=Kiel",
            "ada: happened arrived",
        ],
        9,
        &[
            r#"ada {} {"CITY": "Bonn"}"#,
            "ada moved",
            r#"ada {} {"CITY": "Kiel"}"#,
            "ada arrived",
        ],
    );
}

#[test]
fn a_batch_holds_no_more_than_it_may() {
    let lines = [
        "ada: happened one",
        "ada: happened two",
        "ben: happened three",
    ];
    check(&lines, 2, &["ada one, ada two", "ben three"]);
    check(&lines, 1, &["ada one", "ada two", "ben three"]);
}

fn any_line() -> impl Strategy<Value = String> {
    let contact = prop::sample::select(vec!["ada", "ben", "cy"]);
    let work = prop::sample::select(vec![
        "stop email",
        "stop sms",
        "again sms",
        "set A=1",
        "set A=2",
        "set B=1",
        "happened viewed",
        "happened bought",
    ]);
    (contact, work).prop_map(|(contact, work)| format!("{contact}: {work}"))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_note_is_told_once_and_in_its_contacts_order(lines in prop::collection::vec(any_line(), 0..30), batch in 1..5_usize) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let notes = notes(&lines);
        let mut done = Vec::new();
        for call in calls(notes.clone(), batch) {
            let (Call::Contact { notes, .. } | Call::Happened { notes, .. }) = call;
            done.extend(notes);
        }
        prop_assert_eq!(done.iter().collect::<BTreeSet<_>>().len(), notes.len());
        prop_assert_eq!(done.len(), notes.len());
        for contact in ["ada", "ben", "cy"] {
            let ordered = |number: &&u64| {
                let note = notes.iter().find(|note| note.number == **number).unwrap();
                note.contact == contact && !matches!(note.work, Work::Stop(_) | Work::Again(_))
            };
            prop_assert!(done.iter().filter(ordered).is_sorted(), "{:?}", done);
        }
    }
}
