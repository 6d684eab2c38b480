//! The specs in pages: Node's own test runner, driving Chromium by playwright-core (which finds it in `CHROMIUM`), and other
//! browsers by `WebDriver` (`PARLEY_FIREFOX`, `PARLEY_GECKODRIVER`, `PARLEY_WEBKITDRIVER`, `PARLEY_XVFB`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::{Count, counted};
use crate::prepare::Tools;
use crate::repo;

/// The specs of `tests/browser`.
pub(super) fn in_chromium(tools: &Tools, environment: &[(&str, String)]) -> Result<Count> {
    let chromium = tools
        .chromium
        .as_ref()
        .context("no Chromium was asked for")?;
    let browsers = [("CHROMIUM", chromium.as_path())];
    run(tools, "browser", environment, &browsers)
}

/// The specs of `tests/elsewhere`.
pub(super) fn elsewhere(tools: &Tools, environment: &[(&str, String)]) -> Result<Count> {
    let found = tools
        .elsewhere
        .as_ref()
        .context("no other browsers were asked for")?;
    let found = found.as_ref().map_err(|error| anyhow!("{error:#}"))?;
    let browsers = [
        ("PARLEY_FIREFOX", found.firefox.as_path()),
        // Built by cargo, and in a folder of the tools.
        ("PARLEY_GECKODRIVER", Path::new("geckodriver")),
        ("PARLEY_WEBKITDRIVER", found.webkit_driver.as_path()),
        ("PARLEY_XVFB", found.display.as_path()),
    ];
    run(tools, "elsewhere", environment, &browsers)
}

/// One spec after the other: two browsers at a time would make each other slow.
fn run(
    tools: &Tools,
    suite: &str,
    environment: &[(&str, String)],
    browsers: &[(&str, &Path)],
) -> Result<Count> {
    let specs = specs(suite)?;
    if specs.is_empty() {
        bail!("there is no spec in tests/{suite}");
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
    node.envs(browsers.iter().copied());
    counted(
        &format!("test-{suite}"),
        &format!("the specs of tests/{suite}"),
        &mut node,
        Count::in_node_test,
    )
}

fn specs(suite: &str) -> Result<Vec<PathBuf>> {
    let folder = repo::path("tests").join(suite);
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".spec.mjs"));
    files.sort();
    Ok(files)
}
