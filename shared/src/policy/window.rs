//! The hours of a day in which one rule, kept by one clock, lets a message go.

use super::stricter::{Rest, ShopHours};
use super::tables::{HoursRow, Stretch, is_holiday};
use super::{QuietRule, Reason};
use crate::place::Place;
use crate::time::{Date, Instant, Local, Offset, Weekday};

/// One rule as kept by one clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// What is kept.
    pub(super) kept: Kept,
    /// Where the recipient is, or may be; none when nobody knows.
    pub(super) place: Option<Place>,
    /// The clock it is kept by.
    pub(super) clock: Offset,
}

/// A rule about hours.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    /// A row of the table.
    Table(&'static HoursRow),
    /// Hours of the shop's own.
    Hours(ShopHours),
    /// Days on which the shop sells nothing.
    Rest(Rest),
}

impl Window {
    /// What stands against a message while this is closed.
    pub(super) fn reason(&self) -> Reason {
        Reason::QuietHours(match self.kept {
            Kept::Table(row) => row.rule,
            Kept::Hours(_) | Kept::Rest(_) => QuietRule::Shop,
        })
    }

    /// The first instant from `at` on at which the rule lets a message go, within the next fifteen days.
    pub(super) fn open_from(&self, at: Instant) -> Option<Instant> {
        let local = at.local(self.clock);
        if let Some((opens, closes)) = self.hours(local.date) {
            if local.minute < opens {
                return Some(self.instant(local.date, opens));
            }
            if local.minute < closes {
                return Some(at);
            }
        }
        let mut date = local.date;
        for _ in 0..DAYS_AHEAD {
            date = date.next();
            if let Some((opens, _)) = self.hours(date) {
                return Some(self.instant(date, opens));
            }
        }
        None
    }

    fn instant(&self, date: Date, minute: u16) -> Instant {
        Local { date, minute }.instant(self.clock)
    }

    /// The first allowed minute of this day and the first no longer allowed; `None` for a day without any.
    fn hours(&self, date: Date) -> Option<Stretch> {
        let holiday = |date| {
            self.place
                .is_some_and(|place| is_holiday(place.country, date))
        };
        let hours = match self.kept {
            Kept::Table(row) => row.on(date, holiday)?,
            Kept::Hours(ShopHours { opens, closes }) => (opens, closes.min(END_OF_DAY)),
            Kept::Rest(rest) => {
                let sunday = date.weekday() == Weekday::Sunday;
                let closed = match rest {
                    Rest::AsTheRules => false,
                    Rest::Sundays => sunday,
                    Rest::SundaysAndHolidays => sunday || holiday(date),
                };
                (!closed).then_some((0, END_OF_DAY))?
            }
        };
        (hours.0 < hours.1).then_some(hours)
    }
}

const END_OF_DAY: u16 = 24 * 60;
const DAYS_AHEAD: u8 = 15;
