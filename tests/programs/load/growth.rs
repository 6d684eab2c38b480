//! What more open sockets and more stored conversations do to the turns of others. Two workerds stand side by side, one
//! with few and one with many, and have their rounds in turn.

use std::thread;
use std::time::{Duration, Instant};

use xtask::prepare::Tools;

use crate::chat::{Chat, Talk, Way};
use crate::rounds::{had, median, percentile};
use crate::servers::Server;

const ROUNDS: usize = 7;

/// Turns beside few and many open sockets.
pub(crate) fn sockets(tools: &Tools, many: usize, keep: &mut impl FnMut(&str, f64)) {
    let (small, large) = (Server::parley(tools), Server::parley(tools));
    let _few = idle(&small.chat, 10);
    let idle_talks = idle(&large.chat, many);
    thread::sleep(HIBERNATED);
    keep("memory_few_sockets_mb", small.memory_mb());
    keep("memory_many_sockets_mb", large.memory_mb());
    keep("sockets_open", idle_talks.len() as f64);
    let rounds = compare(&small, &large, "sockets");
    keep(
        "sockets_p99_ms_few",
        median(rounds.iter().map(|round| round.0)),
    );
    keep(
        "sockets_p99_ms_many",
        median(rounds.iter().map(|round| round.1)),
    );
    keep(
        "sockets_growth_p99",
        median(rounds.iter().map(|round| round.1 / round.0)),
    );
    drop(idle_talks);
    let floor = Server::floor(tools);
    let idle_talks = idle(&floor.chat, many);
    thread::sleep(HIBERNATED);
    keep("floor_memory_many_sockets_mb", floor.memory_mb());
    drop(idle_talks);
}

/// Turns beside few and many stored conversations, and how long it takes to come back to one of them.
pub(crate) fn stored(tools: &Tools, many: usize, keep: &mut impl FnMut(&str, f64)) {
    let (small, large) = (Server::parley(tools), Server::parley(tools));
    store(&small.chat, FEW);
    let begun = Instant::now();
    store(&large.chat, many);
    keep("stored_conversations", many as f64);
    keep("stored_per_s", many as f64 / begun.elapsed().as_secs_f64());
    thread::sleep(HIBERNATED);
    keep("memory_few_stored_mb", small.memory_mb());
    keep("memory_many_stored_mb", large.memory_mb());
    let rounds = compare(&small, &large, "stored");
    keep(
        "stored_p99_ms_few",
        median(rounds.iter().map(|round| round.0)),
    );
    keep(
        "stored_p99_ms_many",
        median(rounds.iter().map(|round| round.1)),
    );
    keep(
        "stored_growth_p99",
        median(rounds.iter().map(|round| round.1 / round.0)),
    );
    let returns: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|round| {
            (
                returning(&small.chat, FEW, round),
                returning(&large.chat, many, round),
            )
        })
        .collect();
    keep(
        "return_p50_ms_few",
        median(returns.iter().map(|round| round.0)),
    );
    keep(
        "return_p50_ms_many",
        median(returns.iter().map(|round| round.1)),
    );
}

/// The 99th percentiles of what two shoppers at a time wait, round by round.
fn compare(small: &Server, large: &Server, name: &str) -> Vec<(f64, f64)> {
    let p99 = |server: &Server, round: usize| {
        had(
            &server.chat,
            (48, 2),
            Way::Socket,
            &format!("{name}-{round}"),
        )
        .acked(99)
    };
    // The first warms up.
    let rounds = (0..=ROUNDS).map(|round| {
        if round % 2 == 0 {
            (p99(small, round), p99(large, round))
        } else {
            let large = p99(large, round);
            (p99(small, round), large)
        }
    });
    rounds.skip(1).collect()
}

/// How long it takes from opening one of the stored conversations again until its turns are there.
fn returning(chat: &Chat, stored: usize, round: usize) -> f64 {
    let times = (0..10).map(|number| {
        // Spread over all of them, and another each time.
        let number = (number * ROUNDS + round) * (stored / (10 * ROUNDS)) % stored;
        let begun = Instant::now();
        let _talk = chat.connect(&name(number), Way::Socket);
        begun.elapsed()
    });
    percentile(times, 50)
}

/// Sockets that say nothing.
fn idle(chat: &Chat, count: usize) -> Vec<Talk> {
    let talks = (0..count).map(|number| {
        if number % 1_000 == 999 {
            eprintln!("  {} sockets", number + 1);
        }
        // Whoever is idle for ten seconds hibernates; the others' files are open, of which a process may have so many.
        thread::sleep(Duration::from_millis(3));
        chat.connect(&format!("load-idle-{number:08}"), Way::Socket)
    });
    talks.collect()
}

/// Opens conversations that are left at once, from several threads, so that workerd is never without work.
fn store(chat: &Chat, count: usize) {
    thread::scope(|scope| {
        for share in 0..THREADS {
            scope.spawn(move || {
                for number in (share..count).step_by(THREADS) {
                    let _opened = chat.store(&name(number));
                    if number % 5_000 == 4_999 {
                        eprintln!("  {} stored", number + 1);
                    }
                }
            });
        }
    });
}

fn name(number: usize) -> String {
    format!("load-stored-{number:08}")
}

const FEW: usize = 100;
const THREADS: usize = 4;
/// Longer than the platform leaves an idle object in memory.
const HIBERNATED: Duration = Duration::from_secs(12);
