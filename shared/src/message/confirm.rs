//! Double opt-in in words: the message that asks whoever reads a mailbox to confirm a consent, and the page that its link
//! opens. Both say what was agreed to, in the very words; neither sells anything, since it goes before there is consent to
//! that (UWG, section 7(2)).

mod words;

use super::page::{self, Block};
use crate::contact::EmailAddress;
use crate::delivery::Message;
use crate::locale::Language;
use alloc::{string::String, vec, vec::Vec};

/// What both are made from.
#[derive(Clone, Debug)]
pub struct ConfirmFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// Which language they are in.
    pub language: Language,
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
    let words = words::of(facts.language);
    let blocks = [
        Block::Text(named(words.ask, facts.shop)),
        Block::Heading(words.agreed.into()),
        Block::Text(facts.agreed.into()),
        Block::Button {
            label: words.press.into(),
            url: link,
        },
        Block::Small(words.ignore.into()),
    ];
    Message::Email {
        subject: named(words.subject, facts.shop),
        text: page::text(&blocks),
        html: page::html_in(facts.language, facts.shop, &blocks),
        reply_to: Some(support.clone()),
    }
}

/// The page as HTML, made from escaped text only. Its button sends an empty form to the page's own address.
#[must_use]
pub fn confirm_page(facts: &ConfirmFacts, page: ConfirmPage) -> String {
    let words = words::of(facts.language);
    let blocks: Vec<Block> = match page {
        ConfirmPage::Ask => vec![
            Block::Text(named(words.ask, facts.shop)),
            Block::Heading(words.agreed.into()),
            Block::Text(facts.agreed.into()),
            Block::Press(words.press.into()),
            Block::Small(words.ignore.into()),
        ],
        ConfirmPage::Done => vec![Block::Text(named(words.done, facts.shop))],
        ConfirmPage::Over => vec![Block::Text(named(words.over, facts.shop))],
    };
    page::html_in(facts.language, facts.shop, &blocks)
}

/// The words on the button, which are those of the confirmation.
#[must_use]
pub fn confirming_words(language: Language) -> &'static str {
    words::of(language).press
}

fn named(words: &str, shop: &str) -> String {
    words.replace("{shop}", shop)
}
