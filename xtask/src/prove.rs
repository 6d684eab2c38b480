//! `cargo xtask prove`: how much of the core the suites run, and how many small changes to its gate they notice. The numbers
//! go into `target/bench.json` beside those of [`crate::bench`].
//!
//! Coverage is that of the lines of `shared`, by the suites that need no Worker. Mutants are changes of one operator or one
//! result in what decides about consent and sending (`shared/src/policy*`, `shared/src/consent*`); one is noticed when the
//! suite `tables` fails or does not come to an end. What was not noticed is printed. A run that was broken off goes on with
//! the part in which it stopped; without `target/mutants` it begins anew.
//!
//! Four changes cannot be noticed, for they change nothing: `<=` for `<` in `Ledger::record` (no two entries have one id), in
//! `quiet::open_from` (rules that share no hour in two weeks share none at their end) and in `Window::hours` (a day of no
//! minutes is closed either way), and `>=` for `>` in `caps::room` (what leaves the week at this moment leaves room at once).

use std::process::Command;
use std::str::FromStr;

use anyhow::{Context, Error, Result, bail};
use serde_json::{Map, Value};

use crate::bench;
use crate::prepare::{Extra, Tools, prepare};
use crate::repo;
use crate::step::Step;

/// What is to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// `coverage_shared_pct`: lines of the core that the suites run.
    Coverage,
    /// `mutants_policy_pct`: changes that the tables notice.
    Mutants,
}

impl Proof {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Coverage, Self::Mutants];

    fn key(self) -> &'static str {
        match self {
            Self::Coverage => "coverage_shared_pct",
            Self::Mutants => "mutants_policy_pct",
        }
    }
}

impl FromStr for Proof {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "coverage" => Ok(Self::Coverage),
            "mutants" => Ok(Self::Mutants),
            _ => bail!("there is no proof `{name}`; there are coverage and mutants"),
        }
    }
}

/// Finds out and writes it down.
///
/// # Errors
/// When a tool cannot be installed, or the suites do not pass as they are.
pub fn run(proofs: &[Proof]) -> Result<()> {
    let tools = prepare(&[Extra::Proofs])?;
    for proof in proofs {
        let percent = match proof {
            Proof::Coverage => coverage(&tools)?,
            Proof::Mutants => mutants(&tools)?,
        };
        println!("{:<32}{percent:>10}", proof.key());
        bench::keep(Map::from_iter([(proof.key().to_owned(), percent)]))?;
    }
    Ok(())
}

fn coverage(tools: &Tools) -> Result<Value> {
    // What an earlier run built of ours would be counted as lines that nothing runs.
    let mut clean = tools.command("cargo");
    clean.args(["llvm-cov", "clean", "--workspace"]);
    Step::new("prove-clean", "what was built before is left out").run(&mut clean)?;
    let file = repo::path("target/coverage.json");
    let mut cargo = tools.command("cargo");
    cargo.args(["llvm-cov", "-p", "shared", "-p", "parley-tests", "--lib"]);
    for suite in ["tables", "answers", "transcripts", "wire", "fuzz"] {
        cargo.args(["--test", suite]);
    }
    cargo.args(["--json", "--summary-only", "--output-path"]);
    Step::new("prove-coverage", "the suites, line by line")
        .usual("about 3 minutes")
        .run(cargo.arg(&file))?;
    let report: Value = serde_json::from_str(&repo::read("target/coverage.json")?)?;
    let core = repo::path("shared/src");
    let files = report.pointer("/data/0/files").and_then(Value::as_array);
    let (mut ran, mut lines) = (0, 0);
    for file in files.context("the report names no files")? {
        let name = file
            .get("filename")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if name.starts_with(&*core.to_string_lossy()) {
            ran += number(file, "/summary/lines/covered")?;
            lines += number(file, "/summary/lines/count")?;
        }
    }
    Ok(percent(ran, lines))
}

fn mutants(tools: &Tools) -> Result<Value> {
    let mut tables = tools.command("cargo");
    tables.args(["test", "-p", "parley-tests", "--test", "tables"]);
    Step::new("prove-tables", "the tables without a change").run(&mut tables)?;
    let (mut noticed, mut missed) = (0, 0);
    for part in 0..PARTS {
        let folder = format!("{MUTANTS}/{part}");
        let outcomes = format!("{folder}/mutants.out/outcomes.json");
        if !has_ended(&outcomes) {
            std::fs::create_dir_all(repo::path(&folder))?;
            let title = format!("small changes, part {} of {PARTS}", part + 1);
            // A missed mutant is no failure of the tool; one that could not begin leaves no outcomes.
            let ended = Step::new("prove-mutants", &title)
                .usual("about 10 minutes")
                .watch(&mut mutate(tools, part, &folder))?;
            if !has_ended(&outcomes) {
                bail!("there are no outcomes; see {}", ended.log.display());
            }
        }
        let outcomes: Value = serde_json::from_str(&repo::read(&outcomes)?)?;
        noticed += number(&outcomes, "/caught")? + number(&outcomes, "/timeout")?;
        missed += number(&outcomes, "/missed")?;
        print!(
            "{}",
            repo::read(&format!("{folder}/mutants.out/missed.txt"))?
        );
    }
    std::fs::remove_dir_all(repo::path(MUTANTS))?;
    Ok(percent(noticed, noticed + missed))
}

/// One part of the changes, each built and tested.
fn mutate(tools: &Tools, part: u8, folder: &str) -> Command {
    let mut cargo = tools.command("cargo");
    cargo.args(["mutants", "--package", "shared", "--profile", "mutants"]);
    for files in ["policy.rs", "policy/**", "consent.rs", "consent/**"] {
        cargo.arg("--file").arg(format!("shared/src/{files}"));
    }
    cargo
        .args(["--test-package", "parley-tests"])
        // For the building too, which would make every suite else.
        .args(["--cargo-arg=--test", "--cargo-arg=tables"])
        // Its own run without a change would look for the suite in `shared`.
        .args(["--baseline", "skip"])
        .args(["--shard", &format!("{part}/{PARTS}")])
        .args(["--timeout", "120", "--output", folder])
        .args(["--", "--"])
        .args(TESTS)
        .env("PROPTEST_CASES", "16")
        // Each part is built in a copy; what it depends on need be built only once.
        .env("CARGO_TARGET_DIR", repo::path("target/prove-mutants"));
    cargo
}

fn has_ended(outcomes: &str) -> bool {
    let outcomes = repo::read(outcomes).unwrap_or_default();
    let outcomes: Value = serde_json::from_str(&outcomes).unwrap_or_default();
    outcomes.get("end_time").is_some_and(Value::is_string)
}

fn number(value: &Value, pointer: &str) -> Result<u64> {
    let number = value.pointer(pointer).and_then(Value::as_u64);
    number.with_context(|| format!("the report has no {pointer}"))
}

/// With one decimal, rounded down; nothing of nothing is nothing.
fn percent(part: u64, whole: u64) -> Value {
    let tenths = (part * 1000).checked_div(whole).unwrap_or_default();
    (f64::from(u32::try_from(tenths).unwrap_or(u32::MAX)) / 10.0).into()
}

/// What is kept of a run until all its parts have ended.
const MUTANTS: &str = "target/mutants";
const PARTS: u8 = 8;
/// The tests of `tables` that are about consent and sending, by what their names begin with.
const TESTS: [&str; 9] = [
    "policy",
    "consent",
    "preferences",
    "inbound",
    "send",
    "delivery",
    "stored",
    "segments",
    "hours",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_with_one_decimal_and_never_rounded_up() {
        assert_eq!(percent(1999, 2000), 99.9);
        assert_eq!(percent(0, 0), 0.0);
    }
}
