//! What a month comes to.

use super::{World, people};
use shared::channel::Channel;
use shared::delivery::{Entry, Failure, State};
use shared::outbox::Family;
use std::collections::BTreeMap;

/// The numbers of a month. The first ones must be 0.
#[derive(Debug)]
pub struct Tally {
    /// Messages that went without a permit that covered them.
    pub without_permit: u64,
    /// Messages whose call began after their shopper had withdrawn.
    pub after_withdrawal: u64,
    /// Messages that still waited after the run that followed a withdrawal.
    pub not_stopped: u64,
    /// E-mails that were taken more than once.
    pub doubled_emails: u64,
    /// Text and WhatsApp messages that were taken more than once.
    pub doubled_phone: u64,
    /// Text and WhatsApp messages sent again though nobody knew what had become of them.
    pub repeated: u64,
    /// Channels of shoppers who withdrew on which the service may still write to them.
    pub not_told: u64,
    /// Things that happened to contacts and were told more than once.
    pub told_twice: u64,
    /// Things that were told of shoppers after they had withdrawn.
    pub told_of_gone: u64,
    /// Deliveries of which nobody can say whether they went, though the outbox says something else; and those that
    /// are nowhere, or wait for nothing.
    pub lost: u64,
    /// Refusals for haste.
    pub hasty: u64,
    /// Deliveries at the end, by state.
    pub states: BTreeMap<&'static str, u64>,
    /// Calls by family.
    pub calls: BTreeMap<Family, u64>,
    /// Conversations that asked for something to be sent.
    pub conversations: u64,
    /// How often the outbox died.
    pub crashes: u64,
}

impl Tally {
    /// What must be 0, by name.
    #[must_use]
    pub fn zeros(&self) -> [(&'static str, u64); 11] {
        [
            ("sent without permit", self.without_permit),
            ("sent after withdrawal", self.after_withdrawal),
            ("waiting a run after withdrawal", self.not_stopped),
            ("doubled e-mails", self.doubled_emails),
            ("doubled text and WhatsApp messages", self.doubled_phone),
            ("uncertain ones sent again", self.repeated),
            ("lost", self.lost),
            ("withdrawals not told", self.not_told),
            ("happenings told twice", self.told_twice),
            ("happenings told after withdrawal", self.told_of_gone),
            ("refused for haste", self.hasty),
        ]
    }

    /// Calls per 1 000 conversations.
    #[must_use]
    pub fn calls_per_1000(&self, family: Family) -> u64 {
        let calls = self.calls.get(&family).copied().unwrap_or(0);
        calls * 1000 / self.conversations.max(1)
    }
}

pub(super) fn of(world: &World) -> Tally {
    let mut tally = Tally {
        without_permit: world.service.without_permit,
        after_withdrawal: 0,
        not_stopped: world.people.not_stopped,
        doubled_emails: 0,
        doubled_phone: 0,
        repeated: world.service.repeated,
        not_told: 0,
        told_twice: 0,
        told_of_gone: 0,
        lost: 0,
        hasty: world.service.hasty,
        states: BTreeMap::new(),
        calls: world.service.calls.clone(),
        conversations: 0,
        crashes: world.crashes,
    };
    let entries: BTreeMap<_, Entry> = world
        .shell
        .entries()
        .map(|entry| (entry.draft.id.clone(), entry))
        .collect();
    for id in world.people.all_asked() {
        tally.conversations += 1;
        let taken = world
            .service
            .messages
            .get(id)
            .is_some_and(|taken| !taken.is_empty());
        match entries.get(id) {
            Some(entry) => {
                let (name, holds) = fate(entry, taken);
                tally.lost += u64::from(!holds);
                *tally.states.entry(name).or_default() += 1;
            }
            None => tally.lost += 1,
        }
    }
    count_messages(world, &mut tally);
    count_contacts(world, &mut tally);
    tally
}

fn count_messages(world: &World, tally: &mut Tally) {
    for taken in world.service.messages.values() {
        let late = taken
            .iter()
            .filter(|taken| world.people.has_withdrawn(&taken.draft, taken.begun));
        tally.after_withdrawal += late.count() as u64;
        let more = taken.len().saturating_sub(1) as u64;
        match taken.first().map(|taken| taken.draft.channel) {
            Some(Channel::Email | Channel::Chat) => tally.doubled_emails += more,
            Some(Channel::Sms | Channel::WhatsApp) => tally.doubled_phone += more,
            None => {}
        }
    }
}

fn count_contacts(world: &World, tally: &mut Tally) {
    let contacts = &world.service.contacts;
    for number in world.people.gone() {
        let [email, phone] = people::contacts(number);
        for (contact, channel) in [
            (&email, Channel::Email),
            (&phone, Channel::Sms),
            (&phone, Channel::WhatsApp),
        ] {
            tally.not_told += u64::from(!contacts.is_stopped(contact, channel));
        }
    }
    for (what, told) in &contacts.happened {
        let contact = what.split(' ').nth(1).unwrap_or_default();
        tally.told_twice += told.len().saturating_sub(1) as u64;
        let late = told.iter().filter(|at| world.people.is_gone(contact, **at));
        tally.told_of_gone += late.count() as u64;
    }
}

/// The state's name, and whether it is an end that fits what the service knows.
fn fate(entry: &Entry, taken: bool) -> (&'static str, bool) {
    match &entry.state {
        State::Sent { .. } => ("sent", taken),
        State::Delivered { .. } => ("delivered", taken),
        State::Uncertain { .. } => ("uncertain", true),
        State::Failed { failure, .. } => {
            let arrived_nowhere = matches!(failure, Failure::Undelivered { .. });
            ("failed", arrived_nowhere == taken)
        }
        // The shopper withdrew after an attempt of which nobody knows, or before any.
        State::Denied { .. } => ("denied", !taken || entry.unsure_since.is_some()),
        State::Expired { .. } => ("expired", !taken),
        State::Queued { .. } => ("queued", false),
        State::Asking { .. } => ("asking", false),
        State::Held { .. } => ("held", false),
        State::Stopped { .. } => ("stopped", false),
        State::Sending { .. } => ("sending", false),
    }
}
