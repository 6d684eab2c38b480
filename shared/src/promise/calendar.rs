//! Which days count as business days, and counting with them.

use crate::time::{Date, Weekday};

/// The days that count as business days at some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar<'a> {
    /// The weekdays that are.
    pub weekdays: &'a [Weekday],
    /// Days that are none all the same.
    pub holidays: &'a [Date],
}

impl Calendar<'_> {
    /// Whether `date` is a business day.
    #[must_use]
    pub fn is_business(self, date: Date) -> bool {
        self.weekdays.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// Whether `date` would be a business day, were it no holiday.
    pub(super) fn is_missed(self, date: Date) -> bool {
        self.weekdays.contains(&date.weekday()) && self.holidays.contains(&date)
    }

    /// The business day `days` business days after `date`; for 0 the first that is not before it. `None` when there is
    /// none in a year.
    #[must_use]
    pub fn after(self, date: Date, days: u8) -> Option<Date> {
        let mut left = days;
        let mut day = date;
        for _ in 0..DAYS_AHEAD {
            if left == 0 && self.is_business(day) {
                return Some(day);
            }
            day = day.next();
            if self.is_business(day) {
                left = left.saturating_sub(1);
            }
        }
        None
    }

    /// How many business days lie after `from`, up to `to` itself; 0 when `to` is not later.
    #[must_use]
    pub fn between(self, from: Date, to: Date) -> u16 {
        let mut day = from;
        let mut count = 0;
        for _ in 0..DAYS_AHEAD {
            if day >= to {
                break;
            }
            day = day.next();
            count += u16::from(self.is_business(day));
        }
        count
    }
}

/// Looking further than a year finds only a shop that never delivers.
const DAYS_AHEAD: u32 = 400;
