//! How many bytes a shop's page may have to load, and the Worker may weigh: the one table that `test bytes` and `bench`
//! go by. Brotli is at quality 11 with a window of 24 bits, gzip at level 9.

pub mod groups;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::build::{self, Site};
use crate::prepare::Tools;
use crate::repo;
use crate::shop::Call;
use crate::stage::Stage;

/// A measured number and the most it may be.
pub struct Line {
    /// As in `bench.json`.
    pub key: &'static str,
    /// In bytes.
    pub measured: u64,
    /// In bytes; some numbers only say where the others come from.
    pub most: Option<u64>,
}

impl Line {
    /// Whether the number is within its budget.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.most.is_none_or(|most| self.measured <= most)
    }
}

/// Measures the built files, and the loader with a shop's settings as a stage serves it.
///
/// # Errors
/// When something is not built, or the Worker does not answer with the shop's loader.
pub fn measure(tools: &Tools, stage: &Stage, shop: &str) -> Result<Vec<Line>> {
    let site = Site::read()?;
    let fronts = site.fronts()?;
    let languages = fronts.keys();
    let served = languages.map(|language| served(tools, stage, shop, language));
    let files = Files::find(&site, served.collect::<Result<_>>()?)?;
    let sizes = Sizes::of(tools, &files.all())?;
    let scout = sizes.brotli(&files.scout)?;
    let chat = sizes.brotli(&files.chat)?;
    let loader = sizes.brotli(std::slice::from_ref(&files.loader))?;
    let programs = sizes.get(&files.programs, "br")?;
    let before_intent = sizes.largest(&files.served)? + programs + scout;
    let front = sizes.largest(&files.fronts)?;
    let chat_open = before_intent + front + chat;
    let measured = [
        ("bytes_before_intent_br", before_intent),
        ("bytes_chat_open_br", chat_open),
        ("loader_br", loader),
        ("loader_raw", sizes.get(&files.loader, "raw")?),
        ("programs_br", programs),
        ("scout_br", scout),
        ("front_br", front),
        ("chat_br", chat),
        (
            "worker_gz",
            files
                .worker
                .iter()
                .map(|file| sizes.get(file, "gz"))
                .sum::<Result<u64>>()?,
        ),
    ];
    Ok(measured
        .into_iter()
        .map(|(key, measured)| Line {
            key,
            measured,
            most: most(key),
        })
        .collect())
}

fn most(key: &str) -> Option<u64> {
    BUDGETS
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, most)| *most)
}

/// The budgets; a KB is 1 024 bytes, so 16 KB before intent are 16 384 and 1 MB of the Worker 1 048 576. Those of the
/// loader say "below" in the design, hence the odd numbers.
const BUDGETS: [(&str, u64); 5] = [
    ("bytes_before_intent_br", 16_384),
    ("bytes_chat_open_br", 110_000),
    ("loader_br", 2_999),
    ("loader_raw", 9_999),
    ("worker_gz", 1_048_576),
];

/// Which files are loaded when.
struct Files {
    loader: PathBuf,
    /// The loader with the settings; a page loads the one of its language.
    served: Vec<PathBuf>,
    programs: PathBuf,
    scout: Vec<PathBuf>,
    chat: Vec<PathBuf>,
    /// A page loads those of its language.
    fronts: Vec<PathBuf>,
    worker: Vec<PathBuf>,
}

impl Files {
    fn find(site: &Site, served: Vec<PathBuf>) -> Result<Self> {
        let worker = build::edge_output(build::Options::default());
        Ok(Self {
            loader: repo::path("target/site/parley.js"),
            served,
            programs: site.file("PROGRAMS_JS")?,
            scout: vec![site.file("SCOUT_JS")?, site.file("SCOUT_WASM")?],
            chat: vec![site.file("CHAT_JS")?, site.file("CHAT_WASM")?],
            fronts: site.fronts()?.into_values().collect(),
            worker: vec![worker.join("index.js"), worker.join("index_bg.wasm")],
        })
    }

    fn all(&self) -> Vec<&Path> {
        let lists = [
            &self.served,
            &self.scout,
            &self.chat,
            &self.fronts,
            &self.worker,
        ];
        lists
            .into_iter()
            .flatten()
            .chain([&self.loader, &self.programs])
            .map(PathBuf::as_path)
            .collect()
    }
}

/// Sizes by file, and by `raw`, `br` or `gz`.
struct Sizes(BTreeMap<String, serde_json::Value>);

impl Sizes {
    /// Node has both compressions; as crates they would double what the commands take to compile.
    fn of(tools: &Tools, files: &[&Path]) -> Result<Self> {
        let mut node = tools.command("node");
        node.args([
            "--input-type=module",
            "--eval",
            include_str!("budget/sizes.mjs"),
        ])
        .args(files);
        let output = node
            .stdin(Stdio::null())
            .output()
            .context("cannot start node")?;
        if !output.status.success() {
            bail!(
                "cannot measure the built files: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(Self(serde_json::from_slice(&output.stdout)?))
    }

    fn brotli(&self, files: &[PathBuf]) -> Result<u64> {
        files.iter().map(|file| self.get(file, "br")).sum()
    }

    /// What the largest of these files weighs.
    fn largest(&self, files: &[PathBuf]) -> Result<u64> {
        let sizes = files.iter().map(|file| self.get(file, "br"));
        let sizes = sizes.collect::<Result<Vec<_>>>()?;
        Ok(sizes.into_iter().max().unwrap_or(0))
    }

    fn get(&self, file: &Path, form: &str) -> Result<u64> {
        let sizes = self
            .0
            .get(&*file.to_string_lossy())
            .and_then(|sizes| sizes.get(form)?.as_u64());
        sizes.with_context(|| format!("{} was not measured", file.display()))
    }
}

/// The loader as a page in this language gets it, in a file.
fn served(tools: &Tools, stage: &Stage, shop: &str, language: &str) -> Result<PathBuf> {
    let url = format!("{}/v1/loader/{shop}/{language}/parley.js", stage.edge());
    let (status, body) = Call::get(&url).make(tools)?;
    if status != 200 {
        bail!("{url} answered {status}");
    }
    let file = repo::path(&format!("target/bench/loader-{language}.js"));
    repo::write(&file, body)?;
    Ok(file)
}
