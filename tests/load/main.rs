//! The load: turns of many conversations at once, beside the floor in the same run, round about; then with more and more
//! open sockets and stored conversations; then what a conversation costs. Prints one JSON object; what it does meanwhile
//! goes to standard error.
//!
//! `cargo xtask bench load` runs it. workerd stands alone, with nothing in front; shoppers are threads of this program,
//! on the same two cores, and each waits for the answer before the next turn. A time is from sending to the
//! acknowledgement. `PARLEY_LOAD_SOCKETS` and `PARLEY_LOAD_STORED` say how many sockets and conversations there are in
//! the end. workerd keeps the files of a conversation without a socket open for a minute or so, three of them, so that a
//! process that may open 20 000 files can be given some ninety conversations a second.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on stops where it stands; its counts are small"
)]

mod chat;
mod cost;
mod servers;

use std::env;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use chat::{Chat, Talk};
use cost::{Counted, bill};
use servers::{Server, tools};

/// Turns of each conversation.
const TURNS: usize = 12;
const ROUNDS: usize = 6;

fn main() {
    let tools = tools();
    let mut numbers = Map::new();
    let mut keep = |key: &str, value: f64| {
        eprintln!("{key:<32}{value:>12.3}");
        numbers.insert(key.into(), json!((value * 1000.0).round() / 1000.0));
    };
    let (parley, floor) = (Server::parley(&tools), Server::floor(&tools));
    let (mut ours, mut theirs) = (Rounds::default(), Rounds::default());
    for round in 0..ROUNDS {
        ours.add(&parley.chat, round);
        theirs.add(&floor.chat, round);
    }
    keep("turn_ack_p50_ms", ours.percentile(50));
    keep("turn_ack_p99_ms", ours.percentile(99));
    keep("floor_ack_p50_ms", theirs.percentile(50));
    keep("floor_ack_p99_ms", theirs.percentile(99));
    keep(
        "turn_ratio_p50_js",
        ours.percentile(50) / theirs.percentile(50),
    );
    keep(
        "turn_ratio_p99_js",
        ours.percentile(99) / theirs.percentile(99),
    );
    keep("turns_per_s", ours.per_second());
    keep("floor_turns_per_s", theirs.per_second());
    keep("turns_ratio_js", ours.per_second() / theirs.per_second());
    keep("floor_memory_mb", memory(&floor));
    drop(floor);
    grow(&parley, &mut keep);
    drop(parley);
    cost(&tools, ours.percentile(50), &mut keep);
    println!("{}", Value::Object(numbers));
}

/// What the rounds of one chat measured.
#[derive(Default)]
struct Rounds {
    times: Vec<Duration>,
    turns: usize,
    taken: Duration,
}

impl Rounds {
    /// Times with two shoppers, who leave the machine room to breathe, then turns in a second with sixteen, who do not.
    fn add(&mut self, chat: &Chat, round: usize) {
        let calm = open(chat, 24, &format!("calm-{round}"));
        self.times.extend(talk(calm, 2).0);
        let (times, taken) = talk(open(chat, 64, &format!("full-{round}")), 16);
        self.turns += times.len();
        self.taken += taken;
    }

    fn percentile(&mut self, percent: usize) -> f64 {
        percentile(&mut self.times, percent)
    }

    fn per_second(&self) -> f64 {
        self.turns as f64 / self.taken.as_secs_f64()
    }
}

/// Opens so many conversations.
fn open(chat: &Chat, count: usize, name: &str) -> Vec<Talk> {
    (0..count)
        .map(|number| chat.connect(&format!("load-{name}-{number:08}")))
        .collect()
}

/// Has them all, `at_once` at a time: the time of each turn, and the time of all.
fn talk(talks: Vec<Talk>, at_once: usize) -> (Vec<Duration>, Duration) {
    let mut shares: Vec<Vec<Talk>> = (0..at_once).map(|_| Vec::new()).collect();
    for (number, talk) in talks.into_iter().enumerate() {
        shares[number % at_once].push(talk);
    }
    let begun = Instant::now();
    let times = thread::scope(|scope| {
        let shoppers: Vec<_> = shares
            .into_iter()
            .map(|share| {
                scope.spawn(move || {
                    let mut times = Vec::new();
                    for mut talk in share {
                        times.extend((0..TURNS).map(|number| talk.turn(number)));
                    }
                    times
                })
            })
            .collect();
        let times = shoppers
            .into_iter()
            .map(|shopper| shopper.join().expect("the shopper comes to the end"));
        times.flatten().collect()
    });
    (times, begun.elapsed())
}

/// The same two shoppers beside more and more open sockets, then beside more and more stored conversations.
fn grow(parley: &Server, keep: &mut impl FnMut(&str, f64)) {
    let sockets = number("PARLEY_LOAD_SOCKETS", 5_000);
    let stored = number("PARLEY_LOAD_STORED", 5_000);
    let mut idle = open(&parley.chat, 10, "idle");
    let few = calm(&parley.chat, "few");
    keep("memory_few_sockets_mb", memory(parley));
    for number in idle.len()..sockets {
        idle.push(parley.chat.connect(&format!("load-idle-{number:08}")));
        // Whoever is idle for ten seconds hibernates; the others' files are open, of which a process may have so many.
        thread::sleep(Duration::from_millis(3));
        if number % 1_000 == 0 {
            eprintln!("  {number} sockets");
        }
    }
    thread::sleep(HIBERNATED);
    let many = calm(&parley.chat, "many");
    keep("sockets_open", idle.len() as f64);
    keep("memory_many_sockets_mb", memory(parley));
    keep("sockets_p99_ms_few", few);
    keep("sockets_p99_ms_many", many);
    keep("sockets_growth_p99", many / few);
    drop(idle);
    thread::sleep(HIBERNATED);
    let few = calm(&parley.chat, "few-stored");
    store(&parley.chat, stored);
    thread::sleep(HIBERNATED);
    let many = calm(&parley.chat, "many-stored");
    keep("stored_conversations", stored as f64);
    keep("stored_growth_p99", many / few);
    keep("memory_many_stored_mb", memory(parley));
}

/// Opens conversations that are left at once, from two threads.
fn store(chat: &Chat, count: usize) {
    thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                for number in (half..count).step_by(2) {
                    chat.store(&format!("load-stored-{number:08}"));
                    if number % 5_000 == 0 {
                        eprintln!("  {number} stored");
                    }
                }
            });
        }
    });
}

/// The 99th percentile of what two shoppers at a time wait.
fn calm(chat: &Chat, name: &str) -> f64 {
    let (mut times, _) = talk(open(chat, 150, name), 2);
    percentile(&mut times, 99)
}

/// Counts what the platform would bill for conversations of so many turns each.
fn cost(tools: &xtask::prepare::Tools, active_ms: f64, keep: &mut impl FnMut(&str, f64)) {
    let server = Server::counting(tools);
    let _warm = talk(open(&server.chat, 4, "warm"), 2);
    let before = counts(&server);
    let cpu = server.workerd.processor_ms().expect("its time");
    let conversations = 50;
    let _all = talk(open(&server.chat, conversations, "billed"), 2);
    // Until the session's record has been told, by an alarm.
    thread::sleep(Duration::from_secs(25));
    let cpu = server.workerd.processor_ms().expect("its time") - cpu;
    let after = counts(&server);
    let mut counts = Map::new();
    for (name, value) in after.as_object().into_iter().flatten() {
        let before = before[name].as_f64().unwrap_or_default();
        let count = value.as_f64().unwrap_or_default() - before;
        counts.insert(name.clone(), json!(count));
    }
    let counted = Counted {
        conversations: conversations as f64,
        counts: Value::Object(counts),
        cpu_ms: cpu / conversations as f64,
        active_ms,
    };
    let bill = bill(&counted);
    eprintln!("| for each conversation | amount | price of a million | for 1 000 conversations |");
    eprintln!("| --- | ---: | ---: | ---: |");
    for line in &bill {
        let (what, amount, price) = (line.what, line.amount, line.price);
        eprintln!(
            "| {what} | {amount:.2} | ${price:.3} | ${:.5} |",
            line.cost()
        );
    }
    keep("cost_per_1000_usd", bill.iter().map(cost::Line::cost).sum());
}

fn counts(server: &Server) -> Value {
    let Chat::Parley { edge, .. } = &server.chat else {
        return Value::Null;
    };
    edge.call("GET", "/count", &[], &[]).json()
}

fn memory(server: &Server) -> f64 {
    server.workerd.memory().expect("its memory") as f64 / 1_048_576.0
}

/// In milliseconds.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times[last * percent / 100].as_secs_f64() * 1_000.0
}

fn number(name: &str, usual: usize) -> usize {
    env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

const HIBERNATED: Duration = Duration::from_secs(12);
