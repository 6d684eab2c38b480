//! When to look into the records of a channel that reports nothing by itself.

use crate::time::{Instant, Span};

/// When to look next: often while messages go, then ever more seldom, and no more once a week has passed since the last of
/// them was heard of. Whoever has never looked does so at once.
#[must_use]
pub fn next_poll(last: Instant, polled: Option<Instant>) -> Option<Instant> {
    let Some(polled) = polled else {
        return Some(last);
    };
    let quiet = polled - last;
    (quiet < ASKED_FOR).then(|| polled + Span(quiet.0 / 8).max(SHORTEST))
}

/// Twelve an hour at most, of the few calls that there are.
const SHORTEST: Span = Span::minutes(5);
/// Who has not answered by then writes anew.
const ASKED_FOR: Span = Span::days(7);
