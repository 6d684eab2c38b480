//! The signs in which people and pages write phone numbers, brought down to digits. It knows no country.

use super::ParsePhoneError;
use alloc::string::String;

/// A number as written, without what only helps the eye.
pub(super) struct Written {
    /// Whether a `+` stood before it.
    pub(super) plus: bool,
    /// Its digits, as 0 to 9.
    pub(super) digits: String,
}

impl Written {
    pub(super) fn read(text: &str) -> Result<Self, ParsePhoneError> {
        let text = text.trim_matches(is_blank);
        let text = match text.split_at_checked(4) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest,
            Some(_) | None => text,
        };
        let (mut plus, mut digits) = (false, String::new());
        for (index, sign) in text.char_indices() {
            if let Some(digit) = digit(sign) {
                digits.push(digit);
            } else if matches!(sign, '+' | '\u{ff0b}') && digits.is_empty() && !plus {
                plus = true;
            } else if !is_blank(sign) && !is_punctuation(sign) {
                let rest = text.get(index..).unwrap_or_default();
                return Err(if !digits.is_empty() && is_extension(rest) {
                    ParsePhoneError::Extension
                } else {
                    ParsePhoneError::Character
                });
            }
        }
        Ok(Self { plus, digits })
    }
}

/// The digits of European, full-width, Arabic and Persian writing.
fn digit(sign: char) -> Option<char> {
    let zeros = ['0', '\u{ff10}', '\u{660}', '\u{6f0}'];
    zeros.into_iter().find_map(|zero| {
        let value = u32::from(sign).checked_sub(u32::from(zero))?;
        char::from_digit(value, 10)
    })
}

/// Spaces of any width, and signs that show nothing: joiners, marks of direction, the soft hyphen.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
        )
}

/// Hyphens and dashes, dots, slashes and brackets.
fn is_punctuation(sign: char) -> bool {
    matches!(
        sign,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{30fc}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '.'
                | '\u{b7}'
                | '\u{ff0e}'
                | '/'
                | '\u{ff0f}'
                | '('
                | ')'
                | '['
                | ']'
                | '\u{ff08}'
                | '\u{ff09}'
    )
}

/// Whether the rest of a text names a line behind a switchboard.
fn is_extension(rest: &str) -> bool {
    let rest = rest.to_lowercase();
    let named = EXTENSIONS.iter().any(|word| rest.starts_with(word));
    named && rest.chars().any(|sign| digit(sign).is_some())
}

const EXTENSIONS: &[&str] = &[
    "x",
    "#",
    ";",
    ",",
    "ext",
    "extension",
    "durchwahl",
    "poste",
    "int.",
    "wew",
    "anknytning",
    "内線",
    "שלוחה",
    "تحويلة",
];
