//! Public holidays that a whole country keeps, computed for any year. Days that only regions keep are not here.

use super::feasts::rosh_hashanah;
use super::{AS_OF, cited};
use crate::place::Country;
use crate::time::{Date, Weekday};

/// The holidays of one or several countries.
#[derive(Debug)]
pub(super) struct Calendar {
    /// Whose, in words.
    pub(super) whom: &'static str,
    /// The countries and territories that keep them.
    pub(super) countries: &'static [&'static str],
    /// The days.
    pub(super) days: &'static [Day],
    /// The law that names them.
    pub(super) source: &'static str,
    /// The day on which this was what we knew.
    pub(super) as_of: &'static str,
}

/// A day of the year, computed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Day {
    /// Month and day.
    On(u8, u8),
    /// Month and day, or the Saturday before when that is a Sunday.
    OnOrSaturdayBefore(u8, u8),
    /// Days after Easter Sunday; before it when negative.
    Easter(i64),
    /// The first Saturday on or after this month and day.
    SaturdayFrom(u8, u8),
    /// Days after the Jewish new year that begins in the same civil year; before it when negative.
    RoshHashanah(i64),
}

/// Whether the whole of this country keeps the day as a public holiday, as far as the table knows.
pub(in crate::policy) fn is_holiday(country: Country, date: Date) -> bool {
    CALENDARS
        .iter()
        .filter(|calendar| country.is_one_of(calendar.countries))
        .any(|calendar| calendar.days.iter().any(|day| day.is(date)))
}

impl Day {
    fn is(self, date: Date) -> bool {
        let days_after = |month, day| {
            let year = date.year;
            date.days() - Date { year, month, day }.days()
        };
        match self {
            Self::On(month, day) => (date.month, date.day) == (month, day),
            Self::OnOrSaturdayBefore(month, day) => match date.weekday() {
                Weekday::Saturday => matches!(days_after(month, day), -1 | 0),
                Weekday::Sunday => false,
                Weekday::Monday
                | Weekday::Tuesday
                | Weekday::Wednesday
                | Weekday::Thursday
                | Weekday::Friday => Self::On(month, day).is(date),
            },
            Self::Easter(after) => date.days() - Date::easter(date.year).days() == after,
            Self::RoshHashanah(after) => date.days() - rosh_hashanah(date.year) == after,
            Self::SaturdayFrom(month, day) => {
                date.weekday() == Weekday::Saturday && (0..7).contains(&days_after(month, day))
            }
        }
    }
}

const MAUNDY_THURSDAY: Day = Day::Easter(-3);
const GOOD_FRIDAY: Day = Day::Easter(-2);
const EASTER_SUNDAY: Day = Day::Easter(0);
const EASTER_MONDAY: Day = Day::Easter(1);
const ASCENSION: Day = Day::Easter(39);
const WHIT_SUNDAY: Day = Day::Easter(49);
const WHIT_MONDAY: Day = Day::Easter(50);
const CORPUS_CHRISTI: Day = Day::Easter(60);
const NEW_YEAR: Day = Day::On(1, 1);
const EPIPHANY: Day = Day::On(1, 6);
const LABOUR_DAY: Day = Day::On(5, 1);
const ASSUMPTION: Day = Day::On(8, 15);
const ALL_SAINTS: Day = Day::On(11, 1);
const IMMACULATE: Day = Day::On(12, 8);
const CHRISTMAS: Day = Day::On(12, 25);
const SECOND_CHRISTMAS: Day = Day::On(12, 26);

const fn calendar(
    whom: &'static str,
    countries: &'static [&'static str],
    days: &'static [Day],
    source: &'static str,
) -> Calendar {
    Calendar {
        whom: cited(whom),
        countries,
        days,
        source: cited(source),
        as_of: AS_OF,
    }
}

/// One row a calendar.
pub(super) const CALENDARS: &[Calendar] = &[
    calendar(
        "France and its overseas territories",
        &["FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM"],
        &[
            NEW_YEAR,
            EASTER_MONDAY,
            LABOUR_DAY,
            Day::On(5, 8),
            ASCENSION,
            WHIT_MONDAY,
            Day::On(7, 14),
            ASSUMPTION,
            ALL_SAINTS,
            Day::On(11, 11),
            CHRISTMAS,
        ],
        "Code du travail, article L3133-1",
    ),
    calendar(
        "Germany, the days of all states",
        &["DE"],
        &[
            NEW_YEAR,
            GOOD_FRIDAY,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            WHIT_MONDAY,
            Day::On(10, 3),
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "the states' Feiertagsgesetze; Einigungsvertrag, Artikel 2 (3 October)",
    ),
    calendar(
        "Austria",
        &["AT"],
        &[
            NEW_YEAR,
            EPIPHANY,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            WHIT_MONDAY,
            CORPUS_CHRISTI,
            ASSUMPTION,
            Day::On(10, 26),
            ALL_SAINTS,
            IMMACULATE,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Arbeitsruhegesetz, § 7",
    ),
    calendar(
        "Switzerland and Liechtenstein, the days of all cantons",
        &["CH", "LI"],
        &[NEW_YEAR, ASCENSION, Day::On(8, 1), CHRISTMAS],
        "Bundesverfassung, Artikel 110 (1 August); the cantons' laws",
    ),
    calendar(
        "Italy",
        &["IT", "SM", "VA"],
        &[
            NEW_YEAR,
            EPIPHANY,
            EASTER_SUNDAY,
            EASTER_MONDAY,
            Day::On(4, 25),
            LABOUR_DAY,
            Day::On(6, 2),
            ASSUMPTION,
            Day::On(10, 4),
            ALL_SAINTS,
            IMMACULATE,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Legge 260/1949; Legge 151/2025 (4 October, since 2026)",
    ),
    calendar(
        "Spain, the days of the whole country",
        &["ES"],
        &[
            NEW_YEAR,
            EPIPHANY,
            GOOD_FRIDAY,
            LABOUR_DAY,
            ASSUMPTION,
            Day::On(10, 12),
            ALL_SAINTS,
            Day::On(12, 6),
            IMMACULATE,
            CHRISTMAS,
        ],
        "Real Decreto 2001/1983, artículo 45",
    ),
    calendar(
        "Portugal",
        &["PT"],
        &[
            NEW_YEAR,
            GOOD_FRIDAY,
            EASTER_SUNDAY,
            Day::On(4, 25),
            LABOUR_DAY,
            CORPUS_CHRISTI,
            Day::On(6, 10),
            ASSUMPTION,
            Day::On(10, 5),
            ALL_SAINTS,
            Day::On(12, 1),
            IMMACULATE,
            CHRISTMAS,
        ],
        "Código do Trabalho, artigo 234",
    ),
    calendar(
        "Poland",
        &["PL"],
        &[
            NEW_YEAR,
            EPIPHANY,
            EASTER_SUNDAY,
            EASTER_MONDAY,
            LABOUR_DAY,
            Day::On(5, 3),
            WHIT_SUNDAY,
            CORPUS_CHRISTI,
            ASSUMPTION,
            ALL_SAINTS,
            Day::On(11, 11),
            Day::On(12, 24),
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Act of 1951-01-18 on days free of work (24 December since 2025)",
    ),
    calendar(
        "Netherlands",
        &["NL"],
        &[
            NEW_YEAR,
            EASTER_MONDAY,
            Day::OnOrSaturdayBefore(4, 27),
            ASCENSION,
            WHIT_MONDAY,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Algemene termijnenwet, artikel 3",
    ),
    calendar(
        "Belgium",
        &["BE"],
        &[
            NEW_YEAR,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            WHIT_MONDAY,
            Day::On(7, 21),
            ASSUMPTION,
            ALL_SAINTS,
            Day::On(11, 11),
            CHRISTMAS,
        ],
        "Royal decree of 1974-04-18, article 1",
    ),
    calendar(
        "Luxembourg",
        &["LU"],
        &[
            NEW_YEAR,
            EASTER_MONDAY,
            LABOUR_DAY,
            Day::On(5, 9),
            ASCENSION,
            WHIT_MONDAY,
            Day::On(6, 23),
            ASSUMPTION,
            ALL_SAINTS,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Code du travail, article L. 232-2",
    ),
    calendar(
        "Sweden",
        &["SE", "AX"],
        &[
            NEW_YEAR,
            EPIPHANY,
            GOOD_FRIDAY,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            Day::On(6, 6),
            Day::SaturdayFrom(6, 20),
            Day::SaturdayFrom(10, 31),
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Lag (1989:253) om allmänna helgdagar",
    ),
    calendar(
        "Denmark",
        &["DK", "FO", "GL"],
        &[
            NEW_YEAR,
            MAUNDY_THURSDAY,
            GOOD_FRIDAY,
            EASTER_MONDAY,
            ASCENSION,
            WHIT_MONDAY,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "the holidays of the Danish church; store bededag abolished from 2024",
    ),
    calendar(
        "Israel: New Year, Yom Kippur, Sukkot, Simchat Torah, Passover's first and last day, Shavuot",
        &["IL"],
        &[
            Day::RoshHashanah(-163),
            Day::RoshHashanah(-157),
            Day::RoshHashanah(-113),
            Day::RoshHashanah(0),
            Day::RoshHashanah(1),
            Day::RoshHashanah(9),
            Day::RoshHashanah(14),
            Day::RoshHashanah(21),
        ],
        "the holidays on which work rests by the Hours of Work and Rest Law 1951; other days are not here",
    ),
    calendar(
        "Australia, the days of the whole country",
        &["AU", "CC", "CX", "NF"],
        &[
            NEW_YEAR,
            Day::On(1, 26),
            GOOD_FRIDAY,
            EASTER_MONDAY,
            Day::On(4, 25),
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ],
        "Fair Work Act 2009, section 115; days kept in lieu of a weekend are not here",
    ),
];
