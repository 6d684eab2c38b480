//! The load: turns of many conversations at once, beside the floor in the same run, round about; then beside more and
//! more open sockets and stored conversations; then what a conversation costs. Prints one JSON object; what it does
//! meanwhile goes to standard error.
//!
//! `cargo xtask bench load` runs it. workerd stands alone, with nothing in front; shoppers are threads of this program,
//! on the same cores, and each waits for the answer before the next turn. `PARLEY_LOAD_SOCKETS` and
//! `PARLEY_LOAD_STORED` say how many sockets and conversations there are in the end, `PARLEY_LOAD_PARTS` which of
//! `turns`, `sockets`, `stored`, `cost` and `paced` are measured; all but the last if it does not.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on stops where it stands; its counts are small"
)]

mod chat;
mod cost;
mod growth;
mod rounds;
mod servers;

use std::env;
use std::fs;

use serde_json::{Map, Value, json};
use xtask::prepare::Tools;

use rounds::{Had, Round, TURNS, median};
use servers::{Server, tools};

const ROUNDS: usize = 7;

fn main() {
    let tools = tools();
    let mut numbers = Map::new();
    let mut keep = |key: &str, value: f64| {
        eprintln!("{key:<32}{value:>12.3}");
        numbers.insert(key.into(), json!((value * 1000.0).round() / 1000.0));
    };
    keep("load_average_before", load_average());
    let parts = env::var("PARLEY_LOAD_PARTS").unwrap_or_else(|_| ALL.into());
    for part in parts.split(',') {
        match part {
            "turns" => turns(&tools, &mut keep),
            "sockets" => growth::sockets(&tools, number("PARLEY_LOAD_SOCKETS", 5_000), &mut keep),
            "stored" => growth::stored(&tools, number("PARLEY_LOAD_STORED", 50_000), &mut keep),
            "cost" => cost::count(&tools, &mut keep),
            "paced" => cost::paced(&tools, &mut keep),
            other => eprintln!("there is no part {other}"),
        }
    }
    println!("{}", Value::Object(numbers));
}

/// Turns beside the floor.
fn turns(tools: &Tools, keep: &mut impl FnMut(&str, f64)) {
    let (parley, floor) = (Server::parley(tools), Server::floor(tools));
    let rounds = (0..=ROUNDS).map(|number| {
        let (ours, theirs) = if number % 2 == 0 {
            (Round::of(&parley, number), Round::of(&floor, number))
        } else {
            let theirs = Round::of(&floor, number);
            (Round::of(&parley, number), theirs)
        };
        eprintln!("  round {number}, Parley: {ours}");
        eprintln!("  round {number}, floor:  {theirs}");
        (ours, theirs)
    });
    // The first warms both up: code that is new is slow.
    let rounds: Vec<(Round, Round)> = rounds.skip(1).collect();
    let mut told = Told {
        rounds: &rounds,
        keep,
    };
    for (key, of) in FIGURES {
        told.both(key, of);
    }
    told.both("turn_cpu_ms", |round| round.cpu_ms);
    told.both("after_cpu_ms", |round| round.after_cpu_ms);
    for (key, of) in RATIOS {
        told.ratio(key, of);
    }
    let errors = rounds.iter().map(|(ours, _)| ours.errors());
    keep("turn_errors", errors.sum::<usize>() as f64);
    let errors = rounds.iter().map(|(_, theirs)| theirs.errors());
    keep("floor_turn_errors", errors.sum::<usize>() as f64);
    let turns = |had: &Had| had.times.len();
    let counted = rounds
        .iter()
        .map(|(ours, _)| turns(&ours.calm) + turns(&ours.full));
    keep("load_turns_counted", counted.sum::<usize>() as f64);
    keep("load_memory_mb", parley.memory_mb());
    keep("floor_memory_mb", floor.memory_mb());
}

/// What a round says of something.
type Figure = (&'static str, fn(&Round) -> f64);

/// What is told of both chats.
const FIGURES: [Figure; 11] = [
    ("ack_p50_ms", |round| round.calm.acked(50)),
    ("ack_p99_ms", |round| round.calm.acked(99)),
    ("fan_out_p50_ms", |round| round.watched.shown(50)),
    ("fan_out_p99_ms", |round| round.watched.shown(99)),
    ("relayed_p50_ms", |round| round.watched.acked(50)),
    ("relayed_p99_ms", |round| round.watched.acked(99)),
    ("posted_p50_ms", |round| round.posted.acked(50)),
    ("posted_p99_ms", |round| round.posted.acked(99)),
    ("turns_per_s", |round| round.full.per_second()),
    ("relayed_per_s", |round| round.full_watched.per_second()),
    ("posted_per_s", |round| round.full_posted.per_second()),
];

/// What is divided by the floor's.
const RATIOS: [Figure; 15] = [
    ("turn_ratio_p50_js", |round| round.calm.acked(50)),
    ("turn_ratio_p99_js", |round| round.calm.acked(99)),
    ("fan_out_ratio_p50_js", |round| round.watched.shown(50)),
    ("fan_out_ratio_p99_js", |round| round.watched.shown(99)),
    ("silent_ratio_p50_js", |round| round.silent.acked(50)),
    ("silent_ratio_p99_js", |round| round.silent.acked(99)),
    ("relayed_ratio_p50_js", |round| round.watched.acked(50)),
    ("relayed_ratio_p99_js", |round| round.watched.acked(99)),
    ("posted_ratio_p50_js", |round| round.posted.acked(50)),
    ("posted_ratio_p99_js", |round| round.posted.acked(99)),
    ("turns_ratio_js", |round| round.full.per_second()),
    ("silent_turns_ratio_js", |round| {
        round.full_silent.per_second()
    }),
    ("relayed_turns_ratio_js", |round| {
        round.full_watched.per_second()
    }),
    ("posted_turns_ratio_js", |round| {
        round.full_posted.per_second()
    }),
    ("conversation_cpu_ratio_js", |round| {
        round.cpu_ms * TURNS as f64 + round.after_cpu_ms
    }),
];

/// Tells what all rounds come to.
struct Told<'a, K> {
    rounds: &'a [(Round, Round)],
    keep: &'a mut K,
}

impl<K: FnMut(&str, f64)> Told<'_, K> {
    /// The medians of both chats.
    fn both(&mut self, key: &str, of: impl Fn(&Round) -> f64) {
        let own = key.replace("ack_", "turn_ack_");
        (self.keep)(&own, median(self.rounds.iter().map(|(ours, _)| of(ours))));
        let theirs = median(self.rounds.iter().map(|(_, theirs)| of(theirs)));
        (self.keep)(&format!("floor_{key}"), theirs);
    }

    /// The median of how many times the floor's own figure of the same round it is.
    fn ratio(&mut self, key: &str, of: impl Fn(&Round) -> f64) {
        let ratios = self
            .rounds
            .iter()
            .map(|(ours, theirs)| of(ours) / of(theirs));
        (self.keep)(key, median(ratios));
    }
}

fn number(name: &str, usual: usize) -> usize {
    env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// How many processes wanted the processor in the minute before (proc(5)): what else the machine has to do.
fn load_average() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split(' ').next().and_then(|text| text.parse().ok());
    first.unwrap_or_default()
}

const ALL: &str = "turns,sockets,stored,cost";
