//! A size chart, read from what the shop writes, with every mistake and its place.

use super::{Fit, Length, Range, Unit};
use crate::commerce::Mistakes;
use crate::sort;
use crate::wire::document_v1::{EaseDraft, Problem, SizeChartDraft};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

/// The sizes of some products of a brand, from small to large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeChart {
    /// What it is called when it is quoted.
    pub name: String,
    /// The brand.
    pub brand: String,
    /// The types of product it holds for; empty for all of the brand.
    pub kinds: Vec<String>,
    /// What was measured.
    pub measured: Measured,
    /// The unit the shop thinks in.
    pub unit: Unit,
    /// The sizes; at least one.
    pub sizes: Vec<Size>,
}

/// What the lengths of a chart are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// The body that a size is made for.
    Body,
    /// The garment itself, and by measure how much wider than the body it should be.
    Garment(BTreeMap<String, Ease>),
}

/// How much wider than the body a garment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ease {
    /// For a close fit.
    pub close: Length,
    /// For a regular fit.
    pub regular: Length,
    /// For a loose fit.
    pub loose: Length,
}

/// A size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its label.
    pub label: String,
    /// Its lengths by measure; those of a garment are single lengths.
    pub measures: BTreeMap<String, Range>,
}

impl Ease {
    pub(super) fn of(self, fit: Fit) -> Length {
        match fit {
            Fit::Close => self.close,
            Fit::Regular => self.regular,
            Fit::Loose => self.loose,
        }
    }
}

impl SizeChart {
    /// Reads a chart of a shop's document.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(draft: &SizeChartDraft, place: &str) -> Result<Self, Vec<Problem>> {
        let mut mistakes = Mistakes::default();
        let unit = Unit::of(&draft.unit);
        let at = |field: &str| format!("{place}.{field}");
        mistakes.demand(unit.is_some(), &at("unit"), "a unit is cm, mm or in");
        mistakes.demand(!draft.name.is_empty(), &at("name"), "no name");
        mistakes.demand(!draft.brand.is_empty(), &at("brand"), "no brand");
        mistakes.demand(!draft.sizes.is_empty(), &at("sizes"), "no size");
        let unit = unit.unwrap_or(Unit::Centimetre);
        let mut eases = BTreeMap::new();
        for (measure, draft) in &draft.ease {
            let place = format!("{place}.ease.{measure}");
            let found = ease(draft, unit, &place, &mut mistakes);
            eases.extend(found.map(|found| (measure.clone(), found)));
        }
        let measured = match draft.measured.as_str() {
            "garment" => Measured::Garment(eases),
            "body" => Measured::Body,
            _ => {
                mistakes.add(&at("measured"), "what is measured is body or garment");
                Measured::Body
            }
        };
        let sizes = sizes(draft, unit, place, &mut mistakes);
        let chart = Self {
            name: draft.name.clone(),
            brand: draft.brand.clone(),
            kinds: draft.kinds.clone(),
            measured,
            unit,
            sizes,
        };
        chart.check(place, &mut mistakes);
        mistakes.finish(chart)
    }

    /// Whether it holds for products of this brand and type.
    #[must_use]
    pub fn covers(&self, brand: &str, kind: &str) -> bool {
        let mut kinds = self.kinds.iter();
        self.brand.eq_ignore_ascii_case(brand)
            && (self.kinds.is_empty() || kinds.any(|listed| listed.eq_ignore_ascii_case(kind)))
    }

    /// Where a label stands in the chart.
    pub(super) fn index_of(&self, label: &str) -> Option<usize> {
        let mut sizes = self.sizes.iter();
        sizes.position(|size| size.label.eq_ignore_ascii_case(label.trim()))
    }

    /// The measures that any size has.
    #[must_use]
    pub fn measures(&self) -> BTreeSet<&str> {
        let names = self.sizes.iter().flat_map(|size| size.measures.keys());
        sort::set(names.map(String::as_str))
    }

    /// What only shows when sizes are seen together.
    fn check(&self, place: &str, mistakes: &mut Mistakes) {
        let mut labels = BTreeSet::new();
        let mut before: BTreeMap<&str, Range> = BTreeMap::new();
        for (index, size) in self.sizes.iter().enumerate() {
            let place = format!("{place}.sizes[{index}]");
            let new = labels.insert(size.label.to_lowercase());
            let reason = "this label stands in the list already";
            mistakes.demand(new, &format!("{place}.label"), reason);
            for (measure, range) in &size.measures {
                let at = format!("{place}.measures.{measure}");
                let larger = before
                    .insert(measure, *range)
                    .is_none_or(|before| before.from < range.from && before.to < range.to);
                mistakes.demand(larger, &at, "sizes go from small to large");
                if let Measured::Garment(ease) = &self.measured {
                    let single = range.from == range.to;
                    mistakes.demand(single, &at, "a garment has one length, not a range");
                    mistakes.demand(ease.contains_key(measure), &at, "no ease for this measure");
                }
            }
        }
    }
}

fn sizes(draft: &SizeChartDraft, unit: Unit, place: &str, mistakes: &mut Mistakes) -> Vec<Size> {
    let mut sizes = Vec::new();
    for (index, draft) in draft.sizes.iter().enumerate() {
        let place = format!("{place}.sizes[{index}]");
        let label = draft.label.trim();
        mistakes.demand(!label.is_empty(), &format!("{place}.label"), "no label");
        let none = draft.measures.is_empty();
        mistakes.demand(!none, &format!("{place}.measures"), "no measure");
        let mut measures = BTreeMap::new();
        for (measure, text) in &draft.measures {
            let at = format!("{place}.measures.{measure}");
            let range = mistakes.parsed(&at, Range::parse(text, unit));
            measures.extend(range.map(|range| (measure.clone(), range)));
        }
        sizes.push(Size {
            label: label.into(),
            measures,
        });
    }
    sizes
}

fn ease(draft: &EaseDraft, unit: Unit, place: &str, mistakes: &mut Mistakes) -> Option<Ease> {
    let mut length = |field: &str, text: &str| {
        mistakes.parsed(&format!("{place}.{field}"), Length::parse(text, Some(unit)))
    };
    let close = length("close", &draft.close);
    let regular = length("regular", &draft.regular);
    let loose = length("loose", &draft.loose);
    let ease = Ease {
        close: close?,
        regular: regular?,
        loose: loose?,
    };
    let ordered = ease.close <= ease.regular && ease.regular <= ease.loose;
    mistakes.demand(ordered, place, "ease grows from close to loose");
    Some(ease)
}
