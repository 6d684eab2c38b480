//! A shopper is erased: nothing that was said is left, nothing opens any more, and a withdrawal is still honoured.

use crate::inbound::{control, hooked, sent};
use crate::panics::{alone, stage, stage_with};
use crate::stage::{Shop, World, until};
use crate::story::{Finder, find, find_with};
use parley_tests::client::opening;
use serde_json::{Value, json};
use shared::channel::Channel;
use shared::wire::frame_v1::Exchange;
use xtask::stage::{Options, Stage};

const KEY: &str = "key-0001-0001-0001";

/// Who is told of, and what the operator sees of them.
pub(crate) struct Told {
    pub(crate) finder: Finder,
    pub(crate) shopper: String,
}

/// A shopper who agreed to e-mail and was written to.
#[track_caller]
fn told(address: &str) -> Told {
    let mut finder = find(Shop::open());
    finder.agree(Channel::Email, address);
    finder.delivery(&["sent", "delivered"]);
    heard_of(finder)
}

/// The same at this shop, where answers to messages are heard.
#[track_caller]
pub(crate) fn told_by(shop: Shop, address: &str) -> Told {
    let (finder, _) = sent(shop, address);
    finder.delivery(&["delivered"]);
    heard_of(finder)
}

/// Waits until the shop has heard of the conversation.
#[track_caller]
fn heard_of(finder: Finder) -> Told {
    let shop = &finder.shop;
    let record = shop.show(&format!("/conversations/{}", finder.conversation));
    let shopper = record["record"]["shopper"].as_str().expect("a shopper");
    let conversations = || {
        let export = shop.show(&format!("/shoppers/{shopper}"));
        export["conversations"].as_array().map_or(0, Vec::len)
    };
    until("the shop hears of it", || conversations() == 1);
    Told {
        shopper: shopper.to_owned(),
        finder,
    }
}

impl Told {
    #[track_caller]
    fn erase(&self) -> Value {
        let shop = &self.finder.shop;
        let path = format!("/operator/shops/{}/shoppers/{}", shop.id, self.shopper);
        let answer = shop.edge.operator("DELETE", &path, &[]);
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    fn export(&self) -> Value {
        self.finder
            .shop
            .show(&format!("/shoppers/{}", self.shopper))
    }

    fn ledger(&self) -> String {
        self.export()["consent"].to_string()
    }
}

#[test]
fn an_erased_shopper_is_nobody_and_every_token_is_refused() {
    let mut told = told("dora.erased@shopper.example");
    let shop = &told.finder.shop;
    let open = opening(&shop.id, KEY, None);
    let token = shop.edge.opened(&shop.origin, &open).token;
    let export = told.export().to_string();
    for kept in ["dora.erased@shopper.example", "dryness", "granted", "sent"] {
        assert!(export.contains(kept), "{kept} is missing: {export}");
    }
    erased_before_everybody(&mut told);
    let shop = &told.finder.shop;
    let connect = shop.edge.connect(&shop.origin, &token);
    assert_eq!(connect.err(), Some(410), "the token");
    let exchange = Exchange {
        after: 0,
        frames: Vec::new(),
        wait: false,
    };
    let posted = shop.edge.post(&shop.origin, &token, &exchange);
    assert_eq!((posted.status, posted.code().as_str()), (410, "erased"));
    let again = shop.edge.open(&shop.origin, &open);
    assert_eq!(
        (again.status, again.code().as_str()),
        (410, "erased"),
        "the page's key"
    );
    let transcript = format!("/conversations/{}", told.finder.conversation);
    assert_eq!(shop.show(&transcript)["code"], "erased");
    let export = told.export();
    assert!(!export.to_string().contains("dora"), "{export}");
    for part in ["conversations", "deliveries"] {
        assert_eq!(export[part].as_array().map(Vec::len), Some(0), "{export}");
    }
    replayed(&told, token);
    assert_eq!(
        told.erase()["conversations"],
        0,
        "once more changes nothing"
    );
}

/// Whoever reads the conversation is told that there is nothing to come back to, and no agent finds it any more.
#[track_caller]
fn erased_before_everybody(told: &mut Told) {
    let shop = told.finder.shop.again();
    let connect = || {
        let agent = shop.edge.agent(&shop.id, "Mia");
        shop.edge.agent_connect(&told.finder.conversation, &agent)
    };
    let mut agent = connect().expect("a socket");
    agent.resume(0);
    let erased = told.erase();
    assert_eq!(
        (&erased["conversations"], &erased["withdrawals"]),
        (&1.into(), &0.into())
    );
    assert_eq!(connect().err(), Some(410), "a fresh agent's token");
    assert_eq!(agent.end().1, Some(4410), "the agent's socket");
    let closed = told.finder.socket.close_code();
    assert_eq!(closed, Some(4410), "the shopper's socket");
}

/// The old token under another key makes nobody known.
#[track_caller]
fn replayed(told: &Told, token: String) {
    let shop = &told.finder.shop;
    let mut open = opening(&shop.id, "key-0002-0002-0002", None);
    open.known = Some(token);
    let opened = shop.edge.opened(&shop.origin, &open);
    let record = shop.show(&format!("/conversations/{}", opened.conversation));
    let shopper = record["record"]["shopper"].as_str();
    assert!(
        shopper.is_some_and(|shopper| shopper != told.shopper),
        "{record}"
    );
}

/// Nothing in the chat withdraws yet, so the panicking build puts the withdrawal into the ledger.
#[test]
fn a_withdrawal_outlives_the_erasure() {
    let _alone = alone();
    let stage = stage();
    let world = World::on(&stage);
    let mut finder = find(Shop::on(&world));
    finder.agree(Channel::Email, "emma.stopped@shopper.example");
    let told = heard_of(finder);
    until("it is granted", || told.ledger().contains("granted"));
    let mut entry = told.export()["consent"]["entries"][0]["entry"].clone();
    entry["id"] = json!("w1");
    entry["kind"] = json!("withdrawal");
    let shop = &told.finder.shop;
    let path = format!("/v1/panics/shopper/load/{}/{}", shop.id, told.shopper);
    let entry = entry.to_string().replace('\'', "''");
    let sql = format!("INSERT INTO consent VALUES ('w1', '{entry}')");
    assert_eq!(
        shop.edge.call("POST", &path, &[], sql.as_bytes()).status,
        200
    );
    assert!(told.ledger().contains("withdrawn"), "{}", told.ledger());
    let erased = told.erase();
    assert_eq!(erased["withdrawals"], 1, "{erased}");
    assert!(!told.ledger().contains("emma"), "{}", told.ledger());
    // The same person agrees again in another conversation: what was withdrawn is known there, and the newer word counts.
    let mut finder = find_with(told.finder.shop, "key-0003-0003-0003");
    finder.agree(Channel::Email, "EMMA.stopped@shopper.example");
    let again = heard_of(finder);
    until("it is recalled", || again.ledger().contains("\"erased\""));
    assert_ne!(again.shopper, told.shopper);
    assert!(again.ledger().contains("granted"), "{}", again.ledger());
}

impl Told {
    /// Has the shop's outbox execute this.
    #[track_caller]
    pub(crate) fn load(&self, sql: &str) {
        let shop = &self.finder.shop;
        let path = format!("/v1/panics/outbox/load/{}", shop.id);
        let answer = shop.edge.call("POST", &path, &[], sql.as_bytes());
        assert_eq!(answer.status, 200, "{sql}");
    }

    /// Every address and text in the rows of the shop's outbox, as the tally shows them.
    fn rows(&self) -> String {
        let columns = [
            ("address", "suppressed"),
            ("address", "person"),
            ("report", "heard"),
            ("report", "to_hear"),
            ("contact", "note"),
            ("contact", "agreed"),
            ("entry", "delivery"),
        ];
        for (column, table) in columns {
            self.load(&format!(
                "INSERT OR IGNORE INTO tally SELECT 'row ' || {column}, 1 FROM {table}"
            ));
        }
        let standing = self.finder.shop.show("/outbox/standing").to_string();
        self.load("DELETE FROM tally WHERE what LIKE 'row %'");
        standing
    }

    /// Somebody agrees to be written to at this address in another conversation, and is denied for a complaint.
    #[track_caller]
    fn stands(self, address: &str) {
        let mut finder = find_with(self.finder.shop, "key-0003-0003-0003");
        finder.agree(Channel::Email, address);
        let denied = finder.delivery(&["denied"]).to_string();
        assert!(denied.contains("complained"), "{denied}");
    }
}

/// A stage of a test's own with the panicking build, which shows the outbox's rows.
pub(crate) fn shown() -> Stage {
    stage_with(Options {
        sandbox: true,
        ..Options::default()
    })
}

/// An older release kept the address itself; the panicking build puts such a row there.
#[test]
fn what_stood_against_an_address_outlives_the_erasure_without_it() {
    let _alone = alone();
    let stage = shown();
    let mut finder = find(Shop::on(&World::on(&stage)));
    finder.agree(Channel::Email, "faye.complained@shopper.example");
    finder.delivery(&["sent", "delivered"]);
    let told = heard_of(finder);
    told.load(
        "INSERT INTO suppressed VALUES ('faye.complained@shopper.example', '\"complained\"', 1)",
    );
    assert!(told.rows().contains("faye"));
    told.erase();
    let rows = told.rows();
    assert!(!rows.contains("faye") && rows.contains("row "), "{rows}");
    // A complaint stands, whoever agrees.
    told.stands("Faye.Complained@shopper.example");
}

#[test]
fn what_is_reported_after_an_erasure_stands_and_no_row_names_the_address() {
    let _alone = alone();
    let stage = shown();
    let shop = Shop::on(&World::on(&stage));
    hooked(&shop);
    let address = "gwen.complains@shopper.example";
    let (finder, id) = sent(shop, address);
    finder.delivery(&["delivered"]);
    let told = heard_of(finder);
    told.erase();
    let spam = json!({"event": "spam", "messageId": id});
    control(&told.finder.shop, "happenings", &spam);
    // One row, which is a hash: the report itself is forgotten once it is applied.
    until("it is applied", || {
        let rows = told.rows();
        let hashes = rows
            .split("row ")
            .filter(|row| row.find('"') == Some(64))
            .count();
        hashes == 1 && !rows.contains("gwen")
    });
    told.stands(address);
}
