//! How the days of a delivery came about, in sentences.

use super::estimate::Slowest;
use super::{Calendar, DeliveryRules, Zone};
use crate::time::{Date, Local};
use crate::words::{clock, counted, day, listed};
use alloc::{format, string::String, vec, vec::Vec};

/// The days an order passes on its way.
pub(super) struct Course<'a> {
    pub(super) here: Local,
    pub(super) cut_off: u16,
    pub(super) counts_as: Date,
    pub(super) handling: Slowest<'a>,
    pub(super) dispatch: Date,
    pub(super) latest: Date,
    pub(super) calendars: [Calendar<'a>; 2],
}

pub(super) fn course(course: &Course<'_>, rules: &DeliveryRules, zone: &Zone) -> Vec<String> {
    let mut reasons = vec![placed(course, rules), leaves(course), takes(zone)];
    reasons.extend(holidays(course));
    reasons
}

pub(super) fn no_zone(country: &str, code: Option<&str>) -> String {
    match code {
        Some(code) => format!("No delivery zone takes the postal code {code} in {country}."),
        None => format!("No delivery zone lists {country}."),
    }
}

pub(super) fn some_codes(destination: &str) -> String {
    format!(
        "The postal code is not known, so this is for {destination}; some postal codes have other days or prices."
    )
}

// Where to has been said by then.
pub(super) const ASSUMED: &str = "The country is not known, so the shop's own was taken.";
pub(super) const NO_DAY: &str = "The shop's business days leave no day for a delivery.";

fn placed(course: &Course<'_>, rules: &DeliveryRules) -> String {
    let (today, cut_off) = (course.here.date, clock(course.cut_off));
    let at = format!("Ordered on {} at {}", day(today), clock(course.here.minute));
    if course.counts_as == today {
        return format!("{at}, before {cut_off}, it counts as that day's order.");
    }
    let why = if rules.calendar().is_business(today) {
        format!("it is past {cut_off}")
    } else {
        "that is no business day".into()
    };
    format!(
        "{at}, it counts as an order of {}, since {why}.",
        day(course.counts_as)
    )
}

fn leaves(course: &Course<'_>) -> String {
    let on = day(course.dispatch);
    let cause = course.handling.cause;
    let cause = cause.map(|(title, rule)| format!(", because {title} is {rule}"));
    let cause = cause.unwrap_or_default();
    match course.handling.days {
        0 => format!("It leaves on {on}{cause}."),
        days => format!(
            "It leaves after {}, on {on}{cause}.",
            counted(days, "business day")
        ),
    }
}

fn takes(zone: &Zone) -> String {
    let carrier = zone.carrier.as_deref().unwrap_or("The carrier");
    let (least, most) = (zone.min_days, zone.max_days);
    let days = if least == most {
        counted(most, "business day")
    } else {
        format!("{least} to {}", counted(most, "business day"))
    };
    format!("{carrier} takes {days} to {}.", zone.name)
}

fn holidays(course: &Course<'_>) -> Option<String> {
    let mut missed = Vec::new();
    let mut date = course.here.date;
    while date <= course.latest {
        let counted_by = |calendar: &Calendar<'_>| calendar.is_missed(date);
        if course.calendars.iter().any(counted_by) {
            missed.push(day(date));
        }
        date = date.next();
    }
    (!missed.is_empty()).then(|| format!("Holidays on the way: {}.", listed(&missed)))
}
