//! The service that sends: it counts calls in fixed windows, fails for hours, loses answers before or after taking a
//! message, refuses keys and credits for a while, remembers an e-mail's key for half an hour, and knows what it took.

use super::START;
use super::chance::Chance;
use super::contacts::Contacts;
use super::shell::Calls;
use shared::channel::Channel;
use shared::delivery::{Answer, Draft, Report, Send, Stop};
use shared::id::DeliveryId;
use shared::outbox::{Ended, Family, Told as Limit};
use shared::time::{Instant, Span};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Network {
    /// Answers take a moment, and all come.
    Good,
    /// The same outside the spells that were given.
    Told,
    Bad,
}

pub(super) struct Service {
    pub(super) network: Network,
    windows: BTreeMap<Family, (Instant, u32)>,
    /// Spells, each with what it does.
    spells: Vec<(Instant, Instant, Spell)>,
    /// Every message taken, by delivery.
    pub(super) messages: BTreeMap<DeliveryId, Vec<Taken>>,
    pub(super) calls: BTreeMap<Family, u64>,
    /// Refusals for haste that is ours.
    pub(super) hasty: u64,
    pub(super) contacts: Contacts,
    /// What the records tell of WhatsApp messages, the oldest first.
    whatsapp: VecDeque<(Instant, Told)>,
    /// Text and WhatsApp messages of which the outbox was not told what became.
    unheard: BTreeSet<DeliveryId>,
    /// How often one of those was sent again.
    pub(super) repeated: u64,
    /// Whether an e-mail has the same key at every attempt.
    pub(super) is_keyed: bool,
    pub(super) without_permit: u64,
}

/// A message that was taken.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) at: Instant,
    /// When the call began that brought it.
    pub(super) begun: Instant,
    pub(super) draft: Draft,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Spell {
    Down,
    Stopped(Stop),
    /// Every answer is lost, before or after the message is taken.
    Deaf,
    /// Somebody else uses up the account's limits.
    Crowded,
}

/// What the service tells of its own accord, or when it is asked.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) delivery: DeliveryId,
    pub(super) vendor: String,
    pub(super) report: Report,
}

/// What comes of a call.
pub(super) struct Outcome {
    pub(super) at: Instant,
    pub(super) answer: Heard,
    pub(super) reports: Vec<(Instant, Told)>,
}

/// How a call ended, as the caller sees it.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) limit: Option<Limit>,
    pub(super) ended: Ended,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// To a message.
    Answer(Answer),
    /// To a look-up.
    Found(Vec<Told>),
}

/// How long the caller waits for an answer.
const PATIENCE: Span = Span::seconds(8);
const KEY_LIFE: Span = Span::minutes(30);
/// So long after a message is taken the records tell of it.
const LAG: Span = Span::minutes(5);

impl Service {
    pub(super) fn new(network: Network, chance: &mut Chance) -> Self {
        let mut spells = Vec::new();
        let each = match network {
            Network::Good | Network::Told => 0,
            Network::Bad => 12,
        };
        for _ in 0..each {
            for spell in [
                Spell::Down,
                Spell::Deaf,
                Spell::Crowded,
                Spell::Stopped(chance.pick(&[
                    Stop::KeyRefused,
                    Stop::AddressBlocked,
                    Stop::NoCredits,
                ])),
            ] {
                let begins = START + Span(chance.up_to(super::MONTH.0));
                let lasts = chance.pick(&[Span::minutes(3), Span::minutes(40), Span::hours(5)]);
                spells.push((begins, begins + lasts, spell));
            }
        }
        Self::with(network, spells)
    }

    /// One with these spells.
    pub(super) fn with(network: Network, spells: Vec<(Instant, Instant, Spell)>) -> Self {
        Self {
            network,
            windows: BTreeMap::new(),
            spells,
            contacts: Contacts::default(),
            whatsapp: VecDeque::new(),
            unheard: BTreeSet::new(),
            repeated: 0,
            is_keyed: true,
            messages: BTreeMap::new(),
            calls: BTreeMap::new(),
            hasty: 0,
            without_permit: 0,
        }
    }

    /// When each message was taken.
    pub(super) fn taken(&self) -> impl Iterator<Item = Instant> + Clone + '_ {
        self.messages.values().flatten().map(|taken| taken.at)
    }

    /// Nobody will tell the outbox what became of this call.
    pub(super) fn goes_unheard(&mut self, call: &Calls) {
        if let Calls::Send(send) = call
            && send.draft().channel != Channel::Email
        {
            self.unheard.insert(send.draft().id.clone());
        }
    }

    pub(super) fn call(&mut self, call: &Calls, now: Instant, chance: &mut Chance) -> Outcome {
        if let Calls::Send(send) = call {
            self.repeated += u64::from(self.unheard.contains(&send.draft().id));
        }
        let begins = now + Span(20 + chance.up_to(40));
        let answers = begins + Span(20 + chance.up_to(60));
        let family = call.family();
        *self.calls.entry(family).or_default() += 1;
        let Some(limit) = self.count(family, begins) else {
            self.hasty += 1;
            return self.too_soon(call, family, begins, answers);
        };
        match self.trouble(begins, chance) {
            Some(Spell::Stopped(why)) => told(
                answers,
                Some(limit),
                Ended::Stopped(why),
                Answer::Stopped(why),
                call,
            ),
            Some(Spell::Down) => {
                let answer = Answer::Later {
                    after: None,
                    said: "503".into(),
                };
                told(answers, Some(limit), Ended::Unheard, answer, call)
            }
            Some(Spell::Crowded) => self.too_soon(call, family, begins, answers),
            Some(Spell::Deaf) => {
                self.goes_unheard(call);
                let does = chance.one_in(2);
                let reports = match call {
                    Calls::Send(send) if !is_refused(send.draft()) && does => {
                        self.take(send, now, begins, chance).1
                    }
                    Calls::Tell(call) if does => {
                        self.contacts.told(call, now);
                        Vec::new()
                    }
                    Calls::Send(_) | Calls::LookUp(_) | Calls::Tell(_) | Calls::Poll => Vec::new(),
                };
                let mut outcome = told(now + PATIENCE, None, Ended::Unheard, Answer::Silence, call);
                outcome.reports = reports;
                outcome
            }
            None => self.answer(call, now, begins, answers, limit, chance),
        }
    }

    fn answer(
        &mut self,
        call: &Calls,
        now: Instant,
        begins: Instant,
        answers: Instant,
        limit: Limit,
        chance: &mut Chance,
    ) -> Outcome {
        match call {
            Calls::Send(send) if self.network != Network::Good && is_refused(send.draft()) => {
                let answer = Answer::Refused {
                    code: "invalid_parameter".into(),
                    message: "the template does not exist".into(),
                };
                told(answers, Some(limit), Ended::Heard, answer, call)
            }
            Calls::Send(send) => {
                let (vendor, reports) = self.take(send, now, begins, chance);
                let mut outcome = told(
                    answers,
                    Some(limit),
                    Ended::Heard,
                    Answer::Taken { vendor },
                    call,
                );
                outcome.reports = reports;
                outcome
            }
            Calls::Tell(told_of) => {
                self.contacts.told(told_of, now);
                let vendor = String::new();
                let answer = Answer::Taken { vendor };
                told(answers, Some(limit), Ended::Heard, answer, call)
            }
            Calls::LookUp(delivery) => found(answers, limit, self.records(delivery, begins)),
            Calls::Poll => found(answers, limit, self.of_whatsapp(begins)),
        }
    }

    /// The answer to a call that is one too many.
    fn too_soon(&self, call: &Calls, family: Family, begins: Instant, at: Instant) -> Outcome {
        let limit = self.window(family, begins, 0);
        let answer = Answer::Later {
            after: Some(limit.reset),
            said: "429".into(),
        };
        let ended = Ended::Hasty(Some(limit.reset));
        told(at, Some(limit), ended, answer, call)
    }

    /// Takes a message; answers its id, and what will be told of it.
    fn take(
        &mut self,
        send: &Send,
        now: Instant,
        at: Instant,
        chance: &mut Chance,
    ) -> (String, Vec<(Instant, Told)>) {
        let draft = send.draft();
        self.without_permit += u64::from(!send.permit().covers(draft, now));
        let known = self.messages.entry(draft.id.clone()).or_default();
        let keyed = draft.channel == Channel::Email && self.is_keyed;
        let vendor = format!("v-{}", draft.id);
        if keyed && known.iter().any(|taken| at - taken.at < KEY_LIFE) {
            return (vendor, Vec::new());
        }
        known.push(Taken {
            at,
            begun: now,
            draft: draft.clone(),
        });
        let report = if chance.one_in(15) {
            Report::Undelivered {
                reason: "absent".into(),
            }
        } else {
            Report::Delivered
        };
        let told = Told {
            delivery: draft.id.clone(),
            vendor: vendor.clone(),
            report,
        };
        // WhatsApp tells nothing of its own accord; its records tell.
        if draft.channel == Channel::WhatsApp {
            self.whatsapp.push_back((at, told.clone()));
        }
        let times = match (self.network, draft.channel) {
            (Network::Bad, Channel::Email | Channel::Sms) => chance.below(3),
            (Network::Told, Channel::Email | Channel::Sms) => 1,
            (Network::Bad | Network::Told | Network::Good, _) => 0,
        };
        let reports = (0..times).map(|_| (at + Span(chance.up_to(600_000)), told.clone()));
        (vendor, reports.collect())
    }

    fn records(&self, delivery: &DeliveryId, now: Instant) -> Vec<Told> {
        let taken = self.messages.get(delivery).into_iter().flatten();
        taken
            .filter(|taken| now - taken.at >= LAG)
            .map(|_| Told {
                delivery: delivery.clone(),
                vendor: format!("v-{delivery}"),
                report: Report::Taken,
            })
            .collect()
    }

    /// What the records tell of the last two days' WhatsApp messages.
    fn of_whatsapp(&mut self, now: Instant) -> Vec<Told> {
        let is_old = |(at, _): &(Instant, Told)| now - *at > Span::days(2);
        while self.whatsapp.front().is_some_and(is_old) {
            self.whatsapp.pop_front();
        }
        let told = self.whatsapp.iter().filter(|(at, _)| now - *at >= LAG);
        told.map(|(_, told)| told.clone()).collect()
    }

    fn trouble(&self, now: Instant, chance: &mut Chance) -> Option<Spell> {
        if self.network == Network::Good {
            return None;
        }
        let during =
            |(begins, ends, _): &&(Instant, Instant, Spell)| (*begins..*ends).contains(&now);
        let spell = self.spells.iter().find(during).map(|(_, _, spell)| *spell);
        match spell {
            Some(Spell::Down | Spell::Deaf) if self.network == Network::Bad && chance.one_in(4) => {
                None
            }
            Some(Spell::Stopped(_) | Spell::Down | Spell::Deaf | Spell::Crowded) => spell,
            None if self.network == Network::Bad && chance.one_in(80) => {
                Some(chance.pick(&[Spell::Down, Spell::Deaf]))
            }
            None => None,
        }
    }

    /// Counts a call; none when it is one too many.
    fn count(&mut self, family: Family, now: Instant) -> Option<Limit> {
        let (most, per) = family.limit();
        let window = self.windows.entry(family).or_insert((now, 0));
        if now - window.0 >= per {
            *window = (now, 0);
        }
        window.1 += 1;
        let used = window.1;
        (used <= most).then(|| self.window(family, now, most - used))
    }

    fn window(&self, family: Family, now: Instant, remaining: u32) -> Limit {
        let (limit, per) = family.limit();
        let begun = self.windows.get(&family).map_or(now, |window| window.0);
        let left = (begun + per - now).0.max(1);
        // The service names whole seconds.
        Limit {
            limit,
            remaining,
            reset: Span::seconds((left + 999) / 1000),
        }
    }
}

/// What is wrong with a message is wrong with it every time.
pub(super) fn is_refused(draft: &Draft) -> bool {
    let sum: u64 = draft.id.as_str().bytes().map(u64::from).sum();
    sum.is_multiple_of(50)
}

fn found(at: Instant, limit: Limit, found: Vec<Told>) -> Outcome {
    Outcome {
        at,
        answer: Heard {
            limit: Some(limit),
            ended: Ended::Heard,
            what: What::Found(found),
        },
        reports: Vec::new(),
    }
}

fn told(at: Instant, limit: Option<Limit>, ended: Ended, answer: Answer, call: &Calls) -> Outcome {
    let what = match call {
        Calls::Send(_) | Calls::Tell(_) => What::Answer(answer),
        Calls::LookUp(_) | Calls::Poll => What::Found(Vec::new()),
    };
    Outcome {
        at,
        answer: Heard { limit, ended, what },
        reports: Vec::new(),
    }
}
