//! Rounds of turns, and what is made of their times.
//!
//! The machine is never quiet and never the same: what is compared is measured in turn, each against the other's round
//! beside it, and of the rounds the median counts.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use crate::chat::{Chat, Talk, Times, Way};
use crate::servers::Server;

/// Turns of each conversation.
pub(crate) const TURNS: usize = 12;
/// Conversations of a round: had two at a time, and sixteen.
const CALM: usize = 48;
const FULL: usize = 64;
/// Ways in which they are had.
const WAYS: usize = 4;
/// What is left to do when conversations are over is not to fall into another round: within eight seconds the shop is told of
/// them, and ten after that their objects leave memory.
pub(crate) const REST: Duration = Duration::from_secs(22);

/// Some conversations that were had.
#[derive(Default)]
pub(crate) struct Had {
    pub(crate) times: Vec<Times>,
    pub(crate) errors: usize,
    pub(crate) taken: Duration,
}

/// One round of one chat.
pub(crate) struct Round {
    pub(crate) calm: Had,
    pub(crate) watched: Had,
    pub(crate) posted: Had,
    pub(crate) full: Had,
    pub(crate) silent: Had,
    pub(crate) full_silent: Had,
    pub(crate) full_watched: Had,
    pub(crate) full_posted: Had,
    /// Time on the processor for each turn of the full rounds, in milliseconds.
    pub(crate) cpu_ms: f64,
    /// The same for each conversation once it is over: its record is told, and its object leaves memory.
    pub(crate) after_cpu_ms: f64,
}

impl Round {
    /// Times with two shoppers, who leave the machine room to breathe, then turns in a second with sixteen, who do not.
    pub(crate) fn of(server: &Server, number: usize) -> Self {
        let chat = &server.chat;
        let calm = |way| had(chat, (CALM, 2), way, &format!("calm-{way:?}-{number}"));
        let full = |way| had(chat, (FULL, 16), way, &format!("full-{way:?}-{number}"));
        let talks = open(chat, FULL, Way::Socket, &format!("full-{number}"));
        let cpu = server.cpu_ms();
        let sixteen = talk(talks, 16);
        let cpu = server.cpu_ms() - cpu;
        let mut round = Self {
            cpu_ms: cpu / sixteen.times.len() as f64,
            after_cpu_ms: 0.0,
            full: sixteen,
            calm: calm(Way::Socket),
            silent: calm(Way::Silent),
            full_silent: full(Way::Silent),
            watched: calm(Way::Watched),
            posted: calm(Way::Posted),
            full_watched: full(Way::Watched),
            full_posted: full(Way::Posted),
        };
        let over = server.cpu_ms();
        thread::sleep(REST);
        round.after_cpu_ms = (server.cpu_ms() - over) / (WAYS * (CALM + FULL)) as f64;
        round
    }

    pub(crate) fn errors(&self) -> usize {
        let all = [
            &self.calm,
            &self.watched,
            &self.posted,
            &self.full,
            &self.silent,
            &self.full_silent,
            &self.full_watched,
            &self.full_posted,
        ];
        all.map(|had| had.errors).iter().sum()
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (p50, p99) = (self.calm.acked(50), self.calm.acked(99));
        let (full, cpu) = (self.full.per_second(), self.cpu_ms);
        write!(
            f,
            "{p50:.2} and {p99:.2} ms, {full:.0} turns/s at {cpu:.2} ms each"
        )
    }
}

impl Had {
    pub(crate) fn acked(&self, percent: usize) -> f64 {
        percentile(self.times.iter().map(|times| times.acked), percent)
    }

    pub(crate) fn shown(&self, percent: usize) -> f64 {
        percentile(self.times.iter().filter_map(|times| times.shown), percent)
    }

    pub(crate) fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.taken.as_secs_f64()
    }
}

/// Opens so many conversations and has them, so many at a time.
pub(crate) fn had(chat: &Chat, (count, at_once): (usize, usize), way: Way, name: &str) -> Had {
    talk(open(chat, count, way, name), at_once)
}

/// Opens so many conversations.
pub(crate) fn open(chat: &Chat, count: usize, way: Way, name: &str) -> Vec<Talk> {
    let key = |number: usize| format!("load-{name}-{number:08}").replace(' ', "");
    (0..count)
        .map(|number| chat.connect(&key(number), way))
        .collect()
}

/// Has them all, `at_once` at a time.
pub(crate) fn talk(talks: Vec<Talk>, at_once: usize) -> Had {
    talk_with_pauses(talks, at_once, Duration::ZERO)
}

/// The same, with a pause after each turn.
pub(crate) fn talk_with_pauses(talks: Vec<Talk>, at_once: usize, pause: Duration) -> Had {
    let mut shares: Vec<Vec<Talk>> = (0..at_once).map(|_| Vec::new()).collect();
    for (number, talk) in talks.into_iter().enumerate() {
        shares[number % at_once].push(talk);
    }
    let begun = Instant::now();
    let turns: Vec<Option<Times>> = thread::scope(|scope| {
        let shoppers: Vec<_> = shares
            .iter_mut()
            .map(|share| {
                scope.spawn(|| {
                    let mut turns = Vec::new();
                    for talk in share {
                        for number in 0..TURNS {
                            turns.push(talk.turn(number));
                            thread::sleep(pause);
                        }
                    }
                    turns
                })
            })
            .collect();
        let turns = shoppers
            .into_iter()
            .map(|shopper| shopper.join().expect("the shopper comes to the end"));
        turns.flatten().collect()
    });
    let taken = begun.elapsed();
    let times: Vec<Times> = turns.iter().copied().flatten().collect();
    Had {
        errors: turns.len() - times.len(),
        times,
        taken,
    }
}

/// In milliseconds.
pub(crate) fn percentile(times: impl Iterator<Item = Duration>, percent: usize) -> f64 {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times[last * percent / 100].as_secs_f64() * 1_000.0
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    f64::midpoint(values[last / 2], values[last.div_ceil(2)])
}
