//! The npm packages of `package-lock.json`, among them Node 22, which wrangler needs: the machine's own Node only has
//! to be new enough to run npm.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo;
use crate::stamp::Stamp;
use crate::step::Step;

/// Installs the packages unless those that are there come from this lock file.
pub(super) fn install() -> Result<()> {
    let stamp = Stamp::default()
        .path("package.json")?
        .path("package-lock.json")?
        .path(".npmrc")?
        .hex();
    // In `node_modules` itself, so that whoever removes that folder removes the stamp with it.
    let kept = repo::path("node_modules/.installed-from");
    let is_there = || std::fs::read_to_string(&kept).is_ok_and(|last| last == stamp);
    if is_there() {
        return Ok(());
    }
    let _lock = super::lock(&repo::path("target/npm.lock"))?;
    if is_there() {
        return Ok(());
    }
    Step::new("npm-ci", "installing npm packages").usual("about 30 seconds, when the lock file changed")
        .remedy("If the registry cannot be reached, check the network and `npm config get registry`, and run the command again.")
        .run(Command::new("npm").args(["ci", "--no-fund", "--no-audit", "--loglevel=error"]).current_dir(repo::root()))?;
    let node = repo::path("node_modules/node/bin/node");
    if !node.is_file() {
        bail!(
            "npm did not run the install script of the package `node`; check that `npm config get ignore-scripts` says false"
        );
    }
    repo::write(&kept, stamp)
}

/// The machine's Node and npm, as they are.
pub(super) fn check_node() -> Result<()> {
    let version = version_of("node")?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => version_of("npm").map(|_| ()),
        _ => bail!(
            "Node {OLDEST_NODE} or newer is needed; `node --version` says {version}. Install a newer Node with npm."
        ),
    }
}

fn version_of(program: &str) -> Result<String> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .with_context(|| format!("cannot run `{program}`: install Node {OLDEST_NODE} or newer with npm, and have both in PATH"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

const OLDEST_NODE: u32 = 20;

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::*;

    fn locked_packages() -> Map<String, Value> {
        let lock: Value = serde_json::from_str(&repo::read("package-lock.json").unwrap()).unwrap();
        lock["packages"].as_object().unwrap().clone()
    }

    #[test]
    fn the_lock_file_names_no_place_to_download_from() {
        let placed: Vec<_> = locked_packages()
            .into_iter()
            .filter(|(_, package)| package.get("resolved").is_some())
            .collect();
        assert!(placed.is_empty(), "{placed:?}");
    }

    // npm leaves out what the registry at hand did not have, and then `npm ci` refuses the file everywhere.
    #[test]
    fn the_lock_file_holds_what_other_systems_need() {
        let packages = locked_packages();
        let optional = packages
            .values()
            .filter_map(|package| package.get("optionalDependencies")?.as_object());
        let missing: Vec<_> = optional
            .flat_map(Map::keys)
            .filter(|name| {
                !packages
                    .keys()
                    .any(|path| path.ends_with(&format!("node_modules/{name}")))
            })
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_node_version_has_its_major_number_first() {
        assert_eq!(major("v22.23.3"), Some(22));
        assert_eq!(major("nonsense"), None);
    }
}
