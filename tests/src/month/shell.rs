//! The outbox as the edge runs it, with rows of text in place of tables: each is written before what it says is done, and
//! read anew for every step, so that nothing but rows outlives a run.

use super::people::{self, People};
use super::service::{Heard, Told, What};
use super::telling::{self, Telling};
use super::wrong::Wrong;
use shared::channel::Channel;
use shared::delivery::{Draft, Entry, Event, Send, State, Step};
use shared::id::DeliveryId;
use shared::outbox::{Admission, Call, Due, Family, Gate, Lane, Rank, next_poll};
use shared::time::{Instant, Span};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub(super) struct Shell {
    rows: BTreeMap<DeliveryId, Row>,
    /// The index by which rows are found when they are due.
    due: BTreeSet<(Family, Lane, Instant, DeliveryId)>,
    gate: String,
    /// In memory only: when each queue may be tried again.
    later: BTreeMap<(Family, Lane), Instant>,
    /// Counts restarts; an answer to an earlier life is heard by nobody.
    pub(super) life: u64,
    pub(super) wrong: Option<Wrong>,
    pub(super) told: Telling,
    /// When the records of WhatsApp were read last, and what was heard from there.
    polled: Option<Instant>,
    heard: BTreeSet<String>,
    /// When a message that went by WhatsApp was last heard of.
    moved: Option<Instant>,
    /// Whether changes are kept to be looked at.
    pub(super) watched: bool,
    /// Every change since it was last looked at.
    pub(super) changes: Vec<Entry>,
}

struct Row {
    place: (Family, Lane, Instant),
    entry: String,
}

/// A call that begins.
#[derive(Debug)]
pub(super) enum Calls {
    Send(Box<Send>),
    LookUp(DeliveryId),
    /// Tells something of contacts.
    Tell(Box<Call>),
    /// Reads the records of WhatsApp.
    Poll,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) life: u64,
    pub(super) call: Calls,
    pub(super) answer: Heard,
}

/// How many deliveries of one queue a run takes on.
const A_RUN: usize = 50;
/// Once ended, kept so long.
const KEPT: Span = Span::days(30);

impl Calls {
    pub(super) fn family(&self) -> Family {
        match self {
            Self::Send(send) => Family::of(send.draft().channel),
            Self::LookUp(_) | Self::Poll => Family::Rest,
            Self::Tell(call) => telling::family(call),
        }
    }
}

impl Shell {
    pub(super) fn restarted(&mut self) -> Self {
        let old = std::mem::take(self);
        let mut new = Self {
            later: BTreeMap::new(),
            life: old.life + 1,
            told: old.told.restarted(),
            ..old
        };
        new.goes_wrong_by_dying();
        new
    }

    /// What some outboxes lose or forget when they die.
    fn goes_wrong_by_dying(&mut self) {
        let under_way = |row: &Row| row.place.1 == Lane::UnderWay;
        let ids = self.rows.iter().filter(|(_, row)| under_way(row));
        let ids: Vec<DeliveryId> = ids.map(|(id, _)| id.clone()).collect();
        for id in ids {
            let mut entry = self.entry(&id);
            match (self.wrong, &entry.state) {
                (Some(Wrong::ForgetsUnderWay), _) => {
                    let row = self.rows.remove(&id).expect("it is there");
                    let (family, lane, due) = row.place;
                    self.due.remove(&(family, lane, due, id));
                }
                (Some(Wrong::WritesLate), State::Sending { at, .. }) => {
                    let due = *at;
                    entry.attempts -= 1;
                    entry.state = State::Queued { due };
                    self.save(&entry, due);
                }
                _ => {}
            }
        }
    }

    pub(super) fn deliver(&mut self, draft: Draft, now: Instant) {
        if !self.rows.contains_key(&draft.id) {
            self.save(&Entry::new(draft), now);
        }
    }

    /// What is to be done when the alarm rings, as calls that were all written down.
    pub(super) fn turn(&mut self, people: &mut People, now: Instant) -> Vec<Calls> {
        let mut gate = if self.wrong == Some(Wrong::Hurries) {
            Gate::default()
        } else {
            self.gate()
        };
        let mut calls = Vec::new();
        for lane in Lane::OPEN {
            for family in Family::OF_DELIVERIES {
                if self.later.get(&(family, lane)).is_some_and(|at| *at > now) {
                    continue;
                }
                self.later.remove(&(family, lane));
                for id in self.due_in(family, lane, now) {
                    self.advance(&id, &mut gate, people, now, &mut calls);
                    if self.later.contains_key(&(family, lane)) {
                        break;
                    }
                }
            }
        }
        if let Some(call) = self.told.next(&mut gate, now) {
            calls.push(Calls::Tell(Box::new(call)));
        }
        if self.next_poll().is_some_and(|due| due <= now) {
            self.polled = Some(now);
            if gate.admit(Family::Rest, Rank::Upkeep, now) == Admission::Go {
                calls.push(Calls::Poll);
            }
        }
        self.gate = serde_json::to_string(&gate).expect("a gate is JSON");
        calls
    }

    fn next_poll(&self) -> Option<Instant> {
        self.moved.and_then(|moved| next_poll(moved, self.polled))
    }

    fn advance(
        &mut self,
        id: &DeliveryId,
        gate: &mut Gate,
        people: &mut People,
        now: Instant,
        calls: &mut Vec<Calls>,
    ) {
        let mut entry = self.entry(id);
        let (family, lane) = (Family::of(entry.draft.channel), Lane::of(&entry));
        match gate.due(&mut entry, now) {
            Due::Keep => {}
            Due::LookUp => calls.push(Calls::LookUp(id.clone())),
            Due::Wait(until) => {
                self.later.insert((family, lane), until);
                return;
            }
            Due::Ask => {
                let verdict = people.judge(&entry.draft, now);
                match entry.step(Event::Judged(verdict), now) {
                    Step::Send(send) => calls.push(Calls::Send(send)),
                    Step::Rest | Step::Ask | Step::LookUp => {
                        gate.give_back(family, Rank::from(entry.draft.purpose), now);
                    }
                }
            }
        }
        self.save(&entry, now);
    }

    pub(super) fn replied(&mut self, reply: Reply, now: Instant) {
        if reply.life != self.life {
            return;
        }
        let mut gate = self.gate();
        gate.heard(
            reply.call.family(),
            reply.answer.limit,
            reply.answer.ended,
            now,
        );
        self.gate = serde_json::to_string(&gate).expect("a gate is JSON");
        match (reply.call, reply.answer.what) {
            (Calls::Send(send), What::Answer(answer)) => {
                let attempt = send.attempt();
                self.step(&send.draft().id, Event::Answered { attempt, answer }, now);
            }
            (Calls::Tell(call), What::Answer(answer)) => {
                self.told.ended(&call, reply.answer.ended, &answer, now);
            }
            (call, What::Found(found)) => {
                let polled = matches!(call, Calls::Poll);
                for told in found {
                    if !polled || self.heard.insert(format!("{told:?}")) {
                        self.reported(&told, now);
                    }
                }
            }
            (Calls::LookUp(_) | Calls::Poll, What::Answer(_)) => {}
        }
    }

    pub(super) fn reported(&mut self, told: &Told, now: Instant) {
        let (vendor, report) = (told.vendor.clone(), told.report.clone());
        self.step(&told.delivery, Event::Reported { vendor, report }, now);
    }

    fn step(&mut self, id: &DeliveryId, event: Event, now: Instant) {
        // A right outbox has every delivery that it was given.
        if !self.rows.contains_key(id) {
            return;
        }
        let mut entry = self.entry(id);
        let was_known = entry.is_known_sent();
        entry.step(event, now);
        if entry.is_known_sent() && !was_known {
            let contact = people::contact(&entry.draft);
            self.told
                .happened(&contact, "message_sent", entry.draft.id.as_str());
        }
        if let (Some(Wrong::RepeatsUncertain), State::Uncertain { .. }) = (self.wrong, &entry.state)
            && entry.draft.channel != Channel::Email
        {
            entry.state = State::Queued { due: now };
        }
        self.save(&entry, now);
    }

    /// What these shoppers agreed to has changed.
    pub(super) fn reconsider(
        &mut self,
        deliveries: &[DeliveryId],
        people: &mut People,
        now: Instant,
    ) {
        for id in deliveries {
            if self.waits(id) && self.wrong != Some(Wrong::HearsNoWithdrawal) {
                let mut entry = self.entry(id);
                let verdict = people.judge(&entry.draft, now);
                entry.step(Event::Reconsidered(verdict), now);
                self.save(&entry, now);
            }
        }
    }

    pub(super) fn waits(&self, id: &DeliveryId) -> bool {
        self.rows
            .get(id)
            .is_some_and(|row| matches!(row.place.1, Lane::Waits(_)))
    }

    /// When the alarm should ring.
    pub(super) fn next(&self, now: Instant) -> Option<Instant> {
        let upkeep = [self.told.next_at(now), self.next_poll()];
        let upkeep = upkeep.into_iter().flatten().min();
        let mut next: Option<Instant> = upkeep.map(|next| next.max(now));
        for lane in Lane::OPEN {
            for family in Family::OF_DELIVERIES {
                let first = self
                    .due
                    .range((family, lane, Instant(i64::MIN), first_id())..)
                    .next();
                let Some((of, at, due, _)) = first else {
                    continue;
                };
                if (*of, *at) != (family, lane) {
                    continue;
                }
                let free = self.later.get(&(family, lane)).copied().unwrap_or(now);
                let rings = (*due).max(free).max(now);
                next = Some(next.map_or(rings, |next| next.min(rings)));
            }
        }
        next
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.rows.keys().map(|id| self.entry(id))
    }

    fn entry(&self, id: &DeliveryId) -> Entry {
        serde_json::from_str(&self.rows[id].entry).expect("an entry")
    }

    fn gate(&self) -> Gate {
        if self.gate.is_empty() {
            return Gate::default();
        }
        serde_json::from_str(&self.gate).expect("a gate")
    }

    fn due_in(&self, family: Family, lane: Lane, now: Instant) -> Vec<DeliveryId> {
        let from = (family, lane, Instant(i64::MIN), first_id());
        let due = self
            .due
            .range(from..)
            .take_while(|(of, at, due, _)| (*of, *at) == (family, lane) && *due <= now);
        due.take(A_RUN).map(|(_, _, _, id)| id.clone()).collect()
    }

    fn save(&mut self, entry: &Entry, now: Instant) {
        let id = &entry.draft.id;
        let due = entry.next_deadline().unwrap_or(now + KEPT);
        let place = (Family::of(entry.draft.channel), Lane::of(entry), due);
        if let Some(row) = self.rows.get(id) {
            if self.watched && self.entry(id).state != entry.state {
                self.changes.push(entry.clone());
            }
            let (family, lane, due) = row.place;
            self.due.remove(&(family, lane, due, id.clone()));
        }
        if let State::Sent { .. } | State::Delivered { .. } = entry.state
            && place.0 == Family::Rest
        {
            self.moved = Some(now);
        }
        self.due.insert((place.0, place.1, place.2, id.clone()));
        let text = serde_json::to_string(entry).expect("an entry is JSON");
        self.rows.insert(id.clone(), Row { place, entry: text });
    }
}

fn first_id() -> DeliveryId {
    "-".parse().expect("the least id")
}
