//! The ledger beside the contacts of the service that sends, and the one message that may follow a withdrawal.

use crate::given::{address, draft, entry, facts, noon};
use shared::channel::{Channel, Purpose};
use shared::consent::{Contrast, Entry, Kind, Ledger, Parting, Rules, Scope, Source};
use shared::delivery::{Draft, Message};
use shared::policy::{Reason, Verdict, decide, zones_needed};
use shared::time::{Offset, Span};

const US: &str = "+12125550142";

/// `grant utility sms` or `stop sms`, so many minutes after noon, at this number.
fn row(minute: i64, what: &str, to: &str) -> Entry {
    let words: Vec<&str> = what.split(' ').collect();
    let channel = match words.last() {
        Some(&"sms") => Channel::Sms,
        Some(&"whatsapp") => Channel::WhatsApp,
        _ => Channel::Email,
    };
    let purpose = if what.contains("utility") {
        Purpose::Utility
    } else {
        Purpose::Marketing
    };
    let kind = if what.starts_with("grant") {
        Kind::Grant
    } else {
        Kind::Withdrawal
    };
    let id = format!("{minute}.{}", what.replace(' ', "-"));
    let mut entry = entry(
        &id,
        kind,
        &draft(channel, purpose, to),
        noon() + Span::minutes(minute),
    );
    if kind == Kind::Withdrawal {
        entry.proof.source = Source::Reply;
        entry.scope = if what.contains("everything") {
            Scope::Everything
        } else {
            Scope::Channel
        };
    }
    entry
}

fn ledger(rows: &[(i64, &str)], to: &str) -> Ledger {
    Ledger::of(rows.iter().map(|(minute, what)| row(*minute, what, to)))
}

#[test]
fn of_two_sides_that_differ_the_stricter_one_counts() {
    let mail = "carla@shopper.example";
    let given: &[(i64, &str)] = &[(1, "grant email")];
    let left: &[(i64, &str)] = &[(1, "grant email"), (2, "stop email")];
    let back: &[(i64, &str)] = &[(1, "grant email"), (2, "stop email"), (3, "grant email")];
    for (rows, blocked, expected) in [
        (&[][..], false, Contrast::Agree),
        (&[], true, Contrast::Agree),
        (given, false, Contrast::Agree),
        (given, true, Contrast::Withdraw),
        (left, false, Contrast::Stop),
        (left, true, Contrast::Agree),
        (back, false, Contrast::Agree),
        (back, true, Contrast::Withdraw),
    ] {
        let found = ledger(rows, mail).contrast(Channel::Email, blocked);
        assert_eq!(found, expected, "{rows:?} {blocked}");
    }
    // What waits for its confirmation could still be sent some day.
    let pending = ledger(given, mail).under(Rules {
        now: Some(noon() + Span::minutes(5)),
        confirm_email: true,
    });
    assert_eq!(pending.contrast(Channel::Email, true), Contrast::Withdraw);
    assert_eq!(
        pending
            .mirror(&"1.grant-email".parse().unwrap())
            .unwrap()
            .grant,
        None
    );
}

/// What is told after the last of these: the grant, the channels that stop, the one that is open again.
#[track_caller]
fn check(rows: &[(i64, &str)], grant: Option<&str>, stops: &[Channel], again: Option<Channel>) {
    let to = if rows.iter().any(|(_, what)| what.ends_with("email")) {
        "carla@shopper.example"
    } else {
        US
    };
    let last = rows.last().map(|(minute, what)| row(*minute, what, to).id);
    let mirror = ledger(rows, to).mirror(&last.unwrap()).unwrap();
    let told = mirror.grant.as_ref().map(|grant| grant.id.as_str());
    assert_eq!((told, mirror.again), (grant, again), "{rows:?}");
    assert_eq!(mirror.stops, stops, "{rows:?}");
    assert_eq!(mirror.addresses, [address(to)]);
    assert_eq!(
        mirror.withdrawal.is_some(),
        !rows.last().unwrap().1.starts_with("grant")
    );
}

#[test]
fn a_channel_is_stopped_once_nothing_is_agreed_to_on_it() {
    check(&[(1, "grant email")], Some("1.grant-email"), &[], None);
    check(
        &[(1, "grant email"), (2, "stop email")],
        None,
        &[Channel::Email],
        None,
    );
    let everything = [Channel::Email, Channel::Sms, Channel::WhatsApp];
    check(
        &[(1, "grant sms"), (2, "stop everything sms")],
        None,
        &everything,
        None,
    );
    check(
        &[(1, "stop sms"), (2, "grant utility sms")],
        Some("2.grant-utility-sms"),
        &[],
        Some(Channel::Sms),
    );
    assert_eq!(Ledger::default().mirror(&"none".parse().unwrap()), None);
}

#[test]
fn a_withdrawal_of_one_purpose_leaves_the_channel_open_for_another() {
    let mut marketing = row(3, "stop email", "carla@shopper.example");
    marketing.scope = Scope::Purpose;
    let rows = [(1, "grant email"), (2, "grant utility email")];
    let mut ledger = ledger(&rows, "carla@shopper.example");
    ledger.record(marketing.clone());
    let mirror = ledger.mirror(&marketing.id).unwrap();
    assert_eq!(mirror.stops, []);
    assert_eq!(ledger.contrast(Channel::Email, false), Contrast::Agree);
}

fn parting(ledger: &Ledger, withdrawal: &str) -> Option<Draft> {
    ledger.farewell(
        &withdrawal.parse().unwrap(),
        &Parting {
            shop: &"fernwood.myshopify.com".parse().unwrap(),
            name: "Fernwood",
            shopper: &"s1".parse().unwrap(),
            language: None,
        },
    )
}

#[test]
fn who_stops_by_text_message_in_north_america_is_told_once_that_it_is_done() {
    let rows = [(1, "grant sms"), (2, "stop sms"), (3, "stop sms")];
    let ledger = ledger(&rows, US);
    let draft = parting(&ledger, "2.stop-sms").expect("it is due");
    assert_eq!(parting(&ledger, "3.stop-sms"), None, "it was told");
    assert!(
        matches!(&draft.message, Message::Sms { text } if text.starts_with("Fernwood: You are unsubscribed"))
    );
    let judged = |draft: &Draft, minutes: i64| {
        let now = noon() + Span::minutes(minutes);
        let mut facts = facts(draft, &ledger);
        // It is three in the morning, and it goes: it answers what was written a moment ago.
        let zones = zones_needed(draft, &[]).into_iter();
        facts.clocks = zones.map(|zone| (zone.into(), Offset(-9 * 60))).collect();
        decide(&facts, now)
    };
    assert!(matches!(judged(&draft, 3), Verdict::Allow(_)));
    let late = Verdict::Deny {
        reasons: vec![Reason::Expired, Reason::Withdrawn],
    };
    for minutes in [7, 60] {
        assert!(
            matches!(judged(&draft, minutes), Verdict::Deny { .. }),
            "{late:?}"
        );
    }
    let another = |change: fn(&mut Draft)| {
        let mut draft = draft.clone();
        change(&mut draft);
        draft
    };
    for other in [
        another(|draft| draft.id = "farewell.1.grant-sms".parse().unwrap()),
        another(|draft| draft.purpose = Purpose::Marketing),
        another(|draft| draft.expires = draft.expires + Span(1)),
        another(|draft| {
            draft.recipient = shared::delivery::Recipient::Shopper {
                address: address("+12125550143"),
            }
        }),
    ] {
        let verdict = judged(&other, 3);
        assert!(
            matches!(&verdict, Verdict::Deny { reasons } if reasons.contains(&Reason::Withdrawn)),
            "{verdict:?}"
        );
    }
}

#[test]
fn the_word_of_parting_belongs_to_the_conversation_in_which_text_messages_were_agreed_to() {
    let said = |minute, what, conversation: &str| {
        let conversation = conversation.parse().unwrap();
        let mut entry = row(minute, what, US);
        entry.proof.source = Source::Chat { conversation };
        entry
    };
    let of = |ledger: &Ledger| parting(ledger, "4.stop-sms").expect("due").conversation;
    let ledger = Ledger::of([
        said(1, "grant sms", "c1"),
        said(2, "grant sms", "c2"),
        said(3, "grant whatsapp", "c3"),
        row(4, "stop sms", US),
    ]);
    assert_eq!(of(&ledger).as_str(), "c2");
    let ledger = Ledger::of([said(3, "grant whatsapp", "c3"), row(4, "stop sms", US)]);
    assert_ne!(of(&ledger).as_str(), "c3", "it is about text messages");
}

#[test]
fn elsewhere_and_by_other_ways_nobody_hears_anything_after_a_stop() {
    let rows = [(1, "grant sms"), (2, "stop sms")];
    assert_eq!(
        parting(&ledger(&rows, "+4915112345678"), "2.stop-sms"),
        None
    );
    let mail = [(1, "grant email"), (2, "stop email")];
    assert_eq!(
        parting(&ledger(&mail, "carla@shopper.example"), "2.stop-email"),
        None
    );
    let mut told = row(2, "stop sms", US);
    told.proof.source = Source::Webhook { by: "relay".into() };
    let told = Ledger::of([row(1, "grant sms", US), told]);
    assert_eq!(parting(&told, "2.stop-sms"), None);
    assert_eq!(parting(&ledger(&rows, US), "1.grant-sms"), None);
    // A grant in between begins anew.
    let again = [
        (1, "grant sms"),
        (2, "stop sms"),
        (3, "grant sms"),
        (4, "stop sms"),
    ];
    assert!(parting(&ledger(&again, US), "4.stop-sms").is_some());
    assert!(
        parting(&ledger(&rows, "+14165550142"), "2.stop-sms").is_some(),
        "Canada"
    );
}
