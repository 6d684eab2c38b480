//! Phone numbers in E.164 form, and how people write them.

use crate::place::{self, Country, Place};
use alloc::{format, string::String};
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// A phone number in E.164 form: `+` and 8 to 15 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// A text that is no phone number we could send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParsePhoneError {
    /// A letter or sign that no phone number has.
    #[error("a phone number holds digits and, at its beginning, a +")]
    Character,
    /// Fewer than 8 or more than 15 digits.
    #[error("a phone number with its country's code has 8 to 15 digits")]
    Length,
    /// Written as within a country, and it is not clear in which, or how.
    #[error("write the phone number with its country's code, such as +49 170 1234567")]
    Ambiguous,
}

impl PhoneNumber {
    /// The whole number with its `+`. For sending only: it belongs in no log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what a person types, within `home` when the number names no country itself.
    ///
    /// # Errors
    /// When it is no number, or not clear which.
    pub fn parse(text: &str, home: Option<Country>) -> Result<Self, ParsePhoneError> {
        let text = text.trim();
        let (plus, rest) = text
            .strip_prefix('+')
            .map_or((false, text), |rest| (true, rest));
        let mut digits = String::new();
        for sign in rest.chars() {
            match sign {
                '0'..='9' => digits.push(sign),
                // The non-breaking space and hyphens are what pages and address books put in.
                ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2010}' | '\u{2011}' => {}
                _ => return Err(ParsePhoneError::Character),
            }
        }
        if plus {
            // `+44 (0)20 …`: the zero in brackets is for callers within the country.
            let written = rest.replace(' ', "");
            return match written.split_once("(0)") {
                Some((code, national)) => Self::of(&only_digits(code), &only_digits(national)),
                None => Self::of("", &digits),
            };
        }
        match (digits.strip_prefix("00"), home) {
            (Some(international), _) => Self::of("", international),
            (None, Some(home)) => Self::within(home, &digits),
            (None, None) => Err(ParsePhoneError::Ambiguous),
        }
    }

    /// Where the number belongs, when that is known.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Place::of_number(self.0.get(1..)?)
    }

    /// The number with its middle hidden, such as `+49…321`.
    #[must_use]
    pub fn hint(&self) -> String {
        let first = self.0.get(..3).unwrap_or("+");
        let last = self.0.get(self.0.len().saturating_sub(3)..).unwrap_or("");
        format!("{first}…{last}")
    }

    fn of(code: &str, national: &str) -> Result<Self, ParsePhoneError> {
        let digits = code.len() + national.len();
        let number = format!("+{code}{national}");
        // No calling code begins with a zero.
        if !(8..=15).contains(&digits) || number.starts_with("+0") {
            return Err(ParsePhoneError::Length);
        }
        Ok(Self(number))
    }

    fn within(home: Country, digits: &str) -> Result<Self, ParsePhoneError> {
        let code = place::calling_code(home).ok_or(ParsePhoneError::Ambiguous)?;
        let national = match habit(home, code) {
            Habit::NorthAmerican => match (digits.len(), digits.strip_prefix('1')) {
                (10, _) => Some(digits),
                (11, rest) => rest,
                _ => None,
            },
            Habit::Trunk => digits.strip_prefix('0'),
            Habit::Whole(lengths) => lengths.contains(&digits.len()).then_some(digits),
            Habit::Unknown => None,
        };
        let national = national.ok_or(ParsePhoneError::Ambiguous)?;
        Self::of(&format!("{code}"), national)
    }
}

impl FromStr for PhoneNumber {
    type Err = ParsePhoneError;

    /// Takes a number that names its country, with `+` or `00`.
    fn from_str(text: &str) -> Result<Self, ParsePhoneError> {
        Self::parse(text, None)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = ParsePhoneError;
    fn try_from(text: String) -> Result<Self, ParsePhoneError> {
        text.parse()
    }
}

impl From<PhoneNumber> for String {
    fn from(phone: PhoneNumber) -> Self {
        phone.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hint())
    }
}

fn only_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// How numbers are written within a country.
enum Habit {
    /// Ten digits, or eleven with a leading 1.
    NorthAmerican,
    /// A leading zero that falls away after the country's code.
    Trunk,
    /// The whole national number, always of one of these lengths.
    Whole(&'static [usize]),
    /// We do not know.
    Unknown,
}

fn habit(country: Country, code: u16) -> Habit {
    match country.code() {
        _ if code == 1 => Habit::NorthAmerican,
        "AT" | "AU" | "BE" | "CH" | "DE" | "FI" | "FR" | "GB" | "IE" | "IL" | "IN" | "JP"
        | "KR" | "NL" | "NZ" | "RO" | "SE" | "SI" | "SK" | "TR" | "ZA" => Habit::Trunk,
        "DK" | "NO" => Habit::Whole(&[8]),
        "CZ" | "ES" | "PL" | "PT" => Habit::Whole(&[9]),
        "GR" => Habit::Whole(&[10]),
        // Italy keeps the zero of landlines; mobile numbers have nine or ten digits.
        "IT" => Habit::Whole(&[9, 10]),
        _ => Habit::Unknown,
    }
}
