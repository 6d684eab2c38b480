//! One program of the widget, from Rust to the smallest wasm and glue that the tools make.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::helpers;
use super::order;
use super::page::AT_ONCE;
use super::slim::{self, Names};
use super::unused;
use crate::prepare::Tools;
use crate::repo;
use crate::step::Step;

/// The bytes of one program: its wasm, and the module that loads it.
pub(super) struct Program {
    pub(super) wasm: Vec<u8>,
    pub(super) glue: Vec<u8>,
}

/// Compiles both programs; what follows is done for each of them by [`finish`]. The scout is compiled alone, without
/// what only the chat needs: dependencies that export functions keep them in every program they are linked into.
pub(super) fn compile(tools: &Tools) -> Result<()> {
    let programs = [
        ("chat", &["--bin", "chat"][..]),
        ("scout", &["--bin", "scout", "--no-default-features"]),
    ];
    for (name, arguments) in programs {
        let mut cargo = tools.command("cargo");
        cargo.args(["build", "--release", "-p", "widget"]);
        cargo.args(["--target", TARGET, "--target-dir", TARGET_FOLDER]);
        Step::new(
            &format!("{name}-cargo"),
            &format!("compiling the widget's {name}"),
        )
        .usual("about 2 minutes the first time")
        .run(cargo.args(arguments))?;
    }
    Ok(())
}

/// wasm-bindgen, wasm-metadce, wasm-opt and esbuild over one compiled program.
pub(super) fn finish(tools: &Tools, name: &str) -> Result<Program> {
    let compiled = repo::path(TARGET_FOLDER)
        .join(TARGET)
        .join("release")
        .join(format!("{name}.wasm"));
    let folder = repo::path(TARGET_FOLDER).join("out").join(name);
    bind(tools, name, &compiled, &folder)?;
    unused::leave_out(tools, name, &folder)?;
    optimise(tools, name, &folder)?;
    let (wasm, names) = shorten(tools, name, &folder)?;
    let glue = minify(tools, name, &folder, &names)?;
    Ok(Program { wasm, glue })
}

fn bind(tools: &Tools, name: &str, compiled: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = tools.command("wasm-bindgen");
    bindgen.arg(compiled).arg("--out-dir").arg(folder).args([
        "--out-name",
        name,
        "--target",
        "web",
    ]);
    bindgen.args(["--remove-producers-section", "--no-typescript"]);
    Step::new(&format!("{name}-wasm-bindgen"), &format!("binding {name}")).run(&mut bindgen)?;
    let glue = folder.join(format!("{name}.js"));
    repo::write(&glue, helpers::shorten(&read_text(&glue)?)?)
}

fn optimise(tools: &Tools, name: &str, folder: &Path) -> Result<()> {
    let small = folder.join(format!("{name}.opt.wasm"));
    let mut wasm_opt = tools.command("wasm-opt");
    wasm_opt
        .arg(folder.join(format!("{name}_bg.wasm")))
        .arg("-o")
        .arg(&small);
    wasm_opt
        .args(["-Oz", "-tnh", "--converge", "--strip-target-features"])
        // Nothing of ours is in the first kilobyte: it is the far end of a stack of a megabyte, so no address wraps into it.
        .arg("--low-memory-unused")
        .args(order::BEGINNING)
        .args(ENABLED_FEATURES);
    Step::new(&format!("{name}-wasm-opt"), &format!("optimising {name}")).run(&mut wasm_opt)?;
    order::number(
        tools,
        name,
        &small,
        &folder.join(format!("{name}.numbered.wasm")),
    )
}

/// Puts the functions into their order, and gives what the wasm takes and offers names of one letter; the glue must call
/// them so too.
fn shorten(tools: &Tools, name: &str, folder: &Path) -> Result<(Vec<u8>, Names)> {
    let small = folder.join(format!("{name}.small.wasm"));
    let mut wasm_opt = tools.command("wasm-opt");
    wasm_opt
        .arg(folder.join(format!("{name}.numbered.wasm")))
        .arg("-o")
        .arg(&small)
        .args([order::BY_NUMBER, "--strip-debug"])
        .arg("--minify-imports-and-exports-and-modules")
        .args(ENABLED_FEATURES);
    let output = wasm_opt.output().context("cannot start wasm-opt")?;
    if !output.status.success() {
        bail!(
            "wasm-opt cannot shorten the names of {name}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok((read(&small)?, Names::read(&output.stdout)?))
}

fn minify(tools: &Tools, name: &str, folder: &Path, names: &Names) -> Result<Vec<u8>> {
    let bound = read_text(&folder.join(format!("{name}.js")))?;
    let slim = folder.join(format!("{name}.slim.js"));
    let beside = HAND_WRITTEN
        .iter()
        .filter(|(program, _)| *program == name)
        .map(|(_, file)| read_text(&repo::path(file)))
        .collect::<Result<String>>()?;
    repo::write(&slim, slim::glue(&bound, names)? + &beside)?;
    let small = folder.join(format!("{name}.min.js"));
    let mut esbuild = tools.command("esbuild");
    esbuild
        .arg(&slim)
        .args(["--minify", "--bundle", "--format=esm", AT_ONCE])
        .arg("--log-level=warning")
        .arg(outfile(&small));
    Step::new(&format!("{name}-esbuild"), &format!("minifying {name}")).run(&mut esbuild)?;
    read(&small)
}

/// esbuild takes its output's name within one argument.
pub(super) fn outfile(path: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from("--outfile=");
    argument.push(path);
    argument
}

pub(super) fn read(file: &PathBuf) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

pub(super) fn read_text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// What is written by hand and part of a program's glue.
const HAND_WRITTEN: [(&str, &str); 1] = [("scout", "static/signals.js")];
const TARGET: &str = "wasm32-unknown-unknown";
const TARGET_FOLDER: &str = "target/widget";
/// wasm-opt sees only the features in a section that is gone by then; every browser in use has these, and workerd.
pub(super) const ENABLED_FEATURES: [&str; 7] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-reference-types",
];
