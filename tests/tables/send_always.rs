//! No send without a permit that a grant stands behind, and none after a withdrawal, whatever comes in which order, however
//! often, and however the clock jumps: a shopper, the ledger, policy and the outbox in one loop.
//!
//! What the shopper wants is told apart from the ledger by [`Loop::wanted`], from nothing but the order in which it was
//! heard. `PROPTEST_CASES` tries more.

use crate::delivery::{later, taken};
use crate::given::{cases, draft, entry, facts, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{self, Kind, Ledger, Rules, Scope, Source};
use shared::delivery::{Answer, Draft, Entry, Event, Step};
use shared::policy::{Past, Verdict, decide, zones_needed};
use shared::time::{Instant, Offset, Span};

/// Something that happens.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// The shopper agrees, by a clock so many seconds ahead.
    Agree(usize, i64),
    /// A list says that the shopper agreed, so many seconds ago.
    Import(usize, i64),
    /// The shopper withdraws, by a clock so many seconds ahead.
    Withdraw(usize, Scope, i64),
    /// Something that was heard is heard again.
    Again(usize),
    /// A message is put into the outbox.
    Queue(usize),
    /// Every delivery whose time has come is asked about, and its channel answers so.
    Work(Channels),
    /// The clock goes on by so many seconds, or back.
    Clock(i64),
}

/// What the channels answer.
#[derive(Clone, Copy, Debug)]
enum Channels {
    Take,
    Later,
    Silence,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let kind = 0..KINDS.len();
    let skew = prop::sample::select(vec![
        0, 0, 0, 1, 59, -59, 61, -61, 3600, -3600, 90_000, -90_000,
    ]);
    let scope = prop::sample::select(vec![
        Scope::Purpose,
        Scope::Channel,
        Scope::Everything,
        Scope::Address,
    ]);
    let answer = prop::sample::select(vec![Channels::Take, Channels::Later, Channels::Silence]);
    let clock = prop::sample::select(vec![
        1, 30, 60, 61, 3600, 86_400, 604_800, -1, -60, -61, -3600, -86_400, -604_800,
    ]);
    let act = prop_oneof![
        3 => (kind.clone(), skew.clone()).prop_map(|(kind, skew)| Act::Agree(kind, skew)),
        1 => (kind.clone(), skew.clone()).prop_map(|(kind, skew)| Act::Import(kind, skew)),
        2 => (kind.clone(), scope, skew).prop_map(|(kind, scope, skew)| Act::Withdraw(kind, scope, skew)),
        1 => (0..8usize).prop_map(Act::Again),
        2 => kind.prop_map(Act::Queue),
        4 => answer.prop_map(Act::Work),
        3 => clock.prop_map(Act::Clock),
    ];
    prop::collection::vec(act, 0..24)
}

struct Loop {
    now: Instant,
    ledger: Ledger,
    heard: Vec<consent::Entry>,
    outbox: Vec<Entry>,
    past: Vec<Past>,
    sent: usize,
}

impl Loop {
    fn new() -> Self {
        Self {
            now: noon(),
            ledger: Ledger::default(),
            heard: Vec::new(),
            outbox: Vec::new(),
            past: Vec::new(),
            sent: 0,
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Agree(kind, skew) => self.hear(kind, Kind::Grant, Scope::Purpose, skew, None),
            Act::Import(kind, skew) => {
                let list = Source::Import {
                    by: "list.csv".into(),
                };
                self.hear(kind, Kind::Grant, Scope::Purpose, skew, Some(list));
            }
            Act::Withdraw(kind, scope, skew) => {
                self.hear(kind, Kind::Withdrawal, scope, skew, None);
            }
            Act::Again(index) => {
                if let Some(heard) = self.heard.get(index) {
                    let before = self.ledger.clone();
                    let stamped = self.ledger.stamped(heard.clone(), self.now);
                    assert_eq!(self.ledger.record(stamped), consent::Recorded::Known);
                    assert_eq!(self.ledger, before);
                }
            }
            Act::Queue(kind) => {
                let mut draft = drafted(kind);
                draft.id = format!("d{}", self.outbox.len()).parse().unwrap();
                draft.due = self.now;
                draft.expires = self.now + Span::days(3);
                self.outbox.push(Entry::new(draft));
            }
            Act::Work(answer) => self.work(answer),
            Act::Clock(seconds) => self.now = self.now + Span::seconds(seconds),
        }
    }

    fn hear(&mut self, of: usize, kind: Kind, scope: Scope, skew: i64, source: Option<Source>) {
        let id = format!("e{}", self.heard.len());
        let mut said = entry(&id, kind, &drafted(of), self.now + Span::seconds(skew));
        said.scope = scope;
        if let Some(source) = source {
            said.proof.source = source;
        }
        self.heard.push(said.clone());
        self.ledger.record(self.ledger.stamped(said, self.now));
    }

    /// Whether the shopper wants this, as far as was heard: agreed in person after the last withdrawal of it; without a
    /// withdrawal, a list's word is taken.
    fn wanted(&self, draft: &Draft) -> bool {
        let address = draft.recipient.address();
        let about = |said: &consent::Entry| match said.scope {
            Scope::Purpose => (said.channel, said.purpose) == (draft.channel, draft.purpose),
            Scope::Channel => said.channel == draft.channel,
            Scope::Everything => true,
            Scope::Address => said.address == *address,
        };
        let withdrawn = |said: &consent::Entry| said.kind == Kind::Withdrawal && about(said);
        let last = self.heard.iter().rposition(withdrawn);
        let since = self.heard.iter().skip(last.map_or(0, |last| last + 1));
        let mut grants = since
            .filter(|said| said.kind == Kind::Grant && about(said) && said.address == *address);
        grants.any(|said| last.is_none() || said.proof.source.is_shopper())
    }

    fn work(&mut self, answer: Channels) {
        let now = self.now;
        let mut outbox = std::mem::take(&mut self.outbox);
        for delivery in &mut outbox {
            if delivery.step(Event::Deadline, now) != Step::Ask {
                continue;
            }
            let verdict = self.judge(&delivery.draft);
            let Step::Send(send) = delivery.step(Event::Judged(verdict), now) else {
                continue;
            };
            assert!(send.permit().covers(send.draft(), now));
            let grant = self
                .heard
                .iter()
                .find(|said| Some(&said.id) == send.permit().grant());
            assert!(grant.is_some_and(|grant| grant.kind == Kind::Grant));
            assert!(
                self.wanted(send.draft()),
                "{:?} goes at {now:?} after {:#?}",
                send.draft().id,
                self.heard
            );
            self.sent += 1;
            let answer = match answer {
                Channels::Take => taken(),
                Channels::Later => later(None),
                Channels::Silence => Answer::Silence,
            };
            let attempt = send.attempt();
            delivery.step(Event::Answered { attempt, answer }, now);
        }
        self.outbox = outbox;
    }

    fn judge(&mut self, draft: &Draft) -> Verdict {
        let ledger = self.ledger.clone().under(Rules {
            now: Some(self.now),
            confirm_email: false,
        });
        let mut facts = facts(draft, &ledger);
        let zones = zones_needed(draft, &[]).into_iter();
        facts.clocks = zones.map(|zone| (zone.into(), Offset(60))).collect();
        facts.past.clone_from(&self.past);
        let verdict = decide(&facts, self.now);
        if let Verdict::Allow(_) = verdict {
            self.past.push(Past {
                draft: draft.id.clone(),
                channel: draft.channel,
                purpose: draft.purpose,
                at: self.now,
            });
        }
        verdict
    }
}

fn drafted(kind: usize) -> Draft {
    let (channel, purpose, to) = *KINDS.get(kind).unwrap();
    draft(channel, purpose, to)
}

const KINDS: [(Channel, Purpose, &str); 6] = [
    (Channel::Email, Purpose::Utility, "alice@example.com"),
    (Channel::Email, Purpose::Marketing, "alice@example.com"),
    (Channel::Email, Purpose::Marketing, "bob@example.com"),
    (Channel::Sms, Purpose::Utility, "+491701234567"),
    (Channel::Sms, Purpose::Marketing, "+491701234567"),
    (Channel::WhatsApp, Purpose::Utility, "+491701234567"),
];

#[track_caller]
fn check(acts: &[Act], sent: usize) {
    let mut happens = Loop::new();
    for act in acts {
        happens.act(*act);
    }
    assert_eq!(happens.sent, sent, "{:?}", happens.outbox);
}

#[test]
fn what_was_agreed_to_goes_and_what_was_not_does_not() {
    let work = Act::Work(Channels::Take);
    for kind in [0, 1, 3, 4, 5] {
        check(&[Act::Agree(kind, 0), Act::Queue(kind), work, work], 1);
        check(&[Act::Queue(kind), work], 0);
        check(&[Act::Agree(2, 0), Act::Queue(kind), work], 0);
    }
}

#[test]
fn a_withdrawal_stops_what_is_queued_and_what_is_tried_again() {
    let (later, take) = (Act::Work(Channels::Later), Act::Work(Channels::Take));
    let stop = Act::Withdraw(0, Scope::Purpose, 0);
    check(&[Act::Agree(0, 0), Act::Queue(0), stop, take], 0);
    check(
        &[
            Act::Agree(0, 0),
            Act::Queue(0),
            later,
            Act::Clock(3600),
            take,
        ],
        2,
    );
    check(
        &[
            Act::Agree(0, 0),
            Act::Queue(0),
            later,
            stop,
            Act::Clock(3600),
            take,
        ],
        1,
    );
    let elsewhere = Act::Withdraw(3, Scope::Channel, 0);
    check(&[Act::Agree(0, 0), Act::Queue(0), elsewhere, take], 1);
}

#[test]
fn no_clock_and_no_list_undoes_a_withdrawal() {
    let take = Act::Work(Channels::Take);
    let stop = Act::Withdraw(0, Scope::Everything, 0);
    let again = [Act::Agree(0, 0), Act::Queue(0), take];
    // A clock that was ahead when the shopper agreed, or is set back before or after they withdraw.
    check(&[Act::Agree(0, 3600), stop, Act::Queue(0), take], 0);
    check(
        &[
            Act::Agree(0, 0),
            Act::Clock(-3600),
            stop,
            Act::Queue(0),
            take,
        ],
        0,
    );
    check(
        &[
            Act::Agree(0, 0),
            stop,
            Act::Clock(-3600),
            Act::Queue(0),
            take,
        ],
        0,
    );
    check(
        &[
            stop,
            Act::Import(0, 90_000),
            Act::Clock(86_400),
            Act::Queue(0),
            take,
        ],
        0,
    );
    check(&[&[stop, Act::Clock(61)], &again[..]].concat(), 1);
    check(&[&[stop, Act::Clock(60)], &again[..]].concat(), 0);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nothing_goes_that_the_shopper_does_not_want(acts in acts()) {
        let mut happens = Loop::new();
        for act in acts {
            happens.act(act);
        }
    }

    #[test]
    fn a_withdrawal_heard_last_stops_everything_it_is_about(acts in acts(), kind in 0..KINDS.len(), skew in -90_000..90_000_i64, jump in -700_000..700_000_i64) {
        let mut happens = Loop::new();
        for act in acts {
            happens.act(act);
        }
        happens.act(Act::Withdraw(kind, Scope::Everything, skew));
        let sent = happens.sent;
        for kind in 0..KINDS.len() {
            happens.act(Act::Queue(kind));
        }
        for _ in 0..3 {
            happens.act(Act::Work(Channels::Later));
            happens.act(Act::Clock(jump));
        }
        prop_assert_eq!(happens.sent, sent);
    }
}
