//! What a shopper is given, what stays after an erasure, and how it is found again.

use crate::given::{address, draft, entry, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{
    AddressHash, Entry, Export, HeldState, Kind, Ledger, Remnant, Scope, Source, recalled,
};
use shared::time::Span;
use std::fmt::Write;

/// Stands in for the shell's keyed hash: 64 digits that hold nothing of the text.
fn hash(text: &str) -> AddressHash {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut digits = String::new();
    for round in 0..4_u8 {
        for byte in text.bytes().chain([round]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        write!(digits, "{state:016x}").unwrap();
    }
    digits.try_into().unwrap()
}

fn row(
    id: &str,
    kind: Kind,
    (channel, purpose, to): (Channel, Purpose, &str),
    hours: i64,
) -> Entry {
    entry(
        id,
        kind,
        &draft(channel, purpose, to),
        noon() + Span::hours(hours),
    )
}

const EMAIL: (Channel, Purpose, &str) = (Channel::Email, Purpose::Marketing, "alice@example.com");
const SMS: (Channel, Purpose, &str) = (Channel::Sms, Purpose::Marketing, "+491701234567");

/// The channels and purposes for which something stays, in order.
#[track_caller]
fn check(entries: &[Entry], expected: &[(Channel, Purpose)]) -> Vec<Remnant> {
    let remnants = Ledger::of(entries.iter().cloned()).erase(hash);
    let mut found: Vec<_> = remnants
        .iter()
        .map(|remnant| (remnant.channel, remnant.purpose))
        .collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    remnants
}

#[test]
fn what_was_never_withdrawn_leaves_nothing() {
    check(&[], &[]);
    check(
        &[
            row("yes", Kind::Grant, EMAIL, 0),
            row("sms", Kind::Grant, SMS, 0),
        ],
        &[],
    );
}

#[test]
fn each_withdrawal_leaves_its_channel_and_purpose() {
    let entries = [
        row("yes", Kind::Grant, EMAIL, 0),
        row("sms", Kind::Grant, SMS, 0),
    ];
    let with = |scope, about| {
        let no = Entry {
            scope,
            ..row("no", Kind::Withdrawal, about, 1)
        };
        [entries.to_vec(), vec![no]].concat()
    };
    let every = |channel| {
        [Purpose::Marketing, Purpose::Utility, Purpose::Service].map(|purpose| (channel, purpose))
    };
    let phone = [every(Channel::Sms), every(Channel::WhatsApp)].concat();
    check(
        &with(Scope::Purpose, EMAIL),
        &[(Channel::Email, Purpose::Marketing)],
    );
    check(&with(Scope::Channel, SMS), &every(Channel::Sms));
    check(&with(Scope::Address, SMS), &phone);
    let mut all = every(Channel::Email).to_vec();
    all.extend(phone);
    check(&with(Scope::Everything, SMS), &all);
}

#[test]
fn a_list_that_brings_the_address_again_finds_the_withdrawal() {
    let entries = [
        row("yes", Kind::Grant, EMAIL, 0),
        row("no", Kind::Withdrawal, EMAIL, 1),
    ];
    let remnants = check(&entries, &[(Channel::Email, Purpose::Marketing)]);
    // Another spelling, another shopper's ledger, a year later.
    let again = address("Alice@EXAMPLE.com");
    let mut ledger = Ledger::of(recalled(&remnants, &again, hash));
    assert_eq!(ledger.entries().len(), 1);
    let mut import = row("import", Kind::Grant, EMAIL, 9000);
    import.proof.source = Source::Import {
        by: "list.csv".into(),
    };
    ledger.record(ledger.stamped(import, noon() + Span::hours(9000)));
    assert_eq!(ledger.granted(Channel::Email, Purpose::Marketing), None);
    ledger.record(ledger.stamped(
        row("fresh", Kind::Grant, EMAIL, 9001),
        noon() + Span::hours(9001),
    ));
    let holds = ledger.granted(Channel::Email, Purpose::Marketing);
    assert_eq!(holds.map(|entry| entry.id.as_str()), Some("fresh"));
    assert!(recalled(&remnants, &address("bob@example.com"), hash).is_empty());
}

#[test]
fn erasing_what_was_recalled_leaves_the_same() {
    let entries = [
        row("yes", Kind::Grant, SMS, 0),
        row("no", Kind::Withdrawal, SMS, 1),
    ];
    let remnants = check(&entries, &[(Channel::Sms, Purpose::Marketing)]);
    let back = recalled(&remnants, &address(SMS.2), hash);
    assert_eq!(Ledger::of(back).erase(hash), remnants);
}

#[test]
fn a_shopper_is_given_everything_with_times_that_can_be_read() {
    let entries = [
        row("yes", Kind::Grant, EMAIL, 0),
        row("sms", Kind::Grant, SMS, 0),
        row("no", Kind::Withdrawal, EMAIL, 1),
    ];
    let ledger = Ledger::of(entries);
    let export = ledger.export();
    let kept: Vec<&Entry> = export.entries.iter().map(|dated| &dated.entry).collect();
    assert_eq!(kept, ledger.entries().iter().collect::<Vec<_>>());
    let standings: Vec<_> = export
        .standings
        .iter()
        .map(|held| (held.channel, held.state, held.since.as_str()))
        .collect();
    let expected = [
        (Channel::Email, HeldState::Withdrawn, "2026-11-23T13:00:00Z"),
        (Channel::Sms, HeldState::Granted, "2026-11-23T12:00:00Z"),
    ];
    assert_eq!(standings, expected);
    let text = serde_json::to_string(&export).unwrap();
    assert_eq!(serde_json::from_str::<Export>(&text).unwrap(), export);
}

#[test]
fn a_hash_is_64_digits_and_nothing_else() {
    let digits = "0123456789abcdef".repeat(4);
    for (text, good) in [
        (digits.clone(), true),
        (digits.to_uppercase(), false),
        (digits[1..].into(), false),
        ("g".repeat(64), false),
        ("é".repeat(32), false),
    ] {
        assert_eq!(AddressHash::try_from(text.clone()).is_ok(), good, "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_that_stays_holds_an_address_a_word_or_a_place(
        local in "[g-z]{4,12}", host in "[g-z]{4,12}", number in "[1-9][0-9]{9}",
        said in "[g-z]{5,9} [g-z]{5,9}", place in "/[g-z]{5,9}", everything in any::<bool>(),
    ) {
        let email = format!("{local}@{host}.example");
        let phone = format!("+49{number}");
        let scope = if everything { Scope::Everything } else { Scope::Purpose };
        let mut entries = vec![row("yes", Kind::Grant, (Channel::Email, Purpose::Marketing, &email), 0), row("sms", Kind::Grant, (Channel::Sms, Purpose::Marketing, &phone), 0)];
        entries.push(Entry { scope, ..row("no", Kind::Withdrawal, (Channel::Email, Purpose::Marketing, &email), 1) });
        for entry in &mut entries {
            entry.proof.text.clone_from(&said);
            entry.proof.place.clone_from(&place);
        }
        let remnants = Ledger::of(entries).erase(hash);
        prop_assert!(!remnants.is_empty());
        let text = serde_json::to_string(&remnants).unwrap();
        // The names of the fields and channels are not the shopper's.
        let mut left = text.clone();
        for own in ["address", "channel", "purpose", "recorded", "at", "email", "sms", "whats_app", "marketing", "utility", "service"] {
            left = left.replace(&format!("\"{own}\""), "");
        }
        let words: Vec<&str> = said.split(' ').chain([place.trim_start_matches('/'), &local, &host, &number, &phone, &email]).collect();
        for word in words {
            prop_assert!(!left.contains(word), "{word} in {text}");
        }
    }
}
