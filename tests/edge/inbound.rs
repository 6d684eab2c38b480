//! What Brevo reports and people write back reaches the delivery, the ledger and the conversation that it is about: once,
//! at once, and from nobody but whoever has the token.

use crate::stage::{Shop, World, own, until};
use crate::story::{Finder, find, find_with};
use parley_tests::client::{Answer, Edge, PATIENCE};
use serde_json::{Value, json};
use shared::channel::Channel;
use shared::wire::frame_v1::{Author, Part, Turn};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Tells the Brevo stand-in something under `/_control/`.
#[track_caller]
pub(crate) fn control(shop: &Shop, what: &str, body: &Value) {
    let headers = [("content-type", "application/json")];
    let path = format!("/_control/{what}");
    let answer =
        Edge::new(&shop.brevo, "").call("POST", &path, &headers, body.to_string().as_bytes());
    let said = String::from_utf8_lossy(&answer.body);
    assert!(answer.status < 300, "{what} {body}: {said}");
}

/// Asks Brevo's stand-in as the shop's account.
pub(crate) fn brevo(shop: &Shop, path: &str) -> Answer {
    let headers = [("api-key", "xkeysib-demo")];
    Edge::new(&shop.brevo, "").call("GET", &format!("/v3{path}"), &headers, &[])
}

/// Has webhooks wait for nothing, and sets those of the shop by the set-up check.
#[track_caller]
pub(crate) fn hooked(shop: &Shop) {
    let settings = json!({"webhook_waits_ms": [50, 50, 50, 50], "webhook_batch_ms": 50,
        "rate_limits": {"other": [1000, 1], "contacts": [100, 1]}});
    control(shop, "settings", &settings);
    let path = format!("/operator/shops/{}/brevo/check", shop.id);
    let found = shop.edge.operator("POST", &path, &[]).json();
    let all = found["findings"].as_array().expect("findings");
    let webhooks = all.iter().find(|one| one["about"] == "webhooks");
    assert_eq!(webhooks.expect("webhooks")["state"], "good", "{found:#}");
}

/// The token that the shop's webhooks carry.
#[track_caller]
pub(crate) fn token(shop: &Shop) -> String {
    let webhooks = brevo(shop, "/webhooks?type=transactional").json();
    let token = webhooks["webhooks"][0]["auth"]["token"].as_str();
    token
        .unwrap_or_else(|| panic!("no token: {webhooks}"))
        .to_owned()
}

pub(crate) fn post(shop: &Shop, token: &str, body: &[u8]) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    shop.edge
        .call("POST", &format!("/v1/brevo/{}", shop.id), &headers, body)
}

/// A shopper who has been sent the link by e-mail, and Brevo's id of the message.
#[track_caller]
pub(crate) fn sent(shop: Shop, address: &str) -> (Finder, String) {
    let mut finder = find(shop);
    finder.agree(Channel::Email, address);
    finder.delivery(&["sent", "delivered"]);
    let (mails, _) = finder.shop.received(address);
    let id = mails[0]["messageId"].as_str().expect("an id").to_owned();
    (finder, id)
}

impl Finder {
    /// Has Brevo report that somebody stops messages to this number.
    #[track_caller]
    pub(crate) fn leaves(&self, number: &str) {
        if brevo(&self.shop, "/webhooks?type=transactional").status == 404 {
            hooked(&self.shop);
        }
        self.delivery(&["sent", "delivered", "held", "queued", "denied"]);
        let token = token(&self.shop);
        let digits = number.trim_start_matches('+');
        let event =
            json!({"to": digits, "messageId": digits, "msg_status": "unsubscribed", "ts_event": 1});
        let answer = post(&self.shop, &token, event.to_string().as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.json());
    }

    fn shopper(&self) -> String {
        let shown = self
            .shop
            .show(&format!("/conversations/{}", self.conversation));
        shown["record"]["shopper"]
            .as_str()
            .expect("a shopper")
            .to_owned()
    }

    /// What stands in the shopper's ledger.
    fn ledger(&self) -> Vec<Value> {
        let kept = self.shop.show(&format!("/shoppers/{}", self.shopper()));
        let entries = kept["consent"]["entries"].as_array().cloned();
        entries
            .unwrap_or_default()
            .into_iter()
            .map(|one| one["entry"].clone())
            .collect()
    }

    pub(crate) fn withdrawals(&self) -> Vec<Value> {
        let all = self.ledger().into_iter();
        all.filter(|entry| entry["kind"] == "withdrawal").collect()
    }

    fn turns(&self) -> Vec<Turn> {
        let shown = self
            .shop
            .show(&format!("/conversations/{}", self.conversation));
        serde_json::from_value(shown["turns"].clone()).expect("turns")
    }

    pub(crate) fn said(&self, text: &str) -> usize {
        let is_it = |turn: &&Turn| {
            turn.author == Author::Shopper && turn.parts.contains(&Part::Text(text.into()))
        };
        self.turns().iter().filter(is_it).count()
    }
}

pub(crate) fn reports(shop: &Shop, what: &str) -> u64 {
    shop.show("/outbox/standing")["reports"][what]
        .as_u64()
        .unwrap_or(0)
}

/// Deliveries of the shop in this state.
pub(crate) fn in_state(shop: &Shop, state: &str) -> Vec<Value> {
    let shown = shop.show(&format!("/outbox?state={state}"));
    shown.as_array().cloned().unwrap_or_default()
}

/// Another shopper with the same address, whose message waits while Brevo takes nothing.
#[track_caller]
fn waiting(shop: &Shop, key: &str, address: &str) -> Finder {
    shop.fault(&json!({"path": "/v3/smtp/email", "method": "POST", "status": 503, "times": 50}));
    let mut finder = find_with(shop.again(), key);
    finder.agree(Channel::Email, address);
    until("it waits", || in_state(shop, "queued").len() == 1);
    finder
}

#[test]
fn a_bounce_ends_what_waits_for_the_address_until_somebody_agrees_anew() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    hooked(&shop);
    let address = "fay.bounced@shopper.example";
    let (finder, id) = sent(shop, address);
    finder.delivery(&["delivered"]);
    let shop = &finder.shop;
    waiting(shop, "key-0002-0002-0002", address);
    let bounce = json!({"event": "hardBounce", "messageId": id, "reason": "550 gone", "times": 3});
    control(shop, "happenings", &bounce);
    until("what waits is denied", || {
        in_state(shop, "denied").len() == 1
    });
    assert!(in_state(shop, "denied")[0].to_string().contains("bounced"));
    until("it was told again", || reports(shop, "again") >= 2);
    // What arrived once has arrived.
    assert_eq!(in_state(shop, "delivered").len(), 1);
    let cleared = Edge::new(&shop.brevo, "").call("DELETE", "/_control/faults", &[], &[]);
    assert!(cleared.status < 300);
    // Who types the address anew, in person, is written to once more.
    let mut anew = find_with(shop.again(), "key-0003-0003-0003");
    anew.agree(Channel::Email, address);
    until("it goes", || {
        in_state(shop, "denied").len() == 1 && {
            let outbox = shop.show("/outbox");
            let all = outbox.as_array().map_or(0, Vec::len);
            all == 3 && in_state(shop, "queued").is_empty()
        }
    });
}

#[test]
fn who_leaves_or_complains_at_brevo_has_withdrawn() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    hooked(&shop);
    let (finder, id) = sent(shop, "gil.left@shopper.example");
    assert!(finder.withdrawals().is_empty());
    // Who took everything back before Brevo was told of them is no contact there.
    let contact = "/contacts/gil.left%40shopper.example";
    until("the grant is mirrored", || {
        brevo(&finder.shop, contact).status == 200
    });
    control(
        &finder.shop,
        "happenings",
        &json!({"event": "unsubscribed", "messageId": id, "times": 2}),
    );
    until("a withdrawal is kept", || !finder.withdrawals().is_empty());
    let entry = &finder.withdrawals()[0];
    assert_eq!(entry["scope"], "channel", "{entry}");
    assert_eq!(
        entry["proof"]["source"]["webhook"]["by"], "brevo",
        "{entry}"
    );
    control(
        &finder.shop,
        "happenings",
        &json!({"event": "spam", "messageId": id}),
    );
    until("the complaint is kept", || finder.withdrawals().len() == 2);
    // Brevo's own contact is stopped, too.
    until("the contact is stopped", || {
        brevo(&finder.shop, contact).json()["emailBlacklisted"] == true
    });
}

#[test]
fn a_withdrawal_ends_what_waits_within_one_turn() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    hooked(&shop);
    let address = "hal.waits@shopper.example";
    let (finder, id) = sent(shop, address);
    let shop = &finder.shop;
    let other = waiting(shop, "key-0002-0002-0002", address);
    control(
        shop,
        "happenings",
        &json!({"event": "unsubscribed", "messageId": id}),
    );
    until("it is denied", || in_state(shop, "denied").len() == 1);
    let denied = in_state(shop, "denied");
    assert!(denied[0].to_string().contains("withdrawn"), "{denied:?}");
    // The mailbox is one, so both shoppers' ledgers know.
    assert_eq!(
        (finder.withdrawals().len(), other.withdrawals().len()),
        (1, 1)
    );
    assert_eq!(shop.received(address).0.len(), 1);
}

#[test]
fn a_change_at_brevo_comes_back_and_the_stricter_side_counts() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    hooked(&shop);
    let (finder, _) = sent(shop, "jo.changes@shopper.example");
    let contact = "/contacts/jo.changes%40shopper.example";
    until("the grant is mirrored", || {
        brevo(&finder.shop, contact).status == 200
    });
    let attributes = brevo(&finder.shop, contact).json()["attributes"].clone();
    assert_eq!(attributes["PARLEY_CONSENT_SOURCE"], "chat", "{attributes}");
    assert_eq!(
        attributes["PARLEY_CONSENT_PURPOSE"], "utility",
        "{attributes}"
    );
    let change = |what: Value| {
        let body = json!({"event": "contactUpdated", "email": "jo.changes@shopper.example", "change": what});
        control(&finder.shop, "happenings", &body);
    };
    // What has nothing to do with consent changes nothing.
    change(json!({"attributes": {"FIRSTNAME": "Jo"}}));
    until("it is looked at", || reports(&finder.shop, "taken") >= 2);
    assert!(finder.withdrawals().is_empty());
    change(json!({"emailBlacklisted": true}));
    until("it is a withdrawal", || finder.withdrawals().len() == 1);
    // Somebody opens the contact again there, and the ledger knows better.
    sleep(Duration::from_millis(1100));
    change(json!({"emailBlacklisted": false}));
    until("it is stopped again", || {
        brevo(&finder.shop, contact).json()["emailBlacklisted"] == true
    });
    assert_eq!(finder.withdrawals().len(), 1);
    // A contact who is gone is no reason for anything.
    control(
        &finder.shop,
        "happenings",
        &json!({"event": "contactDeleted", "email": "jo.changes@shopper.example"}),
    );
    sleep(Duration::from_secs(1));
    assert_eq!(finder.withdrawals().len(), 1);
}

#[test]
fn bad_reports_get_a_clear_answer_and_change_nothing() {
    let stage = own();
    let world = World::on(&stage);
    let (shop, other) = (Shop::bare(&world), Shop::bare(&world));
    hooked(&shop);
    let token = token(&shop);
    let event = json!({"event": "delivered", "email": "x@shopper.example", "message-id": "m1", "ts_event": 1});
    let body = event.to_string();
    for (shop, token, body, status, code) in [
        (&shop, "", body.as_bytes(), 401, "unauthorised"),
        (&shop, "wrong", body.as_bytes(), 401, "unauthorised"),
        (&shop, &token[1..], body.as_bytes(), 401, "unauthorised"),
        (&other, token.as_str(), body.as_bytes(), 403, "other_shop"),
        (
            &shop,
            token.as_str(),
            b"event=delivered".as_slice(),
            400,
            "report",
        ),
        (&shop, token.as_str(), b"[1,2]", 400, "report"),
        (&shop, token.as_str(), b"\"x\"", 400, "report"),
        (&shop, token.as_str(), b"", 400, "report"),
    ] {
        let answer = post(shop, token, body);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{}",
            answer.json()
        );
    }
    let large = vec![b'['; 10 << 20];
    let answer = post(&shop, &token, &large);
    assert_eq!((answer.status, answer.code().as_str()), (413, "too_large"));
    let get = shop
        .edge
        .call("GET", &format!("/v1/brevo/{}", shop.id), &[], &[]);
    assert_eq!(get.status, 405);
    // Unknown names are counted; times in the future, unknown messages and the same again do no harm.
    let batch = json!([event, event, {"event": "teleported", "email": "x@shopper.example"}, {},
        {"event": "spam", "email": "x@shopper.example", "message-id": "m2", "ts_event": 99_999_999_999_i64},
        {"event": "contact_updated", "email": "nobody@shopper.example", "ts": 5}]);
    let answer = post(&shop, &token, batch.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.json());
    assert_eq!(answer.json(), json!({"taken": 3, "again": 1, "unknown": 2}));
    until("all are applied", || {
        let standing = shop.show("/outbox/standing");
        standing["reports"] == json!({"taken": 3, "again": 1, "unknown": 2})
    });
    assert_eq!(shop.show("/outbox"), json!([]));
}

#[test]
fn what_was_reported_outlives_a_kill_and_is_applied_once() {
    let mut stage = own();
    let shop = Shop::on(&World::on(&stage));
    hooked(&shop);
    let (finder, id) = sent(shop, "kim.killed@shopper.example");
    let token = token(&finder.shop);
    let event = json!({"event": "unsubscribed", "email": "kim.killed@shopper.example", "message-id": id.trim_matches(['<', '>']), "ts_event": 1_795_435_200});
    let answer = post(&finder.shop, &token, event.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.json());
    stage.kill9_worker();
    stage.restart_worker().expect("the Worker starts again");
    let begun = Instant::now();
    while finder.withdrawals().is_empty() {
        assert!(begun.elapsed() < PATIENCE * 3, "it was lost");
        sleep(Duration::from_millis(200));
    }
    let again = post(&finder.shop, &token, event.to_string().as_bytes());
    assert_eq!(again.json(), json!({"taken": 0, "again": 1, "unknown": 0}));
    sleep(Duration::from_secs(1));
    assert_eq!(finder.withdrawals().len(), 1);
}
