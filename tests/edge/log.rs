//! What the Worker's log says: lines for programs, with the ids that an asker may quote, and no secret, address or word of
//! anybody's.

use crate::erasure::shown;
use crate::panics::alone;
use crate::stage::{Shop, World, until};
use parley_tests::client::{Answer, Edge, opening, said};
use serde_json::{Value, json};
use shared::wire::agent_v1::{AgentFrame, ConsoleFrame};
use shared::wire::frame_v1::{CONTENT_TYPE, Exchange, Say};
use std::fs;
use xtask::repo;
use xtask::stage::Stage;

const KEY: &str = "key-that-nobody-else-makes-0001";
const WORDS: &str = "does the xylophone oil suit my grandmother";
const AGENTS_WORDS: &str = "certainly, madam, it suits every zeppelin";
const ADDRESS: &str = "ivo.unlogged@shopper.example";
const WRONG: &str = "a wrong secret of an operator, long enough";

/// A conversation with everybody in it.
struct Spoken {
    conversation: String,
    token: String,
    agent: String,
}

/// A shopper talks and is handed over to a person by mail; an agent answers.
#[track_caller]
fn spoken(shop: &Shop) -> Spoken {
    let open = opening(&shop.id, KEY, Some("product-finder"));
    let opened = shop.edge.opened(&shop.origin, &open);
    let page = shop.edge.connect(&shop.origin, &opened.token);
    let mut page = page.expect("a socket");
    page.resume(0);
    page.exchange("words", Say::Text(WORDS.into()));
    let (_, now) = page.exchange("person", Say::Person);
    let ask = now.ask.expect("where the answer should go");
    let value = ADDRESS.into();
    page.exchange("mail", Say::Fill { ask, value });
    until("the mail goes", || {
        !shop.received("help@fernwood.example").0.is_empty()
    });
    let conversation = opened.conversation.to_string();
    let agent = shop.edge.agent(&shop.id, "Mia");
    let console = shop.edge.agent_connect(&conversation, &agent);
    let mut console = console.expect("a console's socket");
    console.resume(0);
    console.send(&AgentFrame::Join { take_over: false });
    console.send(&said("a-1", AGENTS_WORDS));
    console.until(|frame| matches!(frame, ConsoleFrame::Acked { .. }));
    Spoken {
        conversation,
        token: opened.token,
        agent,
    }
}

/// Calls that are refused, and some that meet a fault, all with something in them that is nobody's business.
#[track_caller]
fn failed(shop: &Shop, spoken: &Spoken) -> Vec<Answer> {
    let (edge, origin) = (&shop.edge, shop.origin.as_str());
    let path = format!("/operator/shops/{}", shop.id);
    let document = json!({ "shop": shop.id, "name": ADDRESS, "origins": WORDS }).to_string();
    let exchange = Exchange {
        after: 0,
        frames: Vec::new(),
        wait: false,
    };
    let call = |method: &str, path: &str| edge.call(method, path, &[], WORDS.as_bytes());
    let refused = vec![
        call("GET", "/v1/nothing"),
        call("POST", &format!("/v1/brevo/{}", shop.id)),
        call("GET", &format!("/p/{}", spoken.token)),
        Edge::new(&edge.origin, WRONG).operator("GET", &path, &[]),
        edge.operator("PUT", &path, document.as_bytes()),
        edge.operator("PUT", &format!("{path}/flows/{KEY}"), document.as_bytes()),
        edge.post(origin, &format!("{}x", spoken.token), &exchange),
        edge.post(origin, &spoken.agent, &exchange),
        edge.post_as(origin, &spoken.token, CONTENT_TYPE, WORDS.as_bytes()),
        edge.agent_post_as(&spoken.conversation, &spoken.agent, WORDS.as_bytes()),
        edge.open("https://evil.example", &opening(&shop.id, KEY, None)),
    ];
    for answer in &refused {
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    let demand = json!([{ "class": "Conversation", "name": spoken.conversation, "handler": "fetch", "does": "panic" }]);
    let demand = demand.to_string();
    let asked = edge.call("POST", "/v1/panics/demands", &[], demand.as_bytes());
    assert_eq!(asked.status, 200);
    let faults = vec![
        edge.post(origin, &spoken.token, &exchange),
        call("POST", "/v1/panics/worker/fetch"),
    ];
    for answer in &faults {
        assert_eq!(answer.status, 500, "{answer:?}");
    }
    refused.into_iter().chain(faults).collect()
}

/// What nobody should find in the log, with what it is.
fn secrets(stage: &Stage, spoken: &Spoken) -> Vec<(&'static str, String)> {
    let kept = |file: &str| fs::read_to_string(stage.state().join(file)).expect("a secret");
    let shop = repo::read("tests/demo/shop.json").expect("the demo's shop");
    let shop: Value = serde_json::from_str(&shop).expect("JSON");
    let key = shop["brevo_api_key"].as_str().expect("a key");
    vec![
        ("the shopper's token", spoken.token.clone()),
        ("the agent's token", spoken.agent.clone()),
        ("the page's key", KEY.into()),
        ("the operator's secret", stage.operator_secret().into()),
        ("a wrong secret", WRONG.into()),
        ("the tokens' secret", kept("token-secret")),
        ("the secret of erasures", kept("erasure-secret")),
        ("the key of Brevo", key.into()),
        ("an address", ADDRESS.into()),
        ("a part of it", "ivo.unlogged".into()),
        ("what the shopper said", "xylophone".into()),
        ("what the agent said", "zeppelin".into()),
    ]
}

#[test]
fn the_log_holds_no_token_no_address_and_no_word() {
    let _alone = alone();
    let stage = shown();
    let shop = Shop::on(&World::on(&stage));
    let spoken = spoken(&shop);
    let record = shop.show(&format!("/conversations/{}", spoken.conversation));
    let shopper = record["record"]["shopper"].as_str().expect("a shopper");
    let answers = failed(&shop, &spoken);
    let path = format!("/operator/shops/{}/shoppers/{shopper}", shop.id);
    let erased = shop.edge.operator("DELETE", &path, &[]);
    assert_eq!(erased.status, 200, "{erased:?}");
    for answer in answers {
        let request = answer.json()["request"].as_str().map(str::to_owned);
        let request = request.unwrap_or_else(|| panic!("no id: {answer:?}"));
        let line = format!("\"request\":\"{request}\"");
        until(&format!("{request} is in the log"), || {
            stage.worker_log().contains(&line)
        });
    }
    until("the erasure is in the log", || {
        stage.worker_log().contains("conversation_erased")
    });
    let log = stage.worker_log();
    // Wrangler itself tells of each call, with its address.
    let lines = log.lines().filter(|line| !line.starts_with("[wrangler"));
    let lines: Vec<&str> = lines.collect();
    for (what, secret) in secrets(&stage, &spoken) {
        let found = lines.iter().find(|line| line.contains(&secret));
        assert_eq!(found, None, "{what}");
    }
    let told: Vec<Value> = lines.iter().filter_map(|line| told(line)).collect();
    for level in ["info", "error"] {
        assert!(told.iter().any(|line| line["level"] == level), "{level}");
    }
}

/// What a line of the Worker's says: JSON with level and code. Wrangler marks one that is an error.
#[track_caller]
fn told(line: &str) -> Option<Value> {
    let is_marked = line.contains("{\"level\"");
    if !is_marked && !line.starts_with('{') {
        return None;
    }
    let text = line.find('{').zip(line.rfind('}'));
    let text = text.and_then(|(from, to)| line.get(from..=to));
    let told: Value = serde_json::from_str(text.unwrap_or_default())
        .unwrap_or_else(|error| panic!("{error}: {line}"));
    let level = told["level"].as_str();
    assert!(matches!(level, Some("info" | "error")), "{line}");
    let code = told["code"].as_str().unwrap_or_default();
    assert!(!code.is_empty(), "{line}");
    Some(told)
}
