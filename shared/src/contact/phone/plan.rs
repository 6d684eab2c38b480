//! What a calling code's numbering plan says of a national number: whether its length can be right, and what kind of
//! line it is. It never refuses a number for digits that no operator has been given yet, because plans grow and this
//! table does not.
//!
//! Why a table of our own and no crate: `phonenumber` 0.3.10 is 2.3 MB packed and brings a regex engine, serde and an
//! XML reader for its build; `rlibphonenumber` 2.2.15 embeds 229 KB of patterns and brings regex, prost and dashmap.
//! Parley needs five facts of a plan, and `table.rs` says them in 9 KB without a pattern; neither crate tells a state or
//! a zone.

use super::table::PLANS;
use super::{ParsePhoneError, PhoneKind};
use crate::place::longest;

/// The numbering plan behind one calling code.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// The calling code.
    pub(super) code: &'static str,
    /// What callers within the country put before a number, or nothing.
    trunk: &'static str,
    lengths: &'static str,
    mobile_lengths: &'static str,
    kinds: &'static str,
}

impl Plan {
    /// The plan a number without its `+` belongs to, and the digits after the calling code.
    pub(super) fn of_number(digits: &str) -> Option<(Self, &str)> {
        // No calling code is the beginning of another.
        PLANS.lines().find_map(|line| {
            let (code, _) = line.split_once(' ')?;
            let national = digits.strip_prefix(code)?;
            Some((Self::read(line)?, national))
        })
    }

    pub(super) fn of_code(code: u16) -> Option<Self> {
        let mut plans = PLANS.lines().filter_map(Self::read);
        plans.find(|plan| plan.code.parse() == Ok(code))
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut words = line.splitn(5, ' ');
        Some(Self {
            code: words.next()?,
            trunk: words.next()?.trim_matches('-'),
            lengths: words.next()?,
            mobile_lengths: words.next()?,
            kinds: words.next()?,
        })
    }

    /// The number as it follows the calling code: `(0)20 …` and `020 …` are `20 …` where a zero is for callers within
    /// the country, and only there.
    pub(super) fn after_code<'a>(&self, national: &'a str) -> &'a str {
        match self.without_trunk(national) {
            // Where the national prefix is a zero, no number that can be called from abroad begins with one.
            Some(rest) if self.trunk == "0" => rest,
            Some(rest) if self.check(national).is_err() && self.check(rest).is_ok() => rest,
            Some(_) | None => national,
        }
    }

    /// The rest, when the number begins with the national prefix.
    pub(super) fn without_trunk<'a>(&self, national: &'a str) -> Option<&'a str> {
        let rest = national.strip_prefix(self.trunk)?;
        self.has_trunk().then_some(rest)
    }

    /// Whether callers within the country put something before a number.
    pub(super) fn has_trunk(&self) -> bool {
        !self.trunk.is_empty()
    }

    /// Whether such a number can exist.
    pub(super) fn check(&self, national: &str) -> Result<(), ParsePhoneError> {
        let zero = self.trunk == "0" && national.starts_with('0');
        if zero || (self.code == "1" && !is_north_american(national)) {
            return Err(ParsePhoneError::Unassigned);
        }
        let mobile = self.kind_by_digits(national) == PhoneKind::Mobile;
        let lengths = if mobile {
            self.mobile_lengths
        } else {
            self.lengths
        };
        let length = national.len();
        if holds(lengths, length) {
            return Ok(());
        }
        let longer = spans(lengths).any(|(least, _)| least > length);
        Err(if longer {
            ParsePhoneError::TooShort
        } else {
            ParsePhoneError::TooLong
        })
    }

    /// Whether this is a whole number rather than one as called from nearby, although no national prefix leads it.
    pub(super) fn is_whole(&self, national: &str) -> bool {
        let one_length = self.lengths.bytes().all(|digit| digit.is_ascii_digit());
        !self.has_trunk() || one_length || self.kind(national) == PhoneKind::Mobile
    }

    pub(super) fn kind(&self, national: &str) -> PhoneKind {
        let kind = self.kind_by_digits(national);
        if kind == PhoneKind::Either && !holds(self.mobile_lengths, national.len()) {
            return PhoneKind::Fixed;
        }
        kind
    }

    fn kind_by_digits(&self, national: &str) -> PhoneKind {
        let entries = self.kinds.split(' ').filter_map(|entry| {
            let (letter, list) = entry.split_at_checked(1)?;
            Some((longest(list, national)?, letter))
        });
        match entries.max() {
            Some((_, "m")) => PhoneKind::Mobile,
            Some((_, "f")) => PhoneKind::Fixed,
            Some((_, "e")) => PhoneKind::Either,
            Some((_, "t")) => PhoneKind::TollFree,
            Some((_, "p")) => PhoneKind::Premium,
            Some(_) | None => PhoneKind::Unknown,
        }
    }
}

/// Neither an area code nor the exchange after it begins with 0 or 1 (NANPA, "About the NANP": NXX-NXX-XXXX).
fn is_north_american(national: &str) -> bool {
    let may_begin = |digit: Option<&u8>| !matches!(digit, Some(b'0' | b'1'));
    let digits = national.as_bytes();
    may_begin(digits.first()) && may_begin(digits.get(3))
}

fn holds(lengths: &str, length: usize) -> bool {
    spans(lengths).any(|(least, most)| (least..=most).contains(&length))
}

/// The spans of a list of lengths such as `7,9-11`.
fn spans(lengths: &str) -> impl Iterator<Item = (usize, usize)> {
    lengths.split(',').filter_map(|span| {
        let (least, most) = span.split_once('-').unwrap_or((span, span));
        Some((least.parse().ok()?, most.parse().ok()?))
    })
}
