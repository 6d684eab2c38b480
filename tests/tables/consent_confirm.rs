//! Double opt-in: which grants wait, what confirms them, and for how long.

use crate::given::{address, draft, entry, facts, noon};
use shared::channel::{Channel, Purpose};
use shared::consent::{
    Asked, Awaited, Entry, Kind, Ledger, Request, Rules, Source, Standing, confirms_email,
    double_opt_in,
};
use shared::delivery::{Draft, Message};
use shared::locale::Language;
use shared::policy::{Reason, Verdict, decide};
use shared::time::{Date, Span};
use xtask::message::words;

pub(crate) const MARKETING: (Channel, Purpose) = (Channel::Email, Purpose::Marketing);

fn rules(days: i64) -> Rules {
    Rules {
        now: Some(noon() + Span::days(days)),
        confirm_email: true,
    }
}

pub(crate) fn grant() -> Entry {
    let (channel, purpose) = MARKETING;
    let draft = draft(channel, purpose, "alice@example.com");
    entry("yes", Kind::Grant, &draft, noon())
}

pub(crate) fn confirmation(days: i64) -> Entry {
    let mut entry = Entry {
        id: "confirmed".parse().unwrap(),
        kind: Kind::Confirmation,
        at: noon() + Span::days(days),
        grant: Some("yes".parse().unwrap()),
        ..grant()
    };
    entry.proof.place = "/confirm".into();
    entry.proof.source = Source::Link {
        token: "t-1".into(),
    };
    entry
}

/// What holds after so many days: `granted`, `pending`, `lapsed`, `withdrawn` or `unasked`.
#[track_caller]
fn check(entries: &[Entry], days: i64, expected: &str) {
    let (channel, purpose) = MARKETING;
    let ledger = Ledger::of(entries.iter().cloned()).under(rules(days));
    let standing = match ledger.standing(channel, purpose) {
        Standing::Unasked => "unasked",
        Standing::Granted(_) => "granted",
        Standing::Pending { .. } => "pending",
        Standing::Lapsed(_) => "lapsed",
        Standing::Withdrawn(_) => "withdrawn",
    };
    assert_eq!(standing, expected);
    let holds = ledger.granted(channel, purpose).is_some();
    assert_eq!(holds, expected == "granted");
}

#[test]
fn a_grant_waits_for_its_confirmation_and_then_lapses() {
    check(&[grant()], 0, "pending");
    check(&[grant()], 7, "pending");
    check(&[grant()], 8, "lapsed");
    check(&[grant(), confirmation(1)], 1, "granted");
    check(&[grant(), confirmation(1)], 400, "granted");
    check(&[grant(), confirmation(8)], 9, "lapsed");
    check(&[confirmation(1)], 1, "unasked");
}

#[test]
fn only_what_came_through_the_mailbox_confirms() {
    let with = |change: fn(&mut Entry)| {
        let mut entry = confirmation(1);
        change(&mut entry);
        [grant(), entry]
    };
    check(
        &with(|entry| entry.proof.source = Source::Reply),
        1,
        "granted",
    );
    check(
        &with(|entry| entry.proof.source = Source::Preferences),
        1,
        "pending",
    );
    check(
        &with(|entry| entry.proof.source = grant().proof.source),
        1,
        "pending",
    );
    check(
        &with(|entry| entry.proof.source = Source::Agent { by: "Ada".into() }),
        1,
        "pending",
    );
    check(
        &with(|entry| entry.proof.source = Source::Import { by: "list".into() }),
        1,
        "pending",
    );
    check(
        &with(|entry| entry.grant = Some("another".parse().unwrap())),
        1,
        "pending",
    );
    check(&with(|entry| entry.grant = None), 1, "pending");
    check(
        &with(|entry| entry.address = address("mallory@example.com")),
        1,
        "pending",
    );
}

#[test]
fn a_list_may_bring_the_confirmations_of_its_own_grants() {
    let of = |entry: Entry, by: &str| {
        let mut entry = entry;
        entry.proof.source = Source::Import { by: by.into() };
        entry
    };
    check(
        &[of(grant(), "list"), of(confirmation(1), "list")],
        1,
        "granted",
    );
    check(
        &[of(grant(), "list"), of(confirmation(1), "other")],
        1,
        "pending",
    );
}

#[test]
fn a_withdrawal_ends_a_grant_that_waits_and_its_confirmation_revives_nothing() {
    let withdrawal = Entry {
        id: "no".parse().unwrap(),
        kind: Kind::Withdrawal,
        at: noon() + Span::hours(1),
        ..grant()
    };
    check(&[grant(), withdrawal.clone()], 0, "withdrawn");
    check(&[grant(), withdrawal, confirmation(1)], 1, "withdrawn");
}

#[test]
fn a_newer_grant_that_waits_leaves_the_older_one_in_place() {
    let newer = Entry {
        id: "newer".parse().unwrap(),
        at: noon() + Span::days(2),
        address: address("alice@example.org"),
        ..grant()
    };
    check(&[grant(), confirmation(1), newer], 3, "granted");
}

#[test]
fn only_marketing_by_email_waits_and_only_where_it_is_asked_for() {
    for (channel, purpose, to, waits) in [
        (
            Channel::Email,
            Purpose::Marketing,
            "alice@example.com",
            true,
        ),
        (Channel::Email, Purpose::Utility, "alice@example.com", false),
        (Channel::Email, Purpose::Service, "alice@example.com", false),
        (Channel::Sms, Purpose::Marketing, "+491701234567", false),
    ] {
        let entry = entry("yes", Kind::Grant, &draft(channel, purpose, to), noon());
        let ledger = Ledger::of([entry]);
        assert!(ledger.granted(channel, purpose).is_some());
        let asked = ledger.under(rules(0));
        assert_eq!(
            asked.granted(channel, purpose).is_none(),
            waits,
            "{channel:?} {purpose:?}"
        );
    }
}

#[test]
fn countries_ask_since_their_dates() {
    let on = |year| Date {
        year,
        month: 12,
        day: 31,
    };
    for (country, year, asked) in [
        ("DE", 2026, Some(Asked::Required)),
        ("DE", 2010, None),
        ("AT", 2026, Some(Asked::Required)),
        ("AT", 2018, None),
        ("CH", 2026, Some(Asked::Advised)),
        ("NO", 2026, Some(Asked::Advised)),
        ("FR", 2026, None),
        ("US", 2026, None),
    ] {
        let found = double_opt_in(country.parse().unwrap(), on(year));
        assert_eq!(found.map(|found| found.asked), asked, "{country} {year}");
        assert!(found.is_none_or(|found| !found.source.is_empty()));
        let required = asked == Some(Asked::Required);
        assert_eq!(confirms_email(country, on(year)), required, "{country}");
    }
    assert!(!confirms_email("nowhere", on(2026)));
}

const LINK: &str = "https://chat.example/confirm/t";

fn request(ledger: &Ledger, language: Language) -> Option<Draft> {
    let words = words(language).unwrap();
    let request = Request {
        shop: &"fernwood.myshopify.com".parse().unwrap(),
        name: "Fernwood",
        support: &"help@fernwood.example".parse().unwrap(),
        shopper: &"s1".parse().unwrap(),
        words: &words,
        link: LINK,
    };
    ledger.request(&"yes".parse().unwrap(), &request)
}

#[test]
fn the_request_alone_may_go_before_the_confirmation_and_to_that_address_only() {
    let waits = Ledger::of([grant()]).under(rules(0));
    let asks = request(&waits, Language::German).unwrap();
    let verdict = |ledger: &Ledger, draft: &Draft| match decide(&facts(draft, ledger), noon()) {
        Verdict::Allow(permit) => Ok(permit.grant().map(ToString::to_string)),
        Verdict::Hold { reasons, .. } | Verdict::Deny { reasons } => Err(reasons),
    };
    assert_eq!(verdict(&waits, &asks), Ok(Some("yes".into())));
    let changed = |change: fn(&mut Draft)| {
        let mut draft = asks.clone();
        change(&mut draft);
        verdict(&waits, &draft)
    };
    let no = Err(vec![Reason::NoGrant]);
    let waits_too = Err(vec![Reason::Unconfirmed]);
    assert_eq!(
        changed(|draft| draft.purpose = Purpose::Marketing),
        waits_too
    );
    assert_eq!(changed(|draft| draft.purpose = Purpose::Utility), no);
    assert_eq!(
        changed(|draft| draft.id = "confirm.no".parse().unwrap()),
        no
    );
    assert_eq!(
        changed(|draft| draft.recipient =
            crate::given::draft(Channel::Email, Purpose::Service, "mallory@example.com").recipient),
        no
    );
    let confirmed = Ledger::of([grant(), confirmation(0)]).under(rules(0));
    assert_eq!(verdict(&confirmed, &asks), no, "nothing is left to confirm");
    assert_eq!(
        verdict(&Ledger::of([grant()]), &asks),
        no,
        "nobody asks here"
    );
    let withdrawal = Entry {
        id: "no".parse().unwrap(),
        kind: Kind::Withdrawal,
        at: noon() + Span::hours(1),
        ..grant()
    };
    let withdrawn = Ledger::of([grant(), withdrawal]).under(rules(0));
    assert!(verdict(&withdrawn, &asks).is_err());
    assert_eq!(request(&withdrawn, Language::German), None);
    let mut brought = grant();
    brought.proof.source = Source::Import { by: "list".into() };
    let brought = Ledger::of([brought]).under(rules(0));
    assert_eq!(request(&brought, Language::German), None);
    assert_eq!(verdict(&brought, &asks), no, "a list has asked for nothing");
}

#[test]
fn the_request_says_in_every_language_what_was_agreed_to_and_where_to_confirm_it() {
    let ledger = Ledger::of([grant()]).under(rules(0));
    let mut subjects = std::collections::BTreeSet::new();
    for language in Language::ALL {
        let draft = request(&ledger, language).unwrap();
        assert_eq!(draft.expires, noon() + Span::days(7));
        let Message::Email {
            subject,
            text,
            html,
            ..
        } = draft.message
        else {
            panic!("an e-mail");
        };
        for part in ["Fernwood", "Send me this cart link.", LINK] {
            assert!(text.contains(part), "{language:?}: {part} in {text}");
            assert!(html.contains(part), "{language:?}: {part} in {html}");
        }
        assert!(!format!("{subject}{text}{html}").contains("{shop}"));
        subjects.insert(subject);
    }
    assert_eq!(subjects.len(), Language::ALL.len());
}

#[test]
fn the_press_of_the_button_is_kept_with_its_proof_and_counts_once() {
    let mut ledger = Ledger::of([grant()]).under(rules(1));
    let id = "yes".parse().unwrap();
    let press = |ledger: &Ledger| {
        let now = noon() + Span::days(1);
        ledger.confirmation(&id, "Yes, I confirm".into(), "/confirm".into(), now)
    };
    let entry = press(&ledger).unwrap();
    assert_eq!(entry.grant.as_ref(), Some(&id));
    assert_eq!(entry.proof.text, "Yes, I confirm");
    assert!(entry.proof.source.shows_mailbox());
    ledger.record(entry);
    assert!(ledger.granted(MARKETING.0, MARKETING.1).is_some());
    assert_eq!(ledger.awaited(&id), Awaited::Confirmed);
    assert_eq!(press(&ledger), None);
    let late = Ledger::of([grant()]).under(rules(8));
    assert_eq!(late.awaited(&id), Awaited::Over);
    assert_eq!(press(&late), None);
    assert_eq!(late.awaited(&"other".parse().unwrap()), Awaited::Over);
}
