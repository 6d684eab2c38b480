//! What happens on the connections of a page or a console, by the kind of its schedule.

use crate::chance::Chance;
use crate::proxy::{Act, Passage};
use crate::schedule::{Kind, index};

/// What the proxy in front of a page does, connection by connection.
pub(crate) fn passages(chance: &mut Chance, kind: Kind) -> Vec<Passage> {
    match kind {
        // The first connection opens the chat; only cuts know what to do with that.
        Kind::Cuts => (0..6).map(|_| cuts(chance)).collect(),
        Kind::Frames => (0..4).map(|_| frames(chance)).collect(),
        Kind::Slow => (0..3).map(|_| slow(chance)).collect(),
        Kind::Posts => plain_first((0..40).map(|_| posts(chance))),
        Kind::Changes => plain_first((0..40).map(|_| either(chance))),
        Kind::Agents => plain_first((0..8).map(|_| either(chance))),
        Kind::Kills | Kind::Clock => (0..3).map(|_| waits(chance)).collect(),
        Kind::Panics | Kind::Aborts | Kind::Sleeps | Kind::Refusals | Kind::Alarms => Vec::new(),
    }
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

/// Nothing happens on the connection that opens the chat.
fn plain_first(others: impl Iterator<Item = Passage>) -> Vec<Passage> {
    [Passage::default()].into_iter().chain(others).collect()
}

/// A third of what is posted meets something.
fn posts(chance: &mut Chance) -> Passage {
    let up = match chance.below(18) {
        0 => Act::CutBefore,
        1 | 2 => Act::CutAfter,
        3 => Act::Twice,
        4 => Act::Wait(chance.within(20, 500)),
        5 if chance.once_in(2) => Act::Hole,
        6 => {
            let down = vec![(0, Act::Wait(chance.within(20, 500)))];
            let up = Vec::new();
            return Passage { up, down };
        }
        _ => return Passage::default(),
    };
    let (up, down) = (vec![(0, up)], Vec::new());
    Passage { up, down }
}

/// For a connection that may be a socket or a post.
pub(crate) fn either(chance: &mut Chance) -> Passage {
    if chance.once_in(3) {
        cuts(chance)
    } else {
        posts(chance)
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
