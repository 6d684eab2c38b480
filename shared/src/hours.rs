//! When people of the shop answer. Decides the next moment somebody is there; promises no answer by any moment.

use crate::time::{Date, Instant, Local, Offset, Weekday};
use crate::wire::document_v1::{HoursDraft, OpenDraft, Problem};
use alloc::{format, vec::Vec};
use serde::{Deserialize, Serialize};

/// When people of the shop answer, in its local time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    open: Vec<Open>,
    closed: Vec<Date>,
}

/// When somebody of the shop is there to answer.
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    days: Vec<Weekday>,
    from: u16,
    to: u16,
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
            match date(day) {
                Some(day) => hours.closed.push(day),
                None => problems.push(no_date(&format!("{place}.closed[{index}]"), day)),
            }
        }
        if problems.is_empty() {
            Ok(hours)
        } else {
            Err(problems)
        }
    }

    /// When somebody is there to answer what is written at `now`.
    #[must_use]
    pub fn next_answer(&self, now: Instant, offset: Offset) -> AnswerBy {
        let here = now.local(offset);
        if let Some(to) = self
            .on(here.date)
            .filter(|o| here.minute >= o.from && here.minute < o.to)
            .map(|o| o.to)
            .max()
        {
            return AnswerBy::Now {
                until: midnight_safe(here.date, to),
            };
        }
        let mut date = here.date;
        for day in 0..DAYS_AHEAD {
            let later = |open: &&Open| day > 0 || open.from > here.minute;
            if let Some(minute) = self.on(date).filter(later).map(|open| open.from).min() {
                return AnswerBy::From(Local { date, minute });
            }
            date = date.next();
        }
        AnswerBy::Unstated
    }

    fn on(&self, date: Date) -> impl Iterator<Item = &Open> {
        let closed = self.closed.contains(&date);
        self.open
            .iter()
            .filter(move |open| !closed && open.days.contains(&date.weekday()))
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

fn midnight_safe(date: Date, minute: u16) -> Local {
    if minute >= END_OF_DAY {
        return Local {
            date: date.next(),
            minute: 0,
        };
    }
    Local { date, minute }
}

fn stretch(open: &OpenDraft, place: &str, problems: &mut Vec<Problem>) -> Option<(u16, u16)> {
    let mut read = |text: &str, field: &str| {
        let minute = minute_of_day(text);
        if minute.is_none() {
            problems.push(no_time(&format!("{place}.{field}"), text));
        }
        minute
    };
    let (from, to) = (read(&open.from, "from"), read(&open.to, "to"));
    let (from, to) = (from?, to?);
    if from >= to {
        problems.push(Problem {
            place: format!("{place}.to"),
            reason: format!("{} is not after {}", open.to, open.from),
        });
        return None;
    }
    Some((from, to))
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
