//! `cargo xtask keep`: the files of the releases before, put beside those of the release that is about to be deployed.
//!
//! A deployment replaces all files of the one before, and a page that was opened under that one asks for the chat by its
//! addresses. Every release therefore says in `releases.json` which files are its own and which it carries on; this reads
//! what the Worker that is live says, and fetches what the folder lacks.

use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::{Value, json};

use crate::build;
use crate::extension::Origin;
use crate::prepare::{Tools, prepare};
use crate::repo;
use crate::shop::Call;
use crate::stamp;
use crate::step::say;

/// What is asked for.
pub struct Options {
    /// The Worker that is live.
    edge: Origin,
    /// The site that is about to be deployed; the built one, which is brought up to date first, unless it is named.
    folder: Option<PathBuf>,
}

impl Options {
    /// Reads them from the command line.
    ///
    /// # Errors
    /// When the Worker's origin is missing, or there is something unknown.
    pub fn parse(mut parser: Parser) -> Result<Self> {
        let (mut edge, mut folder) = (None, None);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("edge") => edge = Some(Origin::parse(&parser.value()?.string()?)?),
                Arg::Long("to") => folder = Some(parser.value()?.into()),
                other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                    return Err(other.unexpected().into());
                }
            }
        }
        let edge =
            edge.context("the origin of the Worker that is live is missing: --edge https://…")?;
        Ok(Self { edge, folder })
    }
}

/// One release's own files, by their addresses, and when another took its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Release {
    files: Vec<String>,
    /// In seconds since 1970; none for the one that is live or about to be.
    replaced: Option<u64>,
}

/// Fetches what the releases before have and the folder lacks.
///
/// # Errors
/// When the site does not build, the Worker cannot be reached or says something else than it should, or a file of its own
/// is gone or is not what its name says.
pub fn run(options: &Options) -> Result<()> {
    let tools = prepare(&[])?;
    let folder = if let Some(folder) = &options.folder {
        folder.clone()
    } else {
        build::site(&tools)?;
        repo::path("target/site")
    };
    let list = folder.join(LIST);
    let own = fs::read_to_string(&list);
    let own = read(&own.with_context(|| format!("cannot read {}", list.display()))?)?;
    let own = own.into_iter().next().context("the site has no files")?;
    let edge = options.edge.as_str();
    let Some(live) = get(&tools, edge, LIST)? else {
        say(&format!("✓ {edge} has no releases before: nothing to keep"));
        return Ok(());
    };
    let live = read(&String::from_utf8(live).context("the list of releases is no text")?)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let kept = carried_on(own, live, now);
    let mut fetched = 0;
    for file in kept.iter().skip(1).flat_map(|release| &release.files) {
        let place = folder.join(file.trim_start_matches('/'));
        if !place.is_file() {
            let content = get(&tools, edge, file.trim_start_matches('/'))?;
            let content = content.with_context(|| format!("{edge}{file} is gone"))?;
            check(file, &content)?;
            repo::write(&place, content)?;
            fetched += 1;
        }
    }
    // Last, so that what it names is there.
    repo::write(&list, written(&kept))?;
    say(&format!(
        "✓ {fetched} files of {} releases before are kept",
        kept.len() - 1
    ));
    Ok(())
}

/// The list of a release that keeps nothing yet.
pub(crate) fn first_list(files: Vec<String>) -> String {
    let replaced = None;
    written(&[Release { files, replaced }])
}

/// What the next deployment has: its own files, then those of the releases before, as long as a page may still be open that
/// was opened under one of them.
fn carried_on(own: Release, live: Vec<Release>, now: u64) -> Vec<Release> {
    let before = live.into_iter().filter_map(|release| {
        let replaced = release.replaced.unwrap_or(now);
        let is_another = release.files != own.files;
        (is_another && now.saturating_sub(replaced) <= KEPT_SECONDS).then_some(Release {
            files: release.files,
            replaced: Some(replaced),
        })
    });
    let before: Vec<_> = before.collect();
    [vec![own], before].concat()
}

fn read(list: &str) -> Result<Vec<Release>> {
    let list: Value = serde_json::from_str(list).context("the list of releases is not JSON")?;
    let releases = list.as_array().context("the list of releases is no list")?;
    releases.iter().map(release).collect()
}

fn release(value: &Value) -> Result<Release> {
    let files = value["files"]
        .as_array()
        .context("a release has no files")?;
    let files = files.iter().map(|file| match file.as_str() {
        Some(file) if is_address(file) => Ok(file.to_owned()),
        _ => bail!("{file} is not the address of a built file"),
    });
    Ok(Release {
        files: files.collect::<Result<_>>()?,
        replaced: value["replaced"].as_u64(),
    })
}

/// Whether it names a file in the folder of built files, and none outside of it.
fn is_address(file: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    file.strip_prefix("/a/")
        .is_some_and(|name| name.bytes().all(is_plain) && name.starts_with(char::is_alphanumeric))
}

/// A name that may be cached for ever holds the hash of what is in it; those of what is shown before the chat hold that of
/// all languages together.
fn check(file: &str, content: &[u8]) -> Result<()> {
    if content.is_empty()
        || !(file.contains("/front-") || file.contains(&stamp::content_hash(content)))
    {
        bail!("{file} came broken; run the command again");
    }
    Ok(())
}

fn written(releases: &[Release]) -> String {
    let releases = releases
        .iter()
        .map(|Release { files, replaced }| match replaced {
            Some(replaced) => json!({ "files": files, "replaced": replaced }),
            None => json!({ "files": files }),
        });
    format!("{:#}\n", releases.collect::<Value>())
}

/// What is at this address; none where there is nothing.
fn get(tools: &Tools, edge: &str, path: &str) -> Result<Option<Vec<u8>>> {
    let url = format!("{edge}/{path}");
    let (status, body) = Call::get(&url).make(tools)?;
    match status {
        200 => Ok(Some(body)),
        404 => Ok(None),
        other => bail!("{url} answered {other}"),
    }
}

/// In a site's folder.
pub(crate) const LIST: &str = "releases.json";
/// Thirty days: longer than a page stays open.
const KEPT_SECONDS: u64 = 30 * 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(file: &str, replaced: Option<u64>) -> Release {
        Release {
            files: vec![format!("/a/{file}")],
            replaced,
        }
    }

    #[test]
    fn the_live_release_is_kept_from_now_on_and_the_old_ones_until_their_time_is_over() {
        let now = 10 * KEPT_SECONDS;
        let live = vec![
            of("live.js", None),
            of("older.js", Some(now - KEPT_SECONDS)),
            of("oldest.js", Some(now - KEPT_SECONDS - 1)),
        ];
        assert_eq!(
            carried_on(of("own.js", None), live, now),
            [
                of("own.js", None),
                of("live.js", Some(now)),
                of("older.js", Some(now - KEPT_SECONDS))
            ]
        );
    }

    #[test]
    fn the_same_release_again_is_no_other() {
        let live = vec![of("own.js", None), of("older.js", Some(5))];
        assert_eq!(
            carried_on(of("own.js", None), live, 6),
            [of("own.js", None), of("older.js", Some(5))]
        );
    }

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let releases = [of("own.js", None), of("older.wasm", Some(5))];
        assert_eq!(read(&written(&releases)).unwrap(), releases);
        assert_eq!(
            read(&first_list(vec!["/a/x-1.js".into()])).unwrap().len(),
            1
        );
    }

    #[test]
    fn a_list_of_something_else_writes_nowhere() {
        for list in [
            "<p>",
            "{}",
            "[{}]",
            r#"[{"files":["/a/../parley.js"]}]"#,
            r#"[{"files":["/a/b/c.js"]}]"#,
            r#"[{"files":["/a/..%2f"]}]"#,
            r#"[{"files":["/a/..x"]}]"#,
            r#"[{"files":["parley.js"]}]"#,
        ] {
            assert!(read(list).is_err(), "{list}");
        }
    }

    #[test]
    fn a_file_is_what_its_name_says() {
        let content = b"whole";
        let name = format!("/a/chat-{}.wasm", stamp::content_hash(content));
        assert!(check(&name, content).is_ok());
        assert!(check(&name, b"hal").is_err());
        assert!(check("/a/front-12345678-de.js", b"any").is_ok());
        assert!(check("/a/front-12345678-de.js", b"").is_err());
    }
}
