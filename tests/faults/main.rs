//! Faults of every kind against the real Worker: schedules made from seeds, each with two shoppers at once; afterwards
//! nothing is lost, doubled, out of order, or seen by the wrong party.
//!
//! `cargo xtask test faults` plays [`SCHEDULES`]; `cargo xtask test faults 10000` plays as many as it says;
//! `PARLEY_SEEDS=17 cargo xtask test faults` plays the schedule of one seed again, `PARLEY_SEEDS=100..140` those from one
//! seed up to another. `cargo xtask test faults --planted` plays a few against a Worker with a known bug put in, for each
//! of some, and expects each to be found. Read `schedule` for what a seed makes, `proxy` for what happens to frames, `judge` for what is
//! looked for.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops where it stands"
)]

mod agents;
mod chance;
mod judge;
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
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chance::Chance;
use play::{Played, play};
use schedule::{Kind, Schedule};
use world::World;

/// How many are played unless a number is given.
const SCHEDULES: u64 = 286;
/// How many play at once; they share every kill of workerd and every jump of its clock.
const AT_ONCE: usize = 22;

/// The schedules of one kind, summed.
#[derive(Default)]
struct Sum {
    schedules: usize,
    turns: usize,
    faults: usize,
    connections: usize,
    found: [usize; 5],
    failed: Vec<u64>,
}

fn main() -> ExitCode {
    if env::var("PARLEY_PLANTED").is_ok() {
        let (passed, failed) = planted::play();
        return told(passed, failed);
    }
    let seeds = seeds().expect("seeds are a number or two with `..` between them");
    let world = World::start(None);
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let begun = Instant::now();
    let (mut played, all) = (0, seeds.end - seeds.start);
    let mut failed: Vec<u64> = Vec::new();
    for batch in batches(seeds) {
        let results = play_batch(&world, &batch);
        played += batch.len();
        for (schedule, result) in batch.iter().zip(results) {
            let sum = sums.entry(schedule.kind.name()).or_default();
            sum.add(schedule.seed, &result);
            if !result.verdict.is_clean() {
                failed.push(schedule.seed);
                println!("  seed {} ({}):", schedule.seed, schedule.kind.name());
                print!("{}", result.verdict);
                println!("    {}", again(schedule.seed));
            }
        }
        let seconds = begun.elapsed().as_secs();
        let count = failed.len();
        let newest = failed.iter().rev().take(3).map(|seed| format!(" {seed}"));
        let newest: String = newest.collect();
        println!("{played} of {all} schedules, {count} failed{newest}, {seconds} s");
    }
    report(&world, &sums)
}

/// Plays schedules of one kind at once.
fn play_batch(world: &World, batch: &[Schedule]) -> Vec<Played> {
    let heard = AtomicUsize::new(0);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let weather = scope.spawn(|| weather(world, batch, &heard, &over));
        let all: Vec<_> = batch
            .iter()
            .map(|schedule| scope.spawn(|| play(world, schedule, &heard)))
            .collect();
        let mut results: Vec<Played> = all
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Played::stopped()))
            .collect();
        over.store(true, Ordering::Relaxed);
        let faults = weather.join().unwrap_or_default();
        if let Some(first) = results.first_mut() {
            first.faults += faults;
        }
        results
    })
}

/// What happens to all of a batch: three kills, or four jumps of the clock, each when so many turns have been said. How
/// many were made.
fn weather(world: &World, batch: &[Schedule], heard: &AtomicUsize, over: &AtomicBool) -> usize {
    let Some(first) = batch.first() else { return 0 };
    let mut chance = Chance::of(first.seed);
    let says: usize = batch.iter().map(Schedule::says).sum();
    let count = match first.kind {
        Kind::Kills => KILLS,
        Kind::Clock => JUMPS.len(),
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
        | Kind::Alarms => return 0,
    };
    let mut made = 0;
    for number in 1..=count {
        let percent = usize::try_from(chance.within(5, 12)).unwrap_or(5) + 80 * number / count;
        while heard.load(Ordering::Relaxed) * 100 < says * percent.min(95) {
            if over.load(Ordering::Relaxed) {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        if first.kind == Kind::Kills {
            world.kill();
        } else {
            world.set_clock_ahead(JUMPS[number - 1]);
        }
        made += 1;
    }
    if first.kind == Kind::Clock {
        world.set_clock_ahead(0);
    }
    made
}

impl Sum {
    fn add(&mut self, seed: u64, played: &Played) {
        self.schedules += 1;
        self.turns += played.turns;
        self.faults += played.faults;
        self.connections += played.connections;
        for (sum, (_, found)) in self.found.iter_mut().zip(played.verdict.all()) {
            *sum += found.len();
        }
        if !played.verdict.is_clean() {
            self.failed.push(seed);
        }
    }
}

/// A line a kind, and how each failure is played again; the last line is counted like those of other suites.
fn report(world: &World, sums: &BTreeMap<String, Sum>) -> ExitCode {
    let mut total = Sum::default();
    for (kind, sum) in sums {
        let Sum {
            schedules,
            turns,
            faults,
            connections,
            found: [lost, doubled, reordered, leaked, other],
            failed,
        } = sum;
        println!(
            "= {kind:<9} {schedules:>5} schedules {turns:>6} turns {connections:>6} connections {faults:>6} faults: {lost} lost, {doubled} doubled, {reordered} out of order, {leaked} seen by the wrong party, {other} wrong otherwise"
        );
        total.schedules += schedules;
        total.turns += turns;
        total.failed.extend(failed);
    }
    let failed = sums.values().filter(|sum| !sum.failed.is_empty()).count();
    if failed > 0 {
        println!("failures: the Worker's log is {}", world.log().display());
        for seed in &total.failed {
            println!("= {}", again(*seed));
        }
    }
    told(sums.len() - failed, failed)
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

/// Seeds of one kind together, as many as play at once.
fn batches(seeds: Range<u64>) -> Vec<Vec<Schedule>> {
    let mut batches = Vec::new();
    for kind in Kind::ALL {
        let of_kind: Vec<u64> = seeds
            .clone()
            .filter(|seed| Kind::of(*seed) == kind)
            .collect();
        for chunk in of_kind.chunks(AT_ONCE) {
            batches.push(chunk.iter().copied().map(Schedule::of).collect());
        }
    }
    batches
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

const KILLS: usize = 3;
/// An hour ahead, a day and more so that tokens end, back behind, and right again; in milliseconds.
const JUMPS: [i64; 4] = [3_600_000, 90_000_000, -3_600_000, 0];
