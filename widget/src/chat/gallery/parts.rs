//! What is said in the gallery's scenes.

use shared::channel::{Channel, Purpose};
use shared::id::VariantId;
use shared::money::Money;
use shared::wire::frame_v1::{
    Author, Card, CardVariant, CartLine, Choice, Choices, Comparison, ComparisonRow, ConsentForm,
    ConsentOffer, Field, FieldKind, Image, Part, Rating,
};

/// A turn of the assistant.
pub(super) fn assistant(parts: Vec<Part>) -> (Author, Vec<Part>) {
    (Author::Assistant, parts)
}

/// A turn of the shopper that is words alone.
pub(super) fn shopper(words: &str) -> (Author, Vec<Part>) {
    (Author::Shopper, vec![text(words)])
}

/// A turn of the shopper that says what they did.
pub(super) fn did(part: Part) -> (Author, Vec<Part>) {
    (Author::Shopper, vec![part])
}

/// A turn of a person of the shop.
pub(super) fn agent(words: &str) -> (Author, Vec<Part>) {
    (Author::Agent("Mara".into()), vec![text(words)])
}

pub(super) fn text(words: &str) -> Part {
    Part::Text(words.into())
}

/// Buttons, or boxes where several may be picked.
pub(super) fn choices(many: bool, labels: &[&str]) -> Part {
    let choice = |(index, label): (usize, &&str)| Choice {
        id: format!("choice-{index}").parse().unwrap(),
        label: (*label).into(),
    };
    let choices = labels.iter().enumerate().map(choice).collect();
    Part::Choices(Choices { many, choices })
}

pub(super) const CONCERNS: [&str; 6] = [
    "Dryness",
    "Sensitivity",
    "Redness",
    "Dullness",
    "Fine lines",
    "Not sure",
];

pub(super) const WAYS_ON: [&str; 3] = [
    "When does it arrive?",
    "Send me the cart link",
    "Something else",
];

pub(super) fn field(kind: FieldKind, label: &str) -> Part {
    let label = label.into();
    Part::Field(Field { kind, label })
}

pub(super) fn rating(comment: Option<&str>) -> Part {
    let comment = comment.map(Into::into);
    Part::Rating(Rating { comment })
}

pub(super) fn source(label: &str, url: Option<&str>) -> Part {
    Part::Source {
        label: label.into(),
        url: url.map(Into::into),
    }
}

pub(super) fn link(label: &str, url: &str) -> Part {
    Part::Link {
        label: label.into(),
        url: url.into(),
    }
}

pub(super) fn euro(minor: i64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

/// A variant: label, price, price before, whether it can be bought.
pub(super) type Row<'a> = (&'a str, i64, Option<i64>, bool);

/// A product with a picture in this colour; no picture without one.
pub(super) fn card(
    title: &str,
    colour: Option<&str>,
    reasons: &[&str],
    differs: Option<&str>,
    variants: &[Row<'_>],
) -> Card {
    let variant = |(index, (label, price, was, available)): (usize, &Row<'_>)| CardVariant {
        id: VariantId::try_from(format!("46118203980{index:03}")).unwrap(),
        label: (*label).into(),
        price: euro(*price),
        was: was.map(euro),
        available: *available,
    };
    let image = |colour: &str| Image {
        url: ["/gallery-picture?", colour].concat(),
        alt: [title, " by Fernwood Botanics"].concat(),
    };
    Card {
        product: "product".parse().unwrap(),
        title: title.into(),
        path: "/products/oat-barrier-cream".into(),
        image: colour.map(image),
        reasons: reasons.iter().map(|reason| (*reason).into()).collect(),
        differs: differs.map(Into::into),
        variants: variants.iter().enumerate().map(variant).collect(),
    }
}

pub(super) fn cream() -> Card {
    card(
        "Oat Barrier Cream",
        Some("b9c8b4"),
        &[
            "Made for dryness and sensitivity",
            "Fragrance-free",
            "Colloidal oat calms tight skin",
        ],
        Some("Richer than the other; best overnight."),
        &[
            ("50 ml", 2400, None, true),
            ("100 ml", 3900, Some(4400), true),
        ],
    )
}

pub(super) fn gel() -> Card {
    card(
        "Calm Water Gel",
        Some("a9c4cf"),
        &["Made for sensitivity", "Fragrance-free"],
        Some("Lighter texture; €5.00 less."),
        &[("40 ml", 1900, None, true), ("80 ml", 3200, None, false)],
    )
}

/// A row for each property: what it is called, and its value for each product.
pub(super) fn comparison(titles: &[&str], rows: &[(&str, &[&str])]) -> Part {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).into()).collect();
    let row = |(label, values): &(&str, &[&str])| ComparisonRow {
        label: (*label).into(),
        values: texts(values),
    };
    Part::Comparison(Comparison {
        titles: texts(titles),
        rows: rows.iter().map(row).collect(),
    })
}

pub(super) fn compared() -> Part {
    comparison(
        &["Oat Barrier Cream", "Calm Water Gel"],
        &[
            ("Texture", &["Rich cream", "Light gel"]),
            ("Key ingredient", &["Colloidal oat", "Centella"]),
            ("When to use", &["Evening", "Morning and evening"]),
        ],
    )
}

/// What can be agreed to: the channel, and the words beside it.
pub(super) fn consent(offers: &[(Channel, &str)]) -> Part {
    let offer = |(channel, words): &(Channel, &str)| ConsentOffer {
        channel: *channel,
        wording: "gallery.en.1".parse().unwrap(),
        text: (*words).into(),
    };
    Part::Consent(ConsentForm {
        purpose: Purpose::Utility,
        offers: offers.iter().map(offer).collect(),
    })
}

pub(super) fn agreement() -> Part {
    consent(&[
        (
            Channel::Email,
            "Send me this conversation and my cart link once by e-mail. No newsletter.",
        ),
        (
            Channel::Sms,
            "Fernwood may send me one text message with my cart link. Message and data rates may apply. Reply STOP to end.",
        ),
        (
            Channel::WhatsApp,
            "Fernwood may send me one WhatsApp message with my cart link.",
        ),
    ])
}

/// Lines of the cart: how many of what, and what that costs.
pub(super) fn lines(lines: &[(u32, &str, i64)]) -> Part {
    let line = |(index, (quantity, title, total)): (usize, &(u32, &str, i64))| CartLine {
        variant: format!("46118203980{index:03}").parse().unwrap(),
        title: (*title).into(),
        quantity: *quantity,
        total: euro(*total),
    };
    Part::Lines(lines.iter().enumerate().map(line).collect())
}
