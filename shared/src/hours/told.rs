//! When somebody is there, in words for the shopper: by the shop's clock, and by their own where it shows another
//! time. It says when people are there and never by when they will have answered.

use super::Next;
use crate::message::Voice;
use crate::time::{Clock, Instant, Local, Offset, Span};
use alloc::string::String;

/// The words for what [`super::OpeningHours::next`] found. `shopper` is how far the shopper's clock is ahead of UTC at
/// the moment that is told, when it is known.
#[must_use]
pub fn told(
    voice: Voice<'_>,
    next: Next,
    now: Instant,
    shop: &Clock,
    shopper: Option<Offset>,
) -> String {
    let Voice { words, .. } = voice;
    let moment = |at: Instant, ways: [&str; 3]| {
        let there = shop.local(at);
        let moment = spoken(voice, there, shop.local(now), ways);
        match shopper.map(|offset| at.local(offset)) {
            Some(here) if here != there => our_time(voice, &moment, here, there),
            Some(_) | None => moment,
        }
    };
    match next {
        // Nobody needs to know when a day ends that is still long.
        Next::Now { until } if until - now > Span::hours(24) => words.say("there_now").into(),
        Next::Now { until } => {
            let until = moment(until, ["until_today", "until_tomorrow", "until_day"]);
            words.filled("there_until", &[("moment", &until)])
        }
        Next::From(at) => {
            let back = moment(at, ["back_today", "back_tomorrow", "back_day"]);
            words.filled("there_from", &[("moment", &back)])
        }
        Next::Unstated => words.say("there_unstated").into(),
    }
}

/// A moment today, tomorrow or later, each in its own words.
fn spoken(voice: Voice<'_>, at: Local, today: Local, [same, next, later]: [&str; 3]) -> String {
    let way = if at.date == today.date {
        same
    } else if at.date == today.date.next() {
        next
    } else {
        later
    };
    filled(voice, way, "", at)
}

/// A moment by the shop's clock, with what the shopper's shows.
fn our_time(voice: Voice<'_>, moment: &str, here: Local, there: Local) -> String {
    let way = if here.date == there.date {
        "our_time"
    } else {
        "our_time_and_day"
    };
    filled(voice, way, moment, here)
}

fn filled(voice: Voice<'_>, way: &str, moment: &str, at: Local) -> String {
    let (day, time) = (voice.day(at.date), voice.clock(at.minute));
    let holes = [("moment", moment), ("day", day.as_str()), ("time", &time)];
    voice.say(way, &holes)
}
