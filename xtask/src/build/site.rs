//! The files that a shop's page loads, in `target/site`: `parley.js` under its own name, all else under the hash of its
//! content, so that it may be cached for ever.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::page;
use super::widget::{self, Program};
use crate::keep;
use crate::prepare::Tools;
use crate::repo;
use crate::stamp::{self, Stamp};

/// Built files: the addresses below the Worker's origin, by the names under which the loader knows them.
pub struct Site {
    folder: PathBuf,
    naming: Naming,
    addresses: Vec<(String, String)>,
}

/// How built files are called.
#[derive(Clone, Copy)]
enum Naming {
    /// By content, for the release.
    Hashed,
    /// As Trunk calls the programs.
    Plain,
}

impl Site {
    /// The released site as it was last built.
    ///
    /// # Errors
    /// When it was not built yet.
    pub fn read() -> Result<Self> {
        let names = repo::read(NAMES).context("the site is not built yet")?;
        let names: Map<String, Value> = serde_json::from_str(&names)?;
        let addresses = names
            .into_iter()
            .filter_map(|(name, address)| Some((name, address.as_str()?.to_owned())))
            .collect();
        Ok(Self {
            addresses,
            ..Self::released()
        })
    }

    /// The built file that the loader knows under this name.
    ///
    /// # Errors
    /// When the site has no such file.
    pub fn file(&self, name: &str) -> Result<PathBuf> {
        let address = self.addresses.iter().find(|(known, _)| known == name);
        let (_, address) = address.with_context(|| format!("the site has no {name}"))?;
        Ok(self.at(address))
    }

    /// The built files with what is shown before the chat, by language.
    ///
    /// # Errors
    /// When the site has none.
    pub fn fronts(&self) -> Result<BTreeMap<String, PathBuf>> {
        let beginning = self.file("FRONT")?;
        let (Some(folder), Some(beginning)) = (beginning.parent(), beginning.file_name()) else {
            bail!("{} is no file", beginning.display());
        };
        let beginning = beginning.to_string_lossy();
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        let mut fronts = BTreeMap::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let rest = name.strip_prefix(beginning.as_ref());
            if let Some(language) = rest.and_then(|rest| rest.strip_suffix(".js")) {
                fronts.insert(language.to_owned(), entry.path());
            }
        }
        Ok(fronts)
    }

    /// All built files that a page may ask for.
    ///
    /// # Errors
    /// When what is shown before the chat is missing.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let alone = self.addresses.iter().filter(|(name, _)| name != "FRONT");
        let alone = alone.map(|(_, address)| self.at(address));
        Ok(alone.chain(self.fronts()?.into_values()).collect())
    }

    pub(super) fn addresses(&self) -> Vec<(&str, &str)> {
        self.addresses
            .iter()
            .map(|(name, address)| (name.as_str(), address.as_str()))
            .collect()
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file under its address and remembers it.
    pub(super) fn add(&mut self, name: &str, file: &str, content: &[u8]) -> Result<()> {
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        let address = match self.naming {
            Naming::Hashed => format!("/a/{stem}-{}.{extension}", stamp::content_hash(content)),
            Naming::Plain => format!("/{file}"),
        };
        repo::write(&self.at(&address), content)?;
        self.addresses.push((name.to_owned(), address));
        Ok(())
    }

    /// Writes files that are called by the content of all of them, and remembers what their addresses begin with: one name
    /// for all, and no folder, since an app's extension has none.
    pub(super) fn add_all(
        &mut self,
        name: &str,
        stem: &str,
        files: &[(String, Vec<u8>)],
    ) -> Result<()> {
        let contents: Vec<_> = files
            .iter()
            .flat_map(|(_, content)| content)
            .copied()
            .collect();
        let address = match self.naming {
            Naming::Hashed => format!("/a/{stem}-{}-", stamp::content_hash(&contents)),
            Naming::Plain => format!("/{stem}-"),
        };
        for (file, content) in files {
            repo::write(&self.at(&format!("{address}{file}")), content)?;
        }
        self.addresses.push((name.to_owned(), address));
        Ok(())
    }

    fn at(&self, address: &str) -> PathBuf {
        self.folder.join(address.trim_start_matches('/'))
    }

    fn released() -> Self {
        Self {
            folder: repo::path(FOLDER),
            naming: Naming::Hashed,
            addresses: Vec::new(),
        }
    }

    fn write_names(&self) -> Result<()> {
        let names = self
            .addresses
            .iter()
            .map(|(name, address)| (name.clone(), address.clone().into()));
        repo::write(
            &repo::path(NAMES),
            serde_json::to_string_pretty(&names.collect::<Map<_, _>>())?,
        )
    }
}

/// Builds the site unless it is up to date.
///
/// # Errors
/// When a tool fails or a source is missing.
pub fn site(tools: &Tools) -> Result<()> {
    let _lock = super::lock()?;
    let stamp = inputs()?;
    let mut site = Site::released();
    if stamp::holds("site", &stamp) && site.folder.join("parley.js").is_file() {
        return Ok(());
    }
    stamp::forget("site");
    widget::compile(tools)?;
    let scout = widget::finish(tools, "scout")?;
    let chat = widget::finish(tools, "chat")?;
    // The old site is served until here, and no file of it stays.
    if site.folder.is_dir() {
        fs::remove_dir_all(&site.folder)
            .with_context(|| format!("cannot remove {}", site.folder.display()))?;
    }
    for (key, name, Program { wasm, glue }) in [("SCOUT", "scout", scout), ("CHAT", "chat", chat)] {
        site.add(&format!("{key}_JS"), &format!("{name}.js"), &glue)?;
        site.add(&format!("{key}_WASM"), &format!("{name}.wasm"), &wasm)?;
    }
    page::write(tools, &mut site)?;
    repo::write(&site.folder.join("_headers"), HEADERS)?;
    let names = site.files()?.into_iter();
    let names =
        names.filter_map(|file| Some(format!("/a/{}", file.file_name()?.to_string_lossy())));
    repo::write(
        &site.folder.join(keep::LIST),
        keep::first_list(names.collect()),
    )?;
    site.write_names()?;
    stamp::keep("site", &stamp)
}

/// Writes what Trunk does not make, beside the programs that it has put into `folder`: the loader, the gallery and what is
/// shown before the chat, as in the release but for their names.
///
/// # Errors
/// When a tool fails or a source is missing.
pub fn beside_trunk(tools: &Tools, folder: &Path) -> Result<()> {
    let programs = ["scout", "chat"].into_iter().flat_map(|name| {
        let key = name.to_uppercase();
        [
            (format!("{key}_JS"), format!("/{name}.js")),
            (format!("{key}_WASM"), format!("/{name}_bg.wasm")),
        ]
    });
    let mut site = Site {
        folder: folder.to_owned(),
        naming: Naming::Plain,
        addresses: programs.collect(),
    };
    for (name, _) in site.addresses() {
        site.file(name)
            .and_then(|file| widget::read(&file))
            .context("Trunk did not build it")?;
    }
    page::write(tools, &mut site)
}

fn inputs() -> Result<String> {
    let mut stamp = Stamp::default();
    for path in INPUTS {
        stamp = stamp.path(path)?;
    }
    Ok(stamp.hex())
}

const FOLDER: &str = "target/site";
const NAMES: &str = "target/site-names.json";
const INPUTS: [&str; 11] = [
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
];
/// Rules for Cloudflare's static assets. Shops' pages are of other origins, hence the open access.
const HEADERS: &str = "\
/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=()
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=31536000
  X-Content-Type-Options: nosniff
/a/*
  Cache-Control: public, max-age=31536000, immutable
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
/messages/*
  Cache-Control: public, max-age=300
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
/parley.js
  Cache-Control: public, max-age=300, stale-while-revalidate=86400
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
/gallery*
  Content-Security-Policy: default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
frame-ancestors 'none'
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_file_is_named_by_its_content() {
        let folder = repo::path("target/test-of-site-names");
        let mut site = Site {
            folder: folder.clone(),
            ..Site::released()
        };
        site.add("CHAT_JS", "chat.js", b"abc").unwrap();
        assert_eq!(site.addresses(), [("CHAT_JS", "/a/chat-ba7816bf.js")]);
        assert_eq!(fs::read(site.file("CHAT_JS").unwrap()).unwrap(), b"abc");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_was_not_built_is_named() {
        let error = Site::released().file("CHAT_JS").unwrap_err().to_string();
        assert!(error.contains("CHAT_JS"), "{error}");
    }
}
