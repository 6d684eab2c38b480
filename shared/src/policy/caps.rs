//! How many messages a week a shopper gets at most. Our own rule; no law asks for it.

use crate::channel::{Channel, Purpose};
use crate::delivery::Draft;
use crate::id::DeliveryId;
use crate::time::{Instant, Span};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Messages a shopper gets in any seven days, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// Marketing by e-mail.
    pub email_marketing: u16,
    /// Marketing by text message.
    pub sms_marketing: u16,
    /// Everything else by e-mail.
    pub email_other: u16,
    /// Everything else by text message.
    pub sms_other: u16,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            email_marketing: 3,
            sms_marketing: 1,
            email_other: 20,
            sms_other: 10,
        }
    }
}

impl Caps {
    /// The cap for this channel and purpose.
    #[must_use]
    pub fn of(&self, channel: Channel, purpose: Purpose) -> u16 {
        match (channel, purpose) {
            (Channel::Email, Purpose::Marketing) => self.email_marketing,
            (Channel::Email, Purpose::Utility | Purpose::Service) => self.email_other,
            (Channel::Sms, Purpose::Marketing) => self.sms_marketing,
            (Channel::Sms, Purpose::Utility | Purpose::Service) => self.sms_other,
            (Channel::Chat | Channel::WhatsApp, _) => 0,
        }
    }
}

/// A message that was permitted before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Which one; asking again for the same draft does not count twice.
    pub draft: DeliveryId,
    /// How it went.
    pub channel: Channel,
    /// Why it went.
    pub purpose: Purpose,
    /// When it was permitted.
    pub at: Instant,
}

/// From when on the cap leaves room for the draft; `None` when it never does.
pub(super) fn free_from(cap: u16, draft: &Draft, past: &[Past], at: Instant) -> Option<Instant> {
    let kind = |purpose: Purpose| purpose == Purpose::Marketing;
    let mut counted: Vec<Instant> = past
        .iter()
        .filter(|past| past.draft != draft.id && past.channel == draft.channel)
        .filter(|past| kind(past.purpose) == kind(draft.purpose))
        .map(|past| past.at)
        .filter(|sent| *sent + WEEK > at)
        .collect();
    counted.sort_unstable();
    // With the newest `cap - 1` of them still inside the week, there is room for one more.
    let newest_inside = usize::from(cap).checked_sub(1)?;
    let leaving = counted.len().checked_sub(newest_inside + 1);
    Some(
        leaving
            .and_then(|index| counted.get(index))
            .map_or(at, |sent| *sent + WEEK),
    )
}

const WEEK: Span = Span::days(7);
