//! What a shop asks for beyond the rules. There is no way to ask for less: hours are kept besides the tables', numbers count
//! only where they are smaller, and a channel can only be turned off.

use super::tables::{MARKETING_A_WEEK, MARKETING_GAP, SMS_SEGMENTS, week_of};
use super::window::Kept;
use crate::channel::{Channel, Purpose};
use crate::place::Country;
use crate::time::Span;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A shop's own rules. The default asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stricter {
    /// Hours for all messages, every day, everywhere.
    pub hours: Option<ShopHours>,
    /// Hours for all messages to shoppers in these countries.
    pub hours_in: Vec<CountryHours>,
    /// Days on which nothing sells.
    pub rest: Rest,
    /// Channels on which nothing goes to shoppers.
    pub off: Vec<Channel>,
    /// Lower caps a week.
    pub caps: Vec<Cap>,
    /// A lower cap a week for all that sells, on all channels together.
    pub marketing_a_week: Option<u16>,
    /// A longer time between two messages that sell; up to 30 days, as far back as is kept what went.
    pub marketing_gap: Option<Span>,
    /// Fewer segments for a text message that sells.
    pub sms_segments: Option<u16>,
}

/// The hours in which a shop wants messages to go, every day alike. A message that the shopper asked for within the hour,
/// and that does not sell, goes at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopHours {
    /// First allowed minute of the local day, 0 to 1439.
    pub opens: u16,
    /// First minute no longer allowed, up to 1440; later than `opens`.
    pub closes: u16,
}

/// Hours for one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryHours {
    /// The country.
    #[serde(with = "letters")]
    pub country: Country,
    /// The hours, by every clock of it.
    pub hours: ShopHours,
}

/// Days on which a shop sells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Those of the rules.
    #[default]
    AsTheRules,
    /// Sundays too, everywhere.
    Sundays,
    /// Sundays, and the public holidays of countries whose calendar is known.
    SundaysAndHolidays,
}

/// How many messages of one kind a shopper gets in any seven days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// How they go.
    pub channel: Channel,
    /// Why they go.
    pub purpose: Purpose,
    /// How many.
    pub week: u16,
}

impl Stricter {
    /// The same, with at least this time between two messages that sell, as a shopper asked for.
    #[must_use]
    pub fn calmer(mut self, gap: Span) -> Self {
        self.marketing_gap = Some(self.marketing_gap.map_or(gap, |own| own.max(gap)));
        self
    }

    /// Whether the shop leaves all hours and days to the rules.
    pub(super) fn keeps_no_hours(&self) -> bool {
        self.hours.is_none() && self.hours_in.is_empty() && self.rest == Rest::AsTheRules
    }

    /// The shop's hours and days for a message of this purpose to this country.
    pub(super) fn kept(
        &self,
        purpose: Purpose,
        country: Option<Country>,
    ) -> impl Iterator<Item = Kept> + '_ {
        let there = move |hours: &&CountryHours| Some(hours.country) == country;
        let hours = self
            .hours_in
            .iter()
            .filter(there)
            .map(|there| there.hours)
            .chain(self.hours);
        let rest = (purpose == Purpose::Marketing).then_some(Kept::Rest(self.rest));
        hours.map(Kept::Hours).chain(rest)
    }

    /// The cap for one kind of message: the table's, or the shop's where that is lower.
    pub(super) fn week_of(&self, channel: Channel, purpose: Purpose) -> u16 {
        let lower = self.caps.iter();
        let lower = lower.filter(|cap| (cap.channel, cap.purpose) == (channel, purpose));
        lower
            .map(|cap| cap.week)
            .fold(week_of(channel, purpose), u16::min)
    }

    /// The cap for all that sells, on all channels together.
    pub(super) fn marketing_a_week(&self) -> u16 {
        let own = self.marketing_a_week.unwrap_or(MARKETING_A_WEEK);
        own.min(MARKETING_A_WEEK)
    }

    /// The least time between two messages that sell.
    pub(super) fn marketing_gap(&self) -> Span {
        self.marketing_gap
            .unwrap_or(MARKETING_GAP)
            .max(MARKETING_GAP)
    }

    /// The most segments of a text message that sells.
    pub(super) fn sms_segments(&self) -> usize {
        let own = self.sms_segments.unwrap_or(SMS_SEGMENTS);
        usize::from(own.min(SMS_SEGMENTS))
    }
}

/// A country by its two letters. A country that is not known is an error, and no rule that silently holds nowhere.
mod letters {
    use crate::place::Country;
    use alloc::string::String;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands a field over by reference"
    )]
    pub(super) fn serialize<S: Serializer>(country: &Country, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(country)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Country, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
