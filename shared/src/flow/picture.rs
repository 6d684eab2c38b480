//! A flow as a Mermaid flowchart (<https://mermaid.js.org/syntax/flowchart.html>): for a person to look at, nothing
//! reads it back.

use super::{Flow, outline};
use crate::wire::document_v1::StepDraft;
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// The flowchart.
#[must_use]
pub fn picture(flow: &Flow) -> String {
    let draft = flow.draft();
    let numbers: BTreeMap<&str, usize> = draft.steps.iter().map(outline::id).zip(1..).collect();
    let name = |id: &str| format!("s{}", numbers.get(id).copied().unwrap_or(0));
    let mut lines = Vec::from(["flowchart TD".to_string()]);
    lines.push(format!("  first([{}])", quoted(&draft.first_message.text)));
    lines.push(format!("  first --> {}", name(&draft.start)));
    for question in &draft.questions {
        let id = format!("q_{}", name(&question.next));
        lines.push(format!("  {id}{{{{{}}}}}", quoted(&question.id)));
        lines.push(format!("  {id} --> {}", name(&question.next)));
    }
    for step in &draft.steps {
        let id = name(outline::id(step));
        lines.push(format!("  {id}{}", shape(step)));
        for (field, next) in outline::leads(step) {
            let label = quoted(&label(step, &field));
            lines.push(format!("  {id} -->|{label}| {}", name(next)));
        }
    }
    lines.join("\n") + "\n"
}

/// What stands in a step's shape: asks have round corners, branches are diamonds.
fn shape(step: &StepDraft) -> String {
    let words = says(step);
    let words = if words.trim().is_empty() {
        outline::id(step)
    } else {
        words.as_str()
    };
    if matches!(step, StepDraft::Branch { .. }) {
        format!("{{{}}}", quoted(words))
    } else if outline::is_ask(step) {
        format!("({})", quoted(words))
    } else {
        format!("[{}]", quoted(words))
    }
}

/// What a step says or does, in a few words.
fn says(step: &StepDraft) -> String {
    let text = outline::texts(step).map_or("", |(_, text)| text);
    if let StepDraft::LookUp { what, .. } = step {
        format!("look up {what:?}: {text}")
    } else if let StepDraft::Call { flow, .. } = step {
        format!("call {flow}")
    } else if let StepDraft::HandOff { reason, .. } = step {
        format!("a person: {reason}")
    } else if let StepDraft::End { .. } = step {
        format!("end: {text}")
    } else {
        text.to_string()
    }
}

/// What a lead is called: the label of its choice, or its field.
fn label(step: &StepDraft, field: &str) -> String {
    let index = field
        .strip_prefix("choices[")
        .and_then(|rest| rest.split_once(']'));
    let index = index.and_then(|(index, _)| index.parse::<usize>().ok());
    let choice = index.and_then(|index| outline::choices(step).get(index));
    choice.map_or_else(|| field.to_string(), |choice| choice.label.clone())
}

/// A text as Mermaid takes it: in quotation marks, which are written as entities inside, and no longer than a glance.
fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_SHOWN).collect();
    if text.chars().count() > MAX_SHOWN {
        short.push('…');
    }
    let safe = short
        .replace('&', "#amp;")
        .replace('"', "#quot;")
        .replace('<', "#lt;")
        .replace('>', "#gt;")
        .replace('\n', " ");
    format!("\"{safe}\"")
}

const MAX_SHOWN: usize = 60;
