//! Mistakes of a document as they are found, so that reading goes on behind the first.

use crate::hours::{date, minute_of_day, no_date, no_time};
use crate::money::{Currency, Money};
use crate::time::Date;
use crate::wire::document_v1::Problem;
use alloc::{format, string::String, vec::Vec};
use core::fmt::Display;

/// The mistakes found so far, in the order they were found.
#[derive(Default)]
pub(crate) struct Mistakes(Vec<Problem>);

impl Mistakes {
    pub(crate) fn add(&mut self, place: &str, reason: &str) {
        self.0.push(Problem {
            place: place.into(),
            reason: reason.into(),
        });
    }

    pub(crate) fn demand(&mut self, holds: bool, place: &str, reason: &str) {
        if !holds {
            self.add(place, reason);
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn parsed<T, E: Display>(&mut self, place: &str, result: Result<T, E>) -> Option<T> {
        if let Err(error) = &result {
            self.add(place, &format!("{error}"));
        }
        result.ok()
    }

    pub(crate) fn part<T>(&mut self, result: Result<T, Vec<Problem>>) -> Option<T> {
        result.map_err(|problems| self.0.extend(problems)).ok()
    }

    pub(crate) fn day(&mut self, place: &str, text: &str) -> Option<Date> {
        let day = date(text);
        if day.is_none() {
            self.0.push(no_date(place, text));
        }
        day
    }

    pub(crate) fn days(&mut self, place: &str, texts: &[String]) -> Vec<Date> {
        let texts = texts.iter().enumerate();
        texts
            .filter_map(|(index, text)| self.day(&format!("{place}[{index}]"), text))
            .collect()
    }

    pub(crate) fn minute(&mut self, place: &str, text: &str) -> Option<u16> {
        let minute = minute_of_day(text);
        if minute.is_none() {
            self.0.push(no_time(place, text));
        }
        minute
    }

    /// An amount that is not negative.
    pub(crate) fn amount(&mut self, place: &str, text: &str, currency: Currency) -> Option<Money> {
        let amount = self.parsed(place, Money::parse(text, currency))?;
        self.demand(amount.minor >= 0, place, "an amount is not negative");
        Some(amount)
    }

    pub(crate) fn countries(&mut self, place: &str, countries: &[String]) {
        for (index, country) in countries.iter().enumerate() {
            self.demand(
                country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()),
                &format!("{place}[{index}]"),
                "a country is two capital letters (ISO 3166)",
            );
        }
    }

    pub(crate) fn range(&mut self, place: &str, min_days: u8, max_days: u8) {
        self.demand(
            min_days <= max_days,
            &format!("{place}.min_days"),
            "the least days are more than the most days",
        );
    }

    /// All of them.
    pub(crate) fn all(self) -> Vec<Problem> {
        self.0
    }

    /// What was read, when nothing was wrong with it.
    pub(crate) fn finish<T>(self, read: T) -> Result<T, Vec<Problem>> {
        if self.0.is_empty() {
            Ok(read)
        } else {
            Err(self.0)
        }
    }
}
