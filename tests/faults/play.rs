//! Plays one schedule: two shoppers at once, each behind a proxy, then the comparison with what the object keeps.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use parley_tests::client::{Carrier, Edge, Log, Party, ShopperPage, Tab, opening};
use serde_json::{Value, from_value};
use shared::id::{ConversationId, TurnId};
use shared::money::Money;
use shared::wire::frame_v1::{self, CartLine, CartReport, PageKind, Say, ShopperFrame, Turn};

use crate::agents::Spoke;
use crate::judge::{Seen, Verdict, judge};
use crate::proxy::Proxy;
use crate::schedule::{Kind, Move, Schedule, Shopper, Upset, What};
use crate::world::{ORIGIN, World};

/// What became of one schedule.
#[derive(Default)]
pub(crate) struct Played {
    pub(crate) turns: usize,
    /// Faults made by proxies, at objects, and to the Worker.
    pub(crate) faults: usize,
    /// Those at objects, by class, handler and what happened there.
    pub(crate) fired: BTreeMap<String, usize>,
    pub(crate) connections: usize,
    pub(crate) verdict: Verdict,
}

impl Played {
    /// A player that did not come to its end.
    pub(crate) fn stopped() -> Self {
        let mut stopped = Self::default();
        stopped.verdict.other.push("the player stopped".into());
        stopped
    }

    /// Adds what became of a part.
    fn add(&mut self, part: Self) {
        self.turns += part.turns;
        self.faults += part.faults;
        self.connections += part.connections;
        self.verdict.add(part.verdict);
        for (fault, times) in part.fired {
            *self.fired.entry(fault).or_default() += times;
        }
    }

    /// Counts what fired at objects called `name` of what was demanded there.
    fn add_fired(&mut self, world: &World, name: &str, demands: &[Value]) {
        if demands.is_empty() {
            return;
        }
        for (fault, times) in world.fired(name) {
            self.faults += times;
            *self.fired.entry(fault).or_default() += times;
        }
    }
}

/// Plays it.
pub(crate) fn play(world: &World, schedule: &Schedule) -> Played {
    let shop = world.shop(schedule.seed);
    world.demand(&shop, &schedule.shop_demands);
    let (heard, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let mut played = thread::scope(|scope| {
        let weather = scope.spawn(|| weather(world, &schedule.upsets, &heard, &over));
        let both = schedule.shoppers.each_ref().map(|shopper| {
            let player = Player {
                world,
                kind: schedule.kind,
                shop: &shop,
                shopper,
                heard: &heard,
            };
            scope.spawn(move || player.play())
        });
        let mut played = Played::default();
        for one in both {
            played.add(one.join().unwrap_or_else(|_| Played::stopped()));
        }
        over.store(true, Ordering::Relaxed);
        match weather.join() {
            Ok(upsets) => played.faults += upsets,
            Err(_) => played.add(Played::stopped()),
        }
        played
    });
    played.add_fired(world, &shop, &schedule.shop_demands);
    played
}

/// Has everything happen to the Worker when so many turns of this schedule have been said. How much of it has happened.
fn weather(world: &World, upsets: &[Upset], heard: &AtomicUsize, over: &AtomicBool) -> usize {
    for (happened, upset) in upsets.iter().enumerate() {
        while heard.load(Ordering::Relaxed) < upset.after {
            if over.load(Ordering::Relaxed) {
                return happened;
            }
            thread::sleep(Duration::from_millis(1));
        }
        match upset.what {
            What::Kill => world.kill(),
            What::Clock(milliseconds) => world.jump(milliseconds),
        }
    }
    upsets.len()
}

/// Plays one shopper, with all who come into the same conversation.
#[derive(Clone, Copy)]
struct Player<'a> {
    world: &'a World,
    kind: Kind,
    shop: &'a str,
    shopper: &'a Shopper,
    heard: &'a AtomicUsize,
}

impl Player<'_> {
    fn play(self) -> Played {
        let (world, shopper) = (self.world, self.shopper);
        let proxy = Proxy::start(world.address, shopper.passages.clone()).expect("a proxy");
        let edge = Edge::of_a_tab(&proxy.origin);
        let key = format!("key-of-{}-0123456789", shopper.mark);
        let mut open = opening(self.shop, &key, None);
        open.visit.cart = Some(cart());
        let party = ShopperPage {
            origin: ORIGIN.into(),
            open,
            subprotocol: shopper.subprotocol,
        };
        let mut page = Tab::page(&edge, party.clone(), shopper.window);
        page.go_on_by(shopper.by);
        if !page.until(world.patience, |page| page.conversation().is_some()) {
            let mut played = Played::default();
            played.verdict.other.push("the chat never opened".into());
            return played;
        }
        let conversation = page.conversation().expect("it is open").clone();
        world.demand(conversation.as_str(), &shopper.demands);
        let mut played = self.converse(page, &edge, party, &conversation);
        played.faults += proxy.faults();
        played.add_fired(world, conversation.as_str(), &shopper.demands);
        played
    }

    fn converse(
        self,
        mut page: Tab<ShopperPage>,
        edge: &Edge,
        party: ShopperPage,
        conversation: &ConversationId,
    ) -> Played {
        let (world, shopper) = (self.world, self.shopper);
        let (over, done) = (AtomicBool::new(false), AtomicUsize::new(0));
        let (said, log, second, agents) = thread::scope(|scope| {
            let (over, done) = (&over, &done);
            let second = shopper.has_second_tab.then(|| {
                let mut tab = Tab::page(edge, party, 1);
                scope.spawn(move || {
                    tab.until(world.patience * 2, |_| over.load(Ordering::Relaxed));
                    self.settle(tab, conversation)
                })
            });
            let agents: Vec<_> = shopper
                .agents
                .iter()
                .map(|agent| {
                    scope.spawn(move || agent.play(world, self.shop, conversation, done, over))
                })
                .collect();
            let mut said = self.act(&mut page);
            if !agents.is_empty() {
                page.until(world.patience * 2, |_| {
                    done.load(Ordering::Relaxed) == agents.len()
                });
                self.say(&mut page, &mut said, "and now?");
                page.until(world.patience, Tab::is_settled);
            }
            over.store(true, Ordering::Relaxed);
            let log = self.settle(page, conversation);
            let second = second.and_then(|second| second.join().ok());
            let agents: Vec<Spoke> = agents
                .into_iter()
                .flat_map(ScopedJoinHandle::join)
                .collect();
            (said, log, second, agents)
        });
        let logs: Vec<(Log, bool)> = [Some(log), second].into_iter().flatten().collect();
        self.judge(&said, &logs, &agents, conversation)
    }

    fn judge(
        self,
        said: &[TurnId],
        logs: &[(Log, bool)],
        agents: &[Spoke],
        conversation: &ConversationId,
    ) -> Played {
        let mark = self.shopper.mark.as_str();
        let mut verdict = judge(&Seen {
            mark,
            said,
            logs: &logs.iter().map(|(log, _)| log).collect::<Vec<_>>(),
            agents,
            kept: &kept(self.world, self.shop, conversation),
        });
        let settled = logs.iter().all(|(_, settled)| *settled);
        if !settled || !agents.iter().all(|agent| agent.settled) {
            verdict.other.push(format!("{mark} never settled"));
        }
        if agents.len() < self.shopper.agents.len() {
            verdict.other.push("an agent's player stopped".into());
        }
        if self.kind == Kind::Alarms {
            let delivered = delivered(self.world, self.shop, conversation, mark);
            verdict.other.extend(delivered);
        }
        let all = logs.iter().map(|(log, _)| log);
        let all = all.chain(agents.iter().map(|agent| &agent.log));
        Played {
            turns: said.len() + agents.iter().map(|agent| agent.said.len()).sum::<usize>(),
            faults: agents.iter().map(|agent| agent.faults).sum(),
            connections: all.map(|log| log.connections as usize).sum(),
            fired: BTreeMap::new(),
            verdict,
        }
    }

    /// Does everything the shopper does, and gives the ids of what was said.
    fn act(self, page: &mut Tab<ShopperPage>) -> Vec<TurnId> {
        let mut said: Vec<TurnId> = Vec::new();
        for step in &self.shopper.moves {
            match step {
                Move::Say(text) => self.say(page, &mut said, text),
                Move::Type => page.tell(ShopperFrame::Typing(true)),
                Move::GoOn => page.hang_up(),
                Move::Change => page.go_on_by(match page.carrier() {
                    Carrier::Socket => Carrier::Posts,
                    Carrier::Posts => Carrier::Socket,
                }),
                Move::Rest(milliseconds) if self.kind == Kind::Sleeps && *milliseconds > 10_000 => {
                    sleep_through(self.world, page, *milliseconds);
                }
                Move::Rest(milliseconds) => {
                    page.until(Duration::from_millis(*milliseconds), |_| false);
                }
                Move::Ring => {
                    if let Some(conversation) = page.conversation() {
                        self.world.ring_alarms(self.shop, conversation.as_str());
                    }
                }
                Move::Read => {
                    page.until(LISTENS, Tab::is_settled);
                }
            }
        }
        page.tell(ShopperFrame::Page(frame_v1::Page {
            kind: PageKind::Cart,
            handle: None,
        }));
        page.until(self.world.patience, Tab::is_heard);
        said
    }

    fn say(self, page: &mut Tab<ShopperPage>, said: &mut Vec<TurnId>, text: &str) {
        let mark = &self.shopper.mark;
        let id: TurnId = format!("{mark}-{}", said.len()).parse().expect("an id");
        said.push(id.clone());
        let text = if text.starts_with(mark.as_str()) {
            text.into()
        } else {
            format!("{mark}: {text}")
        };
        page.say(id, Say::Text(text));
        page.until(Duration::from_millis(5), |_| false);
        self.heard.fetch_add(1, Ordering::Relaxed);
    }

    fn settle(self, mut page: Tab<ShopperPage>, conversation: &ConversationId) -> (Log, bool) {
        let settled = settle(self.world, self.shop, &mut page, conversation);
        (page.into_log(), settled)
    }
}

/// Waits until nothing is owed, coming back anew in the end, so that all that is kept has been asked for; and again where the
/// last frames vanish once more. What comes to be kept after that, by a frame that was under way for long, this tab need not
/// have seen.
pub(crate) fn settle<P: Party>(
    world: &World,
    shop: &str,
    tab: &mut Tab<P>,
    conversation: &ConversationId,
) -> bool {
    tab.until(world.patience, Tab::is_heard);
    tab.until(LISTENS, Tab::is_settled);
    let owed = kept(world, shop, conversation).len();
    let begun = Instant::now();
    while !tab.catch_up(owed, LISTENS) {
        if begun.elapsed() > world.patience {
            return false;
        }
    }
    true
}

/// The page stays silent until its object has been taken out of memory, which its socket does not notice. An alarm keeps
/// an object awake for a while, and so does the question whether it sleeps; hence several nights.
fn sleep_through(world: &World, page: &mut Tab<ShopperPage>, milliseconds: u64) {
    let conversation = page.conversation().map(ToString::to_string);
    let conversation = conversation.unwrap_or_default();
    let (made, connections) = (
        world.made("conversation", &conversation),
        page.log().connections,
    );
    let made_again = (0..NIGHTS).any(|_| {
        page.until(Duration::from_millis(milliseconds), |_| false);
        world.made("conversation", &conversation) > made
    });
    if page.log().connections == connections && !made_again {
        page.note("an idle object did not hibernate");
    }
}

fn kept(world: &World, shop: &str, conversation: &ConversationId) -> Vec<Turn> {
    let path = format!("/operator/shops/{shop}/conversations/{conversation}");
    let answer = world.ask("GET", &path, &Value::Null);
    from_value(answer.json()["turns"].clone()).unwrap_or_default()
}

/// What is wrong with the one e-mail by which a person is told of this shopper, once the shop's outbox sends nothing more:
/// a second copy would come with a second attempt.
fn delivered(
    world: &World,
    shop: &str,
    conversation: &ConversationId,
    mark: &str,
) -> Option<String> {
    let begun = Instant::now();
    let path = format!("/operator/shops/{shop}/outbox");
    let outbox = loop {
        let outbox = world.ask("GET", &path, &Value::Null).json();
        let patience = world.patience * UNTIL_A_MAIL;
        if has_ended(&outbox, conversation) || begun.elapsed() > patience {
            break outbox;
        }
        if begun.elapsed() > BEFORE_HURRYING {
            world.hurry(shop, conversation.as_str());
        }
        thread::sleep(Duration::from_secs(1));
    };
    let emails = world.emails_about(mark);
    (emails != 1).then(|| format!("{emails} e-mails tell a person of {mark}; the outbox: {outbox}"))
}

/// Whether something of this conversation has come to the outbox, and nothing there is sent any more.
fn has_ended(outbox: &Value, conversation: &ConversationId) -> bool {
    let deliveries = outbox.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_its = |delivery: &Value| delivery["conversation"] == conversation.as_str();
    let goes_on = |delivery: &Value| {
        let state = delivery["state"].as_str().unwrap_or_default();
        ["queued", "asking", "held", "stopped", "sending"].contains(&state)
    };
    deliveries.iter().any(is_its) && !deliveries.iter().any(goes_on)
}

/// A cart has the catalogue asked whenever a delivery is looked up.
fn cart() -> CartReport {
    let total = Money::new(2900, "EUR".parse().expect("a currency"));
    CartReport {
        token: "a-cart".into(),
        total,
        lines: vec![CartLine {
            variant: "41000000000001".parse().expect("a variant"),
            title: "A lamp".into(),
            quantity: 1,
            total,
        }],
    }
}

/// An attempt may meet a fault, and so may those after it. So many times a tab's patience.
const UNTIL_A_MAIL: u32 = 5;
/// By then most deliveries that met no fault have ended, and most shoppers have said all.
const BEFORE_HURRYING: Duration = Duration::from_secs(8);
/// Longer than an answer takes: where its last frame vanished nothing more comes, and a page does not know of it before it
/// comes back.
const LISTENS: Duration = Duration::from_secs(6);
/// How often a page waits for its object to sleep.
const NIGHTS: u32 = 4;
