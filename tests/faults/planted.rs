//! The suite must see: each bug that the Worker can have put in (`edge/src/conversation/planted.rs`) is found by a few
//! schedules of the kind that ought to find it, by what it ought to be found by; and the same schedules find nothing
//! wrong with a Worker that has none of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use xtask::prepare::Tools;

use crate::judge::Verdict;
use crate::lanes::{LANES, play_all};
use crate::play::Played;
use crate::schedule::{Kind, Schedule};
use crate::world::{self, World};

/// A bug, and what finds it.
struct Bug {
    /// As the variable `PLANTED` names it.
    name: &'static str,
    kind: Kind,
    shows: fn(&Verdict) -> bool,
}

const BUGS: [Bug; 8] = [
    Bug {
        name: "ack_first",
        kind: Kind::Panics,
        shows: |verdict| !verdict.lost.is_empty(),
    },
    Bug {
        name: "no_dedup",
        kind: Kind::Posts,
        shows: |verdict| !verdict.doubled.is_empty(),
    },
    Bug {
        name: "off_by_one",
        kind: Kind::Changes,
        shows: |verdict| !verdict.lost.is_empty(),
    },
    Bug {
        name: "two_writes",
        kind: Kind::Alarms,
        shows: |verdict| {
            verdict
                .other
                .iter()
                .any(|words| words.starts_with("0 e-mails"))
        },
    },
    Bug {
        name: "lost_alarm",
        kind: Kind::Refusals,
        shows: |verdict| {
            verdict
                .other
                .iter()
                .any(|words| words.contains("never settled"))
        },
    },
    Bug {
        name: "two_answers",
        kind: Kind::Posts,
        shows: |verdict| {
            let mut doubled = verdict.doubled.iter();
            doubled.any(|words| words.contains("answered before"))
        },
    },
    Bug {
        name: "whisper",
        kind: Kind::Agents,
        shows: |verdict| !verdict.leaked.is_empty(),
    },
    Bug {
        name: "any_agent",
        kind: Kind::Agents,
        shows: |verdict| !verdict.lost.is_empty(),
    },
];

/// Plays all of them at once. How many were as they ought to be, and how many not.
pub(crate) fn play() -> (usize, usize) {
    let tools = world::prepare();
    let outcomes: Vec<bool> = thread::scope(|scope| {
        let bugs = BUGS.each_ref().map(|bug| {
            let tools = &tools;
            scope.spawn(move || is_caught(tools, bug))
        });
        let none = scope.spawn(|| nothing_is_caught(&tools));
        let bugs = bugs.into_iter().flat_map(|bug| bug.join().into_iter());
        let outcomes: Vec<bool> = bugs.collect();
        outcomes.into_iter().chain(none.join()).collect()
    });
    let right = outcomes.iter().filter(|is_right| **is_right).count();
    (right, BUGS.len() + 1 - right)
}

/// Whether some schedule shows this bug as it ought to be shown.
fn is_caught(tools: &Tools, bug: &Bug) -> bool {
    let mut world = World::start(tools, bug.name, Some(bug.name));
    // Where something is lost it is waited for in vain.
    world.patience = Duration::from_secs(20);
    let found = Mutex::new(Vec::new());
    play_all(
        &world,
        &seeds(bug.kind),
        SCHEDULES,
        &|_, schedule, played| {
            if (bug.shows)(&played.verdict) {
                let words = format!("first by seed {}:\n{}", schedule.seed, played.verdict);
                found
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(words);
            }
        },
    );
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (name, kind) = (bug.name, bug.kind.name());
    match found.first() {
        Some(first) => {
            let caught = found.len();
            print!("= {name:<10} caught by {caught} of {SCHEDULES} schedules of {kind}, {first}");
        }
        None => println!("= {name:<10} NOT caught by {SCHEDULES} schedules of {kind}"),
    }
    !found.is_empty()
}

/// Whether the same schedules find nothing wrong with a Worker that has no bug put in.
fn nothing_is_caught(tools: &Tools) -> bool {
    let kinds = Kind::ALL.into_iter();
    let kinds = kinds.filter(|kind| BUGS.iter().any(|bug| bug.kind == *kind));
    let all: Vec<u64> = kinds.flat_map(seeds).collect();
    let wrong = AtomicUsize::new(0);
    let look = |_: &World, schedule: &Schedule, played: &Played| {
        if !played.verdict.is_clean() {
            wrong.fetch_add(1, Ordering::Relaxed);
            print!(
                "  without a bug, seed {}:\n{}",
                schedule.seed, played.verdict
            );
        }
    };
    thread::scope(|scope| {
        let look = &look;
        let lanes = LANES.each_ref().map(|lane| {
            let seeds = all.iter().copied();
            scope.spawn(move || lane.play(tools, seeds, look))
        });
        for lane in lanes {
            wrong.fetch_add(usize::from(lane.join().is_err()), Ordering::Relaxed);
        }
    });
    let (wrong, all) = (wrong.into_inner(), all.len());
    println!("= without a bug {wrong} of {all} schedules are wrong");
    wrong == 0
}

/// The first of a kind.
fn seeds(kind: Kind) -> Vec<u64> {
    let of_kind = |seed: &u64| Kind::of(*seed) == kind;
    (0..).filter(of_kind).take(SCHEDULES).collect()
}

/// Schedules that each bug is looked for in.
const SCHEDULES: usize = 16;
