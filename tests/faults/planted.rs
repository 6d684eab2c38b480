//! The suite must see: each bug that the Worker can have put in (`edge/src/conversation/planted.rs`) is found by a few
//! schedules of the kind that ought to find it, by what it ought to be found by; and the same schedules find nothing
//! wrong with a Worker that has none of them.

use std::time::Duration;

use crate::judge::Verdict;
use crate::schedule::{Kind, Schedule};
use crate::world::World;
use crate::{Played, play_batch};

/// A bug, and what finds it.
struct Bug {
    /// As the variable `PLANTED` names it.
    name: &'static str,
    kind: Kind,
    shows: fn(&Verdict) -> bool,
}

const BUGS: [Bug; 7] = [
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

/// Plays all of them. How many were as they ought to be, and how many not.
pub(crate) fn play() -> (usize, usize) {
    let (mut right, mut wrong) = (0, 0);
    let mut count = |is_right: bool| {
        if is_right {
            right += 1;
        } else {
            wrong += 1;
        }
    };
    for bug in &BUGS {
        let found: Vec<(u64, Verdict)> = played(Some(bug.name), bug.kind)
            .into_iter()
            .filter(|(_, verdict)| (bug.shows)(verdict))
            .collect();
        let Bug { name, kind, .. } = bug;
        let kind = kind.name();
        match found.first() {
            Some((seed, verdict)) => {
                let caught = found.len();
                println!(
                    "= {name:<10} caught by {caught} of {SCHEDULES} schedules of {kind}, first by seed {seed}:"
                );
                print!("{verdict}");
            }
            None => println!("= {name:<10} NOT caught by {SCHEDULES} schedules of {kind}"),
        }
        count(!found.is_empty());
    }
    let world = World::start(None);
    let mut kinds: Vec<Kind> = Vec::new();
    for bug in &BUGS {
        if !kinds.contains(&bug.kind) {
            kinds.push(bug.kind);
        }
    }
    for kind in kinds {
        let wrong = play_in(&world, kind);
        let wrong = wrong.into_iter().filter(|(_, verdict)| !verdict.is_clean());
        let wrong: Vec<(u64, Verdict)> = wrong.collect();
        for (seed, verdict) in &wrong {
            println!("  without a bug, seed {seed}:");
            print!("{verdict}");
        }
        let name = kind.name();
        println!(
            "= without a bug {SCHEDULES} schedules of {name}: {} found wrong",
            wrong.len()
        );
        count(wrong.is_empty());
    }
    (right, wrong)
}

fn played(bug: Option<&str>, kind: Kind) -> Vec<(u64, Verdict)> {
    let mut world = World::start(bug);
    // Where something is lost it is waited for in vain.
    world.patience = Duration::from_secs(20);
    play_in(&world, kind)
}

/// The first schedules of a kind.
fn play_in(world: &World, kind: Kind) -> Vec<(u64, Verdict)> {
    let seeds = (0..).filter(|seed| Kind::of(*seed) == kind);
    let batch: Vec<Schedule> = seeds.take(SCHEDULES).map(Schedule::of).collect();
    let verdict = |played: Played| played.verdict;
    let verdicts = play_batch(world, &batch).into_iter().map(verdict);
    let seeds = batch.iter().map(|schedule| schedule.seed);
    seeds.zip(verdicts).collect()
}

/// Schedules that each bug is looked for in.
const SCHEDULES: usize = 10;
