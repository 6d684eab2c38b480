//! What can happen to a delivery.

use super::Stop;
use crate::policy::Verdict;
use crate::time::Span;
use alloc::string::String;

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
    /// The channel's own records tell of it, asked or unasked.
    Reported {
        /// The channel's id of the message.
        vendor: String,
        /// What they tell.
        report: Report,
    },
    /// What the shopper agreed to has changed, so policy was asked out of turn. Only a denial counts: what may go still
    /// waits for its time, and asks again then.
    Reconsidered(Verdict),
    /// As much waits as is kept, and this matters least of it.
    Crowded,
}

/// What a channel's records tell of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// The channel took it.
    Taken,
    /// It arrived.
    Delivered,
    /// It did not arrive, and will not.
    Undelivered {
        /// The channel's words.
        reason: String,
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
    /// It certainly did not take it, and may later: answers 425, 429 and 503, and connections that never came about.
    Later {
        /// How long it asks us to wait, if it does.
        after: Option<Span>,
        /// What it said, for people to read.
        said: String,
    },
    /// It refused this message for good: 400 and the like.
    Refused {
        /// Its own code.
        code: String,
        /// Its own words.
        message: String,
    },
    /// It takes nothing from us, so certainly not this: 401, 402, and 403 for where we call from.
    Stopped(Stop),
    /// No answer came, so nobody knows whether it took it.
    Silence,
}
