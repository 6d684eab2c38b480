//! What `wrangler deploy` would upload, made and measured without uploading.

use std::fs;

use anyhow::{Context, Result};

use super::count::Count;
use crate::build;
use crate::prepare::Tools;
use crate::repo;
use crate::stage;
use crate::step::Step;

/// The most that every plan takes, in KiB after gzip.
const MOST_KIB: f64 = 3.0 * 1024.0;

/// One check: wrangler takes the configuration and the Worker, which is small enough.
pub(super) fn dry_run(tools: &Tools) -> Result<Count> {
    let mut wrangler = stage::wrangler(tools);
    wrangler
        .args(["deploy", "--dry-run", "--outdir"])
        .arg(repo::path("target/dry-run"))
        .arg("--config")
        .arg(repo::path("edge/wrangler.toml"));
    let outcome = Step::new("dry-run", "what would be deployed").watch(&mut wrangler)?;
    let upload = outcome
        .output
        .lines()
        .find(|line| line.contains("Total Upload"));
    let upload = upload.unwrap_or("wrangler names no size").trim();
    println!("  deploy: {upload}");
    let small = gzip_kib(upload).is_some_and(|kib| kib <= MOST_KIB);
    Ok(Count::of(outcome.status.success() && small))
}

/// One check: nothing of what tests have done to a Worker is in the one that is deployed, and all of it in the one that
/// tests are run on.
pub(super) fn holds_no_faults() -> Result<Count> {
    let marks_in = |options| -> Result<usize> {
        let wasm = build::edge_output(options).join("index_bg.wasm");
        let wasm = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        Ok(marks(&wasm))
    };
    let deployed = marks_in(build::Options::default())?;
    let tested = marks_in(build::Options { panics: true })?;
    println!("  deploy: {deployed} of {tested} marks of faults put in");
    Ok(Count::of(deployed == 0 && tested == MARKS.len()))
}

/// How many of the marks stand in it.
fn marks(wasm: &[u8]) -> usize {
    let stands = |mark: &&&str| {
        wasm.windows(mark.len())
            .any(|bytes| bytes == mark.as_bytes())
    };
    MARKS.iter().filter(stands).count()
}

/// Texts that only code with the cargo feature `panics` holds: demands of faults, and the bugs that may be planted.
const MARKS: [&str; 3] = ["__parley_demands", "on demand, row written", "PLANTED"];

/// The size after gzip, from `Total Upload: 3003.42 KiB / gzip: 871.10 KiB`.
fn gzip_kib(line: &str) -> Option<f64> {
    let (_, gzip) = line.rsplit_once("gzip:")?;
    gzip.trim().strip_suffix("KiB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_wherever_they_stand() {
        assert_eq!(marks(b""), 0);
        assert_eq!(marks(b"\0PLANTE\0"), 0);
        assert_eq!(
            marks(b"__parley_demands\0xPLANTED on demand, row written"),
            3
        );
    }

    #[test]
    fn the_size_is_read_as_wrangler_writes_it() {
        for (line, kib) in [
            ("Total Upload: 3003.42 KiB / gzip: 871.10 KiB", Some(871.1)),
            ("wrangler names no size", None),
        ] {
            assert_eq!(gzip_kib(line), kib);
        }
    }
}
