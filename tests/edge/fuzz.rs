//! Frames that a broken line, a careless hand or a curious one has changed, through the Worker itself: each is taken or
//! refused, and the chat goes on.
//!
//! `PARLEY_CASES` tries more, and `PARLEY_SEED` others.

#[path = "../fuzz/change.rs"]
mod change;
#[path = "../fuzz/kept.rs"]
mod kept;

use crate::stage::{Shop, World, own};
use change::{changed, changes};
use kept::{files, golden, goldens};
use parley_tests::client::{AgentSocket, Answer, Edge, Socket, opening, said};
use proptest::prelude::{Strategy, any};
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shared::id::TurnId;
use shared::wire::agent_v1::{AgentRefusal, ConsoleFrame};
use shared::wire::decode;
use shared::wire::frame_v1::{CONTENT_TYPE, EdgeFrame, Opened, Refusal, Say, ShopperFrame};
use std::fs;
use std::path::Path;

/// Cases of one conversation: so few that no limit keeps them from being read.
const TOGETHER: u64 = 15;

/// Everybody in a conversation.
struct Chat<'a> {
    shop: &'a Shop,
    /// Waits as long as an answer may be held.
    edge: &'a Edge,
    opened: Opened,
    agent: &'a str,
    page: Socket,
    console: AgentSocket,
}

#[track_caller]
fn chat<'a>(shop: &'a Shop, edge: &'a Edge, agent: &'a str, key: &str) -> Chat<'a> {
    let open = opening(&shop.id, key, Some("welcome"));
    let opened = shop.edge.opened(&shop.origin, &open);
    let page = shop.edge.connect(&shop.origin, &opened.token);
    let mut page = page.expect("a socket");
    page.resume(0);
    let console = shop.edge.agent_connect(opened.conversation.as_str(), agent);
    let mut console = console.expect("a console's socket");
    console.resume(0);
    Chat {
        shop,
        edge,
        opened,
        agent,
        page,
        console,
    }
}

impl Chat<'_> {
    /// Sends the bytes by every way there is, as either role.
    #[track_caller]
    fn send(&mut self, bytes: &[u8]) {
        self.page.send_bytes(bytes);
        self.console.send_bytes(bytes);
        let (origin, token) = (&self.shop.origin, &self.opened.token);
        let posted = self.edge.post_as(origin, token, CONTENT_TYPE, bytes);
        is_no_fault(&posted);
        if posted.status == 200 {
            let told: Vec<EdgeFrame> = decode(&posted.body, 1_000_000).expect("frames");
            assert!(!told.iter().any(is_fault), "{told:?}");
        }
        let conversation = self.opened.conversation.as_str();
        let posted = self.edge.agent_post_as(conversation, self.agent, bytes);
        is_no_fault(&posted);
        if posted.status == 200 {
            let told: Vec<ConsoleFrame> = decode(&posted.body, 1_000_000).expect("frames");
            assert!(!told.iter().any(is_agents_fault), "{told:?}");
        }
    }

    /// Everything that was sent is answered, nothing by a fault, and turns are where they belong.
    #[track_caller]
    fn goes_on(mut self) {
        let id: TurnId = "by-socket".parse().unwrap();
        self.page.say(&id, question());
        let told = self.page.until(|frame| answers(frame, &id));
        assert!(!told.iter().any(is_fault), "{told:?}");
        self.console
            .send(&said("by-console", "Is there anything else?"));
        let told = self.console.until(|frame| match frame {
            ConsoleFrame::Acked { id, .. } => id.as_str() == "by-console",
            ConsoleFrame::Refused { id, .. } => {
                id.as_ref().is_some_and(|id| id.as_str() == "by-console")
            }
            ConsoleFrame::Welcome { .. }
            | ConsoleFrame::Turn(_)
            | ConsoleFrame::Now(_)
            | ConsoleFrame::Present(_)
            | ConsoleFrame::Typing { .. }
            | ConsoleFrame::Read { .. }
            | ConsoleFrame::Context(_) => false,
        });
        assert!(!told.iter().any(is_agents_fault), "{told:?}");
        let id: TurnId = "by-exchange".parse().unwrap();
        let frames = vec![
            ShopperFrame::Resume { after: 0 },
            ShopperFrame::Say {
                id: id.clone(),
                say: question(),
            },
        ];
        let (origin, token) = (&self.shop.origin, &self.opened.token);
        let told = self.edge.posted(origin, token, 0, frames, false);
        assert!(told.iter().any(|frame| answers(frame, &id)), "{told:?}");
        assert!(!told.iter().any(is_fault), "{told:?}");
        let turns = told.iter().filter_map(|frame| {
            let EdgeFrame::Turn(turn) = frame else {
                return None;
            };
            Some(turn.seq)
        });
        let turns: Vec<u64> = turns.collect();
        assert_eq!(turns, (1..=turns.len() as u64).collect::<Vec<_>>());
    }
}

fn question() -> Say {
    Say::Text("When does it arrive?".into())
}

/// Whether this says what became of a turn of the page's.
fn answers(frame: &EdgeFrame, turn: &TurnId) -> bool {
    match frame {
        EdgeFrame::Acked { id, .. } => id == turn,
        EdgeFrame::Refused { id, .. } => id.as_ref() == Some(turn),
        EdgeFrame::Welcome { .. }
        | EdgeFrame::Turn(_)
        | EdgeFrame::Now(_)
        | EdgeFrame::Agent(_)
        | EdgeFrame::Typing(_)
        | EdgeFrame::Read(_) => false,
    }
}

fn is_fault(frame: &EdgeFrame) -> bool {
    let fault = Refusal::Fault;
    matches!(frame, EdgeFrame::Refused { refusal, .. } if *refusal == fault)
}

fn is_agents_fault(frame: &ConsoleFrame) -> bool {
    let fault = AgentRefusal::Fault;
    matches!(frame, ConsoleFrame::Refused { refusal, .. } if *refusal == fault)
}

#[track_caller]
fn is_no_fault(answer: &Answer) {
    assert!(answer.status < 500, "{} {}", answer.status, answer.json());
}

/// What is changed: frames of both roles, each alone and in an exchange, more often than everything else that is kept.
fn inputs() -> Vec<Vec<u8>> {
    let own = [
        "shopper_frame_v1",
        "shopper_frame_v1_since",
        "agent_frame_v1",
    ]
    .map(|name| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("wire")
            .join(name);
        golden(&path.with_extension("txt"))
    });
    let frames = own.concat();
    let posted = frames.iter().map(|frame| exchange(frame)).collect();
    let kept = files("fuzz/corpus/frame").into_iter();
    let kept = kept.map(|path| fs::read(path).unwrap()).collect();
    [frames, posted, kept, goldens()].concat()
}

/// An exchange of one frame; an agent's has no mark there.
fn exchange(frame: &[u8]) -> Vec<u8> {
    let frame = frame.strip_prefix(&[0xa1]).unwrap_or(frame);
    [&[0, 1], frame, &[0]].concat()
}

/// Changed bytes, the same for the same seed.
fn cases(seed: u64) -> impl FnMut() -> Vec<u8> {
    let inputs = inputs();
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let strategy = (any::<Index>(), any::<Index>(), changes());
    move || {
        let case = strategy.new_tree(&mut runner).expect("a case");
        let (input, other, changes) = case.current();
        let inputs = inputs.as_slice();
        let (input, other): (&Vec<u8>, &Vec<u8>) = (input.get(inputs), other.get(inputs));
        changed(input, other, &changes)
    }
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

#[test]
fn frames_changed_in_any_way_are_refused_or_taken_and_the_chat_goes_on() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    let edge = Edge::of_a_tab(&shop.edge.origin);
    let agent = shop.edge.agent(&shop.id, "Mia");
    let mut case = cases(number("PARLEY_SEED", 1));
    let batches = number("PARLEY_CASES", 600).div_ceil(TOGETHER);
    for batch in 0..batches {
        let key = format!("key-of-a-changed-one-{batch:06}");
        let mut chat = chat(&shop, &edge, &agent, &key);
        for number in 0..TOGETHER {
            let bytes = case();
            println!("{}: {}", batch * TOGETHER + number, bytes.escape_ascii());
            chat.send(&bytes);
        }
        chat.goes_on();
    }
    let log = stage.worker_log();
    let faults = log
        .lines()
        .filter(|line| line.contains("\"status\":500") || line.contains("a panic"));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<&str>::new());
}
