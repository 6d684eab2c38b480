//! The shoppers: what they agreed to, what they said last, and what is permitted by it.

use super::chance::Chance;
use super::shell::Shell;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Proof, Scope, Source, hashed_text};
use shared::contact::Address;
use shared::delivery::{Draft, Message, Recipient, TemplateUse};
use shared::id::DeliveryId;
use shared::outbox::Family;
use shared::policy::{
    Approval, Category, Facts, Past, SmsSender, Stricter, Template, Verdict, WhatsApp, decide,
    zones_needed,
};
use shared::time::{Instant, Offset, Span};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct People {
    shoppers: Vec<Shopper>,
    /// Everything that was ever asked to be sent, by its shopper.
    asked: BTreeMap<DeliveryId, usize>,
    /// Whether it is noon wherever anybody is, all the time.
    awake: bool,
    /// Whether policy is asked with what was agreed to at the beginning.
    pub(super) old_ledger: bool,
    /// Messages that still waited after the run that followed a withdrawal.
    pub(super) not_stopped: u64,
}

#[derive(Default)]
struct Shopper {
    ledger: Ledger,
    /// The same as it was at the beginning.
    first: Ledger,
    past: Vec<Past>,
    /// When this shopper withdrew. Told apart from the ledger.
    withdrew: Option<Instant>,
    deliveries: BTreeSet<DeliveryId>,
}

const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];
const PURPOSES: [Purpose; 3] = [Purpose::Service, Purpose::Utility, Purpose::Marketing];

impl People {
    /// Most have agreed to most things, a year ago.
    pub(super) fn new(count: usize, chance: &mut Chance) -> Self {
        let mut people = Self::nobody(false);
        people.shoppers = (0..count)
            .map(|number| shopper(number, |_| !chance.one_in(6)))
            .collect();
        people
    }

    /// Some have agreed to everything, the others to nothing.
    pub(super) fn some(count: usize, agrees: impl Fn(usize) -> bool) -> Self {
        let mut people = Self::nobody(false);
        people.shoppers = (0..count)
            .map(|number| shopper(number, |_| agrees(number)))
            .collect();
        people
    }

    /// They have agreed to everything and never sleep.
    pub(super) fn awake(count: usize) -> Self {
        let mut people = Self::nobody(true);
        people.shoppers = (0..count).map(|number| shopper(number, |_| true)).collect();
        people
    }

    fn nobody(awake: bool) -> Self {
        Self {
            shoppers: Vec::new(),
            asked: BTreeMap::new(),
            awake,
            old_ledger: false,
            not_stopped: 0,
        }
    }

    /// A message for one shopper.
    pub(super) fn follow_up(
        &self,
        number: usize,
        nth: u64,
        family: Family,
        due: Instant,
        expires: Instant,
    ) -> Draft {
        let channel = match family {
            Family::Sms => Channel::Sms,
            Family::Rest => Channel::WhatsApp,
            Family::Email
            | Family::EmailRecords
            | Family::Contacts
            | Family::Events
            | Family::Orders
            | Family::Products => Channel::Email,
        };
        // A burst is of what was agreed; a month has everything, by turns.
        let turn = usize::try_from(nth).unwrap_or(0) + number;
        let purpose = if self.awake {
            Purpose::Utility
        } else {
            PURPOSES[turn % 3]
        };
        Draft {
            id: id(&format!("c{number}.{nth}:follow-up")),
            shop: id("fernwood.myshopify.com"),
            shopper: id(&format!("s{number}")),
            conversation: id(&format!("c{number}.{nth}")),
            channel,
            purpose,
            recipient: Recipient::Shopper {
                address: address(channel, number),
            },
            message: message(channel),
            due,
            expires,
            language: Some("en".into()),
        }
    }

    /// Agrees in person to what this draft is; answers the contact, unless the shopper has withdrawn before.
    pub(super) fn agree(&mut self, draft: &Draft, now: Instant) -> Option<String> {
        let number = number_of(draft);
        let shopper = &mut self.shoppers[number];
        if shopper.withdrew.is_some() {
            return None;
        }
        let mut entry = said(number, draft.channel, draft.purpose, Kind::Grant, now);
        entry.id = id(&format!("{}-{}", entry.id, now.0));
        shopper.ledger.record(shopper.ledger.stamped(entry, now));
        Some(contact(draft))
    }

    /// Everybody who withdrew, by number.
    pub(super) fn gone(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.shoppers.iter().enumerate();
        all.filter(|(_, shopper)| shopper.withdrew.is_some())
            .map(|(number, _)| number)
    }

    /// Whether the shopper of this contact has withdrawn by then.
    pub(super) fn is_gone(&self, contact: &str, by: Instant) -> bool {
        let withdrew = self.shoppers[number_in(contact)].withdrew;
        withdrew.is_some_and(|at| at <= by)
    }

    pub(super) fn asked(&mut self, draft: &Draft) {
        let number = number_of(draft);
        self.asked.insert(draft.id.clone(), number);
        self.shoppers[number].deliveries.insert(draft.id.clone());
    }

    pub(super) fn all_asked(&self) -> impl Iterator<Item = &DeliveryId> {
        self.asked.keys()
    }

    /// Withdraws from everything; answers what was ever to be sent to this shopper.
    pub(super) fn withdraw(&mut self, number: usize, now: Instant) -> Vec<DeliveryId> {
        let shopper = &mut self.shoppers[number];
        let mut entry = said(
            number,
            Channel::Email,
            Purpose::Utility,
            Kind::Withdrawal,
            now,
        );
        entry.scope = Scope::Everything;
        shopper.ledger.record(shopper.ledger.stamped(entry, now));
        shopper.withdrew = Some(now);
        shopper.deliveries.iter().cloned().collect()
    }

    /// After the run that followed a withdrawal nothing waits any more.
    pub(super) fn check_stopped(&mut self, deliveries: &[DeliveryId], shell: &Shell) {
        let waits = deliveries
            .iter()
            .filter(|delivery| shell.waits(delivery))
            .count();
        self.not_stopped += u64::try_from(waits).unwrap_or(u64::MAX);
    }

    /// Whether the shopper has withdrawn by then.
    pub(super) fn has_withdrawn(&self, draft: &Draft, by: Instant) -> bool {
        self.shoppers[number_of(draft)]
            .withdrew
            .is_some_and(|at| at <= by)
    }

    /// What policy says; what it allows counts against the shopper's caps.
    pub(super) fn judge(&mut self, draft: &Draft, now: Instant) -> Verdict {
        let clock = if self.awake { noon_at(now) } else { Offset(60) };
        let shopper = &mut self.shoppers[number_of(draft)];
        let zones = zones_needed(draft, &[]).into_iter();
        let category = match draft.purpose {
            Purpose::Marketing => Category::Marketing,
            Purpose::Utility | Purpose::Service => Category::Utility,
        };
        let facts = Facts {
            draft,
            ledger: if self.old_ledger {
                &shopper.first
            } else {
                &shopper.ledger
            },
            suppressed: Vec::new(),
            shop_address: None,
            brand: "Fernwood".into(),
            sender: Some(SmsSender {
                id: "FERNWOOD".into(),
                registered: Vec::new(),
            }),
            whatsapp: WhatsApp {
                heard: None,
                template: Some(Template {
                    id: id("cart-link"),
                    category,
                    approval: Approval::Approved,
                }),
            },
            places: Vec::new(),
            clocks: zones.map(|zone| (zone.into(), clock)).collect(),
            shop_clock: clock,
            stricter: Stricter::default(),
            past: shopper.past.clone(),
        };
        let verdict = decide(&facts, now);
        if let Verdict::Allow(_) = verdict
            && shopper.past.iter().all(|past| past.draft != draft.id)
        {
            shopper.past.push(Past {
                draft: draft.id.clone(),
                channel: draft.channel,
                purpose: draft.purpose,
                at: now,
            });
        }
        verdict
    }
}

fn shopper(number: usize, mut agrees: impl FnMut(Channel) -> bool) -> Shopper {
    let then = super::START + Span::days(-365);
    let mut shopper = Shopper::default();
    for channel in CHANNELS {
        for purpose in PURPOSES {
            if agrees(channel) {
                shopper
                    .ledger
                    .record(said(number, channel, purpose, Kind::Grant, then));
            }
        }
    }
    shopper.first = shopper.ledger.clone();
    shopper
}

fn said(number: usize, channel: Channel, purpose: Purpose, kind: Kind, at: Instant) -> Entry {
    Entry {
        id: id(&format!("{channel:?}-{purpose:?}-{kind:?}")),
        at,
        channel,
        purpose,
        kind,
        address: address(channel, number),
        proof: Proof {
            wording: None,
            text: "Yes, or no.".into(),
            place: "/".into(),
            source: Source::Chat {
                conversation: id("c1"),
            },
        },
        recorded: Some(at),
        scope: Scope::Purpose,
        grant: None,
    }
}

fn message(channel: Channel) -> Message {
    match channel {
        Channel::Sms => Message::Sms {
            text: "FERNWOOD: your cart: https://fernwood.example/c/1 Reply STOP to end".into(),
        },
        Channel::WhatsApp => Message::WhatsApp {
            text: "Your cart".into(),
            template: Some(TemplateUse {
                id: id("cart-link"),
                values: BTreeMap::new(),
            }),
        },
        Channel::Email | Channel::Chat => Message::Email {
            subject: "Your cart".into(),
            text: "Your cart".into(),
            html: "<p>Your cart</p>".into(),
            reply_to: None,
            unsubscribe: None,
        },
    }
}

fn address(channel: Channel, number: usize) -> Address {
    match channel {
        Channel::Email | Channel::Chat => Address::Email(
            format!("s{number}@shopper.example")
                .parse()
                .expect("an address"),
        ),
        Channel::Sms | Channel::WhatsApp => Address::Phone(
            format!("+4917{:08}", FIRST_NUMBER + number)
                .try_into()
                .expect("a number"),
        ),
    }
}

/// The service's key of whom a draft goes to.
pub(super) fn contact(draft: &Draft) -> String {
    hashed_text(draft.recipient.address())
}

/// The service's keys of a shopper: by e-mail, and by number.
pub(super) fn contacts(number: usize) -> [String; 2] {
    [Channel::Email, Channel::Sms].map(|channel| hashed_text(&address(channel, number)))
}

fn number_in(contact: &str) -> usize {
    match contact.strip_prefix("+4917") {
        Some(digits) => digits.parse::<usize>().expect("a number") - FIRST_NUMBER,
        None => contact[1..]
            .split('@')
            .next()
            .unwrap_or_default()
            .parse()
            .expect("a number"),
    }
}

fn number_of(draft: &Draft) -> usize {
    draft.shopper.as_str()[1..].parse().expect("a number")
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

const FIRST_NUMBER: usize = 10_000_000;

/// The clock of a place where it is noon.
fn noon_at(now: Instant) -> Offset {
    let minute = now.local(Offset(0)).minute;
    let ahead = 720 - i16::try_from(minute).unwrap_or(720);
    Offset(ahead)
}
