//! When to try again, and when not to any more.

use super::{Draft, Failure, State};
use crate::time::{Instant, Span};
use alloc::string::String;

/// What follows an attempt that certainly sent nothing, or that may be repeated safely.
pub(super) fn again(
    draft: &Draft,
    attempt: u32,
    after: Option<Span>,
    last: String,
    now: Instant,
) -> State {
    let backoff = usize::try_from(attempt.saturating_sub(1))
        .ok()
        .and_then(|index| WAITS.get(index));
    let due = backoff.map(|wait| now + after.map_or(*wait, |after| after.max(*wait)));
    match due {
        Some(due) if due < draft.expires && due < draft.due + MAX_AGE => State::Queued { due },
        _ => State::Failed {
            failure: Failure::GaveUp { last },
            at: now,
        },
    }
}

/// The wait after each attempt; after the last attempt there is no other. No jitter: a shop's outbox sends one by one.
const WAITS: [Span; 9] = [
    Span::seconds(5),
    Span::seconds(20),
    Span::minutes(1),
    Span::minutes(5),
    Span::minutes(15),
    Span::hours(1),
    Span::hours(2),
    Span::hours(4),
    Span::hours(8),
];
/// Nothing is tried again when it is this much overdue.
const MAX_AGE: Span = Span::days(2);
