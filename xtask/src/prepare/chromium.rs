//! A Chromium for the browser suites: the one that `CHROMIUM` names, else one in `PATH`, else Debian's package.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::step::Step;

/// The program to start.
pub(super) fn find_or_install() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("CHROMIUM names {}, which is no file", named.display());
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    let is_root = nix::unistd::Uid::effective().is_root();
    if !is_root || in_path("apt-get").is_none() {
        bail!(
            "no Chromium found: install Chromium or Chrome (on Debian, as root: apt-get install chromium), \
             or set CHROMIUM to the program"
        );
    }
    apt_get(
        "apt-update",
        "updating Debian's list of packages",
        &["update"],
    )?;
    let packages = [
        "install",
        "--yes",
        "--no-install-recommends",
        "chromium",
        "fonts-dejavu-core",
    ];
    apt_get("apt-install", "installing Chromium from Debian", &packages)?;
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "Debian's package chromium is installed, but none of {} is in PATH",
            PROGRAMS.join(", ")
        ),
    }
}

fn find() -> Option<PathBuf> {
    PROGRAMS.iter().find_map(|program| in_path(program))
}

fn in_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn apt_get(name: &str, title: &str, arguments: &[&str]) -> Result<()> {
    Step::new(name, title)
        .usual("about 1 minute, once")
        .remedy("Install Chromium in another way and set CHROMIUM to the program.")
        .run(
            Command::new("apt-get")
                .args(["-o", "DPkg::Lock::Timeout=300"])
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
}

const PROGRAMS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
