//! Double opt-in in words: the message that asks whoever reads a mailbox to confirm a consent, and the page that its link
//! opens. Both say what was agreed to, in the very words; neither sells anything, since it goes before there is consent to
//! that (UWG, section 7(2)).

use super::page::{self, Block};
use super::{Words, header};
use crate::contact::EmailAddress;
use crate::delivery::Message;
use alloc::{string::String, vec, vec::Vec};

/// What both are made from.
#[derive(Clone, Debug)]
pub struct ConfirmFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The words around what was agreed to, and so the language.
    pub words: &'a Words,
    /// What was agreed to, as it was shown.
    pub agreed: &'a str,
}

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmPage {
    /// What is to be confirmed, and a button that does it. Following the link confirms nothing: programs that look for
    /// harm in mail follow links, too, and press no buttons.
    Ask,
    /// It is confirmed.
    Done,
    /// Nothing waits for this confirmation any more.
    Over,
}

/// The message with its link.
#[must_use]
pub fn confirm_email(facts: &ConfirmFacts, link: String, support: &EmailAddress) -> Message {
    let words = facts.words;
    let blocks = [
        Block::Text(named(facts, "confirm_ask")),
        Block::Heading(words.say("confirm_agreed").into()),
        Block::Text(facts.agreed.into()),
        Block::Button {
            label: words.say("confirm_press").into(),
            url: link,
        },
        Block::Small(words.say("confirm_ignore").into()),
    ];
    Message::Email {
        subject: header(words.language(), &named(facts, "confirm_subject")),
        text: page::text(&blocks),
        html: page::html(words.language(), facts.shop, &blocks),
        reply_to: Some(support.clone()),
        unsubscribe: None,
    }
}

/// The page as HTML, made from escaped text only. Its button sends an empty form to the page's own address.
#[must_use]
pub fn confirm_page(facts: &ConfirmFacts, page: ConfirmPage) -> String {
    let words = facts.words;
    let blocks: Vec<Block> = match page {
        ConfirmPage::Ask => vec![
            Block::Text(named(facts, "confirm_ask")),
            Block::Heading(words.say("confirm_agreed").into()),
            Block::Text(facts.agreed.into()),
            Block::Press(words.say("confirm_press").into()),
            Block::Small(words.say("confirm_ignore").into()),
        ],
        ConfirmPage::Done => vec![Block::Text(named(facts, "confirm_done"))],
        ConfirmPage::Over => vec![Block::Text(named(facts, "confirm_over"))],
    };
    page::html(words.language(), facts.shop, &blocks)
}

fn named(facts: &ConfirmFacts, name: &str) -> String {
    facts.words.filled(name, &[("shop", facts.shop)])
}
