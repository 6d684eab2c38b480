//! Word to the shop's own people that a shopper wrote back to a message: what, where it can be answered, and what came before.

use super::transcript;
use crate::contact::Address;
use crate::delivery::Message;
use crate::id::ConversationId;
use crate::locale::Language;
use crate::message::page::{self, Block};
use crate::time::Offset;
use crate::wire::frame_v1::Turn;
use alloc::{format, string::ToString, vec};

/// What the word is made from.
#[derive(Clone, Copy)]
pub struct WroteBack<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// How far the shop's clock is ahead of UTC.
    pub offset: Offset,
    /// Which conversation it is about.
    pub conversation: &'a ConversationId,
    /// Where the shopper wrote from.
    pub from: &'a Address,
    /// What they wrote.
    pub text: &'a str,
    /// The conversation, with it at the end.
    pub turns: &'a [Turn],
}

/// The message to the shop's own people.
#[must_use]
pub fn wrote_back(facts: &WroteBack<'_>) -> Message {
    let (subject, how, reply_to) = match facts.from {
        Address::Email(email) => (
            format!("{} wrote back", email.as_str()),
            format!(
                "A shopper answered an e-mail of yours. Answer to this e-mail: it goes to {}.",
                email.as_str()
            ),
            Some(email.clone()),
        ),
        Address::Phone(phone) => (
            format!("{} wrote back", phone.as_str()),
            format!(
                "A shopper answered a text message of yours. Their number is {}: an answer to this e-mail does not reach it.",
                phone.as_str()
            ),
            None,
        ),
    };
    let before = facts.turns.len().saturating_sub(SHOWN);
    let shown = facts.turns.get(before..).unwrap_or_default();
    let blocks = vec![
        Block::Text(how),
        Block::Heading("They wrote".into()),
        Block::Text(facts.text.to_string()),
        Block::Heading("Conversation".into()),
        Block::Lines(transcript(shown, facts.offset)),
        Block::Small(format!("Conversation {}", facts.conversation)),
    ];
    Message::Email {
        subject,
        text: page::text(&blocks),
        html: page::html(Language::English, facts.shop, &blocks),
        reply_to,
        unsubscribe: None,
    }
}

/// As many turns as somebody reads before they answer.
const SHOWN: usize = 40;
