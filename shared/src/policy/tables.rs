//! What the rules are, as dated rows that a merchant's lawyer can read: hours, holidays, caps, stop words, senders. Here is
//! what holds; how it is applied stands beside, in `quiet`, `caps`, `sms` and `whatsapp`. [`page`] prints every row.
//!
//! Each row names its source and the day on which it was what we knew. Most sources are secondary, so each row is kept no
//! wider than any of its sources has it. None of this is legal advice.

mod caps;
mod feasts;
mod holidays;
mod hours;
mod page;
mod senders;
mod stop;
mod week;

pub(crate) use caps::SMS_SEGMENTS;
pub(super) use caps::{MARKETING_A_WEEK, MARKETING_GAP, SMS_SEGMENTS_OTHERWISE, week_of};
pub(super) use holidays::is_holiday;
pub(super) use hours::rows_of;
pub use page::page;
pub(super) use senders::{Sender, sender_of};
pub(crate) use stop::confirms_stop;
pub(super) use stop::{word_of, wording_of};
pub(super) use week::{HoursRow, Stretch};

/// The day on which these rows were what we knew.
const AS_OF: &str = "2026-11-24";

/// What a row says of itself, which only the page of the policy prints: no program that ships carries it.
const fn cited(text: &'static str) -> &'static str {
    if cfg!(feature = "schema") { text } else { "" }
}
