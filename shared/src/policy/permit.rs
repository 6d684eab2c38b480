//! The right to send one draft once, now.

use crate::channel::{Channel, Purpose};
use crate::consent::Entry;
use crate::delivery::{Draft, Recipient};
use crate::id::{ConsentId, DeliveryId};
use crate::time::{Instant, Span};
use serde::{Deserialize, Serialize};

/// The right to send one draft, for a short time. Made by [`super::decide`] alone.
///
/// It is serialised only because the shopper's store, which decides, and the outbox, which sends, are two objects. What
/// is read back is still held against the draft, its recipient and the time by [`crate::delivery`] before anything goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    draft: DeliveryId,
    channel: Channel,
    purpose: Purpose,
    recipient: Recipient,
    grant: Option<ConsentId>,
    decided: Instant,
    expires: Instant,
}

impl Permit {
    /// Ends with the draft, and at `closes` if its channel takes it no longer then.
    pub(super) fn new(
        draft: &Draft,
        grant: Option<&Entry>,
        closes: Option<Instant>,
        now: Instant,
    ) -> Self {
        let last = draft.expires.min(now + LIFE);
        Self {
            draft: draft.id.clone(),
            channel: draft.channel,
            purpose: draft.purpose,
            recipient: draft.recipient.clone(),
            grant: grant.map(|entry| entry.id.clone()),
            decided: now,
            expires: closes.map_or(last, |closes| last.min(closes)),
        }
    }

    /// Whether it is for this very draft and still holds.
    #[must_use]
    pub fn covers(&self, draft: &Draft, now: Instant) -> bool {
        self.draft == draft.id
            && self.channel == draft.channel
            && self.purpose == draft.purpose
            && self.recipient == draft.recipient
            && now < self.expires
    }

    /// The draft it is for.
    #[must_use]
    pub fn draft(&self) -> &DeliveryId {
        &self.draft
    }

    /// The channel it is for.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// Where the draft may go.
    #[must_use]
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// The grant it rests on; none for a message to the shop itself.
    #[must_use]
    pub fn grant(&self) -> Option<&ConsentId> {
        self.grant.as_ref()
    }

    /// When it was decided.
    #[must_use]
    pub fn decided(&self) -> Instant {
        self.decided
    }

    /// When it ends.
    #[must_use]
    pub fn expires(&self) -> Instant {
        self.expires
    }
}

/// Long enough to send, short enough that a withdrawal in between is rare.
const LIFE: Span = Span::minutes(2);
