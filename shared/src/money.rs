//! Amounts of money: whole minor units in one currency. Decimal text is parsed exactly and never through a float.

use alloc::{format, string::String};
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code, such as `EUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many digits stand after the decimal separator (ISO 4217: two unless listed here).
    #[must_use]
    pub fn digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

/// A text that is not an amount or a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// Not three capital letters.
    #[error("a currency is three capital letters")]
    Currency,
    /// Not digits with at most one point.
    #[error("an amount is digits with at most one decimal point")]
    Amount,
    /// More decimals than the currency has, and not zeros.
    #[error("an amount has more decimals than its currency")]
    Decimals,
    /// Larger than can be kept.
    #[error("an amount is too large")]
    TooLarge,
}

impl FromStr for Currency {
    type Err = ParseMoneyError;
    fn from_str(text: &str) -> Result<Self, ParseMoneyError> {
        match text.as_bytes() {
            &[a, b, c] if text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Self([a, b, c])),
            _ => Err(ParseMoneyError::Currency),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = ParseMoneyError;
    fn try_from(text: String) -> Result<Self, ParseMoneyError> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().into()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units of its currency (cents for EUR, yen for JPY).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for a refund.
    pub minor: i64,
    /// The currency they are in.
    pub currency: Currency,
}

impl Money {
    /// An amount of `minor` units.
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Parses decimal text such as `24.00` exactly.
    ///
    /// # Errors
    /// When the text is no amount, or has decimals that the currency cannot hold.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, ParseMoneyError> {
        let (negative, text) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) {
            return Err(ParseMoneyError::Amount);
        }
        let mut minor: i64 = whole.parse().map_err(|_| ParseMoneyError::TooLarge)?;
        let mut rest = decimals.bytes();
        for _ in 0..currency.digits() {
            let digit = rest.next().map_or(0, |byte| i64::from(byte - b'0'));
            let scaled = minor
                .checked_mul(10)
                .and_then(|scaled| scaled.checked_add(digit));
            minor = scaled.ok_or(ParseMoneyError::TooLarge)?;
        }
        if rest.any(|byte| byte != b'0') {
            return Err(ParseMoneyError::Decimals);
        }
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// The sum, when both are in one currency and it can be kept.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor = (self.currency == other.currency)
            .then(|| self.minor.checked_add(other.minor))
            .flatten()?;
        Some(Self::new(minor, self.currency))
    }

    /// This amount `times` times, when it can be kept.
    #[must_use]
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        Some(Self::new(self.minor.checked_mul(times)?, self.currency))
    }
}

impl fmt::Display for Money {
    /// Plain decimal text with the currency's code (`24.00 EUR`); pages format by locale themselves.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.digits();
        let scale = 10_u64.pow(digits);
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        let decimals = if digits == 0 {
            String::new()
        } else {
            format!(".{:0width$}", minor % scale, width = digits as usize)
        };
        write!(f, "{sign}{}{decimals} {}", minor / scale, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_is_parsed_exactly() {
        let cases = [
            ("24.00", "EUR", Ok(2400)),
            ("24", "EUR", Ok(2400)),
            ("0.1", "EUR", Ok(10)),
            ("-3.05", "EUR", Ok(-305)),
            ("1200", "JPY", Ok(1200)),
            ("1.234", "KWD", Ok(1234)),
            ("5.000", "EUR", Ok(500)),
            ("5.001", "EUR", Err(ParseMoneyError::Decimals)),
            ("1.2.3", "EUR", Err(ParseMoneyError::Amount)),
            ("", "EUR", Err(ParseMoneyError::Amount)),
            (".5", "EUR", Err(ParseMoneyError::Amount)),
            (
                "99999999999999999999",
                "EUR",
                Err(ParseMoneyError::TooLarge),
            ),
            ("99999999999999999", "EUR", Err(ParseMoneyError::TooLarge)),
        ];
        for (text, code, minor) in cases {
            let currency: Currency = code.parse().unwrap();
            assert_eq!(
                Money::parse(text, currency).map(|money| money.minor),
                minor,
                "{text} {code}"
            );
        }
    }

    #[test]
    fn amounts_of_two_currencies_do_not_add() {
        let euro = Money::new(100, "EUR".parse().unwrap());
        let yen = Money::new(100, "JPY".parse().unwrap());
        assert_eq!(euro.checked_add(yen), None);
        assert_eq!(euro.checked_add(euro).map(|sum| sum.minor), Some(200));
    }

    #[test]
    fn amounts_print_with_the_decimals_of_their_currency() {
        let text = |minor, code: &str| format!("{}", Money::new(minor, code.parse().unwrap()));
        assert_eq!(text(2405, "EUR"), "24.05 EUR");
        assert_eq!(text(-5, "EUR"), "-0.05 EUR");
        assert_eq!(text(1200, "JPY"), "1200 JPY");
    }
}
