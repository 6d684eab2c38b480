//! What shoppers are sent: the follow-up of a conversation, the message that opens a flow, the request to confirm a
//! consent, and the pages that their links open. Decides what they say around the flow's own words; `page` turns it into
//! plain text and into HTML, from the same blocks, so that both say the same; `sms` fits a text message into its segments.
//! HTML is made from escaped text only.

mod about;
mod confirm;
mod escape;
pub(crate) mod page;
mod preferences;
mod sms;
mod template;
mod words;

pub use about::{About, Part};
pub use confirm::{ConfirmFacts, ConfirmPage, confirm_email, confirm_page};
pub use escape::escaped;
pub use preferences::{
    Form, Notice, ONE_CLICK, Often, PreferencesFacts, expired_page, preference_words,
    preferences_page,
};
pub use sms::{Parts, fitted};
pub(crate) use template::{WhatsAppFacts, whatsapp};
pub use template::{template_of, template_problems};
pub use words::{Voice, Words};

use crate::channel::Channel;
use crate::contact::{Address, EmailAddress};
use crate::delivery::Message;
use crate::flow::{FollowUp, Template};
use crate::locale::{self, Direction, Language, Locale};
use crate::money::Money;
use crate::policy::takes_answers;
use crate::time::Date;
use crate::wire::frame_v1::{Card, CartReport};
use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use page::Block;

/// What a follow-up is made from.
#[derive(Clone)]
pub struct FollowUpFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The shop's front page.
    pub origin: &'a str,
    /// The words around the flow's own.
    pub words: &'a Words,
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's first paragraph.
    pub intro: String,
    /// The text message.
    pub short: String,
    /// How to take the consent back, in the flow's words; Parley says it where there are none.
    pub opt_out: Option<String>,
    /// The products recommended last.
    pub products: &'a [Card],
    /// The cart, as the page saw it last.
    pub cart: Option<&'a CartReport>,
    /// The address that opens the cart; none when it is empty.
    pub cart_link: Option<String>,
    /// The shopper's questions, each with what was answered.
    pub asked: Vec<(String, String)>,
    /// The day at the shop.
    pub today: Date,
    /// What was said about delivery.
    pub delivery: Option<&'a str>,
    /// Where an answer to the e-mail goes.
    pub support: &'a EmailAddress,
    /// The page on which the shopper says what they want to hear; none where nobody knows its address.
    pub preferences: Option<&'a str>,
}

/// The follow-up as an e-mail: what was recommended and why, what was asked, the cart, why it was sent and how to stop.
#[must_use]
pub fn follow_up_email(facts: &FollowUpFacts) -> Message {
    let words = facts.words;
    let mut blocks = vec![Block::Text(facts.intro.clone())];
    let products = facts.products.iter();
    blocks.extend(products.map(|card| product(card, facts.origin, words.language().into())));
    blocks.extend(questions(facts));
    blocks.extend(cart(facts));
    blocks.push(match &facts.cart_link {
        Some(link) => button(words.say("open_cart"), link),
        None => to_shop(words, facts.shop, facts.origin),
    });
    blocks.push(small(words, "why_asked", facts.shop));
    let end = End {
        words,
        opt_out: facts.opt_out.as_deref(),
        preferences: facts.preferences,
    };
    end.email(facts.shop, &facts.subject, blocks, facts.support)
}

fn questions(facts: &FollowUpFacts) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !facts.asked.is_empty() {
        blocks.push(Block::Heading(facts.words.say("questions").into()));
    }
    for (question, answer) in &facts.asked {
        blocks.push(Block::Asked {
            question: question.clone(),
            answer: answer.clone(),
        });
    }
    let told = |delivery: &&str| facts.asked.iter().any(|(_, answer)| answer == delivery);
    if let Some(delivery) = facts.delivery.filter(|delivery| !told(delivery)) {
        let day = locale::date(facts.words.language().into(), facts.today);
        let heading = facts.words.filled("delivery_on", &[("day", &day)]);
        blocks.push(Block::Heading(heading));
        blocks.push(Block::Text(delivery.into()));
    }
    blocks
}

fn cart(facts: &FollowUpFacts) -> Vec<Block> {
    let reported = facts.cart.filter(|cart| !cart.lines.is_empty());
    let Some(cart) = reported.filter(|_| facts.cart_link.is_some()) else {
        return Vec::new();
    };
    let language = facts.words.language();
    let locale = language.into();
    let line = |quantity: u32, title: &str, total: Money| {
        let title = locale::isolated(language, title);
        format!("{quantity} × {title}, {}", locale::money(locale, total))
    };
    let lines = cart.lines.iter();
    let mut lines: Vec<String> = lines
        .map(|each| line(each.quantity, &each.title, each.total))
        .collect();
    let total = locale::money(locale, cart.total);
    lines.push(format!("{}: {total}", facts.words.say("total")));
    let heading = facts.words.say("your_cart").into();
    vec![Block::Heading(heading), Block::Lines(lines)]
}

/// Where the follow-up leads: to the cart, the first product, or the shop.
pub(crate) fn follow_up_link(facts: &FollowUpFacts) -> String {
    let product = || {
        let card = facts.products.first()?;
        Some(format!("{}{}", facts.origin, card.path))
    };
    let cart = facts.cart_link.clone();
    cart.or_else(product)
        .unwrap_or_else(|| facts.origin.to_string())
}

/// The follow-up as a text message: brand, words, link, and how to stop.
#[must_use]
pub fn follow_up_sms(facts: &FollowUpFacts, to: &Address) -> Message {
    let text = fitted(&Parts {
        is_answered: takes_answers(to),
        shop: facts.shop,
        words: &facts.short,
        link: &follow_up_link(facts),
        stop: stop(facts.opt_out.as_ref(), facts.words),
        preferences: facts.preferences,
    });
    Message::Sms { text }
}

/// The follow-up as free text of WhatsApp: what a text message says, whole.
pub(crate) fn free_text(facts: &FollowUpFacts) -> String {
    let way_out = stop(facts.opt_out.as_ref(), facts.words);
    let (shop, short, link) = (facts.shop, &facts.short, follow_up_link(facts));
    format!("{shop}: {short} {link} {way_out}")
}

/// What the message that opens a flow is made from.
#[derive(Clone)]
pub struct JourneyFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The words around the flow's own.
    pub words: &'a Words,
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's text.
    pub intro: String,
    /// What is known of the order it is about: the name of what is known among [`Words`], and what it is.
    pub order: Vec<(&'static str, String)>,
    /// Where to follow the parcel.
    pub parcel: Option<String>,
    /// The text message.
    pub short: String,
    /// How to hear nothing more, and why this was sent, in the flow's words; Parley says it where there are none.
    pub opt_out: Option<String>,
    /// The address that opens the chat with the flow.
    pub link: String,
    /// Where an answer to the e-mail goes.
    pub support: &'a EmailAddress,
    /// The page on which the shopper says what they want to hear; none where nobody knows its address.
    pub preferences: Option<&'a str>,
}

/// The message that opens a flow, as an e-mail.
#[must_use]
pub fn journey_email(facts: &JourneyFacts) -> Message {
    let words = facts.words;
    let mut blocks = vec![Block::Text(facts.intro.clone())];
    let order = facts.order.iter();
    let order: Vec<String> = order
        .map(|(name, value)| (words.say(name), locale::isolated(words.language(), value)))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if !order.is_empty() {
        blocks.push(Block::Lines(order));
    }
    let parcel = facts.parcel.as_ref();
    blocks.extend(parcel.map(|link| button(words.say("follow_parcel"), link)));
    blocks.push(to_shop(words, facts.shop, &facts.link));
    if facts.opt_out.is_none() {
        blocks.push(small(words, "why_agreed", facts.shop));
    }
    let end = End {
        words,
        opt_out: facts.opt_out.as_deref(),
        preferences: facts.preferences,
    };
    end.email(facts.shop, &facts.subject, blocks, facts.support)
}

/// The message that opens a flow, as a text message: brand, words, link, and how to stop.
#[must_use]
pub fn journey_sms(facts: &JourneyFacts, to: &Address) -> Message {
    let text = fitted(&Parts {
        is_answered: takes_answers(to),
        shop: facts.shop,
        words: &facts.short,
        link: &facts.link,
        stop: stop(facts.opt_out.as_ref(), facts.words),
        preferences: facts.preferences,
    });
    Message::Sms { text }
}

/// An e-mail of one sentence, which is its subject as well. It answers what a shopper wrote, so nothing is offered in it.
pub(crate) fn word_by_email(language: Option<&str>, text: String) -> Message {
    let language = language.map_or(Language::English, |code| Locale::of(code).language());
    let html = page::html(language, &text, &[Block::Text(text.clone())]);
    Message::Email {
        subject: text.clone(),
        text,
        html,
        reply_to: None,
        unsubscribe: None,
    }
}

/// The same as free text of WhatsApp.
pub(crate) fn journey_free_text(facts: &JourneyFacts) -> String {
    let way_out = stop(facts.opt_out.as_ref(), facts.words);
    format!("{}: {} {} {way_out}", facts.shop, facts.short, facts.link)
}

/// How a message on this channel says that one need not hear more, where the flow has words for it.
pub(crate) fn way_out(
    follow_up: &FollowUp,
    channel: Channel,
    fill: &dyn Fn(&Template) -> String,
) -> Option<String> {
    let own = match channel {
        Channel::Sms | Channel::WhatsApp => fill(&follow_up.opt_out_sms),
        Channel::Chat | Channel::Email => fill(&follow_up.opt_out_email),
    };
    (!own.is_empty()).then_some(own)
}

fn stop<'a>(own: Option<&'a String>, words: &'a Words) -> &'a str {
    own.map_or_else(|| words.say("stop_sms"), String::as_str)
}

/// How every e-mail to a shopper ends.
struct End<'a> {
    words: &'a Words,
    opt_out: Option<&'a str>,
    preferences: Option<&'a str>,
}

impl End<'_> {
    fn email(
        &self,
        shop: &str,
        subject: &str,
        mut blocks: Vec<Block>,
        support: &EmailAddress,
    ) -> Message {
        let opt_out = self.opt_out.unwrap_or_else(|| self.words.say("stop_email"));
        blocks.push(Block::Small(opt_out.into()));
        if let Some(page) = self.preferences {
            blocks.push(Block::Link {
                label: self.words.say("choose").into(),
                url: page.into(),
            });
        }
        Message::Email {
            subject: header(self.words.language(), subject),
            text: page::text(&blocks),
            html: page::html(self.words.language(), shop, &blocks),
            reply_to: Some(support.clone()),
            unsubscribe: self.preferences.map(String::from),
        }
    }
}

/// A subject. Nobody knows what a mail program's list does with marks of direction.
fn header(language: Language, subject: &str) -> String {
    match language.direction() {
        Direction::LeftToRight => subject.into(),
        Direction::RightToLeft => locale::bare(subject),
    }
}

fn small(words: &Words, name: &str, shop: &str) -> Block {
    Block::Small(words.filled(name, &[("shop", shop)]))
}

fn to_shop(words: &Words, shop: &str, url: &str) -> Block {
    button(&words.filled("go_to_shop", &[("shop", shop)]), url)
}

fn button(label: &str, url: &str) -> Block {
    Block::Button {
        label: label.into(),
        url: url.into(),
    }
}

/// A product as a block of a message.
pub(crate) fn product(card: &Card, origin: &str, locale: Locale) -> Block {
    let price = card
        .variants
        .iter()
        .find(|variant| variant.available)
        .or_else(|| card.variants.first());
    let picture = card.image.as_ref().and_then(|image| {
        let url = page::address(origin, &image.url)?;
        Some((url, image.alt.clone()))
    });
    Block::Product(page::Product {
        title: locale::isolated(locale.language(), &card.title).into_owned(),
        url: format!("{origin}{}", card.path),
        price: price.map(|variant| locale::money(locale, variant.price)),
        lines: card.reasons.iter().chain(&card.differs).cloned().collect(),
        picture,
    })
}
