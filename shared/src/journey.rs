//! Flows that begin after something happened: which do and when ([`steps`]), on which channel ([`channel`]), and the
//! message that opens one, as a draft for the outbox ([`begin`]). An occasion that begins several flows is a journey: one
//! message after another, each at its own time, until something else happens that makes them pointless ([`ends`]). It
//! sends nothing; every draft passes [`crate::policy::decide`] like every other.
//!
//! The same occasion makes the same drafts, ids included, so that one that is reported twice is sent once.

use crate::channel::Channel;
use crate::consent::Ledger;
use crate::contact::{Address, EmailAddress};
use crate::conversation::{Record, made_id};
use crate::delivery::{Draft, Message, Recipient};
use crate::flow::{Flow, FollowUp, Step, Template, Value};
use crate::id::{FlowId, ShopId, ShopperId};
use crate::message::{self, About, JourneyFacts, Part, WhatsAppFacts, Words, way_out};
use crate::policy::{Choice, Matter, Reach, Stricter, Urgency, choose_channel};
use crate::sort;
use crate::time::{Instant, Span};
use crate::wire::document_v1::{AfterAudience, OccasionKind, TemplateDraft};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Something that happened to a shopper.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the shopper is to the shop; `None` when that is not known, and then only what is for everyone begins.
    pub audience: Option<AfterAudience>,
    /// What the flow's texts may use of it, by built-in name ([`crate::flow::BUILT_IN`]).
    pub values: BTreeMap<String, String>,
}

impl fmt::Debug for Occasion {
    /// Without what is known of the shopper.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Occasion")
            .field("kind", &self.kind)
            .field("key", &self.key)
            .field("at", &self.at)
            .field("shopper", &self.shopper)
            .finish_non_exhaustive()
    }
}

impl Occasion {
    /// The end of the conversation that this record is of, once it has ended.
    #[must_use]
    pub fn of(record: &Record, shop: &ShopId) -> Option<Self> {
        Some(Self {
            kind: OccasionKind::ConversationEnded,
            key: record.conversation.to_string(),
            at: record.ended?,
            shop: shop.clone(),
            shopper: record.shopper.clone(),
            audience: None,
            values: BTreeMap::new(),
        })
    }
}

/// A message of a journey that is still to come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planned {
    /// When it is due.
    pub due: Instant,
    /// The flow it opens.
    pub flow: FlowId,
}

/// The messages that an occasion leads to, the first due first; those that would come too late are left out.
#[must_use]
pub fn steps<'a>(
    flows: impl IntoIterator<Item = &'a Flow>,
    occasion: &Occasion,
    now: Instant,
) -> Vec<Planned> {
    let planned = |flow: &Flow| {
        let (due, _) = time_of(flow, occasion, now)?;
        let flow = flow.id().clone();
        Some(Planned { due, flow })
    };
    let mut steps: Vec<Planned> = flows.into_iter().filter_map(planned).collect();
    sort::sort(&mut steps);
    steps
}

/// Whether `later` makes the messages pointless that are still to come after `earlier`. Our own rule: who has ordered
/// needs no reminder to, and nobody is asked to praise what they send back.
#[must_use]
pub fn ends(later: &Occasion, earlier: &Occasion) -> bool {
    let one = later.key == earlier.key;
    let ends = match later.kind {
        OccasionKind::OrderPlaced => matches!(
            earlier.kind,
            OccasionKind::CartAbandoned | OccasionKind::Lapsed | OccasionKind::ReplenishmentDue
        ),
        OccasionKind::ReturnStarted => one && earlier.kind == OccasionKind::Delivered,
        OccasionKind::Delivered => {
            one && matches!(
                earlier.kind,
                OccasionKind::Shipped | OccasionKind::DeliveryLate
            )
        }
        OccasionKind::Shipped
        | OccasionKind::DeliveryLate
        | OccasionKind::BackInStock
        | OccasionKind::ReplenishmentDue
        | OccasionKind::PointsChanged
        | OccasionKind::Lapsed
        | OccasionKind::Birthday
        | OccasionKind::Anniversary
        | OccasionKind::VipEarlyAccess
        | OccasionKind::CartAbandoned
        | OccasionKind::ConversationEnded => false,
    };
    ends && later.at >= earlier.at
}

/// The channel of the message that opens `flow` after an occasion of this kind, among those that the shop has set up.
/// Which one a shopper likes best, nobody has told us.
#[must_use]
pub fn channel(
    flow: &Flow,
    kind: OccasionKind,
    ledger: &Ledger,
    stricter: &Stricter,
    set_up: &[Channel],
) -> Option<Choice> {
    let after = flow.draft().after.as_ref()?;
    let follow_up = flow.follow_up()?;
    let offered: Vec<Channel> = set_up
        .iter()
        .filter(|channel| follow_up.channels.contains(channel))
        .copied()
        .collect();
    Some(choose_channel(&Reach {
        ledger,
        suppressed: &[],
        stricter,
        offered: &offered,
        preferred: None,
        purpose: after.purpose,
        matter: matter(flow),
        urgency: urgency(kind),
    }))
}

/// What the message says: a flow that compares has something to compare, and its e-mail may be more than a text message
/// holds.
fn matter(flow: &Flow) -> Matter {
    let compares = flow
        .steps()
        .any(|(_, step)| matches!(step, Step::Compare { .. }));
    let text = flow.draft().follow_up.as_ref();
    let long = text.is_some_and(|follow_up| follow_up.text.chars().count() > ONE_TEXT_MESSAGE);
    match (compares, long) {
        (true, _) => Matter::Comparison,
        (false, true) => Matter::Long,
        (false, false) => Matter::Short,
    }
}

/// What is gone by tomorrow is wanted now.
fn urgency(kind: OccasionKind) -> Urgency {
    match kind {
        OccasionKind::DeliveryLate | OccasionKind::BackInStock | OccasionKind::VipEarlyAccess => {
            Urgency::Now
        }
        OccasionKind::OrderPlaced
        | OccasionKind::Shipped
        | OccasionKind::Delivered
        | OccasionKind::ReturnStarted
        | OccasionKind::ReplenishmentDue
        | OccasionKind::PointsChanged
        | OccasionKind::Lapsed
        | OccasionKind::Birthday
        | OccasionKind::Anniversary
        | OccasionKind::CartAbandoned
        | OccasionKind::ConversationEnded => Urgency::Later,
    }
}

/// When the message that opens `flow` is due and when it is of no use any more; none when there is none, or it is too
/// late for it.
fn time_of(flow: &Flow, occasion: &Occasion, now: Instant) -> Option<(Instant, Instant)> {
    let after = flow.draft().after.as_ref()?;
    let known = occasion.audience.as_ref();
    let audience = after.audience.is_empty()
        || known.is_some_and(|audience| after.audience.contains(audience));
    if after.occasion != occasion.kind || !audience {
        return None;
    }
    let due = occasion.at + Span::hours(i64::from(after.wait_hours));
    let expires = due + use_of(occasion.kind);
    (expires > now).then_some((due, expires))
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
    /// The words around those of the flow, in its language.
    pub words: &'a Words,
    /// The templates of its WhatsApp number.
    pub templates: &'a [TemplateDraft],
    /// The page on which this shopper says what they want to hear; none where nobody knows its address.
    pub preferences: Option<&'a str>,
    /// Where the shopper can be reached with consent on record, the preferred first.
    pub reach: &'a [(Channel, Address)],
}

/// The message that opens `flow` after `occasion`; none when the flow is for other occasions or shoppers, when nothing
/// reaches the shopper, and when the occasion is so old that the message would be of no use.
#[must_use]
pub fn begin(flow: &Flow, occasion: &Occasion, shop: &JourneyShop, now: Instant) -> Option<Draft> {
    let (due, expires) = time_of(flow, occasion, now)?;
    let purpose = flow.draft().after.as_ref()?.purpose;
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
        purpose,
        recipient: Recipient::Shopper {
            address: address.clone(),
        },
        message: message(flow, follow_up, occasion, shop, (*channel, address))?,
        due,
        expires,
    })
}

fn message(
    flow: &Flow,
    follow_up: &FollowUp,
    occasion: &Occasion,
    shop: &JourneyShop,
    (channel, to): (Channel, &Address),
) -> Option<Message> {
    let about = About::of(occasion.kind);
    let known = |name: &str| {
        let shop = (name == "shop").then(|| shop.name.to_string());
        let known = || occasion.values.get(name).cloned();
        shop.or_else(known)
            .or_else(|| flow.fallback(name).map(String::from))
    };
    let own = |template: &Template, part: Part| {
        let said = template.fill(flow.locale(), |name| known(name).map(Value::Text));
        match about.filter(|_| said.is_empty()) {
            Some(about) => about.say(part, shop.words, &known),
            None => said,
        }
    };
    let of_order = |name: &str| {
        let value = occasion.values.get(name)?;
        (about == Some(About::Order)).then(|| value.clone())
    };
    let facts = JourneyFacts {
        shop: shop.name,
        words: shop.words,
        order: ORDER
            .into_iter()
            .filter_map(|(name, word)| Some((word, of_order(name)?)))
            .collect(),
        parcel: of_order("tracking").filter(|link| link.starts_with("https://")),
        preferences: shop.preferences,
        subject: own(&follow_up.subject, Part::Subject),
        intro: own(&follow_up.text, Part::Intro),
        short: own(&follow_up.sms, Part::Sms),
        opt_out: way_out(follow_up, channel, &|template| {
            template.fill(flow.locale(), |name| known(name).map(Value::Text))
        }),
        link: format!("{}/?parley={}", shop.origin, flow.id()),
        support: shop.support,
    };
    match channel {
        Channel::Email => Some(message::journey_email(&facts)),
        Channel::Sms => Some(message::journey_sms(&facts, to)),
        Channel::WhatsApp => by_whatsapp(flow, shop, &facts, &known),
        Channel::Chat => None,
    }
}

fn by_whatsapp(
    flow: &Flow,
    shop: &JourneyShop,
    facts: &JourneyFacts,
    known: &dyn Fn(&str) -> Option<String>,
) -> Option<Message> {
    let after = flow.draft().after.as_ref()?;
    Some(message::whatsapp(&WhatsAppFacts {
        templates: shop.templates,
        about: About::of(after.occasion),
        purpose: after.purpose,
        words: shop.words,
        free: message::journey_free_text(facts),
        known: &|name: &str| match name {
            "link" => Some(facts.link.clone()),
            "preferences" => shop.preferences.map(String::from),
            name => known(name),
        },
    }))
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

/// What can be known of an order, by built-in name, and what it is called among the words.
const ORDER: [(&str, &str); 4] = [
    ("order", "order"),
    ("order_status", "status"),
    ("carrier", "carrier"),
    ("order_total", "total"),
];
/// The characters of one text message in the GSM alphabet (3GPP TS 23.038).
const ONE_TEXT_MESSAGE: usize = 160;
