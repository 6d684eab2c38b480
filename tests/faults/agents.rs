//! Agents beside the shopper of a schedule: two who answer, take over, go and come back, and one who only looks on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use parley_tests::client::{Carrier, Console, Edge, Log, Pass, Tab, named};
use serde_json::json;
use shared::id::{ConversationId, TurnId};
use shared::wire::agent_v1::{AgentFrame, AgentSay};

use crate::chance::Chance;
use crate::passages::any;
use crate::play::settle;
use crate::proxy::{Passage, Proxy};
use crate::world::World;

/// An agent of a schedule.
pub(crate) struct Agent {
    pub(crate) name: &'static str,
    /// Begins every text, as of the shopper whom it is for.
    mark: String,
    moves: Vec<Move>,
    passages: Vec<Passage>,
    by: Carrier,
}

/// What an agent does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Join {
        take_over: bool,
    },
    Say,
    /// Types and reads, which only the shopper of who has the conversation hears of.
    Aside,
    Leave,
    HandBack,
    GoOn,
    Change,
    Rest(u64),
}

/// What became of one.
pub(crate) struct Spoke {
    pub(crate) name: &'static str,
    /// Everything said, in order.
    pub(crate) said: Vec<TurnId>,
    pub(crate) log: Log,
    pub(crate) settled: bool,
    pub(crate) faults: usize,
}

/// The agents of one conversation.
pub(crate) fn of(chance: &mut Chance, mark: &str) -> Vec<Agent> {
    [ANSWERS[0], ANSWERS[1], LOOKS_ON]
        .map(|name| Agent {
            name,
            mark: mark.into(),
            moves: if name == LOOKS_ON {
                watching(chance)
            } else {
                answering(chance)
            },
            passages: (0..6).map(|_| any(chance)).collect(),
            by: if chance.once_in(3) {
                Carrier::Posts
            } else {
                Carrier::Socket
            },
        })
        .into()
}

/// Comes once or twice, each time says something, and goes.
fn answering(chance: &mut Chance) -> Vec<Move> {
    let mut moves = vec![Move::Rest(chance.within(0, 900))];
    if chance.once_in(3) {
        // Before it has joined; or while another has the conversation.
        moves.push(Move::Say);
    }
    for _ in 0..chance.within(1, 2) {
        let take_over = chance.once_in(2);
        moves.push(Move::Join { take_over });
        for _ in 0..chance.within(1, 3) {
            moves.push(Move::Rest(chance.within(0, 400)));
            match chance.below(6) {
                0 => moves.push(Move::GoOn),
                1 => moves.push(Move::Change),
                _ => {}
            }
            moves.push(Move::Say);
        }
        moves.push(chance.pick(&[Move::Leave, Move::HandBack]));
        moves.push(Move::Rest(chance.within(0, 600)));
    }
    moves
}

/// Never joins: types, reads, goes and comes, and is refused what it says.
fn watching(chance: &mut Chance) -> Vec<Move> {
    (0..chance.within(3, 6))
        .flat_map(|_| {
            let rest = Move::Rest(chance.within(0, 500));
            let does = chance.pick(&[Move::Aside, Move::Aside, Move::Say, Move::GoOn]);
            [rest, Move::Aside, does]
        })
        .collect()
}

impl Agent {
    /// Does everything, counts itself into `done`, and listens until it is over.
    pub(crate) fn play(
        &self,
        world: &World,
        shop: &str,
        conversation: &ConversationId,
        done: &AtomicUsize,
        over: &AtomicBool,
    ) -> Spoke {
        let proxy = Proxy::start(world.address, self.passages.clone()).expect("a proxy");
        let pass = Pass {
            conversation: conversation.clone(),
            token: token(world, shop, self.name),
        };
        let named = named(self.name);
        let edge = Edge::of_a_tab(&proxy.origin);
        let mut console = Tab::console(&edge, Console { pass, named });
        console.go_on_by(self.by);
        let mut said: Vec<TurnId> = Vec::new();
        for step in &self.moves {
            self.act(world, &mut console, *step, &mut said);
        }
        done.fetch_add(1, Ordering::Relaxed);
        console.until(world.patience * 3, |_| over.load(Ordering::Relaxed));
        let settled = settle(world, shop, &mut console, conversation);
        Spoke {
            name: self.name,
            said,
            log: console.into_log(),
            settled,
            faults: proxy.faults(),
        }
    }

    fn act(&self, world: &World, console: &mut Tab<Console>, step: Move, said: &mut Vec<TurnId>) {
        match step {
            Move::Join { take_over } => {
                let join = AgentFrame::Join { take_over };
                // Who does not take over is refused for as long as somebody else has it, and gives up.
                let times = if take_over { PERSISTENT } else { 2 };
                insist(console, &join, true, times);
            }
            Move::Leave => insist(console, &AgentFrame::Leave, false, PERSISTENT),
            Move::HandBack => insist(console, &AgentFrame::HandBack, false, PERSISTENT),
            Move::Say => {
                let id = format!("{}-{}-{}", self.mark, self.name.to_lowercase(), said.len());
                let id: TurnId = id.parse().expect("an id");
                said.push(id.clone());
                let words = format!("{} {} says {}", self.mark, self.name, said.len());
                console.say(id, AgentSay::Text(words));
                console.until(world.patience, Tab::is_heard);
            }
            Move::Aside => {
                console.until(SHORTLY, |console| console.has_it().is_some());
                let read = u64::try_from(console.log().turns.len()).unwrap_or(0);
                console.tell(AgentFrame::Typing(true));
                console.tell(AgentFrame::Read(read));
            }
            Move::GoOn => console.hang_up(),
            Move::Change => console.go_on_by(match console.carrier() {
                Carrier::Socket => Carrier::Posts,
                Carrier::Posts => Carrier::Socket,
            }),
            Move::Rest(milliseconds) => {
                console.until(Duration::from_millis(milliseconds), |_| false);
            }
        }
    }
}

/// Sends what no acknowledgement answers until the console is told that it came to pass.
fn insist(console: &mut Tab<Console>, frame: &AgentFrame, has_it: bool, times: usize) {
    for _ in 0..times {
        console.until(SHORTLY, |console| console.has_it().is_some());
        if console.has_it() == Some(has_it) {
            return;
        }
        console.tell(frame.clone());
        if !console.until(SHORTLY, |console| console.has_it() == Some(has_it)) {
            // Where the frame went into a hole, so would the next.
            console.hang_up();
        }
    }
}

fn token(world: &World, shop: &str, name: &str) -> String {
    let body = json!({ "agent": name.to_lowercase(), "name": name });
    let answer = world.ask("POST", &format!("/operator/shops/{shop}/agents"), &body);
    let token = answer.json()["token"].as_str().map(str::to_owned);
    token.expect("a token for an agent")
}

/// Those who answer.
pub(crate) const ANSWERS: [&str; 2] = ["Mia", "Ben"];
/// Who never has a conversation.
pub(crate) const LOOKS_ON: &str = "Eva";
/// Longer than an answer takes; what was lost on the way is sent again then.
const SHORTLY: Duration = Duration::from_millis(1500);
/// How often what must come to pass is tried.
const PERSISTENT: usize = 30;
