//! The order of functions in a program: those that are alike stand together, which packs better. What order that is
//! `order.mjs` finds, and says by a number before each function's name; wasm-opt then sorts by name.

use std::path::Path;

use anyhow::Result;

use crate::prepare::Tools;
use crate::repo;
use crate::step::Step;

/// What wasm-opt does last before [`number`], so that the order does not depend on the one before.
pub(super) const BEGINNING: [&str; 2] = [BY_NUMBER, "--debuginfo"];
/// What wasm-opt does with functions that are numbered.
pub(super) const BY_NUMBER: &str = "--reorder-functions-by-name";

/// Numbers the functions of the program `name`.
pub(super) fn number(tools: &Tools, name: &str, from: &Path, to: &Path) -> Result<()> {
    let mut order = tools.command("node");
    order.arg(repo::path("xtask/src/build/order.mjs"));
    Step::new(&format!("{name}-ordering"), &format!("ordering {name}"))
        .usual("some seconds")
        .run(order.args([from, to]))
}
