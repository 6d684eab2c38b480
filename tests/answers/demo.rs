//! What the demo's shop answers from, over its whole catalogue: sizes, codes, terms of return, and answers of its own.

use parley_tests::scene::{catalogue, shop_document};
use shared::catalog::Product;
use shared::commerce::ShopRules;
use shared::conversation::{About, Found, Query};
use shared::look_up::{Knows, Shop, about, by_shop, knows};
use shared::message::Voice;
use shared::money::Money;
use shared::time::{Clock, Date, Local, Offset};
use shared::wire::frame_v1::CartLine;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Vec<Product>> = LazyLock::new(catalogue);

fn find(query: &Query) -> Found {
    let document = shop_document();
    let currency = document.currency.parse().unwrap();
    let date = Date {
        year: 2026,
        month: 11,
        day: 23,
    };
    let shop = Shop {
        rules: &ShopRules::parse(&document, currency).unwrap(),
        now: Local { date, minute: 600 }.instant(Offset(60)),
        clock: &Clock::fixed(Offset(60)),
        voice: Voice::default(),
    };
    by_shop(&shop, query, &about(&CATALOGUE, query))
}

#[test]
fn the_catalogue_is_asked_just_where_an_answer_is_about_products() {
    let variant = CATALOGUE[0].variants[0].id.clone();
    let delivery = |variants| Query::Delivery {
        country: None,
        variants,
        postal_code: None,
    };
    let discount = |lines| Query::Discount {
        code: "ANY".into(),
        country: None,
        lines,
        codes: Vec::new(),
    };
    let line = CartLine {
        variant: variant.clone(),
        title: "One".into(),
        quantity: 1,
        total: Money {
            minor: 100,
            currency: "EUR".parse().unwrap(),
        },
    };
    for (query, expected) in [
        (delivery(Vec::new()), Knows::Shop),
        (delivery(vec![variant]), Knows::ShopWithProducts),
        (discount(Vec::new()), Knows::Shop),
        (discount(vec![line]), Knows::ShopWithProducts),
        (Query::ReturnPolicy { country: None }, Knows::Shop),
    ] {
        assert_eq!(knows(&query), expected, "{query:?}");
        let none = about(&CATALOGUE, &query).is_empty();
        assert_eq!(none, expected == Knows::Shop, "{query:?}");
    }
}

/// What is told, and the value that a flow may use of it; nothing when nothing is known.
fn told(query: &Query) -> Option<(String, Option<String>)> {
    let found = find(query);
    if let Found::Told { text, values, .. } = found {
        return Some((text, values.into_values().next()));
    }
    assert_eq!(found, Found::Nothing);
    None
}

/// The size of this product for these measures, each `name value`.
#[track_caller]
fn sized(handle: &str, measures: &[&str], expected: Option<&str>) -> String {
    let pair = |measure: &&str| {
        let (name, value) = measure.split_once(' ').unwrap();
        (name.to_owned(), value.to_owned())
    };
    let with: BTreeMap<String, String> = measures.iter().map(pair).collect();
    let about = About::Handle(handle.into());
    let found = told(&Query::Size { about, with });
    let size = found.as_ref().and_then(|(_, size)| size.as_deref());
    assert_eq!(size, expected, "{handle} {measures:?}: {found:?}");
    found.map(|(text, _)| text).unwrap_or_default()
}

#[test]
fn clothes_have_a_size_for_a_body_in_either_unit_and_nothing_else_has() {
    let sweater = "merino-crew-sweater";
    let said = sized(sweater, &["chest 95", "fit regular", "unit cm"], Some("M"));
    assert!(
        said.starts_with("For Merino Crew Sweater I'd take size M."),
        "{said}"
    );
    assert!(said.contains("Your chest (95 cm) is within M"), "{said}");
    sized(sweater, &["chest 37", "fit regular", "unit in"], Some("M"));
    sized(sweater, &["chest 97.5", "fit relaxed"], Some("L"));
    sized(sweater, &["chest 97.5", "fit slim"], Some("M"));
    sized(
        "straight-jeans",
        &["waist 70", "hips 95", "inseam 80"],
        Some("S"),
    );
    sized(
        "jersey-dress",
        &["chest 86", "waist 70", "hips 100"],
        Some("M"),
    );
    sized(sweater, &["usual l"], Some("L"));
    let wide = sized(sweater, &["chest 140"], None);
    assert!(wide.contains("has no size that wide"), "{wide}");
    for (handle, measures) in [
        (sweater, &[] as &[&str]),
        (sweater, &["foot 26.5"]),
        ("knit-beanie", &["chest 95"]),
        ("gan-charger-30w", &["chest 95"]),
        ("no-such-thing", &["chest 95"]),
    ] {
        assert_eq!(sized(handle, measures, None), "", "{handle}");
    }
}

#[test]
fn codes_terms_and_questions_are_answered_from_the_document() {
    let discount = |code: &str| {
        told(&Query::Discount {
            code: code.into(),
            country: Some("DE".into()),
            lines: Vec::new(),
            codes: Vec::new(),
        })
    };
    let (ended, _) = discount("SUMMER15").unwrap();
    assert!(ended.contains("31 August"), "{ended}");
    assert!(discount("NORDIC20").is_some());
    assert_eq!(discount("NO-SUCH-CODE-AT-ALL"), None);
    let (terms, _) = told(&Query::ReturnPolicy { country: None }).unwrap();
    assert!(
        terms.contains("30 days") && terms.contains("sealed for hygiene"),
        "{terms}"
    );
    for (question, part) in [
        ("How do I wash the sweater?", "wool by hand"),
        ("Does it shrink?", "wool by hand"),
        ("How long does it keep once opened?", "open jar"),
        ("Can I pay with PayPal?", "SEPA"),
        ("Could you gift wrap it?", "3.50 EUR"),
        ("Is there a warranty?", "two years"),
        ("Are these vegan?", "nothing from animals"),
    ] {
        let (answer, _) = told(&Query::Answer {
            question: question.into(),
        })
        .unwrap();
        assert!(answer.contains(part), "{question}: {answer}");
    }
    let unknown = "Do you sell lawn mowers?".into();
    assert_eq!(told(&Query::Answer { question: unknown }), None);
}
