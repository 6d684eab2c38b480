//! What the service knows of contacts, because it was told: which channels they want nothing more on, and what happened.

use shared::channel::Channel;
use shared::outbox::Call;
use shared::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub(super) struct Contacts {
    stopped: BTreeMap<String, BTreeSet<Channel>>,
    /// When the calls began that told of each thing: what, of whom, and when it was.
    pub(super) happened: BTreeMap<String, Vec<Instant>>,
}

impl Contacts {
    pub(super) fn told(&mut self, call: &Call, begun: Instant) {
        match call {
            Call::Contact {
                contact,
                stops,
                again,
                ..
            } => {
                let stopped = self.stopped.entry(contact.clone()).or_default();
                stopped.extend(stops);
                stopped.retain(|channel| !again.contains(channel));
            }
            Call::Happened { happenings, .. } => {
                for what in happenings {
                    let calls = self.happened.entry(what.clone()).or_default();
                    calls.push(begun);
                }
            }
        }
    }

    pub(super) fn is_stopped(&self, contact: &str, channel: Channel) -> bool {
        let stopped = self.stopped.get(contact);
        stopped.is_some_and(|stopped| stopped.contains(&channel))
    }
}
