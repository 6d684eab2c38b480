//! Days off that come every year. A shop names its own; nothing here knows a country's holidays.

use crate::time::{Date, Weekday};
use crate::wire::document_v1::Problem;
use alloc::format;
use serde::{Deserialize, Serialize};

/// A rule by which a day comes every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Yearly {
    /// On this day of this month.
    On { month: u8, day: u8 },
    /// So many days after Easter Sunday of the western churches.
    Easter { days: i16 },
    /// The n-th such weekday of a month; the last one when there is no number.
    Weekday {
        nth: Option<u8>,
        weekday: Weekday,
        month: u8,
    },
}

impl Yearly {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(days) = text.strip_prefix("easter") {
            let days = if days.is_empty() { 0 } else { signed(days)? };
            return Some(Self::Easter { days });
        }
        if let Some((month, day)) = text.split_once('-') {
            let (month, day) = (number(month, 12)?, number(day, 31)?);
            // The last day of February may be named; it falls in leap years only.
            let exists = day <= days_in(2024, month);
            return exists.then_some(Self::On { month, day });
        }
        let mut words = text.split(' ');
        let nth = match words.next()? {
            "1st" => Some(1),
            "2nd" => Some(2),
            "3rd" => Some(3),
            "4th" => Some(4),
            "last" => None,
            _ => return None,
        };
        let named = words.next()?;
        let weekday = WEEKDAYS.into_iter().find(|(name, _)| *name == named)?.1;
        let month = words
            .next()
            .filter(|word| *word == "of")
            .and(words.next())?;
        let month = number(month, 12)?;
        words.next().is_none().then_some(Self::Weekday {
            nth,
            weekday,
            month,
        })
    }

    pub(super) fn falls_on(self, date: Date) -> bool {
        match self {
            Self::On { month, day } => (date.month, date.day) == (month, day),
            Self::Easter { days } => {
                date.days() - Date::easter(date.year).days() == i64::from(days)
            }
            Self::Weekday {
                nth,
                weekday,
                month,
            } => {
                let week = match nth {
                    Some(nth) => (date.day - 1) / 7 + 1 == nth,
                    None => date.day + 7 > days_in(date.year, month),
                };
                date.month == month && date.weekday() == weekday && week
            }
        }
    }
}

/// The problem of a text that is no such rule.
pub(super) fn no_rule(place: &str, text: &str) -> Problem {
    Problem {
        place: place.into(),
        reason: format!(
            "\"{text}\" is no day of every year such as 12-25, easter+1, 4th thursday of 11 or last monday of 5"
        ),
    }
}

fn signed(text: &str) -> Option<i16> {
    let days = text
        .strip_prefix('+')
        .or(text.starts_with('-').then_some(text))?;
    let days: i16 = days.parse().ok()?;
    // Nothing that is kept by Easter is further from it.
    (-70..=70).contains(&days).then_some(days)
}

fn number(text: &str, most: u8) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u8 = text.parse().ok()?;
    (digits && (1..=most).contains(&number)).then_some(number)
}

fn days_in(year: i32, month: u8) -> u8 {
    let last = (29..=31).rev().map(|day| Date { year, month, day });
    // A day that does not exist reads back as another one.
    let mut real = last.filter(|date| Date::from_days(date.days()) == *date);
    real.next().map_or(28, |date| date.day)
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];
