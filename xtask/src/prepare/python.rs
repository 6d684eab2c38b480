//! A Python with the packages of `tests/brevo/requirements.txt`, in a folder of its own under the user's cache.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::debian;
use crate::repo;
use crate::stamp::Stamp;
use crate::step::Step;

/// The program to start; installs what is missing.
pub(super) fn install(cache: &Path) -> Result<PathBuf> {
    let name = format!(
        "python-{}",
        Stamp::default().path(REQUIREMENTS)?.hex().split_at(16).0
    );
    let root = cache.join("tools").join(name);
    let python = root.join("bin/python");
    let kept = root.join(".installed");
    if kept.is_file() {
        return Ok(python);
    }
    let _lock = super::lock(&cache.join("lock-python"))?;
    if kept.is_file() {
        return Ok(python);
    }
    find_or_install()?;
    Step::new("python-venv", "making a folder for Python's packages")
        .remedy(REMEDY)
        .run(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&root),
        )?;
    Step::new("python-pip", "installing Brevo's client for Python")
        .usual("about 20 seconds, once")
        .remedy("If the registry cannot be reached, check the network and `pip config list`, and run the command again.")
        .run(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:"])
                .arg("--requirement")
                .arg(repo::path(REQUIREMENTS)),
        )?;
    repo::write(&kept, "")?;
    Ok(python)
}

/// Python as such may be there without the part that makes folders for packages: Debian keeps it apart.
fn find_or_install() -> Result<()> {
    if is_fit() {
        return Ok(());
    }
    if !debian::can_install() {
        bail!("no Python 3.11 or newer with `venv` was found. {REMEDY}");
    }
    debian::install(
        "installing Python from Debian",
        &["python3", "python3-venv"],
        REMEDY,
    )?;
    if is_fit() {
        return Ok(());
    }
    bail!("`python3` is not Python 3.11 or newer with `venv`. {REMEDY}")
}

fn is_fit() -> bool {
    let script = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    let outcome = Command::new("python3")
        .args(["-c", script])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    outcome.is_ok_and(|status| status.success())
}

const REQUIREMENTS: &str = "tests/brevo/requirements.txt";
const REMEDY: &str = "Install Python 3.11 or newer with venv (on Debian, as root: apt-get install python3 python3-venv), \
                      and have `python3` in PATH.";
