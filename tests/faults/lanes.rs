//! What plays at once. Kinds whose faults reach further than one object have a Worker of their own; on each Worker as many
//! schedules play at once as it bears, and where one ends the next begins.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use xtask::prepare::Tools;

use crate::play::{Played, play};
use crate::schedule::{Kind, Schedule};
use crate::world::World;

/// Schedules that share a Worker.
pub(crate) struct Lane {
    pub(crate) name: &'static str,
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
        let mut seeds: Vec<u64> = seeds.filter(own).collect();
        // A night is long: those who sleep begin, so that the others need not wait for them in the end.
        for seeds in seeds.chunks_mut(self.at_once * ROUNDS) {
            seeds.sort_by_key(|seed| Kind::of(*seed) != Kind::Sleeps);
        }
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
    let next = AtomicUsize::new(0);
    let at_once = at_once.min(seeds.len());
    thread::scope(|scope| {
        let player = || {
            while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                let schedule = Schedule::of(*seed);
                let play = || play(world, &schedule);
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
    });
}

/// How many schedules after each other a Worker is used for: neither its disk nor the stand-in's memory should grow
/// without end.
const ROUNDS: usize = 10;
