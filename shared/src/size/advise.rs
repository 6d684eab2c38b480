//! The size that is advised: measures first, then corrected by what was kept and what came back.

use super::scale::{Place, Reading, readings};
use super::{Advice, Ask, Confidence, Felt, Fit, Fitting, Measured, PastSize, SizeChart, Taken};
use crate::message::Voice;
use alloc::{string::String, vec, vec::Vec};

/// Which size to take.
///
/// What was kept beats a chart, and what came back as too small or too large beats both: the first was felt, the second
/// computed. Where measures disagree the largest decides, since a garment must go around; between two sizes the larger
/// is advised unless a close fit is liked, since what is too small cannot be worn.
#[must_use]
pub fn advise(fitting: &Fitting<'_>) -> Advice {
    let Some(chart) = fitting.chart else {
        return without_chart(fitting);
    };
    let voice = fitting.voice;
    let readings = readings(chart, fitting);
    let mut reasons: Vec<String> = readings.iter().map(|found| found.reason.clone()).collect();
    let computed = match computed(chart, fitting, &readings) {
        Computed::Size(choice) => Some(choice),
        Computed::Nothing => None,
        Computed::OutOfRange(reason) => {
            reasons.push(reason);
            return Advice::NoSize { reasons };
        }
    };
    let felt = Past::of(chart, fitting);
    if let Some(reason) = felt.nothing_between(chart, voice) {
        reasons.push(reason);
        return Advice::NoSize { reasons };
    }
    let Some((choice, why)) = corrected(chart, fitting, computed, &felt) else {
        reasons.push(voice.say("size_no_measure", &[]));
        let ask = wanted(chart, fitting);
        return Advice::NotEnough { ask, reasons };
    };
    reasons.extend(why);
    let label = |index: usize| chart.sizes.get(index).map(|size| size.label.clone());
    let Some(size) = label(choice.size) else {
        reasons.push(voice.say("size_none_beyond", &[("chart", &chart.name)]));
        return Advice::NoSize { reasons };
    };
    let unsure = choice.confidence != Confidence::High;
    Advice::Take(Taken {
        size,
        runner_up: choice
            .runner_up
            .filter(|size| felt.leaves(*size))
            .and_then(label),
        confidence: choice.confidence,
        reasons,
        ask: wanted(chart, fitting).into_iter().next().filter(|_| unsure),
    })
}

#[derive(Clone, Copy)]
struct Choice {
    size: usize,
    runner_up: Option<usize>,
    confidence: Confidence,
}

enum Computed {
    Size(Choice),
    OutOfRange(String),
    Nothing,
}

fn without_chart(fitting: &Fitting<'_>) -> Advice {
    let none = fitting.voice.say("size_no_chart", &[]);
    let ours = |past: &&PastSize| {
        past.felt == Felt::Kept && past.brand.eq_ignore_ascii_case(fitting.brand)
    };
    match fitting.past.iter().rev().find(ours) {
        Some(kept) => Advice::Take(Taken {
            size: kept.label.clone(),
            runner_up: None,
            confidence: Confidence::Low,
            reasons: vec![none, kept_before(fitting.brand, &kept.label, fitting.voice)],
            ask: None,
        }),
        None => Advice::NotEnough {
            ask: vec![Ask::KnownSize],
            reasons: vec![none],
        },
    }
}

fn computed(chart: &SizeChart, fitting: &Fitting<'_>, readings: &[Reading]) -> Computed {
    let places = || readings.iter().map(|reading| reading.place);
    let (Some(low), Some(high)) = (places().min(), places().max()) else {
        return Computed::Nothing;
    };
    let out_of_range = |name| fitting.voice.say(name, &[("chart", &chart.name)]);
    let upper = high.upper();
    if upper >= chart.sizes.len() {
        return Computed::OutOfRange(out_of_range("size_none_wide"));
    }
    let Some(lower) = high.lower() else {
        return Computed::OutOfRange(out_of_range("size_none_narrow"));
    };
    let size = match fitting.fit {
        Fit::Close => lower,
        Fit::Regular | Fit::Loose => upper,
    };
    let other = match (high.is_between(), low.lower()) {
        (true, _) => Some(lower + upper - size),
        (false, Some(smaller)) if smaller < size => Some(smaller),
        (false, Some(_) | None) => neighbour(chart, fitting.fit, size),
    };
    Computed::Size(Choice {
        size,
        runner_up: other,
        confidence: agreement(low, high, readings.len()),
    })
}

fn agreement(low: Place, high: Place, measures: usize) -> Confidence {
    match high.above_by(low) {
        0 if measures > 1 && !high.is_between() => Confidence::High,
        0..=2 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

/// The size beside one, on the side of the fit that is liked. A garment's ease has the liking in it already.
fn neighbour(chart: &SizeChart, fit: Fit, size: usize) -> Option<usize> {
    let beside = match (&chart.measured, fit) {
        (Measured::Body, Fit::Close) => size.checked_sub(1),
        (Measured::Body, Fit::Loose) => size.checked_add(1),
        (Measured::Body, Fit::Regular) | (Measured::Garment(_), _) => None,
    };
    beside.filter(|index| *index < chart.sizes.len())
}

/// What earlier purchases of the brand say.
struct Past {
    kept: Option<usize>,
    /// The largest that was too small.
    small: Option<usize>,
    /// The smallest that was too large.
    large: Option<usize>,
}

impl Past {
    fn of(chart: &SizeChart, fitting: &Fitting<'_>) -> Self {
        let found = |felt: Felt| {
            let ours = move |past: &&PastSize| {
                past.felt == felt && past.brand.eq_ignore_ascii_case(&chart.brand)
            };
            let past = fitting.past.iter().filter(ours);
            past.filter_map(|past| chart.index_of(&past.label))
        };
        Self {
            kept: found(Felt::Kept).next_back(),
            small: found(Felt::TooSmall).max(),
            large: found(Felt::TooLarge).min(),
        }
    }

    /// Whether a size may still fit; one that came back is no size to fall back on.
    fn leaves(&self, size: usize) -> bool {
        self.small.is_none_or(|small| size > small) && self.large.is_none_or(|large| size < large)
    }

    /// Why no size is left, when one came back as too small and the next, or a smaller one, as too large.
    fn nothing_between(&self, chart: &SizeChart, voice: Voice<'_>) -> Option<String> {
        let (small, large) = (self.small?, self.large?);
        if small + 1 < large {
            return None;
        }
        let holes = [
            ("small", label(chart, small)),
            ("large", label(chart, large)),
        ];
        Some(voice.say("size_none_between", &holes))
    }
}

fn label(chart: &SizeChart, index: usize) -> &str {
    chart
        .sizes
        .get(index)
        .map_or("", |size| size.label.as_str())
}

/// What is advised in the end, and why it is not what the measures said.
fn corrected(
    chart: &SizeChart,
    fitting: &Fitting<'_>,
    computed: Option<Choice>,
    past: &Past,
) -> Option<(Choice, Option<String>)> {
    let base = past.kept.or(computed.map(|choice| choice.size));
    // Without anything else, the size beside the one that came back is the best there is.
    let too_small = past
        .small
        .filter(|small| base.is_none_or(|base| base <= *small));
    if let Some(small) = too_small {
        let holes = [("size", label(chart, small))];
        let why = fitting.voice.say("size_one_larger", &holes);
        return Some((moved(small + 1, computed), Some(why)));
    }
    let too_large = past
        .large
        .filter(|large| base.is_none_or(|base| base >= *large));
    if let Some(large) = too_large {
        let holes = [("size", label(chart, large))];
        let why = fitting.voice.say("size_one_smaller", &holes);
        // Below the smallest there is none: an index beyond the chart says so.
        let size = large.checked_sub(1).unwrap_or(chart.sizes.len());
        return Some((moved(size, computed), Some(why)));
    }
    let Some(kept) = past.kept else {
        return computed.map(|choice| (choice, between_two(fitting, choice)));
    };
    let why = Some(kept_before(&chart.brand, label(chart, kept), fitting.voice));
    let choice = match computed {
        Some(choice) if choice.size == kept => Choice {
            confidence: Confidence::High,
            ..choice
        },
        Some(choice) => moved(kept, Some(choice)),
        None => Choice {
            size: kept,
            runner_up: neighbour(chart, fitting.fit, kept),
            confidence: Confidence::Medium,
        },
    };
    Some((choice, why))
}

/// Another size than the computed one: as sure as the two are near.
fn moved(size: usize, computed: Option<Choice>) -> Choice {
    let beside = computed
        .map(|choice| choice.size)
        .filter(|other| *other != size);
    let near = computed.is_some_and(|choice| choice.size.abs_diff(size) <= 1);
    Choice {
        size,
        runner_up: beside,
        confidence: if near {
            Confidence::Medium
        } else {
            Confidence::Low
        },
    }
}

fn between_two(fitting: &Fitting<'_>, choice: Choice) -> Option<String> {
    let other = choice.runner_up?;
    let sentence = match fitting.fit {
        Fit::Close if other > choice.size => "size_close_so_smaller",
        Fit::Loose if other < choice.size => "size_room_so_larger",
        Fit::Regular if other < choice.size => "size_larger_is_safer",
        Fit::Close => "size_close_try_smaller",
        Fit::Loose => "size_room_try_larger",
        Fit::Regular => return None,
    };
    Some(fitting.voice.say(sentence, &[]))
}

fn kept_before(brand: &str, label: &str, voice: Voice<'_>) -> String {
    voice.say("size_kept", &[("size", label), ("brand", brand)])
}

/// What would tell more: measures of the chart that are not known, then a size that fits.
fn wanted(chart: &SizeChart, fitting: &Fitting<'_>) -> Vec<Ask> {
    let unknown = |measure: &&str| !fitting.body.contains_key(*measure);
    let measures = chart.measures().into_iter().filter(unknown);
    let mut ask: Vec<Ask> = measures
        .map(|measure| Ask::Measure(measure.into()))
        .collect();
    let mut past = fitting.past.iter();
    if !past.any(|past| past.brand.eq_ignore_ascii_case(&chart.brand)) {
        ask.push(Ask::KnownSize);
    }
    ask
}
