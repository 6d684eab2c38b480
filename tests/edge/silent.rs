//! Sockets that are opened and say nothing: as many as the machine lets one process have, and a conversation beside them
//! is answered as before.

use crate::stage::{Shop, World};
use parley_tests::client::{Edge, Socket, opening};
use parley_tests::demo;
use shared::wire::frame_v1::{Opened, Say};
use std::fs;
use std::thread::scope;
use xtask::build;
use xtask::prepare;
use xtask::stage::{Plain, Plan};

/// As many sockets of one role as a conversation takes.
const IN_ONE: usize = 32;
/// As many as are opened where the machine allows it.
const MOST: usize = 10_000;
/// Files that this process and workerd need beside the sockets.
const OTHERS: usize = 1_000;
/// Files of workerd for two sockets: two each, and those of their conversation's rows.
const FOR_TWO: usize = 5;

/// Files that a process may have open, by `/proc/self/limits`; a thousand where there is no such file.
fn files() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    soft.unwrap_or(OTHERS + 24)
}

/// A Worker in workerd by itself: a proxy in front of it would have to hold every socket, too.
fn worker() -> (Plain, World) {
    let tools = prepare::prepare(&[]).expect("the tools are there");
    let secret = "of-this-run-0123456789abcdefghijkl";
    let named = World::named();
    let vars = [
        ("OPERATOR_SECRET", secret),
        ("TOKEN_SECRET", secret),
        ("ERASURE_SECRET", secret),
        ("BREVO_BASE", named.brevo.as_str()),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let name = format!("silent-{}", std::process::id());
    let plan = Plan::edge(&name, build::Options::default(), vars.to_vec()).expect("a plan");
    let server = Plain::start(&tools, &plan).expect("the Worker starts");
    let edge = Edge::new(&format!("http://{}", server.address()), secret);
    (server, World { edge, ..named })
}

fn open(shop: &Shop, number: usize) -> Opened {
    let key = format!("key-of-a-silent-one-{number:06}");
    shop.edge
        .opened(&shop.origin, &opening(&shop.id, &key, None))
}

/// Full conversations with nothing but silent sockets, up to so many sockets.
fn silent(shop: &Shop, sockets: usize) -> Vec<Socket> {
    let conversations = sockets.div_ceil(IN_ONE);
    let part = |from: usize| {
        let mut open_ones = Vec::new();
        for number in (from..conversations).step_by(HANDS) {
            let opened = open(shop, number);
            for _ in 0..IN_ONE {
                let socket = shop.edge.connect(&shop.origin, &opened.token);
                open_ones.push(socket.expect("a socket"));
            }
        }
        open_ones
    };
    scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|from| scope.spawn(move || part(from)))
            .collect();
        hands
            .into_iter()
            .flat_map(|hand| hand.join().expect("its sockets"))
            .collect()
    })
}

#[test]
fn silent_sockets_keep_nobody_from_being_answered() {
    let (_server, world) = worker();
    let shop = Shop::bare(&world);
    let (status, answer) = shop.publish(&demo::small_flow());
    assert_eq!(status, 200, "{answer}");
    let room = files().saturating_sub(OTHERS) * 2 / FOR_TWO;
    let mut sockets = silent(&shop, MOST.min(room));
    assert!(!sockets.is_empty());
    let full = open(&shop, 0);
    let refused = shop.edge.connect(&shop.origin, &full.token);
    assert_eq!(
        refused.err(),
        Some(429),
        "one more than a conversation takes"
    );
    let live = open(&shop, MOST);
    let mut page = shop
        .edge
        .connect(&shop.origin, &live.token)
        .expect("a socket");
    let (begun, _) = page.resume(0);
    for number in 0..10 {
        let say = Say::Text("can I return it?".into());
        page.exchange(&format!("turn-{number}"), say);
    }
    let (turns, now) = page.resume(0);
    assert!(turns.len() >= begun.len() + 20 && !now.busy, "{turns:?}");
    // They were not dropped: who speaks at last is welcomed.
    let woken = sockets.len() / 2;
    let (turns, _) = sockets[woken].resume(0);
    assert!(!turns.is_empty());
}

/// How many open sockets at once.
const HANDS: usize = 4;
