//! Times of turns, as one JSON object: from a shopper's question leaving the page until the Worker has stored it, walked
//! the flow, and sent answer and state (`turn_…`), and until the acknowledgement alone (`ack_…`).
//!
//! `cargo xtask bench` starts the stage and names it in the environment. One page at a time, on loopback, the socket open
//! already; the first turns of each conversation warm up and are not counted. A conversation takes twenty turns a minute, so many
//! conversations take a few each.
#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on stops where it stands"
)]

use std::env;
use std::time::{Duration, Instant};

use parley_tests::client::{Edge, Socket, opening};
use shared::id::TurnId;
use shared::wire::frame_v1::{EdgeFrame, Say};

const CONVERSATIONS: u32 = 40;
const WARMING: u32 = 3;
const COUNTED: u32 = 12;

fn main() {
    let edge = Edge::new(&named("PARLEY_EDGE"), &named("PARLEY_OPERATOR_SECRET"));
    let (shop, origin) = (named("PARLEY_SHOP"), named("PARLEY_STOREFRONT"));
    let (mut acks, mut answers) = (Vec::new(), Vec::new());
    for number in 0..CONVERSATIONS {
        let key = format!("bench-{}-{number:08}", std::process::id());
        let opened = edge.opened(&origin, &opening(&shop, &key, Some("welcome")));
        let mut socket = edge.connect(&origin, &opened.token).expect("a socket");
        socket.resume(0);
        for turn in 0..WARMING + COUNTED {
            let (ack, answer) = timed(&mut socket, &format!("turn-{turn}"));
            if turn >= WARMING {
                acks.push(ack);
                answers.push(answer);
            }
        }
        socket.close();
    }
    let numbers = serde_json::json!({
        "turn_p50_ms": percentile(&mut answers, 50),
        "turn_p99_ms": percentile(&mut answers, 99),
        "ack_p50_ms": percentile(&mut acks, 50),
        "ack_p99_ms": percentile(&mut acks, 99),
        "turns_counted": answers.len(),
    });
    println!("{numbers}");
}

/// One question: until its acknowledgement, and until everything that answers it has come.
fn timed(socket: &mut Socket, id: &str) -> (Duration, Duration) {
    let id: TurnId = id.parse().expect("an id");
    let begun = Instant::now();
    socket.say(&id, Say::Text("Can I return it?".into()));
    let mut acked = None;
    loop {
        match socket.frame().expect("the socket stays open") {
            EdgeFrame::Acked { id: stored, .. } if stored == id => acked = Some(begun.elapsed()),
            EdgeFrame::Now(now) if !now.busy && acked.is_some() => {
                return (acked.unwrap_or_default(), begun.elapsed());
            }
            EdgeFrame::Acked { .. }
            | EdgeFrame::Now(_)
            | EdgeFrame::Welcome { .. }
            | EdgeFrame::Turn(_)
            | EdgeFrame::Refused { .. }
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => {}
        }
    }
}

/// In milliseconds with two decimals.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    let at = times.get(last * percent / 100).copied().unwrap_or_default();
    (at.as_secs_f64() * 100_000.0).round() / 100.0
}

fn named(name: &str) -> String {
    env::var(name).expect("run by `cargo xtask bench`, which names the stage")
}
