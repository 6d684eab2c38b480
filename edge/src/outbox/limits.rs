//! How fast Brevo lets a shop call it, one budget for each family of its addresses.
//!
//! Kept in memory only: after a rest the worst that happens is one answer 429, which says how long to wait.

use crate::brevo::{Budget, Failure};
use shared::channel::Channel;
use shared::time::{Instant, Span};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// When each family of calls is free again.
#[derive(Debug, Default)]
pub(super) struct Limits(RefCell<BTreeMap<Channel, Instant>>);

/// The wait after a 429 that names none.
const UNNAMED: Span = Span::seconds(10);

impl Limits {
    /// Until when nothing may be sent on this channel; `None` when it may.
    pub(super) fn blocked(&self, channel: Channel, now: Instant) -> Option<Instant> {
        let until = self.0.borrow().get(&channel).copied()?;
        (until > now).then_some(until)
    }

    /// Learns from an answer.
    pub(super) fn learn<T>(
        &self,
        channel: Channel,
        outcome: &Result<T, Failure>,
        budget: Option<Budget>,
        now: Instant,
    ) {
        let spent = budget
            .filter(|budget| budget.remaining == 0)
            .map(|budget| budget.reset);
        let refused = match outcome {
            Err(Failure::Retryable { status: 429, after }) => Some(after.unwrap_or(UNNAMED)),
            _ => None,
        };
        if let Some(wait) = refused.max(spent) {
            self.0.borrow_mut().insert(channel, now + wait);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1000);

    fn after(outcome: &Result<(), Failure>, budget: Option<(u64, i64)>) -> Option<Instant> {
        let limits = Limits::default();
        let budget = budget.map(|(remaining, reset)| Budget {
            remaining,
            reset: Span::seconds(reset),
        });
        limits.learn(Channel::Email, outcome, budget, NOW);
        assert_eq!(
            limits.blocked(Channel::Sms, NOW),
            None,
            "the other family is free"
        );
        limits.blocked(Channel::Email, NOW)
    }

    #[test]
    fn a_spent_budget_waits_for_its_reset() {
        assert_eq!(after(&Ok(()), Some((1, 60))), None);
        assert_eq!(after(&Ok(()), Some((0, 60))), Some(NOW + Span::seconds(60)));
        assert_eq!(after(&Ok(()), None), None);
    }

    #[test]
    fn a_refusal_for_haste_waits_as_long_as_it_says() {
        let hasty = |after| Err(Failure::Retryable { status: 429, after });
        assert_eq!(
            after(&hasty(Some(Span::seconds(7))), None),
            Some(NOW + Span::seconds(7))
        );
        assert_eq!(after(&hasty(None), None), Some(NOW + UNNAMED));
        let busy = Err(Failure::Retryable {
            status: 503,
            after: None,
        });
        assert_eq!(after(&busy, Some((12, 60))), None);
    }

    #[test]
    fn the_channel_is_free_when_the_time_has_come() {
        let limits = Limits::default();
        limits.learn(
            Channel::Email,
            &Ok(()),
            Some(Budget {
                remaining: 0,
                reset: Span::seconds(1),
            }),
            NOW,
        );
        assert_eq!(limits.blocked(Channel::Email, NOW + Span::seconds(1)), None);
    }
}
