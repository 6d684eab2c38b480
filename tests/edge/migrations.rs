//! Objects whose tables an older release wrote: each is brought to this release's schema, and loses nothing.
//!
//! `tests/edge/schema/{class}_v{n}.sql` holds what version `n` of a class wrote. The panicking build puts it into an
//! object; edge/src/guard.rs says how. `{{shop}}` is the test's shop, `{{last}}` the time of the last turn.

use crate::panics::{alone, stage};
use crate::stage::{Shop, World};
use parley_tests::client::{Edge, opening};
use serde_json::Value;
use shared::wire::frame_v1::{Say, Turn};
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use xtask::stage::Stage;

/// Classes, and how many versions each schema has had.
const VERSIONS: [(&str, usize); 5] = [
    ("conversation", 2),
    ("shop", 4),
    ("catalog", 1),
    ("shopper", 3),
    ("outbox", 9),
];

/// A stage of the panicking build with a shop.
pub(crate) struct Old {
    pub(crate) stage: Stage,
    pub(crate) edge: Edge,
    pub(crate) shop: Shop,
}

impl Old {
    pub(crate) fn new() -> Self {
        let stage = stage();
        let shop = Shop::bare(&World::on(&stage));
        Self {
            edge: shop.edge.clone(),
            shop,
            stage,
        }
    }

    /// Puts rows of an older release into an object.
    #[track_caller]
    pub(crate) fn load(&self, class: &str, version: usize, name: &str, last: u64) {
        self.run(class, name, &self.rows(class, version, last));
        assert_eq!(self.version(class, name), version as u64, "{class} {name}");
    }

    /// Rows of an older release, as SQL.
    fn rows(&self, class: &str, version: usize, last: u64) -> String {
        let file = format!("tests/edge/schema/{class}_v{version}.sql");
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(&file);
        let sql = fs::read_to_string(path).expect(&file);
        sql.replace("{{shop}}", &self.shop.id)
            .replace("{{last}}", &last.to_string())
    }

    /// Has an object execute this.
    #[track_caller]
    pub(crate) fn run(&self, class: &str, name: &str, sql: &str) {
        let path = format!("/v1/panics/{class}/load/{name}");
        let answer = self.edge.call("POST", &path, &[], sql.as_bytes());
        assert_eq!(answer.status, 200, "{class} {name}: {}", answer.json());
    }

    /// Has its alarm ring.
    #[track_caller]
    pub(crate) fn ring(&self, class: &str, name: &str) {
        let path = format!("/v1/panics/{class}/ring/{name}");
        assert_eq!(self.edge.call("POST", &path, &[], &[]).status, 200);
    }

    pub(crate) fn version(&self, class: &str, name: &str) -> u64 {
        let path = format!("/v1/panics/{class}/version/{name}");
        let answer = self.edge.call("GET", &path, &[], &[]).json();
        answer["rows"].as_u64().unwrap_or_default()
    }

    pub(crate) fn show(&self, path: &str) -> Value {
        self.edge.operator("GET", path, &[]).json()
    }
}

pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    u64::try_from(since.expect("a clock").as_millis()).expect("not that late")
}

#[test]
fn every_older_version_of_every_schema_has_its_rows_kept() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("edge/schema");
    let mut kept: Vec<String> = fs::read_dir(folder)
        .expect("the folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    kept.sort();
    let mut expected: Vec<String> = VERSIONS
        .iter()
        .flat_map(|(class, versions)| (1..*versions).map(move |n| format!("{class}_v{n}.sql")))
        .collect();
    expected.sort();
    assert_eq!(kept, expected);
}

#[track_caller]
fn shops(old: &Old) {
    old.load("shop", 1, "old.myshopify.com", now());
    let summary = old.show("/operator/shops/old.myshopify.com");
    assert_eq!(summary["name"], "Fernwood", "{summary}");
    assert_eq!(summary["flows"][0]["id"], "welcome", "{summary}");
    let counters = old.show("/operator/shops/old.myshopify.com/counters");
    assert_eq!(counters["days"][0]["turns"], 2, "{counters}");
    old.load("shop", 2, "old-shop-two.myshopify.com", now());
    let summary = old.show("/operator/shops/old-shop-two.myshopify.com");
    let version = &summary["flows"][0]["version"];
    assert_eq!(*version, 1, "the one in the shop's own language: {summary}");
    old.load("shop", 3, "old-shop-three.myshopify.com", now());
    let summary = old.show("/operator/shops/old-shop-three.myshopify.com");
    assert_eq!(summary["flows"][0]["version"], 1, "{summary}");
}

#[test]
fn rows_of_every_older_version_are_brought_to_this_one() {
    let _alone = alone();
    let old = Old::new();
    let shop = format!("/operator/shops/{}", old.shop.id);
    old.load("conversation", 1, "old-conversation", now());
    let transcript = old.show(&format!("{shop}/conversations/old-conversation"));
    let turns = transcript["turns"].as_array().map_or(0, Vec::len);
    assert!(
        turns >= 4 && transcript.to_string().contains("when does it arrive?"),
        "{transcript}"
    );
    shops(&old);
    for (version, shop) in [
        (1, "old-two.myshopify.com"),
        (2, "old-three.myshopify.com"),
        (3, "old-four.myshopify.com"),
        (4, "old-five.myshopify.com"),
        (5, "old-six.myshopify.com"),
        (6, "old-seven.myshopify.com"),
        (7, "old-eight.myshopify.com"),
        (8, "old-nine.myshopify.com"),
    ] {
        old.load("outbox", version, shop, now());
        let outbox = old.show(&format!("/operator/shops/{shop}/outbox"));
        assert_eq!(outbox[0]["state"], "sent", "{shop}: {outbox}");
    }
    let standing = old.show("/operator/shops/old-four.myshopify.com/outbox/standing");
    assert_eq!(
        standing["unmirrored"], 1,
        "a grant waits to be mirrored: {standing}"
    );
    let reader = format!("{}/s-old", old.shop.id);
    for (version, shopper) in [(1, "s-old"), (2, "s-two")] {
        let name = format!("{}/{shopper}", old.shop.id);
        old.load("shopper", version, &name, now());
        let kept = old.show(&format!("{shop}/shoppers/{shopper}"));
        let state = &kept["consent"]["standings"][0]["state"];
        assert_eq!(state, "granted", "{kept}");
        assert_eq!(kept["waiting"], Value::Array(Vec::new()), "{kept}");
    }
    old.shop.import(&old.shop.catalogue());
    for (class, versions) in VERSIONS {
        let name = match class {
            "conversation" => "old-conversation",
            "shop" => "old.myshopify.com",
            "outbox" => "old-two.myshopify.com",
            "shopper" => reader.as_str(),
            _ => old.shop.id.as_str(),
        };
        // A write brings the newest schema; reading did as well.
        assert_eq!(old.version(class, name), versions as u64, "{class}");
    }
}

#[test]
fn an_old_conversation_goes_on_where_it_was() {
    let _alone = alone();
    let mut old = Old::new();
    let open = opening(&old.shop.id, "key-0001-0001-0001", None);
    let opened = old.edge.opened(&old.shop.origin, &open);
    let name = opened.conversation.as_str();
    // In the place of the one that this release began.
    let tables = ["meta", "turns", "state", "errands", "erased"];
    let drop = tables.map(|table| format!("DROP TABLE IF EXISTS {table};"));
    let rows = old
        .rows("conversation", 1, now())
        .replace("\"c-1\"", &format!("\"{name}\""));
    old.run("conversation", name, &(drop.concat() + &rows));
    old.stage.kill9_worker();
    old.stage.restart_worker().expect("the Worker starts again");
    assert_eq!(old.version("conversation", name), 1);
    let opened = old.edge.opened(&old.shop.origin, &open);
    let connect = |token: &str| old.edge.connect(&old.shop.origin, token).expect("a socket");
    let mut page = connect(&opened.token);
    let seqs = |turns: &[Turn]| turns.iter().map(|turn| turn.seq).collect::<Vec<_>>();
    assert_eq!(seqs(&page.resume(0).0), [1, 2, 3, 4, 5]);
    let (turns, _) = page.exchange("p-new-0001", Say::Text("when does it arrive?".into()));
    assert_eq!(turns.first().map(|turn| turn.seq), Some(6));
    assert_eq!(old.version("conversation", name), 2);
    old.stage.kill9_worker();
    old.stage.restart_worker().expect("the Worker starts again");
    let last = turns.last().map_or(0, |turn| turn.seq);
    let again = connect(&opened.token).resume(0).0;
    assert_eq!(seqs(&again), (1..=last).collect::<Vec<_>>());
}

#[test]
fn a_schema_that_cannot_be_brought_up_stays_as_it_was_until_it_can() {
    let _alone = alone();
    let old = Old::new();
    let shop = "old-broken.myshopify.com";
    old.load("outbox", 2, shop, now());
    // The next version reads what is in the entries.
    old.run(
        "outbox",
        shop,
        "INSERT INTO delivery VALUES ('x', 0, 'queued', 0, '{broken')",
    );
    let path = format!("/operator/shops/{shop}/outbox");
    for _ in 0..2 {
        assert_eq!(old.show(&path)["code"], "fault");
        assert_eq!(
            old.version("outbox", shop),
            2,
            "nothing of a version is kept"
        );
    }
    old.run("outbox", shop, "DELETE FROM delivery WHERE id = 'x'");
    assert_eq!(old.show(&path)[0]["state"], "sent");
    assert_eq!(old.version("outbox", shop), 9);
}
