//! Makes what is released: the site that the Worker serves (`target/site`) and the Worker itself (`edge/build`).
//!
//! One pipeline, cargo → wasm-bindgen → wasm-opt → esbuild, each tool at a locked version. A build whose inputs are
//! those of the last good one is skipped, so that a warm start is quick.

mod edge;
mod helpers;
mod order;
mod page;
mod site;
mod slim;
mod unused;
mod widget;

use std::fs::{self, File};

use anyhow::{Context, Result};

use crate::prepare::Tools;
use crate::repo;
use crate::step::say;

pub use edge::{Options, edge, entry as edge_entry, output as edge_output};
pub use site::{Site, beside_trunk, site};

/// Builds whatever of the release is not up to date.
///
/// # Errors
/// When a tool fails; the message holds the end of its output.
pub fn all(tools: &Tools) -> Result<()> {
    site(tools)?;
    edge(tools, Options::default())
}

/// Two builds at a time would write the same outputs.
fn lock() -> Result<File> {
    fs::create_dir_all(repo::path("target"))?;
    let file =
        File::create(repo::path("target/build.lock")).context("cannot write target/build.lock")?;
    if file.try_lock().is_err() {
        say("· waiting for another build");
        file.lock()?;
    }
    Ok(file)
}
