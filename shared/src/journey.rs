//! Flows that begin after something happened: the message that opens one, as a draft for the outbox. It sends nothing;
//! the draft passes [`crate::policy::decide`] like every other.
//!
//! The same occasion makes the same draft, id included, so that one that is reported twice is sent once.

use crate::channel::Channel;
use crate::contact::{Address, EmailAddress};
use crate::conversation::made_id;
use crate::delivery::{Draft, Message, Recipient};
use crate::flow::{Flow, FollowUp, Template, Value};
use crate::id::{ShopId, ShopperId};
use crate::summary::{self, JourneyFacts};
use crate::time::{Instant, Span};
use crate::wire::document_v1::{AfterAudience, OccasionKind};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
};

/// Something that happened to a shopper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// What.
    pub kind: OccasionKind,
    /// To which order, product or parcel, or in which year: what tells it from another of its kind.
    pub key: String,
    /// When.
    pub at: Instant,
    /// In which shop.
    pub shop: ShopId,
    /// To whom.
    pub shopper: ShopperId,
    /// What the shopper is to the shop.
    pub audience: AfterAudience,
    /// What the flow's texts may use of it, by built-in name ([`crate::flow::BUILT_IN`]).
    pub values: BTreeMap<String, String>,
}

/// What is agreed with the shopper, and what a message needs to know of the shop.
#[derive(Clone, Copy, Debug)]
pub struct JourneyShop<'a> {
    /// What the shop is called.
    pub name: &'a str,
    /// Its front page, such as `https://fernwood.example`.
    pub origin: &'a str,
    /// Where an answer to an e-mail goes.
    pub support: &'a EmailAddress,
    /// Where the shopper can be reached with consent on record, the preferred first.
    pub reach: &'a [(Channel, Address)],
}

/// The message that opens `flow` after `occasion`; none when the flow is for other occasions or shoppers, when nothing
/// reaches the shopper, and when the occasion is so old that the message would be of no use.
#[must_use]
pub fn begin(flow: &Flow, occasion: &Occasion, shop: &JourneyShop, now: Instant) -> Option<Draft> {
    let after = flow.draft().after.as_ref()?;
    let audience = after.audience.is_empty() || after.audience.contains(&occasion.audience);
    if after.occasion != occasion.kind || !audience {
        return None;
    }
    let due = occasion.at + Span::hours(i64::from(after.wait_hours));
    let expires = due + use_of(occasion.kind);
    if expires <= now {
        return None;
    }
    let follow_up = flow.follow_up()?;
    let mut reach = shop.reach.iter();
    let (channel, address) = reach.find(|(channel, _)| follow_up.channels.contains(channel))?;
    let kind = format!("{:?}", occasion.kind).to_lowercase();
    let cause = format!(
        "journey.{}.{}.{kind}.{}",
        flow.id(),
        occasion.shopper,
        plain(&occasion.key)
    );
    Some(Draft {
        id: made_id(&cause)?,
        shop: occasion.shop.clone(),
        shopper: occasion.shopper.clone(),
        conversation: made_id(&cause)?,
        language: Some(flow.draft().language.clone()),
        channel: *channel,
        purpose: after.purpose,
        recipient: Recipient::Shopper {
            address: address.clone(),
        },
        message: message(flow, follow_up, occasion, shop, *channel)?,
        due,
        expires,
    })
}

fn message(
    flow: &Flow,
    follow_up: &FollowUp,
    occasion: &Occasion,
    shop: &JourneyShop,
    channel: Channel,
) -> Option<Message> {
    let fill = |template: &Template| {
        template.fill(flow.locale(), |name| {
            let shop = (name == "shop").then(|| shop.name.to_string());
            let known = || occasion.values.get(name).cloned();
            let fallback = || flow.fallback(name).map(String::from);
            shop.or_else(known).or_else(fallback).map(Value::Text)
        })
    };
    let facts = JourneyFacts {
        shop: shop.name,
        subject: fill(&follow_up.subject),
        intro: fill(&follow_up.text),
        short: fill(&follow_up.sms),
        opt_out: match channel {
            Channel::Sms => fill(&follow_up.opt_out_sms),
            Channel::Chat | Channel::Email | Channel::WhatsApp => fill(&follow_up.opt_out_email),
        },
        link: format!("{}/?parley={}", shop.origin, flow.id()),
        support: shop.support,
    };
    match channel {
        Channel::Email => Some(summary::journey_email(&facts)),
        Channel::Sms => Some(summary::journey_sms(&facts)),
        Channel::Chat | Channel::WhatsApp => None,
    }
}

/// A key in the letters of an id; any other letter is written as its number, so that different keys stay different.
fn plain(key: &str) -> String {
    let letter = |letter: char| {
        if letter.is_ascii_alphanumeric() || letter == '-' {
            letter.to_string()
        } else {
            format!("_{:x}", u32::from(letter))
        }
    };
    key.chars().map(letter).collect()
}

/// How long after it was due a message about an occasion is still of use.
fn use_of(kind: OccasionKind) -> Span {
    match kind {
        OccasionKind::OrderPlaced
        | OccasionKind::Shipped
        | OccasionKind::DeliveryLate
        | OccasionKind::Birthday
        | OccasionKind::CartAbandoned
        | OccasionKind::ConversationEnded => Span::days(1),
        OccasionKind::ReturnStarted
        | OccasionKind::BackInStock
        | OccasionKind::VipEarlyAccess
        | OccasionKind::Anniversary => Span::days(2),
        OccasionKind::Delivered
        | OccasionKind::ReplenishmentDue
        | OccasionKind::PointsChanged
        | OccasionKind::Lapsed => Span::days(7),
    }
}
