//! An outbox that drains while everything goes wrong with Brevo, or with the Worker: nothing is lost, nothing goes twice.

use crate::inbound::{brevo, control, in_state, reports};
use crate::stage::{Shop, World, own};
use crate::story::find_with;
use parley_tests::client::Edge;
use serde_json::json;
use shared::channel::Channel;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longer than the outbox takes an attempt for lost, and tries again.
const LONG: Duration = Duration::from_mins(3);

fn address(number: usize) -> String {
    format!("drain.{number}@shopper.example")
}

/// So many shoppers ask for the link by e-mail.
#[track_caller]
fn burst(shop: &Shop, range: std::ops::Range<usize>) {
    for number in range {
        let key = format!("key-drain-drain-{number:04}");
        find_with(shop.again(), &key).agree(Channel::Email, &address(number));
    }
}

/// Waits until all of them have gone, each once.
#[track_caller]
fn drained(shop: &Shop, count: usize) {
    let begun = Instant::now();
    loop {
        let states = shop.show("/counters")["deliveries"].clone();
        let of = |state: &str| states[state].as_u64().unwrap_or(0);
        if of("sent") + of("delivered") == count as u64 {
            break;
        }
        assert!(begun.elapsed() < LONG, "{states}: {}", shop.show("/outbox"));
        sleep(Duration::from_millis(500));
    }
    for number in 0..count {
        let (mails, _) = shop.received(&address(number));
        assert_eq!(mails.len(), 1, "{}", address(number));
    }
}

#[test]
fn a_kill_while_messages_go_loses_none_and_doubles_none() {
    let mut stage = own();
    let shop = Shop::on(&World::on(&stage));
    // Taken, and answered so late that the Worker is dead by then.
    control(
        &shop,
        "faults",
        &json!({"path": "/v3/smtp/email", "method": "POST", "after": true, "delay_ms": 4000, "times": 6}),
    );
    burst(&shop, 0..6);
    sleep(Duration::from_millis(500));
    stage.kill9_worker();
    stage.restart_worker().expect("the Worker starts again");
    drained(&shop, 6);
}

#[test]
fn a_limit_a_revoked_key_and_spent_credits_hold_messages_and_lose_none() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    control(
        &shop,
        "settings",
        &json!({"rate_limits": {"smtp/email": [2, 2]}}),
    );
    burst(&shop, 0..5);
    drained(&shop, 5);
    let stopped = |why: &str| {
        let begun = Instant::now();
        while !shop.show("/outbox/standing")["stopped"]
            .to_string()
            .contains(why)
        {
            assert!(
                begun.elapsed() < LONG,
                "never {why}: {}",
                shop.show("/outbox/standing")
            );
            sleep(Duration::from_millis(200));
        }
    };
    // In the midst of a burst, when some have gone and some wait for their turn.
    control(
        &shop,
        "settings",
        &json!({"rate_limits": {"smtp/email": [1, 4]}}),
    );
    burst(&shop, 5..8);
    control(&shop, "settings", &json!({"api_keys": ["xkeysib-other"]}));
    stopped("key_refused");
    assert_eq!(in_state(&shop, "failed"), Vec::<serde_json::Value>::new());
    control(&shop, "settings", &json!({"api_keys": []}));
    drained(&shop, 8);
    control(&shop, "settings", &json!({"rate_limits": {}}));
    control(&shop, "settings", &json!({"ip_blocking": true}));
    burst(&shop, 8..9);
    stopped("address_blocked");
    control(&shop, "settings", &json!({"ip_blocking": false}));
    drained(&shop, 9);
    control(&shop, "settings", &json!({"email_credits": 0}));
    burst(&shop, 9..11);
    stopped("no_credits");
    control(&shop, "settings", &json!({"email_credits": 1000}));
    drained(&shop, 11);
}

#[test]
fn a_sender_that_is_not_verified_is_a_reason_that_people_read() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    control(
        &shop,
        "settings",
        &json!({"unverified_senders": ["hello@fernwood.example"]}),
    );
    burst(&shop, 0..1);
    let begun = Instant::now();
    while in_state(&shop, "failed").is_empty() {
        assert!(begun.elapsed() < LONG, "{}", shop.show("/outbox"));
        sleep(Duration::from_millis(200));
    }
    let failed = in_state(&shop, "failed");
    assert!(
        failed[0]["detail"]
            .to_string()
            .to_lowercase()
            .contains("sender"),
        "{failed:?}"
    );
    assert_eq!(shop.received(&address(0)).0.len(), 0);
}

/// Somebody else changes the account's contacts.
#[track_caller]
pub(crate) fn put(shop: &Shop, method: &str, path: &str, body: &serde_json::Value) {
    let headers = [
        ("api-key", "xkeysib-demo"),
        ("content-type", "application/json"),
    ];
    let answer =
        Edge::new(&shop.brevo, "").call(method, path, &headers, body.to_string().as_bytes());
    let said = String::from_utf8_lossy(&answer.body);
    assert!(answer.status < 300, "{said}");
}

#[test]
fn a_contact_that_was_merged_is_stopped_and_one_that_is_gone_is_counted() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    let number = "+4915112345678";
    let mut finder = find_with(shop.again(), "key-0001-0001-0001");
    finder.agree(Channel::Sms, number);
    let by_number = "/contacts/4915112345678?identifierType=phone_id";
    crate::stage::until("the grant is mirrored", || {
        brevo(&shop, by_number).status == 200
    });
    let email = "merged@shopper.example";
    put(&shop, "POST", "/v3/contacts", &json!({"email": email}));
    put(
        &shop,
        "POST",
        "/v3/contacts",
        &json!({"email": email, "attributes": {"SMS": number}, "updateEnabled": true, "forceMerge": true}),
    );
    finder.leaves(number);
    let merged = || brevo(&shop, "/contacts/merged%40shopper.example").json();
    crate::stage::until("it is stopped", || merged()["smsBlacklisted"] == true);
    assert_eq!(merged()["emailBlacklisted"], false, "{}", merged());
    // Merged away, or deleted: there is nobody to be stopped, and people see that Brevo said so.
    let mut other = find_with(shop.again(), "key-0002-0002-0002");
    let second = "+4915112345679";
    other.agree(Channel::Sms, second);
    let gone = "/contacts/4915112345679?identifierType=phone_id";
    crate::stage::until("the grant is mirrored", || brevo(&shop, gone).status == 200);
    put(&shop, "DELETE", &format!("/v3{gone}"), &json!(null));
    other.leaves(second);
    crate::stage::until("it is counted by Brevo's reason", || {
        reports(&shop, "refused_document_not_found") == 1
    });
    assert_eq!(other.withdrawals().len(), 1);
}

#[test]
fn a_number_that_moved_to_another_contact_is_stopped_where_it_is_now() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    let number = "+4915112345678";
    let mut finder = find_with(shop.again(), "key-0001-0001-0001");
    finder.agree(Channel::Sms, number);
    let contact = "/contacts/4915112345678?identifierType=phone_id";
    crate::stage::until("the grant is mirrored", || {
        brevo(&shop, contact).status == 200
    });
    let first = brevo(&shop, contact).json()["id"].clone();
    put(
        &shop,
        "PUT",
        &format!("/v3/contacts/{first}?identifierType=contact_id"),
        &json!({"attributes": {"SMS": ""}}),
    );
    put(
        &shop,
        "POST",
        "/v3/contacts",
        &json!({"email": "heir@shopper.example", "attributes": {"SMS": number}}),
    );
    finder.leaves(number);
    crate::stage::until("it is stopped", || {
        let heir = brevo(&shop, "/contacts/heir%40shopper.example").json();
        heir["smsBlacklisted"] == true
    });
    let kept = brevo(
        &shop,
        &format!("/contacts/{first}?identifierType=contact_id"),
    )
    .json();
    assert_eq!(kept["smsBlacklisted"], false, "{kept}");
}
