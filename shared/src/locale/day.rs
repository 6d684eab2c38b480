//! Days and times of day as people write them.

use super::names::names;
use super::{Language, Locale};
use crate::time::Date;
use alloc::{format, string::String};

/// A day with its weekday: `Monday 23 November`, `Montag, 23. November`, `11月23日(月)`. Days spoken of here are at most
/// some weeks away, so the year is left out. English is written as in Britain, where CLDR takes the United States for
/// the plain language, except where the region is one that puts the month first. The Japanese weekday is the short one
/// in brackets, as calendars and shops print it; CLDR's long form writes it out.
#[must_use]
pub fn date(locale: Locale, date: Date) -> String {
    let (weekday, month) = names(locale.language(), date);
    let day = date.day;
    match locale.language() {
        Language::English if matches!(locale.region(), Some("US" | "CA")) => {
            format!("{weekday}, {month} {day}")
        }
        // CLDR knows only the plain number; the first of a month is never read that way.
        Language::French if day == 1 => format!("{weekday} 1er {month}"),
        Language::English
        | Language::French
        | Language::Italian
        | Language::Dutch
        | Language::Swedish => format!("{weekday} {day} {month}"),
        Language::German => format!("{weekday}, {day}. {month}"),
        Language::Danish => format!("{weekday} {day}. {month}"),
        Language::Polish => format!("{weekday}, {day} {month}"),
        Language::Spanish | Language::Portuguese => format!("{weekday}, {day} de {month}"),
        Language::Japanese => format!("{month}{day}日({weekday})"),
        Language::Arabic => format!("{weekday}، {day} {month}"),
        Language::Hebrew => format!("יום {weekday}, {day} ב{month}"),
    }
}

/// A time of day from minutes since midnight: `09:30`, `09.30`, `9:30 AM`. English counts to 24, as in Britain, except
/// in the United States.
#[must_use]
pub fn clock(locale: Locale, minute: u16) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    let halves = |forenoon: &'static str, afternoon: &'static str| {
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let half = if hour < 12 { forenoon } else { afternoon };
        (twelve, half)
    };
    match (locale.language(), locale.region()) {
        (Language::English, Some("US")) => {
            let (hour, half) = halves("AM", "PM");
            format!("{hour}:{minute:02}\u{202f}{half}")
        }
        // Morocco counts to 24, the other Arabic-speaking countries to 12.
        (Language::Arabic, Some("MA")) => format!("{hour:02}:{minute:02}"),
        (Language::Arabic, _) => {
            let (hour, half) = halves("ص", "م");
            format!("{hour}:{minute:02}\u{a0}{half}")
        }
        (Language::Danish, _) => format!("{hour:02}.{minute:02}"),
        (Language::French, Some("CA")) => format!("{hour:02}\u{a0}h\u{a0}{minute:02}"),
        (Language::Spanish | Language::Japanese | Language::Hebrew, _) => {
            format!("{hour}:{minute:02}")
        }
        (
            Language::English
            | Language::German
            | Language::French
            | Language::Italian
            | Language::Dutch
            | Language::Portuguese
            | Language::Polish
            | Language::Swedish,
            _,
        ) => format!("{hour:02}:{minute:02}"),
    }
}
