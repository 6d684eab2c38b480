//! The whole way of a message: what a conversation of any flow of the playbook wants sent goes through the ledger and policy
//! into an outbox. Nothing goes without a permit, nor after the shopper withdrew, whatever happens in which order and however
//! the clock jumps.

use crate::always::{Act, acts, around, input, scene};
use parley_tests::scene::Scene;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use shared::channel::{Channel, Purpose};
use shared::consent::{self, Kind, Ledger, Proof, Scope, Source};
use shared::contact::Address;
use shared::conversation::Effect;
use shared::delivery::{Answer, Draft, Entry, Event, Recipient, Step};
use shared::policy::{Facts, SmsSender, Stricter, WhatsApp, decide, zones_needed};
use shared::time::{Offset, Span};
use std::cell::Cell;

/// Something that happens beside the conversation, or in it.
#[derive(Clone, Debug)]
enum Deed {
    /// In the conversation.
    In(Act),
    /// The shopper replies "stop" to whatever came.
    Stop,
    /// The outbox does what is due.
    Work,
    /// The clock jumps by so many seconds.
    Jump(i64),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let beside = prop_oneof![
        2 => Just(Deed::Stop),
        4 => Just(Deed::Work),
        2 => prop::sample::select(vec![-86_400, -3600, -60, 60, 3600, 86_400]).prop_map(Deed::Jump),
    ];
    let beside = prop::collection::vec((any::<prop::sample::Index>(), beside), 0..12);
    (acts(), beside).prop_map(|(acts, beside)| {
        let mut deeds: Vec<Deed> = acts.into_iter().map(Deed::In).collect();
        for (at, deed) in beside {
            deeds.insert(at.index(deeds.len() + 1), deed);
        }
        deeds
    })
}

/// A conversation with all that sends for it.
struct Shop {
    scene: Scene,
    ledger: Ledger,
    outbox: Vec<Entry>,
    /// What the shopper agreed to since the last "stop".
    agreed: Vec<(Channel, Purpose, Address)>,
    sent: usize,
}

impl Shop {
    fn new(flow: usize) -> Self {
        Self {
            scene: scene(flow),
            ledger: Ledger::default(),
            outbox: Vec::new(),
            agreed: Vec::new(),
            sent: 0,
        }
    }

    fn happens(&mut self, deed: &Deed, number: usize) {
        match deed {
            Deed::In(act) => {
                around(&mut self.scene, act);
                if let Some(input) = input(&self.scene, act, number) {
                    for effect in self.scene.handle(input) {
                        self.perform(effect);
                    }
                }
            }
            Deed::Stop => {
                self.agreed.clear();
                self.record(self.stop(number));
            }
            Deed::Work => self.work(),
            Deed::Jump(seconds) => self.scene.now = self.scene.now + Span::seconds(*seconds),
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Record(entry) => {
                if entry.kind == Kind::Grant {
                    self.agreed
                        .push((entry.channel, entry.purpose, entry.address.clone()));
                }
                self.record(entry);
            }
            Effect::Deliver(draft) => self.outbox.push(Entry::new(draft)),
            _ => {}
        }
    }

    fn record(&mut self, entry: consent::Entry) {
        self.ledger
            .record(self.ledger.stamped(entry, self.scene.now));
    }

    fn stop(&self, number: usize) -> consent::Entry {
        consent::Entry {
            id: format!("stop-{number}").parse().unwrap(),
            at: self.scene.now,
            channel: Channel::Sms,
            purpose: Purpose::Marketing,
            kind: Kind::Withdrawal,
            address: Address::Email("a@b.example".parse().unwrap()),
            proof: Proof {
                wording: None,
                text: "stop all".into(),
                place: "sms".into(),
                source: Source::Reply,
            },
            recorded: None,
            scope: Scope::Everything,
            grant: None,
        }
    }

    fn work(&mut self) {
        let now = self.scene.now;
        for mut delivery in std::mem::take(&mut self.outbox) {
            if delivery.step(Event::Deadline, now) == Step::Ask {
                let verdict = decide(&self.facts(&delivery.draft), now);
                if let Step::Send(send) = delivery.step(Event::Judged(verdict), now) {
                    assert!(send.permit().covers(send.draft(), now));
                    assert!(self.may_go(send.draft()), "{:?}", send.draft().recipient);
                    self.sent += 1;
                    let attempt = send.attempt();
                    delivery.step(
                        Event::Answered {
                            attempt,
                            answer: Answer::Silence,
                        },
                        now,
                    );
                }
            }
            self.outbox.push(delivery);
        }
    }

    /// The shop's own people may always be told.
    fn may_go(&self, draft: &Draft) -> bool {
        match &draft.recipient {
            Recipient::Shop { address } => {
                *address == Address::Email(self.scene.shop.support.clone())
            }
            Recipient::Shopper { address } => {
                self.agreed
                    .contains(&(draft.channel, draft.purpose, address.clone()))
            }
        }
    }

    fn facts<'a>(&'a self, draft: &'a Draft) -> Facts<'a> {
        let zones = zones_needed(draft, &[]).into_iter();
        Facts {
            draft,
            ledger: &self.ledger,
            suppressed: Vec::new(),
            shop_address: Some(Address::Email(self.scene.shop.support.clone())),
            brand: self.scene.shop.name.clone(),
            sender: Some(SmsSender {
                id: "FERNWOOD".into(),
                registered: Vec::new(),
            }),
            whatsapp: WhatsApp::default(),
            places: Vec::new(),
            clocks: zones.map(|zone| (zone.into(), Offset(60))).collect(),
            shop_clock: Offset(60),
            stricter: Stricter::default(),
            past: Vec::new(),
        }
    }
}

#[test]
fn nothing_goes_that_was_not_agreed_to_in_the_chat_or_was_withdrawn_since() {
    let sent = Cell::new(0);
    let happens = |(flow, deeds): (usize, Vec<Deed>)| {
        let mut shop = Shop::new(flow);
        let last = [Deed::Stop, Deed::Work, Deed::Jump(3600), Deed::Work];
        for (number, deed) in deeds.iter().chain(&last).enumerate() {
            shop.happens(deed, number);
        }
        sent.set(sent.get() + shop.sent);
        Ok(())
    };
    let mut runner = TestRunner::deterministic();
    runner.run(&(0..64usize, deeds()), happens).unwrap();
    // Otherwise nothing was tried.
    assert!(sent.get() > 0);
}
