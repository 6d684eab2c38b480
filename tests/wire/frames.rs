//! Every variant of every frame, and the settings that the scout reads.

#![expect(
    clippy::too_many_lines,
    reason = "one golden file is one list of values"
)]

use super::check;
use shared::channel::{Channel, Purpose};
use shared::money::Money;
use shared::time::Instant;
use shared::wire::frame_v1::{
    Agent, Author, Card, CardVariant, CartLine, CartReport, Choice, Choices, CodeOutcome,
    Comparison, ComparisonRow, ConsentForm, ConsentOffer, EdgeFrame, Exchange, Field, FieldKind,
    Granted, Holder, Image, Now, Open, Opened, Page, PageKind, Part, Rating, Refusal, Say,
    ShopperFrame, Turn, Visit,
};

pub(super) fn id<T: core::str::FromStr<Err: core::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn euros(minor: i64) -> Money {
    Money::new(minor, id("EUR"))
}

pub(super) fn page(kind: PageKind) -> Page {
    Page {
        kind,
        handle: Some("oat".into()),
    }
}

pub(super) fn cart() -> CartReport {
    let line = CartLine {
        variant: id("46"),
        title: "Oat, 50 ml".into(),
        quantity: 2,
        total: euros(4800),
    };
    CartReport {
        token: "t".into(),
        total: euros(4800),
        lines: vec![line],
    }
}

#[test]
fn opening_a_conversation() {
    let visit = Visit {
        locale: "de-AT".into(),
        country: Some("AT".into()),
        returning: Some(true),
        page: page(PageKind::Product),
        seen: vec!["oat".into()],
        invited: Some("dwell".into()),
        cart: Some(cart()),
    };
    let open = Open {
        shop: id("fernwood.myshopify.com"),
        key: id("k-1"),
        flow: Some(id("product-finder")),
        known: Some("token".into()),
        visit,
    };
    check("open_v1.txt", &[("open", open)]);
    let opened = Opened {
        conversation: id("c-1"),
        token: "a.b".into(),
        expires: Instant(1_795_411_800_000),
    };
    check("opened_v1.txt", &[("opened", opened)]);
}

#[test]
fn from_the_page() {
    let say = |say| ShopperFrame::Say { id: id("p-1"), say };
    let granted = Granted {
        channel: Channel::Sms,
        address: "+49301234567".into(),
        wording: id("sms.en.1"),
    };
    let kinds = [
        ("page_home", PageKind::Home),
        ("page_product", PageKind::Product),
        ("page_collection", PageKind::Collection),
        ("page_cart", PageKind::Cart),
        ("page_search", PageKind::Search),
        ("page_other", PageKind::Other),
    ];
    let applied = |outcome| {
        say(Say::Applied {
            code: "SPRING".into(),
            outcome,
        })
    };
    let mut frames = vec![
        ("resume", ShopperFrame::Resume { after: 300 }),
        ("text", say(Say::Text("grüß dich".into()))),
        (
            "choose",
            say(Say::Choose {
                ask: 3,
                choices: vec![id("dryness"), id("redness")],
            }),
        ),
        (
            "fill",
            say(Say::Fill {
                ask: 3,
                value: "10115".into(),
            }),
        ),
        (
            "consent",
            say(Say::Consent {
                ask: 3,
                grant: Some(granted),
            }),
        ),
        (
            "decline",
            say(Say::Consent {
                ask: 3,
                grant: None,
            }),
        ),
        (
            "added",
            say(Say::Added {
                variant: id("46"),
                quantity: 1,
            }),
        ),
        (
            "not_added",
            say(Say::NotAdded {
                variant: id("46"),
                reason: Some("sold out".into()),
            }),
        ),
        ("person", say(Say::Person)),
        ("end", say(Say::End)),
        (
            "changed",
            say(Say::Changed {
                variant: id("46"),
                quantity: 0,
            }),
        ),
        ("applied", applied(CodeOutcome::Applied)),
        ("not_applicable", applied(CodeOutcome::NotApplicable)),
        ("code_failed", applied(CodeOutcome::Failed)),
        (
            "rate",
            say(Say::Rate {
                ask: 3,
                stars: 5,
                comment: Some("quick".into()),
            }),
        ),
        ("back", say(Say::Back)),
        ("change", say(Say::Change { ask: 3 })),
        ("typing", ShopperFrame::Typing(true)),
        ("cart", ShopperFrame::Cart(cart())),
    ];
    frames.extend(kinds.map(|(name, kind)| (name, ShopperFrame::Page(page(kind)))));
    check("shopper_frame_v1.txt", &frames);
}

#[test]
fn from_the_edge() {
    let now = |holder| {
        EdgeFrame::Now(Now {
            ask: Some(3),
            holder,
            busy: true,
        })
    };
    let refused = |refusal| EdgeFrame::Refused {
        id: Some(id("p-1")),
        refusal,
        retry_after_s: 7,
    };
    let frames = [
        (
            "welcome",
            EdgeFrame::Welcome {
                conversation: id("c-1"),
                last: 12,
            },
        ),
        (
            "acked",
            EdgeFrame::Acked {
                id: id("p-1"),
                seq: 3,
            },
        ),
        ("now_assistant", now(Holder::Assistant)),
        ("now_person", now(Holder::Person)),
        ("now_ended", now(Holder::Ended)),
        ("unknown_frame", refused(Refusal::UnknownFrame)),
        ("frame_too_large", refused(Refusal::FrameTooLarge)),
        ("text_too_long", refused(Refusal::TextTooLong)),
        ("text_empty", refused(Refusal::TextEmpty)),
        ("ask_closed", refused(Refusal::AskClosed)),
        ("not_offered", refused(Refusal::NotOffered)),
        ("too_many_turns", refused(Refusal::TooManyTurns)),
        ("ended", refused(Refusal::Ended)),
        ("unknown_variant", refused(Refusal::UnknownVariant)),
        ("fault", refused(Refusal::Fault)),
        ("cannot_go_back", refused(Refusal::CannotGoBack)),
    ];
    check("edge_frame_v1.txt", &frames);
}

#[test]
fn what_came_after_the_first_pages() {
    let frames = [
        ("read", ShopperFrame::Read(300)),
        ("read_nothing", ShopperFrame::Read(0)),
    ];
    check("shopper_frame_v1_since.txt", &frames);
    let agent = |there| {
        let name = "Mia".into();
        EdgeFrame::Agent(Some(Agent { name, there }))
    };
    let refused = |refusal| EdgeFrame::Refused {
        id: None,
        refusal,
        retry_after_s: 0,
    };
    let frames = [
        ("agent_there", agent(true)),
        ("agent_gone", agent(false)),
        ("no_agent", EdgeFrame::Agent(None)),
        ("typing", EdgeFrame::Typing(true)),
        ("typing_over", EdgeFrame::Typing(false)),
        ("read", EdgeFrame::Read(300)),
        ("unknown_turn", refused(Refusal::UnknownTurn)),
        ("other_role", refused(Refusal::OtherRole)),
        ("too_many_readers", refused(Refusal::TooManyReaders)),
    ];
    check("edge_frame_v1_since.txt", &frames);
    let exchange = Exchange {
        after: 300,
        frames: vec![ShopperFrame::Resume { after: 12 }, ShopperFrame::Read(12)],
        wait: true,
    };
    check("exchange_v1.txt", &[("exchange", exchange)]);
}

#[test]
fn turns_with_every_part() {
    let field = |kind| {
        Part::Field(Field {
            kind,
            label: "Here".into(),
        })
    };
    let offer = |channel| ConsentOffer {
        channel,
        wording: id("w.en.1"),
        text: "Yes.".into(),
    };
    let form = |purpose| {
        let offers = [
            Channel::Chat,
            Channel::Email,
            Channel::Sms,
            Channel::WhatsApp,
        ]
        .map(offer);
        Part::Consent(ConsentForm {
            purpose,
            offers: offers.into(),
        })
    };
    let choice = Choice {
        id: id("dryness"),
        label: "Dryness".into(),
    };
    let row = ComparisonRow {
        label: "Texture".into(),
        values: vec!["gel".into(), "oil".into()],
    };
    let parts = [
        ("text", Part::Text("Hello".into())),
        (
            "choices",
            Part::Choices(Choices {
                many: true,
                choices: vec![choice],
            }),
        ),
        ("field_text", field(FieldKind::Text)),
        ("field_email", field(FieldKind::Email)),
        ("field_phone", field(FieldKind::Phone)),
        ("field_postal_code", field(FieldKind::PostalCode)),
        ("field_quantity", field(FieldKind::Quantity)),
        ("products", Part::Products(vec![card()])),
        (
            "comparison",
            Part::Comparison(Comparison {
                titles: vec!["A".into(), "B".into()],
                rows: vec![row],
            }),
        ),
        ("consent_marketing", form(Purpose::Marketing)),
        ("consent_utility", form(Purpose::Utility)),
        ("consent_service", form(Purpose::Service)),
        (
            "source",
            Part::Source {
                label: "Delivery".into(),
                url: Some("https://a.example/b".into()),
            },
        ),
        (
            "added",
            Part::Added {
                title: "Oat, 50 ml".into(),
                quantity: 2,
            },
        ),
        (
            "consented",
            Part::Consented {
                channel: Some(Channel::Email),
                hint: "a…e@b.example".into(),
            },
        ),
        (
            "link",
            Part::Link {
                label: "Cart".into(),
                url: "https://a.example/cart".into(),
            },
        ),
        ("handed_over", Part::HandedOver),
        ("ended", Part::Ended),
        ("lines", Part::Lines(cart().lines)),
        ("code", Part::Code("SPRING".into())),
        (
            "rating",
            Part::Rating(Rating {
                comment: Some("More?".into()),
            }),
        ),
    ];
    let turn = |author, part| {
        let at = Instant(1_795_411_800_000);
        EdgeFrame::Turn(Turn {
            seq: 3,
            id: id("turn.3"),
            author,
            at,
            parts: vec![part],
        })
    };
    let mut frames: Vec<_> = parts
        .into_iter()
        .map(|(name, part)| (name, turn(Author::Assistant, part)))
        .collect();
    frames.push(("by_shopper", turn(Author::Shopper, Part::Ended)));
    frames.push(("by_agent", turn(Author::Agent("Mia".into()), Part::Ended)));
    check("turn_v1.txt", &frames);
}

fn card() -> Card {
    Card {
        product: id("84"),
        title: "Oat".into(),
        path: "/products/oat".into(),
        image: Some(Image {
            url: "https://a.example/oat.svg".into(),
            alt: "A jar".into(),
        }),
        reasons: vec!["Helps with dryness.".into()],
        differs: Some("Next to Gel: richer.".into()),
        variants: vec![CardVariant {
            id: id("46"),
            label: "50 ml".into(),
            price: euros(2400),
            was: Some(euros(3000)),
            available: true,
        }],
    }
}
