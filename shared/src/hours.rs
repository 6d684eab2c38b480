//! When people of the shop answer. Decides the next moment somebody is there; promises no answer by any moment.

use crate::time::{Clock, Date, Instant, Local, Weekday};
use crate::wire::document_v1::{HoursDraft, OpenDraft, Problem};
use alloc::{format, vec::Vec};
use serde::{Deserialize, Serialize};

mod draft;
mod told;
mod yearly;

pub use draft::{SpecialDayDraft, SpecialHoursDraft, StretchDraft};
pub use told::told;

use yearly::Yearly;

/// When people of the shop answer, in its local time. A stretch belongs to the day it begins on, also after midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    open: Vec<Open>,
    closed: Vec<Date>,
    #[serde(default)]
    special: Vec<Special>,
    #[serde(default)]
    yearly: Vec<Yearly>,
}

/// When somebody of the shop is there to answer, by the shop's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerBy {
    /// Somebody is there now, until this local time.
    Now {
        /// When they leave.
        until: Local,
    },
    /// Somebody is back at this local time.
    From(Local),
    /// The shop has named no hours, or none within the next weeks.
    Unstated,
}

/// When somebody of the shop is there to answer, as instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Somebody is there now.
    Now {
        /// When they leave.
        until: Instant,
    },
    /// Somebody is back then.
    From(Instant),
    /// The shop has named no hours, or none within the next weeks.
    Unstated,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    days: Vec<Weekday>,
    from: u16,
    /// Minutes since the midnight before `from`; beyond [`END_OF_DAY`] on the next day.
    to: u16,
}

/// A day with hours of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Special {
    date: Date,
    open: Vec<(u16, u16)>,
}

impl OpeningHours {
    /// Reads the hours of a shop's document.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(draft: &HoursDraft, place: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut hours = Self::default();
        for (index, open) in draft.open.iter().enumerate() {
            let at = format!("{place}.open[{index}]");
            if let Some((from, to)) = stretch(open, &at, &mut problems) {
                let days = open.days.clone();
                hours.open.push(Open { days, from, to });
            }
        }
        for (index, day) in draft.closed.iter().enumerate() {
            let at = format!("{place}.closed[{index}]");
            hours.closed.extend(read_date(day, &at, &mut problems));
        }
        if problems.is_empty() {
            Ok(hours)
        } else {
            Err(problems)
        }
    }

    /// The same hours with days that differ: days with hours of their own, and days off that come every year. A day
    /// with hours of its own has them even where it is a day off.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn with(mut self, draft: &SpecialHoursDraft, place: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        for (index, day) in draft.days.iter().enumerate() {
            let at = format!("{place}.days[{index}]");
            let date = read_date(&day.date, &format!("{at}.date"), &mut problems);
            if date.is_some_and(|date| self.special.iter().any(|known| known.date == date)) {
                let reason = format!("{} has hours already", day.date);
                let place = format!("{at}.date");
                problems.push(Problem { place, reason });
            }
            let mut open = Vec::new();
            for (number, part) in day.open.iter().enumerate() {
                let at = format!("{at}.open[{number}]");
                open.extend(stretch_of(&part.from, &part.to, &at, &mut problems));
            }
            self.special.extend(date.map(|date| Special { date, open }));
        }
        for (index, text) in draft.yearly.iter().enumerate() {
            match Yearly::parse(text) {
                Some(yearly) => self.yearly.push(yearly),
                None => problems.push(yearly::no_rule(&format!("{place}.yearly[{index}]"), text)),
            }
        }
        if problems.is_empty() {
            Ok(self)
        } else {
            Err(problems)
        }
    }

    /// When somebody is there to answer what is written at `now`, by the shop's clock and the changes it makes.
    #[must_use]
    pub fn next(&self, now: Instant, clock: &Clock) -> Next {
        let mut stretches = Vec::new();
        let mut until = now;
        let mut next = Next::Unstated;
        let mut date = Date::from_days(clock.local(now).date.days() - 1);
        for _ in 0..=DAYS_AHEAD {
            // Nothing that begins later changes what was found; mostly two days are enough.
            if next.is_before(clock.not_before(minutes_after(date, 0))) {
                break;
            }
            self.add(date, clock, &mut stretches);
            // Stretches that touch are one.
            let on = |until| move |(from, to): &&(_, _)| *from <= until && until < *to;
            while let Some((_, to)) = stretches.iter().find(on(until)) {
                until = *to;
            }
            next = if until > now {
                Next::Now { until }
            } else {
                let begins = stretches.iter().map(|(from, _)| *from);
                let later = begins.filter(|from| *from > now).min();
                later.map_or(Next::Unstated, Next::From)
            };
            date = date.next();
        }
        next
    }

    /// Adds the stretches that begin on a day, in no order.
    fn add(&self, date: Date, clock: &Clock, stretches: &mut Vec<(Instant, Instant)>) {
        for (from, to) in self.on(date) {
            // A clock that shows a time twice opens at the later one and closes at the earlier one, so that nobody
            // is told of an hour that is not kept.
            let from = clock.latest(minutes_after(date, from));
            let to = clock.earliest(minutes_after(date, to));
            if from < to {
                stretches.push((from, to));
            }
        }
    }

    fn on(&self, date: Date) -> Vec<(u16, u16)> {
        if let Some(special) = self.special.iter().find(|special| special.date == date) {
            return special.open.clone();
        }
        if self.closed.contains(&date) || self.yearly.iter().any(|rule| rule.falls_on(date)) {
            return Vec::new();
        }
        let on_it = |open: &&Open| open.days.contains(&date.weekday());
        let open = self.open.iter().filter(on_it);
        open.map(|open| (open.from, open.to)).collect()
    }
}

impl Next {
    /// Whether the moment it tells is known and comes before `at`.
    fn is_before(self, at: Instant) -> bool {
        match self {
            Self::Now { until: moment } | Self::From(moment) => moment < at,
            Self::Unstated => false,
        }
    }

    /// The same by the shop's clock.
    #[must_use]
    pub fn by(self, clock: &Clock) -> AnswerBy {
        match self {
            Self::Now { until } => AnswerBy::Now {
                until: clock.local(until),
            },
            Self::From(at) => AnswerBy::From(clock.local(at)),
            Self::Unstated => AnswerBy::Unstated,
        }
    }
}

/// Reads a local time such as `09:30` as minutes since midnight; `24:00` is the end of the day.
#[must_use]
pub fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two(hour) || !two(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= END_OF_DAY).then_some(minutes)
}

/// Reads a day such as `2026-12-25`.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut number = |len: usize| {
        let part = parts.next()?;
        let digits = part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let date = Date {
        year: i32::from(year),
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    };
    // A day that does not exist reads back as another one.
    (parts.next().is_none() && (1..=12).contains(&month) && Date::from_days(date.days()) == date)
        .then_some(date)
}

fn read_date(text: &str, place: &str, problems: &mut Vec<Problem>) -> Option<Date> {
    let read = date(text);
    if read.is_none() {
        problems.push(no_date(place, text));
    }
    read
}

/// The local time so many minutes after the midnight that begins a day.
fn minutes_after(date: Date, minutes: u16) -> Local {
    let mut local = Local {
        date,
        minute: minutes,
    };
    while local.minute >= END_OF_DAY {
        local.date = local.date.next();
        local.minute -= END_OF_DAY;
    }
    local
}

fn stretch(open: &OpenDraft, place: &str, problems: &mut Vec<Problem>) -> Option<(u16, u16)> {
    stretch_of(&open.from, &open.to, place, problems)
}

/// Reads when a stretch begins and ends; one that ends before it begins ends on the next day.
fn stretch_of(
    from: &str,
    to: &str,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Option<(u16, u16)> {
    let mut read = |text: &str, field: &str| {
        let minute = minute_of_day(text);
        if minute.is_none() {
            problems.push(no_time(&format!("{place}.{field}"), text));
        }
        minute
    };
    let (begins, ends) = (read(from, "from"), read(to, "to"));
    let (begins, ends) = (begins?, ends?);
    if begins == ends {
        problems.push(Problem {
            place: format!("{place}.to"),
            reason: format!("{to} is when it begins; a whole day is 00:00 to 24:00"),
        });
        return None;
    }
    let over_midnight = if ends < begins { END_OF_DAY } else { 0 };
    Some((begins, ends + over_midnight))
}

/// The problem of a text that is no time of day.
#[must_use]
pub fn no_time(place: &str, text: &str) -> Problem {
    Problem {
        place: place.into(),
        reason: format!("\"{text}\" is no time of day such as 09:30"),
    }
}

/// The problem of a text that is no day.
#[must_use]
pub fn no_date(place: &str, text: &str) -> Problem {
    Problem {
        place: place.into(),
        reason: format!("\"{text}\" is no day such as 2026-12-25"),
    }
}

const END_OF_DAY: u16 = 24 * 60;
/// A month of holidays is the longest that can be looked past.
const DAYS_AHEAD: u32 = 40;

#[cfg(test)]
mod tests {
    use super::{DAYS_AHEAD, Next, Open, OpeningHours};
    use crate::time::{Clock, Date, Instant, Offset};
    use alloc::vec::Vec;
    use proptest::prelude::*;

    prop_compose! {
        fn hours()(
            open in prop::collection::vec((0_u8..128, 0_u16..=1440, 1_u16..=1440), 0..4),
            closed in prop::collection::vec(20_000_i64..20_050, 0..30),
        ) -> OpeningHours {
            let open = open.into_iter().map(|(days, from, long)| Open {
                days: (0..7).filter(|day| days >> day & 1 == 1).map(|day| Date::from_days(day).weekday()).collect(),
                from,
                to: from + long,
            });
            OpeningHours {
                open: open.collect(),
                closed: closed.into_iter().map(Date::from_days).collect(),
                ..OpeningHours::default()
            }
        }
    }

    prop_compose! {
        fn clock()(
            first in -840_i16..840,
            changes in prop::collection::vec((20_000_i64..20_050, -840_i16..840), 0..3),
        ) -> Clock {
            let change = |(day, offset)| (Instant(day * 86_400_000), Offset(offset));
            Clock::changing(Offset(first), changes.into_iter().map(change).collect())
        }
    }

    proptest! {
        /// However few days were looked at.
        #[test]
        fn the_next_moment_is_that_of_all_days(hours in hours(), clock in clock(), now in 0_i64..28_800) {
            let now = Instant((20_000 * 1440 + now) * 60_000);
            let mut all = Vec::new();
            let first = clock.local(now).date.days() - 1;
            for day in first..=first + i64::from(DAYS_AHEAD) {
                hours.add(Date::from_days(day), &clock, &mut all);
            }
            let open = |at: Instant| all.iter().any(|(from, to)| *from <= at && at < *to);
            let begins = all.iter().map(|(from, _)| *from).filter(|from| *from > now);
            let ends = all.iter().map(|(_, to)| *to).filter(|to| *to > now && !open(*to));
            let expected = if open(now) {
                ends.min().map_or(Next::Unstated, |until| Next::Now { until })
            } else {
                begins.min().map_or(Next::Unstated, Next::From)
            };
            prop_assert_eq!(hours.next(now, &clock), expected);
        }

        #[test]
        fn a_clock_shows_nothing_earlier_than_it_can(clock in clock(), day in 20_000_i64..20_050, minute in 0_u16..1440) {
            let local = super::minutes_after(Date::from_days(day), minute);
            prop_assert!(clock.not_before(local) <= clock.earliest(local));
        }
    }
}
