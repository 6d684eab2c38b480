//! A flow for a person to look at: as shapes and where they lead, and as a Mermaid flowchart of these
//! (<https://mermaid.js.org/syntax/flowchart.html>). Nothing reads it back.

use super::{Flow, outline};
use crate::wire::document_v1::StepDraft;
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What there is to draw of a flow, in the order of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Everything that has an outline; the first message is the first.
    pub shapes: Vec<Shape>,
}

/// A step, a question or the first message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its name in the drawing: letters, digits and `_`.
    pub name: String,
    /// What kind it is of.
    pub outlined: Outlined,
    /// What stands in it, no longer than a glance.
    pub text: String,
    /// Where it leads.
    pub leads: Vec<Lead>,
}

/// What a shape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlined {
    /// The first message.
    First,
    /// A question that can be asked at any time.
    Question,
    /// A step that waits for the shopper.
    Ask,
    /// A step that goes one way or another by itself.
    Branch,
    /// Any other step.
    Act,
}

/// A way from one shape to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// What it is called; empty where nothing has to be said.
    pub label: String,
    /// The name of the shape it leads to.
    pub to: String,
}

/// The flow, ready to be drawn.
#[must_use]
pub fn sketch(flow: &Flow) -> Sketch {
    let draft = flow.draft();
    let numbers: BTreeMap<&str, usize> = draft.steps.iter().map(outline::id).zip(1..).collect();
    let name = |id: &str| format!("s{}", numbers.get(id).copied().unwrap_or(0));
    let only = |id: &str| Lead {
        label: String::new(),
        to: name(id),
    };
    let first = Shape {
        name: "first".into(),
        outlined: Outlined::First,
        text: short(&draft.first_message.text),
        leads: Vec::from([only(&draft.start)]),
    };
    let questions = draft.questions.iter().map(|question| Shape {
        name: format!("q_{}", name(&question.next)),
        outlined: Outlined::Question,
        text: short(&question.id),
        leads: Vec::from([only(&question.next)]),
    });
    let steps = draft.steps.iter().map(|step| Shape {
        name: name(outline::id(step)),
        outlined: outlined(step),
        text: short(&says(step)),
        leads: outline::leads(step)
            .into_iter()
            .map(|(field, next)| Lead {
                label: short(&label(step, &field)),
                to: name(next),
            })
            .collect(),
    });
    Sketch {
        shapes: core::iter::once(first)
            .chain(questions)
            .chain(steps)
            .collect(),
    }
}

/// The flowchart.
#[must_use]
pub fn picture(flow: &Flow) -> String {
    let mut lines = Vec::from(["flowchart TD".to_string()]);
    for shape in sketch(flow).shapes {
        let (name, text) = (&shape.name, quoted(&shape.text));
        lines.push(match shape.outlined {
            Outlined::First => format!("  {name}([{text}])"),
            Outlined::Question => format!("  {name}{{{{{text}}}}}"),
            Outlined::Ask => format!("  {name}({text})"),
            Outlined::Branch => format!("  {name}{{{text}}}"),
            Outlined::Act => format!("  {name}[{text}]"),
        });
        for Lead { label, to } in &shape.leads {
            lines.push(match label.as_str() {
                "" => format!("  {name} --> {to}"),
                label => format!("  {name} -->|{}| {to}", quoted(label)),
            });
        }
    }
    lines.join("\n") + "\n"
}

/// Asks have round corners, branches are diamonds.
fn outlined(step: &StepDraft) -> Outlined {
    if matches!(step, StepDraft::Branch { .. }) {
        Outlined::Branch
    } else if outline::is_ask(step) {
        Outlined::Ask
    } else {
        Outlined::Act
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
    } else if text.trim().is_empty() {
        outline::id(step).to_string()
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

/// A text no longer than a glance.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_SHOWN).collect();
    if text.chars().count() > MAX_SHOWN {
        short.push('…');
    }
    short.replace('\n', " ")
}

/// A text as Mermaid takes it: in quotation marks, which are written as entities inside.
fn quoted(text: &str) -> String {
    let safe = text
        .replace('&', "#amp;")
        .replace('"', "#quot;")
        .replace('<', "#lt;")
        .replace('>', "#gt;");
    format!("\"{safe}\"")
}

const MAX_SHOWN: usize = 60;
