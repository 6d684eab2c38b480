//! A size, from the charts of the shop and what the shopper told.

use super::told;
use crate::catalog::Product;
use crate::conversation::Found;
use crate::message::Voice;
use crate::size::{Advice, Felt, Fit, Fitting, Length, PastSize, SizeChart, Taken, Unit, advise};
use alloc::{collections::BTreeMap, string::String, vec, vec::Vec};

/// The advice; too little to go by is [`Found::Nothing`], since the flow asks for what it needs before.
pub(super) fn advice(
    charts: &[SizeChart],
    product: &Product,
    with: &BTreeMap<String, String>,
    voice: Voice<'_>,
) -> Found {
    let Some(chart) = chart_of(charts, product) else {
        return Found::Nothing;
    };
    let unit = with.get("unit").and_then(|unit| Unit::of(unit));
    let unit = unit.unwrap_or(chart.unit);
    let measure = |(name, text): (&String, &String)| {
        let length = Length::parse(text, Some(unit)).ok()?;
        chart
            .measures()
            .contains(name.as_str())
            .then(|| (name.clone(), length))
    };
    let body = with.iter().filter_map(measure).collect();
    let usual = with.get("usual").map(|label| PastSize {
        brand: chart.brand.clone(),
        label: label.trim().to_uppercase(),
        felt: Felt::Kept,
    });
    let past: Vec<PastSize> = usual.into_iter().collect();
    let fitting = Fitting {
        brand: &chart.brand,
        chart: Some(chart),
        body: &body,
        fit: fit(with.get("fit").map_or("", String::as_str)),
        past: &past,
        unit,
        voice,
    };
    match advise(&fitting) {
        Advice::Take(taken) => told(
            &sentences(&taken, &product.title, voice),
            None,
            Some(("found_size", taken.size)),
        ),
        Advice::NoSize { reasons } => told(&reasons, None, None),
        Advice::NotEnough { .. } => Found::Nothing,
    }
}

/// The one chart for a product: by its brand where the catalogue knows it, else the only one for its type.
fn chart_of<'a>(charts: &'a [SizeChart], product: &Product) -> Option<&'a SizeChart> {
    let brand = product
        .attributes
        .get("brand")
        .and_then(|brand| brand.first());
    let fits = |chart: &&SizeChart| {
        let brand = brand.map_or(chart.brand.as_str(), String::as_str);
        chart.covers(brand, &product.kind)
    };
    let mut fitting = charts.iter().filter(fits);
    let chart = fitting.next()?;
    fitting.next().is_none().then_some(chart)
}

fn fit(text: &str) -> Fit {
    match text {
        "close" | "tight" | "slim" => Fit::Close,
        "loose" | "wide" | "relaxed" => Fit::Loose,
        _ => Fit::Regular,
    }
}

fn sentences(taken: &Taken, title: &str, voice: Voice<'_>) -> Vec<String> {
    let mut sentences = vec![voice.say("size_take", &[("product", title), ("size", &taken.size)])];
    sentences.extend(taken.reasons.iter().cloned());
    let other = taken.runner_up.as_ref();
    sentences.extend(other.map(|other| voice.say("size_else", &[("size", other)])));
    sentences
}
