//! What a seed makes: two shoppers of one shop, what each of them does, and every fault on the way. The same seed always
//! makes the same schedule.

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::proxy::{Act, Passage};

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
    /// Deliveries leave while alarms, errands and the outbox fail in all these ways.
    Alarms,
    /// The Worker's clock jumps.
    Clock,
    /// workerd is killed and started again on its disk.
    Kills,
}

impl Kind {
    pub(crate) const ALL: [Self; 10] = [
        Self::Cuts,
        Self::Frames,
        Self::Slow,
        Self::Panics,
        Self::Aborts,
        Self::Sleeps,
        Self::Refusals,
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
}

/// What a shopper does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    Say(String),
    /// Types, which is never stored.
    Type,
    /// Goes to another page of the shop, which connects anew.
    GoOn,
    /// Waits for this many milliseconds with the chat open.
    Rest(u64),
    /// Waits until everything is answered.
    Read,
}

impl Schedule {
    pub(crate) fn of(seed: u64) -> Self {
        let kind = Kind::of(seed);
        let mut chance = Chance::of(seed);
        let shoppers = ['a', 'b'].map(|letter| shopper(&mut chance, kind, seed, letter));
        let shop_demands = match kind {
            Kind::Panics => demands(&mut chance, &SHOP_POINTS, &[json!("panic")]),
            Kind::Aborts => demands(&mut chance, &SHOP_POINTS, &[json!("abort")]),
            Kind::Refusals => demands(&mut chance, &SHOP_POINTS, &refusals()),
            Kind::Alarms => demands(&mut chance, &DELIVERY_POINTS, &any_fault()),
            Kind::Cuts | Kind::Frames | Kind::Slow | Kind::Sleeps | Kind::Clock | Kind::Kills => {
                Vec::new()
            }
        };
        Self {
            seed,
            kind,
            shoppers,
            shop_demands,
        }
    }

    /// How many turns the shoppers take in all.
    pub(crate) fn says(&self) -> usize {
        let says = |shopper: &Shopper| {
            shopper
                .moves
                .iter()
                .filter(|step| matches!(step, Move::Say(_)))
                .count()
        };
        self.shoppers.iter().map(says).sum()
    }
}

fn shopper(chance: &mut Chance, kind: Kind, seed: u64, letter: char) -> Shopper {
    let mark = format!("s{seed}{letter}");
    let demands = match kind {
        Kind::Panics => demands(chance, &CONVERSATION_POINTS, &[json!("panic")]),
        Kind::Aborts => demands(chance, &CONVERSATION_POINTS, &[json!("abort")]),
        Kind::Alarms => demands(chance, &ERRAND_POINTS, &[json!("panic"), json!("abort")]),
        Kind::Cuts
        | Kind::Frames
        | Kind::Slow
        | Kind::Sleeps
        | Kind::Refusals
        | Kind::Clock
        | Kind::Kills => Vec::new(),
    };
    let passages = match kind {
        // The first connection opens the chat; only cuts know what to do with that.
        Kind::Cuts => (0..6).map(|_| cuts(chance)).collect(),
        Kind::Frames => (0..4).map(|_| frames(chance)).collect(),
        Kind::Slow => (0..3).map(|_| slow(chance)).collect(),
        Kind::Kills | Kind::Clock => (0..3).map(|_| waits(chance)).collect(),
        Kind::Panics | Kind::Aborts | Kind::Sleeps | Kind::Refusals | Kind::Alarms => Vec::new(),
    };
    Shopper {
        moves: moves(chance, kind, &mark),
        mark,
        passages,
        demands,
        // Within one connection TCP loses and turns round nothing, and no turn is refused. Where that happens, one waits
        // for the other.
        window: match kind {
            Kind::Frames | Kind::Panics | Kind::Aborts | Kind::Refusals | Kind::Alarms => 1,
            Kind::Cuts | Kind::Slow | Kind::Sleeps | Kind::Clock | Kind::Kills => 3,
        },
        has_second_tab: matches!(kind, Kind::Frames | Kind::Slow),
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
    }
    if kind == Kind::Kills || kind == Kind::Clock {
        // Spread over the kills and jumps.
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

fn cuts(chance: &mut Chance) -> Passage {
    let act = chance.pick(&[Act::CutBefore, Act::CutAfter, Act::CutAfter, Act::Hole]);
    if chance.once_in(8) {
        let opening = chance.pick(&[Act::CutBefore, Act::CutAfter]);
        return Passage {
            up: vec![(0, opening)],
            down: Vec::new(),
        };
    }
    if chance.once_in(2) {
        let at = chance.within(1, 5);
        return Passage {
            up: vec![(index(at), act)],
            down: Vec::new(),
        };
    }
    let at = chance.within(1, 12);
    Passage {
        up: Vec::new(),
        down: vec![(index(at), act)],
    }
}

fn frames(chance: &mut Chance) -> Passage {
    let acts = [Act::Drop, Act::Twice, Act::Swap, Act::Wait(60)];
    let mut some = |last: u64| -> Vec<(usize, Act)> {
        (0..last / 4)
            .map(|_| (index(chance.within(1, last)), chance.pick(&acts)))
            .collect()
    };
    Passage {
        up: some(8),
        down: some(20),
    }
}

fn slow(chance: &mut Chance) -> Passage {
    let mut down: Vec<_> = (1..=20)
        .filter(|_| chance.once_in(5))
        .map(|at| (index(at), Act::Wait(0)))
        .collect();
    for (_, act) in &mut down {
        *act = Act::Wait(chance.within(50, 900));
    }
    Passage {
        up: Vec::new(),
        down,
    }
}

fn waits(chance: &mut Chance) -> Passage {
    let at = chance.within(2, 6);
    Passage {
        up: vec![(index(at), Act::Wait(chance.within(1, 40)))],
        down: Vec::new(),
    }
}

/// One to four faults at some of these points.
fn demands(chance: &mut Chance, points: &[(&str, &str)], does: &[Value]) -> Vec<Value> {
    (0..chance.within(1, 4))
        .map(|_| {
            let (class, handler) = chance.pick(points);
            let does = &does[index(chance.below(does.len() as u64))];
            json!({ "class": class, "handler": handler, "skip": chance.below(4), "does": does })
        })
        .collect()
}

fn refusals() -> [Value; 3] {
    [429, 500, 503].map(|status| json!({ "answer": status }))
}

fn any_fault() -> [Value; 5] {
    let [busy, broken, away] = refusals();
    [busy, broken, away, json!("panic"), json!("abort")]
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

const CONVERSATION_POINTS: [(&str, &str); 7] = [
    ("Conversation", "webSocketMessage"),
    ("Conversation", "webSocketMessage"),
    ("Conversation", "webSocketClose"),
    ("Conversation", "fetch"),
    ("Conversation", "alarm"),
    ("Conversation", "decided"),
    ("Conversation", "armed"),
];
const SHOP_POINTS: [(&str, &str); 3] = [("Shop", "fetch"), ("Shop", "fetch"), ("Catalog", "fetch")];
const ERRAND_POINTS: [(&str, &str); 4] = [
    ("Conversation", "alarm"),
    ("Conversation", "armed"),
    ("Conversation", "told"),
    ("Conversation", "webSocketMessage"),
];
const DELIVERY_POINTS: [(&str, &str); 5] = [
    ("Outbox", "fetch"),
    ("Outbox", "alarm"),
    ("Outbox", "sent"),
    ("Shopper", "fetch"),
    ("Shop", "fetch"),
];
