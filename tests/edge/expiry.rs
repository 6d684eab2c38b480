//! A token ends while its socket is open: whoever holds it hears nothing more, and goes on with a new one.

use crate::panics;
use crate::stage::{Shop, World};
use parley_tests::client::{Edge, named, opening};
use shared::wire::agent_v1::ConsoleFrame;
use shared::wire::frame_v1::{Exchange, Say, ShopperFrame};

/// The close code that tells a page, or a console, to come with a new token.
const EXPIRED: Option<u16> = Some(4401);
const HOUR_MS: i64 = 3_600_000;

/// Has the panicking build's clock be so far ahead.
#[track_caller]
pub(crate) fn set_clock(edge: &Edge, ahead_ms: i64) {
    let path = format!("/v1/panics/clock/{ahead_ms}");
    assert_eq!(edge.call("POST", &path, &[], &[]).status, 200);
}

#[test]
fn whose_token_has_ended_hears_nothing_more_and_comes_back_with_a_new_one() {
    let stage = panics::stage();
    let shop = Shop::on(&World::on(&stage));
    let (edge, origin) = (&shop.edge, &shop.origin);
    let open = opening(&shop.id, "key-0001-0001-0001", Some("welcome"));
    let old = edge.opened(origin, &open);
    let mut page = edge.connect(origin, &old.token).expect("a socket");
    page.resume(0);
    let agent = edge.agent_for(&shop.id, &named("Mia"), 1);
    let mut agent = edge
        .agent_connect(old.conversation.as_str(), &agent)
        .expect("a console's socket");
    agent.resume(0);
    set_clock(edge, 2 * HOUR_MS);
    page.exchange("turn-1", Say::Text("When does it arrive?".into()));
    let (told, code) = agent.end();
    assert_eq!(code, EXPIRED, "the console of an hour");
    let is_turn = |frame: &ConsoleFrame| matches!(frame, ConsoleFrame::Turn(_));
    assert!(!told.iter().any(is_turn), "{told:?}");
    set_clock(edge, 25 * HOUR_MS);
    assert_eq!(edge.connect(origin, &old.token).err(), Some(401));
    let exchange = Exchange {
        after: 0,
        frames: Vec::new(),
        wait: false,
    };
    let posted = edge.post(origin, &old.token, &exchange);
    let code = posted.code();
    assert_eq!((posted.status, code.as_str()), (401, "token_expired"));
    page.send(&ShopperFrame::Typing(true));
    assert_eq!(page.close_code(), EXPIRED, "the page of a day");
    let new = edge.opened(origin, &open);
    assert_eq!(new.conversation, old.conversation);
    assert_ne!(new.token, old.token);
    let mut page = edge.connect(origin, &new.token).expect("a socket");
    let (turns, _) = page.resume(0);
    assert!(turns.iter().any(|turn| turn.id.as_str() == "turn-1"));
}
