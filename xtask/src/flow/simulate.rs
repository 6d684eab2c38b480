//! `flow simulate`: one shopper in the stand-in shop of the tests, or every way that any shopper can take.

use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use shared::flow::{Report, explore};

use super::files;
use crate::repo;
use crate::step::say;

/// Plays the shopper of a script, or without one walks through every answer; whether that went well. The stand-in shop is
/// a part of `parley-programs`, which builds on this crate, so that it runs as a program of its own.
///
/// # Errors
/// When cargo cannot be started.
pub(super) fn play(file: &Path, script: Option<&Path>) -> Result<bool> {
    if files::one(file)?.is_none() {
        return Ok(false);
    }
    if let Some(script) = script {
        files::bytes(script)?;
    }
    say("· building the stand-in shop (about a minute, once)");
    let status = Command::new("cargo")
        .args(["run", "-p", "parley-programs", "--bin", "simulate"])
        .arg("--manifest-path")
        .arg(repo::path("Cargo.toml"))
        .arg("--")
        .arg(file)
        .args(script)
        .status()
        .context("cannot start cargo")?;
    Ok(status.success())
}

/// Walks every way through a flow and prints what was found; whether nothing is wrong.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn walk(file: &Path, bound: usize) -> Result<bool> {
    let Some((library, flow)) = files::one(file)? else {
        return Ok(false);
    };
    say(&format!(
        "· walking every way, through {bound} states at most"
    ));
    let report = while_waiting(|| explore(&library, flow.id(), bound))?
        .context("the flow is not among those that were read")?;
    print!("{}", told(&report, bound));
    Ok(holds(&report))
}

/// The result of `work`, with a sign of life while it takes.
fn while_waiting<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    let started = Instant::now();
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            // Whoever waits is gone only when this is of no use any more.
            let _ = sender.send(work());
        });
        loop {
            match receiver.recv_timeout(HEARTBEAT) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Timeout) => {
                    say(&format!("  … {} s", started.elapsed().as_secs()));
                }
                Err(error @ RecvTimeoutError::Disconnected) => return Err(error.into()),
            }
        }
    })
}

/// What was not found within the bound is not proven absent, so an ask that no way led to counts only without one.
fn holds(report: &Report) -> bool {
    report.dead_ends.is_empty()
        && report.without_person.is_empty()
        && report.without_end.is_empty()
        && (report.unreached.is_empty() || !report.complete)
}

fn told(report: &Report, bound: usize) -> String {
    let cut = if report.complete {
        "all of them".to_owned()
    } else {
        format!("cut off at the bound of {bound}: what was not found may still be there")
    };
    let unreached = if report.complete {
        "steps no way leads to"
    } else {
        "steps not reached within the bound"
    };
    let mut text = format!(
        "states: {}, {cut}\npaths: {}\n",
        report.states, report.paths
    );
    for (title, list) in [
        ("dead ends", &report.dead_ends),
        ("asks without a way out", &report.without_end),
        ("asks without a person", &report.without_person),
        (unreached, &report.unreached),
    ] {
        let list = if list.is_empty() {
            "none".to_owned()
        } else {
            list.join("; ")
        };
        text = format!("{text}{title}: {list}\n");
    }
    text
}

const HEARTBEAT: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(report: &Report, is_good: bool, says: &str) {
        assert_eq!(holds(report), is_good, "{report:?}");
        let told = told(report, 7);
        assert!(told.contains(says), "{told}");
    }

    #[test]
    fn a_walk_fails_by_what_it_found_and_not_by_what_it_did_not_come_to() {
        let list = || vec!["size".to_owned(), "fit".to_owned()];
        let whole = Report {
            complete: true,
            ..Report::default()
        };
        check(&whole, true, "dead ends: none");
        check(&Report::default(), true, "cut off at the bound of 7");
        let unreached = Report {
            unreached: list(),
            ..Report::default()
        };
        check(&unreached, true, "not reached within the bound: size; fit");
        let unreached = Report {
            unreached: list(),
            ..whole.clone()
        };
        check(&unreached, false, "steps no way leads to: size; fit");
        let dead_ends = Report {
            dead_ends: list(),
            ..Report::default()
        };
        check(&dead_ends, false, "dead ends: size; fit");
        let without_person = Report {
            without_person: list(),
            ..whole.clone()
        };
        check(&without_person, false, "without a person: size; fit");
        let without_end = Report {
            without_end: list(),
            ..whole
        };
        check(&without_end, false, "without a way out: size; fit");
    }
}
