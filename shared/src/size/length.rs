//! Lengths as people write them, in both systems, kept as whole numbers.

use crate::locale;
use crate::message::Voice;
use alloc::{format, string::String};

/// A length in whole micrometres: the largest unit in which an eighth of an inch (3175 µm) is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(i64);

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Centimetres.
    Centimetre,
    /// Millimetres.
    Millimetre,
    /// Inches of exactly 25.4 mm (International Yard and Pound Agreement, 1959).
    Inch,
}

/// From a length to one that is not shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The shortest.
    pub from: Length,
    /// The longest.
    pub to: Length,
}

/// A text that is no length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseLengthError {
    /// Not a number with a unit.
    #[error("a length is a number with a unit, such as 88 cm or 34½ in")]
    Number,
    /// No unit, where none is taken for granted.
    #[error("a length needs its unit, cm or in")]
    Unit,
    /// Nothing that is worn is so long or so short.
    #[error("a length is between 1 mm and 10 m")]
    Size,
    /// The first length of a range is longer than the last.
    #[error("a range begins with its shorter length")]
    Order,
}

impl Length {
    /// Reads `88 cm`, `88,5cm`, `885 mm`, `34½ in`, `34 1/2"` or `34.5 inches`; a number alone is in `unit`. What is
    /// finer than a micrometre is dropped.
    ///
    /// # Errors
    /// When it is no number, or in no unit.
    pub fn parse(text: &str, unit: Option<Unit>) -> Result<Self, ParseLengthError> {
        let text = text.trim().to_lowercase();
        let written = UNITS
            .iter()
            .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)));
        let (number, unit) = match written {
            Some((number, unit)) => (number.trim_end(), unit),
            None => (text.as_str(), unit.ok_or(ParseLengthError::Unit)?),
        };
        let (top, bottom) = number_of(number).ok_or(ParseLengthError::Number)?;
        let length = top * unit.micrometres() / bottom;
        if (SHORTEST..=LONGEST).contains(&length) {
            Ok(Self(length))
        } else {
            Err(ParseLengthError::Size)
        }
    }

    /// How many micrometres.
    #[must_use]
    pub const fn micrometres(self) -> i64 {
        self.0
    }

    pub(super) fn plus(self, more: Self) -> Self {
        Self(self.0.saturating_add(more.0))
    }

    pub(super) fn minus(self, less: Self) -> Self {
        Self(self.0.saturating_sub(less.0))
    }

    /// As it is told: centimetres and millimetres to the millimetre, inches to the eighth.
    #[must_use]
    pub fn shown(self, unit: Unit, voice: Voice<'_>) -> String {
        format!("{} {}", self.number(unit, voice), unit.name())
    }

    fn number(self, unit: Unit, voice: Voice<'_>) -> String {
        let millimetres = (self.0 + 500) / 1000;
        match unit {
            Unit::Millimetre => format!("{millimetres}"),
            Unit::Centimetre => locale::tenths(voice.locale, millimetres),
            Unit::Inch => {
                let eighths = (self.0 * 8 + 12_700) / 25_400;
                let part = FRACTIONS
                    .iter()
                    .find(|(_, top, bottom)| top * 8 == (eighths % 8) * bottom);
                let part = part.map_or(' ', |(sign, ..)| *sign);
                let text = format!("{}{part}", eighths / 8);
                text.trim_end().into()
            }
        }
    }
}

impl Range {
    /// Reads `88-92 cm`, `34½–36 in` or one length alone; numbers without a unit are in `unit`.
    ///
    /// # Errors
    /// When a part is no length, or the first is longer than the last.
    pub fn parse(text: &str, unit: Unit) -> Result<Self, ParseLengthError> {
        let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
        let from = Length::parse(from, Some(unit))?;
        let to = Length::parse(to, Some(unit))?;
        if from > to {
            return Err(ParseLengthError::Order);
        }
        Ok(Self { from, to })
    }

    /// As it is told.
    #[must_use]
    pub fn shown(self, unit: Unit, voice: Voice<'_>) -> String {
        if self.from == self.to {
            return self.from.shown(unit, voice);
        }
        let (from, to) = (self.from.number(unit, voice), self.to.shown(unit, voice));
        voice.say("size_range", &[("from", &from), ("to", &to)])
    }
}

impl Unit {
    /// The unit of this name in a size chart: `cm`, `mm` or `in`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let all = [Self::Centimetre, Self::Millimetre, Self::Inch];
        all.into_iter().find(|unit| unit.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Centimetre => "cm",
            Self::Millimetre => "mm",
            Self::Inch => "in",
        }
    }

    const fn micrometres(self) -> i64 {
        match self {
            Self::Centimetre => 10_000,
            Self::Millimetre => 1_000,
            Self::Inch => 25_400,
        }
    }
}

/// A number such as `34`, `34.5`, `34,5`, `34½` or `34 1/2`, as a fraction.
fn number_of(text: &str) -> Option<(i64, i64)> {
    let sign = |(sign, ..): &&(char, i64, i64)| text.ends_with(*sign);
    if let Some((sign, top, bottom)) = FRACTIONS.iter().find(sign) {
        let whole = text.trim_end_matches(*sign).trim_end();
        let whole = if whole.is_empty() { 0 } else { digits(whole)? };
        return Some((whole * bottom + top, *bottom));
    }
    if let Some((top, bottom)) = text.split_once('/') {
        let (whole, top) = top.trim_end().rsplit_once(' ').unwrap_or(("0", top));
        let (whole, top) = (digits(whole.trim_end())?, digits(top.trim())?);
        let bottom = digits(bottom.trim_start()).filter(|bottom| *bottom > 0)?;
        return Some((whole * bottom + top, bottom));
    }
    let Some((whole, decimals)) = text.split_once(['.', ',']) else {
        return Some((digits(text)?, 1));
    };
    let (whole, parts) = (digits(whole)?, digits(decimals)?);
    let scale = 10_i64.pow(u32::try_from(decimals.len()).ok()?);
    Some((whole * scale + parts, scale))
}

/// At most four digits, so that no product of two of them overflows.
fn digits(text: &str) -> Option<i64> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// What units are called when they are written; a longer name stands before its ending.
const UNITS: [(&str, Unit); 12] = [
    ("centimetres", Unit::Centimetre),
    ("centimeters", Unit::Centimetre),
    ("cm", Unit::Centimetre),
    ("millimetres", Unit::Millimetre),
    ("millimeters", Unit::Millimetre),
    ("mm", Unit::Millimetre),
    ("inches", Unit::Inch),
    ("inch", Unit::Inch),
    ("in", Unit::Inch),
    ("\"", Unit::Inch),
    ("″", Unit::Inch),
    ("”", Unit::Inch),
];
const FRACTIONS: [(char, i64, i64); 7] = [
    ('½', 1, 2),
    ('¼', 1, 4),
    ('¾', 3, 4),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
];
const SHORTEST: i64 = 1_000;
const LONGEST: i64 = 10_000_000;
