//! How often a shopper is written to: a week's cap by channel and purpose, one for all that sells, and a pause between two
//! messages that sell.

use super::{Facts, Reason};
use crate::channel::{Channel, Purpose};
use crate::id::DeliveryId;
use crate::sort;
use crate::time::{Instant, Span};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A message that was permitted before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Which one; asking again for the same draft does not count twice.
    pub draft: DeliveryId,
    /// How it went.
    pub channel: Channel,
    /// Why it went.
    pub purpose: Purpose,
    /// When it was permitted.
    pub at: Instant,
}

/// From when on each cap leaves room for the draft, and what it is until then.
pub(super) fn free_from(facts: &Facts<'_>, at: Instant) -> Result<Vec<(Instant, Reason)>, Reason> {
    let (channel, purpose) = (facts.draft.channel, facts.draft.purpose);
    let stricter = &facts.stricter;
    let kind = sent(facts, |past| {
        past.channel == channel && past.purpose == purpose
    });
    let week = stricter.week_of(channel, purpose);
    let mut free = Vec::new();
    free.push((room(week, WEEK, kind, at), Reason::CapReached));
    if purpose == Purpose::Marketing {
        let sold = sent(facts, |past| past.purpose == Purpose::Marketing);
        let total = stricter.marketing_a_week();
        free.push((room(total, WEEK, sold.clone(), at), Reason::TotalCapReached));
        let gap = stricter.marketing_gap();
        free.push((room(1, gap, sold, at), Reason::TooSoonAfterAnother));
    }
    free.into_iter()
        .map(|(free, reason)| Ok((free.ok_or(Reason::CapIsZero)?, reason)))
        .collect()
}

/// When messages went that count against the draft, the oldest first.
fn sent(facts: &Facts<'_>, counts: impl Fn(&Past) -> bool) -> Vec<Instant> {
    let mut sent: Vec<Instant> = facts
        .past
        .iter()
        .filter(|past| past.draft != facts.draft.id && counts(past))
        .map(|past| past.at)
        .collect();
    sort::sort(&mut sent);
    sent
}

/// From when on at most `cap - 1` of the sent are younger than `window`; `None` when no wait helps. One that is dated
/// later than `at`, since a clock was set back, counts until its own time has passed.
fn room(cap: u16, window: Span, sent: Vec<Instant>, at: Instant) -> Option<Instant> {
    let newest_inside = usize::from(cap).checked_sub(1)?;
    let inside: Vec<Instant> = sent
        .into_iter()
        .filter(|sent| *sent + window > at)
        .collect();
    let leaving = inside.len().checked_sub(newest_inside + 1);
    Some(
        leaving
            .and_then(|index| inside.get(index))
            .map_or(at, |sent| *sent + window),
    )
}

const WEEK: Span = Span::days(7);
