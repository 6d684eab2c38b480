//! What a seed makes: two shoppers of one shop, what each of them does, and every fault on the way. The same seed always
//! makes the same schedule.

use serde_json::Value;
use shared::wire::{frame_v1, frame_v2};

use parley_tests::client::Carrier;

use crate::agents::{self, Agent};
use crate::chance::Chance;
use crate::demands;
use crate::passages::passages;
use crate::proxy::Passage;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Connections are cut before and after any frame, or go silent.
    Cuts,
    /// Frames vanish, come twice, late or in another order.
    Frames,
    /// Pages that read slowly, each with a second tab.
    Slow,
    /// Handlers panic at their start, between write and acknowledgement, and while others work.
    Panics,
    /// The platform takes objects away in the middle of what they do.
    Aborts,
    /// Objects hibernate under open sockets.
    Sleeps,
    /// Objects answer each other with 429, 500 and 503.
    Refusals,
    /// Without a socket: posts and their answers vanish, come twice, late, or into a hole.
    Posts,
    /// Pages change between socket and posts in the middle of a conversation, both ways, on connections that fail.
    Changes,
    /// Agents come, write, take over, go and come back, and one only looks on; connections and handlers fail meanwhile.
    Agents,
    /// Deliveries leave while alarms, errands and the outbox fail in all these ways.
    Alarms,
    /// The Worker's clock jumps.
    Clock,
    /// workerd is killed and started again on its disk.
    Kills,
}

impl Kind {
    pub(crate) const ALL: [Self; 13] = [
        Self::Cuts,
        Self::Frames,
        Self::Slow,
        Self::Panics,
        Self::Aborts,
        Self::Sleeps,
        Self::Refusals,
        Self::Posts,
        Self::Changes,
        Self::Agents,
        Self::Alarms,
        Self::Clock,
        Self::Kills,
    ];

    pub(crate) fn of(seed: u64) -> Self {
        Self::ALL[usize::try_from(seed).unwrap_or(0) % Self::ALL.len()]
    }

    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// One schedule.
pub(crate) struct Schedule {
    pub(crate) seed: u64,
    pub(crate) kind: Kind,
    pub(crate) shoppers: [Shopper; 2],
    /// Faults of the shop's own objects; each is a demand without its name.
    pub(crate) shop_demands: Vec<Value>,
    /// What happens to the whole Worker, in order.
    pub(crate) upsets: Vec<Upset>,
}

/// What happens to a whole Worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Upset {
    /// When so many turns of the schedule have been said.
    pub(crate) after: usize,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Kill,
    /// The clock is so many milliseconds ahead from now on.
    Clock(i64),
}

/// What one shopper does.
pub(crate) struct Shopper {
    /// Begins every text of this shopper and stands in no other's.
    pub(crate) mark: String,
    pub(crate) moves: Vec<Move>,
    /// What the proxy does on the page's connections, in their order.
    pub(crate) passages: Vec<Passage>,
    /// Faults of the conversation's object, as [`Schedule::shop_demands`].
    pub(crate) demands: Vec<Value>,
    /// How many turns the page has on the way at once.
    pub(crate) window: usize,
    /// Whether a second tab looks on.
    pub(crate) has_second_tab: bool,
    /// By what the page speaks at first.
    pub(crate) by: Carrier,
    /// The version it speaks by a socket; one page of three was cached before the newest.
    pub(crate) subprotocol: &'static str,
    /// Who of the shop comes in.
    pub(crate) agents: Vec<Agent>,
}

/// What a shopper does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    Say(String),
    /// Types, which is never stored.
    Type,
    /// Goes to another page of the shop, which connects anew.
    GoOn,
    /// Goes on by posts where there was a socket, or by a socket where there were posts.
    Change,
    /// Waits for this many milliseconds with the chat open.
    Rest(u64),
    /// The alarms of the shop, the shopper and the conversation ring.
    Ring,
    /// Waits until everything is answered.
    Read,
}

impl Schedule {
    pub(crate) fn of(seed: u64) -> Self {
        let kind = Kind::of(seed);
        let mut chance = Chance::of(seed);
        let round = seed / Kind::ALL.len() as u64;
        let shoppers = [('a', 2 * round), ('b', 2 * round + 1)];
        let shoppers = shoppers
            .map(|(letter, turn)| shopper(&mut chance, kind, format!("s{seed}{letter}"), turn));
        let shop_demands = demands::of_shop(&mut chance, kind, round);
        let upsets = upsets(&mut chance, kind, &shoppers);
        Self {
            seed,
            kind,
            shoppers,
            shop_demands,
            upsets,
        }
    }
}

/// `turn` numbers the shoppers of one kind.
fn shopper(chance: &mut Chance, kind: Kind, mark: String, turn: u64) -> Shopper {
    let agents = if kind == Kind::Agents {
        agents::of(chance, &mark)
    } else {
        Vec::new()
    };
    let demands = demands::of_conversation(chance, kind, turn);
    Shopper {
        moves: moves(chance, kind, &mark),
        passages: passages(chance, kind, turn, &demands),
        // Within one connection TCP loses and turns round nothing, and no turn is refused. Where that happens, one waits
        // for the other, as in the page.
        window: match kind {
            Kind::Frames
            | Kind::Panics
            | Kind::Aborts
            | Kind::Refusals
            | Kind::Agents
            | Kind::Alarms => 1,
            Kind::Cuts
            | Kind::Slow
            | Kind::Sleeps
            | Kind::Posts
            | Kind::Changes
            | Kind::Clock
            | Kind::Kills => 3,
        },
        has_second_tab: matches!(kind, Kind::Frames | Kind::Slow),
        // A fault of sockets needs one.
        by: if demands::are_about(&demands, "webSocketError") {
            Carrier::Socket
        } else {
            carrier(chance, kind)
        },
        subprotocol: if turn % 3 == 2 {
            frame_v1::SUBPROTOCOL
        } else {
            frame_v2::SUBPROTOCOL
        },
        mark,
        demands,
        agents,
    }
}

fn carrier(chance: &mut Chance, kind: Kind) -> Carrier {
    let posts = match kind {
        Kind::Cuts | Kind::Frames | Kind::Slow | Kind::Sleeps => false,
        Kind::Posts => true,
        Kind::Changes => chance.once_in(2),
        Kind::Panics
        | Kind::Aborts
        | Kind::Refusals
        | Kind::Agents
        | Kind::Alarms
        | Kind::Clock
        | Kind::Kills => chance.once_in(3),
    };
    if posts {
        Carrier::Posts
    } else {
        Carrier::Socket
    }
}

fn moves(chance: &mut Chance, kind: Kind, mark: &str) -> Vec<Move> {
    let says = chance.within(5, 9);
    let sleep = chance.within(2, says - 1);
    let mut moves = Vec::new();
    for number in 0..says {
        if kind == Kind::Sleeps && number == sleep {
            moves.extend([Move::Read, Move::Rest(chance.within(11_500, 13_000))]);
        }
        if kind == Kind::Changes && chance.once_in(2) {
            moves.push(Move::Change);
        }
        match chance.below(8) {
            0 => moves.push(Move::Type),
            1 => moves.push(Move::GoOn),
            2 => moves.push(Move::Rest(chance.within(1, 250))),
            3 | 4 => moves.push(Move::Read),
            _ => {}
        }
        let words = chance.pick(&[
            "can I return it?",
            "when does it arrive?",
            "and the colours, please",
            "hm",
        ]);
        moves.push(Move::Say(format!("{mark} {number}: {words}")));
        if number % 2 == 1 && demands::ring_alarms(kind) {
            moves.push(Move::Ring);
        }
    }
    if matches!(kind, Kind::Kills | Kind::Clock | Kind::Agents) {
        // Spread over the kills and jumps, and over what agents do.
        for at in (0..moves.len()).rev() {
            moves.insert(at, Move::Rest(chance.within(50, 600)));
        }
    }
    if kind == Kind::Alarms {
        moves.extend([
            Move::Read,
            Move::Say(format!("{mark} {says}: a real person, please")),
            Move::Read,
            Move::Say(format!("{mark}@shopper.example")),
        ]);
    }
    moves
}

/// What happens to the Worker in the middle of a schedule, each time at one of its turns.
fn upsets(chance: &mut Chance, kind: Kind, shoppers: &[Shopper; 2]) -> Vec<Upset> {
    let says = |step: &&Move| matches!(step, Move::Say(_));
    let moves = shoppers.iter().flat_map(|shopper| &shopper.moves);
    let says = moves.filter(says).count() as u64;
    let count = match kind {
        Kind::Kills => chance.within(1, 2),
        Kind::Clock => chance.within(2, 4),
        Kind::Cuts
        | Kind::Frames
        | Kind::Slow
        | Kind::Panics
        | Kind::Aborts
        | Kind::Sleeps
        | Kind::Refusals
        | Kind::Posts
        | Kind::Changes
        | Kind::Agents
        | Kind::Alarms => 0,
    };
    let mut upsets: Vec<Upset> = (0..count)
        .map(|_| Upset {
            after: index(chance.within(1, says)),
            what: if kind == Kind::Kills {
                What::Kill
            } else {
                What::Clock(chance.pick(&JUMPS))
            },
        })
        .collect();
    upsets.sort_by_key(|upset| upset.after);
    upsets
}

pub(crate) fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// An hour ahead, a day and more so that tokens end, back behind, and right again; in milliseconds.
const JUMPS: [i64; 4] = [3_600_000, 90_000_000, -3_600_000, 0];
