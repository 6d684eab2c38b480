//! The theme app extension as it would be deployed: Shopify's own check of it, and ours of what that one misses.

use anyhow::Result;

use super::{Count, counted};
use crate::extension::{self, Options, Origin};
use crate::prepare::Tools;
use crate::repo;

pub(super) fn run(tools: &Tools) -> Result<Count> {
    let folder = repo::path("target/extension-test");
    let options = Options {
        edge: Origin::parse("https://parley.example.workers.dev")?,
        folder: folder.clone(),
    };
    extension::lay_out(tools, &options)?;
    let mut node = tools.command("node");
    node.args(["--test", "--test-reporter=tap"])
        .args(
            ["rules", "extension"]
                .map(|name| repo::path(&format!("tests/extension/{name}.test.mjs"))),
        )
        .env("PARLEY_EXTENSION", folder);
    counted(
        "test-extension",
        "the theme app extension",
        &mut node,
        Count::in_node_test,
    )
}
