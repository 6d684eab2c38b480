//! Values as they compare: numbers as numbers, everything else as text. Two ways of writing one number are one value.

/// A value as it compares: by its unit and number, or by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    /// A number, in millionths, and what stands behind it (`ml`).
    Number(&'a str, i64),
    /// Anything else.
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// Reads `6.50 kg` as a number with its unit. More than six decimals, or a number too large, is a text.
    pub(super) fn of(text: &'a str) -> Self {
        let end = text
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(text.len());
        let (digits, unit) = text.split_at_checked(end).unwrap_or((text, ""));
        let unit = unit.trim_start();
        millionths(digits).map_or(Self::Text(text), |number| Self::Number(unit, number))
    }
}

fn millionths(digits: &str) -> Option<i64> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = decimals.trim_end_matches('0');
    let places = u32::try_from(decimals.len()).ok()?;
    let scale = 10_i64.checked_pow(DECIMALS.checked_sub(places)?)?;
    let parts = if decimals.is_empty() { "0" } else { decimals };
    let whole: i64 = whole.parse().ok()?;
    let parts: i64 = parts.parse().ok()?;
    whole
        .checked_mul(10_i64.pow(DECIMALS))?
        .checked_add(parts.checked_mul(scale)?)
}

const DECIMALS: u32 = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use core::cmp::Ordering;

    #[test]
    fn numbers_compare_as_numbers_and_only_within_a_unit() {
        use Ordering::{Equal, Greater, Less};
        let cases = [
            ("9", "10", Less),
            ("140", "65", Greater),
            ("6.50", "6.5", Equal),
            ("50 ml", "100 ml", Less),
            ("1.05", "1.5", Less),
            ("rich cream", "light gel", Greater),
            ("1.2.3", "1.2.3", Equal),
            ("99999999999999999999", "5", Greater),
        ];
        for (one, other, expected) in cases {
            let order = Value::of(one).cmp(&Value::of(other));
            assert_eq!(order, expected, "{one} and {other}");
        }
        assert_ne!(Value::of("50 ml"), Value::of("50 g"));
    }
}
