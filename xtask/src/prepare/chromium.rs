//! A Chromium for the browser suites: the one that `CHROMIUM` names, else one in `PATH`, else Debian's package.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;

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
    if !debian::can_install() {
        bail!(
            "no Chromium found: install Chromium or Chrome (on Debian, as root: apt-get install chromium), \
             or set CHROMIUM to the program"
        );
    }
    debian::install(
        "installing Chromium from Debian",
        &["chromium", "fonts-dejavu-core"],
        "Install Chromium in another way and set CHROMIUM to the program.",
    )?;
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "Debian's package chromium is installed, but none of {} is in PATH",
            PROGRAMS.join(", ")
        ),
    }
}

fn find() -> Option<PathBuf> {
    PROGRAMS.iter().find_map(|program| debian::in_path(program))
}

const PROGRAMS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
