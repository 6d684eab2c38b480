//! What `wrangler deploy` would upload, made and measured without uploading.

use anyhow::Result;

use super::count::Count;
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

/// The size after gzip, from `Total Upload: 3003.42 KiB / gzip: 871.10 KiB`.
fn gzip_kib(line: &str) -> Option<f64> {
    let (_, gzip) = line.rsplit_once("gzip:")?;
    gzip.trim().strip_suffix("KiB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
