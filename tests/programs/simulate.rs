//! A flow in simulated time, without an edge: `simulate FLOW.json SCRIPT.txt` prints the transcript of what the lines of the
//! script bring about, and `simulate FLOW.json` walks through every answer and prints what it found.
//!
//! A script is a transcript of which only the lines that somebody does are read (`tests/transcripts` has examples). Other
//! flows are read from the folder of the first by their names.

use parley_tests::scene::play;
use shared::flow::{FlowDraft, FlowProblem, Library, explore, read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// Different states after which a walk gives up.
const BOUND: usize = 20_000;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let said = match arguments.as_slice() {
        [flow] => walk(flow),
        [flow, script] => simulate(flow, script),
        _ => Err("simulate FLOW.json [SCRIPT.txt]".into()),
    };
    match said {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn simulate(flow: &Path, script: &Path) -> Result<String, String> {
    library(flow)?;
    let script = text(script)?;
    Ok(play(&script, |name| {
        text(&flow.with_file_name(name).with_extension("json")).unwrap_or_default()
    }))
}

fn walk(flow: &Path) -> Result<String, String> {
    let (library, first) = library(flow)?;
    let id = first.id.parse().map_err(|error| format!("{error}"))?;
    let report =
        explore(&library, &id, BOUND).ok_or("the flow is not among those that were read")?;
    Ok(format!("{report:#?}"))
}

/// The flow with all that it calls, and its own draft.
fn library(flow: &Path) -> Result<(Library, FlowDraft), String> {
    let first = draft(flow)?;
    let mut drafts = vec![first.clone()];
    let mut open: Vec<String> = first.calls().map(String::from).collect();
    while let Some(id) = open.pop() {
        if drafts.iter().all(|draft| draft.id != id) {
            let called = draft(&flow.with_file_name(&id).with_extension("json"))?;
            open.extend(called.calls().map(String::from));
            drafts.push(called);
        }
    }
    let library = Library::validate(drafts).map_err(|problems| lines(&problems))?;
    Ok((library, first))
}

fn draft(path: &Path) -> Result<FlowDraft, String> {
    read(text(path)?.as_bytes()).map_err(|errors| {
        let problems: Vec<FlowProblem> = errors.into_iter().map(Into::into).collect();
        lines(&problems)
    })
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn lines(problems: &[FlowProblem]) -> String {
    let line = |problem: &FlowProblem| format!("{}: {}", problem.place, problem.reason);
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
