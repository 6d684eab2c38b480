//! Instants, spans and local times as integers. Nobody here knows what time it is: `now` is always given.

mod clock;

pub use clock::Clock;

use core::ops::{Add, Sub};
use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Instant(pub i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span(pub i64);

impl Span {
    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }
    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes.saturating_mul(60))
    }
    /// So many hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours.saturating_mul(60))
    }
    /// So many times 24 hours.
    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self::hours(days.saturating_mul(24))
    }
}

impl Add<Span> for Instant {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// How far a place's clock is ahead of UTC, in minutes (New York in winter: -300). The shell asks its platform for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Offset(pub i16);

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// Year, such as 2026.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// What a clock on the wall shows at some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local {
    /// The day.
    pub date: Date,
    /// Minutes since local midnight, 0 to 1439.
    pub minute: u16,
}

const MINUTE_MS: i64 = 60_000;
const MINUTES_A_DAY: i64 = 24 * 60;

impl Instant {
    /// What the wall clock shows where `offset` holds.
    #[must_use]
    pub fn local(self, offset: Offset) -> Local {
        let minutes = self.0.div_euclid(MINUTE_MS) + i64::from(offset.0);
        let minute = u16::try_from(minutes.rem_euclid(MINUTES_A_DAY)).unwrap_or(0);
        Local {
            date: Date::from_days(minutes.div_euclid(MINUTES_A_DAY)),
            minute,
        }
    }
}

impl Local {
    /// The instant at which a clock with `offset` shows this.
    #[must_use]
    pub fn instant(self, offset: Offset) -> Instant {
        let minutes =
            self.date.days() * MINUTES_A_DAY + i64::from(self.minute) - i64::from(offset.0);
        Instant(minutes.saturating_mul(MINUTE_MS))
    }
}

impl Date {
    /// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`).
    #[must_use]
    pub fn days(self) -> i64 {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1970-01-01 (`civil_from_days` of the same source).
    #[must_use]
    pub fn from_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::from_days(self.days() + 1)
    }

    /// Easter Sunday of a year (Gregorian computus, "Anonymous" of Nature, 1876).
    #[must_use]
    pub fn easter(year: i32) -> Self {
        let golden = year.rem_euclid(19);
        let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
        let correction = (century - (century + 8) / 25 + 1) / 3;
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
        let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
        let late = (golden + 11 * epact + 22 * weekday) / 451;
        let sum = epact + weekday - 7 * late + 114;
        Self {
            year,
            month: u8::try_from(sum / 31).unwrap_or(4),
            day: u8::try_from(sum % 31 + 1).unwrap_or(1),
        }
    }

    /// Which day of the week this is.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.days() + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_eight_centuries() {
        for days in (-146_097..146_097).step_by(7) {
            assert_eq!(Date::from_days(days).days(), days);
        }
        assert_eq!(
            Date::from_days(0),
            Date {
                year: 1970,
                month: 1,
                day: 1
            }
        );
        assert_eq!(
            Date {
                year: 2024,
                month: 2,
                day: 29
            }
            .next(),
            Date {
                year: 2024,
                month: 3,
                day: 1
            }
        );
    }

    #[test]
    fn a_local_clock_reads_back_to_its_instant() {
        let new_york = Offset(-300);
        let instant = Date {
            year: 2026,
            month: 11,
            day: 23,
        };
        let local = Local {
            date: instant,
            minute: 30,
        };
        assert_eq!(local.instant(new_york).local(new_york), local);
        assert_eq!(local.instant(new_york), Instant(1_795_411_800_000));
        assert_eq!(instant.weekday(), Weekday::Monday);
    }
}
