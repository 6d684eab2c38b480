//! `cargo xtask extension`: the theme app extension, ready for Shopify's own command to deploy.
//!
//! What is written by hand stands in `extension/`. The built files are those that the Worker serves, under the same names,
//! which say what is in them; a snippet tells the block where they are and where the Worker is. What Shopify asks of such
//! a folder is checked by the suite `extension` (`tests/extension`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{self, Site};
use crate::prepare::{Tools, prepare};
use crate::repo;
use crate::step::say;

/// What is asked for.
pub struct Options {
    /// The Worker's origin.
    pub edge: Origin,
    /// The folder that becomes the extension.
    pub folder: PathBuf,
}

impl Options {
    /// Reads them from the command line.
    ///
    /// # Errors
    /// When the Worker's origin is missing, or there is something unknown.
    pub fn parse(mut parser: Parser) -> Result<Self> {
        let mut edge = None;
        let mut folder = repo::path(FOLDER);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("edge") => edge = Some(Origin::parse(&parser.value()?.string()?)?),
                Arg::Long("to") => folder = parser.value()?.into(),
                other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                    return Err(other.unexpected().into());
                }
            }
        }
        let edge = edge.context("the Worker's origin is missing: --edge https://…")?;
        Ok(Self { edge, folder })
    }
}

/// An origin, with nothing in it that could end an attribute of a tag.
pub struct Origin(String);

impl Origin {
    /// As it was written, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads `https://host`; also `http://` on this machine, for tests.
    ///
    /// # Errors
    /// When it is something else, or has a path.
    pub fn parse(text: &str) -> Result<Self> {
        let origin = text.trim_end_matches('/');
        let local = origin
            .strip_prefix("http://")
            .filter(|host| host.split(':').next() == Some("127.0.0.1"));
        let host = origin.strip_prefix("https://").or(local);
        let is_host = |host: &&str| {
            let mut letters = host.bytes();
            !host.is_empty()
                && letters.all(|letter| letter.is_ascii_alphanumeric() || b".-:".contains(&letter))
        };
        match host.filter(is_host) {
            Some(_) => Ok(Self(origin.to_owned())),
            None => bail!("`{text}` is not an origin such as https://parley.example.workers.dev"),
        }
    }
}

/// Builds what is out of date, and lays out the extension.
///
/// # Errors
/// When something does not build or cannot be written, or the folder holds something else.
pub fn run(options: &Options) -> Result<()> {
    lay_out(&prepare(&[])?, options)?;
    say(&format!("✓ {} is there", options.folder.display()));
    Ok(())
}

/// As [`run`], with tools that are there.
pub(crate) fn lay_out(tools: &Tools, options: &Options) -> Result<()> {
    build::site(tools)?;
    make_room(&options.folder)?;
    for below in ["blocks", "locales"] {
        copy(
            &repo::path("extension").join(below),
            &options.folder.join(below),
        )?;
    }
    let assets = options.folder.join("assets");
    let site = Site::read()?;
    for file in site.files()? {
        copy_to(&file, &assets)?;
    }
    repo::write(
        &assets.join("parley.js"),
        repo::read("target/site/parley.js")?,
    )?;
    repo::write(
        &options.folder.join("snippets/parley-release.liquid"),
        release(&site, &options.edge)?,
    )?;
    // Shopify's command writes the extension's id into this file when it first deploys.
    let about = options.folder.join(ABOUT);
    if !about.is_file() {
        repo::write(&about, repo::read(&format!("extension/{ABOUT}"))?)?;
    }
    Ok(())
}

/// Removes what an earlier run has written, and nothing of a folder that is no extension.
fn make_room(folder: &Path) -> Result<()> {
    let is_new = !folder.exists() || fs::read_dir(folder)?.next().is_none();
    if !is_new && !folder.join(ABOUT).is_file() {
        bail!(
            "{} holds something else than an extension",
            folder.display()
        );
    }
    for below in ["assets", "blocks", "locales", "snippets"] {
        let below = folder.join(below);
        if below.is_dir() {
            fs::remove_dir_all(&below)
                .with_context(|| format!("cannot remove {}", below.display()))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))?;
    for entry in entries {
        copy_to(&entry?.path(), to)?;
    }
    Ok(())
}

fn copy_to(file: &Path, folder: &Path) -> Result<()> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    repo::write(&folder.join(file.file_name().unwrap_or_default()), content)
}

/// The attributes of the tag that are the same on every page of every shop: `data-edge`, and `data-files` with the
/// addresses that Shopify gives the files a page may load; of the panels before the chat the one in its language. The
/// addresses begin with `//`, and a script of another origin may import only whole ones.
fn release(site: &Site, Origin(edge): &Origin) -> Result<String> {
    let names = [
        "PROGRAMS_JS",
        "SCOUT_JS",
        "SCOUT_WASM",
        "CHAT_JS",
        "CHAT_WASM",
    ];
    let files = names.map(|name| Ok(name_of(&site.file(name)?)));
    let files = files.into_iter().collect::<Result<Vec<_>>>()?.join(" ");
    let front = name_of(&site.file("FRONT")?);
    let languages = site.fronts()?.into_keys().collect::<Vec<_>>().join(" ");
    Ok(format!(
        "{{%- liquid
  assign languages = '{languages}' | split: ' '
  assign language = request.locale.iso_code | split: '-' | first
  unless languages contains language
    assign language = 'en'
  endunless
  assign files = '{files} {front}' | append: language | append: '.js' | split: ' '
  assign scheme = request.origin | split: '//' | first | append: '//'
-%}}
data-edge=\"{edge}\"
data-files=\"
{{%- for file in files -%}}
  {{%- unless forloop.first %}} {{% endunless -%}}
  {{{{- file | asset_url | split: '//' | last | prepend: scheme -}}}}
{{%- endfor -%}}
\"
"
    ))
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

const FOLDER: &str = "target/extension";
const ABOUT: &str = "shopify.extension.toml";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let origin = Origin::parse(text).ok().map(|Origin(origin)| origin);
        assert_eq!(origin.as_deref(), expected, "{text}");
    }

    #[test]
    fn an_origin_has_a_host_and_nothing_after_it() {
        check(
            "https://parley.example.dev",
            Some("https://parley.example.dev"),
        );
        check(
            "https://parley.example.dev/",
            Some("https://parley.example.dev"),
        );
        check("http://127.0.0.1:8787", Some("http://127.0.0.1:8787"));
        check("http://parley.example.dev", None);
        check("http://127.0.0.1.example.dev", None);
        check("https://parley.example.dev/a", None);
        check("https://a\" onload=\"b", None);
        check("https://", None);
        check("parley.example.dev", None);
    }

    #[test]
    fn a_folder_that_holds_something_else_is_left_alone() {
        let folder = repo::path("target/test-of-extension");
        let kept = folder.join("assets/kept.txt");
        repo::write(&kept, "kept").unwrap();
        assert!(make_room(&folder).is_err());
        assert!(kept.is_file());
        repo::write(&folder.join(ABOUT), "uid = \"of Shopify\"").unwrap();
        make_room(&folder).unwrap();
        assert!(!kept.exists());
        assert!(folder.join(ABOUT).is_file());
        fs::remove_dir_all(folder).unwrap();
    }
}
