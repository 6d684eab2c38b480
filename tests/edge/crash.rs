//! workerd is killed in the middle of turns and started again on the same disk: the conversation goes on.

use crate::stage::{Shop, World};
use parley_tests::client::{Socket, opening};
use shared::id::TurnId;
use shared::wire::frame_v1::{Author, EdgeFrame, Say, Turn};
use xtask::prepare::{self, Tools};
use xtask::stage::{Options, Stage};

fn stage(tools: &Tools) -> Stage {
    Stage::start(tools, &Options::default()).expect("the Worker starts")
}

fn question() -> Say {
    Say::Text("When does it arrive?".into())
}

/// Says it until it is acknowledged, as a page does, and gives its number.
fn say_until_acked(socket: &mut Socket, id: &TurnId) -> Option<u64> {
    socket.say(id, question());
    loop {
        match socket.frame()? {
            EdgeFrame::Acked { id: acked, seq } if acked == *id => return Some(seq),
            EdgeFrame::Refused { refusal, .. } => panic!("refused: {refusal:?}"),
            EdgeFrame::Acked { .. }
            | EdgeFrame::Welcome { .. }
            | EdgeFrame::Turn(_)
            | EdgeFrame::Now(_)
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => {}
        }
    }
}

#[test]
fn a_conversation_goes_on_after_workerd_was_killed_during_a_turn() {
    let tools = prepare::prepare(&[]).expect("the tools are there");
    let mut stage = stage(&tools);
    let shop = Shop::on(&World::on(&stage));
    let opened = shop.edge.opened(
        &shop.origin,
        &opening(&shop.id, "key-0001-0001-0001", Some("welcome")),
    );
    let mut acked: Vec<(TurnId, u64)> = Vec::new();
    for round in 0..3 {
        let mut socket = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket");
        socket.resume(0);
        let whole: TurnId = format!("whole-{round}").parse().unwrap();
        let seq = say_until_acked(&mut socket, &whole).expect("an acknowledgement");
        acked.push((whole, seq));
        let cut: TurnId = format!("cut-{round}").parse().unwrap();
        socket.say(&cut, question());
        stage.kill9_worker();
        stage.restart_worker().expect("the Worker starts again");
        let mut socket = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket after the restart");
        socket.resume(0);
        let seq = say_until_acked(&mut socket, &cut).expect("an acknowledgement");
        acked.push((cut, seq));
    }
    let (turns, now) = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket")
        .resume(0);
    let stored: Vec<(TurnId, u64)> = shoppers(&turns);
    assert_eq!(stored, acked, "each acknowledged turn once, in its place");
    assert!(
        turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq),
        "no gap"
    );
    assert!(!now.busy, "no answer is owed");
    let answered = turns
        .iter()
        .filter(|turn| turn.author == Author::Assistant)
        .count();
    assert!(
        answered > acked.len(),
        "each question was answered: {turns:?}"
    );
}

fn shoppers(turns: &[Turn]) -> Vec<(TurnId, u64)> {
    turns
        .iter()
        .filter(|turn| turn.author == Author::Shopper)
        .map(|turn| (turn.id.clone(), turn.seq))
        .collect()
}
