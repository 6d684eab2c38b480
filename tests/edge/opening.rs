//! Opening the chat: who may, and what a second opening does.

use crate::stage::Shop;
use parley_tests::client::opening;
use shared::wire;

#[test]
fn the_same_key_opens_the_same_conversation() {
    let shop = Shop::open();
    let open = opening(&shop.id, "key-0001-0001-0001", None);
    let first = shop.edge.opened(&shop.origin, &open);
    let second = shop.edge.opened(&shop.origin, &open);
    assert_eq!(first.conversation, second.conversation);
    let other = shop
        .edge
        .opened(&shop.origin, &opening(&shop.id, "key-0002-0002-0002", None));
    assert_ne!(first.conversation, other.conversation);
    let (turns, _) = shop
        .edge
        .connect(&shop.origin, &second.token)
        .expect("a socket")
        .resume(0);
    assert!(!turns.is_empty(), "the conversation has begun");
    assert!(
        turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq),
        "it began once: {turns:?}"
    );
}

#[test]
fn a_foreign_origin_is_refused() {
    let shop = Shop::open();
    let open = opening(&shop.id, "key-0001-0001-0001", None);
    let refused = shop.edge.open("https://elsewhere.example", &open);
    assert_eq!((refused.status, refused.allowed_origin), (403, None));
    let missing = shop
        .edge
        .call("POST", "/v1/conversations", &[], &wire::encode(&open));
    assert_eq!(missing.status, 403);
    let opened = shop.edge.opened(&shop.origin, &open);
    assert_eq!(
        shop.edge
            .connect("https://elsewhere.example", &opened.token)
            .err(),
        Some(403)
    );
}

#[test]
fn a_wrong_token_is_refused() {
    let shop = Shop::open();
    let opened = shop
        .edge
        .opened(&shop.origin, &opening(&shop.id, "key-0001-0001-0001", None));
    let connect = |token: &str| shop.edge.connect(&shop.origin, token).err();
    let (payload, signature) = opened
        .token
        .rsplit_once('.')
        .expect("payload and signature");
    let forged_signature = format!("{payload}.{}", signature.chars().rev().collect::<String>());
    let forged_payload = format!("{}.{signature}", payload.chars().rev().collect::<String>());
    for token in ["", "x", "a.b", payload, &forged_signature, &forged_payload] {
        assert_eq!(connect(token), Some(401), "{token}");
    }
    assert_eq!(connect(&opened.token), None);
}

#[test]
fn a_socket_needs_our_subprotocol() {
    let shop = Shop::open();
    let opened = shop
        .edge
        .opened(&shop.origin, &opening(&shop.id, "key-0001-0001-0001", None));
    let other = shop
        .edge
        .connect_with(&shop.origin, &format!("chat.v1, {}", opened.token))
        .err();
    assert_eq!(other, Some(400));
    let mut newer = shop
        .edge
        .connect_with(&shop.origin, &format!("parley.v9, {}", opened.token))
        .expect("a socket, to say why there is none");
    assert_eq!(newer.close_code(), Some(4426), "a page is told to reload");
    let plain = shop
        .edge
        .call("GET", "/v1/socket", &[("origin", &shop.origin)], &[]);
    assert_eq!(
        plain.status, 426,
        "a request that is no upgrade is told to upgrade"
    );
}

#[test]
fn an_unknown_shop_is_not_found() {
    let shop = Shop::open();
    let open = opening("nobody.myshopify.com", "key-0001-0001-0001", None);
    assert_eq!(shop.edge.open(&shop.origin, &open).status, 404);
    let settings = shop.edge.call(
        "GET",
        "/v1/settings/nobody.myshopify.com",
        &[("origin", &shop.origin)],
        &[],
    );
    assert_eq!(settings.status, 404);
}

#[test]
fn the_loader_brings_the_settings_along_and_is_sent_once() {
    let shop = Shop::open();
    let get = |path: &str, headers: &[(&str, &str)]| shop.edge.call("GET", path, headers, &[]);
    let path = format!("/v1/loader/{}/de-AT/parley.js", shop.id);
    let served = get(&path, &[]);
    assert_eq!(served.status, 200);
    let header = |name: &str| served.headers.get(name).map_or("", String::as_str);
    assert_eq!(header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header("access-control-allow-origin"), "*");

    let script = str::from_utf8(&served.body).expect("text");
    let (hint, rest) = script.split_once('\n').expect("a first line");
    let (given, loader) = rest.split_once(";\n").expect("a second");
    let own = get("/parley.js", &[]);
    assert_eq!(format!("{hint}\n{loader}").as_bytes(), own.body);
    let settings = get(&format!("/v1/settings/{}/de", shop.id), &[]);
    let line = settings.body.split(|byte| *byte == b'\n').next();
    let look = str::from_utf8(line.expect("a line")).expect("text");
    let start = format!(
        "(document.currentScript||{{}}).parley={{shop:\"{}\",spoken:\"de\",look:{look},rules:\"",
        shop.id
    );
    assert!(given.starts_with(&start), "{given}");

    let again = get(&path, &[("if-none-match", header("etag"))]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = format!("/v1/loader/{}/fr/parley.js", shop.id);
    assert_eq!(
        get(&other, &[("if-none-match", header("etag"))]).status,
        200
    );
    for (method, path, status) in [
        ("GET", "/v1/loader/nobody.myshopify.com/en/parley.js", 404),
        ("GET", "/v1/loader/%3Cscript%3E/en/parley.js", 404),
        ("POST", path.as_str(), 405),
    ] {
        assert_eq!(shop.edge.call(method, path, &[], &[]).status, status);
    }
}

#[test]
fn settings_are_one_line_for_the_loader_and_the_rest_for_the_scout() {
    let shop = Shop::open();
    let path = format!("/v1/settings/{}", shop.id);
    let answer = shop
        .edge
        .call("GET", &path, &[("origin", &shop.origin)], &[]);
    assert_eq!(
        (answer.status, answer.allowed_origin.as_deref()),
        (200, Some(shop.origin.as_str()))
    );
    let split = answer
        .body
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line");
    let (line, rest) = answer.body.split_at(split);
    let launcher: serde_json::Value = serde_json::from_slice(line).expect("JSON");
    assert!(
        launcher["label"]
            .as_str()
            .is_some_and(|label| label.contains("Fernwood")),
        "{launcher}"
    );
    let settings: wire::settings_v1::Settings =
        wire::decode(&rest[1..], 100_000).expect("settings");
    let mut flows: Vec<&str> = settings
        .rules
        .iter()
        .map(|rule| rule.flow.as_str())
        .collect();
    flows.dedup();
    assert_eq!(
        flows,
        ["cart-return", "product-finder"],
        "these have a trigger, with a rule for each audience; the welcome has none"
    );
}

#[test]
fn a_body_that_is_no_opening_is_refused() {
    let shop = Shop::open();
    let headers = [("origin", shop.origin.as_str())];
    let post = |body: &[u8]| {
        shop.edge
            .call("POST", "/v1/conversations", &headers, body)
            .status
    };
    let whole = wire::encode(&opening(&shop.id, "key-0001-0001-0001", None));
    assert_eq!(post(b""), 400);
    assert_eq!(post(b"{\"shop\":1}"), 400);
    assert_eq!(post(&whole[..whole.len() - 3]), 400, "cut off");
    assert_eq!(
        post(&[whole.as_slice(), b"more"].concat()),
        400,
        "bytes after the value"
    );
    assert_eq!(post(&vec![0; 70_000]), 413);
}
