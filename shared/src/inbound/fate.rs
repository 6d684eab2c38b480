//! What can become of a message, in one vocabulary for those that tell it: the reports of e-mails, of text messages and of
//! contacts, and the records of three channels.

use crate::delivery::Report;
use crate::policy::Suppression;
use alloc::string::String;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The service took it.
    Taken,
    /// It arrived.
    Delivered,
    /// It was opened, read or clicked.
    Seen,
    /// It will not arrive now; later it may.
    Delayed,
    /// It did not arrive; another one may.
    Missed,
    /// The address does not take messages.
    Bounced,
    /// The service, or the channel, did not send it.
    Refused,
    /// The service sends nothing to this address any more.
    Blocked,
    /// The recipient called it spam.
    Complained,
    /// The recipient left.
    Left,
    /// The recipient wrote back.
    Replied,
    /// Something that is told since this was written.
    Unknown,
}

impl Fate {
    /// What is meant by this name, in whichever vocabulary and way of writing names.
    #[must_use]
    pub fn named(event: &str) -> Self {
        let letters = event.chars().filter(char::is_ascii_alphanumeric);
        let name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        match name.as_str() {
            "request" | "requests" | "sent" | "accepted" => Self::Taken,
            "delivered" => Self::Delivered,
            "opened" | "uniqueopened" | "proxyopen" | "uniqueproxyopen" | "loadedbyproxy"
            | "click" | "clicks" | "read" => Self::Seen,
            "deferred" => Self::Delayed,
            "softbounce" | "softbounces" | "softbounced" | "bounces" => Self::Missed,
            "hardbounce" | "hardbounces" | "hardbounced" | "invalid" | "invalidemail" => {
                Self::Bounced
            }
            "error" | "rejected" | "skipped" | "skip" => Self::Refused,
            "blocked" | "blacklisted" => Self::Blocked,
            "spam" | "complaint" => Self::Complained,
            "unsubscribe" | "unsubscribed" | "unsubscription" => Self::Left,
            "reply" | "replies" | "replied" => Self::Replied,
            _ => Self::Unknown,
        }
    }

    /// What the delivery is told; none when its state is as it was. What was answered in any way has arrived.
    #[must_use]
    pub fn report(self, reason: &str) -> Option<Report> {
        let undelivered = |otherwise: &str| {
            let reason = if reason.is_empty() { otherwise } else { reason };
            Some(Report::Undelivered {
                reason: reason.into(),
            })
        };
        match self {
            Self::Taken | Self::Delayed => Some(Report::Taken),
            Self::Delivered | Self::Seen | Self::Complained | Self::Left | Self::Replied => {
                Some(Report::Delivered)
            }
            Self::Missed => undelivered("not delivered this time"),
            Self::Bounced => undelivered("bounced"),
            Self::Refused => undelivered("refused"),
            Self::Blocked => undelivered("the address is blocked"),
            Self::Unknown => None,
        }
    }

    /// Why the address must not be written to from now on, if it must not.
    #[must_use]
    pub fn suppresses(self) -> Option<Suppression> {
        match self {
            Self::Bounced => Some(Suppression::Bounced),
            Self::Blocked => Some(Suppression::Blocklisted),
            Self::Complained => Some(Suppression::Complained),
            Self::Taken
            | Self::Delivered
            | Self::Seen
            | Self::Delayed
            | Self::Missed
            | Self::Refused
            | Self::Left
            | Self::Replied
            | Self::Unknown => None,
        }
    }

    /// Whether it takes consent back: who leaves says so, and so does who calls a message spam.
    #[must_use]
    pub fn withdraws(self) -> bool {
        matches!(self, Self::Complained | Self::Left)
    }
}
