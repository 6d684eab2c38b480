//! A sample of each message: the words of Parley, around a shop, products, questions and an order that are made up.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use shared::channel::{Channel, Purpose};
use shared::consent::{Chosen, Preference};
use shared::contact::{Address, EmailAddress};
use shared::delivery::{Encoding, Message, segments};
use shared::flow::Flow;
use shared::hours;
use shared::journey::{JourneyShop, Occasion, begin};
use shared::message::{
    About, ConfirmFacts, ConfirmPage, FollowUpFacts, Often, Part, PreferencesFacts, Words,
    confirm_email, confirm_page, follow_up_email, follow_up_sms, preferences_page,
};
use shared::time::Instant;
use shared::wire::document_v1::OccasionKind;
use shared::wire::frame_v1::{Card, CartReport};

use super::Kind;

/// A message as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The text, with the subject of an e-mail and the segments of a text message; of a page its words.
    pub text: String,
    /// What a mail program or a browser draws; none for a text message.
    pub html: Option<String>,
}

/// The sample of this kind, in these words.
///
/// # Errors
/// When the sample no longer is what the domain takes.
pub fn show(kind: Kind, words: &Words) -> Result<Shown> {
    match kind {
        Kind::Summary => Ok(of(follow_up(words, follow_up_email)?)),
        Kind::SmsSummary => {
            // Where a name may be the sender, which nobody can answer.
            let to = Address::Phone("+491701234567".parse()?);
            Ok(of(follow_up(words, |facts| follow_up_sms(facts, &to))?))
        }
        Kind::Cart => journey(OccasionKind::CartAbandoned, Channel::Email, words),
        Kind::SmsCart => journey(OccasionKind::CartAbandoned, Channel::Sms, words),
        Kind::BackInStock => journey(OccasionKind::BackInStock, Channel::Email, words),
        Kind::SmsBackInStock => journey(OccasionKind::BackInStock, Channel::Sms, words),
        Kind::OrderStatus => journey(OccasionKind::Shipped, Channel::Email, words),
        Kind::SmsOrderStatus => journey(OccasionKind::Shipped, Channel::Sms, words),
        Kind::DoubleOptIn => {
            let link = "https://chat.fernwood.example/confirm/sample".to_owned();
            Ok(of(confirm_email(&confirm(words), link, &support()?)))
        }
        Kind::ConfirmPage => Ok(page(confirm_page(&confirm(words), ConfirmPage::Ask))),
        Kind::Preferences => Ok(page(preferences(words)?)),
    }
}

fn of(message: Message) -> Shown {
    match message {
        Message::Email {
            subject,
            text,
            html,
            ..
        } => Shown {
            text: format!("Subject: {subject}\n\n{text}"),
            html: Some(html),
        },
        Message::Sms { text } | Message::WhatsApp { text, .. } => {
            let segments = segments(&text);
            let alphabet = match segments.encoding {
                Encoding::Gsm7 => "GSM 7-bit",
                Encoding::Ucs2 => "UCS-2",
            };
            Shown {
                text: format!("{text}\n\n({} segments, {alphabet})", segments.count),
                html: None,
            }
        }
    }
}

fn page(html: String) -> Shown {
    // What stands between its elements.
    let body = html.split_once("<main").map_or("", |(_, body)| body);
    let words = body.split('<').filter_map(|part| part.split_once('>'));
    let words = words.map(|(_, words)| words.trim());
    let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
    Shown {
        text: words.join("\n"),
        html: Some(html),
    }
}

fn follow_up(words: &Words, make: impl Fn(&FollowUpFacts<'_>) -> Message) -> Result<Message> {
    let products: Vec<Card> = serde_json::from_value(json!([
        card(
            "1",
            "oat-barrier-cream",
            "Oat Barrier Cream",
            2400,
            &["For dryness", "Fragrance-free"],
            "The richest of the two."
        ),
        card(
            "2",
            "cica-water-gel",
            "Cica Water Gel",
            2200,
            &["For sensitivity"],
            "The lightest of the two."
        ),
    ]))?;
    let cart: CartReport = serde_json::from_value(json!({
        "token": "t", "total": money(4800),
        "lines": [{ "variant": "11", "title": "Oat Barrier Cream, 50 ml", "quantity": 2, "total": money(4800) }]
    }))?;
    let shop = |name: &str| (name == "shop").then(|| SHOP.to_owned());
    let say = |part| About::Summary.say(part, words, &shop);
    Ok(make(&FollowUpFacts {
        shop: SHOP,
        origin: ORIGIN,
        words,
        subject: say(Part::Subject),
        intro: say(Part::Intro),
        short: say(Part::Sms),
        opt_out: None,
        products: &products,
        cart: Some(&cart),
        cart_link: Some(format!("{ORIGIN}/cart/11:2?storefront=true")),
        asked: vec![(
            "Is it fragrance-free?".to_owned(),
            "Yes: no perfume and no essential oils.".to_owned(),
        )],
        today: hours::date("2026-11-23").context("a day")?,
        delivery: Some("Ordered now, it arrives between Wednesday and Friday."),
        support: &support()?,
        preferences: Some(PREFERENCES),
    }))
}

fn card(
    id: &str,
    handle: &str,
    title: &str,
    minor: i64,
    reasons: &[&str],
    differs: &str,
) -> serde_json::Value {
    json!({
        "product": id, "title": title, "path": format!("/products/{handle}"),
        "image": { "url": format!("/cdn/images/{handle}.svg"), "alt": title },
        "reasons": reasons, "differs": differs,
        "variants": [{ "id": format!("{id}1"), "label": "50 ml", "price": money(minor), "was": null, "available": true }]
    })
}

fn money(minor: i64) -> serde_json::Value {
    json!({ "minor": minor, "currency": "EUR" })
}

/// A message that opens a flow without words of its own.
fn journey(kind: OccasionKind, channel: Channel, words: &Words) -> Result<Shown> {
    let flow = flow(kind, words)?;
    let values = [
        ("product", "Oat Barrier Cream"),
        ("order", "#1001"),
        ("order_status", "in transit"),
        ("carrier", "DHL"),
        ("order_total", "€48.00"),
        ("tracking", "https://parcels.example/1Z999"),
    ];
    let occasion = Occasion {
        kind,
        key: "1001".to_owned(),
        at: Instant(0),
        shop: "fernwood.myshopify.com".parse()?,
        shopper: "s-1".parse()?,
        audience: None,
        values: values
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    };
    let address = match channel {
        Channel::Sms => Address::Phone("+491701234567".parse()?),
        Channel::Chat | Channel::Email | Channel::WhatsApp => Address::Email(shopper()?),
    };
    let shop = JourneyShop {
        name: SHOP,
        origin: ORIGIN,
        support: &support()?,
        words,
        templates: &[],
        preferences: Some(PREFERENCES),
        reach: &[(channel, address)],
    };
    let Some(draft) = begin(&flow, &occasion, &shop, Instant(0)) else {
        bail!("the sample leads to no message");
    };
    Ok(of(draft.message))
}

/// A flow that leaves its message to Parley.
fn flow(kind: OccasionKind, words: &Words) -> Result<Flow> {
    let draft = serde_json::from_value(json!({
        "format": "parley.flow/1", "id": "sample", "name": "Sample", "language": words.language().code(),
        "after": { "event": kind, "purpose": "utility" },
        "first_message": { "text": "Hello." },
        "data": [
            { "name": "product", "fallback": "-" }, { "name": "order", "fallback": "-" },
            { "name": "order_status", "fallback": "-" }],
        "start": "ask",
        "steps": [
            { "step": "choose", "id": "ask", "choices": [
                { "id": "person", "label": "Talk to a person", "next": "person" },
                { "id": "done", "label": "That is all", "next": "end" }] },
            { "step": "hand_off", "id": "person", "reason": "asked" },
            { "step": "end", "id": "end" }],
        "handoff": { "repeated": 2 },
        "follow_up": { "channels": ["email", "sms"] },
        "success": "satisfaction",
        "opt_out": { "wordings": [] }
    }))?;
    Flow::validate(&draft).map_err(|problems| anyhow!("{problems:?}"))
}

fn confirm(words: &Words) -> ConfirmFacts<'_> {
    ConfirmFacts {
        shop: SHOP,
        words,
        agreed: "Fernwood may e-mail me offers and news. I can stop at any time.",
    }
}

fn preferences(words: &Words) -> Result<String> {
    let email = Address::Email(shopper()?);
    let phone = Address::Phone("+491701234567".parse()?);
    let preference = |channel, purpose, address, state| Preference {
        channel,
        purpose,
        address,
        state,
    };
    Ok(preferences_page(&PreferencesFacts {
        shop: SHOP,
        words,
        preferences: vec![
            preference(Channel::Email, Purpose::Utility, &email, Chosen::On),
            preference(Channel::Email, Purpose::Marketing, &email, Chosen::Waiting),
            preference(Channel::Sms, Purpose::Utility, &phone, Chosen::Off),
        ],
        often: Often::Week,
        notice: None,
    }))
}

fn shopper() -> Result<EmailAddress> {
    Ok("alice@shopper.example".parse()?)
}

fn support() -> Result<EmailAddress> {
    Ok("help@fernwood.example".parse()?)
}

const SHOP: &str = "Fernwood";
const ORIGIN: &str = "https://fernwood.example";
const PREFERENCES: &str = "https://chat.fernwood.example/p/oEK4bJ7i.fernwood~cV0o3dTzq0J6eK2yqYw1m9A~en20780.6Jw2H1V0XzkS4wQ9mB3yT5nR8uL7cF2pD6aE0gKxYvI";
