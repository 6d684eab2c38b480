//! Which texts are addresses, and what of them is ever shown.

use shared::channel::Channel;
use shared::contact::{Address, EmailAddress, ParseEmailError, PhoneNumber};
use shared::wire::frame_v1::{Granted, Say};

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

#[test]
fn no_debug_shows_an_address() {
    let email: EmailAddress = "fiona@example.com".parse().unwrap();
    let phone: PhoneNumber = "+4915112345678".parse().unwrap();
    let granted = |address: &str| Say::Consent {
        ask: 1,
        grant: Some(Granted {
            channel: Channel::Email,
            address: address.into(),
            wording: "w1".parse().unwrap(),
        }),
    };
    for text in [
        format!("{email:?}"),
        format!("{phone:?}"),
        format!("{:?}", Address::Email(email.clone())),
        format!("{:?}", Address::Phone(phone.clone())),
        format!("{:?}", granted("fiona@example.com")),
        format!("{:?}", granted("+4915112345678")),
    ] {
        assert!(
            !text.contains("fiona") && !text.contains("1512345"),
            "{text}"
        );
    }
}
