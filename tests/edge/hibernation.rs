//! An idle conversation costs nothing: its object is taken out of memory while its sockets stay open, and goes on with the
//! next frame as if nothing had been. What a turn costs is counted in rows, which only the panicking build tells.

use crate::panics;
use crate::stage::{Shop, World};
use parley_tests::client::{Socket, context, opening};
use shared::wire::agent_v1::{AgentFrame, ConsoleFrame, Party};
use shared::wire::frame_v1::{Author, EdgeFrame, Opened, Refusal, Say, ShopperFrame};
use std::thread::sleep;
use std::time::Duration;

/// Longer than the platform leaves an idle object in memory.
const IDLE: Duration = Duration::from_secs(14);

/// A conversation of this shop.
#[track_caller]
fn opened(shop: &Shop) -> Opened {
    let open = opening(&shop.id, "key-0001-0001-0001", Some("welcome"));
    shop.edge.opened(&shop.origin, &open)
}

/// A page of it.
#[track_caller]
fn connect(shop: &Shop, opened: &Opened) -> Socket {
    let socket = shop.edge.connect(&shop.origin, &opened.token);
    socket.expect("a socket")
}

/// Rows that this instance of a conversation's object has written; asking wakes the object.
fn written(shop: &Shop, conversation: &str) -> u64 {
    let path = format!("/v1/panics/conversation/written/{conversation}");
    let answer = shop.edge.call("GET", &path, &[], &[]);
    answer.json().as_u64().expect("a number")
}

/// Says nothing until another instance of the object answers; an alarm may have kept the first awake for a while.
#[track_caller]
fn sleep_through(shop: &Shop, conversation: &str) {
    let slept = (0..4).any(|_| {
        sleep(IDLE);
        written(shop, conversation) == 0
    });
    assert!(slept, "an idle object stays in memory");
}

fn read_marks(told: &[ConsoleFrame]) -> Vec<u64> {
    let mark = |frame: &ConsoleFrame| {
        let ConsoleFrame::Read { up_to, .. } = frame else {
            return None;
        };
        Some(*up_to)
    };
    told.iter().filter_map(mark).collect()
}

#[test]
fn after_hibernation_everybody_goes_on_where_they_were() {
    let stage = panics::stage();
    let shop = Shop::on(&World::on(&stage));
    let opened = opened(&shop);
    let conversation = opened.conversation.as_str();
    let mut page = connect(&shop, &opened);
    let (turns, _) = page.resume(0);
    let token = shop.edge.agent(&shop.id, "Mia");
    let mut agent = shop
        .edge
        .agent_connect(conversation, &token)
        .expect("a socket");
    agent.resume(0);
    agent.send(&AgentFrame::Join { take_over: false });
    let joined = turns.len() as u64 + 1;
    page.until(|frame| matches!(frame, EdgeFrame::Turn(turn) if turn.seq == joined));
    page.send(&ShopperFrame::Read(joined));
    agent.until(|frame| matches!(frame, ConsoleFrame::Read { .. }));
    assert!(written(&shop, conversation) > 0);
    sleep_through(&shop, conversation);
    page.send(&ShopperFrame::Typing(true));
    agent.until(|frame| {
        let who = Party::Shopper;
        *frame == ConsoleFrame::Typing { who, on: true }
    });
    agent.say("a-1", "Still there?");
    let frames = page.until(|frame| matches!(frame, EdgeFrame::Turn(_)));
    let Some(EdgeFrame::Turn(turn)) = frames.last() else {
        unreachable!()
    };
    assert_eq!(
        (turn.seq, &turn.author),
        (joined + 1, &Author::Agent("Mia".into()))
    );
    agent.send(&AgentFrame::Resume { after: joined });
    let told = agent.until(|frame| matches!(frame, ConsoleFrame::Read { .. }));
    assert_eq!(
        read_marks(&told),
        [joined],
        "the read mark slept with its socket"
    );
    assert!(context(&told).is_some());
    sleep_through(&shop, conversation);
    agent.close();
    page.until(|frame| matches!(frame, EdgeFrame::Agent(Some(agent)) if !agent.there));
}

/// A page sends one each half minute, and what it is answered with costs no more than silence.
#[test]
fn signs_of_life_keep_no_object_awake() {
    let stage = panics::stage();
    let shop = Shop::on(&World::on(&stage));
    let opened = opened(&shop);
    let conversation = opened.conversation.as_str();
    let mut page = connect(&shop, &opened);
    page.resume(0);
    assert!(written(&shop, conversation) > 0);
    let slept = (0..4).any(|_| {
        for _ in 0..4 {
            sleep(IDLE / 4);
            page.send_text("ping");
            assert_eq!(page.text(), "pong");
        }
        written(&shop, conversation) == 0
    });
    assert!(slept, "signs of life keep the object in memory");
}

#[test]
fn a_turn_writes_at_most_two_rows_and_typing_none() {
    let stage = panics::stage();
    let shop = Shop::on(&World::on(&stage));
    let opened = opened(&shop);
    let conversation = opened.conversation.as_str();
    let mut page = connect(&shop, &opened);
    let (begun, _) = page.resume(0);
    let before = written(&shop, conversation);
    // Questions, a choice, and what another object is asked for.
    let texts = [
        "What can I ask you?",
        "when does it arrive?",
        "Find a product",
        "returns",
        "when does it arrive?",
        "What can I ask you?",
    ];
    for (number, text) in texts.into_iter().enumerate() {
        page.exchange(&format!("turn-{number}"), Say::Text(text.into()));
    }
    let rows = written(&shop, conversation) - before;
    let most = 2 * texts.len() as u64;
    assert!(rows <= most, "{rows} rows for {} turns", texts.len());
    let before = written(&shop, conversation);
    for on in [true, false, true] {
        page.send(&ShopperFrame::Typing(on));
        page.send(&ShopperFrame::Read(begun.len() as u64));
    }
    page.resume(0);
    assert_eq!(written(&shop, conversation), before);
}

#[test]
fn the_limit_on_turns_outlives_the_objects_memory() {
    let _alone = panics::alone();
    let stage = panics::stage();
    let shop = Shop::on(&World::on(&stage));
    let opened = opened(&shop);
    let conversation = opened.conversation.as_str();
    let connected = || {
        let mut page = connect(&shop, &opened);
        page.resume(0);
        page
    };
    let mut page = connected();
    for number in 0..20 {
        let id = format!("turn-{number}").parse().unwrap();
        page.say(&id, Say::Text(format!("fast {number}")));
        page.until(|frame| matches!(frame, EdgeFrame::Acked { id: acked, .. } if *acked == id));
    }
    let written_before = written(&shop, conversation);
    let abort = format!(
        r#"[{{"class":"Conversation","name":"{conversation}","handler":"webSocketMessage","does":"abort"}}]"#
    );
    let answer = shop
        .edge
        .call("POST", "/v1/panics/demands", &[], abort.as_bytes());
    assert_eq!(answer.status, 200);
    page.send(&ShopperFrame::Typing(true));
    while page.frame().is_some() {}
    let mut page = connected();
    assert!(
        written(&shop, conversation) < written_before,
        "another instance"
    );
    page.say(&"one-too-many".parse().unwrap(), Say::Text("and on".into()));
    let frames = page.until(|frame| matches!(frame, EdgeFrame::Refused { .. }));
    assert!(matches!(
        frames.last(),
        Some(EdgeFrame::Refused {
            refusal: Refusal::TooManyTurns,
            ..
        })
    ));
}
