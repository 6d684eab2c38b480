//! What a shop's operator sees of its conversations in numbers.

use crate::stage::{Shop, World, until};
use parley_tests::client::{Socket, opening};
use parley_tests::demo;
use shared::wire::frame_v1::Say;

#[track_caller]
fn page(shop: &Shop, key: &str) -> Socket {
    let opened = shop
        .edge
        .opened(&shop.origin, &opening(&shop.id, key, None));
    let page = shop.edge.connect(&shop.origin, &opened.token);
    let mut page = page.expect("a socket");
    page.resume(0);
    page
}

#[test]
fn counters_count() {
    let shop = Shop::bare(&World::named());
    let (status, answer) = shop.publish(&demo::small_flow());
    assert_eq!(status, 200, "{answer}");
    let mut asks = page(&shop, "key-0001-0001-0001");
    for id in ["asks-1", "asks-2", "asks-3"] {
        asks.exchange(id, Say::Text("can I return it?".into()));
    }
    let mut calls = page(&shop, "key-0002-0002-0002");
    calls.exchange("calls-1", Say::Text("can I return it?".into()));
    let (_, now) = calls.exchange("calls-2", Say::Person);
    let ask = now.ask.expect("where the answer should go");
    let value = "otis.counted@shopper.example".into();
    calls.exchange("calls-3", Say::Fill { ask, value });
    // A day ends while this runs once in a while: then there are two.
    let counted = || {
        let counters = shop.show("/counters");
        let days = counters["days"].as_array().cloned().unwrap_or_default();
        let sum = |what: &str| -> u64 { days.iter().filter_map(|day| day[what].as_u64()).sum() };
        ["conversations", "turns", "handoffs", "faults"].map(sum)
    };
    let all = [2, 6, 1, 0];
    until("the shop hears of all", || counted()[..3] == all[..3]);
    assert_eq!(counted(), all);
    let days = shop.show("/counters")["days"].as_array().map(Vec::len);
    assert!(matches!(days, Some(1 | 2)), "{days:?}");
}
