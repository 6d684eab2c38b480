//! What plays at once. Kinds whose faults reach further than one object have a Worker of their own; on each Worker as many
//! schedules play at once as it bears, and where one ends the next begins.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use xtask::prepare::Tools;

use crate::chance::Chance;
use crate::play::{Played, play};
use crate::schedule::{Kind, Schedule, index};
use crate::world::World;

/// Schedules that share a Worker.
pub(crate) struct Lane {
    name: &'static str,
    kinds: &'static [Kind],
    /// As many as end in about the time that the other lanes take: most of what is played waits most of the time.
    at_once: usize,
}

/// Every kind is in one of them.
pub(crate) const LANES: [Lane; 6] = [
    Lane {
        name: "calm",
        kinds: &[
            Kind::Cuts,
            Kind::Frames,
            Kind::Slow,
            Kind::Sleeps,
            Kind::Refusals,
            Kind::Posts,
            Kind::Changes,
        ],
        at_once: 60,
    },
    // A panic fails whatever the isolate does at that moment.
    Lane {
        name: "panics",
        kinds: &[Kind::Panics, Kind::Aborts],
        at_once: 20,
    },
    Lane {
        name: "agents",
        kinds: &[Kind::Agents],
        at_once: 12,
    },
    // A delivery that nobody answered for is tried again a minute later.
    Lane {
        name: "alarms",
        kinds: &[Kind::Alarms],
        at_once: 30,
    },
    Lane {
        name: "clock",
        kinds: &[Kind::Clock],
        at_once: 5,
    },
    Lane {
        name: "kills",
        kinds: &[Kind::Kills],
        at_once: 8,
    },
];

impl Lane {
    /// Plays those of these seeds that belong here, and hands over what became of each.
    pub(crate) fn play(
        &self,
        tools: &Tools,
        seeds: impl Iterator<Item = u64>,
        each: &(impl Fn(&World, &Schedule, &Played) + Sync),
    ) {
        let own = |seed: &u64| self.kinds.contains(&Kind::of(*seed));
        let seeds: Vec<u64> = seeds.filter(own).collect();
        for seeds in seeds.chunks(self.at_once * ROUNDS) {
            let world = World::start(tools, self.name, None);
            play_all(&world, seeds, self.at_once, each);
        }
    }
}

/// Plays these seeds, so many at once.
pub(crate) fn play_all(
    world: &World,
    seeds: &[u64],
    at_once: usize,
    each: &(impl Fn(&World, &Schedule, &Played) + Sync),
) {
    let (next, heard) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let over = AtomicBool::new(false);
    let at_once = at_once.min(seeds.len());
    thread::scope(|scope| {
        scope.spawn(|| weather(world, seeds, at_once, &heard, &over));
        let player = || {
            while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                let schedule = Schedule::of(*seed);
                let play = || play(world, &schedule, &heard);
                let played = thread::scope(|scope| scope.spawn(play).join());
                each(
                    world,
                    &schedule,
                    &played.unwrap_or_else(|_| Played::stopped()),
                );
            }
        };
        let players: Vec<_> = (0..at_once).map(|_| scope.spawn(player)).collect();
        for player in players {
            // What panicked in it has been told.
            let _ended = player.join();
        }
        over.store(true, Ordering::Relaxed);
    });
}

/// What happens to all that play at once, again and again, each time some turns have been said: workerd is killed, or its
/// clock jumps.
fn weather(world: &World, seeds: &[u64], at_once: usize, heard: &AtomicUsize, over: &AtomicBool) {
    let Some(first) = seeds.first() else { return };
    let act: &dyn Fn(usize) = match Kind::of(*first) {
        Kind::Kills => &|_| world.kill(),
        Kind::Clock => &|made| world.set_clock_ahead(JUMPS[made % JUMPS.len()]),
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
        | Kind::Alarms => return,
    };
    let mut chance = Chance::of(*first);
    // Those at play take about so many turns before others are in their place.
    let turns = at_once * Schedule::of(*first).says();
    let most = turns as u64 / OFTEN;
    let mut next = 0;
    for made in 0.. {
        next += index(chance.within(most / 2, most).max(1));
        while heard.load(Ordering::Relaxed) < next {
            if over.load(Ordering::Relaxed) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
        act(made);
    }
}

/// How many schedules after each other a Worker is used for: neither its disk nor the stand-in's memory should grow
/// without end.
const ROUNDS: usize = 10;
/// How often a schedule meets the weather at least.
const OFTEN: u64 = 3;
/// An hour ahead, a day and more so that tokens end, back behind, and right again; in milliseconds.
const JUMPS: [i64; 4] = [3_600_000, 90_000_000, -3_600_000, 0];
