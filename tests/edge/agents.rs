//! Agents beside the shopper: they see each other's turns at once, one agent has the conversation and no other answers
//! unknowingly, and neither role's frames or tokens pass for the other's.

use crate::stage::{Shop, until};
use parley_tests::client::{AgentSocket, Socket, context, named, opening, said};
use shared::wire::agent_v1::{self, AgentFrame, AgentRefusal, ConsoleFrame, Named, Party};
use shared::wire::frame_v1::{
    Agent, Author, EdgeFrame, Holder, Opened, Refusal, Say, ShopperFrame, Turn,
};

struct Scene {
    shop: Shop,
    opened: Opened,
}

impl Scene {
    #[track_caller]
    fn open() -> Self {
        let shop = Shop::open();
        let opened = shop.edge.opened(
            &shop.origin,
            &opening(&shop.id, "key-0001-0001-0001", Some("welcome")),
        );
        Self { shop, opened }
    }

    #[track_caller]
    fn shopper(&self) -> Socket {
        let mut socket = self
            .shop
            .edge
            .connect(&self.shop.origin, &self.opened.token)
            .expect("a socket");
        socket.resume(0);
        socket
    }

    #[track_caller]
    fn agent(&self, name: &str) -> AgentSocket {
        let token = self.shop.edge.agent(&self.shop.id, name);
        let mut socket = self.connect(&token).expect("a socket");
        socket.resume(0);
        socket
    }

    fn connect(&self, token: &str) -> Result<AgentSocket, u16> {
        let conversation = self.opened.conversation.as_str();
        self.shop.edge.agent_connect(conversation, token)
    }

    /// All turns, as a new tab sees them.
    #[track_caller]
    fn turns(&self) -> Vec<Turn> {
        self.shop
            .edge
            .connect(&self.shop.origin, &self.opened.token)
            .expect("a socket")
            .resume(0)
            .0
    }
}

#[track_caller]
fn joined(agent: &mut AgentSocket, take_over: bool) {
    agent.send(&AgentFrame::Join { take_over });
    agent.until(|frame| matches!(frame, ConsoleFrame::Now(now) if now.holder == Holder::Person));
}

#[track_caller]
fn sees_agent(shopper: &mut Socket, expected: Option<&Agent>) {
    shopper.until(|frame| matches!(frame, EdgeFrame::Agent(agent) if agent.as_ref() == expected));
}

fn mia(there: bool) -> Agent {
    let name = "Mia".into();
    Agent { name, there }
}

#[test]
fn an_agent_and_the_shopper_see_each_other_at_once() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    shopper.exchange("turn-1", Say::Person);
    let token = scene.shop.edge.agent(&scene.shop.id, "Mia");
    let mut agent = scene.connect(&token).expect("a socket");
    let told = agent.resume(0);
    let known = context(&told).expect("a context");
    assert_eq!(
        known.reason.as_deref(),
        Some("the shopper asked for a person")
    );
    assert!(
        known.country.is_some() && known.began.is_some(),
        "{known:?}"
    );
    joined(&mut agent, false);
    sees_agent(&mut shopper, Some(&mia(true)));
    agent.send(&AgentFrame::Typing(true));
    shopper.until(|frame| *frame == EdgeFrame::Typing(true));
    agent.say("a-1", "Hello, what can I do?");
    let frames = shopper.until(|frame| matches!(frame, EdgeFrame::Turn(_)));
    let Some(EdgeFrame::Turn(turn)) = frames.last() else {
        unreachable!()
    };
    assert_eq!(turn.author, Author::Agent("Mia".into()));
    shopper.send(&ShopperFrame::Read(turn.seq));
    let seen = ConsoleFrame::Read {
        who: Party::Shopper,
        up_to: turn.seq,
    };
    agent.until(|frame| *frame == seen);
    shopper.send(&ShopperFrame::Typing(true));
    let typing = ConsoleFrame::Typing {
        who: Party::Shopper,
        on: true,
    };
    agent.until(|frame| *frame == typing);
    let id = "turn-2".parse().unwrap();
    shopper.say(&id, Say::Text("When does it arrive?".into()));
    assert_eq!(agent.turn().id, id);
    agent.send(&AgentFrame::Read(turn.seq + 1));
    shopper.until(|frame| *frame == EdgeFrame::Read(turn.seq + 1));
    let turns = scene.turns();
    assert_eq!(
        turns.last().map(|turn| &turn.id),
        Some(&id),
        "no flow answers"
    );
    assert!(turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq));
}

#[test]
fn an_agents_turn_sent_twice_is_stored_once() {
    let scene = Scene::open();
    let mut agent = scene.agent("Mia");
    joined(&mut agent, false);
    agent.say("a-1", "Hello?");
    agent.say("a-1", "Hello?");
    let mut acked = Vec::new();
    while acked.len() < 2 {
        if let Some(ConsoleFrame::Acked { id, seq }) = agent.frame() {
            acked.push((id, seq));
        }
    }
    assert_eq!(acked[0], acked[1]);
    let stored = scene.turns();
    let stored = stored.iter().filter(|turn| turn.id.as_str() == "a-1");
    assert_eq!(stored.count(), 1);
}

#[test]
fn the_second_agent_is_told_who_has_it_and_takes_over_expressly() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    let (mut mia, mut ben) = (scene.agent("Mia"), scene.agent("Ben"));
    mia.say("a-0", "too early");
    assert_eq!(mia.refusal(), AgentRefusal::NotHeld);
    joined(&mut mia, false);
    ben.say("b-1", "me too");
    assert_eq!(ben.refusal(), AgentRefusal::HeldBy(named("Mia")));
    ben.send(&AgentFrame::Join { take_over: false });
    assert_eq!(ben.refusal(), AgentRefusal::HeldBy(named("Mia")));
    ben.send(&AgentFrame::Join { take_over: true });
    let ben_holds = |frame: &ConsoleFrame| matches!(frame, ConsoleFrame::Present(present) if present.holder == Some(named("Ben")));
    mia.until(ben_holds);
    mia.say("a-1", "still me?");
    assert_eq!(mia.refusal(), AgentRefusal::HeldBy(named("Ben")));
    let name = "Ben".to_owned();
    sees_agent(&mut shopper, Some(&Agent { name, there: true }));
    ben.send(&AgentFrame::HandBack);
    sees_agent(&mut shopper, None);
    let (turns, now) = shopper.resume(0);
    assert_eq!(now.holder, Holder::Assistant);
    assert!(now.ask.is_some(), "the flow asks again");
    let agents = |turn: &&Turn| matches!(turn.author, Author::Agent(_));
    assert_eq!(turns.iter().filter(agents).count(), 0);
}

#[test]
fn an_agent_who_goes_and_comes_back_goes_on() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    let mut agent = scene.agent("Mia");
    joined(&mut agent, false);
    sees_agent(&mut shopper, Some(&mia(true)));
    agent.close();
    sees_agent(&mut shopper, Some(&mia(false)));
    let mut agent = scene.agent("Mia");
    sees_agent(&mut shopper, Some(&mia(true)));
    agent.say("a-1", "Here I am again.");
    let frames = shopper.until(|frame| matches!(frame, EdgeFrame::Turn(_)));
    assert!(matches!(frames.last(), Some(EdgeFrame::Turn(turn)) if turn.id.as_str() == "a-1"));
    agent.send(&AgentFrame::Leave);
    sees_agent(&mut shopper, None);
}

#[test]
fn an_agent_who_is_called_otherwise_now_is_the_same_one() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    let mut agent = scene.agent("Mia");
    joined(&mut agent, false);
    sees_agent(&mut shopper, Some(&mia(true)));
    agent.close();
    sees_agent(&mut shopper, Some(&mia(false)));
    let renamed = Named {
        name: "Mia Żak".into(),
        ..named("Mia")
    };
    let token = scene.shop.edge.agent_for(&scene.shop.id, &renamed, 8);
    let mut agent = scene.connect(&token).expect("a socket");
    agent.resume(0);
    let there = |frame: &EdgeFrame| match frame {
        EdgeFrame::Agent(agent) => Some(agent.as_ref().is_some_and(|agent| agent.there)),
        EdgeFrame::Welcome { .. }
        | EdgeFrame::Turn(_)
        | EdgeFrame::Acked { .. }
        | EdgeFrame::Refused { .. }
        | EdgeFrame::Now(_)
        | EdgeFrame::Typing(_)
        | EdgeFrame::Read(_) => None,
    };
    shopper.until(|frame| there(frame) == Some(true));
    let id = "turn-1".parse().unwrap();
    shopper.say(&id, Say::Text("Still there?".into()));
    assert_eq!(agent.turn().id, id);
    agent.say("a-1", "I am.");
    let told =
        shopper.until(|frame| matches!(frame, EdgeFrame::Turn(turn) if turn.id.as_str() == "a-1"));
    assert!(!told.iter().any(|frame| there(frame) == Some(false)));
    shopper.send(&ShopperFrame::Resume { after: 0 });
    let told = shopper.until(|frame| there(frame).is_some());
    assert_eq!(told.last().and_then(there), Some(true), "{told:?}");
}

#[test]
fn each_role_has_its_own_frames_and_tokens() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    shopper.send_bytes(&agent_v1::encode(&said("a-1", "I am Mia")));
    let frames = shopper.until(|frame| matches!(frame, EdgeFrame::Refused { .. }));
    let other_role = EdgeFrame::Refused {
        id: None,
        refusal: Refusal::OtherRole,
        retry_after_s: 0,
    };
    assert_eq!(frames.last(), Some(&other_role));
    let mut agent = scene.agent("Mia");
    agent.send_bytes(&shared::wire::encode(&ShopperFrame::Say {
        id: "turn-1".parse().unwrap(),
        say: Say::Person,
    }));
    assert_eq!(agent.refusal(), AgentRefusal::OtherRole);
    agent.send_bytes(&[0xa1, 99]);
    assert_eq!(agent.refusal(), AgentRefusal::UnknownFrame);
    let token = scene.shop.edge.agent(&scene.shop.id, "Mia");
    let (edge, origin) = (&scene.shop.edge, &scene.shop.origin);
    assert_eq!(edge.connect(origin, &token).err(), Some(403));
    assert_eq!(scene.connect(&scene.opened.token).err(), Some(403));
    assert_eq!(scene.connect("a.b").err(), Some(401));
}

#[test]
fn another_shops_agent_finds_no_such_conversation() {
    let (scene, other) = (Scene::open(), Shop::open());
    let token = other.edge.agent(&other.id, "Mia");
    assert_eq!(scene.connect(&token).err(), Some(404));
    let conversation = scene.opened.conversation.as_str();
    let exchange = agent_v1::AgentExchange {
        after: 0,
        frames: Vec::new(),
        wait: false,
    };
    let answer = other.edge.agent_post(conversation, &token, &exchange);
    assert_eq!(answer.status, 404);
}

#[test]
fn turns_that_are_not_there_are_no_turns() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    let mut agent = scene.agent("Mia");
    for far in [900, 1 << 63, u64::MAX] {
        shopper.send(&ShopperFrame::Resume { after: far });
        shopper.send(&ShopperFrame::Read(far));
        for _ in 0..2 {
            let frames = shopper.until(|frame| matches!(frame, EdgeFrame::Refused { .. }));
            let refused = matches!(
                frames.last(),
                Some(EdgeFrame::Refused {
                    refusal: Refusal::UnknownTurn,
                    ..
                })
            );
            assert!(refused, "{far}: {frames:?}");
        }
        agent.send(&AgentFrame::Resume { after: far });
        assert_eq!(agent.refusal(), AgentRefusal::UnknownTurn, "{far}");
        agent.send(&AgentFrame::Read(far));
        assert_eq!(agent.refusal(), AgentRefusal::UnknownTurn, "{far}");
    }
    let (turns, _) = shopper.resume(0);
    assert!(!turns.is_empty());
}

#[test]
fn an_agent_without_a_socket_does_all_the_same() {
    let scene = Scene::open();
    let mut shopper = scene.shopper();
    let token = scene.shop.edge.agent(&scene.shop.id, "Mia");
    let conversation = scene.opened.conversation.as_str();
    let post = |after, frames, wait| {
        let edge = &scene.shop.edge;
        edge.agent_posted(conversation, &token, after, frames, wait)
    };
    let last = scene.turns().len() as u64;
    let frames = vec![
        AgentFrame::Resume { after: 0 },
        AgentFrame::Join { take_over: false },
        said("a-1", "Hello?"),
        said("a-1", "Hello?"),
    ];
    let told = post(0, frames, false);
    assert!(matches!(&told[0], ConsoleFrame::Welcome { last: known, .. } if *known == last));
    let acked = |frame: &&ConsoleFrame| matches!(frame, ConsoleFrame::Acked { .. });
    assert_eq!(told.iter().filter(acked).count(), 2);
    let turns = |told: &[ConsoleFrame]| -> Vec<u64> {
        let seq = |frame: &ConsoleFrame| {
            let ConsoleFrame::Turn(turn) = frame else {
                return None;
            };
            Some(turn.seq)
        };
        told.iter().filter_map(seq).collect()
    };
    assert_eq!(turns(&told), (1..=last + 2).collect::<Vec<_>>());
    sees_agent(&mut shopper, Some(&mia(true)));
    let id = "turn-1".parse().unwrap();
    shopper.say(&id, Say::Text("When does it arrive?".into()));
    shopper.until(|frame| matches!(frame, EdgeFrame::Acked { .. }));
    let told = post(last + 2, Vec::new(), true);
    assert_eq!(turns(&told), [last + 3]);
    assert!(context(&told).is_some());
}

#[test]
fn an_agent_without_a_socket_who_vanishes_is_missed_though_nobody_says_anything() {
    let scene = Scene::open();
    let token = scene.shop.edge.agent(&scene.shop.id, "Mia");
    let conversation = scene.opened.conversation.as_str();
    let edge = &scene.shop.edge;
    let join = vec![AgentFrame::Join { take_over: false }];
    let told = edge.agent_posted(conversation, &token, 0, join, false);
    assert!(!told.is_empty());
    let agent = || {
        let (origin, token) = (&scene.shop.origin, &scene.opened.token);
        let told = edge.posted(origin, token, 0, Vec::new(), false);
        told.into_iter().find_map(|frame| {
            if let EdgeFrame::Agent(agent) = frame {
                agent
            } else {
                None
            }
        })
    };
    assert_eq!(agent(), Some(mia(true)));
    until("that she is gone", || agent() == Some(mia(false)));
    let told = edge.agent_posted(conversation, &token, 0, Vec::new(), false);
    assert!(!told.is_empty());
    assert_eq!(agent(), Some(mia(true)), "and is back");
}
