//! A flow document with mistakes is refused with all of them at once, each with its place.

use shared::flow::{Flow, FlowDraft};
use std::fmt::Write;
use std::path::Path;

#[test]
fn a_flow_document_is_refused_with_every_mistake_and_its_place() {
    let draft: FlowDraft = serde_json::from_str(include_str!("refused-flow.json")).unwrap();
    let problems = Flow::validate(&draft).unwrap_err();
    let mut text = String::new();
    for problem in problems {
        writeln!(text, "{}\n    {}", problem.place, problem.reason).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts/refused-flow.txt");
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap());
}

#[test]
fn an_unknown_field_is_refused_while_reading() {
    let text = include_str!("refused-flow.json").replace("\"name\"", "\"nmae\"");
    let error = serde_json::from_str::<FlowDraft>(&text).unwrap_err();
    assert!(
        error.to_string().contains("unknown field `nmae`"),
        "{error}"
    );
}
