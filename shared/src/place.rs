//! Countries and states as far as rules depend on them, and the time zones whose clocks hold there. Which offset a zone
//! has now is for the platform to say.

mod calling;
mod nanp;
mod narrow;
mod prefix;
mod zones;

pub(crate) use prefix::longest;

use core::{fmt, str::FromStr};

/// A country or territory, as ISO 3166-1 alpha-2 (`DE`); also AC, TA and XK, which that standard only reserves or
/// leaves free and which have numbers and shops of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// A state of the United States or its capital's district, by its postal letters (`TX`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct State([u8; 2]);

/// A text that names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParsePlaceError {
    /// Not a country of this table.
    #[error("not a country's two capital letters")]
    Country,
    /// Not a state of the United States.
    #[error("not the two capital letters of a state of the United States")]
    State,
}

/// Where somebody may be, as far as rules and clocks depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The country.
    pub country: Country,
    /// The state, within the United States and when known.
    pub state: Option<State>,
}

impl Country {
    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or("ZZ")
    }

    /// Whether it is one of the countries with these codes.
    #[must_use]
    pub(crate) fn is_one_of(self, codes: &[&str]) -> bool {
        codes.iter().any(|code| code.as_bytes() == self.0)
    }

    /// Whether it is the United States; its territories have codes of their own.
    #[must_use]
    pub fn is_united_states(self) -> bool {
        self.0 == *b"US"
    }

    fn of(code: &str) -> Option<Self> {
        let [a, b] = *code.as_bytes() else {
            return None;
        };
        let known = code == "US" || zones_of(zones::COUNTRIES, code).is_some();
        known.then_some(Self([a, b]))
    }
}

impl State {
    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or("ZZ")
    }

    fn of(code: &str) -> Option<Self> {
        let [a, b] = *code.as_bytes() else {
            return None;
        };
        zones_of(zones::STATES, code).map(|_| Self([a, b]))
    }
}

impl Place {
    /// A country as a whole.
    #[must_use]
    pub fn country(country: Country) -> Self {
        Self {
            country,
            state: None,
        }
    }

    /// The zones whose clocks somebody there may live by; several when the place does not tell which.
    #[must_use]
    pub fn zones(&self) -> &'static [&'static str] {
        let zones = match self.state {
            Some(state) if self.country.is_united_states() => zones_of(zones::STATES, state.code()),
            _ if self.country.is_united_states() => Some(zones::UNITED_STATES),
            _ => zones_of(zones::COUNTRIES, self.country.code()),
        };
        zones.unwrap_or_default()
    }

    /// The place that a number in E.164 form without its `+` belongs to.
    #[must_use]
    pub fn of_number(digits: &str) -> Option<Self> {
        if let Some(national) = digits.strip_prefix('1') {
            return of_area_code(national.get(..3)?.parse().ok()?);
        }
        let (code, largest, national) = leading_code(digits)?;
        let sharing = calling::SHARED_CODES.iter();
        let own = sharing
            .filter(|(_, shared, _)| *shared == code)
            .filter_map(|(country, _, list)| Some((longest(list, national)?, *country)));
        let country = own.max().map_or(largest, |(_, country)| country);
        Country::of(country).map(Self::country)
    }
}

/// The zones of the area that a number in E.164 form without its `+` names, when its digits narrow those of its place.
/// True of fixed lines, and of all numbers of the North American Numbering Plan as far as an area code is true of
/// anybody's place.
#[must_use]
pub(crate) fn zones_of_area(digits: &str) -> Option<&'static [&'static str]> {
    narrow::NARROW
        .iter()
        .filter_map(|(zones, list)| Some((longest(list, digits)?, *zones)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, zones)| zones)
}

/// The zones of a row of [`zones::COUNTRIES`] or [`zones::STATES`].
fn zones_of(table: &'static [(&str, &[&str])], code: &str) -> Option<&'static [&'static str]> {
    let row = table.binary_search_by_key(&code, |(known, _)| known);
    table.get(row.ok()?).map(|(_, zones)| *zones)
}

/// The calling code that these digits begin with, its largest country, and the digits after it.
fn leading_code(digits: &str) -> Option<(u16, &'static str, &str)> {
    // No calling code is the beginning of another, so the order of lengths does not matter.
    (1..=3).find_map(|length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code: u16 = code.parse().ok()?;
        let mut rows = calling::CALLING_CODES.iter();
        let (_, country) = rows.find(|(known, _)| *known == code)?;
        Some((code, *country, national))
    })
}

fn of_area_code(area: u16) -> Option<Place> {
    let find = |table: &'static [(&str, &[u16])]| {
        let row = table.iter().find(|(_, areas)| areas.contains(&area));
        row.map(|(code, _)| *code)
    };
    if let Some(state) = find(nanp::STATES) {
        return Some(Place {
            country: Country(*b"US"),
            state: State::of(state),
        });
    }
    Country::of(find(nanp::COUNTRIES)?).map(Place::country)
}

/// The calling code of a country, its own or shared.
#[must_use]
pub(crate) fn calling_code(country: Country) -> Option<u16> {
    let code = country.code();
    if country.is_united_states() || nanp::COUNTRIES.iter().any(|(known, _)| *known == code) {
        return Some(1);
    }
    let mut own = calling::CALLING_CODES.iter();
    let mut shared = calling::SHARED_CODES.iter();
    let own = own.find(|(_, known)| *known == code);
    own.map(|(number, _)| *number).or_else(|| {
        let row = shared.find(|(known, ..)| *known == code);
        row.map(|(_, number, _)| *number)
    })
}

impl FromStr for Country {
    type Err = ParsePlaceError;
    fn from_str(text: &str) -> Result<Self, ParsePlaceError> {
        Self::of(text).ok_or(ParsePlaceError::Country)
    }
}

impl FromStr for State {
    type Err = ParsePlaceError;
    fn from_str(text: &str) -> Result<Self, ParsePlaceError> {
        Self::of(text).ok_or(ParsePlaceError::State)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
