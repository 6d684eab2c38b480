//! Turns are numbered without a gap, stored before they are acknowledged, and applied once.

use crate::stage::Shop;
use parley_tests::client::opening;
use shared::wire::frame_v1::{Author, EdgeFrame, Holder, Opened, Part, Say, ShopperFrame, Turn};

fn open(shop: &Shop) -> Opened {
    shop.edge.opened(
        &shop.origin,
        &opening(&shop.id, "key-0001-0001-0001", Some("welcome")),
    )
}

fn shopper_turns(turns: &[Turn]) -> Vec<&str> {
    turns
        .iter()
        .filter(|turn| turn.author == Author::Shopper)
        .map(|turn| turn.id.as_str())
        .collect()
}

#[test]
fn a_turn_sent_twice_is_stored_once_and_acknowledged_twice() {
    let shop = Shop::open();
    let opened = open(&shop);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    socket.resume(0);
    let say = Say::Text("When does it arrive?".into());
    let id = "turn-1".parse().unwrap();
    socket.say(&id, say.clone());
    socket.say(&id, say.clone());
    let mut acked = Vec::new();
    while acked.len() < 2 {
        if let Some(EdgeFrame::Acked { id, seq }) = socket.frame() {
            acked.push((id, seq));
        }
    }
    assert_eq!(acked[0], acked[1]);
    let mut again = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("another socket");
    again.exchange("turn-1", say);
    let (turns, _) = again.resume(0);
    assert_eq!(shopper_turns(&turns), ["turn-1"]);
    assert!(turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq));
}

#[test]
fn resume_gives_what_came_after_and_nothing_else() {
    let shop = Shop::open();
    let opened = open(&shop);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    socket.resume(0);
    socket.exchange("turn-1", Say::Text("When does it arrive?".into()));
    let (all, _) = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket")
        .resume(0);
    for after in [0, 1, 2, all.len() as u64] {
        let (turns, _) = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket")
            .resume(after);
        let expected: Vec<&Turn> = all.iter().filter(|turn| turn.seq > after).collect();
        assert_eq!(turns.iter().collect::<Vec<_>>(), expected, "after {after}");
    }
}

#[test]
fn every_tab_sees_every_turn_in_the_same_order() {
    let shop = Shop::open();
    let opened = open(&shop);
    let mut first = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let mut second = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let (begun, _) = first.resume(0);
    second.resume(0);
    let (spoken, _) = first.exchange("turn-1", Say::Text("When does it arrive?".into()));
    let mut heard = Vec::new();
    while heard.len() < spoken.len() {
        if let Some(EdgeFrame::Turn(turn)) = second.frame() {
            heard.push(turn);
        }
    }
    assert_eq!(heard, spoken);
    assert_eq!(
        heard.first().map(|turn| turn.seq),
        begun.last().map(|turn| turn.seq + 1)
    );
}

#[test]
fn a_socket_cut_in_the_middle_of_a_turn_loses_and_doubles_nothing() {
    let shop = Shop::open();
    let opened = open(&shop);
    for round in 0..8 {
        let id = format!("turn-{round}").parse().unwrap();
        let say = Say::Text("When does it arrive?".into());
        let mut cut = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket");
        cut.say(&id, say.clone());
        cut.cut();
        let mut again = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket");
        again.resume(0);
        again.say(&id, say);
        again.until(|frame| matches!(frame, EdgeFrame::Acked { id: acked, .. } if *acked == id));
    }
    let (turns, _) = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket")
        .resume(0);
    let expected: Vec<String> = (0..8).map(|round| format!("turn-{round}")).collect();
    assert_eq!(shopper_turns(&turns), expected);
    assert!(turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq));
}

#[test]
fn typing_is_never_a_turn() {
    let shop = Shop::open();
    let opened = open(&shop);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let (before, _) = socket.resume(0);
    for on in [true, false, true] {
        socket.send(&ShopperFrame::Typing(on));
    }
    let (after, _) = socket.resume(0);
    assert_eq!(before, after);
}

#[test]
fn an_ended_conversation_takes_no_more_turns() {
    let shop = Shop::open();
    let opened = open(&shop);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    socket.resume(0);
    let (turns, now) = socket.exchange("end", Say::End);
    assert_eq!(now.holder, Holder::Ended);
    assert!(turns.iter().any(|turn| turn.parts.contains(&Part::Ended)));
    socket.say(&"late".parse().unwrap(), Say::Text("hello?".into()));
    let frames = socket.until(|frame| matches!(frame, EdgeFrame::Refused { .. }));
    assert!(matches!(
        frames.last(),
        Some(EdgeFrame::Refused {
            refusal: shared::wire::frame_v1::Refusal::Ended,
            ..
        })
    ));
}
