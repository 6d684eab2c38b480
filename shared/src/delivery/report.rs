//! What comes after, or beside, an attempt: reports from the channel's records, a change of mind, and the words dropped
//! at the end.

use super::{Entry, Failure, Message, Report, State, denied};
use crate::policy::Verdict;
use crate::time::Instant;
use alloc::string::String;

impl Entry {
    /// Drops what an ended delivery said, which nobody needs any more; who it went to and what became of it stay.
    pub fn drop_words(&mut self) {
        if self.has_ended() {
            self.draft.message.clear();
        }
    }

    /// Whether the channel is known to have taken it.
    #[must_use]
    pub fn is_known_sent(&self) -> bool {
        let undelivered = |failure: &Failure| matches!(failure, Failure::Undelivered { .. });
        match &self.state {
            State::Sent { .. } | State::Delivered { .. } => true,
            State::Failed { failure, .. } => undelivered(failure),
            State::Queued { .. }
            | State::Asking { .. }
            | State::Held { .. }
            | State::Stopped { .. }
            | State::Sending { .. }
            | State::Uncertain { .. }
            | State::Denied { .. }
            | State::Expired { .. } => false,
        }
    }

    /// What arrived stays arrived, whatever is told later.
    pub(super) fn reported(&mut self, vendor: String, report: Report, now: Instant) {
        let arrived = matches!(self.state, State::Delivered { .. });
        if self.attempts == 0 || arrived {
            return;
        }
        let at = now;
        match report {
            Report::Taken if self.is_known_sent() => {}
            Report::Taken => self.state = State::Sent { vendor, at },
            Report::Delivered => self.state = State::Delivered { vendor, at },
            Report::Undelivered { reason } => {
                let failure = Failure::Undelivered { reason };
                self.state = State::Failed { failure, at };
            }
        }
    }

    pub(super) fn reconsidered(&mut self, verdict: Verdict, now: Instant) {
        if let (true, Verdict::Deny { reasons }) = (self.waits(), verdict) {
            self.state = denied(reasons, now);
        }
    }

    /// One of which an attempt was never answered may have gone, and stays to be found out.
    pub(super) fn crowded(&mut self, now: Instant) {
        if self.waits() {
            let failure = Failure::NoRoom;
            self.state = self.or_uncertain(State::Failed { failure, at: now }, now);
        }
    }

    fn waits(&self) -> bool {
        match self.state {
            State::Queued { .. } | State::Held { .. } | State::Stopped { .. } => true,
            State::Asking { .. }
            | State::Sending { .. }
            | State::Sent { .. }
            | State::Delivered { .. }
            | State::Uncertain { .. }
            | State::Failed { .. }
            | State::Denied { .. }
            | State::Expired { .. } => false,
        }
    }
}

impl Message {
    fn clear(&mut self) {
        match self {
            Self::Email {
                subject,
                text,
                html,
                unsubscribe,
                ..
            } => {
                subject.clear();
                text.clear();
                html.clear();
                // It opens the shopper's page.
                *unsubscribe = None;
            }
            Self::Sms { text } => text.clear(),
            Self::WhatsApp { text, template } => {
                text.clear();
                if let Some(template) = template {
                    template.values.clear();
                }
            }
        }
    }
}
