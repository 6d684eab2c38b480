//! Who may do what: limits, headers, ids to quote, and one shop that knows nothing of another.

use crate::silent;
use crate::stage::{Shop, World};
use crate::story::find;
use parley_tests::client::{Answer, Edge, opening, solved};
use serde_json::{Value, json};
use shared::channel::Channel;
use shared::wire;
use shared::wire::challenge_v1::Challenge;
use shared::wire::frame_v1::{CONTENT_TYPE, EdgeFrame, Opened, ShopperFrame};
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread::{scope, sleep};
use std::time::{Duration, UNIX_EPOCH};
use xtask::stage::{Options, Stage};
use xtask::{build, prepare, repo};

#[test]
fn many_openings_of_one_address_are_paid_for_and_then_wait() {
    let shop = Shop::open();
    let open = |key: &str, proof: Option<&str>| {
        let open = opening(&shop.id, key, None);
        shop.edge
            .open_from("203.0.113.77", &shop.origin, &open, proof)
    };
    let mut statuses = Vec::new();
    for number in 0..21 {
        statuses.push(open(&format!("key-many-many-{number:04}"), None).status);
    }
    // The limiter counts by the minute: where one ended in between, some more are plain.
    let suspect = (21..60)
        .map(|number| (number, open(&format!("key-many-many-{number:04}"), None)))
        .find(|(_, answer)| answer.status == 428);
    assert_eq!(statuses[..20], [200; 20], "the first twenty are plain");
    assert!([200, 428].contains(&statuses[20]), "{statuses:?}");
    let (number, asked) = suspect.expect("one that is suspect");
    assert_eq!(asked.allowed_origin.as_ref(), Some(&shop.origin));
    let challenge: Challenge = wire::decode(&asked.body, 10_000).expect("a challenge");
    let proof = solved(&challenge);
    let key = format!("key-many-many-{number:04}");
    let answer = open(&key, Some(&proof));
    assert_eq!(answer.status, 200);
    wire::decode::<Opened>(&answer.body, 10_000).expect("an Opened");
    let other = open("key-another-another", Some(&proof));
    assert_eq!(other.status, 428, "a proof opens one conversation only");
    let refused = (0..300)
        .map(|_| open(&key, Some(&proof)))
        .find(|answer| answer.status != 200)
        .expect("one too many");
    is_asked_to_wait(&refused, &shop.origin);
}

#[track_caller]
fn is_asked_to_wait(refused: &Answer, origin: &str) {
    let (told, pause) = (refused.json(), refused.headers.get("retry-after"));
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many"));
    assert_eq!(pause.map(String::as_str), Some("60"));
    assert_eq!(told["retry_after_s"], 60);
    assert!(told["message"].to_string().contains("please"), "{told}");
    assert_eq!(refused.allowed_origin.as_deref(), Some(origin));
}

#[test]
fn many_openings_at_one_shop_are_paid_for_then_wait_and_hold_up_no_other_shop() {
    let folder = repo::path("target/stage").join(format!("limits-{}", std::process::id()));
    let stage = with_a_hundredth_of_a_shops_limits(&folder);
    let world = World::on(&stage);
    let open = |shop: &Shop, page: u8, proof: Option<&str>| {
        let open = opening(&shop.id, &format!("key-many-many-{page:04}"), None);
        let address = format!("198.18.0.{page}");
        shop.edge.open_from(&address, &shop.origin, &open, proof)
    };
    // The limiters count by the minutes of the clock: a rush says something when one of them holds all of it.
    let minute = || UNIX_EPOCH.elapsed().expect("a time").as_secs() / 60;
    let rush = |_| {
        let (shop, other) = (Shop::bare(&world), Shop::bare(&world));
        let (begun, mut answers, mut elsewhere) = (minute(), Vec::new(), Vec::new());
        for page in 0..=150 {
            let answer = open(&shop, page, None);
            let challenge = wire::decode::<Challenge>(&answer.body, 10_000);
            answers.push(answer);
            if let (42.., Ok(challenge)) = (page, challenge) {
                answers.push(open(&shop, page, Some(&solved(&challenge))));
            }
            if let 15 | 150 = page {
                elsewhere.push(open(&other, page, None).status);
            }
        }
        (minute() == begun).then_some((answers, elsewhere))
    };
    let (answers, elsewhere) = (0..5).find_map(rush).expect("a minute that holds one");
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    // The most are 120 that are let in; the thirty that do not pay are none of them.
    let (plain, asked, paid) = (vec![200; 12], vec![428; 30], [428, 200].repeat(108));
    assert_eq!(statuses, [plain, asked, paid, vec![428, 429]].concat());
    is_asked_to_wait(answers.last().expect("answers"), &world.storefront);
    assert_eq!(elsewhere, [200, 200], "another shop is served plainly");
    drop(stage);
    // A folder that stays is in target and does no harm.
    let _ = fs::remove_dir_all(folder);
}

/// A Worker of the test's own, configured in this folder: on a machine for tests none answers 12 000 times in a minute.
fn with_a_hundredth_of_a_shops_limits(folder: &Path) -> Stage {
    let mut config = repo::read("edge/wrangler.toml").expect("the configuration");
    let site = format!("\"{}\"", repo::path("target/site").display());
    for (released, here) in [
        ("limit = 1200,", "limit = 12,"),
        ("limit = 12000,", "limit = 120,"),
        ("\"../target/site\"", &site),
    ] {
        assert_eq!(config.matches(released).count(), 1, "{released}");
        config = config.replace(released, here);
    }
    let file = folder.join("wrangler.toml");
    repo::write(&file, config).expect("a configuration");
    let tools = prepare::prepare(&[]).expect("the tools are there");
    let options = Options {
        config: Some(file),
        ..Options::default()
    };
    Stage::start(&tools, &options).expect("the Worker starts")
}

#[test]
fn every_error_can_be_quoted() {
    let shop = Shop::open();
    let answers = [
        shop.edge.call("GET", "/v1/nothing", &[], &[]),
        shop.edge
            .call("GET", "/v1/settings/nobody.myshopify.com", &[], &[]),
        shop.edge
            .operator("GET", "/operator/shops/nobody.myshopify.com", &[]),
        shop.edge
            .operator("PUT", &format!("/operator/shops/{}", shop.id), b"{"),
        shop.edge.open(
            &shop.origin,
            &opening("nobody.myshopify.com", "key-0001-0001-0001", None),
        ),
    ];
    for answer in answers {
        let request = answer.json()["request"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(answer.status >= 400 && request.len() >= 12, "{answer:?}");
        assert_eq!(answer.headers.get("x-request-id"), Some(&request));
    }
}

#[test]
fn a_page_of_another_site_is_not_the_operator() {
    let shop = Shop::open();
    let bearer = format!("Bearer {}", shop.edge.operator_secret);
    let ask = |site: &str| {
        let headers = [("authorization", bearer.as_str()), ("sec-fetch-site", site)];
        let path = format!("/operator/shops/{}", shop.id);
        shop.edge.call("GET", &path, &headers, &[]).status
    };
    assert_eq!(
        ["cross-site", "same-site", "same-origin", "none"].map(ask),
        [403, 403, 200, 200]
    );
}

/// Each route that names something of a shop's, asked by another shop or by nobody.
#[test]
fn no_route_reaches_another_shops_objects() {
    let mut finder = find(Shop::open());
    finder.agree(Channel::Email, "carla.tenant@shopper.example");
    let (own, other) = (&finder.shop, Shop::open());
    let record = own.show(&format!("/conversations/{}", finder.conversation));
    let shopper = record["record"]["shopper"].as_str().expect("a shopper");
    // By the operator, at the other shop's address.
    for (method, path) in [
        ("GET", format!("/conversations/{}", finder.conversation)),
        ("GET", format!("/shoppers/{shopper}")),
        ("GET", format!("/shoppers/{shopper}/occasions")),
        ("POST", format!("/shoppers/{shopper}/occasions")),
        ("GET", "/outbox".into()),
        ("DELETE", format!("/shoppers/{shopper}")),
    ] {
        let path = format!("/operator/shops/{}{path}", other.id);
        let happened = br#"{"event":"delivered","key":"1"}"#;
        let answer = other.edge.operator(method, &path, happened);
        let told = String::from_utf8_lossy(&answer.body).into_owned();
        let is_empty = |list: &Value| list.as_array().is_some_and(Vec::is_empty);
        let nothing = answer.status == 404
            || answer.json()["conversations"] == 0
            || is_empty(&answer.json()["conversations"])
            || is_empty(&answer.json());
        assert!(
            nothing && !told.contains("carla"),
            "{method} {path}: {told}"
        );
    }
    let agent = other.edge.agent(&other.id, "Mia");
    let connect = other.edge.agent_connect(&finder.conversation, &agent);
    assert_eq!(connect.err(), Some(404), "an agent of the other shop");
    let standing = other.show("/outbox/standing").to_string();
    assert!(!standing.contains("carla"), "{standing}");
    assert_eq!(
        other.show("/counters")["days"].as_array().map(Vec::len),
        Some(0)
    );
    let still = own.show(&format!("/conversations/{}", finder.conversation));
    assert_eq!(still["turns"], record["turns"], "nothing of it is gone");
    nobody_is_the_operator(own, &finder.conversation, shopper);
    a_token_and_a_key_are_of_one_shop(own, &other);
}

/// Every call of the operator's, as the table at the head of its source has them.
fn operators_calls() -> Vec<(String, String)> {
    let source = repo::read("edge/src/operator.rs").expect("the operator's calls");
    let rows = source.lines().filter_map(|line| {
        let (call, _) = line.strip_prefix("//! | `")?.split_once(" | ")?;
        let (methods, path) = call.trim_end_matches('`').rsplit_once(' ')?;
        let methods = methods.split(", ").map(|method| method.trim_matches('`'));
        let calls = methods.map(|method| (method.to_owned(), path.to_owned()));
        Some(calls.collect::<Vec<_>>())
    });
    rows.flatten().collect()
}

#[track_caller]
fn nobody_is_the_operator(shop: &Shop, conversation: &str, shopper: &str) {
    let outsider = Edge::new(&shop.edge.origin, "not the operator's secret, but as long");
    let calls = operators_calls();
    assert!(calls.len() >= 15, "{calls:?}");
    for (method, path) in calls {
        let path = path
            .replace("{shop}", &shop.id)
            .replace("{flow}", "welcome")
            .replace(
                "conversations/{id}",
                &format!("conversations/{conversation}"),
            )
            .replace("{id}", shopper)
            .replace("{shopper}", shopper);
        assert!(
            path.starts_with("/operator/") && !path.contains('{'),
            "{path}"
        );
        for caller in [&outsider, &Edge::new(&shop.edge.origin, "")] {
            let answer = caller.operator(&method, &path, b"{}");
            assert_eq!(answer.status, 401, "{method} {path}");
        }
    }
}

/// The same key is another conversation in another shop, and a shopper known here is nobody there.
#[track_caller]
fn a_token_and_a_key_are_of_one_shop(own: &Shop, other: &Shop) {
    let key = "key-0001-0001-0001";
    let here = own.edge.opened(&own.origin, &opening(&own.id, key, None));
    let mut there = opening(&other.id, key, None);
    there.known = Some(here.token.clone());
    let there = other.edge.opened(&other.origin, &there);
    assert_ne!(here.conversation, there.conversation);
    let shopper = |shop: &Shop, opened: &Opened| {
        shop.show(&format!("/conversations/{}", opened.conversation))["record"]["shopper"].clone()
    };
    assert_ne!(shopper(own, &here), shopper(other, &there));
}

#[test]
fn a_body_is_bounded_in_bytes_and_in_time() {
    let shop = Shop::open();
    let post = |length: usize| -> Answer {
        let headers = [
            ("origin", shop.origin.as_str()),
            ("cf-connecting-ip", "203.0.113.9"),
        ];
        shop.edge
            .call("POST", "/v1/conversations", &headers, &vec![0xff; length])
    };
    assert_eq!(
        [post(8192).status, post(8193).status],
        [400, 413],
        "garbage"
    );
    assert_eq!(post(10 * 1024 * 1024).status, 413);
    let path = format!("/operator/shops/{}", shop.id);
    let document = shop.edge.operator("PUT", &path, &vec![b' '; 300 * 1024]);
    assert_eq!(
        (document.status, document.code().as_str()),
        (413, "too_large")
    );
    assert!(slow(&shop).starts_with("HTTP/1.1 408"), "{}", slow(&shop));
}

#[test]
fn bodies_that_drip_are_given_up_and_keep_nobody_waiting() {
    let shop = Shop::open();
    let open = opening(&shop.id, "key-0001-0001-0001", Some("welcome"));
    let opened = shop.edge.opened(&shop.origin, &open);
    scope(|scope| {
        let token = opened.token.as_str();
        let drips: Vec<_> = (0..40)
            .map(|_| scope.spawn(|| drip(&shop, token)))
            .collect();
        let resume = vec![ShopperFrame::Resume { after: 0 }];
        let mut rounds = 0;
        while drips.iter().any(|drip| !drip.is_finished()) {
            let told = shop
                .edge
                .posted(&shop.origin, token, 0, resume.clone(), false);
            assert!(
                matches!(told.first(), Some(EdgeFrame::Welcome { .. })),
                "{told:?}"
            );
            rounds += 1;
            // As a page asks, not as a flood: that would be told to wait.
            sleep(Duration::from_millis(200));
        }
        assert!(rounds > 10, "{rounds} answers meanwhile");
        for drip in drips {
            assert_eq!(drip.join().expect("an answer"), "HTTP/1.1 408");
        }
    });
}

/// Posts a byte now and then, for longer than anybody should wait; the beginning of what the Worker says to that.
fn drip(shop: &Shop, token: &str) -> String {
    let host = shop.edge.origin.replace("http://", "");
    let mut stream = TcpStream::connect(&host).expect("the Worker listens");
    let head = format!(
        "POST /v1/exchange HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\nauthorization: Bearer {token}\r\ncontent-type: {CONTENT_TYPE}\r\ncontent-length: 1000\r\n\r\n",
        shop.origin
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    let pause = Some(Duration::from_millis(200));
    stream.set_read_timeout(pause).expect("a time-out");
    let mut answer = [0; 12];
    for _ in 0..300 {
        // Who has answered may have shut the way.
        let _dripped = stream.write_all(b"x");
        match stream.read(&mut answer) {
            Ok(read) => return String::from_utf8_lossy(&answer[..read]).into_owned(),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return error.to_string(),
        }
    }
    "nothing".into()
}

/// Announces a body and never sends it; what the Worker says to that.
fn slow(shop: &Shop) -> String {
    let host = World::named().edge.origin.replace("http://", "");
    let mut stream = TcpStream::connect(&host).expect("the Worker listens");
    let head = format!(
        "POST /v1/conversations HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncontent-length: 100\r\n\r\nx",
        shop.origin
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    let patience = Duration::from_secs(30);
    stream.set_read_timeout(Some(patience)).expect("a time-out");
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).unwrap_or_default();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[test]
fn health_tells_what_is_there_and_shows_no_secret() {
    let edge = World::named().edge;
    for path in ["/health", "/v1/health"] {
        let answer = edge.call("GET", path, &[], &[]);
        let told = answer.json();
        assert_eq!((answer.status, &told["ok"]), (200, &true.into()), "{told}");
        assert_eq!(told["missing"].as_array().map(Vec::len), Some(0));
        assert!(
            told["version"]
                .as_str()
                .is_some_and(|version| version.contains('.'))
        );
        assert!(!told.to_string().contains(&edge.operator_secret));
    }
}

#[test]
fn a_worker_without_its_limiters_is_not_well_and_names_them() {
    let (_server, world) = silent::worker(build::Options::default());
    for path in ["/health", "/v1/health"] {
        let answer = world.edge.call("GET", path, &[], &[]);
        let told = answer.json();
        assert_eq!((answer.status, &told["ok"]), (503, &false.into()), "{told}");
        let missing = json!([
            "ADDRESS_SUSPECT",
            "ADDRESS_OPENINGS",
            "SHOP_SUSPECT",
            "SHOP_OPENINGS"
        ]);
        assert_eq!(told["missing"], missing);
    }
}
