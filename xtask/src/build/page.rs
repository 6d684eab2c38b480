//! What is in `static/`, made ready for pages: styles, words, the loader and the gallery, which name the built files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::site::Site;
use super::widget;
use crate::fill::fill;
use crate::prepare::Tools;
use crate::repo;
use crate::step::Step;

/// Adds what is shown before the chat to the site, then writes the pages that name all its files.
pub(super) fn write(tools: &Tools, site: &mut Site) -> Result<()> {
    add_fronts(tools, site)?;
    add_messages(site)?;
    add_programs(tools, site)?;
    let languages: Vec<_> = site.fronts()?.into_keys().collect();
    let languages = format!("--define:LANGUAGES=\" {} \"", languages.join(" "));
    let mut arguments = naming(site, &LOADER_ARGUMENTS);
    arguments.push(languages);
    let loader = minify(tools, "static/loader.js", &arguments)?;
    repo::write(&site.folder().join("parley.js"), loader)?;
    let recorded = repo::read("static/gallery.json")?;
    let mut values = site.addresses();
    values.push(("RECORDED", recorded.trim_end()));
    let gallery =
        fill(&repo::read("static/gallery.html")?, &values).context("in static/gallery.html")?;
    repo::write(&site.folder().join("gallery.html"), gallery)
}

/// All that the panel before the chat needs, in one file for each language: a slow page pays for every request. The loader
/// knows one name and the languages instead of an address for each.
fn add_fronts(tools: &Tools, site: &mut Site) -> Result<()> {
    let styles = String::from_utf8(minify(tools, "static/widget.css", &[])?)?;
    let styles = serde_json::to_string(styles.trim_end())?;
    let panel = minify(
        tools,
        "static/front.js",
        &["--format=esm".to_owned(), AT_ONCE.to_owned()],
    )?;
    let panel = String::from_utf8(panel)?;
    let folder = repo::path("static/locales");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut names = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    names.sort();
    let files = names.into_iter().map(|name| {
        let words: Value = serde_json::from_slice(&widget::read(&folder.join(&name))?)
            .with_context(|| format!("static/locales/{name} is not JSON"))?;
        let file = format!("{panel}export const words={words},styles={styles};\n");
        let language = name.trim_end_matches(".json");
        Ok((format!("{language}.js"), file.into_bytes()))
    });
    site.add_all("FRONT", "front", &files.collect::<Result<Vec<_>>>()?)
}

/// What the loader fetches once somebody is there, which knows the files of both programs.
fn add_programs(tools: &Tools, site: &mut Site) -> Result<()> {
    let arguments = naming(site, &["--format=esm"]);
    let programs = minify(tools, "static/programs.js", &arguments)?;
    site.add("PROGRAMS_JS", "programs.js", &programs)
}

/// These arguments of esbuild's, and the addresses of all files that are there by now.
fn naming(site: &Site, arguments: &[&str]) -> Vec<String> {
    let addresses = site.addresses().into_iter();
    let defines = addresses.map(|(name, address)| format!("--define:{name}=\"{address}\""));
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
    arguments.chain(defines).collect()
}

/// The words of messages, each language under its own name: the Worker asks for them.
fn add_messages(site: &Site) -> Result<()> {
    let folder = repo::path("static/messages");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default();
        let words = widget::read(&file)?;
        repo::write(&site.folder().join("messages").join(name), words)?;
    }
    Ok(())
}

fn minify(tools: &Tools, source: &str, arguments: &[String]) -> Result<Vec<u8>> {
    let name = Path::new(source).file_name().unwrap_or_default();
    let small = repo::path("target/widget/out").join(name);
    let mut esbuild = tools.command("esbuild");
    esbuild
        .arg(source)
        .args(["--minify", "--log-level=warning"])
        .args(arguments)
        .arg(widget::outfile(&small));
    let step = format!("esbuild-{}", name.to_string_lossy());
    Step::new(&step, &format!("minifying {source}")).run(&mut esbuild)?;
    widget::read(&small)
}

const LOADER_ARGUMENTS: [&str; 3] = ["--target=es2020", "--format=iife", AT_ONCE];
/// First in a file of which most functions are called at once, this has Chromium compile them while the file arrives,
/// beside the page's own thread, instead of one by one as each is called (<https://v8.dev/blog/explicit-compile-hints>).
pub(super) const AT_ONCE: &str = "--banner:js=//# allFunctionsCalledOnLoad";
