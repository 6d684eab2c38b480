//! What Parley says itself where a flow has no words of its own.

use super::Words;
pub use crate::wire::document_v1::About;
use crate::wire::document_v1::OccasionKind;
use alloc::{format, string::String};

impl About {
    /// What the message after an occasion is about; none where only the flow's author knows what to say.
    #[must_use]
    pub fn of(occasion: OccasionKind) -> Option<Self> {
        match occasion {
            OccasionKind::OrderPlaced
            | OccasionKind::Shipped
            | OccasionKind::Delivered
            | OccasionKind::DeliveryLate
            | OccasionKind::ReturnStarted => Some(Self::Order),
            OccasionKind::BackInStock => Some(Self::Stock),
            OccasionKind::CartAbandoned => Some(Self::Cart),
            OccasionKind::ReplenishmentDue
            | OccasionKind::PointsChanged
            | OccasionKind::Lapsed
            | OccasionKind::Birthday
            | OccasionKind::Anniversary
            | OccasionKind::VipEarlyAccess
            | OccasionKind::ConversationEnded => None,
        }
    }

    /// The built-in names that its words use.
    #[must_use]
    pub fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Summary | Self::Cart => &[],
            Self::Stock => &["product"],
            Self::Order => &["order", "order_status"],
        }
    }

    /// What `part` of the message says, with `known` for its holes.
    #[must_use]
    pub fn say(self, part: Part, words: &Words, known: &dyn Fn(&str) -> Option<String>) -> String {
        let about = match self {
            Self::Summary => "summary",
            Self::Cart => "cart",
            Self::Stock => "stock",
            Self::Order => "order",
        };
        let part = match part {
            Part::Subject => "subject",
            Part::Intro => "intro",
            Part::Sms => "sms",
        };
        let value = |name: &str| known(name).unwrap_or_default();
        words.filled(
            &format!("{about}_{part}"),
            &[
                ("shop", &value("shop")),
                ("product", &value("product")),
                ("order", &value("order")),
                ("status", &value("order_status")),
            ],
        )
    }
}

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An e-mail's subject.
    Subject,
    /// An e-mail's first paragraph.
    Intro,
    /// A text message.
    Sms,
}
