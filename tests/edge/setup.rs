//! What is wrong with a shop's account at Brevo is told in sentences, and what can be mended is.

use crate::inbound::control;
use crate::stage::{Shop, World, own, until};
use crate::whatsapp::{agree_in, shop_on};
use parley_tests::client::Edge;
use serde_json::{Value, json};

#[track_caller]
fn check(shop: &Shop, method: &str) -> Value {
    let path = format!("/operator/shops/{}/brevo/check", shop.id);
    let answer = shop.edge.operator(method, &path, &[]);
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    answer.json()
}

#[track_caller]
fn says(shop: &Shop, about: &str, state: &str, words: &str) {
    let found = check(shop, "GET");
    let findings = found["findings"].as_array().expect("findings");
    let one = findings.iter().find(|one| one["about"] == about);
    let one = one.unwrap_or_else(|| panic!("nothing about {about}: {found:#}"));
    assert_eq!(one["state"], state, "{found:#}");
    let said = one["says"].as_str().unwrap_or_default();
    assert!(said.contains(words), "{one}");
    let is_ready = findings.iter().all(|one| one["state"] != "bad");
    assert_eq!(found["ready"], is_ready, "{found:#}");
}

/// Has the stand-in's account be as new, but for these settings.
#[track_caller]
fn settle(shop: &Shop, settings: &Value) {
    for (what, body) in [("reset", &Value::Null), ("settings", settings)] {
        let headers = [("content-type", "application/json")];
        let path = format!("/_control/{what}");
        let body = body.to_string();
        let answer = Edge::new(&shop.brevo, "").call("POST", &path, &headers, body.as_bytes());
        assert!(
            answer.status < 300,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
    }
}

/// Settings of the account, what is looked at, how it is judged, and words of what is said.
fn accounts() -> [(Value, &'static str, &'static str, &'static str); 11] {
    let blocks = json!({"ip_blocking": true});
    let keys = json!({"api_keys": ["xkeysib-other"]});
    let no_email = json!({"email_credits": 0});
    let no_sms = json!({"sms_credits": 0});
    let others = json!({"senders": ["x@fernwood.example"]});
    let unverified = json!({"unverified_senders": ["hello@fernwood.example"]});
    let domain = json!({"domains": {"fernwood.example": false}});
    let template = json!({"templates": {"4": {"name": "confirm", "tag": "optin"}}});
    let new = || json!({});
    [
        (blocks, "addresses", "bad", "unknown IP addresses"),
        (keys, "key", "bad", "API key"),
        (
            no_email,
            "email_credits",
            "bad",
            "no credits left for e-mail",
        ),
        (no_sms, "sms_credits", "bad", "no credits left for SMS"),
        (others, "sender", "bad", "no sender"),
        (unverified, "sender", "bad", "not verified"),
        (domain, "domain", "bad", "not authenticated"),
        (template, "templates", "good", "1 active"),
        (new(), "templates", "good", "0 active"),
        (new(), "webhooks", "advice", "No webhook"),
        (new(), "whatsapp", "good", "no number"),
    ]
}

#[test]
fn each_thing_that_keeps_messages_from_going_is_named() {
    let stage = own();
    let world = World::on(&stage);
    // One shop is not looked at so often, so each has its own, with one account.
    let shop = || Shop::bare(&world);
    says(&shop(), "attributes", "bad", "PARLEY_CONSENT_AT");
    assert_eq!(check(&shop(), "POST")["ready"], true);
    says(&shop(), "attributes", "good", "every attribute");
    for (settings, about, state, words) in accounts() {
        let shop = shop();
        settle(&shop, &settings);
        says(&shop, about, state, words);
    }
    let shop = shop();
    settle(&shop, &json!({}));
    shop.fault(&json!({"path": "/v3/account", "status": 503}));
    says(&shop, "brevo", "bad", "503");
}

#[test]
fn who_looks_ten_times_in_a_row_is_told_when_to_look_again_and_messages_still_go() {
    let stage = own();
    let world = World::on(&stage);
    let shop = shop_on(&world, "approved");
    // As many calls as every plan takes in an hour.
    control(
        &shop,
        "settings",
        &json!({"rate_limits": {"other": [100, 3600]}}),
    );
    assert_eq!(
        check(&shop, "POST")["findings"]
            .as_array()
            .map_or(0, Vec::len),
        11
    );
    for _ in 0..9 {
        let found = check(&shop, "GET");
        let findings = found["findings"].as_array().expect("findings");
        assert_eq!(findings.len(), 1, "{found:#}");
        let todo = findings[0]["todo"].as_str().unwrap_or_default();
        assert!(
            todo.starts_with("Run this check again in 1") && todo.ends_with(" minutes."),
            "{todo}"
        );
        assert_eq!(found["ready"], false);
    }
    let asked = Edge::new(&shop.brevo, "")
        .call("GET", "/_control/requests?path=/v3/account", &[], &[])
        .json();
    assert_eq!(
        asked["requests"].as_array().map(Vec::len),
        Some(1),
        "{asked}"
    );
    // What the look left is theirs who were promised something.
    for (number, key) in [
        ("+491701230011", "key-0001-0001-0001"),
        ("+491701230012", "key-0002-0002-0002"),
    ] {
        assert!(agree_in(("by-whatsapp", key), &shop, number).is_some());
        let arrives = || {
            let mailbox = Edge::new(&shop.brevo, "").call("GET", "/mailbox.json", &[], &[]);
            mailbox.json()["whatsapp"]
                .to_string()
                .contains(number.trim_start_matches('+'))
        };
        until("it goes", arrives);
    }
}

#[test]
fn a_key_that_is_refused_costs_one_call_and_one_that_is_mended_lets_messages_go_at_once() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    settle(&shop, &json!({"api_keys": ["xkeysib-other"]}));
    says(&shop, "key", "bad", "API key");
    let stopped = || {
        shop.show("/outbox/standing")["stopped"]
            .as_array()
            .map_or(0, Vec::len)
    };
    assert_eq!(stopped(), 1, "a look tells as much as a message");
    settle(&shop, &json!({}));
    until("it is looked at again", || {
        check(&shop, "GET")["findings"][0]["about"] == "key"
    });
    assert_eq!(stopped(), 0);
}

#[test]
fn a_template_that_the_shop_lists_and_nothing_goes_by_is_named_at_the_cost_of_one_call() {
    let stage = own();
    let world = World::on(&stage);
    let account = |id: &str, status: &str| {
        let template =
            json!({"name": "found", "category": "UTILITY", "language": "en", "status": status});
        json!({"whatsapp_sender": "4930123456", "whatsapp_templates": {id: template}})
    };
    for (settings, state, words) in [
        (
            account("702", "approved"),
            "bad",
            "701 of the shop's document is not in the account any more",
        ),
        (account("701", "rejected"), "bad", "701 (found) is rejected"),
        (account("701", "paused"), "bad", "701 (found) is paused"),
        (account("701", "approved"), "good", "1 templates are"),
    ] {
        let shop = shop_on(&world, "approved");
        settle(&shop, &settings);
        says(&shop, "whatsapp_templates", state, words);
        let path = "/_control/requests?path=/v3/whatsappCampaigns/template-list";
        let asked = Edge::new(&shop.brevo, "")
            .call("GET", path, &[], &[])
            .json();
        let calls = asked["requests"].as_array().map(Vec::len);
        assert_eq!(calls, Some(1), "{asked}");
    }
    let shop = shop_on(&world, "pending");
    settle(&shop, &account("701", "approved"));
    says(&shop, "whatsapp_templates", "advice", "does not say so");
}

#[test]
fn a_template_that_whatsapp_classes_anew_is_named_and_carries_nothing_that_was_agreed() {
    let stage = own();
    let shop = shop_on(&World::on(&stage), "approved");
    let template =
        json!({"name": "found", "category": "MARKETING", "language": "en", "status": "approved"});
    let account = json!({"whatsapp_sender": "4930123456", "whatsapp_templates": {"701": template}});
    settle(&shop, &account);
    says(
        &shop,
        "whatsapp_templates",
        "bad",
        "701 (found) is classed as marketing now",
    );
    let flow = ("by-whatsapp", "key-0001-0001-0001");
    assert!(agree_in(flow, &shop, "+491701230021").is_some());
    let denied = || shop.show("/outbox?state=denied").to_string();
    until("it is denied", || {
        denied().contains("template_does_not_fit")
    });
}
