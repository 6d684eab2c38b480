//! The browsers beside Chromium: Firefox, `WebKitGTK` with its driver, and a display that nobody sees, which `WebKitGTK` needs.
//! All are Debian's packages; what is in `PATH` already is taken as it is. Firefox's driver is a crate (`rust`).

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;

/// The programs to start.
#[derive(Debug)]
pub struct Elsewhere {
    /// Firefox itself; `geckodriver` starts it.
    pub firefox: PathBuf,
    /// Starts the small browser that comes with `WebKitGTK`.
    pub webkit_driver: PathBuf,
    /// A display without a screen.
    pub display: PathBuf,
}

/// All three, or what to do to have them.
pub(super) fn find_or_install() -> Result<Elsewhere> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !debian::can_install() {
        bail!("not all of Firefox, WebKitWebDriver and Xvfb are in PATH. {REMEDY}");
    }
    debian::install(
        "installing Firefox and WebKitGTK from Debian",
        &PACKAGES,
        REMEDY,
    )?;
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "Debian's packages {} are installed, but not all of their programs are in PATH",
            PACKAGES.join(", ")
        ),
    }
}

fn find() -> Option<Elsewhere> {
    Some(Elsewhere {
        firefox: debian::in_path("firefox-esr").or_else(|| debian::in_path("firefox"))?,
        webkit_driver: debian::in_path("WebKitWebDriver")?,
        display: debian::in_path("Xvfb")?,
    })
}

const PACKAGES: [&str; 3] = ["firefox-esr", "webkit2gtk-driver", "xvfb"];
const REMEDY: &str = "Install Firefox, WebKitGTK's driver and Xvfb (on Debian, as root: \
                      apt-get install firefox-esr webkit2gtk-driver xvfb).";
