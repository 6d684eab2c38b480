//! What wasm-bindgen offers of a program and nobody takes: classes of libraries that nothing of ours makes, and what the
//! compiler offers besides. Left in, it keeps all code alive that it calls.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::widget::{ENABLED_FEATURES, read_text};
use crate::prepare::Tools;
use crate::repo;
use crate::step::Step;

/// Takes it out of the wasm in `folder` and out of its glue.
pub(super) fn leave_out(tools: &Tools, name: &str, folder: &Path) -> Result<()> {
    let script = folder.join(format!("{name}.js"));
    let glue = without_classes(&read_text(&script)?)?;
    let graph = folder.join(format!("{name}.graph.json"));
    repo::write(&graph, graph_of(&taken(&glue)).to_string())?;
    repo::write(&script, glue)?;
    let wasm = folder.join(format!("{name}_bg.wasm"));
    let mut metadce = tools.command("wasm-metadce");
    metadce
        .arg(&wasm)
        .arg("--graph-file")
        .arg(&graph)
        .arg("-o")
        .arg(&wasm)
        // The names of functions: their order is found by them.
        .arg("-g")
        .args(ENABLED_FEATURES);
    Step::new(
        &format!("{name}-wasm-metadce"),
        &format!("leaving out what nobody takes of {name}"),
    )
    .run(&mut metadce)
}

/// The glue without its classes.
///
/// # Errors
/// When something else in it names one of them.
fn without_classes(glue: &str) -> Result<String> {
    let mut kept = String::new();
    let mut classes = Vec::new();
    let mut until: Option<fn(&str) -> bool> = None;
    for line in glue.split_inclusive('\n') {
        if let Some(ends) = until {
            until = until.filter(|_| !ends(line.trim_end()));
        } else if let Some(class) = line.strip_prefix("export class ") {
            classes.extend(class.split(' ').next());
            until = Some(|line| line == "}");
        } else if line.contains("Finalization = (") {
            until = Some(|line| line.ends_with(';'));
        } else if !line.starts_with("if (Symbol.dispose) ") {
            kept.push_str(line);
        }
    }
    if let Some(class) = classes.into_iter().find(|class| kept.contains(class)) {
        bail!("the glue makes a {class}, which the build takes for unused");
    }
    Ok(kept)
}

/// What the glue takes of the wasm.
fn taken(glue: &str) -> BTreeSet<&str> {
    let after = glue.split("wasm.").skip(1);
    let is_of_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '$';
    after
        .filter_map(|text| text.split(|sign| !is_of_name(sign)).next())
        .filter(|name| !name.is_empty())
        .collect()
}

/// What is reached from outside, as wasm-metadce reads it.
fn graph_of(taken: &BTreeSet<&str>) -> Value {
    let root = json!({"name": "outside", "root": true, "reaches": taken});
    let exports = taken
        .iter()
        .map(|name| json!({"name": name, "export": name}));
    std::iter::once(root).chain(exports).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "export class Source {
    free() { wasm.__wbg_source_free(ptr, 0); }
}
if (Symbol.dispose) Source.prototype[Symbol.dispose] = Source.prototype.free;

export function start(port) { wasm.start(port); }
const SourceFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_source_free(ptr, 1));
let wasm; wasm.memory.buffer; wasm = instance.exports;
";

    #[test]
    fn classes_go_and_with_them_what_only_they_take() {
        let glue = without_classes(GLUE).unwrap();
        assert!(!glue.contains("Source"), "{glue}");
        let taken: Vec<&str> = taken(&glue).into_iter().collect();
        assert_eq!(taken, ["memory", "start"]);
        let graph = graph_of(&taken.into_iter().collect());
        assert_eq!(graph[0]["reaches"], json!(["memory", "start"]));
        assert_eq!(graph[2], json!({"name": "start", "export": "start"}));
    }

    #[test]
    fn a_class_that_is_made_is_told_of() {
        let glue = [GLUE, "const made = Source.__wrap(1);\n"].concat();
        assert!(without_classes(&glue).is_err());
    }
}
