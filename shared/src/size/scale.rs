//! Where a measure of the body stands among the sizes of a chart.

use super::{Fitting, Length, Measured, Size, SizeChart};
use alloc::{format, string::String, vec::Vec};

/// A place on the scale of a chart's sizes, in half steps: even for a size, odd between two, below the first or above
/// the last. So two measures can be compared whatever they are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(i32);

impl Place {
    fn at(index: usize) -> Self {
        Self(i32::try_from(index).unwrap_or(i32::MAX / 4) * 2)
    }

    fn below(index: usize) -> Self {
        Self(Self::at(index).0 - 1)
    }

    fn above(index: usize) -> Self {
        Self(Self::at(index).0 + 1)
    }

    /// The size that is not larger; `None` below the first.
    pub(super) fn lower(self) -> Option<usize> {
        usize::try_from(self.0.div_euclid(2)).ok()
    }

    /// The size that is not smaller; it may be one that the chart does not have.
    pub(super) fn upper(self) -> usize {
        usize::try_from((self.0 + 1).div_euclid(2)).unwrap_or(0)
    }

    pub(super) fn is_between(self) -> bool {
        self.0 % 2 != 0
    }

    /// How many half steps it is above `other`.
    pub(super) fn above_by(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

/// A measure on the scale, and how it got there.
pub(super) struct Reading {
    pub(super) place: Place,
    pub(super) reason: String,
}

/// All measures that the chart knows, on its scale.
pub(super) fn readings(chart: &SizeChart, fitting: &Fitting<'_>) -> Vec<Reading> {
    let body = fitting.body.iter();
    body.filter_map(|(measure, length)| match &chart.measured {
        Measured::Body => by_body(chart, fitting, measure, *length),
        Measured::Garment(eases) => {
            let ease = eases.get(measure)?.of(fitting.fit);
            by_garment(chart, fitting, measure, *length, ease)
        }
    })
    .collect()
}

fn sizes_with<'a>(chart: &'a SizeChart, measure: &str) -> Vec<(usize, &'a Size, super::Range)> {
    let sizes = chart.sizes.iter().enumerate();
    sizes
        .filter_map(|(index, size)| Some((index, size, *size.measures.get(measure)?)))
        .collect()
}

fn by_body(
    chart: &SizeChart,
    fitting: &Fitting<'_>,
    measure: &str,
    length: Length,
) -> Option<Reading> {
    let sizes = sizes_with(chart, measure);
    let length_text = length.shown(fitting.unit, fitting.voice);
    let say = |name: &str, sizes: [&(usize, &Size, super::Range); 2]| {
        let [size, next] = sizes.map(|(_, size, range)| {
            let range = range.shown(fitting.unit, fitting.voice);
            format!("{} ({range})", size.label)
        });
        let holes = [
            ("measure", measure),
            ("length", length_text.as_str()),
            ("size", &size),
            ("next", &next),
        ];
        fitting.voice.say(name, &holes)
    };
    let holding: Vec<_> = sizes
        .iter()
        .filter(|(_, _, range)| range.from <= length && length <= range.to)
        .collect();
    let (place, reason) = match holding.as_slice() {
        [only] => (Place::at(only.0), say("size_within", [only, only])),
        [first, second, ..] => (
            Place::above(first.0),
            say("size_within_both", [first, second]),
        ),
        [] => {
            let next = sizes.iter().find(|(_, _, range)| length < range.from);
            let last = sizes.iter().rev().find(|(_, _, range)| range.to < length);
            match (last, next) {
                (Some(last), Some(next)) => {
                    (Place::above(last.0), say("size_between", [last, next]))
                }
                (None, Some(next)) => (Place::below(next.0), say("size_below", [next, next])),
                (Some(last), None) => (Place::above(last.0), say("size_above", [last, last])),
                (None, None) => return None,
            }
        }
    };
    Some(Reading { place, reason })
}

fn by_garment(
    chart: &SizeChart,
    fitting: &Fitting<'_>,
    measure: &str,
    length: Length,
    ease: Length,
) -> Option<Reading> {
    let sizes = sizes_with(chart, measure);
    let wanted = length.plus(ease);
    let wide = sizes.iter().find(|(_, _, range)| wanted <= range.from);
    let narrow = sizes.iter().rev().find(|(_, _, range)| range.from < wanted);
    let shown = |(_, size, range): &(usize, &Size, super::Range)| {
        let range = range.shown(fitting.unit, fitting.voice);
        let holes = [("size", size.label.as_str()), ("range", &range)];
        fitting.voice.say("size_measures", &holes)
    };
    let (place, told) = match (narrow, wide) {
        (Some(narrow), Some(wide)) => {
            let (over, step) = (
                wanted.minus(narrow.2.from),
                wide.2.from.minus(narrow.2.from),
            );
            // A quarter of a step is nothing one feels, so the smaller size is as good.
            let near = over.micrometres() * 4 <= step.micrometres();
            let place = if near {
                Place::above(narrow.0)
            } else {
                Place::at(wide.0)
            };
            (place, fitting.voice.row(&[shown(narrow), shown(wide)]))
        }
        (None, Some(wide)) => (smallest(&sizes, wanted)?, shown(wide)),
        (Some(narrow), None) => (Place::above(narrow.0), shown(narrow)),
        (None, None) => return None,
    };
    let (length, wanted) = (
        length.shown(fitting.unit, fitting.voice),
        wanted.shown(fitting.unit, fitting.voice),
    );
    let holes = [
        ("measure", measure),
        ("length", length.as_str()),
        ("wanted", &wanted),
        ("sizes", &told),
    ];
    let reason = fitting.voice.say("size_garment", &holes);
    Some(Reading { place, reason })
}

/// The smallest size, or below it when a size before it would be wide enough.
fn smallest(sizes: &[(usize, &Size, super::Range)], wanted: Length) -> Option<Place> {
    let (index, _, range) = sizes.first()?;
    let step = sizes.get(1).map(|(_, _, next)| next.from.minus(range.from));
    let too_wide = step.is_some_and(|step| wanted.plus(step) <= range.from);
    Some(if too_wide {
        Place::below(*index)
    } else {
        Place::at(*index)
    })
}
