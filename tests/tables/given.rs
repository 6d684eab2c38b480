//! Facts that the tables share: one shop, one shopper, and short ways to write times and addresses.

use proptest::prelude::ProptestConfig;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Proof, Scope, Source};
use shared::contact::Address;
use shared::delivery::{Draft, Message, Recipient, TemplateUse};
use shared::policy::{Approval, Category, Facts, SmsSender, Stricter, Template, WhatsApp};
use shared::time::{Date, Instant, Local, Offset, Span};

/// `2026-11-23 08:00`, in UTC.
#[track_caller]
pub(crate) fn at(text: &str) -> Instant {
    let numbers: Vec<i32> = text
        .split(['-', ' ', ':'])
        .map(|part| part.parse().unwrap())
        .collect();
    let [year, month, day, hour, minute] = numbers[..] else {
        panic!("{text} is no time");
    };
    let date = Date {
        year,
        month: u8::try_from(month).unwrap(),
        day: u8::try_from(day).unwrap(),
    };
    let minute = u16::try_from(hour * 60 + minute).unwrap();
    Local { date, minute }.instant(Offset(0))
}

/// An e-mail address, or a phone number as it is stored, with its `+`.
#[track_caller]
pub(crate) fn address(text: &str) -> Address {
    if text.starts_with('+') {
        Address::Phone(text.to_owned().try_into().unwrap())
    } else {
        Address::Email(text.parse().unwrap())
    }
}

/// A draft that is due at once and good for three days from `noon`.
#[track_caller]
pub(crate) fn draft(channel: Channel, purpose: Purpose, to: &str) -> Draft {
    let message = match channel {
        Channel::Sms => Message::Sms {
            text: "FERNWOOD: your cart: https://fernwood.example/c/1 Reply STOP to end".into(),
        },
        Channel::WhatsApp => Message::WhatsApp {
            text: "Your cart: https://fernwood.example/c/1".into(),
            template: Some(TemplateUse {
                id: "cart-link".parse().unwrap(),
                values: [("link".into(), "https://fernwood.example/c/1".into())].into(),
            }),
        },
        Channel::Chat | Channel::Email => Message::Email {
            subject: "Your cart".into(),
            text: "Your cart".into(),
            html: "<p>Your cart</p>".into(),
            reply_to: None,
            unsubscribe: None,
        },
    };
    Draft {
        id: "c1:follow-up".parse().unwrap(),
        shop: "fernwood.myshopify.com".parse().unwrap(),
        shopper: "s1".parse().unwrap(),
        conversation: "c1".parse().unwrap(),
        channel,
        purpose,
        recipient: Recipient::Shopper {
            address: address(to),
        },
        message,
        due: Instant(0),
        expires: noon() + Span::days(3),
        language: None,
    }
}

/// A Monday, 12:00 in UTC.
pub(crate) fn noon() -> Instant {
    at("2026-11-23 12:00")
}

/// A grant or withdrawal by the shopper in the chat.
#[track_caller]
pub(crate) fn entry(id: &str, kind: Kind, draft: &Draft, at: Instant) -> Entry {
    Entry {
        id: id.parse().unwrap(),
        at,
        channel: draft.channel,
        purpose: draft.purpose,
        kind,
        address: draft.recipient.address().clone(),
        proof: Proof {
            wording: Some("cart-link.en.1".parse().unwrap()),
            text: "Send me this cart link.".into(),
            place: "/products/hydra-serum".into(),
            source: Source::Chat {
                conversation: "c1".parse().unwrap(),
            },
        },
        recorded: None,
        scope: Scope::Purpose,
        grant: None,
    }
}

/// A ledger in which the shopper agreed, a year before `noon`, to just this draft.
pub(crate) fn agreed(draft: &Draft) -> Ledger {
    let then = noon() + Span::days(-365);
    Ledger::of([entry("grant-1", Kind::Grant, draft, then)])
}

/// Facts in which nothing stands against the draft but what its ledger and its number say.
pub(crate) fn facts<'a>(draft: &'a Draft, ledger: &'a Ledger) -> Facts<'a> {
    Facts {
        draft,
        ledger,
        suppressed: Vec::new(),
        shop_address: Some(address("help@fernwood.example")),
        brand: "Fernwood".into(),
        sender: Some(sender_for(draft)),
        whatsapp: WhatsApp {
            heard: None,
            template: Some(template(draft.purpose)),
        },
        places: Vec::new(),
        clocks: Vec::new(),
        shop_clock: Offset(60),
        stricter: Stricter::default(),
        past: Vec::new(),
    }
}

/// A sender that the country of the draft's number takes.
fn sender_for(draft: &Draft) -> SmsSender {
    let toll_free =
        matches!(draft.recipient.address(), Address::Phone(to) if to.as_str().starts_with("+1"));
    SmsSender {
        id: if toll_free { "18005550100" } else { "FERNWOOD" }.into(),
        registered: ["IN", "AE", "US"].map(|code| code.parse().unwrap()).into(),
    }
}

/// The template that drafts for WhatsApp use, approved for this purpose.
pub(crate) fn template(purpose: Purpose) -> Template {
    Template {
        id: "cart-link".parse().unwrap(),
        category: match purpose {
            Purpose::Marketing => Category::Marketing,
            Purpose::Utility | Purpose::Service => Category::Utility,
        },
        approval: Approval::Approved,
    }
}

/// How often a property is tried; `PROPTEST_CASES` tries it more often.
pub(crate) fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|asked| asked.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(200))
}
