//! The playbook as a whole: every document is valid together with those it calls, walks to an end on every path, says what
//! no other says, and has a transcript of its main path, of its way to a person, and of its follow-up.

use super::{check, document};
use shared::flow::{FlowDraft, Library, explore, texts};
use shared::wire::settings_v1::{Audience, Audiences};
use std::collections::BTreeMap;
use std::path::Path;

/// The names of all documents, in their order.
fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/playbook");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let mut names: Vec<String> = documents
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn drafts() -> Vec<FlowDraft> {
    let read = |name: String| serde_json::from_str(&document(&name)).unwrap();
    names().into_iter().map(read).collect()
}

#[test]
fn the_playbook_is_valid_together_and_every_path_of_it_leads_on() {
    let drafts = drafts();
    let library =
        Library::validate(drafts.clone()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    for draft in drafts {
        let report = explore(&library, &draft.id.parse().unwrap(), STATES).unwrap();
        let faults = [
            &report.unreached,
            &report.dead_ends,
            &report.without_person,
            &report.without_end,
        ];
        assert!(
            faults.iter().all(|fault| fault.is_empty()),
            "{}: {report:?}",
            draft.id
        );
    }
}

#[test]
fn every_document_is_called_what_its_file_is_called_and_has_its_scenes() {
    for (name, draft) in names().into_iter().zip(drafts()) {
        assert_eq!(draft.id, name);
        let transcript = format!("playbook/{name}");
        check(&transcript);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts");
        let script = std::fs::read_to_string(path.join(transcript).with_extension("txt")).unwrap();
        let scene = |title: &str| script.lines().any(|line| line == title);
        let follow_up = if draft.follow_up.is_some() {
            scene("# follow-up with consent") && scene("# follow-up without consent")
        } else {
            scene("# no follow-up")
        };
        assert!(
            scene("# main path") && scene("# to a person") && follow_up,
            "{name} has not all of its scenes"
        );
    }
}

#[test]
fn no_two_flows_say_the_same() {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for draft in drafts() {
        for (place, text) in texts(&draft) {
            let short = text.chars().count() < SHORT || place.starts_with("opt_out.");
            let other = said.insert(text.clone(), draft.id.clone());
            if let Some(other) = other.filter(|other| !short && *other != draft.id) {
                twice.push(format!("{other} and {}: {text}", draft.id));
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

#[test]
fn first_time_shoppers_cart_abandoners_recent_buyers_and_vips_never_read_the_same() {
    const FOUR: [Audience; 4] = [
        Audience::FirstVisit,
        Audience::CartAbandoner,
        Audience::RecentBuyer,
        Audience::Vip,
    ];
    for draft in drafts() {
        let Some(trigger) = &draft.trigger else {
            continue;
        };
        let first = &draft.first_message;
        let text = |audience: &Audience| {
            let mut own = first.for_audience.iter();
            let own = own.find(|own| own.audience == *audience);
            own.map_or(&first.text, |own| &own.text)
        };
        let whom = Audiences::of(&trigger.audience);
        let mut read: Vec<_> = FOUR
            .iter()
            .filter(|audience| whom.contain(**audience))
            .map(text)
            .collect();
        let count = read.len();
        read.sort_unstable();
        read.dedup();
        assert_eq!(read.len(), count, "{}", draft.id);
    }
}

#[test]
fn consent_that_reads_otherwise_has_another_id() {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for draft in drafts() {
        for wording in draft.opt_out.wordings {
            let words = known
                .entry(wording.id.clone())
                .or_insert_with(|| wording.text.clone());
            assert_eq!(*words, wording.text, "{}: {}", draft.id, wording.id);
        }
    }
}

/// More states than the largest flow of the playbook has with those it calls would take minutes to walk.
const STATES: usize = 3000;
/// Labels and answers such as "Talk to a person" are the same everywhere, and should be.
const SHORT: usize = 40;
