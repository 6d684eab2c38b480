//! Which texts are addresses, and what of them is ever shown.

use shared::contact::{EmailAddress, ParseEmailError, ParsePhoneError, PhoneNumber};

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

#[track_caller]
fn check_phone(text: &str, home: &str, whole: Result<&str, ParsePhoneError>) {
    let home = (!home.is_empty()).then(|| home.parse().unwrap());
    let parsed = PhoneNumber::parse(text, home);
    let parsed = parsed.as_ref().map(PhoneNumber::as_str);
    assert_eq!(parsed, whole.as_ref().map(|whole| *whole), "{text}");
}

#[test]
fn a_phone_number_is_read_as_people_write_it() {
    for (text, home, whole) in [
        ("+49 170 1234567", "", Ok("+491701234567")),
        ("+49 (0)170 1234567", "", Ok("+491701234567")),
        ("+44 (0) 20-7946.0958", "", Ok("+442079460958")),
        ("0049 170/1234567", "", Ok("+491701234567")),
        ("00 1 (512) 555-0100", "DE", Ok("+15125550100")),
        ("(512) 555-0100", "US", Ok("+15125550100")),
        ("1 512 555 0100", "CA", Ok("+15125550100")),
        ("787-555-0100", "PR", Ok("+17875550100")),
        ("0170 1234567", "DE", Ok("+491701234567")),
        ("06 12 34 56 78", "FR", Ok("+33612345678")),
        ("07700 900123", "GB", Ok("+447700900123")),
        ("612 345 678", "ES", Ok("+34612345678")),
        ("347 123 4567", "IT", Ok("+393471234567")),
        ("20 12 34 56", "DK", Ok("+4520123456")),
        ("+49\u{a0}170\u{2011}1234567", "", Ok("+491701234567")),
        ("170 1234567", "DE", Err(ParsePhoneError::Ambiguous)),
        ("555-0100", "US", Err(ParsePhoneError::Ambiguous)),
        ("0170 1234567", "", Err(ParsePhoneError::Ambiguous)),
        ("0170 1234567", "BR", Err(ParsePhoneError::Ambiguous)),
        ("1234", "ES", Err(ParsePhoneError::Ambiguous)),
        ("+49 17012", "", Err(ParsePhoneError::Length)),
        ("+49 170123", "", Ok("+49170123")),
        ("+0170 1234567", "", Err(ParsePhoneError::Length)),
        ("+123456789012345", "", Ok("+123456789012345")),
        ("+1234567890123456", "", Err(ParsePhoneError::Length)),
        ("", "", Err(ParsePhoneError::Ambiguous)),
        ("+49 170 CALL", "", Err(ParsePhoneError::Character)),
        ("+49 170 +1234567", "", Err(ParsePhoneError::Character)),
        ("+49 170 123４567", "", Err(ParsePhoneError::Character)),
    ] {
        check_phone(text, home, whole);
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
    assert_eq!(
        serde_json::from_str::<shared::contact::Address>(&json).unwrap(),
        address
    );
    let forged = json.replace("alice", "alice\\r\\nBcc:");
    assert!(serde_json::from_str::<shared::contact::Address>(&forged).is_err());
}
