//! The hours of a day in which a rule lets a message go.

use super::{QuietRule, ShopHours};
use crate::place::{Place, State};
use crate::time::{Date, Instant, Local, Offset, Weekday};

/// One rule as kept by one clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The rule.
    pub(super) rule: QuietRule,
    /// The shop's hours, which the rule [`QuietRule::Shop`] reads.
    pub(super) shop: Option<ShopHours>,
    /// The clock it is kept by.
    pub(super) clock: Offset,
}

impl Window {
    /// The first instant from `at` on at which the rule lets a message go, within the next fifteen days.
    pub(super) fn open_from(&self, at: Instant) -> Option<Instant> {
        let local = at.local(self.clock);
        if let Some((opens, closes)) = self.hours(local.date) {
            if local.minute < opens {
                return Some(self.instant(local.date, opens));
            }
            if local.minute < closes {
                return Some(at);
            }
        }
        let mut date = local.date;
        for _ in 0..DAYS_AHEAD {
            date = date.next();
            if let Some((opens, _)) = self.hours(date) {
                return Some(self.instant(date, opens));
            }
        }
        None
    }

    fn instant(&self, date: Date, minute: u16) -> Instant {
        Local { date, minute }.instant(self.clock)
    }

    /// The first allowed minute of this day and the first no longer allowed; `None` for a day without any.
    fn hours(&self, date: Date) -> Option<(u16, u16)> {
        let weekday = date.weekday();
        let sunday = weekday == Weekday::Sunday;
        let weekend = sunday || weekday == Weekday::Saturday;
        let hours = match self.rule {
            QuietRule::UnitedStates | QuietRule::Elsewhere => (8 * HOUR, 21 * HOUR),
            QuietRule::UnitedStatesUntilEight => (8 * HOUR, 20 * HOUR),
            QuietRule::UnitedStatesCommon if sunday => (12 * HOUR, 20 * HOUR),
            QuietRule::Connecticut | QuietRule::UnitedStatesCommon => (9 * HOUR, 20 * HOUR),
            QuietRule::Texas if sunday => (12 * HOUR, 21 * HOUR),
            QuietRule::Texas | QuietRule::India => (9 * HOUR, 21 * HOUR),
            QuietRule::RhodeIsland if weekend => (10 * HOUR, 17 * HOUR),
            QuietRule::RhodeIsland => (9 * HOUR, 18 * HOUR),
            QuietRule::France if sunday || is_french_holiday(date) => return None,
            QuietRule::France => (8 * HOUR, 22 * HOUR),
            QuietRule::Shop => self.shop.map(|hours| (hours.opens, hours.closes))?,
        };
        (hours.0 < hours.1).then_some(hours)
    }
}

/// The rule that holds for text messages to somebody at this place.
pub(super) fn rule_of(place: Place) -> QuietRule {
    match place.country.code() {
        "US" => match place.state.as_ref().map(State::code) {
            Some("FL" | "OK" | "MD" | "MS" | "NJ") => QuietRule::UnitedStatesUntilEight,
            Some("CT") => QuietRule::Connecticut,
            Some("TX") => QuietRule::Texas,
            Some("RI") => QuietRule::RhodeIsland,
            Some("AL" | "IL" | "KS" | "KY" | "LA" | "WA") | None => QuietRule::UnitedStatesCommon,
            Some(_) => QuietRule::UnitedStates,
        },
        // Federal law holds in the territories too.
        "AS" | "GU" | "MP" | "PR" | "VI" => QuietRule::UnitedStates,
        // The overseas departments and collectivities keep the same marketing hours by their own clocks.
        "FR" | "GP" | "MQ" | "GF" | "RE" | "YT" | "BL" | "MF" | "PM" => QuietRule::France,
        "IN" => QuietRule::India,
        _ => QuietRule::Elsewhere,
    }
}

/// The public holidays of the whole of France (Code du travail, article L3133-1).
fn is_french_holiday(date: Date) -> bool {
    let fixed = matches!(
        (date.month, date.day),
        (1 | 5 | 11, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 11) | (12, 25)
    );
    // Easter Monday, Ascension Day, Whit Monday.
    fixed || matches!(date.days() - Date::easter(date.year).days(), 1 | 39 | 50)
}

const HOUR: u16 = 60;
const DAYS_AHEAD: u8 = 15;
