//! What the outbox still has to tell of contacts, as the edge keeps and tells it: one call at a time; what happened is set
//! aside before its call begins, since it must not be told twice.

use super::wrong::Wrong;
use shared::channel::Channel;
use shared::delivery::Answer;
use shared::outbox::{Admission, Call, Ended, Family, Gate, Note, Rank, Work, next_call};
use shared::time::{Instant, Span};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub(super) struct Telling {
    notes: BTreeMap<u64, Note>,
    /// What was set aside.
    begun: BTreeSet<u64>,
    /// Who agreed to be sold to.
    agreed: BTreeSet<String>,
    numbers: u64,
    pub(super) wrong: Option<Wrong>,
    /// In memory only: whether a call is under way, and when the next may begin.
    busy: bool,
    later: Option<Instant>,
}

/// From so many on, what happened is told in a call that takes many.
const MANY: usize = 20;
const A_BATCH: usize = 100;
const AFTER_A_FAULT: Span = Span::seconds(30);

/// What a call counts against.
pub(super) fn family(call: &Call) -> Family {
    match call {
        Call::Contact { .. } => Family::Contacts,
        Call::Happened { happenings, .. } if happenings.len() > 1 => Family::Rest,
        Call::Happened { .. } => Family::Events,
    }
}

impl Telling {
    pub(super) fn restarted(self) -> Self {
        let mut new = Self {
            busy: false,
            later: None,
            ..self
        };
        for number in std::mem::take(&mut new.begun) {
            new.notes.remove(&number);
        }
        new
    }

    pub(super) fn note(&mut self, contact: &str, work: Work) {
        self.numbers += 1;
        let number = self.numbers;
        let note = Note {
            number,
            contact: contact.into(),
            work,
        };
        self.notes.insert(number, note);
    }

    /// Somebody agreed, to be sold to or to something else.
    pub(super) fn agrees(&mut self, contact: &str, channel: Channel, sells: bool, at: Instant) {
        let set = BTreeMap::from([("PARLEY_CONSENT_CHANNEL".into(), format!("{channel:?}"))]);
        self.note(contact, Work::Set(set));
        if sells {
            self.agreed.insert(contact.into());
            self.happened(contact, "consent_given", &format!("{}", at.0));
        }
    }

    /// Something happened, which nobody is told of who did not agree.
    pub(super) fn happened(&mut self, contact: &str, name: &str, at: &str) {
        if self.agreed.contains(contact) {
            self.note(contact, Work::Happened(format!("{name} {contact} {at}")));
        }
    }

    pub(super) fn takes_back(&mut self, [email, phone]: &[String; 2], at: Instant) {
        for (contact, channel) in [
            (email, Channel::Email),
            (phone, Channel::Sms),
            (phone, Channel::WhatsApp),
        ] {
            self.note(contact, Work::Stop(channel));
        }
        let left = BTreeMap::from([("PARLEY_WITHDRAWN_AT".into(), format!("{}", at.0))]);
        self.note(email, Work::Set(left));
        if self.wrong == Some(Wrong::TellsOfTheGone) {
            return;
        }
        for contact in [email, phone] {
            self.agreed.remove(contact);
            let tells =
                |note: &Note| note.contact == *contact && matches!(note.work, Work::Happened(_));
            self.notes.retain(|_, note| !tells(note));
        }
    }

    /// The call that begins now, if one may.
    pub(super) fn next(&mut self, gate: &mut Gate, now: Instant) -> Option<Call> {
        if self.busy || self.later.is_some_and(|later| later > now) {
            return None;
        }
        let notes: Vec<Note> = self.notes.values().cloned().collect();
        let mut call = next_call(&notes, A_BATCH)?;
        let mut admitted = None;
        if let Call::Happened { happenings, .. } = &call {
            if happenings.len() >= MANY {
                let admission = gate.admit(Family::Rest, Rank::Upkeep, now);
                admitted = Some(admission).filter(|one| *one == Admission::Go);
            }
            if admitted.is_none() {
                call = next_call(&notes, 1)?;
            }
        }
        let family = family(&call);
        match admitted.unwrap_or_else(|| gate.admit(family, Rank::Upkeep, now)) {
            Admission::Go => {}
            Admission::Wait(until) | Admission::Stopped(_, until) => {
                self.later = Some(until);
                return None;
            }
        }
        self.busy = true;
        match &call {
            Call::Contact { notes, .. } if self.wrong == Some(Wrong::TellsStopsOnce) => {
                self.done(notes);
            }
            Call::Contact { .. } => {}
            Call::Happened { notes, .. } => self.begun.extend(notes),
        }
        Some(call)
    }

    pub(super) fn ended(&mut self, call: &Call, ended: Ended, answer: &Answer, now: Instant) {
        self.busy = false;
        self.later = (ended != Ended::Heard).then_some(now + AFTER_A_FAULT);
        match call {
            Call::Contact { notes, .. } if ended == Ended::Heard => self.done(notes),
            Call::Contact { .. } => {}
            Call::Happened { notes, .. } => {
                for number in notes {
                    self.begun.remove(number);
                }
                let undone = matches!(answer, Answer::Later { .. } | Answer::Stopped(_));
                let again = self.wrong == Some(Wrong::TellsTwice) && *answer == Answer::Silence;
                if !undone && !again {
                    self.done(notes);
                }
            }
        }
    }

    /// When the next call may begin.
    pub(super) fn next_at(&self, now: Instant) -> Option<Instant> {
        let waits = !self.busy && !self.notes.is_empty();
        waits.then(|| self.later.unwrap_or(now))
    }

    fn done(&mut self, notes: &[u64]) {
        for number in notes {
            self.notes.remove(number);
        }
    }
}
