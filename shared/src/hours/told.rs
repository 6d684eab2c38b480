//! When somebody is there, in words for the shopper: by the shop's clock, and by their own where it shows another
//! time. It says when people are there and never by when they will have answered.

use super::Next;
use crate::time::{Clock, Instant, Local, Offset, Span};
use crate::words::{clock, day};
use alloc::{format, string::String};

/// The words for what [`super::OpeningHours::next`] found. `shopper` is how far the shopper's clock is ahead of UTC at
/// the moment that is told, when it is known.
#[must_use]
pub fn told(next: Next, now: Instant, shop: &Clock, shopper: Option<Offset>) -> String {
    let moment = |at: Instant, same_day: &str| {
        let today = shop.local(now);
        let (there, here) = (shop.local(at), shopper.map(|offset| at.local(offset)));
        let spoken = spoken(there, today, same_day);
        match here {
            Some(here) if here.date != there.date => format!(
                "{spoken} our time (that is {} at {} where you are)",
                day(here.date),
                clock(here.minute)
            ),
            Some(here) if here != there => format!(
                "{spoken} our time (that is {} where you are)",
                clock(here.minute)
            ),
            Some(_) | None => spoken,
        }
    };
    match next {
        // Nobody needs to know when a day ends that is still long.
        Next::Now { until } if until - now > Span::hours(24) => {
            "Somebody is there now; I can't say how soon they answer.".into()
        }
        Next::Now { until } => format!(
            "Somebody is there now, until {}; I can't say how soon they answer.",
            moment(until, "")
        ),
        Next::From(at) => format!(
            "Nobody is there at the moment. Somebody is back {}; I can't say how soon after that they answer.",
            moment(at, "today at ")
        ),
        Next::Unstated => "I can't say how soon somebody answers.".into(),
    }
}

fn spoken(at: Local, today: Local, same_day: &str) -> String {
    if at.date == today.date {
        format!("{same_day}{}", clock(at.minute))
    } else if at.date == today.date.next() {
        format!("tomorrow at {}", clock(at.minute))
    } else {
        format!("on {} at {}", day(at.date), clock(at.minute))
    }
}
