//! How long things are kept: as long as the shop says, and not longer.

use crate::migrations::{Old, now};
use crate::panics::alone;
use crate::stage::until;
use parley_tests::client::opening;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Two conversations whose last turns are so many days ago, the younger and the older; the older goes, the younger stays.
#[track_caller]
fn check(old: &Old, younger: u64, older: u64) {
    for (name, days) in [("kept", younger), ("over", older)] {
        old.load(
            "conversation",
            1,
            &format!("{name}-{days}"),
            now() - days * DAY,
        );
        old.ring("conversation", &format!("{name}-{days}"));
    }
    let (kept, over) = (format!("kept-{younger}"), format!("over-{older}"));
    until("it is deleted", || old.version("conversation", &over) == 0);
    assert_eq!(old.version("conversation", &kept), 2);
    let path = |name: &str| format!("/operator/shops/{}/conversations/{name}", old.shop.id);
    assert_eq!(old.show(&path(&over))["code"], "not_found");
    assert!(old.show(&path(&kept))["turns"].is_array());
}

#[test]
fn a_conversation_is_deleted_when_its_time_is_over() {
    let _alone = alone();
    let old = Old::new();
    check(&old, 89, 91);
    // Nothing else was touched: the same Worker opens the next conversation.
    let open = opening(&old.shop.id, "key-0001-0001-0001", None);
    assert_eq!(old.edge.open(&old.shop.origin, &open).status, 200);
    assert!(
        !old.stage.worker_log().contains("when does it arrive?"),
        "no words in the log"
    );
}

#[test]
fn a_shop_says_how_long_its_conversations_are_kept() {
    let _alone = alone();
    let old = Old::new();
    let mut document = old.shop.document();
    document["retention_days"] = 30.into();
    assert_eq!(old.shop.put_document(&document).0, 200);
    check(&old, 29, 31);
}

#[test]
fn the_records_of_sessions_go_when_their_time_is_over() {
    let _alone = alone();
    let old = Old::new();
    let shops = [
        ("old-kept.myshopify.com", 89),
        ("old-over.myshopify.com", 91),
    ];
    let counted = |shop: &str| {
        let counters = old.show(&format!("/operator/shops/{shop}/counters"));
        counters["days"].as_array().map_or(0, |days| {
            days.iter().filter(|day| day["turns"] != 0).count()
        })
    };
    for (shop, days) in shops {
        old.load("shop", 1, shop, now() - days * DAY);
        assert_eq!(counted(shop), 1, "{shop}");
        old.ring("shop", shop);
    }
    until("they are gone", || counted("old-over.myshopify.com") == 0);
    assert_eq!(counted("old-kept.myshopify.com"), 1);
}
