//! Debian's packages, for who is root: the things that neither cargo nor npm can bring.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::step::Step;

/// A program that is in `PATH`.
pub(super) fn in_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Whether packages can be installed here.
pub(super) fn can_install() -> bool {
    nix::unistd::Uid::effective().is_root() && in_path("apt-get").is_some()
}

/// Installs packages; `remedy` says what to do when that fails.
pub(super) fn install(title: &str, packages: &[&str], remedy: &str) -> Result<()> {
    apt_get(
        "apt-update",
        "updating Debian's list of packages",
        &["update"],
        remedy,
    )?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt_get("apt-install", title, &arguments, remedy)
}

fn apt_get(name: &str, title: &str, arguments: &[&str], remedy: &str) -> Result<()> {
    Step::new(name, title)
        .usual("about 1 minute, once")
        .remedy(remedy)
        .run(
            Command::new("apt-get")
                .args(["-o", "DPkg::Lock::Timeout=300"])
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
}
