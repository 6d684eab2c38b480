//! Whether a call may be made now.

use super::{Rank, outage};
use crate::delivery::{Entry, Event, Step, Stop};
use crate::time::{Instant, Span};
use crate::wire::outbox_v1::{Bucket, Family, Gate, Outage};

/// Whether a call may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Yes; it has been counted.
    Go,
    /// Not before this.
    Wait(Instant),
    /// Nothing goes to the service; ask again then.
    Stopped(Stop, Instant),
}

/// What a delivery that is due comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// It changed, or not, and no call is needed: keep it.
    Keep,
    /// Ask policy about it. The call that may follow is counted; [`Gate::give_back`] if none does.
    Ask,
    /// Look for it in the service's records; that call is counted.
    LookUp,
    /// Not before this: it did not change, and nothing else of its family and rank can go before.
    Wait(Instant),
}

/// What the service says about its limit with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// How many calls it takes.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// How long until it counts anew.
    pub reset: Span,
}

/// How a call ended, as far as other calls are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was taken, or refused for what it was.
    Heard,
    /// It came too soon; the service asks to wait so long, if it says.
    Hasty(Option<Span>),
    /// The service takes nothing.
    Stopped(Stop),
    /// The service could not answer.
    Unheard,
}

impl Gate {
    /// Takes a delivery whose deadline has come as far as it goes without a call.
    pub fn due(&mut self, entry: &mut Entry, now: Instant) -> Due {
        let mut next = entry.clone();
        let (due, family, rank) = match next.step(Event::Deadline, now) {
            Step::Ask => (
                Due::Ask,
                Family::of(entry.draft.channel),
                entry.draft.purpose.into(),
            ),
            Step::LookUp => (Due::LookUp, Family::Rest, Rank::Upkeep),
            Step::Rest | Step::Send(_) => {
                *entry = next;
                return Due::Keep;
            }
        };
        match self.admit(family, rank, now) {
            Admission::Go => {
                *entry = next;
                due
            }
            Admission::Wait(until) | Admission::Stopped(_, until) => Due::Wait(until),
        }
    }

    /// Asks for a call, and counts it.
    pub fn admit(&mut self, family: Family, rank: Rank, now: Instant) -> Admission {
        if let Some(outage) = self.outage(family)
            && now < outage.probe
        {
            return Admission::Stopped(outage.why, outage.probe);
        }
        match self.bucket(family, now).take(rank, now) {
            Ok(()) => {
                let account = self.account.iter_mut();
                for outage in account.chain(self.families.get_mut(&family)) {
                    outage::probes(outage, now);
                }
                Admission::Go
            }
            Err(until) => Admission::Wait(until),
        }
    }

    /// The call that was admitted was never made.
    pub fn give_back(&mut self, family: Family, rank: Rank, now: Instant) {
        self.bucket(family, now).give_back(rank);
        let account = self.account.iter_mut();
        for outage in account.chain(self.families.get_mut(&family)) {
            outage::unprobed(outage, now);
        }
    }

    /// Takes so many calls at once for what people ask for and wait for: a look at the account, which goes also where the
    /// account takes nothing, since it tells why.
    ///
    /// # Errors
    /// When to ask again. Many looks in a row leave to messages what is theirs.
    pub fn reserve(&mut self, family: Family, calls: u32, now: Instant) -> Result<(), Instant> {
        self.bucket(family, now).reserve(calls, now)
    }

    /// A call was made that nobody asked for: what comes after it waits longer.
    pub fn owe(&mut self, family: Family, now: Instant) {
        self.bucket(family, now).owe(1);
    }

    /// So many of the calls that were reserved were not needed.
    pub fn unspent(&mut self, family: Family, calls: u32, now: Instant) {
        self.bucket(family, now).unspent(calls);
    }

    /// Learns from an answer.
    pub fn heard(&mut self, family: Family, told: Option<Told>, ended: Ended, now: Instant) {
        let bucket = self.bucket(family, now);
        if let Some(told) = told {
            bucket.told(family, told.limit, told.remaining, told.reset, now);
        }
        match ended {
            Ended::Heard => {
                bucket.eased();
                self.account = None;
                self.families.remove(&family);
            }
            Ended::Hasty(after) => bucket.hasty(after, now),
            Ended::Stopped(why) => self.stop(family, why, now),
            Ended::Unheard => {}
        }
    }

    /// What stands against every call of this family.
    #[must_use]
    pub fn outage(&self, family: Family) -> Option<Outage> {
        self.account.or(self.families.get(&family).copied())
    }

    /// Everything that is out, for people to read: the whole account, or one family.
    pub fn outages(&self) -> impl Iterator<Item = (Option<Family>, Outage)> + '_ {
        let account = self.account.map(|outage| (None, outage));
        let families = self.families.iter();
        account
            .into_iter()
            .chain(families.map(|(family, outage)| (Some(*family), *outage)))
    }

    pub(super) fn bucket(&mut self, family: Family, now: Instant) -> &mut Bucket {
        let bucket = self.buckets.entry(family);
        bucket.or_insert_with(|| Bucket::new(family, now))
    }

    fn stop(&mut self, family: Family, why: Stop, now: Instant) {
        let known = match why {
            Stop::KeyRefused | Stop::AddressBlocked => &mut self.account,
            Stop::NoCredits => {
                let known = self.families.get(&family).copied();
                let outage = outage::again(known, why, now);
                self.families.insert(family, outage);
                return;
            }
        };
        *known = Some(outage::again(*known, why, now));
    }
}
