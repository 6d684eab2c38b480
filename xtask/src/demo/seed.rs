//! What the demo's shop is made of: its document, the storefront's catalogue, and the playbook.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::fill::fill;
use crate::prepare::Tools;
use crate::repo;
use crate::shop::{Call, Operator, translated};
use crate::stamp::Stamp;

pub(super) struct Seed {
    document: Value,
    catalogue: String,
    flows: Vec<String>,
    /// Those flows that the stories need, in the other languages.
    translations: Vec<String>,
}

impl Seed {
    pub(super) fn read(
        tools: &Tools,
        storefront: &str,
        dwell_seconds: Option<u32>,
    ) -> Result<Self> {
        let template = repo::read("tests/demo/shop.json")?;
        let document =
            document(&template, storefront, dwell_seconds).context("in tests/demo/shop.json")?;
        let flows = flows()?;
        Ok(Self {
            document,
            catalogue: catalogue(tools, storefront)?,
            translations: translations(&flows)?,
            flows,
        })
    }

    pub(super) fn shop(&self) -> Result<String> {
        let shop = self.document.get("shop").and_then(Value::as_str);
        shop.map(str::to_owned)
            .context("tests/demo/shop.json has no text `shop`")
    }

    /// The handle of the first product that says which concerns it helps with: skincare, which the demo's story is about.
    pub(super) fn inviting_product(&self) -> Result<String> {
        inviting_product(&self.catalogue).context("in the storefront's catalogue")
    }

    pub(super) fn stamp(&self) -> String {
        let stamp = Stamp::default()
            .word(&self.document.to_string())
            .word(&self.catalogue);
        let flows = self.flows.iter().chain(&self.translations);
        flows.fold(stamp, |stamp, flow| stamp.word(flow)).hex()
    }

    pub(super) fn send(&self, operator: &Operator<'_>, shop: &str) -> Result<()> {
        operator
            .add(&self.document.to_string())
            .context("tests/demo/shop.json")?;
        operator
            .import(shop, &self.catalogue)
            .context("the storefront's catalogue")?;
        for flow in self.flows.iter().chain(&self.translations) {
            operator.publish(shop, flow).context("in shared/playbook")?;
        }
        Ok(())
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} lines of catalogue, {} flows and {} translations",
            self.catalogue.lines().count(),
            self.flows.len(),
            self.translations.len()
        )
    }
}

fn document(template: &str, storefront: &str, dwell_seconds: Option<u32>) -> Result<Value> {
    let mut document: Value =
        serde_json::from_str(&fill(template, &[("storefront", storefront)])?)?;
    let fields = document.as_object_mut().context("not a JSON object")?;
    // Who tries the demo must not be among those who, for comparison, are never invited.
    fields.insert("holdout_bp".to_owned(), 0.into());
    if let Some(seconds) = dwell_seconds {
        fields.insert("dwell_seconds".to_owned(), seconds.into());
    }
    Ok(document)
}

fn catalogue(tools: &Tools, storefront: &str) -> Result<String> {
    let url = format!("{storefront}/bulk/products.jsonl");
    let (status, body) = Call::get(&url).make(tools)?;
    if status != 200 {
        bail!("{url} answered {status}");
    }
    String::from_utf8(body).with_context(|| format!("{url} is not UTF-8"))
}

/// The whole playbook, by name; which of it pages invite to stands in the shop's document.
fn flows() -> Result<Vec<String>> {
    let mut files = within(&repo::path("shared/playbook"))?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.iter().map(|file| read(file)).collect()
}

fn translations(flows: &[String]) -> Result<Vec<String>> {
    let stories: Vec<String> = serde_json::from_str(&repo::read("tests/demo/flows.json")?)?;
    let flows: Vec<&str> = flows.iter().map(String::as_str).collect();
    let mut translations = Vec::new();
    for language in within(&repo::path("shared/playbook/texts"))? {
        let files = stories
            .iter()
            .map(|flow| language.join(format!("{flow}.json")));
        for file in files.filter(|file| file.is_file()) {
            let translation = translated(&flows, &read(&file)?);
            translations.push(translation.with_context(|| file.display().to_string())?);
        }
    }
    Ok(translations)
}

/// What lies in a folder, by name.
fn within(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    found.sort();
    Ok(found)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn inviting_product(catalogue: &str) -> Result<String> {
    let lines: Vec<Value> = catalogue
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let text = |line: &Value, name: &str| line.get(name).and_then(Value::as_str).map(str::to_owned);
    let concerns = lines
        .iter()
        .find(|line| text(line, "key").as_deref() == Some("concerns"));
    let parent = concerns
        .and_then(|line| text(line, "__parentId"))
        .context("no product has concerns")?;
    let product = lines
        .iter()
        .find(|line| text(line, "id").as_ref() == Some(&parent));
    product
        .and_then(|line| text(line, "handle"))
        .with_context(|| format!("{parent} has no handle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_begins_at_the_first_product_with_concerns() {
        let catalogue = "\
{\"id\":\"gid://shopify/Product/1\",\"handle\":\"cable\"}
{\"id\":\"gid://shopify/Product/2\",\"handle\":\"balm\"}
{\"id\":\"gid://shopify/Metafield/3\",\"key\":\"concerns\",\"__parentId\":\"gid://shopify/Product/2\"}";
        assert_eq!(inviting_product(catalogue).ok().as_deref(), Some("balm"));
    }

    #[test]
    fn the_demo_leaves_nobody_out_and_waits_as_long_as_asked() {
        let of = |dwell| {
            document(
                r#"{"origins":["{{storefront}}"],"holdout_bp":500}"#,
                "http://127.0.0.1:1",
                dwell,
            )
            .unwrap()
        };
        assert_eq!(
            of(None).to_string(),
            r#"{"holdout_bp":0,"origins":["http://127.0.0.1:1"]}"#
        );
        assert_eq!(of(Some(5)).get("dwell_seconds"), Some(&5.into()));
    }

    #[test]
    fn a_catalogue_without_concerns_has_no_story() {
        assert!(
            inviting_product("{\"id\":\"gid://shopify/Product/1\",\"handle\":\"cable\"}").is_err()
        );
    }
}
