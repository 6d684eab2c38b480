//! A panic in any handler of any object is a fast error, its rows are rolled back, and pages come back by themselves.
//!
//! The panicking build (cargo feature `panics`, in no release) panics on demand; edge/src/guard.rs says how.

use crate::headers::is_shut_in;
use crate::stage::{Shop, World};
use parley_tests::client::{Edge, PATIENCE, opening};
use shared::wire::frame_v1::{EdgeFrame, Exchange, Opened, Say};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{ScopedJoinHandle, scope, sleep};
use std::time::{Duration, Instant};
use xtask::build;
use xtask::prepare;
use xtask::stage::{Options, Stage};

const CLASSES: [&str; 5] = ["conversation", "shop", "catalog", "shopper", "outbox"];

/// One at a time: a panic takes every call of the isolate with it.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn stage() -> Stage {
    stage_with(Options::default())
}

/// The panicking build, with what these ask for beside it.
pub(crate) fn stage_with(options: Options) -> Stage {
    let tools = prepare::prepare(&[]).expect("the tools are there");
    let worker = build::Options { panics: true };
    build::edge(&tools, worker).expect("the panicking build");
    Stage::start(&tools, &Options { worker, ..options }).expect("the Worker starts")
}

fn edge(stage: &Stage) -> Edge {
    Edge::new(stage.edge(), stage.operator_secret())
}

fn rows(edge: &Edge, class: &str, name: &str) -> serde_json::Value {
    edge.call("GET", &format!("/v1/panics/{class}/rows/{name}"), &[], &[])
        .json()["rows"]
        .clone()
}

/// Waits until the Worker's log tells of the panic, and that its row had been written before.
#[track_caller]
pub(crate) fn told(stage: &Stage, panic: &str) {
    let line = format!("{panic} on demand, row written: true");
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if stage.worker_log().contains(&line) {
            return;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("the log never says `{line}`:\n{}", stage.worker_log());
}

#[test]
fn a_panic_in_the_worker_is_an_error_and_the_next_request_is_fine() {
    let _alone = alone();
    let stage = stage();
    let edge = edge(&stage);
    for _ in 0..2 {
        let answer = edge.call("POST", "/v1/panics/worker/fetch", &[], &[]);
        assert_eq!((answer.status, answer.code().as_str()), (500, "fault"));
        is_shut_in(&answer);
        assert_eq!(edge.call("GET", "/v1/health", &[], &[]).status, 200);
    }
}

#[test]
fn a_panic_in_any_objects_fetch_is_an_error_with_its_rows_rolled_back() {
    let _alone = alone();
    let stage = stage();
    let edge = edge(&stage);
    for class in CLASSES {
        let answer = edge.call("POST", &format!("/v1/panics/{class}/fetch/one"), &[], &[]);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (500, "fault"),
            "{class}"
        );
        told(&stage, &format!("{}/fetch", capital(class)));
        assert_eq!(rows(&edge, class, "one"), 0, "{class}");
    }
}

#[test]
fn a_panic_in_any_objects_alarm_has_its_rows_rolled_back() {
    let _alone = alone();
    let stage = stage();
    let edge = edge(&stage);
    for class in CLASSES {
        let answer = edge.call("POST", &format!("/v1/panics/{class}/alarm/one"), &[], &[]);
        assert_eq!(answer.status, 200, "{class}");
        told(&stage, &format!("{}/alarm", capital(class)));
        assert_eq!(rows(&edge, class, "one"), 0, "{class}");
    }
}

#[test]
fn a_page_recovers_from_a_panic_in_each_handler_of_its_socket() {
    let _alone = alone();
    let stage = stage();
    let shop = Shop::on(&World::on(&stage));
    let opened = shop.edge.opened(
        &shop.origin,
        &opening(&shop.id, "key-0001-0001-0001", Some("welcome")),
    );
    for (round, handler) in ["webSocketMessage", "webSocketClose", "webSocketError"]
        .into_iter()
        .enumerate()
    {
        let mut socket = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket");
        socket.resume(0);
        let armed = shop.edge.call(
            "POST",
            &format!("/v1/panics/conversation/{handler}"),
            &[],
            &[],
        );
        assert_eq!(armed.status, 200);
        let id = format!("turn-{round}");
        let say = Say::Text("When does it arrive?".into());
        match handler {
            "webSocketMessage" => {
                socket.say(&id.parse().unwrap(), say.clone());
                while socket.frame().is_some() {}
            }
            "webSocketClose" => socket.close(),
            _ => socket.break_protocol(),
        }
        told(&stage, &format!("Conversation/{handler}"));
        recovers(&shop, &opened, &id, &say);
    }
    let (turns, _) = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket")
        .resume(0);
    assert!(
        turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq),
        "no gap"
    );
}

#[test]
fn a_panic_in_a_message_fails_what_others_wait_for() {
    let _alone = alone();
    let stage = stage();
    let shop = Shop::on(&World::on(&stage));
    let open = |number: usize| {
        let key = format!("key-0001-0001-{number:04}");
        let opening = opening(&shop.id, &key, Some("welcome"));
        shop.edge.opened(&shop.origin, &opening)
    };
    let connect = |opened: &Opened| {
        let socket = shop.edge.connect(&shop.origin, &opened.token);
        let mut socket = socket.expect("a socket");
        let (turns, _) = socket.resume(0);
        (socket, turns.last().map_or(0, |turn| turn.seq))
    };
    let others: Vec<Opened> = (1..5).map(open).collect();
    let (mut socket, _) = connect(&open(0));
    let statuses: Vec<u16> = scope(|scope| {
        let waits = others.iter().map(|opened| {
            let (_, after) = connect(opened);
            let exchange = Exchange {
                after,
                frames: Vec::new(),
                wait: true,
            };
            let (edge, origin) = (&shop.edge, &shop.origin);
            scope.spawn(move || edge.post(origin, &opened.token, &exchange).status)
        });
        let waits: Vec<_> = waits.collect();
        // Until all of them wait.
        sleep(Duration::from_secs(1));
        let path = "/v1/panics/conversation/webSocketMessage";
        assert_eq!(shop.edge.call("POST", path, &[], &[]).status, 200);
        let say = Say::Text("When does it arrive?".into());
        socket.say(&"turn-1".parse().unwrap(), say);
        let ends = waits.into_iter().map(ScopedJoinHandle::join);
        ends.map(|status| status.expect("an answer")).collect()
    });
    assert_eq!(statuses, [500; 4]);
}

/// Connects again, sends the turn again, and it is stored once.
#[track_caller]
fn recovers(shop: &Shop, opened: &Opened, id: &str, say: &Say) {
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket after the panic");
    socket.resume(0);
    socket.say(&id.parse().unwrap(), say.clone());
    socket
        .until(|frame| matches!(frame, EdgeFrame::Acked { id: acked, .. } if acked.as_str() == id));
    let (turns, _) = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket")
        .resume(0);
    assert_eq!(
        turns.iter().filter(|turn| turn.id.as_str() == id).count(),
        1
    );
}

fn capital(class: &str) -> String {
    class[..1].to_uppercase() + &class[1..]
}
