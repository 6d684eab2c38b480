//! What every answer carries, whatever it answers: it sets no cookie, runs nothing, is shown in no frame, and no page of
//! another site may use what its browser knows.

use crate::journeys::{Reader, flow, shop};
use crate::stage::Shop;
use parley_tests::client::{Answer, Edge, opening};
use serde_json::Value;
use shared::wire::frame_v1::{CONTENT_TYPE, Exchange};

/// An answer that sets no cookie and is shut in. A page for people may have styles of its own.
#[track_caller]
pub(crate) fn is_shut_in(answer: &Answer) {
    let header = |name: &str| answer.headers.get(name).map_or("", String::as_str);
    assert_eq!(header("set-cookie"), "", "{answer:?}");
    assert_eq!(header("access-control-allow-credentials"), "", "{answer:?}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{answer:?}");
    assert_eq!(header("referrer-policy"), "no-referrer", "{answer:?}");
    let transport = header("strict-transport-security");
    assert_eq!(transport, "max-age=31536000", "{answer:?}");
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{part} is missing: {answer:?}");
    }
    assert!(!policy.contains("script-src"), "{policy}");
}

#[test]
fn no_answer_sets_a_cookie_and_every_answer_is_shut_in() {
    let shop = Shop::open();
    let (edge, origin) = (&shop.edge, shop.origin.as_str());
    let open = opening(&shop.id, "key-0001-0001-0001", None);
    let get = |path: &str| edge.call("GET", path, &[], &[]);
    let token = edge.opened(origin, &open).token;
    let exchange = Exchange {
        after: 0,
        frames: Vec::new(),
        wait: false,
    };
    let answers = [
        (200, get("/health")),
        (200, get(&format!("/v1/settings/{}", shop.id))),
        (200, get(&format!("/v1/loader/{}/en/parley.js", shop.id))),
        (404, get("/v1/nothing")),
        (404, get("/p/x")),
        (404, get("/confirm/x")),
        (
            200,
            edge.operator("GET", &format!("/operator/shops/{}", shop.id), &[]),
        ),
        (200, edge.open(origin, &open)),
        (200, edge.post(origin, &token, &exchange)),
        (401, edge.post_as(origin, "a.b", CONTENT_TYPE, &[])),
        (403, edge.open("https://evil.example", &open)),
    ];
    for (status, answer) in &answers {
        assert_eq!(answer.status, *status, "{answer:?}");
        is_shut_in(answer);
    }
    let file = get("/parley.js");
    is_shut_in(&file);
    let header = |name: &str| file.headers.get(name).map_or("", String::as_str);
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert!(header("permissions-policy").contains("camera=()"));
}

#[test]
fn answers_without_a_body_are_shut_in_too() {
    let shop = Shop::open();
    let (edge, origin) = (&shop.edge, shop.origin.as_str());
    for path in ["/v1/exchange", "/v1/conversations", "/v1/agent/exchange/c1"] {
        let asked = edge.call("OPTIONS", path, &[("origin", origin)], &[]);
        assert_eq!(asked.status, 204, "{path}");
        is_shut_in(&asked);
    }
    let path = format!("/v1/loader/{}/en/parley.js", shop.id);
    let first = edge.call("GET", &path, &[], &[]);
    let tag = first.headers.get("etag").map_or("", String::as_str);
    let again = edge.call("GET", &path, &[("if-none-match", tag)], &[]);
    assert_eq!(again.status, 304);
    is_shut_in(&again);
}

#[test]
fn settings_are_read_by_the_shops_own_pages_only() {
    let shop = Shop::open();
    let allowed = |origin: &str| {
        let path = format!("/v1/settings/{}", shop.id);
        let answer = shop.edge.call("GET", &path, &[("origin", origin)], &[]);
        is_shut_in(&answer);
        answer.allowed_origin
    };
    assert_eq!(allowed(&shop.origin).as_ref(), Some(&shop.origin));
    for foreign in [
        "https://evil.example",
        "null",
        &format!("{}.evil.example", shop.origin),
    ] {
        assert_eq!(allowed(foreign), None, "{foreign}");
    }
}

/// What is answered at the link in a message below this place.
#[track_caller]
fn linked(mail: &Value, place: &str) -> Answer {
    let text = mail["text"].as_str().expect("a text");
    let mut words = text.split_whitespace();
    let link = words.find(|word| word.contains(place)).expect("a link");
    let (base, token) = link.split_once(place).expect("a link");
    Edge::new(base, "").call("GET", &format!("{place}{token}"), &[], &[])
}

#[test]
fn pages_behind_links_are_shut_in_and_run_nothing() {
    let shop = shop(&[
        flow("news", "birthday", 0, "marketing"),
        flow("care", "delivered", 0, "utility"),
    ]);
    let reader = Reader::of(shop.again(), "news", "rosa.looks@shopper.example");
    let confirmation = linked(&reader.mail("confirm"), "/confirm/");
    let reader = reader.anew("care");
    reader.happens("delivered", "#1");
    let preferences = linked(&reader.mail("care"), "/p/");
    for page in [confirmation, preferences] {
        assert_eq!(page.status, 200, "{page:?}");
        is_shut_in(&page);
        let header = |name: &str| page.headers.get(name).map_or("", String::as_str);
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-robots-tag"), "noindex");
    }
}
