//! Plays one schedule: two shoppers at once, each behind a proxy, then the comparison with what the object keeps.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use parley_tests::client::{Edge, Log, Tab, opening};
use serde_json::{Value, from_value};
use shared::id::TurnId;
use shared::wire::frame_v1::{Page, PageKind, Say, ShopperFrame, Turn};

use crate::judge::{Seen, Verdict, judge};
use crate::proxy::Proxy;
use crate::schedule::{Kind, Move, Schedule, Shopper};
use crate::world::{ORIGIN, World};

/// What became of one schedule.
#[derive(Default)]
pub(crate) struct Played {
    pub(crate) turns: usize,
    /// Faults made by proxies and demanded of objects.
    pub(crate) faults: usize,
    pub(crate) sockets: usize,
    pub(crate) verdict: Verdict,
}

/// Plays it; `heard` counts acknowledged turns of all that play at once.
pub(crate) fn play(world: &World, schedule: &Schedule, heard: &AtomicUsize) -> Played {
    let shop = world.shop(schedule.seed);
    world.demand(&shop, &schedule.shop_demands);
    let mut played = thread::scope(|scope| {
        let both = schedule.shoppers.each_ref().map(|shopper| {
            let shop = &shop;
            scope.spawn(move || play_one(world, schedule.kind, shop, shopper, heard))
        });
        let mut played = Played::default();
        for one in both {
            let one = one.join().unwrap_or_else(|_| {
                let mut stopped = Played::default();
                stopped.verdict.other.push("the player stopped".into());
                stopped
            });
            played.turns += one.turns;
            played.faults += one.faults;
            played.sockets += one.sockets;
            played.verdict.add(one.verdict);
        }
        played
    });
    played.faults += schedule.shop_demands.len();
    played
}

fn play_one(
    world: &World,
    kind: Kind,
    shop: &str,
    shopper: &Shopper,
    heard: &AtomicUsize,
) -> Played {
    let proxy = Proxy::start(world.address, shopper.passages.clone()).expect("a proxy");
    let edge = Edge::new(&proxy.origin, "");
    let open = opening(shop, &format!("key-of-{}-0123456789", shopper.mark), None);
    let mut page = Tab::new(&edge, ORIGIN, open.clone(), shopper.window);
    let mut played = Played::default();
    let mut said = Vec::new();
    if page.until(PATIENCE, |page| page.conversation().is_some()) {
        let conversation = page.conversation().expect("it is open").to_string();
        world.demand(&conversation, &shopper.demands);
        let over = AtomicBool::new(false);
        let second = thread::scope(|scope| {
            let second = shopper.has_second_tab.then(|| {
                let mut tab = Tab::new(&edge, ORIGIN, open, 1);
                let over = &over;
                scope.spawn(move || {
                    tab.until(PATIENCE * 2, |_| over.load(Ordering::Relaxed));
                    settle(tab)
                })
            });
            said = act(world, kind, &mut page, shopper, heard);
            over.store(true, Ordering::Relaxed);
            second.and_then(|second| second.join().ok())
        });
        let (log, settled) = settle(page);
        let kept = kept(world, shop, &conversation);
        let mut logs = vec![log];
        if let Some((log, _)) = second {
            logs.push(log);
        }
        played.sockets = logs.iter().map(|log| log.sockets as usize).sum();
        let (mark, said) = (shopper.mark.as_str(), said.as_slice());
        played.verdict = judge(&Seen {
            mark,
            said,
            logs: &logs,
            kept: &kept,
        });
        if !settled {
            played.verdict.other.push(format!("{mark} never settled"));
        }
        if kind == Kind::Alarms {
            played.verdict.other.extend(delivered(world, shop, mark));
        }
    } else {
        played.verdict.other.push("the chat never opened".into());
    }
    played.turns = said.len();
    played.faults = proxy.faults() + shopper.demands.len();
    played
}

/// Does everything the shopper does, and gives the ids of what was said.
fn act(
    world: &World,
    kind: Kind,
    page: &mut Tab,
    shopper: &Shopper,
    heard: &AtomicUsize,
) -> Vec<TurnId> {
    let mut said: Vec<TurnId> = Vec::new();
    for step in &shopper.moves {
        match step {
            Move::Say(text) => {
                let id = format!("{}-{}", shopper.mark, said.len());
                let id: TurnId = id.parse().expect("an id");
                said.push(id.clone());
                page.say(id, Say::Text(text.clone()));
                page.until(Duration::from_millis(5), |_| false);
                heard.fetch_add(1, Ordering::Relaxed);
            }
            Move::Type => page.tell(&ShopperFrame::Typing(true)),
            Move::GoOn => page.hang_up(),
            Move::Rest(milliseconds) if kind == Kind::Sleeps && *milliseconds > 10_000 => {
                sleep_through(world, page, *milliseconds);
            }
            Move::Rest(milliseconds) => {
                page.until(Duration::from_millis(*milliseconds), |_| false);
            }
            Move::Read => {
                page.until(PATIENCE, Tab::is_settled);
            }
        }
    }
    page.tell(&ShopperFrame::Page(Page {
        kind: PageKind::Cart,
        handle: None,
    }));
    page.until(PATIENCE, Tab::is_heard);
    said
}

/// The page stays silent until its object has been taken out of memory, which its socket does not notice. An alarm keeps
/// an object awake for a while, and so does the question whether it sleeps; hence several nights.
fn sleep_through(world: &World, page: &mut Tab, milliseconds: u64) {
    let conversation = page.conversation().map(ToString::to_string);
    let conversation = conversation.unwrap_or_default();
    let (made, sockets) = (
        world.made("conversation", &conversation),
        page.log().sockets,
    );
    let made_again = (0..NIGHTS).any(|_| {
        page.until(Duration::from_millis(milliseconds), |_| false);
        world.made("conversation", &conversation) > made
    });
    if page.log().sockets == sockets && !made_again {
        page.note("an idle object did not hibernate");
    }
}

/// Waits until nothing is owed, coming back anew once more in the end, so that all that is kept has been asked for.
fn settle(mut page: Tab) -> (Log, bool) {
    page.until(PATIENCE, Tab::is_settled);
    page.hang_up();
    let settled = page.until(PATIENCE, Tab::is_settled);
    (page.into_log(), settled)
}

fn kept(world: &World, shop: &str, conversation: &str) -> Vec<Turn> {
    let path = format!("/operator/shops/{shop}/conversations/{conversation}");
    let answer = world.ask("GET", &path, &Value::Null);
    from_value(answer.json()["turns"].clone()).unwrap_or_default()
}

/// What is wrong with the one e-mail by which a person is told of this shopper.
fn delivered(world: &World, shop: &str, mark: &str) -> Option<String> {
    let begun = Instant::now();
    while world.emails_about(mark) == 0 && begun.elapsed() < UNTIL_A_MAIL {
        thread::sleep(Duration::from_millis(300));
    }
    let emails = world.emails_about(mark);
    (emails != 1).then(|| {
        let outbox = world.ask(
            "GET",
            &format!("/operator/shops/{shop}/outbox"),
            &Value::Null,
        );
        format!(
            "{emails} e-mails tell a person of {mark}; the outbox: {}",
            outbox.json()
        )
    })
}

const PATIENCE: Duration = Duration::from_mins(1);
/// An attempt that nobody answered for is made again after its time-out and a pause, a minute later.
const UNTIL_A_MAIL: Duration = Duration::from_mins(3);
/// How often a page waits for its object to sleep.
const NIGHTS: u32 = 4;
