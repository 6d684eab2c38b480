//! Walks through whole flows: every ask and look-up can be reached, no way ends nowhere, and a person and the end are
//! always within reach.

use shared::flow::{Flow, FlowDraft, Library, Report, explore, picture};

#[track_caller]
fn check(flows: &[&str], bound: usize) -> Report {
    let drafts: Vec<FlowDraft> = flows
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect();
    let id = drafts.first().unwrap().id.parse().unwrap();
    let library = Library::validate(drafts).unwrap();
    let report = explore(&library, &id, bound).unwrap();
    assert_eq!(report.dead_ends, Vec::<String>::new());
    assert_eq!(report.without_person, Vec::<String>::new());
    assert_eq!(report.without_end, Vec::<String>::new());
    assert_eq!(report.unreached, Vec::<String>::new(), "{report:?}");
    report
}

const HELP: &str = include_str!("../transcripts/flows/help.json");
const SIZING: &str = include_str!("../transcripts/flows/sizing.json");

#[test]
fn every_flow_of_the_playbook_can_be_walked_through() {
    check(&[include_str!("../../shared/playbook/welcome.json")], 1_500);
    check(
        &[
            include_str!("../../shared/playbook/cart-return.json"),
            include_str!("../../shared/playbook/delivery-estimate.json"),
            include_str!("../../shared/playbook/discount-help.json"),
            include_str!("../../shared/playbook/size-and-fit.json"),
        ],
        3_000,
    );
    check(
        &[include_str!("../../shared/playbook/product-finder.json")],
        1_500,
    );
}

#[test]
fn a_called_flow_is_walked_through_as_well() {
    let report = check(&[HELP, SIZING], 1_500);
    assert!(report.paths > 0);
}

#[test]
fn a_walk_says_when_it_reached_its_bound() {
    let draft: FlowDraft = serde_json::from_str(SIZING).unwrap();
    let library = Library::validate(vec![draft]).unwrap();
    let report = explore(&library, &"sizing".parse().unwrap(), 2).unwrap();
    assert!(!report.complete);
}

#[test]
fn a_picture_shows_every_step_and_where_it_leads() {
    let draft: FlowDraft = serde_json::from_str(SIZING).unwrap();
    let text = picture(&Flow::validate(&draft).unwrap());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..6],
        [
            "flowchart TD",
            "  first([\"Shall we find your size?\"])",
            "  first --> s1",
            "  q_s7{{\"shrink\"}}",
            "  q_s7 --> s7",
            "  s1(\"How tall are you, in cm?\")",
        ]
    );
    assert!(lines.contains(&"  s2 -->|\"Ask a person\"| s6"));
}
