//! `flow check`: every problem and every warning of some flows and their translations, a line each.

use std::path::{Path, PathBuf};

use anyhow::Result;
use shared::flow::{Flow, FlowProblem, TextsDraft, lint, with_texts};

use super::files::{Files, bytes, line};

/// Prints what is wrong and what should be looked at again; whether nothing is wrong.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn run(files: &[PathBuf], texts: &[PathBuf]) -> Result<bool> {
    let mut read = Files::read(files)?;
    read.whole();
    let mut warnings = Vec::new();
    let given = read.drafts.iter().filter(|(file, _)| files.contains(file));
    for (file, draft) in given {
        warnings.extend(warned(file, lint(draft)));
    }
    let mut problems = read.problems.clone();
    for file in texts {
        match translated(&read, file)? {
            Ok(lints) => warnings.extend(warned(file, lints)),
            Err(wrong) => problems.extend(wrong.iter().map(|problem| line(file, problem))),
        }
    }
    for found in problems.iter().chain(&warnings) {
        println!("{found}");
    }
    println!(
        "{}{}: {}, {}",
        counted(files.len(), "flow"),
        match texts.len() {
            0 => String::new(),
            number => format!(" and {}", counted(number, "translation")),
        },
        counted(problems.len(), "problem"),
        counted(warnings.len(), "warning"),
    );
    Ok(problems.is_empty())
}

/// What should be looked at again in a translation, or what is wrong with it.
fn translated(read: &Files, file: &Path) -> Result<Result<Vec<FlowProblem>, Vec<FlowProblem>>> {
    let wrong = |place: &str, reason: String| {
        let place = place.to_owned();
        Ok(Err(vec![FlowProblem { place, reason }]))
    };
    let texts: TextsDraft = match serde_json::from_slice(&bytes(file)?) {
        Ok(texts) => texts,
        Err(error) => return wrong("document", format!("no translation of a flow: {error}")),
    };
    let mut drafts = read.drafts.iter();
    let Some((_, draft)) = drafts.find(|(_, draft)| draft.id == texts.flow) else {
        let reason = format!("none of the flows given is called \"{}\"", texts.flow);
        return wrong("flow", reason);
    };
    Ok(with_texts(draft, &texts).and_then(|translated| {
        Flow::validate(&translated)?;
        Ok(lint(&translated))
    }))
}

fn warned(file: &Path, lints: Vec<FlowProblem>) -> impl Iterator<Item = String> {
    lints.into_iter().map(move |lint| {
        let reason = format!("warning: {}", lint.reason);
        line(file, &FlowProblem { reason, ..lint })
    })
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
