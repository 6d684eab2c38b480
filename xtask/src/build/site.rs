//! The files that a shop's page loads, in `target/site`: `parley.js` under its own name, all else under the hash of its
//! content, so that it may be cached for ever.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::widget::{self, Program};
use crate::fill::fill;
use crate::prepare::Tools;
use crate::repo;
use crate::stamp::{self, Stamp};
use crate::step::Step;

/// The addresses of the built files below the Worker's origin, by the names under which the loader knows them.
pub struct Site {
    addresses: Vec<(String, String)>,
}

impl Site {
    /// The site as it was last built.
    ///
    /// # Errors
    /// When it was not built yet.
    pub fn read() -> Result<Self> {
        let names: Map<String, Value> =
            serde_json::from_str(&repo::read(NAMES).context("the site is not built yet")?)?;
        let addresses = names
            .into_iter()
            .filter_map(|(name, address)| Some((name, address.as_str()?.to_owned())));
        Ok(Self {
            addresses: addresses.collect(),
        })
    }

    /// The built file that the loader knows under this name.
    ///
    /// # Errors
    /// When the site has no such file.
    pub fn file(&self, name: &str) -> Result<PathBuf> {
        let address = self.addresses.iter().find(|(known, _)| known == name);
        let (_, address) = address.with_context(|| format!("the site has no {name}"))?;
        Ok(repo::path(FOLDER).join(address.trim_start_matches('/')))
    }

    /// The built locale files.
    #[must_use]
    pub fn locales(&self) -> Vec<PathBuf> {
        let locales = self
            .addresses
            .iter()
            .filter(|(name, _)| name.starts_with("LOCALE_"));
        locales
            .map(|(_, address)| repo::path(FOLDER).join(address.trim_start_matches('/')))
            .collect()
    }

    /// Writes a file under its hashed name and remembers its address.
    fn add(&mut self, name: &str, stem: &str, extension: &str, content: &[u8]) -> Result<()> {
        let address = format!("/a/{stem}-{}.{extension}", stamp::content_hash(content));
        repo::write(
            &repo::path(FOLDER).join(address.trim_start_matches('/')),
            content,
        )?;
        self.addresses.push((name.to_owned(), address));
        Ok(())
    }

    fn write_names(&self) -> Result<()> {
        let names: Map<_, _> = self
            .addresses
            .iter()
            .map(|(name, address)| (name.clone(), address.clone().into()))
            .collect();
        repo::write(&repo::path(NAMES), serde_json::to_string_pretty(&names)?)
    }
}

/// Builds the site unless it is up to date.
///
/// # Errors
/// When a tool fails or a source is missing.
pub fn site(tools: &Tools) -> Result<()> {
    let _lock = super::lock()?;
    let stamp = inputs()?;
    if stamp::holds("site", &stamp) && repo::path(FOLDER).join("parley.js").is_file() {
        return Ok(());
    }
    stamp::forget("site");
    let folder = repo::path(FOLDER);
    widget::compile(tools)?;
    let mut site = Site {
        addresses: Vec::new(),
    };
    let programs = [("scout", "SCOUT"), ("chat", "CHAT")]
        .map(|(name, key)| (name, key, widget::finish(tools, name)));
    // The old site is served until here, and no file of it stays.
    if folder.is_dir() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    for (name, key, program) in programs {
        let Program { wasm, glue } = program?;
        site.add(&format!("{key}_JS"), name, "js", &glue)?;
        site.add(&format!("{key}_WASM"), name, "wasm", &wasm)?;
    }
    site.add(
        "WIDGET_CSS",
        "widget",
        "css",
        &minify(tools, "static/widget.css", "widget-css", &[])?,
    )?;
    add_locales(&mut site)?;
    write_pages(tools, &site)?;
    site.write_names()?;
    stamp::keep("site", &stamp)
}

fn inputs() -> Result<String> {
    let mut stamp = Stamp::default();
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
        "package-lock.json",
        "shared/Cargo.toml",
        "shared/src",
        "widget/Cargo.toml",
        "widget/src",
        "static",
        "xtask/src/build",
    ] {
        stamp = stamp.path(path)?;
    }
    Ok(stamp.hex())
}

fn add_locales(site: &mut Site) -> Result<()> {
    let folder = repo::path("static/locales");
    if !folder.is_dir() {
        return Ok(());
    }
    let mut files: Vec<_> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    }) {
        let stem = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let words: Value = serde_json::from_slice(&widget::read(file)?)
            .with_context(|| format!("{} is no JSON", file.display()))?;
        site.add(
            &format!("LOCALE_{}", stem.to_uppercase()),
            &stem,
            "json",
            words.to_string().as_bytes(),
        )?;
    }
    Ok(())
}

fn write_pages(tools: &Tools, site: &Site) -> Result<()> {
    let defines: Vec<_> = site
        .addresses
        .iter()
        .map(|(name, address)| format!("--define:{name}=\"{address}\""))
        .collect();
    let mut loader_arguments = vec!["--target=es2020", "--format=iife"];
    loader_arguments.extend(defines.iter().map(String::as_str));
    let loader = minify(tools, "static/loader.js", "loader", &loader_arguments)?;
    let folder = repo::path(FOLDER);
    repo::write(&folder.join("parley.js"), loader)?;
    let addresses: Vec<_> = site
        .addresses
        .iter()
        .map(|(name, address)| (name.as_str(), address.as_str()))
        .collect();
    let gallery =
        fill(&repo::read("static/gallery.html")?, &addresses).context("in static/gallery.html")?;
    repo::write(&folder.join("gallery.html"), gallery)?;
    repo::write(&folder.join("_headers"), HEADERS)
}

fn minify(tools: &Tools, source: &str, name: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let extension = Path::new(source).extension().unwrap_or_default();
    let small = repo::path("target/widget/out")
        .join(name)
        .with_extension(extension);
    let mut esbuild = tools.command("esbuild");
    esbuild
        .arg(source)
        .args(["--minify", "--log-level=warning"])
        .args(arguments)
        .arg(widget::outfile(&small));
    Step::new(&format!("{name}-esbuild"), &format!("minifying {source}")).run(&mut esbuild)?;
    widget::read(&small)
}

const FOLDER: &str = "target/site";
const NAMES: &str = "target/site-names.json";
/// Rules for Cloudflare's static assets. Shops' pages are of other origins, hence the open access.
const HEADERS: &str = "\
/a/*
  Cache-Control: public, max-age=31536000, immutable
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
/parley.js
  Cache-Control: public, max-age=300, stale-while-revalidate=86400
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
";
