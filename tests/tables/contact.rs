//! Which texts are addresses, and what of them is ever shown.

use shared::channel::Channel;
use shared::consent::{Proof, Source};
use shared::contact::{Address, EmailAddress, ParseEmailError, PhoneNumber};
use shared::conversation::{About, Effect, Input, Query};
use shared::delivery::{Message, TemplateUse};
use shared::flow::Value;
use shared::id::TurnId;
use shared::inbound::{Fate, Holding, Item, Told};
use shared::journey::Occasion;
use shared::outbox::{Note, Work, next_call};
use shared::time::Instant;
use shared::wire::agent_v1::{AgentSay, Context};
use shared::wire::document_v1::{OccasionKind, SenderDraft};
use shared::wire::frame_v1::{Granted, Part, Say, ShopperFrame};
use shared::wire::snapshot_v1::Answer;
use std::collections::BTreeMap;

#[track_caller]
fn check_email(text: &str, whole: Result<&str, ParseEmailError>) {
    let parsed = text.parse::<EmailAddress>();
    let parsed = parsed.as_ref().map(EmailAddress::as_str);
    assert_eq!(parsed, whole.as_ref().map(|whole| *whole), "{text}");
}

#[test]
fn an_email_address_is_one_mailbox_at_a_domain() {
    let long_local = format!("{}@example.com", "a".repeat(65));
    let long = format!("a@{}.com", "b".repeat(60).repeat(5));
    for (text, whole) in [
        ("alice@example.com", Ok("alice@example.com")),
        ("  alice@example.com ", Ok("alice@example.com")),
        ("Alice@EXAMPLE.com", Ok("Alice@example.com")),
        ("a.b+c@mail.example.co.uk", Ok("a.b+c@mail.example.co.uk")),
        ("o'neil@example.ie", Ok("o'neil@example.ie")),
        ("a@xn--bcher-kva.example", Ok("a@xn--bcher-kva.example")),
        ("", Err(ParseEmailError::Incomplete)),
        ("alice", Err(ParseEmailError::Incomplete)),
        ("@example.com", Err(ParseEmailError::Incomplete)),
        ("alice@", Err(ParseEmailError::Incomplete)),
        (".alice@example.com", Err(ParseEmailError::Character)),
        ("alice.@example.com", Err(ParseEmailError::Character)),
        ("al..ice@example.com", Err(ParseEmailError::Character)),
        ("al ice@example.com", Err(ParseEmailError::Character)),
        ("a@b@example.com", Err(ParseEmailError::Character)),
        ("a\r\nBcc:x@example.com", Err(ParseEmailError::Character)),
        ("<a>@example.com", Err(ParseEmailError::Character)),
        ("älice@example.com", Err(ParseEmailError::Character)),
        ("alice@example", Err(ParseEmailError::Domain)),
        ("alice@example.", Err(ParseEmailError::Domain)),
        ("alice@.com", Err(ParseEmailError::Domain)),
        ("alice@-a.com", Err(ParseEmailError::Domain)),
        ("alice@exa mple.com", Err(ParseEmailError::Domain)),
        ("alice@127.0.0.1", Err(ParseEmailError::Domain)),
        ("alice@example.c", Err(ParseEmailError::Domain)),
        (long_local.as_str(), Err(ParseEmailError::TooLong)),
        (long.as_str(), Err(ParseEmailError::TooLong)),
    ] {
        check_email(text, whole);
    }
}

#[test]
fn neither_a_hint_nor_debug_shows_a_whole_address() {
    for (text, hint) in [
        ("alice@example.com", "a…e@example.com"),
        ("alexander.b@example.com", "a…b@example.com"),
        ("abcd@example.com", "a…d@example.com"),
        ("abc@example.com", "a…@example.com"),
        ("ab@example.com", "a…@example.com"),
        ("a@example.com", "a…@example.com"),
        ("+491701234321", "+49…321"),
    ] {
        let address = crate::given::address(text);
        assert_eq!(address.hint(), hint);
        assert!(!format!("{address:?}").contains(text), "{address:?}");
    }
}

#[test]
fn what_is_stored_reads_back_and_nothing_else_does() {
    let address = crate::given::address("alice@example.com");
    let json = serde_json::to_string(&address).unwrap();
    assert_eq!(json, r#"{"email":"alice@example.com"}"#);
    assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
    let forged = json.replace("alice", "alice\\r\\nBcc:");
    assert!(serde_json::from_str::<Address>(&forged).is_err());
}

const EMAIL: &str = "fiona@example.com";
const PHONE: &str = "+4915112345678";
/// As somebody may write anywhere.
const WORDS: &str = "I am fiona, call 015112345678";

#[track_caller]
fn check_hidden(texts: impl IntoIterator<Item = String>) {
    for text in texts {
        assert!(
            !text.contains("fiona") && !text.contains("1512345"),
            "{text}"
        );
    }
}

#[test]
fn no_debug_shows_an_address() {
    let granted = |address: &str| Say::Consent {
        ask: 1,
        grant: Some(Granted {
            channel: Channel::Email,
            address: address.into(),
            wording: "w1".parse().unwrap(),
        }),
    };
    let [email, phone] = [EMAIL, PHONE].map(crate::given::address);
    let set = BTreeMap::from([("SMS".into(), PHONE.into())]);
    let note = |work| Note {
        number: 1,
        contact: EMAIL.into(),
        work,
    };
    let notes = [note(Work::Set(set)), note(Work::Happened(EMAIL.into()))];
    check_hidden([
        format!("{:?}", EMAIL.parse::<EmailAddress>()),
        format!("{:?}", PHONE.parse::<PhoneNumber>()),
        format!("{email:?}"),
        format!("{phone:?}"),
        format!("{:?}", granted(EMAIL)),
        format!("{:?}", granted(PHONE)),
        format!("{notes:?}"),
        format!("{:?}", next_call(&notes, 1)),
        format!("{:?}", next_call(&notes[1..], 1)),
    ]);
    let holding = Holding {
        contact: EMAIL.into(),
        id: "1".into(),
        list: 7,
    };
    let sender = SenderDraft {
        name: "Fernwood".into(),
        email: EMAIL.into(),
        sms: PHONE.into(),
        registered: Vec::new(),
        whatsapp: Some(PHONE.into()),
        replies: None,
        list: None,
    };
    check_hidden([format!("{holding:?}"), format!("{sender:?}")]);
}

#[test]
fn no_debug_shows_what_was_typed_in_the_chat() {
    let id: TurnId = "t1".parse().unwrap();
    let value = || String::from(WORDS);
    let says = [
        Say::Text(value()),
        Say::Fill {
            ask: 1,
            value: value(),
        },
        Say::Rate {
            ask: 1,
            stars: 5,
            comment: Some(value()),
        },
    ];
    check_hidden(says.map(|say| {
        let said = Input::Said {
            id: id.clone(),
            say: say.clone(),
        };
        format!(
            "{said:?} {:?}",
            ShopperFrame::Say {
                id: id.clone(),
                say
            }
        )
    }));
    let context = Context {
        reason: None,
        contact: Some(EMAIL.parse().unwrap()),
        consent: None,
        cart: None,
        page: None,
        locale: "en".into(),
        country: None,
        returning: None,
        invited: None,
        seen: Vec::new(),
        answers: vec![("name".into(), value())],
        rating: None,
        began: None,
    };
    check_hidden([
        format!("{:?}", AgentSay::Text(value())),
        format!("{:?}", Part::Text(value())),
        format!("{:?}", Answer::Typed(value())),
        format!("{:?}", Value::Text(value())),
        format!("{:?}", Value::List(vec![value()])),
        format!("{context:?}"),
    ]);
}

#[test]
fn no_debug_shows_what_is_looked_up() {
    let text = || String::from(WORDS);
    let with = || BTreeMap::from([("with".into(), text())]);
    let about = || About::Handle("case".into());
    let queries = [
        Query::Order {
            number: text(),
            email: text(),
        },
        Query::Returns {
            number: text(),
            email: text(),
        },
        Query::Loyalty { email: text() },
        Query::Answer { question: text() },
        Query::Delivery {
            country: None,
            variants: Vec::new(),
            postal_code: Some(text()),
        },
        Query::Discount {
            code: text(),
            country: None,
            lines: Vec::new(),
            codes: vec![text()],
        },
        Query::Size {
            about: about(),
            with: with(),
        },
        Query::Compatibility {
            about: about(),
            with: with(),
        },
    ];
    check_hidden(queries.map(|query| format!("{:?}", Effect::LookUp { lookup: 1, query })));
}

#[test]
fn no_debug_shows_a_message() {
    let text = || String::from(WORDS);
    let messages = [
        Message::Email {
            subject: text(),
            text: text(),
            html: text(),
            reply_to: Some(EMAIL.parse().unwrap()),
            unsubscribe: Some(text()),
        },
        Message::Sms { text: text() },
        Message::WhatsApp {
            text: text(),
            template: Some(TemplateUse {
                id: "t1".parse().unwrap(),
                values: BTreeMap::from([("name".into(), text())]),
            }),
        },
    ];
    check_hidden(messages.map(|message| format!("{message:?}")));
}

#[test]
fn no_debug_shows_what_is_written_back_or_known_of_a_shopper() {
    let text = || String::from(WORDS);
    let [from, address] = [EMAIL, PHONE].map(crate::given::address);
    let told = [
        Told::Reply {
            answers: "m1".into(),
            from: from.clone(),
            text: text(),
        },
        Told::Message {
            delivery: None,
            vendor: "m1".into(),
            address: Some(address),
            fate: Fate::Bounced,
            reason: text(),
        },
    ];
    let item = |told| Item {
        key: text(),
        at: None,
        channel: None,
        told,
        text: text(),
    };
    check_hidden(told.map(|told| format!("{:?}", item(told))));
    let wrote = Input::Wrote {
        id: "t1".parse().unwrap(),
        from,
        text: text(),
    };
    let proof = Proof {
        wording: None,
        text: text(),
        place: String::new(),
        source: Source::Reply,
    };
    let occasion = Occasion {
        kind: OccasionKind::ConversationEnded,
        key: "c1".into(),
        at: Instant(0),
        shop: "fernwood.myshopify.com".parse().unwrap(),
        shopper: "s1".parse().unwrap(),
        audience: None,
        values: BTreeMap::from([("first_name".into(), text())]),
    };
    check_hidden([
        format!("{wrote:?}"),
        format!("{proof:?}"),
        format!("{occasion:?}"),
    ]);
}
