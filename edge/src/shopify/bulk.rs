//! Reads a bulk operation's JSONL into products, whole or not at all: every broken line is named by its number.
//!
//! Bytes are fed as they arrive, so that a large file is never held in memory as text. Children may come anywhere
//! after or before their parent; nothing is put together before [`Reader::finish`].

use super::attribute::{self, Attribute};
use super::product::{product_of, variant_of};
use super::wire::{Head, MetafieldLine, ProductLine, VariantLine};
use shared::catalog::Product;
use shared::json;
use shared::money::Currency;
use shared::wire::document_v1::Problem;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What a file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Import {
    /// Products that are on sale, in the order of the file.
    pub(crate) products: Vec<Product>,
    /// How many variants they have together.
    pub(crate) variants: usize,
    /// Products left out because the shop does not show them (drafts, archived ones).
    pub(crate) inactive: usize,
    /// Lines of kinds that a conversation has no use for.
    pub(crate) ignored: usize,
}

/// Takes a file piece by piece.
pub(crate) struct Reader {
    currency: Currency,
    line: usize,
    partial: Vec<u8>,
    products: Vec<(usize, String, ProductLine)>,
    variants: Vec<(usize, String, String, VariantLine)>,
    metafields: Vec<(usize, String, MetafieldLine)>,
    /// Each global id read so far with its line; a broken line's id too, so that its children are not blamed for it.
    seen: BTreeMap<String, usize>,
    ignored: usize,
    problems: Problems,
}

/// Problems by line; bounded, since a file that is something else altogether is wrong in each line.
#[derive(Default)]
struct Problems {
    by_line: BTreeMap<(usize, usize), String>,
    more: usize,
}

const MAX_PROBLEMS: usize = 5000;

impl Reader {
    pub(crate) fn new(currency: Currency) -> Self {
        Self {
            currency,
            line: 0,
            partial: Vec::new(),
            products: Vec::new(),
            variants: Vec::new(),
            metafields: Vec::new(),
            seen: BTreeMap::new(),
            ignored: 0,
            problems: Problems::default(),
        }
    }

    /// Takes the next bytes of the file.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut pieces = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(piece) = pieces.next() {
            self.partial.extend_from_slice(piece);
            if pieces.peek().is_some() {
                self.end_line();
            }
        }
    }

    /// The products, when every line was good.
    ///
    /// # Errors
    /// Every problem with the number of its line; a file without a single product is a problem too.
    pub(crate) fn finish(mut self) -> Result<Import, Vec<Problem>> {
        if !self.partial.is_empty() {
            self.end_line();
        }
        let import = Assembly::of(&mut self).put_together();
        if self.problems.is_empty() && import.products.is_empty() && import.inactive == 0 {
            self.problems.add(1, "the file holds no product".into());
        }
        if self.problems.is_empty() {
            Ok(import)
        } else {
            Err(self.problems.list())
        }
    }

    fn end_line(&mut self) {
        let bytes = core::mem::take(&mut self.partial);
        self.line += 1;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        if let Err(reason) = self.read(&bytes) {
            self.problems.add(self.line, reason);
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), String> {
        let text = core::str::from_utf8(bytes).map_err(|_| String::from("not UTF-8 text"))?;
        let head: Head = parse(text)?;
        let id = head.id.ok_or("missing field `id`")?;
        if let Some(first) = self.seen.get(&id) {
            return Err(format!("{id} stands in line {first} already"));
        }
        self.seen.insert(id.clone(), self.line);
        match kind_of(&id)? {
            "Product" => self.products.push((self.line, id, parse(text)?)),
            "ProductVariant" => {
                let parent = head
                    .parent
                    .ok_or("a variant without its product: missing field `__parentId`")?;
                self.variants.push((self.line, id, parent, parse(text)?));
            }
            "Metafield" => {
                let parent = head
                    .parent
                    .ok_or("a metafield without its product: missing field `__parentId`")?;
                self.metafields.push((self.line, parent, parse(text)?));
            }
            _ => self.ignored += 1,
        }
        Ok(())
    }
}

impl Problems {
    fn add(&mut self, line: usize, reason: String) {
        if self.by_line.len() < MAX_PROBLEMS {
            self.by_line.insert((line, self.by_line.len()), reason);
        } else {
            self.more += 1;
        }
    }

    fn is_empty(&self) -> bool {
        self.by_line.is_empty()
    }

    fn list(self) -> Vec<Problem> {
        let named = self.by_line.into_iter();
        let mut problems: Vec<Problem> = named
            .map(|((line, _), reason)| Problem {
                place: format!("line {line}"),
                reason,
            })
            .collect();
        if self.more > 0 {
            let reason = format!("{} more problems are not listed", self.more);
            problems.push(Problem {
                place: "file".into(),
                reason,
            });
        }
        problems
    }
}

/// Puts lines together into products.
struct Assembly<'a> {
    reader: &'a mut Reader,
    /// Product by global id; `None` for one that is broken or not on sale.
    drafts: BTreeMap<String, Option<usize>>,
    products: Vec<(usize, Product)>,
    /// Product of each variant, by global ids.
    owners: BTreeMap<String, String>,
    inactive: usize,
}

impl<'a> Assembly<'a> {
    fn of(reader: &'a mut Reader) -> Self {
        Self {
            reader,
            drafts: BTreeMap::new(),
            products: Vec::new(),
            owners: BTreeMap::new(),
            inactive: 0,
        }
    }

    fn put_together(mut self) -> Import {
        self.begin_products();
        self.add_variants();
        self.add_metafields();
        for (line, product) in &self.products {
            if product.variants.is_empty() {
                let reason = format!(
                    "product `{}` has no variant that can be read",
                    product.handle
                );
                self.reader.problems.add(*line, reason);
            }
        }
        Import {
            variants: self
                .products
                .iter()
                .map(|(_, product)| product.variants.len())
                .sum(),
            products: self
                .products
                .into_iter()
                .map(|(_, product)| product)
                .collect(),
            inactive: self.inactive,
            ignored: self.reader.ignored,
        }
    }

    fn begin_products(&mut self) {
        let mut handles = BTreeMap::new();
        for (line, id, product) in core::mem::take(&mut self.reader.products) {
            let begun = match handles.entry(product.handle.clone()) {
                Entry::Occupied(first) => Err(format!(
                    "the handle `{}` stands in line {} already",
                    product.handle,
                    first.get()
                )),
                Entry::Vacant(free) => {
                    free.insert(line);
                    product_of(&id, product, self.reader.currency)
                }
            };
            let place = match begun {
                Ok(Some(product)) => {
                    self.products.push((line, product));
                    Some(self.products.len() - 1)
                }
                Ok(None) => {
                    self.inactive += 1;
                    None
                }
                Err(reason) => {
                    self.reader.problems.add(line, reason);
                    None
                }
            };
            self.drafts.insert(id, place);
        }
    }

    fn add_variants(&mut self) {
        for (line, id, parent, variant) in core::mem::take(&mut self.reader.variants) {
            match (
                variant_of(&id, &variant, self.reader.currency),
                self.owner(&parent),
            ) {
                (Err(reason), _) | (Ok(_), Err(reason)) => self.reader.problems.add(line, reason),
                (Ok(_), Ok(None)) => {}
                (Ok(read), Ok(Some(product))) => {
                    product.variants.push(read);
                    for (key, value) in variant
                        .selected_options
                        .iter()
                        .filter_map(attribute::of_option)
                    {
                        know(product, key, [value]);
                    }
                }
            }
            self.owners.insert(id, parent);
        }
        for (_, product) in &mut self.products {
            if let [only] = product.variants.as_mut_slice() {
                only.label.clear();
            }
        }
    }

    fn add_metafields(&mut self) {
        for (line, parent, field) in core::mem::take(&mut self.reader.metafields) {
            let parent = self.owners.get(&parent).cloned().unwrap_or(parent);
            match (attribute::of_metafield(&field), self.owner(&parent)) {
                (Err(reason), _) | (Ok(_), Err(reason)) => self.reader.problems.add(line, reason),
                (Ok(Attribute::Known { key, values }), Ok(Some(product))) => {
                    know(product, key, values);
                }
                (Ok(Attribute::Unused), Ok(_)) => self.reader.ignored += 1,
                (Ok(Attribute::Known { .. }), Ok(None)) => {}
            }
        }
    }

    /// The product that `parent` names; `None` for one that is left out or whose own line is broken.
    fn owner(&mut self, parent: &str) -> Result<Option<&mut Product>, String> {
        match self.drafts.get(parent) {
            Some(Some(index)) => Ok(self.products.get_mut(*index).map(|(_, product)| product)),
            Some(None) => Ok(None),
            None if self.reader.seen.contains_key(parent) && kind_of(parent) == Ok("Product") => {
                Ok(None)
            }
            None => Err(format!("no line of this file is the parent {parent}")),
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    json::read(text.as_bytes()).map_err(|error| match error {
        json::Error::Syntax(error) => {
            let message = error.to_string();
            // The parser sees one line only, so its own "at line 1 column 7" would name the wrong line.
            let (message, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
            format!("not a JSON object, column {}: {message}", error.column())
        }
        json::Error::Shape { .. } => error.to_string(),
    })
}

/// `Product` of `gid://shopify/Product/8402917397257`.
fn kind_of(id: &str) -> Result<&str, String> {
    let path = id
        .strip_prefix("gid://shopify/")
        .and_then(|path| path.split_once('/'));
    match path {
        Some((kind, number)) if !kind.is_empty() && !number.is_empty() => Ok(kind),
        _ => Err(format!("`{id}` is no id of Shopify's (gid://shopify/…)")),
    }
}

fn know(product: &mut Product, key: String, values: impl IntoIterator<Item = String>) {
    let known = product.attributes.entry(key).or_default();
    for value in values {
        if !known.contains(&value) {
            known.push(value);
        }
    }
}

#[cfg(test)]
mod tests;
