//! Pages of both versions of the socket's messages, in one conversation at once.

use crate::stage::Shop;
use parley_tests::client::{Socket, opening};
use shared::wire::frame_v1::{self, EdgeFrame, Say};
use shared::wire::frame_v2;

#[test]
fn a_page_cached_before_gets_a_frame_a_message_and_the_newest_a_step() {
    let shop = Shop::open();
    let open = opening(&shop.id, "key-0001-0001-0001", Some("welcome"));
    let token = shop.edge.opened(&shop.origin, &open).token;
    let page = |version: &str| {
        let protocols = format!("{version}, {token}");
        let mut page = shop
            .edge
            .connect_with(&shop.origin, &protocols)
            .expect("a socket");
        page.resume(0);
        page
    };
    let mut cached = page(frame_v1::SUBPROTOCOL);
    let mut newest = page(frame_v2::SUBPROTOCOL);
    let text = || Say::Text("What can I ask you?".into());
    newest.most_in_a_message();
    let (said, _) = newest.exchange("of-the-newest", text());
    assert!(said.len() > 1, "a turn and its answer");
    assert_eq!(heard(&mut cached), said, "both are told the same");
    assert_eq!(
        newest.most_in_a_message(),
        said.len() + 2,
        "with the acknowledgement and what holds"
    );
    let (said, _) = cached.exchange("of-the-cached", text());
    assert_eq!(heard(&mut newest), said);
    assert_eq!(cached.most_in_a_message(), 1);
}

/// The turns up to the next word on what holds.
fn heard(page: &mut Socket) -> Vec<frame_v1::Turn> {
    let frames = page.until(|frame| matches!(frame, EdgeFrame::Now(now) if !now.busy));
    let turns = frames.into_iter().filter_map(|frame| match frame {
        EdgeFrame::Turn(turn) => Some(turn),
        EdgeFrame::Welcome { .. }
        | EdgeFrame::Acked { .. }
        | EdgeFrame::Refused { .. }
        | EdgeFrame::Now(_)
        | EdgeFrame::Agent(_)
        | EdgeFrame::Typing(_)
        | EdgeFrame::Read(_) => None,
    });
    turns.collect()
}
