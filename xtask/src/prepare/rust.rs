//! The wasm target and the tools that cargo installs, built with a light profile: their own would spend most of the
//! time on link-time optimisation of programs that run for seconds.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Extra;
use crate::repo;
use crate::step::{Step, say};

struct Tool {
    package: &'static str,
    /// The program that proves it is there.
    program: &'static str,
    version: String,
    /// Whether the tool's own lock file can be used.
    locked: bool,
    usual: &'static str,
}

/// Installs what is missing and returns the folders of the programs.
pub(super) fn install(cache: &Path, extras: &[Extra]) -> Result<Vec<PathBuf>> {
    add_wasm_target()?;
    if extras.contains(&Extra::Proofs) {
        add_llvm_tools()?;
    }
    let mut tools = vec![
        Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: repo::locked_version("wasm-bindgen")?,
            // Its lock file names versions that not every registry copy has.
            locked: false,
            usual: "about 2 minutes, once",
        },
        Tool {
            package: "worker-build",
            program: "worker-build",
            version: repo::locked_version("worker")?,
            locked: true,
            usual: "about 4 minutes, once",
        },
    ];
    let asked = EXTRAS.iter().filter(|(extra, ..)| extras.contains(extra));
    tools.extend(asked.map(|(_, package, version, usual)| Tool {
        package,
        program: package,
        version: (*version).to_owned(),
        locked: true,
        usual,
    }));
    if tools.iter().any(|tool| !tool.is_in(cache)) {
        let _lock = super::lock(&cache.join("lock"))?;
        tools
            .iter()
            .filter(|tool| !tool.is_in(cache))
            .try_for_each(|tool| tool.install(cache))?;
        remove_build_folder(cache);
    }
    Ok(tools
        .iter()
        .map(|tool| tool.root(cache).join("bin"))
        .collect())
}

impl Tool {
    fn root(&self, cache: &Path) -> PathBuf {
        cache.join("tools").join(self.name())
    }

    fn name(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }

    fn is_in(&self, cache: &Path) -> bool {
        self.root(cache).join("bin").join(self.program).is_file()
    }

    fn install(&self, cache: &Path) -> Result<()> {
        let root = self.root(cache);
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args([
                "install",
                self.package,
                "--version",
                &self.version,
                "--root",
            ])
            .arg(&root);
        if self.locked {
            command.arg("--locked");
        }
        // The profile of this workspace, if any is set in the environment, is not the tool's.
        command
            .current_dir(cache)
            .env("CARGO_TARGET_DIR", cache.join(BUILD_FOLDER))
            .env_remove("RUSTFLAGS")
            .envs(LIGHT);
        let title = format!("building {} {}", self.package, self.version);
        let remedy = format!(
            "If the registry cannot be reached, check the network and run the command again; it goes on where it stopped.\n\
             By hand: cargo install {} --version {} --root {}",
            self.package,
            self.version,
            root.display()
        );
        Step::new(&self.name(), &title)
            .usual(self.usual)
            .remedy(&remedy)
            .run(&mut command)
    }
}

fn add_wasm_target() -> Result<()> {
    let library = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(repo::root())
        .output()
        .map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    if library.is_ok_and(|library| library.is_dir()) {
        return Ok(());
    }
    Step::new("rustup-target", "adding the wasm32 target to the toolchain")
        .remedy("Install rustup, or add the target wasm32-unknown-unknown with the package manager that installed Rust.")
        .run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(repo::root()))
}

/// The compiler's own tools that read which lines ran; another version's cannot.
fn add_llvm_tools() -> Result<()> {
    let library = Command::new("rustc")
        .args(["--print", "target-libdir"])
        .current_dir(repo::root())
        .output()?;
    let library = PathBuf::from(String::from_utf8_lossy(&library.stdout).trim());
    if library
        .with_file_name("bin")
        .join("llvm-profdata")
        .is_file()
    {
        return Ok(());
    }
    Step::new("rustup-llvm-tools", "adding llvm-tools to the toolchain")
        .remedy("Install rustup, which has the component llvm-tools.")
        .run(
            Command::new("rustup")
                .args(["component", "add", "llvm-tools"])
                .current_dir(repo::root()),
        )
}

/// The tools share one build folder while they are installed; nothing needs it afterwards.
fn remove_build_folder(cache: &Path) {
    let folder = cache.join(BUILD_FOLDER);
    if folder.is_dir() && fs::remove_dir_all(&folder).is_err() {
        say(&format!(
            "· {} is no longer needed, but could not be removed",
            folder.display()
        ));
    }
}

const TARGET: &str = "wasm32-unknown-unknown";
/// What only some commands need: the package, its version, and how long its building takes.
const EXTRAS: [(Extra, &str, &str, &str); 4] = [
    (
        Extra::Elsewhere,
        "geckodriver",
        "0.37.1",
        "about 2 minutes, once",
    ),
    // 0.22.0 and later need a newer rustc than the workspace's.
    (Extra::Trunk, "trunk", "0.21.14", "about 6 minutes, once"),
    (
        Extra::Proofs,
        "cargo-llvm-cov",
        "0.9.1",
        "about 1 minute, once",
    ),
    (
        Extra::Proofs,
        "cargo-mutants",
        "27.1.0",
        "about 2 minutes, once",
    ),
];
const BUILD_FOLDER: &str = "build-of-tools";
const LIGHT: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_LTO", "false"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];
