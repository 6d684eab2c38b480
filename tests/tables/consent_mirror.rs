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
fn word_that_a_stop_is_done_goes_at_once_and_for_nothing_else() {
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
fn who_stops_by_a_reply_is_told_so_once_on_the_channel_they_wrote_on() {
    for (what, to, told) in [
        ("sms", US, true),
        ("sms", "+14165550142", true),
        ("sms", "+4915112345678", true),
        ("sms", "+33612345678", true),
        // Its networks take no text that is not registered.
        ("sms", "+919812345678", false),
        ("whatsapp", "+919812345678", true),
        ("whatsapp", "+4915112345678", true),
        ("email", "carla@shopper.example", true),
    ] {
        let (grant, stop) = (format!("grant {what}"), format!("stop {what}"));
        let rows = [(1, grant.as_str()), (2, &stop), (3, &stop)];
        let ledger = ledger(&rows, to);
        let draft = parting(&ledger, &format!("2.stop-{what}"));
        assert_eq!(draft.is_some(), told, "{what} {to}");
        assert_eq!(
            parting(&ledger, &format!("3.stop-{what}")),
            None,
            "{what} {to}"
        );
        let Some(draft) = draft else { continue };
        assert_eq!(draft.recipient.address(), &address(to));
        let mut facts = facts(&draft, &ledger);
        let zones = zones_needed(&draft, &[]).into_iter();
        facts.clocks = zones.map(|zone| (zone.into(), Offset(0))).collect();
        facts.whatsapp.heard = Some(noon() + Span::minutes(2));
        let verdict = decide(&facts, noon() + Span::minutes(3));
        assert!(
            matches!(verdict, Verdict::Allow(_)),
            "{what} {to}: {verdict:?}"
        );
        // By WhatsApp it is free text, which the shopper's own message lets through, and nothing else does.
        facts.whatsapp.heard = None;
        let verdict = decide(&facts, noon() + Span::minutes(3));
        assert_eq!(
            matches!(verdict, Verdict::Allow(_)),
            what != "whatsapp",
            "{verdict:?}"
        );
    }
}

#[test]
fn word_of_a_stop_by_e_mail_is_one_sentence_of_escaped_text() {
    let rows = [(1, "grant email"), (2, "stop email")];
    let ledger = ledger(&rows, "carla@shopper.example");
    let draft = ledger.farewell(
        &"2.stop-email".parse().unwrap(),
        &Parting {
            shop: &"fernwood.myshopify.com".parse().unwrap(),
            name: "<b>Fern & Wood</b>",
            shopper: &"s1".parse().unwrap(),
            language: Some("he"),
        },
    );
    let Message::Email {
        subject,
        text,
        html,
        ..
    } = draft.unwrap().message
    else {
        panic!("no e-mail");
    };
    assert!(
        subject == text && text.starts_with("<b>Fern & Wood</b>: "),
        "{text}"
    );
    assert!(
        html.contains("&lt;b&gt;Fern &amp; Wood") && !html.contains("<b>"),
        "{html}"
    );
    assert!(html.contains("lang=\"he\" dir=\"rtl\""), "{html}");
}

#[test]
fn by_other_ways_nobody_hears_anything_after_a_stop() {
    let rows = [(1, "grant sms"), (2, "stop sms")];
    for source in [
        Source::Webhook { by: "relay".into() },
        Source::Preferences,
        Source::Link { token: "l1".into() },
    ] {
        let mut told = row(2, "stop sms", US);
        told.proof.source = source;
        let told = Ledger::of([row(1, "grant sms", US), told]);
        assert_eq!(parting(&told, "2.stop-sms"), None);
    }
    assert_eq!(parting(&ledger(&rows, US), "1.grant-sms"), None);
    // A grant in between begins anew.
    let again = [
        (1, "grant sms"),
        (2, "stop sms"),
        (3, "grant sms"),
        (4, "stop sms"),
    ];
    assert!(parting(&ledger(&again, US), "4.stop-sms").is_some());
}

#[test]
fn what_sells_ends_where_the_service_does_not_hold_the_address_any_more_and_is_told_nothing_of_it()
{
    let ledger = ledger(&[(1, "grant sms"), (2, "grant utility whatsapp")], US);
    let number = address(US);
    assert!(ledger.is_sold_to(Channel::Sms, &number));
    assert!(!ledger.is_sold_to(Channel::Sms, &address("+12125550143")));
    assert!(
        !ledger.is_sold_to(Channel::WhatsApp, &number),
        "it does not sell"
    );
    let mut lost = row(3, "stop sms", US);
    assert!(
        !lost.is_of_a_lost_contact(),
        "a reply is the shopper's own word"
    );
    lost.scope = Scope::Purpose;
    lost.proof.source = Source::Webhook { by: "relay".into() };
    assert!(lost.is_of_a_lost_contact());
    let mut after = ledger.clone();
    after.record(lost);
    assert!(!after.is_sold_to(Channel::Sms, &number));
    assert!(after.granted(Channel::WhatsApp, Purpose::Utility).is_some());
}
