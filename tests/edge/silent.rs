//! Sockets that are opened and say nothing, ten thousand of them at two Workers: the conversations that have them sleep, one
//! beside them is answered as before, and who speaks at last is welcomed.

use crate::stage::{Shop, World};
use parley_tests::client::{Edge, Socket, opening};
use parley_tests::demo;
use shared::id::ConversationId;
use shared::wire::frame_v1::{Opened, Say};
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;
use xtask::build;
use xtask::prepare;
use xtask::stage::{Plain, Plan};

/// As many sockets of one role as a conversation takes.
const IN_ONE: usize = 32;
/// As many as are opened in all.
const MOST: usize = 10_000;
/// Workers that share them: each is one process, which may have so many files open and no more.
const WORKERS: usize = 2;
/// Files that a process needs beside the sockets.
const OTHERS: usize = 1_000;
/// Files of workerd for two sockets: two each, and those of their conversation's rows.
const FOR_TWO: usize = 5;
/// Files that this process needs for its ends of all sockets, or a Worker for its share: whatever is more.
const FILES: usize = OTHERS + MOST / WORKERS * FOR_TWO / 2;
const _: () = assert!(
    FILES >= OTHERS + MOST,
    "workerd needs more than this process"
);
/// Longer than the platform leaves an idle object in memory.
const IDLE: Duration = Duration::from_secs(14);

/// Files that a process may have open, by `/proc/self/limits`; as many as it wants where there is no such file.
fn files() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    soft.unwrap_or(usize::MAX)
}

/// A Worker in workerd by itself: a proxy in front of it would have to hold every socket, too.
pub(crate) fn worker(build: build::Options) -> (Plain, World) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let tools = prepare::prepare(&[]).expect("the tools are there");
    // What is released is built already, and the named Worker runs from it.
    if build.panics {
        build::edge(&tools, build).expect("the panicking build");
    }
    let secret = "of-this-run-0123456789abcdefghijkl";
    let named = World::named();
    let vars = [
        ("OPERATOR_SECRET", secret),
        ("TOKEN_SECRET", secret),
        ("ERASURE_SECRET", secret),
        ("BREVO_BASE", named.brevo.as_str()),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("plain-{}-{number}", std::process::id());
    let plan = Plan::edge(&name, build, vars.to_vec()).expect("a plan");
    let server = Plain::start(&tools, &plan).expect("the Worker starts");
    let edge = Edge::new(&format!("http://{}", server.address()), secret);
    (server, World { edge, ..named })
}

fn open(shop: &Shop, number: usize) -> Opened {
    let key = format!("key-of-a-silent-one-{number:06}");
    shop.edge
        .opened(&shop.origin, &opening(&shop.id, &key, None))
}

/// Full conversations with nothing but silent sockets, at a Worker of their own.
struct Crowd {
    _server: Plain,
    shop: Shop,
    /// Each with its sockets.
    conversations: Vec<(ConversationId, Vec<Socket>)>,
}

impl Crowd {
    /// At least so many sockets. The build is the one that tells how often an object was made.
    #[track_caller]
    fn of(sockets: usize) -> Self {
        let (server, world) = worker(build::Options { panics: true });
        let shop = Shop::bare(&world);
        let (status, answer) = shop.publish(&demo::small_flow());
        assert_eq!(status, 200, "{answer}");
        let part = |from: usize| {
            let numbers = (from..sockets.div_ceil(IN_ONE)).step_by(HANDS);
            let full = |number| {
                let opened = open(&shop, number);
                let connect = |_| shop.edge.connect(&shop.origin, &opened.token);
                let sockets = (0..IN_ONE).map(|at| connect(at).expect("a socket"));
                (opened.conversation.clone(), sockets.collect())
            };
            numbers.map(full).collect::<Vec<_>>()
        };
        let conversations = scope(|scope| {
            let part = &part;
            let hands: Vec<_> = (0..HANDS)
                .map(|from| scope.spawn(move || part(from)))
                .collect();
            let parts = hands.into_iter();
            parts
                .flat_map(|hand| hand.join().expect("its sockets"))
                .collect()
        });
        Self {
            _server: server,
            shop,
            conversations,
        }
    }

    fn sockets(&self) -> usize {
        self.conversations
            .iter()
            .map(|(_, sockets)| sockets.len())
            .sum()
    }

    /// A full conversation takes no more, and one beside them all is answered as ever.
    #[track_caller]
    fn keeps_nobody_from_being_answered(&self) {
        let shop = &self.shop;
        let full = open(shop, 0);
        let refused = shop.edge.connect(&shop.origin, &full.token);
        let most = "one more than a conversation takes";
        assert_eq!(refused.err(), Some(429), "{most}");
        let live = open(shop, MOST);
        let page = shop.edge.connect(&shop.origin, &live.token);
        let mut page = page.expect("a socket");
        let (begun, _) = page.resume(0);
        for number in 0..10 {
            let say = Say::Text("can I return it?".into());
            page.exchange(&format!("turn-{number}"), say);
        }
        let (turns, now) = page.resume(0);
        assert!(turns.len() >= begun.len() + 20 && !now.busy, "{turns:?}");
    }

    /// How often this conversation's object was made; asking makes one that sleeps anew.
    fn made(&self, conversation: &ConversationId) -> Option<u64> {
        let path = format!("/v1/panics/conversation/made/{conversation}");
        let answer = self.shop.edge.call("GET", &path, &[], &[]);
        answer.json()["rows"].as_u64()
    }

    /// Some of its conversations, with how often their objects were made.
    fn some(&self) -> Vec<(&ConversationId, Option<u64>)> {
        let all = self.conversations.iter().step_by(16);
        all.map(|(conversation, _)| (conversation, self.made(conversation)))
            .collect()
    }

    /// They were not dropped: who speaks at last is welcomed.
    #[track_caller]
    fn welcomes_who_speaks_at_last(&mut self) {
        let middle = self.conversations.len() / 2;
        let (turns, _) = self.conversations[middle].1[IN_ONE / 2].resume(0);
        assert!(!turns.is_empty());
    }
}

#[test]
fn silent_sockets_keep_nobody_from_being_answered() {
    let files = files();
    assert!(
        files >= FILES,
        "{MOST} sockets need {FILES} open files in a process, and here it may have {files}: `ulimit -n {FILES}` first"
    );
    let mut crowds = [MOST / WORKERS; WORKERS].map(Crowd::of);
    let sockets: usize = crowds.iter().map(Crowd::sockets).sum();
    assert!(sockets >= MOST, "{sockets}");
    println!("= {sockets} silent sockets at {WORKERS} Workers");
    for crowd in &crowds {
        crowd.keeps_nobody_from_being_answered();
    }
    let mut awake: Vec<_> = crowds.iter().map(|crowd| (crowd, crowd.some())).collect();
    for _ in 0..4 {
        sleep(IDLE);
        for (crowd, some) in &mut awake {
            some.retain(|(conversation, made)| crowd.made(conversation) == *made);
        }
    }
    for (_, some) in awake {
        assert!(some.is_empty(), "these never slept: {some:?}");
    }
    for crowd in &mut crowds {
        crowd.welcomes_who_speaks_at_last();
    }
}

/// How many open sockets at once.
const HANDS: usize = 4;
