//! Faults of every kind against the real Worker: schedules made from seeds, each with two shoppers at once; afterwards
//! nothing is lost, doubled, out of order, or seen by the wrong party.
//!
//! `cargo xtask test faults` plays [`SCHEDULES`]; `cargo xtask test faults 10000` plays as many as it says;
//! `PARLEY_SEEDS=17 cargo xtask test faults` plays the schedule of one seed again, `PARLEY_SEEDS=100..140` those from one
//! seed up to another. A run of at least the usual number fails, too, where a fault that they can demand of an object never
//! happened. `cargo xtask test faults --planted` plays a few against a Worker with a known bug put in, for each of some, and
//! expects each to be found. Read `schedule` for what a seed makes, `demands` for the faults of objects, `lanes` for what
//! plays at once, `proxy` for what happens to frames, `judge` for what is looked for.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops where it stands"
)]

mod agents;
mod chance;
mod demands;
mod judge;
mod lanes;
mod passages;
mod planted;
mod play;
mod proxy;
mod schedule;
mod world;

use std::collections::BTreeMap;
use std::env;
use std::ops::Range;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use lanes::LANES;
use play::Played;
use schedule::Schedule;
use world::World;

/// How many are played unless a number is given.
const SCHEDULES: u64 = 286;

/// What became of all that have been played.
struct Tally {
    begun: Instant,
    seeds: Range<u64>,
    played: u64,
    kinds: BTreeMap<String, Sum>,
    /// Faults at objects, by class, handler and what happened there.
    fired: BTreeMap<String, usize>,
    failed: Vec<u64>,
    /// Lanes that did not come to their end.
    stopped: usize,
}

/// The schedules of one kind, summed.
#[derive(Default)]
struct Sum {
    schedules: usize,
    turns: usize,
    faults: usize,
    connections: usize,
    found: [usize; 5],
    failed: usize,
}

fn main() -> ExitCode {
    if env::var("PARLEY_PLANTED").is_ok() {
        let (passed, failed) = planted::play();
        return told(passed, failed);
    }
    let seeds = seeds().expect("seeds are a number or two with `..` between them");
    let tools = world::prepare();
    let begun = Instant::now();
    let tally = Mutex::new(Tally {
        begun,
        seeds: seeds.clone(),
        played: 0,
        kinds: BTreeMap::new(),
        fired: BTreeMap::new(),
        failed: Vec::new(),
        stopped: 0,
    });
    let add = |world: &World, schedule: &Schedule, played: &Played| {
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.add(world, schedule, played);
    };
    let stopped = thread::scope(|scope| {
        let (tools, add) = (&tools, &add);
        let lanes = LANES.each_ref().map(|lane| {
            let seeds = seeds.clone();
            scope.spawn(move || {
                lane.play(tools, seeds, add);
                println!("{} ended, {} s", lane.name, begun.elapsed().as_secs());
            })
        });
        let ended = lanes.map(thread::ScopedJoinHandle::join);
        ended.iter().filter(|ended| ended.is_err()).count()
    });
    let mut tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    tally.stopped = stopped;
    tally.report()
}

impl Tally {
    fn add(&mut self, world: &World, schedule: &Schedule, played: &Played) {
        let sum = self.kinds.entry(schedule.kind.name()).or_default();
        sum.add(played);
        for (fault, times) in &played.fired {
            *self.fired.entry(fault.clone()).or_default() += times;
        }
        self.played += 1;
        if !played.verdict.is_clean() {
            self.failed.push(schedule.seed);
            println!("  seed {} ({}):", schedule.seed, schedule.kind.name());
            print!("{}", played.verdict);
            println!("    the Worker's log: {}", world.log().display());
            println!("    {}", again(schedule.seed));
        }
        let all = self.all();
        if self.played.is_multiple_of(STEP) || self.played == all {
            let played = self.played;
            let seconds = self.begun.elapsed().as_secs();
            let count = self.failed.len();
            let newest = self.failed.iter().rev().take(3);
            let newest: Vec<String> = newest.map(|seed| format!(" {seed}")).collect();
            let newest = newest.concat();
            println!("{played} of {all} schedules, {count} failed{newest}, {seconds} s");
        }
    }

    /// A line a kind, one a fault at objects, and how each failure is played again; the last line is counted like those of
    /// other suites.
    fn report(self) -> ExitCode {
        for (kind, sum) in &self.kinds {
            let Sum {
                schedules,
                turns,
                faults,
                connections,
                found: [lost, doubled, reordered, leaked, other],
                failed: _,
            } = sum;
            println!(
                "= {kind:<9} {schedules:>5} schedules {turns:>6} turns {connections:>6} connections {faults:>6} faults: {lost} lost, {doubled} doubled, {reordered} out of order, {leaked} seen by the wrong party, {other} wrong otherwise"
            );
        }
        for (fault, times) in &self.fired {
            println!("= {times:>4} times {fault}");
        }
        for seed in &self.failed {
            println!("= {}", again(*seed));
        }
        if !self.failed.is_empty() {
            let Range { start, end } = self.seeds;
            println!(
                "= with all that played beside: PARLEY_SEEDS={start}..{end} cargo xtask test faults"
            );
        }
        let failed = self.kinds.values().filter(|sum| sum.failed > 0).count();
        let passed = self.kinds.len() - failed;
        let missing = self.all() - self.played;
        if missing > 0 {
            println!("= {missing} schedules were not played");
        }
        if self.stopped > 0 {
            println!("= {} lanes stopped before their end", self.stopped);
        }
        let whole = missing == 0 && self.stopped == 0;
        let is_usual = self.seeds.start == 0 && self.seeds.end >= SCHEDULES;
        let wide = !is_usual || self.is_wide();
        told(passed, failed + usize::from(!whole) + usize::from(!wide))
    }

    /// How many are to be played.
    fn all(&self) -> u64 {
        self.seeds.end - self.seeds.start
    }

    /// Whether schedules have made every fault of which a whole run ought to make some.
    fn is_wide(&self) -> bool {
        let has_fired = |spot: &String| {
            let begins = format!("{spot} ");
            self.fired.keys().any(|fault| fault.starts_with(&begins))
        };
        let mut never = demands::spots();
        never.retain(|spot| !has_fired(spot));
        for spot in &never {
            println!("= never a fault at {spot}");
        }
        let all_cut = [SCHEDULES, 600].map(|schedules| {
            let (cuts, expected) = passages::numbered_cuts(schedules);
            println!("= {schedules} schedules cut at {cuts} places by number, of {expected}");
            cuts == expected
        });
        never.is_empty() && all_cut == [true; 2]
    }
}

impl Sum {
    fn add(&mut self, played: &Played) {
        self.schedules += 1;
        self.turns += played.turns;
        self.faults += played.faults;
        self.connections += played.connections;
        for (sum, (_, found)) in self.found.iter_mut().zip(played.verdict.all()) {
            *sum += found.len();
        }
        self.failed += usize::from(!played.verdict.is_clean());
    }
}

/// How the schedule of this seed is played again.
fn again(seed: u64) -> String {
    format!("again: PARLEY_SEEDS={seed} cargo xtask test faults")
}

/// The last line, and how the program ends.
fn told(passed: usize, failed: usize) -> ExitCode {
    let outcome = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {outcome}. {passed} passed; {failed} failed;");
    ExitCode::from(u8::from(failed > 0))
}

fn seeds() -> Option<Range<u64>> {
    if let Ok(text) = env::var("PARLEY_SEEDS") {
        return match text.split_once("..") {
            Some((from, to)) => Some(from.parse().ok()?..to.parse().ok()?),
            None => text.parse().ok().map(|seed: u64| seed..seed + 1),
        };
    }
    let count = env::var("PARLEY_SCHEDULES").map_or(Some(SCHEDULES), |count| count.parse().ok())?;
    Some(0..count)
}

/// How many are played between two lines about them.
const STEP: u64 = 22;
