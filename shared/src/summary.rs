//! The message that carries a conversation out of the chat to the shop's own people, so that they can answer without
//! asking again. What shoppers are sent is in [`crate::message`].

mod wrote;

pub use wrote::{WroteBack, wrote_back};

use crate::channel::Channel;
use crate::delivery::Message;
use crate::handoff::Urgency;
use crate::locale::{Language, Locale};
use crate::message::page::{self, Block};
use crate::message::product;
use crate::time::Offset;
use crate::wire::frame_v1::{Author, Card, Comparison, Part, Turn};
use crate::wire::snapshot_v1::{Answer, CartStep, Handed, HandoffReason, Snapshot};
use crate::words::clock;
use alloc::{format, string::String, vec, vec::Vec};

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
                    .map(|card| product(card, facts.origin, Locale::default())),
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
        html: page::html(Language::English, facts.shop, &blocks),
        reply_to: Some(facts.handed.email.clone()),
        unsubscribe: None,
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
