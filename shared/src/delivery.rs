//! A delivery from draft to its end: when to ask for a permit, when to try again, when to stop. It sends nothing: it
//! hands out a [`Send`], which needs a permit, and is told what became of it.
//!
//! Every event may come twice or late. A delivery whose sending was once confirmed never sends again. How fast deliveries
//! may go, and which first, is for [`crate::outbox`].

mod event;
mod report;
mod retry;
mod sms;

pub use crate::wire::delivery_v1::{
    Draft, Entry, Failure, Message, Recipient, State, Stop, TemplateUse,
};
pub use event::{Answer, Event, Report};
pub use sms::{Encoding, Segments, segments};

use crate::channel::Channel;
use crate::policy::{Permit, Reason, Verdict};
use crate::time::{Instant, Span};
use alloc::{boxed::Box, vec, vec::Vec};

/// What the shell does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing, before the next deadline.
    Rest,
    /// Ask policy about the draft and hand its verdict in.
    Ask,
    /// Hand this to its channel and hand the answer in.
    Send(Box<Send>),
    /// Look for it in the channel's records, and hand in what is found. Nothing has to be handed in.
    LookUp,
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
            stops: 0,
            look_ups: 0,
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
            Event::Reported { vendor, report } => {
                self.reported(vendor, report, now);
                Step::Rest
            }
            Event::Reconsidered(verdict) => {
                self.reconsidered(verdict, now);
                Step::Rest
            }
            Event::Crowded => {
                self.crowded(now);
                Step::Rest
            }
        }
    }

    /// When to hand in [`Event::Deadline`]; `None` at the end.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Queued { due: at }
            | State::Held { until: at, .. }
            | State::Stopped { until: at, .. } => Some(*at),
            State::Asking { at } | State::Sending { at, .. } => Some(*at + SILENCE),
            State::Uncertain { at, .. } => self.next_look_up(*at),
            State::Sent { .. }
            | State::Delivered { .. }
            | State::Failed { .. }
            | State::Denied { .. }
            | State::Expired { .. } => None,
        }
    }

    /// Whether nothing more will be sent, whatever comes.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        match self.state {
            State::Queued { .. }
            | State::Asking { .. }
            | State::Held { .. }
            | State::Stopped { .. }
            | State::Sending { .. } => false,
            State::Sent { .. }
            | State::Delivered { .. }
            | State::Uncertain { .. }
            | State::Failed { .. }
            | State::Denied { .. }
            | State::Expired { .. } => true,
        }
    }

    /// An e-mail has a key, and is uncertain only once that is of no use; its records cannot be asked by our id.
    fn next_look_up(&self, since: Instant) -> Option<Instant> {
        if self.draft.channel == Channel::Email {
            return None;
        }
        let number = usize::try_from(self.look_ups).ok()?;
        LOOK_UPS.get(number).map(|wait| since + *wait)
    }

    fn deadline(&mut self, now: Instant) -> Step {
        if self.next_deadline().is_none_or(|deadline| now < deadline) {
            return Step::Rest;
        }
        if let State::Sending { attempt, .. } = self.state {
            self.answered(attempt, Answer::Silence, now);
            return Step::Rest;
        }
        if let State::Uncertain { at, .. } = self.state {
            // Counted before it is done, with those that were missed: a look-up that is lost is not made again at once.
            let over = LOOK_UPS.iter().filter(|wait| at + **wait <= now).count();
            self.look_ups = u32::try_from(over).unwrap_or(u32::MAX);
            return Step::LookUp;
        }
        if now >= self.draft.expires {
            self.state = self.or_uncertain(State::Expired { at: now }, now);
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
        let State::Sending {
            attempt: current,
            at: begun,
        } = self.state
        else {
            return;
        };
        if current != attempt {
            return;
        }
        let tries = attempt.saturating_sub(self.stops);
        self.state = match answer {
            Answer::Taken { vendor } => State::Sent { vendor, at: now },
            Answer::Refused { code, message } => State::Failed {
                failure: Failure::Refused { code, message },
                at: now,
            },
            Answer::Later { after, said } => {
                let next = retry::again(&self.draft, tries, after, said, now);
                self.or_uncertain(next, now)
            }
            Answer::Stopped(why) => {
                self.stops = self.stops.saturating_add(1);
                let until = now + STOPPED_WAIT;
                State::Stopped { until, why }
            }
            // E-mail carries its delivery's id as a key by which the channel takes it once; a text message and a
            // WhatsApp message have none.
            Answer::Silence if self.draft.channel == Channel::Email => {
                self.unsure_since.get_or_insert(begun);
                let next = retry::again(&self.draft, tries, None, "no answer".into(), now);
                self.or_uncertain(next, now)
            }
            Answer::Silence => State::Uncertain { attempt, at: now },
        };
    }

    /// What ends without a word from the channel may have been taken by an attempt that nobody answered.
    fn or_uncertain(&self, next: State, now: Instant) -> State {
        let gave_up =
            |failure: &Failure| matches!(failure, Failure::GaveUp { .. } | Failure::NoRoom);
        let silent = match &next {
            State::Expired { .. } => true,
            State::Failed { failure, .. } => gave_up(failure),
            State::Queued { .. }
            | State::Asking { .. }
            | State::Held { .. }
            | State::Stopped { .. }
            | State::Sending { .. }
            | State::Sent { .. }
            | State::Delivered { .. }
            | State::Uncertain { .. }
            | State::Denied { .. } => false,
        };
        if silent && self.unsure_since.is_some() {
            let attempt = self.attempts;
            State::Uncertain { attempt, at: now }
        } else {
            next
        }
    }

    fn may_have_sent(&self, attempt: u32) -> bool {
        !self.is_known_sent() && (1..=self.attempts).contains(&attempt)
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
/// When the channel takes nothing, its first sign of life is waited for elsewhere; this only keeps a delivery from asking
/// for a permit again at once.
const STOPPED_WAIT: Span = Span::seconds(20);
/// How long after silence a message is looked for in the channel's records, which lag.
const LOOK_UPS: [Span; 5] = [
    Span::seconds(30),
    Span::minutes(10),
    Span::hours(1),
    Span::hours(6),
    Span::hours(24),
];
