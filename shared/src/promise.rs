//! When an order placed now arrives, from the shop's own delivery rules. Never guesses: a country that no rule names
//! is not delivered to, and an answer for an unknown country says for which one it was made.
//!
//! [`promise`] answers for a country alone; [`estimate`] for a cart and a postal code, with how the days came about.

mod because;
mod calendar;
mod estimate;
mod read;

pub use calendar::Calendar;
pub use estimate::{Estimate, Express, Parcel, ParcelLine, estimate};

use crate::money::Money;
use crate::time::{Clock, Date, Instant, Offset, Weekday};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// How the shop delivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRules {
    /// The shop's own country; answered for when the shopper's is unknown.
    pub home: String,
    /// Orders placed before this minute of the local day count as that day's.
    pub cut_off: u16,
    /// Business days from order to dispatch, beyond the cut-off.
    pub handling_days: u8,
    /// The weekdays on which parcels leave and arrive.
    pub business_days: Vec<Weekday>,
    /// Days that are no business days.
    pub holidays: Vec<Date>,
    /// Where it delivers to; the first that lists a country counts.
    pub zones: Vec<Zone>,
    /// What these rules are called when they are quoted.
    pub source: Source,
    /// Products whose dispatch takes another time.
    #[serde(default)]
    pub handling: Vec<Handling>,
}

/// Products whose dispatch takes another time than the shop's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// Their tag, in lower case. Of several that a product has, the slowest counts.
    pub tag: String,
    /// What it is called in a sentence: `made to order`.
    pub name: String,
    /// Business days from order to dispatch, in place of the shop's.
    pub days: u8,
}

/// Countries delivered to on the same terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// What it is called in a sentence.
    pub name: String,
    /// ISO 3166 alpha-2, in capitals.
    pub countries: Vec<String>,
    /// Business days from dispatch to arrival, at least.
    pub min_days: u8,
    /// Business days from dispatch to arrival, at most.
    pub max_days: u8,
    /// What it costs.
    pub price: Money,
    /// Free for orders of this much or more.
    pub free_over: Option<Money>,
    /// Only where the postal code begins so, in capitals without spaces; everywhere in these countries when empty.
    #[serde(default)]
    pub postal_codes: Vec<String>,
    /// Who brings it, as it is called in a sentence.
    #[serde(default)]
    pub carrier: Option<String>,
    /// Days on which nothing is brought there; the shop's holidays when `None`.
    #[serde(default)]
    pub holidays: Option<Vec<Date>>,
    /// Faster ways.
    #[serde(default)]
    pub express: Vec<ExpressRule>,
}

/// A faster way to a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpressRule {
    /// What it is called in a sentence.
    pub name: String,
    /// Orders placed before this minute of the shop's day count as that day's.
    pub cut_off: u16,
    /// Business days from dispatch to arrival, at least.
    pub min_days: u8,
    /// Business days from dispatch to arrival, at most.
    pub max_days: u8,
    /// What it costs.
    pub price: Money,
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is called.
    pub label: String,
    /// Its page, as a path on the shop.
    pub path: Option<String>,
}

/// What the rules say about an order placed now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// It arrives.
    Arrives(Arrival),
    /// The shop does not deliver there.
    NotDelivered {
        /// The country, as ISO 3166 alpha-2.
        country: String,
        /// Where this comes from.
        source: Source,
    },
    /// The shop has no rules that name even its own country.
    Unstated,
}

/// When and how an order placed now arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Where to, as it is called in a sentence.
    pub destination: String,
    /// Whether the shopper's country is unknown and the shop's own was taken.
    pub assumed: bool,
    /// The minute of today before which the order must be placed for these days; `None` when it has passed, or today
    /// is no business day.
    pub order_by: Option<u16>,
    /// The earliest day.
    pub earliest: Date,
    /// The latest day.
    pub latest: Date,
    /// What it costs.
    pub price: Money,
    /// Free for orders of this much or more.
    pub free_over: Option<Money>,
    /// Where this comes from.
    pub source: Source,
}

/// Answers for an order placed at `now`, where the shop's clock is `offset` ahead of UTC, when no more than the country
/// is known: nothing of the cart, and no postal code.
#[must_use]
pub fn promise(
    rules: &DeliveryRules,
    country: Option<&str>,
    now: Instant,
    offset: Offset,
) -> Promise {
    let parcel = Parcel {
        country,
        postal_code: None,
        lines: &[],
    };
    estimate(rules, &parcel, now, &Clock::fixed(offset)).promise
}

fn lists(countries: &[String], country: &str) -> bool {
    countries
        .iter()
        .any(|listed| listed.eq_ignore_ascii_case(country))
}
