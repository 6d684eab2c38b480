//! When to try again, and when not to any more.

use super::{Draft, Failure, State};
use crate::id::DeliveryId;
use crate::time::{Instant, Span};
use alloc::string::String;

/// What follows an attempt that certainly sent nothing, or that may be repeated safely.
pub(super) fn again(
    draft: &Draft,
    tries: u32,
    after: Option<Span>,
    last: String,
    now: Instant,
) -> State {
    let backoff = usize::try_from(tries.saturating_sub(1))
        .ok()
        .and_then(|index| WAITS.get(index));
    let due = backoff.map(|wait| {
        let wait = after.map_or(*wait, |after| after.max(*wait));
        now + spread(&draft.id, tries, wait)
    });
    match due {
        Some(due) if due < draft.expires && due < draft.due + MAX_AGE => State::Queued { due },
        _ => State::Failed {
            failure: Failure::GaveUp { last },
            at: now,
        },
    }
}

/// Up to a quarter longer, by the delivery's own name: what failed together does not come back together.
fn spread(id: &DeliveryId, tries: u32, wait: Span) -> Span {
    // FNV-1a (Fowler, Noll, Vo): any hash that scatters will do.
    let bytes = id.as_str().bytes().chain(tries.to_le_bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // The high bits scatter best.
    let share = i64::from(hash >> 22);
    Span(wait.0.saturating_add(wait.0.saturating_mul(share) / 4096))
}

/// The wait after each try; after the last one there is no other.
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
