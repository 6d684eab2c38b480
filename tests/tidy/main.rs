//! Rules of the repository that no compiler checks: what a file may hold, and that the docs name what exists.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on stops where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of a source file before its tests.
const MAX_LINES: usize = 400;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file that git knows, with its text; files that are not text are left out.
fn files() -> Vec<(String, String)> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(repository())
        .output()
        .expect("git lists the files");
    let names = String::from_utf8(listed.stdout).expect("names are text");
    let files: Vec<(String, String)> = names
        .lines()
        .filter_map(|name| {
            Some((
                name.to_owned(),
                fs::read_to_string(repository().join(name)).ok()?,
            ))
        })
        .collect();
    assert!(files.len() > 40, "git listed {} files", files.len());
    files
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    Path::new(name).extension().is_some_and(|found| {
        extensions
            .iter()
            .any(|known| found.eq_ignore_ascii_case(known))
    })
}

#[track_caller]
fn check(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

#[test]
fn every_rust_file_opens_with_what_it_is_for() {
    let silent = |(name, text): (String, String)| {
        (has_extension(&name, &["rs"]) && !text.trim_start_matches('\u{feff}').starts_with("//!"))
            .then_some(name)
    };
    check(
        "these files do not open with `//!`",
        &files().into_iter().filter_map(silent).collect::<Vec<_>>(),
    );
}

#[test]
fn files_stay_short_enough_to_read() {
    let long = |(name, text): (String, String)| {
        let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().count();
        let frozen = name.contains("_v1.rs");
        (has_extension(&name, &["rs", "js", "mjs"]) && !frozen && lines > MAX_LINES)
            .then(|| format!("{name}: {lines} lines"))
    };
    check(
        "these files are too long",
        &files().into_iter().filter_map(long).collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_is_left_for_later() {
    // Written apart, so that this file does not find itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("for", " now,"),
    ];
    let mut breaches = Vec::new();
    for (name, text) in files() {
        if !has_extension(&name, &["rs", "js", "mjs", "css", "html", "toml", "md"]) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                breaches.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    check("these lines put work off", &breaches);
}

#[test]
fn child_modules_have_their_own_names() {
    let named_mod = |(name, _): (String, String)| name.ends_with("/mod.rs").then_some(name);
    check(
        "`flow.rs` with `flow/`, never `mod.rs`",
        &files()
            .into_iter()
            .filter_map(named_mod)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_core_names_no_platform_and_no_vendor() {
    let platforms = [
        "worker::",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "std::fs",
        "std::net",
        "brevo",
        "shopify",
        "cloudflare",
    ];
    let mut breaches = Vec::new();
    for (name, text) in files() {
        // Documents carry the settings of what performs; no rule reads those.
        let domain = name.starts_with("shared/src/") && !name.starts_with("shared/src/wire/");
        if !(domain && has_extension(&name, &["rs"])) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default().to_lowercase();
            if platforms.iter().any(|platform| code.contains(platform))
                && !code.contains("myshopify.com")
            {
                breaches.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    check("`shared` names a platform or a vendor", &breaches);
}

/// An object that waits is paid for while it waits. The outbox alone does: somebody has to call the service that sends.
#[test]
fn no_object_waits_for_anything_outside() {
    let outside = ["Fetch", "assets(", "words::or_english", "Account::new"];
    let objects = ["conversation", "shop", "catalog", "shopper"];
    let mut breaches = Vec::new();
    for (name, text) in files() {
        let object = name.strip_prefix("edge/src/").is_some_and(|rest| {
            let named = rest.split(['/', '.']).next().unwrap_or_default();
            objects.contains(&named)
        });
        for (number, line) in text.lines().enumerate().filter(|_| object) {
            let code = line.split("//").next().unwrap_or_default();
            if outside.iter().any(|call| code.contains(call)) {
                breaches.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    check("an object waits for what is outside", &breaches);
}

/// Lints see what the compiler sees, and only where nobody silenced them; this sees what is written, tests excepted.
#[test]
fn the_core_has_no_clock_no_chance_and_no_floats() {
    let impure = [
        "std::",
        "SystemTime",
        "Instant::now",
        "HashMap",
        "HashSet",
        FLOATS[0],
        FLOATS[1],
        "rand::",
        "getrandom",
        "println!",
        "print!",
        "dbg!",
        "thread_local!",
        "static mut",
        "Cell<",
        "Mutex",
        "Atomic",
        "async fn",
        "extern \"C\"",
    ];
    let mut breaches = Vec::new();
    for (name, text) in files() {
        if !(name.starts_with("shared/src/") && has_extension(&name, &["rs"])) {
            continue;
        }
        let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            // JSON has fractions, which its reader must hand to types of the edge.
            let reads_json = name.starts_with("shared/src/json/");
            let mut impure = impure
                .iter()
                .filter(|word| !(reads_json && FLOATS.contains(word)));
            if impure.any(|word| code.contains(word)) {
                breaches.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    check("`shared` reaches outside", &breaches);
}

const FLOATS: [&str; 2] = ["f32", "f64"];

#[test]
fn imports_name_what_they_take() {
    let mut breaches = Vec::new();
    for (name, text) in files() {
        if !has_extension(&name, &["rs"]) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let taken = line.starts_with("use ")
                || line.starts_with("pub use ")
                || line.starts_with("pub(crate) use ");
            let prelude = line.contains("prelude::*") || line == "use super::*;";
            if taken && line.contains("::*") && !prelude {
                breaches.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    check("glob imports", &breaches);
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let foreign = [
        concat!("/wo", "rk/"),
        concat!(".lib", "rary"),
        concat!("registry.", "npmjs"),
        concat!("/root", "/"),
        concat!("\"reso", "lved\": \"http"),
    ];
    let mut breaches = Vec::new();
    for (name, text) in files() {
        for (number, line) in text.lines().enumerate() {
            if foreign.iter().any(|mark| line.contains(mark)) {
                breaches.push(format!(
                    "{name}:{}: {}",
                    number + 1,
                    line.trim().chars().take(120).collect::<String>()
                ));
            }
        }
    }
    check("paths or hosts of one machine", &breaches);
}

#[test]
fn the_docs_name_files_and_commands_that_exist() {
    let commands = [
        "prepare",
        "build",
        "keep",
        "extension",
        "demo",
        "test",
        "bench",
        "prove",
        "shop",
        "flow",
        "message",
    ];
    let mut breaches = Vec::new();
    for name in ["README.md", "ARCHITECTURE.md", "docs/runbook.md"] {
        let text = fs::read_to_string(repository().join(name)).expect("the docs are there");
        for word in text.split(['`', '(', ')', ' ', '\n', '|']) {
            let looks_like_a_path = word.contains('/')
                && has_extension(
                    word,
                    &[
                        "rs", "md", "json", "toml", "png", "js", "css", "mjs", "html",
                    ],
                );
            let made = word.starts_with("target/")
                || word.contains("://")
                || word.starts_with('/')
                || word.contains(['<', '{', '*', '…', '$']);
            if looks_like_a_path && !made && !repository().join(word).exists() {
                breaches.push(format!("{name} names {word}"));
            }
        }
        for rest in text.split("cargo xtask ").skip(1) {
            let command = rest
                .split(|letter: char| !letter.is_ascii_lowercase())
                .next()
                .unwrap_or_default();
            if !command.is_empty() && !commands.contains(&command) {
                breaches.push(format!("{name} names the command {command}"));
            }
        }
    }
    check("the docs name what does not exist", &breaches);
}

/// Names of tests as `docs/threats.md` writes them, in backquotes in the last column.
#[test]
fn every_threat_is_held_by_a_test_that_exists() {
    let files = files();
    let threats = fs::read_to_string(repository().join("docs/threats.md")).expect("the threats");
    let defined = |name: &str| {
        files.iter().any(|(file, text)| {
            if has_extension(file, &["mjs"]) {
                return text.contains(&format!("\ntest(\"{name}\","));
            }
            let before = text
                .split_once(&format!("fn {name}("))
                .map(|(before, _)| before);
            let above =
                before.map(|before| before.trim_end().rsplit("\n\n").next().unwrap_or(before));
            has_extension(file, &["rs"])
                && above
                    .is_some_and(|above| above.contains("#[test]") && !above.contains("#[ignore"))
        })
    };
    let mut breaches = Vec::new();
    let mut held = 0;
    for line in threats.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let is_heading = line.contains("**") || line.contains("---") || line.contains("held by");
        let Some(tests) = cells.last().filter(|_| !is_heading) else {
            continue;
        };
        let names: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        held += 1;
        if names.is_empty() {
            breaches.push(format!("no test: {line}"));
        }
        let missing = names.into_iter().filter(|name| !defined(name));
        breaches.extend(missing.map(|name| format!("there is no test {name}")));
    }
    assert!(held > 20, "{held} threats were read");
    check("threats that no test holds", &breaches);
}

/// What the platform notes of a call by itself has the request's headers, and a socket's token is in one.
#[test]
fn the_platform_notes_no_headers() {
    let config = fs::read_to_string(repository().join("edge/wrangler.toml")).expect("the Worker's");
    let (_, logs) = config
        .split_once("[observability.logs]")
        .expect("a part of its own");
    let first = logs.trim_start().lines().next();
    assert_eq!(first, Some("invocation_logs = false"));
}

/// What `{:?}` prints is for people who debug; a log line of the edge is made of codes and ids.
#[test]
fn no_debug_text_reaches_a_log() {
    // Names of our own that hold nothing from outside.
    let harmless = ["{class:?}", "{:?} at {}:{}"];
    let mut breaches = Vec::new();
    for (name, text) in files() {
        if !(name.starts_with("edge/src/") && has_extension(&name, &["rs"])) {
            continue;
        }
        let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let debugs = line.contains(":?}") && !harmless.iter().any(|known| line.contains(known));
            if debugs || line.contains("dbg!") {
                breaches.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    check("`{:?}` outside tests", &breaches);
}

#[test]
fn every_npm_version_is_exact() {
    let text = fs::read_to_string(repository().join("package.json")).expect("package.json");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut breaches = Vec::new();
    for group in ["dependencies", "devDependencies"] {
        for (name, version) in package[group].as_object().into_iter().flatten() {
            if !version
                .as_str()
                .is_some_and(|version| version.starts_with(|first: char| first.is_ascii_digit()))
            {
                breaches.push(format!("{name} {version}"));
            }
        }
    }
    check("npm versions that may drift", &breaches);
}
