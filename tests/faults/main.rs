//! Faults of every kind against the real Worker: schedules made from seeds, each with two shoppers at once; afterwards
//! nothing is lost, doubled, out of order, or seen by the wrong party.
//!
//! `cargo xtask test faults` plays [`SCHEDULES`]; `cargo xtask test faults 10000` plays as many as it says;
//! `PARLEY_SEEDS=17 cargo xtask test faults` plays the schedule of one seed again, `PARLEY_SEEDS=100..140` those from one
//! seed up to another. `cargo xtask test faults --planted` plays a few against a Worker with a known bug put in, for each
//! of some, and expects each to be found. Read `schedule` for what a seed makes, `lanes` for what plays at once, `proxy` for
//! what happens to frames, `judge` for what is looked for.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops where it stands"
)]

mod agents;
mod chance;
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
    all: u64,
    played: u64,
    kinds: BTreeMap<String, Sum>,
    failed: Vec<u64>,
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
    let tally = Mutex::new(Tally {
        begun: Instant::now(),
        all: seeds.end - seeds.start,
        played: 0,
        kinds: BTreeMap::new(),
        failed: Vec::new(),
    });
    let add = |world: &World, schedule: &Schedule, played: &Played| {
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.add(world, schedule, played);
    };
    thread::scope(|scope| {
        for lane in &LANES {
            scope.spawn(|| lane.play(&tools, seeds.clone(), &add));
        }
    });
    tally
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .report()
}

impl Tally {
    fn add(&mut self, world: &World, schedule: &Schedule, played: &Played) {
        let sum = self.kinds.entry(schedule.kind.name()).or_default();
        sum.add(played);
        self.played += 1;
        if !played.verdict.is_clean() {
            self.failed.push(schedule.seed);
            println!("  seed {} ({}):", schedule.seed, schedule.kind.name());
            print!("{}", played.verdict);
            println!("    the Worker's log: {}", world.log().display());
            println!("    {}", again(schedule.seed));
        }
        if self.played.is_multiple_of(STEP) || self.played == self.all {
            let Self { played, all, .. } = self;
            let seconds = self.begun.elapsed().as_secs();
            let count = self.failed.len();
            let newest = self.failed.iter().rev().take(3);
            let newest: Vec<String> = newest.map(|seed| format!(" {seed}")).collect();
            let newest = newest.concat();
            println!("{played} of {all} schedules, {count} failed{newest}, {seconds} s");
        }
    }

    /// A line a kind, and how each failure is played again; the last line is counted like those of other suites.
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
        for seed in &self.failed {
            println!("= {}", again(*seed));
        }
        let failed = self.kinds.values().filter(|sum| sum.failed > 0).count();
        let passed = self.kinds.len() - failed;
        let missing = self.all - self.played;
        if missing > 0 {
            println!("= {missing} schedules were not played");
        }
        told(passed, failed + usize::from(missing > 0))
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
