//! The suites that cargo runs.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Count, counted};
use crate::prepare::Tools;

pub(super) fn fmt(tools: &Tools) -> Result<Count> {
    let mut cargo = tools.command("cargo");
    cargo.args(["fmt", "--all", "--check"]);
    check("fmt", "rustfmt over all crates", &mut cargo)
}

/// What runs natively, the targets of `cargo fuzz`, then the two that exist only for wasm32, in the folders and the profile of their builds, so that
/// what a check and a build have in common is compiled once.
pub(super) fn clippy(tools: &Tools) -> Result<Count> {
    let mut native = cargo_in(
        tools,
        "clippy",
        &[
            "--workspace",
            "--exclude",
            "widget",
            "--exclude",
            "edge",
            "--all-targets",
        ],
    );
    let mut count = check(
        "clippy-native",
        "clippy over the native crates",
        native.args(DENY_WARNINGS),
    )?;
    count += clippy_of_fuzz(tools)?;
    for (package, folder) in [("widget", "target/widget"), ("edge", "target/edge")] {
        let target = [
            "-p",
            package,
            "--release",
            "--target",
            "wasm32-unknown-unknown",
            "--target-dir",
            folder,
        ];
        let mut wasm = cargo_in(tools, "clippy", &target);
        if package == "edge" {
            // As worker-build does; another value would compile its dependencies again.
            wasm.env("WASM_BINDGEN_USE_JS_SYS", "1");
            wasm.arg("--all-features");
        }
        let name = format!("clippy-{package}");
        count += check(
            &name,
            &format!("clippy over the {package}"),
            wasm.args(DENY_WARNINGS),
        )?;
    }
    Ok(count)
}

/// A workspace of its own, which only `cargo fuzz` builds whole.
fn clippy_of_fuzz(tools: &Tools) -> Result<Count> {
    let apart = [
        "--manifest-path",
        "tests/fuzz/cargo-fuzz/Cargo.toml",
        "--locked",
        "--no-default-features",
        "--target-dir",
        "target",
    ];
    let mut clippy = cargo_in(tools, "clippy", &apart);
    check(
        "clippy-fuzz",
        "clippy over the targets of cargo-fuzz",
        clippy.args(DENY_WARNINGS),
    )
}

/// Every native test but those of the suites that are run on their own. The widget's own tests need no browser and the
/// Worker's no workerd; the widget's programs are no tests, and do not link natively.
pub(super) fn unit(tools: &Tools) -> Result<Count> {
    let mut crates = cargo_in(
        tools,
        "test",
        &[
            "--no-fail-fast",
            "-p",
            "shared",
            "-p",
            "sandbox",
            "-p",
            "xtask",
        ],
    );
    let mut count = counted(
        "test-crates",
        "the crates' own tests",
        &mut crates,
        Count::in_cargo_test,
    )?;
    let mut widget = cargo_in(tools, "test", &["--no-fail-fast", "-p", "widget", "--lib"]);
    count += counted(
        "test-widget",
        "the widget's own tests",
        &mut widget,
        Count::in_cargo_test,
    )?;
    let mut edge = cargo_in(tools, "test", &["--no-fail-fast", "-p", "edge", "--lib"]);
    count += counted(
        "test-edge-own",
        "the Worker's own tests",
        &mut edge,
        Count::in_cargo_test,
    )?;
    let mut suites = cargo_in(tools, "test", &["--no-fail-fast", "-p", PACKAGE, "--lib"]);
    for name in test_targets(tools)?
        .iter()
        .filter(|name| !ON_THEIR_OWN.contains(&name.as_str()))
    {
        suites.args(["--test", name]);
    }
    count += counted(
        "test-suites",
        "the native suites",
        &mut suites,
        Count::in_cargo_test,
    )?;
    Ok(count)
}

/// One suite of the package `parley-tests`.
pub(super) fn suite(tools: &Tools, name: &str, environment: &[(&str, String)]) -> Result<Count> {
    if !test_targets(tools)?.iter().any(|target| target == name) {
        bail!("{PACKAGE} has no suite `{name}`");
    }
    let mut cargo = cargo_in(
        tools,
        "test",
        &["--no-fail-fast", "-p", PACKAGE, "--test", name],
    );
    cargo.envs(environment.iter().map(|(name, value)| (name, value)));
    counted(
        &format!("test-{name}"),
        &format!("the suite {name}"),
        &mut cargo,
        Count::in_cargo_test,
    )
}

fn cargo_in(tools: &Tools, command: &str, arguments: &[&str]) -> Command {
    let mut cargo = tools.command("cargo");
    cargo
        .arg(command)
        .args(arguments)
        .env("CARGO_TERM_COLOR", "never");
    cargo
}

/// A command that is one check.
fn check(name: &str, title: &str, command: &mut Command) -> Result<Count> {
    let mut count = counted(name, title, command, |_| Count::default())?;
    count.passed = u32::from(count.failed == 0);
    Ok(count)
}

fn test_targets(tools: &Tools) -> Result<Vec<String>> {
    let output = tools
        .command("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()?;
    if !output.status.success() {
        bail!(
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata is not JSON")?;
    Ok(tests_in(&metadata))
}

fn tests_in(metadata: &Value) -> Vec<String> {
    let list = |value: &Value, name: &str| {
        value
            .get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let text = |value: &Value, name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let packages = list(metadata, "packages")
        .into_iter()
        .filter(|package| text(package, "name") == PACKAGE);
    let targets = packages.flat_map(|package| list(&package, "targets"));
    let tests = targets.filter(|target| list(target, "kind").iter().any(|kind| kind == "test"));
    tests.map(|target| text(&target, "name")).collect()
}

const PACKAGE: &str = "parley-tests";
const ON_THEIR_OWN: [&str; 4] = ["brevo", "edge", "faults", "tidy"];
const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn suites_are_the_test_targets_of_their_package() {
        let metadata = json!({"packages": [
            {"name": "shared", "targets": [{"name": "wire", "kind": ["test"]}]},
            {"name": "parley-tests", "targets": [{"name": "parley_tests", "kind": ["lib"]}, {"name": "edge", "kind": ["test"]}]}]});
        assert_eq!(tests_in(&metadata), ["edge"]);
    }
}
