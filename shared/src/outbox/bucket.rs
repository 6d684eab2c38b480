//! One family's token bucket. It is emptied at a little less than the limit, so that in no window of the limit's length
//! more calls begin than the limit allows, wherever the service begins to count; and it is small, so that nothing that was
//! saved up goes out at once.

use super::Rank;
use crate::time::{Instant, Span};
use crate::wire::outbox_v1::{Bucket, Family, Left};

impl Bucket {
    /// A full one, by the limit the family has until it is told another.
    pub(super) fn new(family: Family, now: Instant) -> Self {
        let (limit, per) = family.limit();
        let mut bucket = Self {
            limit,
            per,
            share: FULL_SHARE,
            credit: 0,
            upkeep: 0,
            at: now,
            shut: None,
            left: None,
        };
        bucket.credit = bucket.capacity();
        bucket.upkeep = bucket.capacity() / 2;
        bucket
    }

    /// Takes one call, or says when to ask again.
    pub(super) fn take(&mut self, rank: Rank, now: Instant) -> Result<(), Instant> {
        self.count(now);
        if let Some(until) = self.shut.filter(|until| *until > now) {
            return Err(until);
        }
        let kept = self.kept_for_others(rank);
        if let Some(left) = self.left
            && i64::from(left.calls) <= kept
        {
            return Err(left.until);
        }
        let lacking = (kept + 1).saturating_mul(self.cost()) - self.credit;
        let mut free = now + wait(lacking, self.rate());
        let shares = rank == Rank::Upkeep && self.is_slow();
        if shares {
            free = free.max(now + wait(self.cost() - self.upkeep, self.upkeep_rate()));
        }
        if free > now {
            return Err(free);
        }
        if shares {
            self.upkeep -= self.cost();
        }
        self.credit -= self.cost();
        if let Some(left) = &mut self.left {
            left.calls = left.calls.saturating_sub(1);
        }
        Ok(())
    }

    /// Takes so many calls at once for something that people wait for, which begins as any upkeep does. Only the first has
    /// to be there: upkeep owes the others and waits until it has saved them, while what it leaves to higher ranks stays
    /// theirs. Where the service says how many are left, all of them must be.
    pub(super) fn reserve(&mut self, calls: u32, now: Instant) -> Result<(), Instant> {
        self.count(now);
        let more = i64::from(calls.saturating_sub(1));
        if let Some(left) = self.left
            && i64::from(left.calls) <= self.kept_for_others(Rank::Upkeep) + more
        {
            return Err(left.until);
        }
        self.take(Rank::Upkeep, now)?;
        self.owe(calls.saturating_sub(1));
        Ok(())
    }

    /// Counts calls that are made without asking.
    pub(super) fn owe(&mut self, calls: u32) {
        let spent = i64::from(calls).saturating_mul(self.cost());
        let mut least = self.credit - spent;
        if self.is_slow() {
            self.upkeep -= spent;
            let kept = self.kept_for_others(Rank::Upkeep) * self.cost();
            least = least.max(kept.min(self.credit));
        }
        self.credit = least;
        if let Some(left) = &mut self.left {
            left.calls = left.calls.saturating_sub(calls);
        }
    }

    /// Gives back to upkeep what was reserved and not needed.
    pub(super) fn unspent(&mut self, calls: u32) {
        let saved = i64::from(calls).saturating_mul(self.cost());
        if self.is_slow() {
            self.upkeep = (self.upkeep + saved).min(self.capacity() / 2);
        }
        if let Some(left) = &mut self.left {
            left.calls = left.calls.saturating_add(calls);
        }
    }

    /// Gives back what was taken for a call that was never made.
    pub(super) fn give_back(&mut self, rank: Rank) {
        let capacity = self.capacity();
        self.credit = (self.credit + self.cost()).min(capacity);
        if rank == Rank::Upkeep && self.is_slow() {
            self.upkeep = (self.upkeep + self.cost()).min(capacity / 2);
        }
        if let Some(left) = &mut self.left {
            left.calls = left.calls.saturating_add(1);
        }
    }

    /// The service says what its limit is and what is left of it. `reset` tells which unit it counts in: what is
    /// counted by the second begins anew within one, so whatever is further away is an hour's count, and stays one.
    pub(super) fn told(
        &mut self,
        family: Family,
        limit: u32,
        remaining: u32,
        reset: Span,
        now: Instant,
    ) {
        self.count(now);
        let (usual, unit) = family.limit();
        let hourly = unit > SECOND
            || self.is_slow()
            || reset > SURELY_NO_SECOND
            || limit > usual.saturating_mul(60);
        let (limit, per) = match (hourly, unit > SECOND) {
            (false, _) => (limit, SECOND),
            // Both units hold at once. What an hour allows is spread over its seconds.
            (true, false) if limit >= SECONDS_AN_HOUR => (limit / SECONDS_AN_HOUR, SECOND),
            (true, _) => (limit, HOUR),
        };
        self.paced(limit.max(1), per);
        if hourly {
            self.leaves(remaining, now + reset);
        }
    }

    /// The service took a call for one too many: somebody else uses the account, or the limit is not what was thought.
    pub(super) fn hasty(&mut self, after: Option<Span>, now: Instant) {
        self.count(now);
        self.shut = Some(now + after.unwrap_or(UNNAMED_WAIT));
        self.share = (self.share - self.share / 8).max(LEAST_SHARE);
        self.credit = 0;
    }

    /// A call was taken, so the service has no more complaints.
    pub(super) fn eased(&mut self) {
        if self.share < FULL_SHARE && self.credit >= self.capacity() / 2 {
            self.share += 1;
        }
    }

    /// How many calls an hour.
    pub(super) fn an_hour(&self) -> i64 {
        let used = i64::from(self.limit) * i64::from(self.share);
        used.saturating_mul(HOUR.0) / (100 * self.per.0.max(1))
    }

    /// Whether one call more or less matters.
    pub(super) fn is_slow(&self) -> bool {
        self.per >= HOUR
    }

    fn paced(&mut self, limit: u32, per: Span) {
        if (limit, per) == (self.limit, self.per) {
            return;
        }
        // As many calls are spent as before: who may make more finds more left, also of what is kept for others.
        let cost = self.cost().max(1);
        let spent = (self.capacity() - self.credit) / cost;
        let upkeep = (self.capacity() / 2 - self.upkeep) / cost;
        (self.limit, self.per) = (limit, per);
        let cost = self.cost();
        let left = |of: i64, calls: i64| (of - calls.saturating_mul(cost)).clamp(0, of);
        self.credit = left(self.capacity(), spent);
        self.upkeep = left(self.capacity() / 2, upkeep);
    }

    fn leaves(&mut self, calls: u32, until: Instant) {
        // Answers may overtake each other: within one window the fewest count.
        let same = |left: &Left| left.until - until < SAME && until - left.until < SAME;
        self.left = Some(match self.left.filter(same) {
            Some(left) => Left {
                calls: left.calls.min(calls),
                until: left.until.max(until),
            },
            None => Left { calls, until },
        });
    }

    /// Adds what time has brought. A clock that was set back brings nothing.
    fn count(&mut self, now: Instant) {
        let passed = (now - self.at).0.clamp(0, HOUR.0);
        let capacity = self.capacity();
        self.credit = (self.credit + passed.saturating_mul(self.rate())).min(capacity);
        self.upkeep = (self.upkeep + passed.saturating_mul(self.upkeep_rate())).min(capacity / 2);
        self.at = now;
        let over = |until: Instant| until <= now || until - now > HOUR;
        self.shut = self.shut.filter(|until| !over(*until));
        self.left = self.left.filter(|left| !over(left.until));
    }

    /// So many calls are kept for those who go before this rank, where a call is rare enough for that to matter.
    fn kept_for_others(&self, rank: Rank) -> i64 {
        if !self.is_slow() {
            return 0;
        }
        let burst = self.burst();
        match rank {
            Rank::Service => 0,
            Rank::Utility => burst * 3 / 8,
            Rank::Upkeep => burst / 2,
            Rank::Marketing => burst * 5 / 8,
        }
    }

    /// What a window takes beyond the pace: with it, the limit is just not reached.
    fn burst(&self) -> i64 {
        (i64::from(self.limit) * i64::from(100 - FULL_SHARE) / 100).max(1)
    }

    fn capacity(&self) -> i64 {
        self.burst().saturating_mul(self.cost())
    }

    fn cost(&self) -> i64 {
        self.per.0.saturating_mul(100)
    }

    fn rate(&self) -> i64 {
        i64::from(self.limit) * i64::from(self.share)
    }

    fn upkeep_rate(&self) -> i64 {
        self.rate() * UPKEEP_SHARE / 100
    }
}

fn wait(lacking: i64, rate: i64) -> Span {
    let rate = rate.max(1);
    Span((lacking.max(0) + rate - 1) / rate)
}

const SECOND: Span = Span::seconds(1);
/// A count by the second begins anew before this, however its time is rounded.
const SURELY_NO_SECOND: Span = Span::seconds(5);
const HOUR: Span = Span::hours(1);
const SECONDS_AN_HOUR: u32 = 3600;
/// How much of a limit is used, in per cent. The rest is the burst, and room for calls that are long on their way.
const FULL_SHARE: u8 = 92;
/// Slower than this is no slower for the service.
const LEAST_SHARE: u8 = 20;
/// How much of that upkeep may use where calls are few, in per cent.
const UPKEEP_SHARE: i64 = 40;
/// The wait after a refusal for haste that names none.
const UNNAMED_WAIT: Span = Span::seconds(10);
/// Two ends of windows that are no further apart are one.
const SAME: Span = Span::seconds(5);
