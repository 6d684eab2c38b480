//! A catalogue is taken whole or not at all.

use crate::stage::{Shop, World};
use serde_json::{Value, json};

fn places(answer: &Value) -> Vec<&str> {
    let problems = answer["problems"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    problems
        .iter()
        .filter_map(|problem| problem["place"].as_str())
        .collect()
}

#[test]
fn the_whole_catalogue_is_imported() {
    let shop = Shop::bare(&World::named());
    let catalogue = shop.catalogue();
    let own_id = |line: &str| {
        serde_json::from_str::<Value>(line).expect("JSON")["id"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let count = |kind: &str| {
        let prefix = format!("gid://shopify/{kind}/");
        catalogue
            .lines()
            .filter(|line| own_id(line).starts_with(&prefix))
            .count()
    };
    let (status, answer) = shop.put_catalogue(&catalogue);
    assert_eq!(status, 200, "{answer}");
    assert!(count("Product") >= 60, "{}", count("Product"));
    assert_eq!(answer["products"], count("Product"));
    assert_eq!(answer["variants"], count("ProductVariant"));
}

#[test]
fn every_broken_line_is_named_and_the_old_catalogue_stays() {
    let shop = Shop::open();
    let before = shop.show("")["products"].clone();
    let mut lines: Vec<String> = shop
        .catalogue()
        .lines()
        .take(60)
        .map(str::to_owned)
        .collect();
    let variants: Vec<usize> = (0..lines.len())
        .filter(|&n| lines[n].contains("/ProductVariant/"))
        .collect();
    lines[variants[0]] = changed(&lines[variants[0]], "price", json!("abc"));
    lines[variants[1]] = changed(
        &lines[variants[1]],
        "__parentId",
        json!("gid://shopify/Product/1"),
    );
    let cut = lines[variants[2]].len() / 2;
    lines[variants[2]].truncate(cut);
    lines.push("not json".into());
    let last = lines.len();
    let (status, answer) = shop.put_catalogue(&lines.join("\n"));
    assert_eq!(status, 422, "{answer}");
    let mut expected: Vec<String> = variants[..3]
        .iter()
        .map(|n| format!("line {}", n + 1))
        .collect();
    expected.push(format!("line {last}"));
    for place in &expected {
        assert!(
            places(&answer).contains(&place.as_str()),
            "{place} is missing from {answer}"
        );
    }
    let reasons = answer["problems"].as_array().expect("problems");
    assert!(
        reasons.iter().all(|problem| problem["reason"]
            .as_str()
            .is_some_and(|reason| reason.len() > 8)),
        "{answer}"
    );
    assert_eq!(
        shop.show("")["products"],
        before,
        "the old catalogue is still in force"
    );
}

#[test]
fn a_catalogue_that_is_empty_or_too_large_is_refused() {
    let shop = Shop::open();
    let before = shop.show("")["products"].clone();
    assert_eq!(shop.put_catalogue("").0, 422);
    let line = format!(
        "{{\"id\":\"gid://shopify/Product/1\",\"title\":\"{}\"}}\n",
        "x".repeat(1000)
    );
    let (status, answer) = shop.put_catalogue(&line.repeat(25_000));
    assert_eq!(
        (status, answer["code"].as_str()),
        (413, Some("too_large")),
        "{answer}"
    );
    assert_eq!(shop.show("")["products"], before);
}

#[test]
fn the_operators_calls_need_the_operators_secret() {
    let shop = Shop::open();
    let path = format!("/operator/shops/{}", shop.id);
    let wrong = format!("Bearer {}x", shop.edge.operator_secret);
    for headers in [
        &[][..],
        &[("authorization", wrong.as_str())],
        &[("authorization", "Bearer ")],
    ] {
        for (method, path) in [
            ("GET", path.clone()),
            ("PUT", format!("{path}/catalogue")),
            ("GET", format!("{path}/outbox")),
        ] {
            assert_eq!(
                shop.edge.call(method, &path, headers, b"{}").status,
                401,
                "{method} {path}"
            );
        }
    }
}

/// A line of the catalogue with one value replaced.
fn changed(line: &str, key: &str, value: Value) -> String {
    let mut object: Value = serde_json::from_str(line).expect("JSON");
    object[key] = value;
    object.to_string()
}
