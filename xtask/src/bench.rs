//! `cargo xtask bench`: bytes and times, as a table and as `target/bench.json`, flat keys to numbers.
//!
//! Bytes are those of [`budget`]. Times in the page come from `tests/browser/bench.mjs`, times of turns and of the core
//! from the programs `turns` and `core` of `parley-programs`, what an outbox needs from its program `month`; each says in
//! its own file how it measures, and prints one JSON object. What `cargo xtask prove` and `cargo xtask bench load` found
//! out stays beside these, and what `cargo xtask bench peers` measured of another chat and `cargo xtask bench lighthouse` of
//! a page's score.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::budget;
use crate::prepare::{Extra, Tools, prepare};
use crate::repo;
use crate::step::{Step, say};
use crate::test::Set;

/// Measures everything and writes it down.
///
/// # Errors
/// When something does not build or start, or a measurement fails. A number over its budget is no error here.
pub fn run() -> Result<()> {
    let tools = prepare(&[Extra::Chromium])?;
    let set = Set::up(&tools)?;
    let mut numbers = Map::new();
    for line in budget::measure(&tools, &set.stage, &set.shop.id)? {
        let verdict = if line.holds() { "" } else { "  OVER" };
        let most = line
            .most
            .map_or_else(String::new, |most| format!("  at most {most}{verdict}"));
        println!("{:<32}{:>10}{most}", line.key, line.measured);
        numbers.insert(line.key.to_owned(), line.measured.into());
    }
    for program in budget::groups::measure(&tools)? {
        print!("{program}");
    }
    let mut page = in_page(&tools, "tests/browser/bench.mjs")?;
    page.env("PARLEY_LONG", long(&tools)?);
    let mut turns = program(&tools, &["--bin", "turns"]);
    let mut core = program(&tools, &["--release", "--bin", "core"]);
    let mut outbox = program(&tools, &["--bin", "month", "--", "--bench"]);
    for (title, command) in [
        ("times in the page", &mut page),
        ("times of turns", &mut turns),
        ("times of the core", &mut core),
        ("a month of an outbox", &mut outbox),
    ] {
        say(&format!("· measuring {title}"));
        for (key, value) in
            measured(command.envs(set.environment())).with_context(|| title.to_owned())?
        {
            println!("{key:<32}{value:>10}");
            numbers.insert(key, value);
        }
    }
    keep(numbers)
}

/// Measures turns under load beside the floor, growth and cost, and writes that down.
///
/// # Errors
/// As [`run`].
pub fn load() -> Result<()> {
    let tools = prepare(&[])?;
    let mut load = program(&tools, &["--release", "--bin", "load"]);
    say("· measuring turns under load, which takes long");
    show(measured(&mut load)?)
}

/// Measures Parley beside the embed of another chat and an empty page, and writes that down.
///
/// # Errors
/// As [`run`].
pub fn peers() -> Result<()> {
    let tools = prepare(&[Extra::Chromium])?;
    let folder = apart(&tools, "peers", "the embed to compare with", TYPEBOT)?;
    let set = Set::up(&tools)?;
    let mut beside = in_page(&tools, "tests/browser/peers.mjs")?;
    beside.envs(set.environment()).env(
        "PARLEY_TYPEBOT",
        folder.join("node_modules/@typebot.io/js/dist/web.js"),
    );
    say("· measuring beside Typebot (about five minutes)");
    show(measured(&mut beside)?)
}

/// Has Lighthouse give its points to the demo's product page with and without Parley, and writes them down.
///
/// # Errors
/// As [`run`].
pub fn lighthouse() -> Result<()> {
    let tools = prepare(&[Extra::Chromium])?;
    let folder = apart(&tools, "lighthouse", "Lighthouse", LIGHTHOUSE)?;
    let set = Set::up(&tools)?;
    let mut looks = in_page(&tools, "tests/browser/lighthouse.mjs")?;
    looks.envs(set.environment()).env(
        "PARLEY_LIGHTHOUSE",
        folder.join("node_modules/lighthouse/core/index.js"),
    );
    say("· measuring with Lighthouse (about two minutes)");
    show(measured(&mut looks)?)
}

/// Installs what one measurement alone needs in a folder of its own, so that nobody else has to wait for it.
fn apart(tools: &Tools, name: &str, what: &str, package: &str) -> Result<PathBuf> {
    let folder = repo::path("target").join(name);
    Step::new(name, &format!("installing {what}"))
        .usual("some seconds")
        .remedy("If the registry cannot be reached, check the network and run the command again.")
        .run(
            tools
                .command("npm")
                .args(["install", "--no-save", "--ignore-scripts", "--no-fund"])
                .args(["--no-audit", "--loglevel=error", "--prefix"])
                .arg(&folder)
                .arg(package),
        )?;
    Ok(folder)
}

fn show(numbers: Map<String, Value>) -> Result<()> {
    for (key, value) in &numbers {
        println!("{key:<32}{value:>10}");
    }
    keep(numbers)
}

/// A script that drives Chromium.
fn in_page(tools: &Tools, script: &str) -> Result<Command> {
    let chromium = tools
        .chromium
        .as_ref()
        .context("no Chromium was asked for")?;
    let mut node = tools.command("node");
    node.arg(script).env("CHROMIUM", chromium);
    Ok(node)
}

/// A file with the frames of a long conversation.
fn long(tools: &Tools) -> Result<PathBuf> {
    let output = program(tools, &["--bin", "long"])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!("a long conversation was not made: {}", output.status);
    }
    let file = repo::path("target/bench/long.json");
    repo::write(&file, output.stdout)?;
    Ok(file)
}

/// One of the programs of `parley-programs`.
fn program(tools: &Tools, arguments: &[&str]) -> Command {
    let mut cargo = tools.command("cargo");
    cargo.args(["run", "--quiet", "-p", "parley-programs"]);
    cargo.args(arguments);
    cargo
}

/// Writes these numbers beside those that were measured before.
pub(crate) fn keep(numbers: Map<String, Value>) -> Result<()> {
    let known = repo::read(FILE).unwrap_or_else(|_| "{}".into());
    // What cannot be read is measured anew.
    let mut all: Map<String, Value> = serde_json::from_str(&known).unwrap_or_default();
    all.extend(numbers);
    repo::write(
        &repo::path(FILE),
        serde_json::to_string_pretty(&all)? + "\n",
    )
}

/// What the command printed: one JSON object of numbers.
fn measured(command: &mut Command) -> Result<Map<String, Value>> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!("ended with {}", output.status);
    }
    let numbers: Map<String, Value> =
        serde_json::from_slice(&output.stdout).context("did not print one JSON object")?;
    match numbers.iter().find(|(_, value)| !value.is_number()) {
        Some((key, value)) => bail!("{key} is {value}, not a number"),
        None => Ok(numbers),
    }
}

const FILE: &str = "target/bench.json";

/// The chat to compare with. Its licence (FSL-1.1-ALv2) is not ours, so it is installed for the measurement alone, under
/// `target`.
const TYPEBOT: &str = "@typebot.io/js@0.10.7";

/// More than a hundred packages of which nothing else needs one.
const LIGHTHOUSE: &str = "lighthouse@13.5.0";
