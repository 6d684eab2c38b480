//! The Worker, by worker-build: as it is released, or with the panics that the guard's tests ask for.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::order;
use super::widget::ENABLED_FEATURES;
use crate::prepare::Tools;
use crate::repo;
use crate::stamp::{self, Stamp};
use crate::step::Step;

/// Which Worker to build.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// With the cargo feature `panics`: requests of the guard's tests make handlers panic.
    pub panics: bool,
}

/// What wrangler runs: `edge/entry.mjs`, or its like beside another build.
#[must_use]
pub fn entry(options: Options) -> PathBuf {
    if options.panics {
        output(options).join("entry.mjs")
    } else {
        repo::path("edge/entry.mjs")
    }
}

/// The folder of the built Worker.
#[must_use]
pub fn output(options: Options) -> PathBuf {
    repo::path("edge").join(folder(options))
}

/// Builds the Worker unless it is up to date.
///
/// # Errors
/// When worker-build fails.
pub fn edge(tools: &Tools, options: Options) -> Result<()> {
    let _lock = super::lock()?;
    let name = if options.panics {
        "edge-panics"
    } else {
        "edge"
    };
    let output = output(options);
    let stamp = inputs(options)?;
    if stamp::holds(name, &stamp) && output.join("index.js").is_file() {
        return Ok(());
    }
    stamp::forget(name);
    let mut build = tools.command("worker-build");
    build
        .args(["--release", "--no-opt", "--out-dir", folder(options)])
        .current_dir(repo::path("edge"));
    if options.panics {
        build.args(["--", "--features", "panics"]);
    }
    build
        .env("CARGO_TARGET_DIR", repo::path("target/edge"))
        .env("WASM_BINDGEN_BIN", "wasm-bindgen")
        .env("ESBUILD_BIN", repo::path("node_modules/.bin/esbuild"));
    let title = if options.panics {
        "building the Worker that can panic"
    } else {
        "building the Worker"
    };
    Step::new(name, title)
        .usual("about 2 minutes the first time")
        .run(&mut build)?;
    if !output.join("index.js").is_file() {
        bail!(
            "worker-build wrote no {}",
            output.join("index.js").display()
        );
    }
    optimise(tools, name, &output.join("index_bg.wasm"))?;
    if options.panics {
        repo::write(
            &entry(options),
            entry_beside_build(&repo::read("edge/entry.mjs")?)?,
        )?;
    }
    stamp::keep(name, &stamp)
}

/// A stack trace from production says `wasm-function[123]`; the names by which to read it are kept beside what is deployed,
/// since half a megabyte of them in every Worker is more than they are worth there.
fn optimise(tools: &Tools, name: &str, wasm: &Path) -> Result<()> {
    let beside = |what: &str| repo::path("target/edge").join(format!("{name}.{what}.wasm"));
    let (small, numbered, named) = (beside("small"), beside("numbered"), beside("names"));
    let arguments = [
        "--merge-similar-functions",
        "-Oz",
        "-tnh",
        "--converge",
        // The linker puts the stack first, so nothing lives in the lowest kilobyte.
        "--low-memory-unused",
    ];
    let arguments = [&arguments[..], &order::BEGINNING].concat();
    let run = |does: &str, usual: &str, command: &mut Command| {
        Step::new(&format!("{name}-{does}"), &format!("{does} the Worker"))
            .usual(usual)
            .run(command)
    };
    let (minutes, seconds) = ("up to three minutes", "some seconds");
    run(
        "optimising",
        minutes,
        &mut wasm_opt(tools, [wasm, &small], &arguments),
    )?;
    order::number(tools, name, &small, &numbered)?;
    let by_number = [order::BY_NUMBER, "--debuginfo"];
    run(
        "sorting",
        seconds,
        &mut wasm_opt(tools, [&numbered, &named], &by_number),
    )?;
    let nameless = ["--strip-debug", "--strip-producers"];
    run(
        "stripping",
        seconds,
        &mut wasm_opt(tools, [&named, wasm], &nameless),
    )
}

fn wasm_opt(tools: &Tools, [from, to]: [&Path; 2], arguments: &[&str]) -> Command {
    let mut command = tools.command("wasm-opt");
    command.arg(from).arg("-o").arg(to).args(arguments);
    command
        .args(ENABLED_FEATURES)
        .arg("--enable-exception-handling");
    command
}

/// The guard that is tested is the one that is released, but for the place of the Rust that it guards.
fn entry_beside_build(entry: &str) -> Result<String> {
    let released = "\"./build/index.js\"";
    if !entry.contains(released) {
        bail!("edge/entry.mjs does not import {released}");
    }
    Ok(entry.replace(released, "\"./index.js\""))
}

fn inputs(options: Options) -> Result<String> {
    let mut stamp = Stamp::default().word(folder(options));
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
        "package-lock.json",
        "shared/Cargo.toml",
        "shared/src",
        "edge/Cargo.toml",
        "edge/src",
        "edge/entry.mjs",
        "static/messages",
        "xtask/src/build",
    ] {
        stamp = stamp.path(path)?;
    }
    Ok(stamp.hex())
}

fn folder(options: Options) -> &'static str {
    if options.panics {
        "build-panics"
    } else {
        "build"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guard_that_can_be_made_to_panic_is_the_released_one() {
        let entry = entry_beside_build("import * as rust from \"./build/index.js\";\n").ok();
        assert_eq!(
            entry.as_deref(),
            Some("import * as rust from \"./index.js\";\n")
        );
    }

    #[test]
    fn a_guard_that_imports_something_else_is_refused() {
        assert!(entry_beside_build("import Main from './build/index.js'").is_err());
    }
}
