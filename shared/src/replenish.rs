//! When a product is used up, and when to say so. From how often it was bought, how much of it is used, or how long the
//! shop says it lasts; with none of them it says what to ask. Sends nothing and knows no consent.

use crate::sort;
use crate::time::Date;
use crate::words::{counted, day};
use alloc::{format, string::String, vec, vec::Vec};

/// What is known of how fast a product is used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consumption {
    /// How much a pack holds, in the unit of `used` (ml, capsules).
    pub pack: Option<u32>,
    /// How much the shopper uses.
    pub used: Option<Rate>,
    /// For how many days the shop says a pack lasts.
    pub lasts_days: Option<u16>,
}

/// So much in so many days, so that half a capsule a day can be said in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How much.
    pub amount: u32,
    /// In how many days.
    pub days: u16,
}

/// A purchase of the product that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The day it came; the day of order where that is unknown.
    pub day: Date,
    /// How many packs.
    pub packs: u16,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replenish {
    /// It is used up on a day that can be told.
    Due(Due),
    /// It was used up so long ago that a reminder would be out of place.
    Lapsed {
        /// When it was used up.
        used_up: Date,
        /// How that was found, a sentence each.
        reasons: Vec<String>,
    },
    /// Too little is known.
    NotEnough {
        /// What to ask.
        ask: Vec<Ask>,
    },
}

/// When it is used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day on which the last pack is used up.
    pub used_up: Date,
    /// The day to remind; never before today.
    pub remind: Date,
    /// What this was found from.
    pub basis: Basis,
    /// How it was found, a sentence each.
    pub reasons: Vec<String>,
}

/// What a duration was found from, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The shopper's own purchases.
    Intervals {
        /// How many intervals.
        count: usize,
        /// Their median, in days a pack.
        median: u16,
    },
    /// How much the shopper uses.
    Use,
    /// What the shop says.
    Declared,
}

/// What to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// When they bought it last.
    LastPurchase,
    /// How much they use a day.
    Use,
}

/// When the product is used up, and when to say so.
///
/// `lead_days` is how long a new one takes to arrive, in calendar days; `purchases` may be in any order.
#[must_use]
pub fn replenish(
    consumption: Consumption,
    purchases: &[Purchase],
    lead_days: u16,
    today: Date,
) -> Replenish {
    let purchases = by_day(purchases);
    let lasts = lasts(consumption, &purchases);
    let (Some(lasts), Some(last)) = (&lasts, purchases.last()) else {
        let last = purchases.is_empty().then_some(Ask::LastPurchase);
        let used = lasts.is_none().then_some(Ask::Use);
        return Replenish::NotEnough {
            ask: last.into_iter().chain(used).collect(),
        };
    };
    let used_up = used_up(&purchases, lasts.days);
    let mut reasons = vec![
        lasts.reason.clone(),
        format!(
            "The last purchase was {} on {}, so it is used up about {}.",
            counted(last.packs, "pack"),
            day(last.day),
            day(used_up)
        ),
    ];
    // After as long again as a pack lasts, the shopper has found another way.
    if later(used_up, lasts.days) < today {
        return Replenish::Lapsed { used_up, reasons };
    }
    let lead = lead_days.saturating_add(MARGIN_DAYS);
    let remind = Date::from_days(used_up.days() - i64::from(lead)).max(today);
    reasons.push(format!(
        "A new one takes {} to arrive, so {} is the day to say so.",
        days(lead_days),
        day(remind)
    ));
    Replenish::Due(Due {
        used_up,
        remind,
        basis: lasts.basis,
        reasons,
    })
}

struct Lasts {
    /// Days a pack; at least one.
    days: u16,
    basis: Basis,
    reason: String,
}

/// Purchases in order, those of one day as one; none of nothing.
fn by_day(purchases: &[Purchase]) -> Vec<Purchase> {
    let mut sorted: Vec<Purchase> = purchases.to_vec();
    sorted.retain(|purchase| purchase.packs > 0);
    sort::sort_by_key(&mut sorted, |purchase| purchase.day);
    let mut merged: Vec<Purchase> = Vec::new();
    for purchase in sorted {
        match merged.last_mut() {
            Some(last) if last.day == purchase.day => {
                last.packs = last.packs.saturating_add(purchase.packs);
            }
            Some(_) | None => merged.push(purchase),
        }
    }
    merged
}

fn lasts(consumption: Consumption, purchases: &[Purchase]) -> Option<Lasts> {
    let declared = consumption.lasts_days.filter(|days| *days > 0);
    let mut intervals: Vec<u16> = purchases
        .windows(2)
        .filter_map(|pair| match pair {
            [first, second] => {
                let days = u16::try_from(second.day.days() - first.day.days()).ok()?;
                Some((days / first.packs).max(1))
            }
            _ => None,
        })
        .collect();
    if intervals.len() >= ENOUGH_INTERVALS {
        return Some(by_intervals(&mut intervals, declared));
    }
    by_use(consumption).or_else(|| {
        declared.map(|lasts| Lasts {
            days: lasts,
            basis: Basis::Declared,
            reason: format!("The shop says that a pack lasts {}.", days(lasts)),
        })
    })
}

/// The median, since one long holiday or one gift must not move the day; within half and twice what the shop says, since
/// a product that lasts a month is not one that was used for a year.
fn by_intervals(intervals: &mut [u16], declared: Option<u16>) -> Lasts {
    sort::sort(intervals);
    let count = intervals.len();
    let middle = |index: usize| intervals.get(index).copied().unwrap_or(1);
    let median = middle((count - 1) / 2).midpoint(middle(count / 2));
    let (least, most) = declared.map_or((1, u16::MAX), |lasts| {
        (lasts.div_ceil(2), lasts.saturating_mul(2))
    });
    let bounded = median.clamp(least, most);
    let found = format!(
        "Between {} purchases a pack lasted {}, by the median",
        count + 1,
        days(median)
    );
    let reason = match declared {
        Some(lasts) if bounded != median => format!(
            "{found}; since the shop says {}, {} is taken.",
            days(lasts),
            days(bounded)
        ),
        Some(_) | None => format!("{found}."),
    };
    Lasts {
        days: bounded,
        basis: Basis::Intervals { count, median },
        reason,
    }
}

fn by_use(consumption: Consumption) -> Option<Lasts> {
    let (pack, rate) = (consumption.pack?, consumption.used?);
    let lasts = u64::from(pack)
        .checked_mul(u64::from(rate.days))?
        .checked_div(u64::from(rate.amount))?;
    let lasts = u16::try_from(lasts).ok().filter(|lasts| *lasts > 0)?;
    Some(Lasts {
        days: lasts,
        basis: Basis::Use,
        reason: format!(
            "A pack of {pack}, used at {} in {}, lasts {}.",
            rate.amount,
            days(rate.days),
            days(lasts)
        ),
    })
}

/// A pack is begun when the one before is used up, so what was bought early is not lost.
fn used_up(purchases: &[Purchase], lasts: u16) -> Date {
    purchases.iter().fold(Date::from_days(0), |end, purchase| {
        let begun = end.max(purchase.day);
        let days = i64::from(lasts) * i64::from(purchase.packs);
        Date::from_days(begun.days() + days)
    })
}

fn later(date: Date, days: u16) -> Date {
    Date::from_days(date.days() + i64::from(days))
}

fn days(count: u16) -> String {
    counted(count, "day")
}

/// One interval may be chance.
const ENOUGH_INTERVALS: usize = 2;
/// Days left to read the reminder and to order.
const MARGIN_DAYS: u16 = 2;
