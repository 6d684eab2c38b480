//! Where things lie in the repository, and which versions its lock file names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder with the workspace's `Cargo.toml`.
#[must_use]
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// A path below the root, as in `repo::path("edge/wrangler.toml")`.
#[must_use]
pub fn path(below: &str) -> PathBuf {
    root().join(below)
}

/// A file in `target/log`; the folder exists afterwards.
///
/// # Errors
/// When the folder cannot be made.
pub fn log(name: &str) -> Result<PathBuf> {
    let folder = path("target/log");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.join(format!("{name}.log")))
}

/// The version of a package in `Cargo.lock`.
///
/// # Errors
/// When the lock file is missing or does not name the package.
pub fn locked_version(package: &str) -> Result<String> {
    let lock = read("Cargo.lock")?;
    version_in_lock(&lock, package).with_context(|| {
        format!("Cargo.lock names no package {package}; run `cargo update --workspace` and look")
    })
}

/// The text of a file below the root.
///
/// # Errors
/// When it cannot be read as UTF-8.
pub fn read(below: &str) -> Result<String> {
    let file = path(below);
    fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes a file and makes the folders above it.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"worker-macros\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"worker\"\nversion = \"0.8.7\"\n";

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        assert_eq!(version_in_lock(LOCK, "worker").as_deref(), Some("0.8.7"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in_lock(LOCK, "wasm-bindgen"), None);
    }
}
