//! When every clock and every rule that may concern a recipient lets a message go.

use super::facts::possible_places;
use super::window::{Window, rule_of};
use super::{Facts, QuietRule, Reason};
use crate::channel::Channel;
use crate::place::Place;
use crate::time::{Instant, Offset, Span};
use alloc::vec::Vec;

/// The first instant from `at` on at which all windows are open, and the rules that are closed at `at`.
pub(super) fn open_from(facts: &Facts<'_>, at: Instant) -> Result<(Instant, Vec<Reason>), Reason> {
    let windows = windows(facts)?;
    let mut closed: Vec<Reason> = windows
        .iter()
        .filter(|window| window.open_from(at) != Some(at))
        .map(|window| Reason::QuietHours(window.rule))
        .collect();
    closed.sort_unstable();
    closed.dedup();
    let mut open = at;
    while open < at + FAR {
        let mut latest = open;
        for window in &windows {
            let next = window.open_from(open).ok_or(Reason::NoCommonHour)?;
            latest = latest.max(next);
        }
        // INVARIANT: each round moves on to an opening, and there are at most a few of those a day.
        if latest == open {
            return Ok((open, closed));
        }
        open = latest;
    }
    Err(Reason::NoCommonHour)
}

/// Every rule that may concern the recipient, by every clock the recipient may live by.
fn windows(facts: &Facts<'_>) -> Result<Vec<Window>, Reason> {
    let places = possible_places(facts.draft, &facts.places);
    let shop = facts.shop_hours;
    let sms = facts.draft.channel == Channel::Sms;
    // No law keeps hours for e-mail, so only the shop's own count; where nobody knows the place, by the shop's clock.
    if !sms && (shop.is_none() || places.is_empty()) {
        let clock = facts.shop_clock;
        let rule = QuietRule::Shop;
        return Ok(shop
            .map(|_| Window { rule, shop, clock })
            .into_iter()
            .collect());
    }
    let mut windows = Vec::new();
    for place in places {
        for clock in clocks(facts, place)? {
            let law = sms.then(|| rule_of(place));
            let rules = law.into_iter().chain(shop.map(|_| QuietRule::Shop));
            windows.extend(rules.map(|rule| Window { rule, shop, clock }));
        }
    }
    Ok(windows)
}

fn clocks(facts: &Facts<'_>, place: Place) -> Result<Vec<Offset>, Reason> {
    let zones = place.zones();
    if zones.is_empty() {
        return Err(Reason::UnknownPlace);
    }
    let clock = |zone: &&str| {
        let known = facts.clocks.iter().find(|(known, _)| known == zone);
        known.map(|(_, offset)| *offset).ok_or(Reason::UnknownClock)
    };
    zones.iter().map(clock).collect()
}

const FAR: Span = Span::days(14);
