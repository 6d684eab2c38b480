//! Which size fits, and how lengths are read.

use crate::rows::{each, words};
use proptest::prelude::*;
use serde_json::json;
use shared::message::Voice;
use shared::size::{
    Advice, Ask, Confidence, Felt, Fit, Fitting, Length, PastSize, Range, SizeChart, Unit, advise,
};
use std::collections::BTreeMap;

fn chart(measured: &str) -> SizeChart {
    let sizes = if measured == "body" {
        json!([
            { "label": "S", "measures": { "chest": "84-88", "waist": "66–70 cm" } },
            { "label": "M", "measures": { "chest": "89-93", "waist": "71-75" } },
            { "label": "L", "measures": { "chest": "93-97", "waist": "76-80" } },
        ])
    } else {
        json!([
            { "label": "S", "measures": { "chest": "96" } },
            { "label": "M", "measures": { "chest": "100" } },
            { "label": "L", "measures": { "chest": "1040 mm" } },
        ])
    };
    let draft = json!({
        "name": "Fernwood tops", "brand": "Fernwood", "kinds": ["Shirt"], "measured": measured, "unit": "cm",
        "sizes": sizes, "ease": { "chest": { "close": "4", "regular": "8", "loose": "14" } },
    });
    SizeChart::parse(&serde_json::from_value(draft).unwrap(), "chart").unwrap()
}

fn body(cell: &str) -> BTreeMap<String, Length> {
    let measures = words(cell);
    measures
        .iter()
        .map(|text| {
            let (measure, length) = text.split_once(' ').unwrap();
            (measure.to_owned(), Length::parse(length, None).unwrap())
        })
        .collect()
}

fn past(text: &str) -> PastSize {
    let (felt, label) = text.split_once(' ').unwrap();
    let (felt, brand) = match felt {
        "kept" => (Felt::Kept, "FERNWOOD"),
        "small" => (Felt::TooSmall, "Fernwood"),
        "large" => (Felt::TooLarge, "Fernwood"),
        "back" => (Felt::Otherwise, "Fernwood"),
        _ => (Felt::Kept, "Somebody else"),
    };
    PastSize {
        brand: brand.into(),
        label: label.into(),
        felt,
    }
}

fn asked(ask: &Ask) -> &str {
    match ask {
        Ask::Measure(measure) => measure,
        Ask::KnownSize => "known size",
    }
}

fn shown(advice: &Advice) -> String {
    match advice {
        Advice::Take(taken) => {
            let other = taken.runner_up.as_ref();
            let other = other.map_or(String::new(), |other| format!(" then {other}"));
            let sure = match taken.confidence {
                Confidence::Low => "low",
                Confidence::Medium => "medium",
                Confidence::High => "high",
            };
            let ask = taken.ask.as_ref();
            let ask = ask.map_or(String::new(), |ask| format!(", ask {}", asked(ask)));
            format!("{}{other}, {sure}{ask}", taken.size)
        }
        Advice::NoSize { .. } => "none".into(),
        Advice::NotEnough { ask, .. } => {
            let ask: Vec<&str> = ask.iter().map(asked).collect();
            format!("ask {}", ask.join(", "))
        }
    }
}

#[track_caller]
fn check([kind, lengths, fit, bought, expected]: [&str; 5]) {
    let chart = (kind != "no chart").then(|| chart(kind));
    let past: Vec<PastSize> = words(bought).iter().map(|text| past(text)).collect();
    let advice = advise(&Fitting {
        voice: Voice::default(),
        brand: "Fernwood",
        chart: chart.as_ref(),
        body: &body(lengths),
        fit: match fit {
            "close" => Fit::Close,
            "loose" => Fit::Loose,
            _ => Fit::Regular,
        },
        past: &past,
        unit: Unit::Centimetre,
    });
    assert_eq!(shown(&advice), expected, "{kind} {lengths} {fit} {bought}");
    match advice {
        Advice::Take(taken) => assert!(!taken.reasons.is_empty()),
        Advice::NoSize { reasons } | Advice::NotEnough { reasons, .. } => {
            assert!(!reasons.is_empty());
        }
    }
}

#[test]
fn a_body_chart_is_read_with_the_fit_that_is_liked() {
    each(
        "
        body | chest 90 cm, waist 72 cm | regular | | M, high
        body | chest 90 cm, waist 72 cm | loose   | | M then L, high
        body | chest 90 cm, waist 72 cm | close   | | M then S, high
        body | chest 90 cm              | regular | | M, medium, ask waist
        body | chest 35½ in             | regular | | M, medium, ask waist
        body | chest 88 cm              | regular | | S, medium, ask waist
        body | chest 88.5 cm            | regular | | M then S, medium, ask waist
        body | chest 88.5 cm            | close   | | S then M, medium, ask waist
        body | chest 88.5 cm            | loose   | | M then S, medium, ask waist
        body | chest 93 cm              | regular | | L then M, medium, ask waist
        body | chest 93 cm              | close   | | M then L, medium, ask waist
        body | chest 90 cm, waist 78 cm | regular | | L then M, medium, ask known size
        body | chest 85 cm, waist 78 cm | regular | | L then S, low, ask known size
        body | chest 80 cm, waist 72 cm | regular | | M, low, ask known size
        body | chest 97 cm              | regular | | L, medium, ask waist
        body | chest 97.1 cm            | regular | | none
        body | chest 84 cm              | regular | | S, medium, ask waist
        body | chest 83.9 cm            | regular | | none
        body | sleeve 60 cm             | regular | | ask chest, waist, known size
        body |                          | regular | | ask chest, waist, known size
        ",
        check,
    );
}

#[test]
fn a_garment_chart_adds_the_ease_of_the_fit() {
    each(
        "
        garment | chest 90 cm | regular | | M, medium, ask known size
        garment | chest 89 cm | regular | | M then S, medium, ask known size
        garment | chest 93 cm | close   | | S then M, medium, ask known size
        garment | chest 88 cm | regular | | S, medium, ask known size
        garment | chest 90 cm | loose   | | L, medium, ask known size
        garment | chest 91 cm | loose   | | none
        garment | chest 85 cm | regular | | S, medium, ask known size
        garment | chest 84 cm | regular | | none
        ",
        check,
    );
}

#[test]
fn what_was_kept_or_came_back_corrects_the_chart() {
    each(
        "
        body     |             | regular | kept M           | M, medium, ask chest
        body     |             | loose   | kept m           | M then L, medium, ask chest
        body     |             | regular | kept S, kept M   | M, medium, ask chest
        body     |             | regular | other M          | ask chest, waist, known size
        body     |             | regular | back M           | ask chest, waist
        body     |             | regular | small M          | L, low, ask chest
        body     |             | regular | large M          | S, low, ask chest
        body     |             | regular | small L          | none
        body     |             | regular | large S          | none
        body     |             | regular | small S, large L | M, low, ask chest
        body     |             | regular | small S, large M | none
        body     | chest 90 cm | regular | kept M           | M, high
        body     | chest 90 cm | regular | kept L           | L then M, medium, ask waist
        body     | chest 90 cm | regular | small M          | L, medium, ask waist
        body     | chest 90 cm | regular | large M          | S, medium, ask waist
        body     | chest 90 cm | regular | small S          | M, medium, ask waist
        body     | chest 88.5 cm | regular | small S        | M, medium, ask waist
        body     | chest 85 cm | regular | kept L           | L then S, low, ask waist
        no chart |             | regular | kept M           | M, low
        no chart | chest 90 cm | regular | small M          | ask known size
        ",
        check,
    );
}

#[test]
fn each_advice_says_why_in_the_unit_that_was_asked_in() {
    let chart = chart("body");
    let advice = advise(&Fitting {
        voice: Voice::default(),
        brand: "Fernwood",
        chart: Some(&chart),
        body: &body("chest 34⅞ in"),
        fit: Fit::Regular,
        past: &[past("small S")],
        unit: Unit::Inch,
    });
    let Advice::Take(taken) = advice else {
        panic!("{advice:?}");
    };
    assert_eq!(
        taken.reasons,
        [
            "Your chest (34⅞ in) is between S (33⅛ to 34⅝ in) and M (35 to 36⅝ in).",
            "The larger is the safer one: what is too small cannot be worn.",
        ]
    );
}

#[track_caller]
fn check_length([text, expected]: [&str; 2]) {
    let found = match Length::parse(text, None) {
        Ok(length) => format!("{}", length.micrometres()),
        Err(error) => error.to_string(),
    };
    assert!(
        found.starts_with(expected),
        "{text}: {found}, not {expected}"
    );
}

#[test]
fn lengths_are_read_exactly_in_both_systems() {
    each(
        "
        34½ in      | 876300
        34 1/2 in   | 876300
        34.5 inches | 876300
        34,5\"      | 876300
        34 ½″       | 876300
        ⅛ in        | 3175
        34¾in       | 882650
        7/8 inch    | 22225
        88 cm       | 880000
        88,5CM      | 885000
        885 mm      | 885000
        0.1 cm      | 1000
        10000 mm    | a length is a number
        1000 cm     | 10000000
        1000.1 cm   | a length is between
        0.09 cm     | a length is between
        88          | a length needs its unit
        88 feet     | a length needs its unit
        cm          | a length is a number
        -5 cm       | a length is a number
        1/0 in      | a length is a number
        8.8.8 cm    | a length is a number
        ",
        check_length,
    );
}

#[test]
fn every_mistake_in_a_chart_is_named_with_its_place() {
    let draft = json!({
        "name": "", "brand": "x", "measured": "garment", "unit": "feet",
        "sizes": [
            { "label": "S", "measures": { "chest": "90", "waist": "70-74" } },
            { "label": "s", "measures": { "chest": "88", "hip": "wide" } },
            { "label": "", "measures": {} },
        ],
        "ease": { "chest": { "close": "8", "regular": "4", "loose": "x" }, "waist": { "close": "8", "regular": "4", "loose": "9" } },
    });
    let problems = SizeChart::parse(&serde_json::from_value(draft).unwrap(), "c").unwrap_err();
    let places: Vec<&str> = problems.iter().map(|found| found.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "c.unit",
            "c.name",
            "c.ease.chest.loose",
            "c.ease.waist",
            "c.sizes[1].measures.hip",
            "c.sizes[2].label",
            "c.sizes[2].measures",
            "c.sizes[0].measures.chest",
            "c.sizes[0].measures.waist",
            "c.sizes[1].label",
            "c.sizes[1].measures.chest",
            "c.sizes[1].measures.chest",
        ]
    );
}

proptest! {
    #[test]
    fn a_wider_body_is_never_advised_a_smaller_size(chest in 840..970_i64, more in 0..100_i64, garment in any::<bool>()) {
        let chart = chart(if garment { "garment" } else { "body" });
        let index = |chest: i64| {
            let body = body(&format!("chest {chest} mm"));
            let fitting = Fitting {
                voice: Voice::default(),
                brand: "Fernwood", chart: Some(&chart), body: &body, fit: Fit::Regular, past: &[], unit: Unit::Centimetre,
            };
            match advise(&fitting) {
                Advice::Take(taken) => chart.sizes.iter().position(|size| size.label == taken.size),
                Advice::NoSize { .. } => None,
                advice @ Advice::NotEnough { .. } => panic!("{advice:?}"),
            }
        };
        if let (Some(narrow), Some(wide)) = (index(chest), index(chest + more)) {
            prop_assert!(narrow <= wide);
        }
    }

    #[test]
    fn a_length_that_is_told_reads_back_to_the_same_millimetre(tenths in 10..9_999_i64) {
        let length = Length::parse(&format!("{tenths} mm"), None).unwrap();
        for unit in [Unit::Centimetre, Unit::Millimetre] {
            prop_assert_eq!(Length::parse(&length.shown(unit, Voice::default()), None), Ok(length));
        }
        let eighth = Length::parse(&length.shown(Unit::Inch, Voice::default()), None).unwrap();
        prop_assert!(eighth.micrometres().abs_diff(length.micrometres()) <= 1588);
        let range = Range { from: length, to: length };
        prop_assert_eq!(Range::parse(&range.shown(Unit::Centimetre, Voice::default()), Unit::Inch), Ok(range));
    }
}
