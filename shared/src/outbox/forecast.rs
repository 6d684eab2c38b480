//! Planning ahead where calls are few: how long what waits will take, told before anybody misses it.

use crate::time::{Instant, Span};
use crate::wire::outbox_v1::{Family, Gate};

/// What becomes of the messages that wait for one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Which family.
    pub family: Family,
    /// How many wait.
    pub waiting: u32,
    /// How many calls an hour there are.
    pub an_hour: u32,
    /// When the last of them will have gone, if nothing comes before it.
    pub done: Instant,
    /// How many of them cannot go before they expire.
    pub too_late: u32,
}

impl Forecast {
    /// Whether somebody should know.
    #[must_use]
    pub fn is_warning(&self, now: Instant) -> bool {
        self.too_late > 0 || self.done - now > LONG
    }
}

/// Reckons for messages that are due by now, in the order in which they will go, each given by when it expires.
#[must_use]
pub fn forecast(
    gate: &Gate,
    family: Family,
    expiries: impl IntoIterator<Item = Instant>,
    now: Instant,
) -> Forecast {
    let mut gate = gate.clone();
    let begins = gate
        .outage(family)
        .map_or(now, |outage| outage.probe.max(now));
    let an_hour = gate.bucket(family, now).an_hour().max(1);
    let at = |number: i64| begins + Span(number.saturating_mul(Span::hours(1).0) / an_hour);
    let (mut waiting, mut too_late) = (0_i64, 0);
    for expires in expiries {
        waiting += 1;
        if at(waiting) >= expires {
            too_late += 1;
        }
    }
    Forecast {
        family,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        an_hour: u32::try_from(an_hour).unwrap_or(u32::MAX),
        done: at(waiting),
        too_late,
    }
}

/// Longer than this and somebody wonders where the messages are.
const LONG: Span = Span::hours(1);
