//! What happens on the connections of a page or a console, by the kind of its schedule.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::chance::Chance;
use crate::demands;
use crate::proxy::{Act, Passage};
use crate::schedule::{Kind, Schedule, index};

/// What the proxy in front of a page does, connection by connection; `turn` numbers the pages of one kind, and `demands`
/// are the faults of their conversation.
pub(crate) fn passages(
    chance: &mut Chance,
    kind: Kind,
    turn: u64,
    demands: &[Value],
) -> Vec<Passage> {
    match kind {
        Kind::Cuts => numbered(turn)
            .into_iter()
            .chain((0..4).map(|_| cuts(chance)))
            .collect(),
        Kind::Frames => plain_first((0..4).map(|_| frames_or_late(chance))),
        Kind::Slow => (0..3).map(|_| slow(chance)).collect(),
        Kind::Posts => plain_first((0..40).map(|_| posts_or_late(chance))),
        Kind::Changes => plain_first((0..40).map(|_| either(chance))),
        Kind::Agents => plain_first((0..8).map(|_| either(chance))),
        Kind::Kills | Kind::Clock => (0..3).map(|_| waits(chance)).collect(),
        // An object hears of an error only where a connection breaks.
        Kind::Panics | Kind::Aborts if demands::are_about(demands, "webSocketError") => {
            plain_first((0..3).map(|_| breaks(chance)))
        }
        Kind::Panics | Kind::Aborts | Kind::Sleeps | Kind::Refusals | Kind::Alarms => Vec::new(),
    }
}

/// For a connection that may be a socket or a post.
pub(crate) fn either(chance: &mut Chance) -> Passage {
    if chance.once_in(3) {
        cuts(chance)
    } else {
        posts(chance)
    }
}

/// The same for an agent's, whose frames vanish, come twice or in another order, too.
pub(crate) fn any(chance: &mut Chance) -> Passage {
    if chance.once_in(3) {
        frames(chance)
    } else {
        either(chance)
    }
}

/// How many cuts by number the first `schedules` make, and how many they ought to make.
pub(crate) fn numbered_cuts(schedules: u64) -> (usize, usize) {
    let cuts = (0..schedules).filter(|seed| Kind::of(*seed) == Kind::Cuts);
    let pages: Vec<String> = cuts
        .flat_map(|seed| Schedule::of(seed).shoppers)
        .map(|page| format!("{:?}", page.passages.get(..2)))
        .collect();
    let made: BTreeSet<&String> = pages.iter().collect();
    (made.len(), pages.len().min(NUMBERED))
}

/// What happens on the connection that opens the chat, and on the first socket: of every cut before or after a frame, the
/// one whose turn it is.
fn numbered(turn: u64) -> [Passage; 2] {
    // In strides, so that a short run meets late frames, too.
    let number = index(turn.wrapping_mul(STRIDE) % NUMBERED as u64);
    let act = [Act::CutBefore, Act::CutAfter][number % 2];
    let up = |frame| Passage {
        up: vec![(frame, act)],
        down: Vec::new(),
    };
    match number / 2 {
        0 => [up(0), Passage::default()],
        // That of the socket is its handshake.
        frame @ 1..=UP_TO => [Passage::default(), up(frame - 1)],
        frame => [
            Passage::default(),
            Passage {
                up: Vec::new(),
                down: vec![(frame - UP_TO, act)],
            },
        ],
    }
}

fn cuts(chance: &mut Chance) -> Passage {
    let act = chance.pick(&[
        Act::CutBefore,
        Act::CutAfter,
        Act::CutAfter,
        Act::CutWithin,
        Act::Hole,
    ]);
    if chance.once_in(8) {
        let opening = chance.pick(&[Act::CutBefore, Act::CutAfter, Act::CutWithin]);
        return Passage {
            up: vec![(0, opening)],
            down: Vec::new(),
        };
    }
    if chance.once_in(2) {
        let at = chance.within(1, 5);
        let act = if chance.once_in(6) { Act::Break } else { act };
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

fn breaks(chance: &mut Chance) -> Passage {
    Passage {
        up: vec![(index(chance.within(2, 4)), Act::Break)],
        down: Vec::new(),
    }
}

/// Nothing happens on the connection that opens the chat.
fn plain_first(others: impl Iterator<Item = Passage>) -> Vec<Passage> {
    [Passage::default()].into_iter().chain(others).collect()
}

/// Nearly half of what is posted meets something.
fn posts(chance: &mut Chance) -> Passage {
    let up = match chance.below(20) {
        0 => Act::CutBefore,
        1 | 2 => Act::CutAfter,
        3 => Act::Twice,
        4 => Act::Wait(chance.within(20, 500)),
        5 if chance.once_in(2) => Act::Hole,
        6 => return answered(Act::Wait(chance.within(20, 500))),
        7 => Act::CutWithin,
        8 => return answered(Act::CutWithin),
        _ => return Passage::default(),
    };
    let (up, down) = (vec![(0, up)], Vec::new());
    Passage { up, down }
}

/// Something happens to the answer to what is posted.
fn answered(act: Act) -> Passage {
    Passage {
        up: Vec::new(),
        down: vec![(0, act)],
    }
}

fn posts_or_late(chance: &mut Chance) -> Passage {
    if chance.once_in(RARELY) {
        let (up, down) = (vec![(0, Act::Wait(late(chance)))], Vec::new());
        return Passage { up, down };
    }
    posts(chance)
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

fn frames_or_late(chance: &mut Chance) -> Passage {
    let mut passage = frames(chance);
    if chance.once_in(3) {
        let at = index(chance.within(2, 6));
        passage.up.insert(0, (at, Act::Late(late(chance))));
    }
    passage
}

/// So many milliseconds later a page has said it again on another connection.
fn late(chance: &mut Chance) -> u64 {
    chance.within(3000, 4500)
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

/// The handshake, then the first eight frames of a page.
const UP_TO: usize = 9;
/// As many as a long conversation has.
const DOWN_TO: usize = 40;
/// The opening, and all those, each before and after.
const NUMBERED: usize = 2 * (1 + UP_TO + DOWN_TO);
/// Has no divisor in common with that.
const STRIDE: u64 = 37;
/// Each costs seconds.
const RARELY: u64 = 30;
