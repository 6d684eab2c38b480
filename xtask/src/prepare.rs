//! Makes sure that everything the commands need is there, and installs what is missing: the wasm target, the Rust
//! tools at the versions of `Cargo.lock`, the npm packages of `package-lock.json`, Chromium and other browsers for
//! the suites in pages, and a Python with Brevo's client.
//!
//! Tools live in the user's cache folder by version, so that a fresh clone finds them. What waits for the network or
//! the disk (npm, apt) runs while the Rust tools compile.

mod chromium;
mod debian;
mod elsewhere;
mod npm;
mod python;
mod rust;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::repo;
use crate::step::say;

pub use elsewhere::Elsewhere;

/// What only some commands need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// A browser for the browser specs and the timings.
    Chromium,
    /// Firefox with its driver, and `WebKitGTK` with its own.
    Elsewhere,
    /// A Python with Brevo's own client, for the suite that compares it with Parley's.
    Python,
    /// Trunk, for live work on the widget.
    Trunk,
    /// What measures which lines the suites run, and which changes they notice.
    Proofs,
}

/// The tools, all there.
pub struct Tools {
    bins: Vec<PathBuf>,
    /// Asked for with [`Extra::Chromium`].
    pub chromium: Option<PathBuf>,
    /// Asked for with [`Extra::Elsewhere`]. Not every system has them, and only one suite needs them: that they are missing is
    /// told to who asks for them, and ends nothing else.
    pub elsewhere: Option<Result<Elsewhere>>,
    /// Asked for with [`Extra::Python`].
    pub python: Option<PathBuf>,
}

impl Tools {
    /// A command that finds these tools first, among them Node 22 as `node`.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(repo::root())
            .env("PATH", self.search_path())
            // A tool's own stack is of no use to who runs a command.
            .env("RUST_BACKTRACE", "0");
        command
    }

    /// `PATH` with the tools' folders in front.
    #[must_use]
    pub fn search_path(&self) -> OsString {
        let before = env::var_os("PATH").unwrap_or_default();
        let folders = self.bins.iter().cloned().chain(env::split_paths(&before));
        env::join_paths(folders).unwrap_or(before)
    }

    /// The folders that come first in [`Tools::search_path`].
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.bins
    }
}

/// Checks all tools and installs what is missing.
///
/// # Errors
/// When something is missing and cannot be installed; the message says what to do.
pub fn prepare(extras: &[Extra]) -> Result<Tools> {
    let cache = cache_folder()?;
    npm::check_node()?;
    thread::scope(|scope| {
        let background = scope.spawn(|| -> Result<_> {
            npm::install()?;
            let wants = |extra| extras.contains(&extra);
            let chromium = wants(Extra::Chromium).then(chromium::find_or_install);
            let elsewhere = wants(Extra::Elsewhere).then(elsewhere::find_or_install);
            let python = wants(Extra::Python).then(|| python::install(&cache));
            Ok((chromium.transpose()?, elsewhere, python.transpose()?))
        });
        let mut bins = vec![
            repo::path("node_modules/node/bin"),
            repo::path("node_modules/.bin"),
        ];
        let rust = rust::install(&cache, extras);
        let others = background
            .join()
            .map_err(|_| anyhow!("the installation of npm packages ended in a panic"))?;
        bins.extend(rust?);
        let (chromium, elsewhere, python) = others?;
        Ok(Tools {
            bins,
            chromium,
            elsewhere,
            python,
        })
    })
}

/// Two commands at a time would install the same thing twice, one over the other. Held only while something is missing.
fn lock(file: &Path) -> Result<File> {
    repo::write(file, "")?;
    let file = File::open(file)?;
    if file.try_lock().is_err() {
        say("· waiting for another command that installs the same");
        file.lock()?;
    }
    Ok(file)
}

fn cache_folder() -> Result<PathBuf> {
    let absolute = |name| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("parley"))
        .context("neither XDG_CACHE_HOME nor HOME names a folder in which tools can be kept; set one of them")
}
