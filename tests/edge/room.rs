//! Tables that are full: what matters least gives way and is told of, and nobody who leaves is turned away.
//!
//! The panicking build fills them; edge/src/guard.rs says how.

use crate::erasure::{Told, shown, told_by};
use crate::inbound::{hooked, in_state, post, token};
use crate::panics::alone;
use crate::stage::{Shop, World, until};
use crate::story::find_with;
use serde_json::{Value, json};
use shared::channel::Channel;
use shared::outbox::Room;
use xtask::stage::Stage;

/// Numbers from 1 on, as a table `n`.
fn numbers(count: i64) -> String {
    format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})")
}

/// A shop with one shopper who was written to at this address.
#[track_caller]
fn told(stage: &Stage, address: &str) -> Told {
    let shop = Shop::on(&World::on(stage));
    hooked(&shop);
    told_by(shop, address)
}

/// The object counts its rows anew, as after any start.
#[track_caller]
fn counts_anew(stage: &mut Stage) {
    stage.kill9_worker();
    stage.restart_worker().expect("the Worker starts again");
}

impl Told {
    /// So many deliveries of this purpose wait for a time that is far away.
    #[track_caller]
    fn waiting(&self, count: i64, purpose: &str, lane: u8) {
        let shop = &self.finder.shop.id;
        let draft = json!({"id": "x", "shop": shop, "shopper": "s-x", "conversation": "c-x", "channel": "email",
            "purpose": purpose, "recipient": {"shopper": {"address": {"email": "x@shopper.example"}}},
            "message": {"email": {"subject": "x", "text": "x", "html": "x", "reply_to": null}},
            "due": 0, "expires": 9_000_000_000_000_i64});
        let entry = json!({"draft": draft, "state": {"queued": {"due": 9_000_000_000_000_i64}}, "attempts": 0});
        self.load(&format!(
            "DELETE FROM delivery WHERE id LIKE 'x%';
             {} INSERT INTO delivery (id, due, state, queued, entry, family, lane)
                SELECT 'x' || i, 9000000000000, 'queued', 1, json_set('{entry}', '$.draft.id', 'x' || i), 'email', {lane} FROM n",
            numbers(count)
        ));
    }

    fn count(&self, what: &str) -> u64 {
        self.load(&format!(
            "DELETE FROM tally WHERE what = 'asked'; INSERT INTO tally SELECT 'asked', count(*) FROM {what}"
        ));
        let standing = self.finder.shop.show("/outbox/standing");
        standing["reports"]["asked"].as_u64().expect("a count")
    }

    fn crowded(&self) -> String {
        self.finder.shop.show("/outbox/standing")["notices"].to_string()
    }

    /// Has Brevo report something: status and code.
    fn reported(&self, event: &Value) -> (u16, String) {
        let shop = &self.finder.shop;
        let answer = post(shop, &token(shop), event.to_string().as_bytes());
        (answer.status, answer.code())
    }
}

#[test]
fn where_too_much_waits_what_sells_gives_way_and_what_was_agreed_goes() {
    let _alone = alone();
    let mut stage = shown();
    let told = told(&stage, "ann.room@shopper.example");
    told.waiting(Room::Waiting.most(), "marketing", 4);
    counts_anew(&mut stage);
    let failed = || in_state(&told.finder.shop, "failed");
    assert!(failed().is_empty());
    let mut second = find_with(told.finder.shop.again(), "key-0002-0002-0002");
    second.agree(Channel::Email, "ben.room@shopper.example");
    until("it goes", || {
        second.shop.received("ben.room@shopper.example").0.len() == 1
    });
    assert_eq!(failed().len(), 1);
    assert_eq!(failed()[0]["detail"]["failure"], "no_room");
    let says = failed()[0]["says"].to_string();
    assert!(says.contains("given up unsent"), "{says}");
    assert!(
        told.crowded().contains("1 times: 20000"),
        "{}",
        told.crowded()
    );
    // Nothing that matters less waits any more, so the next one ends itself, and says so.
    told.waiting(Room::Waiting.most(), "utility", 2);
    let mut third = find_with(told.finder.shop.again(), "key-0003-0003-0003");
    third.agree(Channel::Email, "cat.room@shopper.example");
    let own = || {
        let mut failed = failed().into_iter();
        failed.find(|one| !one["id"].as_str().unwrap_or_default().starts_with('x'))
    };
    until("it ends", || own().is_some());
    let ended = own().map(|own| own.to_string()).unwrap_or_default();
    assert!(
        ended.contains("no_room") && ended.contains("shopper.example"),
        "{ended}"
    );
    assert!(third.shop.received("cat.room@shopper.example").0.is_empty());
}

#[test]
fn a_full_table_of_reports_turns_nobody_away_who_leaves() {
    let _alone = alone();
    let mut stage = shown();
    let address = "dan.room@shopper.example";
    let told = told(&stage, address);
    told.load(&format!(
        "{} INSERT INTO to_hear (due, attempts, report, weight)
            SELECT 9000000000000, 0, '{{}}', i % 2 FROM n",
        numbers(Room::Reports.most())
    ));
    let known = Room::Known.most();
    told.load(&format!(
        "{} INSERT INTO heard SELECT 'k' || i, 9000000000000 + i FROM n",
        numbers(known)
    ));
    let full = told.count("to_hear");
    counts_anew(&mut stage);
    let event = |name: &str, at: u64| json!({"event": name, "email": address, "message-id": "m1", "ts_event": at});
    assert_eq!(
        told.reported(&event("delivered", 1)),
        (429, "too_many".into())
    );
    assert_eq!(told.reported(&event("unsubscribed", 2)).0, 200);
    until("the withdrawal is kept", || {
        told.finder.withdrawals().len() == 1
    });
    assert_eq!(told.count("to_hear WHERE weight = 1"), full / 2);
    assert!(told.count("to_hear") < full, "what only passes made room");
    assert_eq!(
        told.reported(&event("delivered", 1)).0,
        200,
        "now there is room"
    );
    assert!(told.crowded().contains("reports of messages on their way"));
    // What is known by heart is bounded as well, and the oldest is forgotten.
    assert!(told.count("heard") < u64::try_from(known).expect("few"));
}

#[test]
fn a_full_table_of_notes_still_takes_that_somebody_left() {
    let _alone = alone();
    let mut stage = shown();
    let address = "eve.room@shopper.example";
    let told = told(&stage, address);
    for path in ["/v3/contacts", "/v3/events", "/v3/events/batch"] {
        let fault = json!({"path": path, "status": 503, "times": 1000});
        told.finder.shop.fault(&fault);
    }
    let half = Room::Notes.most() / 2;
    told.load(&format!(
        "{} INSERT INTO note (contact, shopper, work) SELECT 'x@shopper.example', 's-x', '{{\"event_name\":\"x\"}}' FROM n;
         {} INSERT INTO note (contact, shopper, work)
            SELECT (i % 10) || '@shopper.example', 's-x', '{{\"stop\":\"email\"}}' FROM n",
        numbers(half),
        numbers(half)
    ));
    counts_anew(&mut stage);
    let own = format!("note WHERE contact = '{address}'");
    let before = told.count(&own);
    let event = json!({"event": "unsubscribed", "email": address, "ts_event": 2});
    assert_eq!(told.reported(&event).0, 200);
    until("it is noted", || told.count(&own) > before);
    // What was noted again and again of ten contacts is noted once of each, as far as it was not told meanwhile.
    let once = told.count("note WHERE contact GLOB '[0-9]@*'");
    assert!(once <= 10, "{once}");
    assert!(told.count("note WHERE work LIKE '{\"event%'") >= u64::try_from(half).expect("few"));
    // Where nothing says the same twice, what happened to contacts makes room. More than there is room for: a batch of them
    // may be on its way when the Worker is killed, and is not told again.
    told.load(&format!(
        "{} INSERT INTO note (contact, shopper, work) SELECT 'x@shopper.example', 's-x', '{{\"event_name\":\"x\"}}' FROM n",
        numbers(half + 1000)
    ));
    counts_anew(&mut stage);
    let spam = json!({"event": "spam", "email": address, "message-id": "m2", "ts_event": 3});
    assert_eq!(told.reported(&spam).0, 200);
    until("it made room", || {
        told.crowded().contains("Brevo was not told")
    });
}

#[test]
fn a_full_ledger_keeps_that_somebody_left_once_more_in_the_place_of_the_same() {
    let _alone = alone();
    let stage = shown();
    let address = "flo.room@shopper.example";
    let told = told(&stage, address);
    let event = |at: u64| json!({"event": "unsubscribed", "email": address, "ts_event": at});
    assert_eq!(told.reported(&event(1)).0, 200);
    until("it is kept", || told.finder.withdrawals().len() == 1);
    let entry = told.finder.withdrawals()[0].to_string().replace('\'', "''");
    let sql = format!(
        "{} INSERT INTO consent SELECT 'x' || i, json_set('{entry}', '$.id', 'x' || i, '$.at', 10 + i, '$.recorded', 10 + i) FROM n",
        numbers(1000)
    );
    let shop = &told.finder.shop;
    let path = format!("/v1/panics/shopper/load/{}/{}", shop.id, told.shopper);
    assert_eq!(
        shop.edge.call("POST", &path, &[], sql.as_bytes()).status,
        200
    );
    let all = || told.finder.withdrawals();
    assert_eq!(all().len(), 1001);
    assert_eq!(told.reported(&event(1_795_435_200)).0, 200);
    let newest = || {
        all()
            .iter()
            .any(|entry| entry["at"] == 1_795_435_200_000_i64)
    };
    until("the newest is kept", newest);
    assert_eq!(all().len(), 1001, "in the place of another");
}
