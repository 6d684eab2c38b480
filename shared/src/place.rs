//! Countries and states as far as rules depend on them, and the time zones whose clocks hold there. Which offset a zone
//! has now is for the platform to say.

mod calling;
mod nanp;
mod zones;

use core::{fmt, str::FromStr};

/// A country or territory, as ISO 3166-1 alpha-2 (`DE`).
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

    /// Whether it is the United States; its territories have codes of their own.
    #[must_use]
    pub fn is_united_states(self) -> bool {
        self.0 == *b"US"
    }

    fn of(code: &str) -> Option<Self> {
        let [a, b] = *code.as_bytes() else {
            return None;
        };
        let known = code == "US" || zones::COUNTRIES.iter().any(|(country, _)| *country == code);
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
        let known = zones::STATES.iter().any(|(state, _)| *state == code);
        known.then_some(Self([a, b]))
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
        let find = |table: &'static [(&str, &[&str])], code: &str| {
            let row = table.iter().find(|(known, _)| *known == code);
            row.map_or(&[] as &[&str], |(_, zones)| *zones)
        };
        match self.state {
            Some(state) if self.country.is_united_states() => find(zones::STATES, state.code()),
            _ if self.country.is_united_states() => zones::UNITED_STATES,
            _ => find(zones::COUNTRIES, self.country.code()),
        }
    }

    /// The place that a number in E.164 form without its `+` belongs to.
    #[must_use]
    pub fn of_number(digits: &str) -> Option<Self> {
        if let Some(national) = digits.strip_prefix('1') {
            return of_area_code(national.get(..3)?.parse().ok()?);
        }
        let code = match digits.as_bytes() {
            [b'7', b'6' | b'7', ..] => "KZ",
            [b'7', ..] => "RU",
            _ if digits.starts_with("262269") || digits.starts_with("262639") => "YT",
            _ if digits.starts_with("262") => "RE",
            _ if digits.starts_with("5999") => "CW",
            _ if digits.starts_with("599") => "BQ",
            // No calling code is the beginning of another, so the order of lengths does not matter.
            _ => (1..=3).find_map(|length| {
                let code: u16 = digits.get(..length)?.parse().ok()?;
                let row = calling::CALLING_CODES
                    .iter()
                    .find(|(known, _)| *known == code);
                row.map(|(_, country)| *country)
            })?,
        };
        Country::of(code).map(Self::country)
    }
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

/// The calling code of a country that has one to itself, or shares it as its largest country.
#[must_use]
pub(crate) fn calling_code(country: Country) -> Option<u16> {
    let shared = match country.code() {
        "KZ" | "RU" => Some(7),
        "RE" | "YT" => Some(262),
        code if code == "US" || nanp::COUNTRIES.iter().any(|(known, _)| *known == code) => Some(1),
        _ => None,
    };
    let row = || {
        let mut codes = calling::CALLING_CODES.iter();
        codes.find(|(_, known)| *known == country.code())
    };
    shared.or_else(|| row().map(|(code, _)| *code))
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
