//! What wasm-bindgen leaves long in a program that every page view may load: names with hashes, by which wasm and glue
//! find each other, and ways to start that nobody takes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The names that wasm-opt shortened.
pub(super) struct Names {
    /// Module, name, new name. All modules are called by one name after it, [`MODULE`].
    imports: Vec<(String, String, String)>,
    /// Name, new name.
    exports: Vec<(String, String)>,
}

impl Names {
    /// Reads what wasm-opt prints.
    pub(super) fn read(printed: &[u8]) -> Result<Self> {
        let lists: BTreeMap<String, Value> = serde_json::from_slice(printed)
            .context("wasm-opt does not say which names it shortened")?;
        let list = |name: &str| lists.get(name).cloned().unwrap_or_default();
        Ok(Self {
            imports: serde_json::from_value(list("imports"))?,
            exports: serde_json::from_value(list("exports"))?,
        })
    }
}

/// The glue with the names that the wasm has now, and with one way to start: from a compiled module, as the loader
/// does.
///
/// # Errors
/// When the glue is not what this version of wasm-bindgen writes.
pub(super) fn glue(glue: &str, names: &Names) -> Result<String> {
    let (body, _) = glue.split_once(START_BEGINS).context(
        "wasm-bindgen writes its glue in another way now: it does not start as expected",
    )?;
    let mut slim = body.to_owned();
    for (module, old, new) in &names.imports {
        replace(
            &mut slim,
            &format!("\"{module}\":"),
            &format!("{MODULE}:"),
            true,
        )?;
        replace(&mut slim, &format!(" {old}: "), &format!(" {new}: "), false)?;
    }
    // The longest first: one name may be how another begins.
    let mut exports: Vec<_> = names.exports.iter().collect();
    exports.sort_by_key(|(old, _)| Reverse(old.len()));
    for (old, new) in exports {
        slim = slim.replace(&format!("wasm.{old}"), &format!("wasm.{EXPORT}{new}"));
    }
    Ok(slim.replace(&format!("wasm.{EXPORT}"), "wasm.") + START)
}

fn replace(text: &mut String, old: &str, new: &str, may_be_done: bool) -> Result<()> {
    if !text.contains(old) && !may_be_done {
        bail!("wasm-bindgen writes its glue in another way now: it has no{old}");
    }
    *text = text.replace(old, new);
    Ok(())
}

const MODULE: &str = "a";
/// Marks a name that is new already, so that it is not taken for an old one.
const EXPORT: &str = "\u{1}";
const START_BEGINS: &str = "async function __wbg_load(";
const START: &str = "
export default async function (module) {
    __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()));
}
";

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "export function start(x) { wasm.start(x); wasm.start_all(x); }
    const import0 = {
        __wbg_get_49ab: function(a) { wasm.a(a); },
    };
    return { \"./scout_bg.js\": import0 };
async function __wbg_load(module, imports) { old }
export { initSync, __wbg_init as default };
";

    #[track_caller]
    fn check(imports: &str, parts: Option<&[&str]>) {
        let names = format!(
            r#"{{"imports": [["./scout_bg.js", "{imports}", "a"]], "exports": [["start", "b"], ["a", "start_all"], ["start_all", "d"]]}}"#
        );
        let slim = glue(GLUE, &Names::read(names.as_bytes()).unwrap());
        assert_eq!(slim.is_ok(), parts.is_some(), "{slim:?}");
        for part in parts.unwrap_or_default() {
            assert!(
                slim.as_ref().unwrap().contains(part),
                "no {part} in {slim:?}"
            );
        }
    }

    #[test]
    fn names_are_those_of_the_wasm_and_no_new_name_is_taken_for_an_old_one() {
        check(
            "__wbg_get_49ab",
            Some(&[
                "wasm.b(x); wasm.d(x);",
                " a: function(a) { wasm.start_all(a); }",
                "a: import0",
                "WebAssembly.instantiate(module",
            ]),
        );
    }

    #[test]
    fn glue_of_another_kind_is_refused() {
        check("__wbg_set_49ab", None);
    }
}
