//! When a cart arrives where it is to go, and how that came about. The slowest line decides; a postal code decides
//! where zones ask for one.

use super::because::{self, Course};
use super::read::squeezed;
use super::{Arrival, Calendar, DeliveryRules, Handling, Promise, Zone, lists};
use crate::money::Money;
use crate::sort;
use crate::time::{Clock, Date, Instant, Local};
use alloc::{string::String, vec, vec::Vec};

/// What is to be brought where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel<'a> {
    /// The country, as ISO 3166 alpha-2, when known.
    pub country: Option<&'a str>,
    /// The postal code, as it was written, when known.
    pub postal_code: Option<&'a str>,
    /// The lines of the cart; none when nothing is known of it.
    pub lines: &'a [ParcelLine],
}

/// A line of the cart, as far as its dispatch depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelLine {
    /// The product's name.
    pub title: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// When it arrives, and how that came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// By the usual way.
    pub promise: Promise,
    /// Until when the order must be placed for these days, when that is today.
    pub order_by: Option<Instant>,
    /// Ways that are faster than the usual one, fastest first.
    pub express: Vec<Express>,
    /// Whether a postal code would tell more than was known.
    pub ask_postal_code: bool,
    /// How the days came about, a sentence each, for an agent or a shopper who asks.
    pub because: Vec<String>,
}

/// A way that is faster than the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Express {
    /// What it is called.
    pub name: String,
    /// When and how the order arrives by it.
    pub arrival: Arrival,
    /// Until when the order must be placed for these days, when that is today.
    pub order_by: Option<Instant>,
}

/// Answers for an order of `parcel` placed at `now`, where `clock` is the shop's.
#[must_use]
pub fn estimate(
    rules: &DeliveryRules,
    parcel: &Parcel<'_>,
    now: Instant,
    clock: &Clock,
) -> Estimate {
    let country = parcel.country.unwrap_or(&rules.home);
    let zones: Vec<&Zone> = rules.zones_of(country).collect();
    let coded = zones.iter().any(|zone| !zone.postal_codes.is_empty());
    let ask_postal_code = coded && parcel.postal_code.is_none();
    let Some(zone) = pick(&zones, parcel.postal_code) else {
        let promise = match (parcel.country, zones.first()) {
            (None, None) => Promise::Unstated,
            (Some(_), _) | (None, Some(_)) => Promise::NotDelivered {
                country: country.to_ascii_uppercase(),
                source: rules.source.clone(),
            },
        };
        let reason = because::no_zone(country, parcel.postal_code.filter(|_| coded));
        return unanswered(promise, vec![reason]);
    };
    let order = Placed {
        rules,
        zone,
        assumed: parcel.country.is_none(),
        handling: rules.slowest(parcel.lines),
        now,
        clock,
    };
    let Some(usual) = order.by(&order.usual()) else {
        return unanswered(Promise::Unstated, vec![because::NO_DAY.into()]);
    };
    let mut reasons = because::course(&usual.course, rules, zone);
    if parcel.country.is_none() {
        reasons.push(because::ASSUMED.into());
    }
    if ask_postal_code {
        reasons.push(because::some_codes(&zone.name));
    }
    Estimate {
        express: order.faster_than(&usual.arrival),
        promise: Promise::Arrives(usual.arrival),
        order_by: usual.order_by,
        ask_postal_code,
        because: reasons,
    }
}

fn unanswered(promise: Promise, because: Vec<String>) -> Estimate {
    Estimate {
        promise,
        order_by: None,
        express: Vec::new(),
        ask_postal_code: false,
        because,
    }
}

/// The zone that counts: the first that takes the postal code. Without a code it is the first that takes every one, and
/// when none does, the slowest, so that nobody is promised too early a day.
fn pick<'a>(zones: &[&'a Zone], code: Option<&str>) -> Option<&'a Zone> {
    let open = |zone: &&&Zone| zone.postal_codes.is_empty();
    let Some(code) = code.map(squeezed) else {
        let slowest = || zones.iter().max_by_key(|zone| (zone.max_days, zone.price));
        return zones.iter().find(open).or_else(slowest).copied();
    };
    let takes = |zone: &&&Zone| {
        let mut starts = zone.postal_codes.iter();
        open(zone) || starts.any(|start| code.starts_with(start.as_str()))
    };
    zones.iter().find(takes).copied()
}

impl DeliveryRules {
    /// The days on which the shop sends.
    #[must_use]
    pub fn calendar(&self) -> Calendar<'_> {
        Calendar {
            weekdays: &self.business_days,
            holidays: &self.holidays,
        }
    }

    /// The days on which something is brought to a zone.
    fn calendar_of<'a>(&'a self, zone: &'a Zone) -> Calendar<'a> {
        Calendar {
            weekdays: &self.business_days,
            holidays: zone.holidays.as_deref().unwrap_or(&self.holidays),
        }
    }

    fn zones_of<'a>(&'a self, country: &'a str) -> impl Iterator<Item = &'a Zone> {
        let listed = move |zone: &&Zone| lists(&zone.countries, country);
        self.zones.iter().filter(listed)
    }

    fn slowest<'a>(&'a self, lines: &'a [ParcelLine]) -> Slowest<'a> {
        let of_line = |line: &'a ParcelLine| {
            let tagged = |rule: &&Handling| lists(&line.tags, &rule.tag);
            let rule = self
                .handling
                .iter()
                .filter(tagged)
                .max_by_key(|rule| rule.days);
            match rule {
                Some(rule) => Slowest {
                    days: rule.days,
                    cause: Some((line.title.as_str(), rule.name.as_str())),
                },
                None => Slowest::usual(self.handling_days),
            }
        };
        let slowest = lines.iter().map(of_line).max_by_key(|slowest| slowest.days);
        slowest.unwrap_or(Slowest::usual(self.handling_days))
    }
}

/// The longest dispatch of a cart, and which product by which rule.
#[derive(Clone, Copy)]
pub(super) struct Slowest<'a> {
    pub(super) days: u8,
    pub(super) cause: Option<(&'a str, &'a str)>,
}

impl Slowest<'_> {
    fn usual(days: u8) -> Self {
        Self { days, cause: None }
    }
}

struct Placed<'a> {
    rules: &'a DeliveryRules,
    zone: &'a Zone,
    assumed: bool,
    handling: Slowest<'a>,
    now: Instant,
    clock: &'a Clock,
}

struct Way {
    cut_off: u16,
    days: (u8, u8),
    price: Money,
    free_over: Option<Money>,
}

struct Outcome<'a> {
    arrival: Arrival,
    order_by: Option<Instant>,
    course: Course<'a>,
}

impl<'a> Placed<'a> {
    fn usual(&self) -> Way {
        Way {
            cut_off: self.rules.cut_off,
            days: (self.zone.min_days, self.zone.max_days),
            price: self.zone.price,
            free_over: self.zone.free_over,
        }
    }

    fn by(&self, way: &Way) -> Option<Outcome<'a>> {
        let (shop, there) = (self.rules.calendar(), self.rules.calendar_of(self.zone));
        let here = self.clock.local(self.now);
        // When the clock shows the hour twice, the first time counts: nobody is told of time that may not be left.
        let closes = self.clock.earliest(Local {
            date: here.date,
            minute: way.cut_off,
        });
        let in_time = shop.is_business(here.date) && self.now < closes;
        let counts_as = if in_time {
            here.date
        } else {
            shop.after(here.date, 1)?
        };
        let dispatch = shop.after(counts_as, self.handling.days)?;
        let day = |days: u8| -> Option<Date> { there.after(dispatch, days) };
        let (earliest, latest) = (day(way.days.0)?, day(way.days.1)?);
        Some(Outcome {
            arrival: Arrival {
                destination: self.zone.name.clone(),
                assumed: self.assumed,
                order_by: in_time.then_some(way.cut_off),
                earliest,
                latest,
                price: way.price,
                free_over: way.free_over,
                source: self.rules.source.clone(),
            },
            order_by: in_time.then_some(closes),
            course: Course {
                here,
                cut_off: way.cut_off,
                counts_as,
                handling: self.handling,
                dispatch,
                latest,
                calendars: [shop, there],
            },
        })
    }

    fn faster_than(&self, usual: &Arrival) -> Vec<Express> {
        let ways = self.zone.express.iter().filter_map(|rule| {
            let way = Way {
                cut_off: rule.cut_off,
                days: (rule.min_days, rule.max_days),
                price: rule.price,
                free_over: None,
            };
            let found = self.by(&way)?;
            // A shopper who pays for speed gets some: a way that saves no day is not named.
            (found.arrival.latest < usual.latest).then(|| Express {
                name: rule.name.clone(),
                arrival: found.arrival,
                order_by: found.order_by,
            })
        });
        let mut ways: Vec<Express> = ways.collect();
        sort::sort_by_key(&mut ways, |way| (way.arrival.latest, way.arrival.price));
        ways
    }
}
