//! Who asks for all turns again and again and reads none of them has no heap of them pile up in the object.

use crate::expiry::set_clock;
use crate::panics::{alone, stage};
use crate::stage::{Shop, World};
use parley_tests::client::opening;
use shared::wire::frame_v1::{EdgeFrame, Refusal, Say, ShopperFrame};

/// Minutes, each with as many turns as one may have.
const MINUTES: i64 = 4;

#[test]
fn turns_that_are_sent_again_and_again_count_as_frames() {
    let _alone = alone();
    let stage = stage();
    let shop = Shop::on(&World::on(&stage));
    let open = opening(&shop.id, "key-0001-0001-0001", Some("welcome"));
    let opened = shop.edge.opened(&shop.origin, &open);
    let connect = || shop.edge.connect(&shop.origin, &opened.token);
    let mut page = connect().expect("a socket");
    page.resume(0);
    for minute in 0..MINUTES {
        set_clock(&shop.edge, minute * 61_000);
        for number in 0..20 {
            let id = format!("t-{minute}-{number}");
            page.exchange(&id, Say::Text("What can I ask you?".into()));
        }
    }
    let turns = page.resume(0).0.len();
    assert!(turns > 160, "{turns}");
    // Each of these is no more than a frame, and would be sent ten times as many.
    let mut greedy = connect().expect("a socket");
    for _ in 0..100 {
        greedy.send(&ShopperFrame::Resume { after: 0 });
    }
    let refused = |frame: &EdgeFrame| {
        matches!(
            frame,
            EdgeFrame::Refused {
                refusal: Refusal::TooManyTurns,
                retry_after_s: 1..=60,
                ..
            }
        )
    };
    let frames = greedy.until(refused);
    let sent = frames
        .iter()
        .filter(|frame| matches!(frame, EdgeFrame::Turn(_)));
    assert!(
        sent.count() < 720 * 16,
        "as many as the limit on frames lets through"
    );
}
