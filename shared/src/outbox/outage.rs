//! When a service that takes nothing is probed, with one call that is due anyway.

use crate::delivery::Stop;
use crate::time::{Instant, Span};
use crate::wire::outbox_v1::Outage;

/// The service takes nothing: since now, or still.
pub(super) fn again(known: Option<Outage>, why: Stop, now: Instant) -> Outage {
    match known {
        Some(known) => Outage {
            why,
            // Calls that were under way when it began are no probes.
            probe: known.probe.max(now + FIRST_WAIT),
            ..known
        },
        None => Outage {
            why,
            since: now,
            probe: now + FIRST_WAIT,
            probes: 0,
        },
    }
}

/// A probe goes. The next one waits longer, whatever becomes of this one.
pub(super) fn probes(outage: &mut Outage, now: Instant) {
    outage.probes = outage.probes.saturating_add(1);
    let number = usize::try_from(outage.probes).unwrap_or(usize::MAX);
    let wait = WAITS.get(number).copied().unwrap_or(LONGEST_WAIT);
    outage.probe = now + wait;
}

/// The probe did not go after all; the next call may be it.
pub(super) fn unprobed(outage: &mut Outage, now: Instant) {
    outage.probes = outage.probes.saturating_sub(1);
    outage.probe = now;
}

const FIRST_WAIT: Span = Span::seconds(20);
const WAITS: [Span; 5] = [
    FIRST_WAIT,
    Span::minutes(1),
    Span::minutes(5),
    Span::minutes(15),
    Span::minutes(30),
];
/// Somebody who has mended the account waits no longer than this.
const LONGEST_WAIT: Span = Span::hours(1);
