//! What the law gives every shopper of a country, whatever the shop says. Only where a source is named here.

use crate::message::Voice;
use crate::time::{Date, Weekday};

/// A right to send back what was bought at a distance, without a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Directive 2011/83/EU, articles 9 (14 days from the delivery of the last product of the order), 14 (1) (the
    /// shopper bears the direct cost of sending it back) and 16 (exceptions). Periods by Regulation 1182/71,
    /// article 3 (4).
    EuropeanUnion,
    /// The Consumer Contracts (Information, Cancellation and Additional Charges) Regulations 2013 (SI 2013/3134),
    /// regulations 28 (exceptions), 30 (14 days, the same beginning) and 35 (cost).
    UnitedKingdom,
}

impl Law {
    /// The law of a country, as ISO 3166 alpha-2. `None` means that none is known here, not that there is none.
    #[must_use]
    pub fn of(country: &str) -> Option<Self> {
        if country.eq_ignore_ascii_case("GB") {
            return Some(Self::UnitedKingdom);
        }
        let member = EUROPEAN_UNION
            .iter()
            .any(|member| country.eq_ignore_ascii_case(member));
        member.then_some(Self::EuropeanUnion)
    }

    /// How many days it gives.
    #[must_use]
    pub const fn days(self) -> u16 {
        14
    }

    /// The last day when the last product was delivered on `delivered`.
    #[must_use]
    pub fn last_day(self, delivered: Date, holidays: &[Date]) -> Date {
        let mut last = Date::from_days(delivered.days() + i64::from(self.days()));
        match self {
            // A period that would end on a public holiday, a Sunday or a Saturday ends with the next working day.
            Self::EuropeanUnion => {
                while is_rest(last, holidays) {
                    last = last.next();
                }
            }
            Self::UnitedKingdom => {}
        }
        last
    }

    /// What it is called in a sentence.
    #[must_use]
    pub fn name(self, voice: Voice<'_>) -> &str {
        voice.words.say(match self {
            Self::EuropeanUnion => "law_eu",
            Self::UnitedKingdom => "law_uk",
        })
    }
}

fn is_rest(date: Date, holidays: &[Date]) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) || holidays.contains(&date)
}

/// The member states of the European Union (Treaty on European Union, article 52).
const EUROPEAN_UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];
