//! A delivery from draft to its end: when to ask for a permit, when to try again, when to stop. It sends nothing: it
//! hands out a [`Send`], which needs a permit, and is told what became of it.
//!
//! Every event may come twice or late. A delivery whose sending was once confirmed never sends again.

mod retry;
mod sms;

pub use crate::wire::delivery_v1::{Draft, Entry, Failure, Message, Recipient, State, TemplateUse};
pub use sms::{Encoding, Segments, segments};

use crate::channel::Channel;
use crate::policy::{Permit, Reason, Verdict};
use crate::time::{Instant, Span};
use alloc::{boxed::Box, string::String, vec, vec::Vec};

/// Something happened to a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The instant of [`Entry::next_deadline`] has come.
    Deadline,
    /// Policy answered what [`Step::Ask`] asked.
    Judged(Verdict),
    /// Policy could not be asked. The delivery waits a little and asks again.
    Unjudged,
    /// The channel answered an attempt.
    Answered {
        /// The attempt of the [`Send`] it answers.
        attempt: u32,
        /// What it said.
        answer: Answer,
    },
}

/// What a channel said to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It took the message, under this id of its own.
    Taken {
        /// The channel's id of the message.
        vendor: String,
    },
    /// It certainly did not take it, and may later: answers 425, 429 and 5xx, and connections that never came about.
    Later {
        /// How long it asks us to wait, if it does.
        after: Option<Span>,
        /// What it said, for people to read.
        said: String,
    },
    /// It refused for good: 400, 401, 402, 403 and the like.
    Refused {
        /// Its own code.
        code: String,
        /// Its own words.
        message: String,
    },
    /// No answer came, so nobody knows whether it took it.
    Silence,
}

/// What the shell does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing, before the next deadline.
    Rest,
    /// Ask policy about the draft and hand its verdict in.
    Ask,
    /// Hand this to its channel and hand the answer in.
    Send(Box<Send>),
}

/// One message on its way to its channel. It exists only with a permit for it, so whoever asks for a `Send` can send
/// nothing that policy has not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    draft: Draft,
    permit: Permit,
    attempt: u32,
}

impl Send {
    /// What goes, complete.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What allows it.
    #[must_use]
    pub fn permit(&self) -> &Permit {
        &self.permit
    }

    /// Which attempt this is, from 1; the answer names it.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

impl Entry {
    /// A delivery that waits for its time.
    #[must_use]
    pub fn new(draft: Draft) -> Self {
        let state = State::Queued { due: draft.due };
        Self {
            draft,
            state,
            attempts: 0,
            unsure_since: None,
        }
    }

    /// Takes an event. What does not concern the state it is in changes nothing.
    pub fn step(&mut self, event: Event, now: Instant) -> Step {
        match event {
            Event::Deadline => self.deadline(now),
            Event::Judged(verdict) => self.judged(verdict, now),
            Event::Unjudged => {
                if self.awaits_verdict() {
                    let due = now + UNJUDGED_WAIT;
                    self.state = State::Queued { due };
                }
                Step::Rest
            }
            Event::Answered { attempt, answer } => {
                self.answered(attempt, answer, now);
                Step::Rest
            }
        }
    }

    /// When to hand in [`Event::Deadline`]; `None` at the end.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Queued { due: at } | State::Held { until: at, .. } => Some(*at),
            State::Asking { at } | State::Sending { at, .. } => Some(*at + SILENCE),
            State::Sent { .. }
            | State::Uncertain { .. }
            | State::Failed { .. }
            | State::Denied { .. }
            | State::Expired { .. } => None,
        }
    }

    fn deadline(&mut self, now: Instant) -> Step {
        if self.next_deadline().is_none_or(|deadline| now < deadline) {
            return Step::Rest;
        }
        if let State::Sending { attempt, .. } = self.state {
            self.answered(attempt, Answer::Silence, now);
            return Step::Rest;
        }
        if now >= self.draft.expires {
            self.state = State::Expired { at: now };
            return Step::Rest;
        }
        self.state = State::Asking { at: now };
        Step::Ask
    }

    fn judged(&mut self, verdict: Verdict, now: Instant) -> Step {
        if !self.awaits_verdict() {
            return Step::Rest;
        }
        match verdict {
            // It may have been taken, and the channel no longer remembers the key that would show it.
            Verdict::Allow(_)
                if self
                    .unsure_since
                    .is_some_and(|since| now >= since + KEY_LIFE) =>
            {
                let attempt = self.attempts;
                self.state = State::Uncertain { attempt, at: now };
                Step::Rest
            }
            Verdict::Allow(permit) if permit.covers(&self.draft, now) => {
                self.attempts = self.attempts.saturating_add(1);
                let attempt = self.attempts;
                self.state = State::Sending { attempt, at: now };
                let draft = self.draft.clone();
                Step::Send(Box::new(Send {
                    draft,
                    permit,
                    attempt,
                }))
            }
            // A permit for something else, or one that is over, permits nothing.
            Verdict::Allow(_) => self.step(Event::Unjudged, now),
            Verdict::Hold { until, reasons } => {
                let until = until.max(now + SHORTEST_HOLD);
                self.state = State::Held { until, reasons };
                Step::Rest
            }
            Verdict::Deny { reasons } => {
                self.state = denied(reasons, now);
                Step::Rest
            }
        }
    }

    fn awaits_verdict(&self) -> bool {
        matches!(self.state, State::Asking { .. })
    }

    fn answered(&mut self, attempt: u32, answer: Answer, now: Instant) {
        // A confirmation is true however late it comes, and of whichever attempt.
        if let (Answer::Taken { vendor }, true) = (&answer, self.may_have_sent(attempt)) {
            let vendor = vendor.clone();
            self.state = State::Sent { vendor, at: now };
            return;
        }
        let begun = match self.state {
            State::Sending {
                attempt: current,
                at,
            } if current == attempt => at,
            State::Queued { .. }
            | State::Asking { .. }
            | State::Held { .. }
            | State::Sending { .. }
            | State::Sent { .. }
            | State::Uncertain { .. }
            | State::Failed { .. }
            | State::Denied { .. }
            | State::Expired { .. } => return,
        };
        self.state = match answer {
            Answer::Taken { vendor } => State::Sent { vendor, at: now },
            Answer::Refused { code, message } => State::Failed {
                failure: Failure::Refused { code, message },
                at: now,
            },
            Answer::Later { after, said } => retry::again(&self.draft, attempt, after, said, now),
            // E-mail carries its delivery's id as a key by which the channel takes it once; a text message and a
            // WhatsApp message have none.
            Answer::Silence if self.draft.channel == Channel::Email => {
                self.unsure_since.get_or_insert(begun);
                retry::again(&self.draft, attempt, None, "no answer".into(), now)
            }
            Answer::Silence => State::Uncertain { attempt, at: now },
        };
    }

    fn may_have_sent(&self, attempt: u32) -> bool {
        let sent = matches!(self.state, State::Sent { .. });
        !sent && (1..=self.attempts).contains(&attempt)
    }
}

fn denied(reasons: Vec<Reason>, now: Instant) -> State {
    // Time that ran out while waiting is no refusal of the message.
    if reasons == vec![Reason::Expired] {
        State::Expired { at: now }
    } else {
        State::Denied { reasons, at: now }
    }
}

/// An attempt, or a question to policy, without an answer for this long counts as silence. A channel's own time-out
/// must be shorter.
const SILENCE: Span = Span::minutes(1);
/// For this long after an attempt whose answer never came, the key of an e-mail keeps it from being taken twice; the
/// channel remembers keys for 30 minutes (its documentation of idempotency), of which five are left for clocks.
const KEY_LIFE: Span = Span::minutes(25);
/// How long to wait when policy could not be asked.
const UNJUDGED_WAIT: Span = Span::seconds(30);
/// A hold that is over at once would ask again and again.
const SHORTEST_HOLD: Span = Span::seconds(1);
