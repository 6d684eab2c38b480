//! What a row of hours is: a week of them, what holds on holidays, and what makes it a rule. The rows stand in `hours`.

use crate::policy::QuietRule;
use crate::time::{Date, Weekday};

/// From the first allowed minute of a day to the first no longer allowed.
pub(in crate::policy) type Stretch = (u16, u16);

/// The hours of one rule, and what they rest on.
#[derive(Debug)]
pub(in crate::policy) struct HoursRow {
    /// The rule, as a verdict names it.
    pub(in crate::policy) rule: QuietRule,
    /// For whom, in words.
    pub(super) whom: &'static str,
    /// Its countries and territories.
    pub(super) countries: &'static [&'static str],
    /// Its states of the United States.
    pub(super) states: &'static [&'static str],
    /// The hours of each day of the week.
    pub(super) week: Week,
    /// What holds on public holidays.
    pub(super) holidays: Holidays,
    /// What makes it a rule.
    pub(super) basis: Basis,
    /// Where that is written.
    pub(super) source: &'static str,
    /// The day on which this was what we knew.
    pub(super) as_of: &'static str,
}

/// Hours by day of the week; none on a day of rest.
#[derive(Debug)]
pub(super) struct Week {
    pub(super) monday_to_thursday: Stretch,
    pub(super) friday: Stretch,
    pub(super) saturday: Option<Stretch>,
    pub(super) sunday: Option<Stretch>,
}

/// What holds on public holidays.
#[derive(Debug)]
pub(super) enum Holidays {
    /// As on any day.
    Ordinary,
    /// Nothing goes.
    Closed,
    /// Nothing goes, and on the day before only within these hours.
    ClosedWithEve(Stretch),
}

/// What makes a row a rule.
#[derive(Debug)]
pub(super) enum Basis {
    /// A law about texts that sell, or one that our provider keeps as such.
    Law,
    /// A law or binding code about calls that sell, which we keep for texts too.
    LawOfCalls,
    /// No law known; the day of rest that people there keep.
    Custom,
    /// No law known; our own courtesy.
    Ours,
}

impl HoursRow {
    /// The hours of this day; none on a day of rest. `holiday` tells of a date whether it is one where the recipient is.
    pub(in crate::policy) fn on(
        &self,
        date: Date,
        holiday: impl Fn(Date) -> bool,
    ) -> Option<Stretch> {
        let week = &self.week;
        let hours = match date.weekday() {
            Weekday::Friday => Some(week.friday),
            Weekday::Saturday => week.saturday,
            Weekday::Sunday => week.sunday,
            Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday => {
                Some(week.monday_to_thursday)
            }
        };
        let (opens, closes) = hours?;
        match self.holidays {
            Holidays::Closed | Holidays::ClosedWithEve(_) if holiday(date) => None,
            Holidays::ClosedWithEve((from, to)) if holiday(date.next()) => {
                Some((opens.max(from), closes.min(to)))
            }
            Holidays::Ordinary | Holidays::Closed | Holidays::ClosedWithEve(_) => {
                Some((opens, closes))
            }
        }
    }
}
