//! What the bytes of the programs are for: the code of each by crate, of our own crates by module, in groups with a reason.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::prepare::Tools;
use crate::repo;

/// What one program consists of, before it is compressed.
pub struct Program {
    /// `scout`, `chat` or `worker`.
    pub name: &'static str,
    /// The groups, largest first: their names, their bytes and the reason.
    pub groups: Vec<(&'static str, u64, &'static str)>,
    /// Bytes of what belongs to no group.
    pub others: u64,
}

impl Program {
    /// All its bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.others + self.groups.iter().map(|(_, bytes, _)| bytes).sum::<u64>()
    }

    /// Whether nearly all of it has a reason.
    #[must_use]
    pub fn is_accounted_for(&self) -> bool {
        self.others * 100 <= self.bytes() * MOST_OTHERS_PERCENT
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let all = self.bytes();
        writeln!(f, "{}, {all} bytes before compression:", self.name)?;
        for (group, bytes, why) in &self.groups {
            writeln!(
                f,
                "  {group:<10}{bytes:>10}{:>4} %  {why}",
                bytes * 100 / all.max(1)
            )?;
        }
        writeln!(f, "  {:<10}{:>10}", "others", self.others)
    }
}

/// Groups the built programs as they are before the names of their functions are taken away.
///
/// # Errors
/// When one of them is not built.
pub fn measure(tools: &Tools) -> Result<Vec<Program>> {
    let files = PROGRAMS.map(|(_, file)| repo::path(file));
    let sums = sums(tools, &files)?;
    let programs = PROGRAMS.iter().zip(&files).map(|((name, _), file)| {
        let parts = sums.get(&*file.to_string_lossy());
        let parts = parts.with_context(|| format!("{} was not measured", file.display()))?;
        Ok(program(name, parts))
    });
    programs.collect()
}

type Parts = BTreeMap<String, u64>;

fn sums(tools: &Tools, files: &[PathBuf]) -> Result<BTreeMap<String, Parts>> {
    let mut node = tools.command("node");
    node.args(["--input-type=module", "--eval", include_str!("groups.mjs")])
        .args(files);
    let output = node.stdin(Stdio::null()).output();
    let output = output.context("cannot start node")?;
    if !output.status.success() {
        bail!(
            "cannot read the built programs: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn program(name: &'static str, parts: &Parts) -> Program {
    let mut groups: Vec<_> = GROUPS
        .iter()
        .map(|(group, _, why)| (*group, 0, *why))
        .collect();
    let mut others = 0;
    for (part, bytes) in parts {
        match group_of(part).and_then(|index| groups.get_mut(index)) {
            Some((_, sum, _)) => *sum += bytes,
            None => others += bytes,
        }
    }
    groups.retain(|(_, bytes, _)| *bytes > 0);
    groups.sort_by_key(|(_, bytes, _)| std::cmp::Reverse(*bytes));
    Program {
        name,
        groups,
        others,
    }
}

/// The first group one of whose beginnings is that of the part, by whole names.
fn group_of(part: &str) -> Option<usize> {
    let begins = |beginning: &&str| {
        let rest = part.strip_prefix(*beginning);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    GROUPS
        .iter()
        .position(|(_, beginnings, _)| beginnings.iter().any(begins))
}

const MOST_OTHERS_PERCENT: u64 = 3;

const PROGRAMS: [(&str, &str); 3] = [
    ("scout", "target/widget/out/scout/scout.opt.wasm"),
    ("chat", "target/widget/out/chat/chat.opt.wasm"),
    ("worker", "target/edge/edge.small.wasm"),
];

/// Groups, what belongs to each, and why it is there.
const GROUPS: [(&str, &[&str], &str); 14] = [
    (
        "views",
        &["widget::chat::view"],
        "what the shopper sees, each kind of it made element by element",
    ),
    (
        "chat",
        &["widget::chat"],
        "turns not yet stored, the connection and its ways back, tabs, the cart",
    ),
    (
        "scout",
        &["widget::scout"],
        "the signals of intent, and the rules that read them",
    ),
    (
        "page",
        &["widget"],
        "what both programs ask of the page, and their start",
    ),
    (
        "objects",
        &["edge"],
        "doors and objects of the Worker: what is kept, and who may",
    ),
    (
        "json",
        &["shared::json", "serde_json"],
        "documents, rows and calls between objects, read and written in one place",
    ),
    (
        "core",
        &["shared"],
        "what is decided: flows, policy, consent, conversation, messages",
    ),
    (
        "wire",
        &["postcard", "serde_core", "serde"],
        "frames between page and Worker",
    ),
    (
        "signals",
        &[
            "reactive_graph",
            "indexmap",
            "hashbrown",
            "slotmap",
            "any_spawner",
            "or_poisoned",
            "futures_core",
            "futures_util",
            "futures_channel",
            "send_wrapper",
            "guardian",
            "hydration_context",
        ],
        "Leptos' signals, by which only what changes is drawn anew, and maps",
    ),
    (
        "platform",
        &[
            "bridge",
            "js_sys",
            "web_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "wasm_streams",
            "worker",
        ],
        "calls to and from browser and workerd, and all that waits for them",
    ),
    (
        "sums",
        &[
            "sha2",
            "digest",
            "hmac",
            "block_buffer",
            "generic_array",
            "crypto_common",
        ],
        "signatures, and the sum that a suspected page works out",
    ),
    (
        "rust",
        &[
            "core",
            "alloc",
            "std",
            "__rustc",
            "dlmalloc",
            "lol_alloc",
            "compiler_builtins",
            "memchr",
        ],
        "Rust's own library: text, collections, memory",
    ),
    ("texts", &["data"], "texts and tables"),
    ("frame", &["frame"], "types, imports and exports"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_belongs_to_the_first_group_that_its_path_begins_like() {
        let name = |part| group_of(part).map(|index| GROUPS[index].0);
        for (part, expected) in [
            ("widget::chat::view", Some("views")),
            ("widget::chat::viewer", Some("chat")),
            ("widget::chat", Some("chat")),
            ("shared::json::node", Some("json")),
            ("shared::flow", Some("core")),
            ("corecrypto", None),
        ] {
            assert_eq!(name(part), expected, "{part}");
        }
    }

    #[test]
    fn what_has_no_group_is_told_apart() {
        let parts = [("core", 90), ("stranger", 10)].map(|(part, bytes)| (part.to_owned(), bytes));
        let program = program("chat", &parts.into_iter().collect());
        assert_eq!((program.bytes(), program.others), (100, 10));
        assert!(!program.is_accounted_for());
        assert_eq!(program.groups.len(), 1);
    }
}
