//! Phone numbers in E.164 form, and how people write them.

mod plan;
mod table;
mod written;

use crate::place::{self, Country, Place};
use alloc::{format, string::String};
use core::{fmt, str::FromStr};
use plan::Plan;
use serde::{Deserialize, Serialize};
use written::Written;

/// A phone number in E.164 form: `+` and 7 to 15 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// What kind of line a number's leading digits mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    /// A mobile phone.
    Mobile,
    /// A landline.
    Fixed,
    /// A mobile phone or a landline: the country's digits do not tell, as in North America.
    Either,
    /// Free of charge for the caller; nobody's own.
    TollFree,
    /// Costs the caller more than a call; nobody's own.
    Premium,
    /// Another service (a number over the internet, for life, of a company), or digits this table does not know.
    Unknown,
}

/// A text that is no phone number we could send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParsePhoneError {
    /// A letter or sign that no phone number has.
    #[error("a phone number holds digits and, at its beginning, a +")]
    Character,
    /// A number and a line behind it.
    #[error("write the phone number without an extension")]
    Extension,
    /// Written as within a country, and it is not clear in which, or how.
    #[error("write the phone number with its country's code, such as +49 170 1234567")]
    Ambiguous,
    /// No country's calling code begins the number.
    #[error("no country's phone numbers begin like this")]
    UnknownCountry,
    /// Digits are missing.
    #[error("the phone number is too short for its country")]
    TooShort,
    /// There are too many digits.
    #[error("the phone number is too long for its country")]
    TooLong,
    /// The country has no number that begins like this.
    #[error("the country has no phone number that begins like this")]
    Unassigned,
    /// A landline, or a service that nobody owns.
    #[error("this phone number cannot take text messages: write a mobile one")]
    NotForMessages,
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
        let Written { plus, digits } = Written::read(text)?;
        if plus {
            return Self::abroad(&digits);
        }
        for prefix in home.map_or(&[] as &[&str], prefixes_abroad) {
            let rest = digits.strip_prefix(prefix);
            if let Some(Ok(number)) = rest.map(Self::abroad) {
                return Ok(number);
            }
        }
        match (digits.strip_prefix("00"), home) {
            (Some(international), _) => Self::abroad(international),
            (None, Some(home)) => Self::within(home, &digits),
            (None, None) => Err(ParsePhoneError::Ambiguous),
        }
    }

    /// The number again, when a message can reach whoever has it.
    ///
    /// # Errors
    /// When it is clearly a landline, toll-free, or charged at a premium.
    pub fn for_messages(self) -> Result<Self, ParsePhoneError> {
        match self.kind() {
            PhoneKind::Mobile | PhoneKind::Either | PhoneKind::Unknown => Ok(self),
            PhoneKind::Fixed | PhoneKind::TollFree | PhoneKind::Premium => {
                Err(ParsePhoneError::NotForMessages)
            }
        }
    }

    /// What kind of line it is.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        Plan::of_number(self.digits())
            .map_or(PhoneKind::Unknown, |(plan, national)| plan.kind(national))
    }

    /// Where the number belongs, when that is known.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Place::of_number(self.digits())
    }

    /// The country it belongs to, when that is known.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        self.place().map(|place| place.country)
    }

    /// The zones whose clocks its owner may live by: those of its place, or fewer when the number tells more. A mobile
    /// number is carried through its whole country; only in North America has it an area's code. Empty when the place
    /// is unknown.
    #[must_use]
    pub fn zones(&self) -> &'static [&'static str] {
        let Some(place) = self.place() else {
            return &[];
        };
        let zones = place.zones();
        if zones.len() < 2 {
            return zones;
        }
        let has_area = self.0.starts_with("+1") || self.kind() == PhoneKind::Fixed;
        let area = has_area.then(|| place::zones_of_area(self.digits()));
        area.flatten().unwrap_or(zones)
    }

    /// The number with its middle hidden, such as `+49…321`.
    #[must_use]
    pub fn hint(&self) -> String {
        let first = self.0.get(..3).unwrap_or("+");
        let last = self.0.get(self.0.len().saturating_sub(3)..).unwrap_or("");
        format!("{first}…{last}")
    }

    fn digits(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
    }

    /// A number that begins with a calling code.
    fn abroad(digits: &str) -> Result<Self, ParsePhoneError> {
        let (plan, national) = Plan::of_number(digits).ok_or(ParsePhoneError::UnknownCountry)?;
        Self::of(plan, plan.after_code(national))
    }

    fn within(home: Country, digits: &str) -> Result<Self, ParsePhoneError> {
        let plan = place::calling_code(home).and_then(Plan::of_code);
        let plan = plan.ok_or(ParsePhoneError::Ambiguous)?;
        let dialled = match plan.without_trunk(digits) {
            Some(national) => Self::of(plan, national),
            None if plan.has_trunk() => Err(ParsePhoneError::Ambiguous),
            None => Self::of(plan, digits),
        };
        dialled.or_else(|refusal| {
            let whole = || {
                Self::of(plan, digits)
                    .ok()
                    .filter(|_| plan.is_whole(digits))
            };
            // With the country's code and no `+`, as WhatsApp shows numbers. Not so for a landline, whose digits may as
            // well be those of a longer number within the country.
            let with_code = || {
                let national = digits.strip_prefix(plan.code)?;
                Self::of(plan, national).ok()?.for_messages().ok()
            };
            whole().or_else(with_code).ok_or(refusal)
        })
    }

    fn of(plan: Plan, national: &str) -> Result<Self, ParsePhoneError> {
        plan.check(national)?;
        Ok(Self(format!("+{}{national}", plan.code)))
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

    /// Takes what was stored. Its form alone is checked: a number that a country once had must still be read when a
    /// later table no longer has it.
    fn try_from(text: String) -> Result<Self, ParsePhoneError> {
        let digits = text.strip_prefix('+').ok_or(ParsePhoneError::Ambiguous)?;
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(ParsePhoneError::Character);
        }
        match digits.len() {
            ..=6 => Err(ParsePhoneError::TooShort),
            16.. => Err(ParsePhoneError::TooLong),
            _ if digits.starts_with('0') => Err(ParsePhoneError::UnknownCountry),
            _ => Ok(Self(text)),
        }
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

/// What callers in a country put before a calling code, besides `00`, which is understood everywhere.
fn prefixes_abroad(home: Country) -> &'static [&'static str] {
    match home.code() {
        "AU" | "CC" | "CX" => &["0011"],
        "BY" | "KZ" | "RU" | "TJ" | "TM" => &["810"],
        "HK" | "KR" | "MN" | "SG" | "TH" => &["001"],
        "JP" => &["010"],
        "TW" => &["002"],
        "MH" => &["011"],
        _ if place::calling_code(home) == Some(1) => &["011"],
        _ => &[],
    }
}
