//! When every clock and every rule that may concern a recipient lets a message go.

use super::facts::possible_places;
use super::tables;
use super::window::{Kept, Window};
use super::{Facts, Reason};
use crate::channel::Channel;
use crate::sort;
use crate::time::{Instant, Offset, Span};
use alloc::vec::Vec;

/// The first instant from `at` on at which all windows are open, and the rules that are closed at `at`.
pub(super) fn open_from(facts: &Facts<'_>, at: Instant) -> Result<(Instant, Vec<Reason>), Reason> {
    let windows = windows(facts)?;
    let mut closed: Vec<Reason> = windows
        .iter()
        .filter(|window| window.open_from(at) != Some(at))
        .map(Window::reason)
        .collect();
    sort::sort(&mut closed);
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
    let purpose = facts.draft.purpose;
    let rings = match facts.draft.channel {
        Channel::Sms | Channel::WhatsApp => true,
        Channel::Chat | Channel::Email => false,
    };
    // No law keeps hours for e-mail, so only the shop's own count; where nobody knows the place, by the shop's clock.
    if !rings && (places.is_empty() || facts.stricter.keeps_no_hours()) {
        let kept = facts.stricter.kept(purpose, None);
        let window = |kept| Window {
            kept,
            place: None,
            clock: facts.shop_clock,
        };
        return Ok(kept.map(window).collect());
    }
    let mut windows = Vec::new();
    for (place, zones) in places {
        for clock in clocks(facts, zones)? {
            let table = rings.then(|| tables::rows_of(purpose, place));
            let table = table.into_iter().flatten().map(Kept::Table);
            let own = facts.stricter.kept(purpose, Some(place.country));
            windows.extend(table.chain(own).map(|kept| Window {
                kept,
                place: Some(place),
                clock,
            }));
        }
    }
    // INVARIANT: every place has a row, since one is for everywhere else; a phone without one would ring at any hour.
    if rings && windows.is_empty() {
        return Err(Reason::UnknownPlace);
    }
    Ok(windows)
}

fn clocks(facts: &Facts<'_>, zones: &[&str]) -> Result<Vec<Offset>, Reason> {
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
