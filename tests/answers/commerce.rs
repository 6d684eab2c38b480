//! What a shop's document says about sizes, returns and discounts, read as a whole.

use parley_tests::scene::shop_document;
use serde_json::{Value, json};
use shared::commerce::ShopRules;
use shared::wire::document_v1::ShopDocument;

fn document(extra: &Value) -> ShopDocument {
    let mut document = serde_json::to_value(shop_document()).unwrap();
    let fields = document.as_object_mut().unwrap();
    fields.extend(extra.as_object().unwrap().clone());
    serde_json::from_value(document).unwrap()
}

#[track_caller]
fn check(extra: &Value, expected: &[&str]) {
    let found = ShopRules::parse(&document(extra), "EUR".parse().unwrap());
    let problems = found.err().unwrap_or_default();
    let places: Vec<&str> = problems.iter().map(|found| found.place.as_str()).collect();
    assert_eq!(places, expected);
}

#[test]
fn a_document_that_says_nothing_of_them_is_whole() {
    check(&json!({}), &[]);
    let mut document = serde_json::to_value(shop_document()).unwrap();
    for key in ["size_charts", "returns", "discounts", "answers"] {
        document.as_object_mut().unwrap().remove(key);
    }
    let document: ShopDocument = serde_json::from_value(document).unwrap();
    assert!(ShopRules::parse(&document, "EUR".parse().unwrap()).is_ok());
    let text = serde_json::to_string(&document).unwrap();
    for key in [
        "size_charts",
        "returns",
        "discounts",
        "handling",
        "postal_codes",
        "express",
    ] {
        assert!(
            !text.contains(&format!("\"{key}\"")),
            "{key} is written although it is empty"
        );
    }
}

#[test]
fn mistakes_of_all_parts_are_named_at_once() {
    let chart = json!({
        "name": "Tops", "brand": "Fernwood", "measured": "body", "unit": "cm",
        "sizes": [{ "label": "S", "measures": { "chest": "84-88" } }],
    });
    let mut wrong = chart.clone();
    wrong["unit"] = json!("ell");
    let returns = |cost: &str| json!({ "window_days": 30, "cost": cost, "source": "Returns" });
    let code = |percent: &str| json!({ "code": "TEN", "percent": percent });
    check(
        &json!({ "size_charts": [chart], "returns": returns("free"), "discounts": [code("10")] }),
        &[],
    );
    check(
        &json!({ "size_charts": [chart, wrong], "returns": returns("?"), "discounts": [code("101"), code("5")] }),
        &[
            "size_charts[1].name",
            "size_charts[1].unit",
            "returns.cost",
            "discounts[0].percent",
            "discounts[1].code",
        ],
    );
}

#[test]
fn a_chart_covers_its_brand_and_kinds() {
    let chart = |kinds: Value| {
        json!({
            "name": "Tops", "brand": "Fernwood", "kinds": kinds, "measured": "body", "unit": "cm",
            "sizes": [{ "label": "S", "measures": { "chest": "84-88" } }],
        })
    };
    let covers = |kinds: Value, brand: &str, kind: &str| {
        let document = document(&json!({ "size_charts": [chart(kinds)] }));
        let rules = ShopRules::parse(&document, "EUR".parse().unwrap()).unwrap();
        rules
            .size_charts
            .iter()
            .any(|chart| chart.covers(brand, kind))
    };
    assert!(covers(json!([]), "fernwood", "Shirt"));
    assert!(covers(json!(["shirt"]), "Fernwood", "Shirt"));
    assert!(!covers(json!(["Shirt"]), "Fernwood", "Trousers"));
    assert!(!covers(json!([]), "Other", "Shirt"));
}
