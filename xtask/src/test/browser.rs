//! The browser specs: Node's own test runner, driving Chromium by playwright-core.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{Count, counted};
use crate::prepare::Tools;
use crate::repo;

/// One spec after the other: two browsers at a time would make each other slow.
pub(super) fn run(tools: &Tools, environment: &[(&str, String)]) -> Result<Count> {
    let specs = specs()?;
    if specs.is_empty() {
        bail!("there is no spec in tests/browser");
    }
    fs::create_dir_all(repo::path("target/shots"))?;
    let mut node = tools.command("node");
    // A file is a test for node as well; each test within it has a limit of its own (`tests/browser/support.mjs`).
    node.args([
        "--test",
        "--test-concurrency=1",
        "--test-timeout=600000",
        "--test-reporter=tap",
    ])
    .args(specs);
    node.envs(environment.iter().map(|(name, value)| (name, value)));
    node.env(
        "CHROMIUM",
        tools
            .chromium
            .as_ref()
            .context("no Chromium was asked for")?,
    );
    counted(
        "test-browser",
        "the browser specs",
        &mut node,
        Count::in_node_test,
    )
}

fn specs() -> Result<Vec<PathBuf>> {
    let folder = repo::path("tests/browser");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".spec.mjs"));
    files.sort();
    Ok(files)
}
