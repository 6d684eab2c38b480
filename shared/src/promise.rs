//! When an order placed now arrives, from the shop's own delivery rules. Never guesses: a country that no rule names
//! is not delivered to, and an answer for an unknown country says for which one it was made.

use crate::hours::{date, minute_of_day, no_date, no_time};
use crate::money::{Currency, Money};
use crate::time::{Date, Instant, Offset, Weekday};
use crate::wire::document_v1::{DeliveryDraft, Problem, ZoneDraft};
use alloc::{format, string::String, vec::Vec};
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

/// Answers for an order placed at `now`, where the shop's clock is `offset` ahead of UTC.
#[must_use]
pub fn promise(
    rules: &DeliveryRules,
    country: Option<&str>,
    now: Instant,
    offset: Offset,
) -> Promise {
    let wanted = country.unwrap_or(&rules.home);
    let Some(zone) = rules.zone(wanted) else {
        return match country {
            Some(country) => Promise::NotDelivered {
                country: country.to_ascii_uppercase(),
                source: rules.source.clone(),
            },
            None => Promise::Unstated,
        };
    };
    let here = now.local(offset);
    let in_time = rules.is_business(here.date) && here.minute < rules.cut_off;
    let first = if in_time {
        Some(here.date)
    } else {
        rules.after(here.date, 1)
    };
    let dispatch = first.and_then(|first| rules.after(first, rules.handling_days));
    let arrival = |days: u8| dispatch.and_then(|dispatch| rules.after(dispatch, days));
    let (Some(earliest), Some(latest)) = (arrival(zone.min_days), arrival(zone.max_days)) else {
        return Promise::Unstated;
    };
    Promise::Arrives(Arrival {
        destination: zone.name.clone(),
        assumed: country.is_none(),
        order_by: in_time.then_some(rules.cut_off),
        earliest,
        latest,
        price: zone.price,
        free_over: zone.free_over,
        source: rules.source.clone(),
    })
}

impl DeliveryRules {
    /// Reads the delivery part of a shop's document; amounts are in the shop's currency.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(
        draft: &DeliveryDraft,
        home: &str,
        currency: Currency,
        place: &str,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let cut_off = minute_of_day(&draft.cut_off).unwrap_or_else(|| {
            problems.push(no_time(&format!("{place}.cut_off"), &draft.cut_off));
            0
        });
        if draft.business_days.is_empty() {
            problems.push(problem(
                format!("{place}.business_days"),
                "no day is a business day",
            ));
        }
        let mut holidays = Vec::new();
        for (index, text) in draft.holidays.iter().enumerate() {
            match date(text) {
                Some(day) => holidays.push(day),
                None => problems.push(no_date(&format!("{place}.holidays[{index}]"), text)),
            }
        }
        let mut zones = Vec::new();
        for (index, draft) in draft.zones.iter().enumerate() {
            let place = format!("{place}.zones[{index}]");
            zones.extend(zone(draft, currency, &place, &mut problems));
        }
        if !draft.zones.iter().any(|zone| lists(&zone.countries, home)) {
            problems.push(problem(
                format!("{place}.zones"),
                "no zone lists the shop's own country",
            ));
        }
        let rules = Self {
            home: home.to_ascii_uppercase(),
            cut_off,
            handling_days: draft.handling_days,
            business_days: draft.business_days.clone(),
            holidays,
            zones,
            source: Source {
                label: draft.source.clone(),
                path: draft.source_path.clone(),
            },
        };
        if problems.is_empty() {
            Ok(rules)
        } else {
            Err(problems)
        }
    }

    fn zone(&self, country: &str) -> Option<&Zone> {
        self.zones
            .iter()
            .find(|zone| lists(&zone.countries, country))
    }

    fn is_business(&self, date: Date) -> bool {
        self.business_days.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// The business day `days` business days after `date`; `date` itself for 0. `None` when there is none in a year.
    fn after(&self, date: Date, days: u8) -> Option<Date> {
        let mut left = days;
        let mut day = date;
        for _ in 0..DAYS_AHEAD {
            if left == 0 {
                return Some(day);
            }
            day = day.next();
            if self.is_business(day) {
                left -= 1;
            }
        }
        None
    }
}

fn lists(countries: &[String], country: &str) -> bool {
    countries
        .iter()
        .any(|listed| listed.eq_ignore_ascii_case(country))
}

fn zone(
    draft: &ZoneDraft,
    currency: Currency,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Option<Zone> {
    let before = problems.len();
    for (index, country) in draft.countries.iter().enumerate() {
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let reason = "a country is two capital letters (ISO 3166)";
            problems.push(problem(format!("{place}.countries[{index}]"), reason));
        }
    }
    if draft.countries.is_empty() {
        problems.push(problem(format!("{place}.countries"), "no country"));
    }
    if draft.min_days > draft.max_days {
        let reason = "the least days are more than the most days";
        problems.push(problem(format!("{place}.min_days"), reason));
    }
    let mut amount = |text: &str, field: &str| {
        let money = Money::parse(text, currency);
        if let Err(error) = &money {
            problems.push(problem(format!("{place}.{field}"), &format!("{error}")));
        }
        money.ok()
    };
    let price = amount(&draft.price, "price");
    let free_over = draft
        .free_over
        .as_deref()
        .map(|text| amount(text, "free_over"));
    if problems.len() > before {
        return None;
    }
    Some(Zone {
        name: draft.name.clone(),
        countries: draft.countries.clone(),
        min_days: draft.min_days,
        max_days: draft.max_days,
        price: price?,
        free_over: free_over.flatten(),
    })
}

fn problem(place: String, reason: &str) -> Problem {
    Problem {
        place,
        reason: reason.into(),
    }
}

/// Looking further than a year finds only a shop that never delivers.
const DAYS_AHEAD: u32 = 400;
