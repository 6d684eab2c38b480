//! What shoppers are sent: the follow-up of a conversation, the message that opens a flow, the request to confirm a
//! consent, and the pages that their links open. Decides what they say around the flow's own words; `page` turns it into
//! plain text and into HTML, from the same blocks, so that both say the same. HTML is made from escaped text only.

mod confirm;
pub(crate) mod page;

pub use confirm::{ConfirmFacts, ConfirmPage, confirm_email, confirm_page, confirming_words};

use crate::contact::EmailAddress;
use crate::delivery::Message;
use crate::time::Date;
use crate::wire::frame_v1::Card;
use crate::words::day;
use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use page::Block;

/// What a follow-up is made from.
#[derive(Clone, Debug)]
pub struct FollowUpFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The shop's front page.
    pub origin: &'a str,
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's first paragraph.
    pub intro: String,
    /// The text message.
    pub short: String,
    /// How to take the consent back.
    pub opt_out: String,
    /// The products recommended last.
    pub products: &'a [Card],
    /// The address that opens the cart; none when it is empty.
    pub cart: Option<String>,
    /// The day at the shop.
    pub today: Date,
    /// What was said about delivery.
    pub delivery: Option<&'a str>,
    /// Where an answer to the e-mail goes.
    pub support: &'a EmailAddress,
}

/// The follow-up as an e-mail: what was recommended and why, the cart, the delivery answer, why it was sent.
#[must_use]
pub fn follow_up_email(facts: &FollowUpFacts) -> Message {
    let mut blocks = vec![Block::Text(facts.intro.clone())];
    blocks.extend(
        facts
            .products
            .iter()
            .map(|card| product(card, facts.origin)),
    );
    if let Some(delivery) = facts.delivery {
        blocks.push(Block::Heading(format!(
            "Delivery, as answered on {}",
            day(facts.today)
        )));
        blocks.push(Block::Text(delivery.into()));
    }
    blocks.push(match &facts.cart {
        Some(cart) => Block::Button {
            label: "Open your cart".into(),
            url: cart.clone(),
        },
        None => Block::Button {
            label: format!("Go to {}", facts.shop),
            url: facts.origin.into(),
        },
    });
    blocks.push(Block::Small(format!(
        "You get this e-mail because you asked for it in the chat at {}.",
        facts.shop
    )));
    blocks.push(Block::Small(facts.opt_out.clone()));
    Message::Email {
        subject: facts.subject.clone(),
        text: page::text(&blocks),
        html: page::html(facts.shop, &blocks),
        reply_to: Some(facts.support.clone()),
    }
}

/// The follow-up as a text message: brand, words, link, and how to stop.
#[must_use]
pub fn follow_up_sms(facts: &FollowUpFacts) -> Message {
    let product = || {
        let card = facts.products.first()?;
        Some(format!("{}{}", facts.origin, card.path))
    };
    let link = facts
        .cart
        .clone()
        .or_else(product)
        .unwrap_or_else(|| facts.origin.to_string());
    let text = format!("{}: {} {link} {}", facts.shop, facts.short, facts.opt_out);
    Message::Sms { text }
}

/// What the message that opens a flow is made from.
#[derive(Clone, Debug)]
pub struct JourneyFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's text.
    pub intro: String,
    /// The text message.
    pub short: String,
    /// How to hear nothing more.
    pub opt_out: String,
    /// The address that opens the chat with the flow.
    pub link: String,
    /// Where an answer to the e-mail goes.
    pub support: &'a EmailAddress,
}

/// The message that opens a flow, as an e-mail.
#[must_use]
pub fn journey_email(facts: &JourneyFacts) -> Message {
    let blocks = [
        Block::Text(facts.intro.clone()),
        Block::Button {
            label: format!("Go to {}", facts.shop),
            url: facts.link.clone(),
        },
        Block::Small(facts.opt_out.clone()),
    ];
    Message::Email {
        subject: facts.subject.clone(),
        text: page::text(&blocks),
        html: page::html(facts.shop, &blocks),
        reply_to: Some(facts.support.clone()),
    }
}

/// The message that opens a flow, as a text message: brand, words, link, and how to stop.
#[must_use]
pub fn journey_sms(facts: &JourneyFacts) -> Message {
    Message::Sms {
        text: format!(
            "{}: {} {} {}",
            facts.shop, facts.short, facts.link, facts.opt_out
        ),
    }
}

pub(crate) fn product(card: &Card, origin: &str) -> Block {
    let price = card
        .variants
        .iter()
        .find(|variant| variant.available)
        .or_else(|| card.variants.first());
    Block::Product {
        title: card.title.clone(),
        url: format!("{origin}{}", card.path),
        price: price.map(|variant| variant.price.to_string()),
        lines: card.reasons.iter().chain(&card.differs).cloned().collect(),
    }
}
