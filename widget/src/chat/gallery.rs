//! The scenes that `static/gallery.html` replays, and the check that it replays frames of this version.

use shared::channel::{Channel, Purpose};
use shared::id::{ProductId, TurnId, VariantId};
use shared::money::Money;
use shared::time::Instant;
use shared::wire;
use shared::wire::frame_v1::{
    Author, Card, CardVariant, Choice, Choices, Comparison, ComparisonRow, ConsentForm,
    ConsentOffer, EdgeFrame, Field, FieldKind, Holder, Image, Now, Opened, Part, Turn,
};

const BEGAN: Instant = Instant(1_795_424_400_000);
const PAGE: &str = include_str!("../../../static/gallery.html");

#[test]
fn the_gallery_replays_frames_of_this_version() {
    let block = [OPENING, &recorded(), CLOSING].concat();
    assert!(
        PAGE.contains(&block),
        "the block in static/gallery.html must read:\n{block}"
    );
}

const OPENING: &str = "<script type=\"application/json\" id=\"recorded\">\n";
const CLOSING: &str = "\n    </script>";

/// The whole conversation, one turn a line, and for each scene its welcome, how many turns it shows, and what holds.
fn recorded() -> String {
    let opened = Opened {
        conversation: "gallery".parse().unwrap(),
        token: "gallery".into(),
        expires: Instant(i64::MAX),
    };
    let turns = turns().into_iter().map(EdgeFrame::Turn);
    let turns: Vec<_> = turns.map(|turn| quoted(&turn)).collect();
    let mut lines = vec![
        ["{\"opened\": ", &quoted(&opened)].concat(),
        ["\"turns\": [\n", &turns.join(",\n"), "]"].concat(),
    ];
    for (name, last, holder) in SCENES {
        let conversation = "gallery".parse().unwrap();
        let welcome = quoted(&EdgeFrame::Welcome { conversation, last });
        let now = quoted(&EdgeFrame::Now(Now {
            ask: (holder != Holder::Ended).then_some(last),
            holder,
            busy: false,
        }));
        lines.push(format!("\"{name}\": [{welcome}, {last}, {now}]"));
    }
    [lines.join(",\n"), "}".into()].concat()
}

/// What a scene is called, how many turns it shows, and who answers in it.
const SCENES: [(&str, u64, Holder); 5] = [
    ("choices", 1, Holder::Assistant),
    ("recommendation", 4, Holder::Assistant),
    ("consent", 7, Holder::Assistant),
    ("person", 10, Holder::Person),
    ("ended", 13, Holder::Ended),
];

fn turns() -> Vec<Turn> {
    let said = recommending().into_iter().chain(handing_over());
    let turn = |(seq, (author, parts)): (u64, (Author, Vec<Part>))| Turn {
        seq,
        id: TurnId::try_from(format!("turn-{seq}")).unwrap(),
        author,
        at: Instant(BEGAN.0 + i64::try_from(seq).unwrap() * 9000),
        parts,
    };
    (1..).zip(said).map(turn).collect()
}

fn recommending() -> Vec<(Author, Vec<Part>)> {
    let arrives = "Ordered today before 14:00, it arrives between Wednesday 25 and Friday 27 November. Delivery costs 4.90 €, and nothing from 50 €.";
    let source = Part::Source {
        label: "Delivery".into(),
        url: Some("/policies/shipping-policy".into()),
    };
    let next = one_of(&[
        "When does it arrive?",
        "Send me the cart link",
        "Something else",
    ]);
    vec![
        (
            Author::Assistant,
            vec![
                text("Which skin concern shall it help with? Pick all that fit."),
                concerns(),
            ],
        ),
        (Author::Shopper, vec![text("Dryness, Sensitivity")]),
        (
            Author::Assistant,
            vec![text("These two fit best."), products(), comparison()],
        ),
        (Author::Assistant, vec![next]),
        (Author::Shopper, vec![text("When does it arrive?")]),
        (Author::Assistant, vec![text(arrives), source]),
        (Author::Assistant, vec![form()]),
    ]
}

fn handing_over() -> Vec<(Author, Vec<Part>)> {
    let declined = Part::Consented {
        channel: None,
        hint: String::new(),
    };
    let field = Part::Field(Field {
        kind: FieldKind::Email,
        label: "E-mail address".into(),
    });
    let when = text("Fernwood answers by e-mail, tomorrow from 9:00.");
    vec![
        (Author::Shopper, vec![declined]),
        (Author::Shopper, vec![text("Talk to a person")]),
        (
            Author::Assistant,
            vec![
                text("I will pass this on. Where shall the answer go?"),
                field,
            ],
        ),
        (Author::Shopper, vec![text("ada@example.com")]),
        (Author::Assistant, vec![Part::HandedOver, when]),
        (Author::Shopper, vec![Part::Ended]),
    ]
}

fn text(text: &str) -> Part {
    Part::Text(text.into())
}

fn concerns() -> Part {
    Part::Choices(Choices {
        many: true,
        choices: choices(&[
            "Dryness",
            "Sensitivity",
            "Redness",
            "Dullness",
            "Fine lines",
            "Not sure",
        ]),
    })
}

fn one_of(labels: &[&str]) -> Part {
    Part::Choices(Choices {
        many: false,
        choices: choices(labels),
    })
}

fn choices(labels: &[&str]) -> Vec<Choice> {
    let choice = |label: &&str| Choice {
        id: label
            .to_lowercase()
            .replace([' ', '?'], "-")
            .parse()
            .unwrap(),
        label: (*label).into(),
    };
    labels.iter().map(choice).collect()
}

fn products() -> Part {
    Part::Products(vec![
        card(
            "Oat Barrier Cream",
            "#b9c8b4",
            &[
                "Made for dryness and sensitivity",
                "Fragrance-free",
                "Colloidal oat calms tight skin",
            ],
            "Richer than the other; best overnight.",
            &[
                ("50 ml", 2400, None, true),
                ("100 ml", 3900, Some(4400), true),
            ],
        ),
        card(
            "Calm Water Gel",
            "#a9c4cf",
            &["Made for sensitivity", "Fragrance-free"],
            "Lighter texture; 5.00 € less.",
            &[("40 ml", 1900, None, true), ("80 ml", 3200, None, false)],
        ),
    ])
}

fn card(
    title: &str,
    colour: &str,
    reasons: &[&str],
    differs: &str,
    variants: &[(&str, i64, Option<i64>, bool)],
) -> Card {
    let euro = |minor| Money::new(minor, "EUR".parse().unwrap());
    let slug = title.to_lowercase().replace(' ', "-");
    let variant =
        |(index, (label, price, was, available)): (usize, &(&str, i64, Option<i64>, bool))| {
            CardVariant {
                id: VariantId::try_from(format!("46118203980{index:03}")).unwrap(),
                label: (*label).into(),
                price: euro(*price),
                was: was.map(euro),
                available: *available,
            }
        };
    Card {
        product: ProductId::try_from(slug.clone()).unwrap(),
        title: title.into(),
        path: format!("/products/{slug}"),
        image: Some(Image {
            url: format!("/gallery-picture?{}", &colour[1..]),
            alt: format!("{title} by Fernwood Botanics"),
        }),
        reasons: reasons.iter().map(|reason| (*reason).into()).collect(),
        differs: Some(differs.into()),
        variants: variants.iter().enumerate().map(variant).collect(),
    }
}

fn comparison() -> Part {
    let row = |label: &str, values: &[&str]| ComparisonRow {
        label: label.into(),
        values: values.iter().map(|value| (*value).into()).collect(),
    };
    Part::Comparison(Comparison {
        titles: vec!["Oat Barrier Cream".into(), "Calm Water Gel".into()],
        rows: vec![
            row("Texture", &["Rich cream", "Light gel"]),
            row("Key ingredient", &["Colloidal oat", "Centella"]),
            row("When to use", &["Evening", "Morning and evening"]),
        ],
    })
}

fn form() -> Part {
    let offer = |channel, wording: &str, text: &str| ConsentOffer {
        channel,
        wording: wording.parse().unwrap(),
        text: text.into(),
    };
    Part::Consent(ConsentForm {
        purpose: Purpose::Utility,
        offers: vec![
            offer(
                Channel::Email,
                "email-cart-link.en.1",
                "Send me this conversation and my cart link once by e-mail. No newsletter.",
            ),
            offer(
                Channel::Sms,
                "sms-cart-link.en.1",
                "Fernwood may send me one text message with my cart link. Message and data rates may apply. Reply STOP to end.",
            ),
        ],
    })
}

fn quoted<T: serde::Serialize>(value: &T) -> String {
    ["\"", &super::door::hex(&wire::encode(value)), "\""].concat()
}
