//! Messages that carry a conversation out of the chat: the follow-up to the shopper, and the handover to the shop's own
//! people. Decides what they say; `page` turns it into plain text and into HTML, from the same blocks, so that both
//! say the same. HTML is made from escaped text only.

mod confirm;
mod page;
mod wrote;

pub use confirm::{ConfirmFacts, ConfirmPage, confirm_email, confirm_page, confirming_words};
pub use wrote::{WroteBack, wrote_back};

use crate::channel::Channel;
use crate::contact::EmailAddress;
use crate::delivery::Message;
use crate::handoff::Urgency;
use crate::time::{Date, Offset};
use crate::wire::frame_v1::{Author, Card, Comparison, Part, Turn};
use crate::wire::snapshot_v1::{Answer, CartStep, Handed, HandoffReason, Snapshot};
use crate::words::{clock, day};
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

/// What a handover is made from.
#[derive(Clone, Copy, Debug)]
pub struct Handover<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The shop's front page.
    pub origin: &'a str,
    /// How far the shop's clock is ahead of UTC.
    pub offset: Offset,
    /// The conversation.
    pub state: &'a Snapshot,
    /// To whom the person answers, and why.
    pub handed: &'a Handed,
    /// The turns to be read.
    pub turns: &'a [Turn],
    /// Whether the person had a message about this conversation before.
    pub more: bool,
}

/// The message to the shop's own people: everything they need to answer without asking again.
#[must_use]
pub fn handover(facts: &Handover) -> Message {
    let email = facts.handed.email.as_str();
    let (subject, opening) = if facts.more {
        (
            format!("More from {email} in the chat"),
            format!("The shopper wrote more. Answer to this e-mail: it goes to {email}."),
        )
    } else {
        (
            format!(
                "A shopper waits for an answer: {}",
                short_reason(&facts.handed.reason)
            ),
            format!(
                "A shopper in the chat waits for an answer. Answer to this e-mail: it goes to {email}."
            ),
        )
    };
    let mut blocks = vec![Block::Text(opening)];
    if !facts.more {
        blocks.push(Block::Lines(known(facts)));
        cart(facts.state, facts.turns, &mut blocks);
        if !facts.state.shown.is_empty() {
            blocks.push(Block::Heading("Recommended in the chat".into()));
            blocks.extend(
                facts
                    .state
                    .shown
                    .iter()
                    .map(|card| product(card, facts.origin)),
            );
        }
    }
    blocks.push(Block::Heading("Conversation".into()));
    blocks.push(Block::Lines(transcript(facts.turns, facts.offset)));
    blocks.push(Block::Small(format!(
        "Conversation {}",
        facts.state.conversation
    )));
    Message::Email {
        subject,
        text: page::text(&blocks),
        html: page::html(facts.shop, &blocks),
        reply_to: Some(facts.handed.email.clone()),
    }
}

fn known(facts: &Handover) -> Vec<String> {
    let record = &facts.state.record;
    let mut lines = vec![format!("Why: {}", reason(&facts.handed.reason))];
    let answers = facts.state.answers.iter().map(|(name, answer)| {
        let text = match answer {
            Answer::Chosen { text, .. } | Answer::Typed(text) => text,
        };
        format!("{}: {text}", name.replace('_', " "))
    });
    lines.extend(answers);
    if !record.seen.is_empty() {
        lines.push(format!("Products viewed: {}", record.seen.join(", ")));
    }
    if let Some(country) = &record.country {
        lines.push(format!("Country: {country}"));
    }
    if !record.locale.is_empty() {
        lines.push(format!("Language: {}", record.locale));
    }
    lines.push(match &facts.state.agreed {
        Some(agreed) => format!("Agreed to be written to: {}", channel(agreed.channel)),
        None => "Agreed to be written to: only for this answer".into(),
    });
    lines
}

fn cart(state: &Snapshot, turns: &[Turn], blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Cart".into()));
    let lines = state.cart.iter().flat_map(|cart| &cart.lines);
    let mut lines: Vec<String> = lines
        .map(|line| format!("{} × {}, {}", line.quantity, line.title, line.total))
        .collect();
    let refused = state
        .record
        .cart
        .iter()
        .filter(|step| matches!(step, CartStep::Refused { .. }))
        .count();
    match &state.cart {
        Some(cart) if !lines.is_empty() => lines.push(format!("In all: {}", cart.total)),
        Some(_) => lines.push("Empty".into()),
        None => lines.extend(added(turns)),
    }
    if refused > 0 {
        lines.push(format!("Refused by the shop's cart: {refused}"));
    }
    blocks.push(Block::Lines(lines));
}

/// What was added in the chat, where the page has told nothing of the cart.
fn added(turns: &[Turn]) -> Vec<String> {
    let parts = turns.iter().flat_map(|turn| &turn.parts);
    let mut lines: Vec<String> = parts
        .filter_map(|part| {
            let Part::Added { title, quantity } = part else {
                return None;
            };
            Some(format!("{quantity} × {title}, added in the chat"))
        })
        .collect();
    let rest = if lines.is_empty() {
        "Not known"
    } else {
        "What else is in it is not known"
    };
    lines.push(rest.into());
    lines
}

fn product(card: &Card, origin: &str) -> Block {
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

fn transcript(turns: &[Turn], offset: Offset) -> Vec<String> {
    turns
        .iter()
        .flat_map(|turn| {
            let time = clock(turn.at.local(offset).minute);
            let author = match &turn.author {
                Author::Shopper => "Shopper",
                Author::Assistant => "Assistant",
                Author::Agent(name) => name.as_str(),
            };
            let line = move |part: &Part| format!("{time} {author}: {}", spoken(part));
            turn.parts.iter().map(line)
        })
        .collect()
}

fn spoken(part: &Part) -> String {
    let titles = |cards: &[Card]| {
        let titles: Vec<&str> = cards.iter().map(|card| card.title.as_str()).collect();
        titles.join(", ")
    };
    match part {
        Part::Text(text) => text.clone(),
        Part::Choices(choices) => {
            let labels: Vec<&str> = choices
                .choices
                .iter()
                .map(|choice| choice.label.as_str())
                .collect();
            format!("[{}]", labels.join("] ["))
        }
        Part::Field(field) => format!("[{}: ____]", field.label),
        Part::Products(cards) => format!("(shows {})", titles(cards)),
        Part::Comparison(Comparison { titles, .. }) => format!("(compares {})", titles.join(", ")),
        Part::Consent(_) => "(asks for consent)".into(),
        Part::Source { label, .. } => format!("(source: {label})"),
        Part::Added { title, quantity } => format!("(added {quantity} × {title} to the cart)"),
        Part::Consented { channel: None, .. } => "(declined to be written to)".into(),
        Part::Consented {
            channel: Some(agreed),
            hint,
        } => format!("(agreed to {} at {hint})", channel(*agreed)),
        Part::Link { label, .. } => format!("({label})"),
        Part::HandedOver => "(a person has been told)".into(),
        Part::Ended => "(ended the conversation)".into(),
        Part::Lines(lines) => format!("(shows {} lines of the cart)", lines.len()),
        Part::Code(code) => format!("(offers the code {code})"),
        Part::Rating(_) => "(asks for a rating)".into(),
    }
}

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "e-mail",
        Channel::Sms => "text message",
        Channel::WhatsApp => "WhatsApp",
    }
}

fn short_reason(reason: &HandoffReason) -> &'static str {
    match reason {
        HandoffReason::Asked => "asked for a person",
        HandoffReason::Words => "wrote something for a person",
        HandoffReason::CartValue => "has a valuable cart",
        HandoffReason::Stuck => "could not be helped by the assistant",
        HandoffReason::Step(_) => "needs a person",
        HandoffReason::NoFlow => "has a question",
        HandoffReason::Called { urgency, .. } => match urgency {
            Urgency::First => "should come first",
            Urgency::Soon => "needs a person",
            Urgency::Offer => "may want a person",
        },
    }
}

/// Why a person is needed, in a sentence for the agent.
pub(crate) fn reason(reason: &HandoffReason) -> String {
    match reason {
        HandoffReason::Asked => "the shopper asked for a person".into(),
        HandoffReason::Words => "the shopper's words call for a person".into(),
        HandoffReason::CartValue => "the cart is worth a person's time".into(),
        HandoffReason::Stuck => "the assistant had no answer".into(),
        HandoffReason::Step(reason) => reason.clone(),
        HandoffReason::NoFlow => "the shop has no assistant that could answer".into(),
        HandoffReason::Called { sentence, .. } => sentence.clone(),
    }
}
