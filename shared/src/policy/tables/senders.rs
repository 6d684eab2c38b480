//! What a text message may be sent from, by the country it goes to, and where every text must name the shop.

use super::{AS_OF, cited};
use crate::place::Country;

/// What a country's networks take as the sender of a text message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Sender {
    /// A name or a number.
    Any,
    /// A name: numbers are not supported, or are overwritten.
    Name,
    /// A toll-free number of the North American Numbering Plan that our provider has verified.
    TollFree,
    /// One that the shop has registered there.
    Registered,
}

/// The senders one or several countries take.
#[derive(Debug)]
pub(in crate::policy) struct SenderRow {
    /// The countries; none for all others.
    pub(super) countries: &'static [&'static str],
    /// What they take.
    pub(in crate::policy) sender: Sender,
    /// Whether every text must name the shop, not only those that sell.
    pub(in crate::policy) always_named: bool,
    /// Where that is written.
    pub(super) source: &'static str,
    /// The day on which this was what we knew.
    pub(super) as_of: &'static str,
}

/// The row for text messages to this country.
pub(in crate::policy) fn sender_of(country: Country) -> &'static SenderRow {
    SENDERS
        .iter()
        .find(|row| country.is_one_of(row.countries))
        .unwrap_or(&ELSEWHERE)
}

/// One row a rule.
pub(super) const SENDERS: &[SenderRow] = &[
    SenderRow {
        countries: &["US", "AS", "GU", "MP", "PR", "VI"],
        sender: Sender::TollFree,
        always_named: true,
        source: cited(
            "our provider asks for a verified toll-free number and the shop's name in each text (its help centre, articles 10201187096850 and 8840663406738)",
        ),
        as_of: AS_OF,
    },
    SenderRow {
        countries: &["CA"],
        sender: Sender::TollFree,
        always_named: false,
        source: cited(
            "our provider asks for a verified toll-free number (its help centre, article 10201187096850)",
        ),
        as_of: AS_OF,
    },
    SenderRow {
        countries: &["FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM"],
        sender: Sender::Name,
        always_named: false,
        source: cited(
            "numeric senders are generally not supported (our provider's help centre, article 11884482521234)",
        ),
        as_of: AS_OF,
    },
    SenderRow {
        countries: &["IN"],
        sender: Sender::Registered,
        always_named: false,
        source: cited("senders and texts are registered on the networks' DLT (Satisfi Labs)"),
        as_of: AS_OF,
    },
    SenderRow {
        countries: &["AE"],
        sender: Sender::Registered,
        always_named: false,
        source: cited(
            "the networks take registered senders only (Twilio's guidelines for the United Arab Emirates)",
        ),
        as_of: AS_OF,
    },
];
/// All other countries.
pub(super) const ELSEWHERE: SenderRow = SenderRow {
    countries: &[],
    sender: Sender::Any,
    always_named: false,
    source: cited(
        "a name of 3 to 11 letters and digits, or a number (our provider's help centre, article 11884482521234)",
    ),
    as_of: AS_OF,
};
