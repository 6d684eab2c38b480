//! Brevo's stand-in, held to clients that nobody here wrote, and Parley's client, held to the same ones: each call of
//! `calls.json` is what Parley puts on the wire (a test of `edge` says so), what the stand-in takes, and what Brevo's own
//! clients for Node and Python put on the wire for the same facts.
//!
//! `PARLEY_PYTHON` names a Python that has the client; `node` finds the other in `node_modules`.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on stops where it stands"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use sandbox::client::request;
use sandbox::{Handle, Options, serve};
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::process::Command;

async fn stand_in() -> Handle {
    let storefront = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let brevo = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    serve(storefront, brevo, Options::default()).expect("the stand-ins")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("brevo")
}

fn read(name: &str) -> Map<String, Value> {
    let text = std::fs::read_to_string(folder().join(name)).expect("a file of this suite");
    serde_json::from_str(&text).expect("JSON")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

#[tokio::test]
async fn the_stand_in_takes_every_call_of_parleys() {
    let stand_in = stand_in().await;
    let base = stand_in.addresses().brevo.clone();
    let control = base.replace("/v3", "/_control");
    let (calls, stage) = (read("calls.json"), read("stage.json"));
    let key = [("api-key", "xkeysib-test")];
    for (name, call) in &calls {
        let ask = async |method: &str, url: String, body: &Value| {
            let bytes = if body.is_null() {
                String::new()
            } else {
                body.to_string()
            };
            request(method, &url, &key, bytes.as_bytes())
                .await
                .expect("an answer")
        };
        ask("POST", format!("{control}/reset"), &Value::Null).await;
        ask("POST", format!("{control}/settings"), &stage["settings"]).await;
        for before in stage["before"][name].as_array().into_iter().flatten() {
            let url = format!("{base}{}", before[1].as_str().expect("a path"));
            let answer = ask(before[0].as_str().expect("a method"), url, &before[2]).await;
            assert!(answer.status < 300, "before {name}: {}", answer.text());
        }
        let url = format!("{base}{}?{}", text(call, "path"), text(call, "query"));
        let answer = ask(text(call, "method"), url, &call["body"]).await;
        assert!(
            (200..300).contains(&answer.status),
            "{name}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(
            answer.header("x-sib-ratelimit-remaining").is_some(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn brevos_client_for_node_says_the_same_as_parleys() {
    compare("node", "sdk.mjs").await;
}

#[tokio::test]
async fn brevos_client_for_python_says_the_same_as_parleys() {
    let python = std::env::var("PARLEY_PYTHON")
        .unwrap_or_else(|_| panic!("PARLEY_PYTHON is not set: run `cargo xtask test brevo`"));
    compare(&python, "sdk.py").await;
}

async fn compare(program: &str, script: &str) {
    let stand_in = stand_in().await;
    let output = Command::new(program)
        .arg(folder().join(script))
        .arg(&stand_in.addresses().brevo)
        .output()
        .await
        .expect("the client runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let calls = read("calls.json");
    let mut made = BTreeSet::new();
    let mut problems = Vec::new();
    for line in printed.lines() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let name = text(&line, "name").to_owned();
        problems.extend(differences(
            &name,
            &line,
            calls.get(&name).unwrap_or(&Value::Null),
        ));
        made.insert(name);
    }
    let all: BTreeSet<String> = calls.keys().cloned().collect();
    assert_eq!(made, all, "every call is made");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// How a client's one request differs from Parley's.
fn differences(name: &str, line: &Value, parleys: &Value) -> Vec<String> {
    let requests = line["requests"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let [request] = requests else {
        return vec![format!(
            "{name}: {} requests, {}",
            requests.len(),
            line["error"]
        )];
    };
    let mut problems = Vec::new();
    if !line["error"].is_null() {
        problems.push(format!("{name}: {}", line["error"]));
    }
    let path = decoded(text(request, "path").trim_start_matches("/v3"));
    let sides = [
        (
            "method",
            Value::from(text(request, "method")),
            parleys["method"].clone(),
        ),
        (
            "path",
            Value::from(path),
            Value::from(decoded(text(parleys, "path"))),
        ),
        (
            "query",
            pairs(text(request, "query")),
            pairs(text(parleys, "query")),
        ),
        ("body", request["body"].clone(), parleys["body"].clone()),
    ];
    for (part, theirs, ours) in sides {
        if theirs != ours {
            problems.push(format!("{name}: {part} is {theirs}, Parley's is {ours}"));
        }
    }
    problems
}

/// A query in no order, which means nothing.
fn pairs(query: &str) -> Value {
    let parts: BTreeSet<String> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(decoded)
        .collect();
    Value::from(parts.into_iter().collect::<Vec<_>>())
}

fn decoded(text: &str) -> String {
    text.replace("%40", "@")
}
