//! A month of a shop's outbox in simulated time: shoppers who agree and withdraw, a service with limits that fails in
//! every way it may, and an outbox that dies at any moment. Everything comes from one seed, so a month can be looked at
//! again.
//!
//! The outbox is run as the edge runs it (`shell`): rows that are written before a call is made, and nothing else that
//! lives longer than a run. What is right is judged apart from it: by what the shoppers said (`people`) and by what the
//! service took (`service`).

mod chance;
mod contacts;
mod day;
mod journal;
mod people;
mod service;
mod shell;
mod tally;
mod telling;
mod wrong;

pub use day::day;
pub use tally::Tally;
pub use wrong::Wrong;

use chance::Chance;
use journal::Journal;
use people::People;
use service::{Network, Service};
use shared::channel::Purpose;
use shared::delivery::Draft;
use shared::outbox::Family;
use shared::time::{Instant, Span};
use shell::{Calls, Reply, Shell};
use std::collections::BTreeMap;

/// Something whose time comes.
#[derive(Debug)]
enum Happens {
    /// A shopper agrees to what this draft is.
    Agree(Box<Draft>),
    /// A conversation wants a message sent; it may ask twice.
    Queue(Box<Draft>),
    /// A shopper withdraws.
    Withdraw(usize),
    /// The service answers a call, or nobody does.
    Reply(Box<Reply>),
    /// The service tells what became of a message; it may tell twice.
    Report(service::Told),
    /// The outbox's alarm.
    Alarm,
    /// A call that was kept back begins.
    Begin(Box<Calls>),
    /// The outbox dies.
    Crash,
}

/// A world with its clock.
struct World {
    now: Instant,
    agenda: BTreeMap<(Instant, u64), Happens>,
    numbers: u64,
    people: People,
    service: Service,
    shell: Shell,
    chance: Chance,
    /// When the next alarm is set for.
    alarm: Option<Instant>,
    crashes: u64,
    /// One crash in so many moments at which one may happen; none without.
    crash_one_in: Option<u64>,
    journal: Option<Journal>,
}

/// A month of this many shoppers.
#[must_use]
pub fn month(shoppers: usize, seed: u64) -> Tally {
    month_with(shoppers, seed, None)
}

/// The same with an outbox that is wrong, if one is named.
#[must_use]
pub fn month_with(shoppers: usize, seed: u64, wrong: Option<Wrong>) -> Tally {
    let mut chance = Chance::new(seed);
    let people = People::new(shoppers, &mut chance);
    let service = Service::new(Network::Bad, &mut chance);
    let mut world = World::new(people, service, chance);
    world.crash_one_in = Some(CRASHES);
    world.goes_wrong(wrong);
    for shopper in 0..shoppers {
        world.plan(shopper);
    }
    world.run();
    tally::of(&world)
}

/// How much of the allowed rate a burst of follow-ups uses, in per mille, and how often the service refused for haste.
#[must_use]
pub fn burst(family: Family, messages: usize) -> (i64, u64) {
    burst_with(family, messages, None)
}

/// The same with an outbox that is wrong, if one is named.
#[must_use]
pub fn burst_with(family: Family, messages: usize, wrong: Option<Wrong>) -> (i64, u64) {
    let mut chance = Chance::new(1);
    let people = People::awake(messages);
    let service = Service::new(Network::Good, &mut chance);
    let mut world = World::new(people, service, chance);
    world.goes_wrong(wrong);
    for shopper in 0..messages {
        let draft = world
            .people
            .follow_up(shopper, 0, family, START, START + Span::days(7));
        world.at(START, Happens::Queue(Box::new(draft)));
    }
    world.run();
    let taken = world.service.taken();
    let (first, last) = (taken.clone().min(), taken.clone().max());
    let spent = first
        .zip(last)
        .map_or(1, |(first, last)| (last - first).0.max(1));
    let (limit, per) = family.limit();
    let count = i64::try_from(taken.count()).unwrap_or(i64::MAX);
    (
        count * per.0 * 1000 / (spent * i64::from(limit)),
        world.service.hasty,
    )
}

impl World {
    fn new(people: People, service: Service, chance: Chance) -> Self {
        Self {
            now: START,
            agenda: BTreeMap::new(),
            numbers: 0,
            people,
            service,
            shell: Shell::default(),
            chance,
            alarm: None,
            crashes: 0,
            crash_one_in: None,
            journal: None,
        }
    }

    fn goes_wrong(&mut self, wrong: Option<Wrong>) {
        self.shell.wrong = wrong;
        self.shell.told.wrong = wrong;
        self.people.old_ledger = wrong == Some(Wrong::OldLedger);
        self.service.is_keyed = wrong != Some(Wrong::ManyKeys);
    }

    /// What one shopper's month holds.
    fn plan(&mut self, shopper: usize) {
        let mut leaves = START + Span(self.chance.up_to(MONTH.0));
        for number in 0..self.chance.below(4) {
            let due = START + Span(self.chance.up_to(MONTH.0));
            let family = self.chance.pick(&[
                Family::Email,
                Family::Email,
                Family::Email,
                Family::Sms,
                Family::Rest,
            ]);
            let good_for = self
                .chance
                .pick(&[Span::hours(2), Span::days(1), Span::days(3)]);
            let draft = self
                .people
                .follow_up(shopper, number, family, due, due + good_for);
            let asked = due + Span(-self.chance.up_to(Span::days(2).0));
            // Many leave when they are written to, or think better of it at once.
            match self.chance.below(4) {
                0 => leaves = due + Span(self.chance.up_to(Span::minutes(1).0)),
                1 => leaves = asked.max(START) + Span(self.chance.up_to(Span::hours(1).0)),
                _ => {}
            }
            if self.chance.one_in(2) {
                self.at(asked.max(START), Happens::Agree(Box::new(draft.clone())));
            }
            for _ in 0..=u64::from(self.chance.one_in(5)) {
                let at = asked + Span(self.chance.up_to(60_000));
                self.at(at.max(START), Happens::Queue(Box::new(draft.clone())));
            }
        }
        if self.chance.one_in(4) {
            self.at(leaves, Happens::Withdraw(shopper));
        }
    }

    fn at(&mut self, at: Instant, happens: Happens) {
        self.numbers += 1;
        self.agenda
            .insert((at.max(self.now), self.numbers), happens);
    }

    fn run(&mut self) {
        self.run_until(Instant(i64::MAX));
    }

    fn run_until(&mut self, end: Instant) {
        while let Some(((at, _), happens)) = self.agenda.pop_first() {
            if at >= end {
                break;
            }
            self.now = at;
            self.happen(happens);
            self.set_alarm();
        }
    }

    fn happen(&mut self, happens: Happens) {
        self.write_down(&happens);
        match happens {
            Happens::Agree(draft) => {
                if let Some(contact) = self.people.agree(&draft, self.now) {
                    let sells = draft.purpose == Purpose::Marketing;
                    let told = &mut self.shell.told;
                    told.agrees(&contact, draft.channel, sells, self.now);
                }
            }
            Happens::Queue(draft) => {
                self.people.asked(&draft);
                self.shell.deliver(*draft, self.now);
            }
            Happens::Withdraw(shopper) => {
                let kept = self.people.withdraw(shopper, self.now);
                let contacts = people::contacts(shopper);
                self.shell.told.takes_back(&contacts, self.now);
                self.shell.reconsider(&kept, &mut self.people, self.now);
                self.people.check_stopped(&kept, &self.shell);
            }
            Happens::Reply(reply) => self.reply(*reply),
            Happens::Report(told) => self.shell.reported(&told, self.now),
            Happens::Alarm => {
                if self.alarm == Some(self.now) {
                    self.alarm = None;
                    self.turn();
                }
            }
            Happens::Begin(call) => self.begin(*call),
            Happens::Crash => self.crash(),
        }
        self.write_changes();
    }

    fn reply(&mut self, reply: Reply) {
        if reply.life != self.shell.life {
            self.service.goes_unheard(&reply.call);
        } else if self.crashes_now() {
            self.service.goes_unheard(&reply.call);
            self.crash();
        } else {
            self.shell.replied(reply, self.now);
        }
    }

    /// One run of the alarm.
    fn turn(&mut self) {
        for call in self.shell.turn(&mut self.people, self.now) {
            if self.crashes_now() {
                // It was written down as begun, and was not.
                self.crash();
                return;
            }
            let is_send = matches!(call, Calls::Send(_));
            if is_send && self.shell.wrong == Some(Wrong::StalePermit) {
                let late = self.now + Span::hours(1);
                self.at(late, Happens::Begin(Box::new(call)));
            } else {
                self.begin(call);
            }
        }
    }

    fn begin(&mut self, call: Calls) {
        let outcome = self.service.call(&call, self.now, &mut self.chance);
        self.write_call(&call, &outcome.answer);
        for (at, told) in outcome.reports {
            self.at(at, Happens::Report(told));
        }
        let life = self.shell.life;
        let reply = Reply {
            life,
            call,
            answer: outcome.answer,
        };
        self.at(outcome.at, Happens::Reply(Box::new(reply)));
    }

    fn crashes_now(&mut self) -> bool {
        self.crash_one_in
            .is_some_and(|times| self.chance.one_in(times))
    }

    /// Everything that was in memory is gone, and with it whatever would have been answered.
    fn crash(&mut self) {
        self.crashes += 1;
        self.shell = self.shell.restarted();
        self.alarm = None;
    }

    fn set_alarm(&mut self) {
        let next = self.shell.next(self.now);
        if let Some(next) = next.filter(|next| self.alarm.is_none_or(|alarm| *next < alarm)) {
            self.alarm = Some(next);
            self.at(next, Happens::Alarm);
        }
    }
}

/// 2026-11-23 12:00 in UTC.
const START: Instant = Instant(1_795_435_200_000);
const MONTH: Span = Span::days(30);
/// One crash in so many moments at which one may happen.
const CRASHES: u64 = 60;
