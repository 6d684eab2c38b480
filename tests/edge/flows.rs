//! A flow is published when all of it holds; else it is refused with every problem and its place.

use crate::stage::{Shop, World};
use parley_tests::client::{opening, words};
use serde_json::json;
use xtask::shop::translated;

#[test]
fn a_flow_with_errors_is_refused_with_all_of_them_and_their_places() {
    let shop = Shop::bare(&World::named());
    let mut flow = Shop::playbook("product-finder");
    let lost =
        json!({"step": "say", "id": "lost", "text": "Nobody comes here.", "next": "nowhere"});
    flow["steps"].as_array_mut().expect("steps").push(lost);
    flow["start"] = json!("no-such-step");
    let (status, answer) = shop.publish(&flow);
    assert_eq!(status, 422, "{answer}");
    let problems = answer["problems"].as_array().expect("problems");
    let at = |place: &str| {
        problems
            .iter()
            .filter(|problem| {
                problem["place"]
                    .as_str()
                    .is_some_and(|found| found.contains(place))
            })
            .count()
    };
    assert!(at("steps.lost") >= 1, "its next step is unknown: {answer}");
    assert!(at("start") >= 1, "so is the first step: {answer}");
    assert_eq!(
        shop.show("")["flows"].as_array().map(Vec::len),
        Some(0),
        "nothing was published"
    );
}

#[test]
fn an_unknown_version_or_field_or_no_flow_at_all_is_refused() {
    let shop = Shop::bare(&World::named());
    let mut newer = Shop::playbook("welcome");
    newer["format"] = json!("parley.flow/99");
    assert_eq!(shop.publish(&newer).0, 422);
    let mut unknown = Shop::playbook("welcome");
    unknown["surprise"] = json!(true);
    assert_eq!(shop.publish(&unknown).0, 422);
    let path = format!("/operator/shops/{}/flows/welcome", shop.id);
    for body in ["", "[]", "{\"id\":", "null"] {
        assert_eq!(
            shop.edge.operator("PUT", &path, body.as_bytes()).status,
            422,
            "{body}"
        );
    }
    let (status, answer) = shop.publish(&Shop::playbook("welcome"));
    assert_eq!(status, 200, "{answer}");
    let other = format!("/operator/shops/{}/flows/other-name", shop.id);
    let body = Shop::playbook("welcome").to_string();
    assert_eq!(
        shop.edge.operator("PUT", &other, body.as_bytes()).status,
        422,
        "its id is not that of the address"
    );
}

#[test]
fn what_is_seldom_meant_is_told_and_refuses_nothing() {
    let shop = Shop::bare(&World::named());
    let mut flow = Shop::playbook("product-finder");
    let (status, answer) = shop.publish(&flow);
    assert_eq!((status, &answer["warnings"]), (200, &json!([])), "{answer}");
    let data = flow["data"].as_array_mut().expect("data");
    data.push(json!({"name": "town", "fallback": "your town"}));
    let (status, answer) = shop.publish(&flow);
    assert_eq!(status, 200, "{answer}");
    let warnings = answer["warnings"].as_array().expect("warnings");
    let named = |warning: &serde_json::Value| {
        warning["place"]
            .as_str()
            .is_some_and(|place| place.starts_with("data["))
    };
    assert!(warnings.iter().any(named), "{answer}");
}

#[test]
fn publishing_again_counts_the_version_up() {
    let shop = Shop::bare(&World::named());
    let flow = Shop::playbook("welcome");
    let first = shop.publish(&flow).1["version"]
        .as_u64()
        .expect("a version");
    let same = shop.publish(&flow).1["version"]
        .as_u64()
        .expect("a version");
    assert_eq!(first, same, "the same document is the same version");
    let mut changed = flow;
    changed["name"] = json!("Welcome, again");
    assert_eq!(
        shop.publish(&changed).1["version"].as_u64(),
        Some(first + 1)
    );
}

#[test]
fn a_page_is_spoken_to_in_its_language_where_the_shop_has_the_texts() {
    let shop = Shop::bare(&World::named());
    let english = Shop::playbook("cart-return");
    assert_eq!(shop.publish(&english).1["version"], 1);
    let texts = include_str!("../../shared/playbook/texts/de/cart-return.json");
    let german = translated(&[&english.to_string()], texts).expect("a translation");
    let german = serde_json::from_str(&german).expect("JSON");
    assert_eq!(shop.publish(&german).1["version"], 2);
    assert_eq!(shop.publish(&english).1["version"], 1, "it has not changed");
    let own = shop.show("");
    assert_eq!(own["flows"].as_array().map(Vec::len), Some(1), "{own}");
    assert_eq!(own["flows"][0]["version"], 1, "{own}");

    let rows = [
        ("de-AT", "Chat mit Fernwood", "Brauchen Sie Hilfe bei"),
        ("en-GB", "Chat with Fernwood", "Need help deciding"),
        ("ja", "Fernwoodとチャット", "Need help deciding"),
        ("tlh", "Chat with Fernwood", "Need help deciding"),
    ];
    for (locale, label, begins) in rows {
        let path = format!("/v1/settings/{}/{locale}", shop.id);
        let settings = shop
            .edge
            .call("GET", &path, &[("origin", &shop.origin)], &[]);
        assert_eq!(settings.status, 200, "{locale}");
        let settings = String::from_utf8_lossy(&settings.body).into_owned();
        assert!(settings.contains(label), "{locale}: {settings}");
        assert!(settings.contains(begins), "{locale}: {settings}");
        let key = format!("key-of-a-page-in-{locale}");
        let mut open = opening(&shop.id, &key, Some("cart-return"));
        locale.clone_into(&mut open.visit.locale);
        let opened = shop.edge.opened(&shop.origin, &open);
        let mut socket = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket");
        let (turns, _) = socket.resume(0);
        let said = words(&turns);
        assert!(said.contains(begins), "{locale}: {said}");
    }
}

#[test]
fn a_shop_document_with_errors_is_refused_with_all_of_them() {
    let shop = Shop::bare(&World::named());
    let mut document = shop.document();
    document["origins"] = json!(["http://plain.example", "nonsense"]);
    document["support_email"] = json!("nobody");
    document["time_zone"] = json!("Europe/Atlantis");
    document["accent"] = json!("greenish");
    let (status, answer) = shop.put_document(&document);
    assert_eq!(status, 422, "{answer}");
    let text = answer["problems"].to_string();
    for place in ["origins", "support_email", "time_zone", "accent"] {
        assert!(text.contains(place), "{place} is missing from {text}");
    }
}
