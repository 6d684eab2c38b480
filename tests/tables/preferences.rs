//! The page of preferences: what it offers, what a form leads to, and that the same form again leads to nothing more.

use crate::given::{address, at, cases, draft, entry, facts, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{
    Chosen, Entry, Kind, Ledger, Preference, Pressed, Recorded, Scope, Source, Wish,
};
use shared::message::{Form, Often, Words};
use shared::policy::{Past, Reason, Stricter, Verdict, decide};
use shared::time::{Instant, Span};

const EMAIL: &str = "alice@example.com";
const PHONE: &str = "+491701234567";
type Row = (Channel, Purpose);
const OFFERS: Row = (Channel::Email, Purpose::Marketing);
const ORDERS: Row = (Channel::Email, Purpose::Utility);
const TEXTS: Row = (Channel::Sms, Purpose::Utility);

fn grant(id: &str, (channel, purpose): Row) -> Entry {
    let to = if channel == Channel::Email {
        EMAIL
    } else {
        PHONE
    };
    entry(id, Kind::Grant, &draft(channel, purpose, to), noon())
}

fn ledger() -> Ledger {
    Ledger::of([grant("a", OFFERS), grant("b", ORDERS), grant("c", TEXTS)])
}

fn hours(hours: i64) -> Instant {
    noon() + Span::hours(hours)
}

/// The ledger after a wish; whether something came too soon.
fn wished(ledger: &mut Ledger, wish: &Wish, now: Instant) -> (usize, bool) {
    let words = Words::default();
    let pressed = Pressed {
        shop: "Fernwood",
        words: &words,
        place: "/p",
        now,
    };
    let change = ledger.change(wish, &pressed);
    for entry in &change.entries {
        let entry = ledger.stamped(entry.clone(), now);
        assert_eq!(ledger.record(entry), Recorded::New);
    }
    let again = ledger.change(wish, &pressed);
    assert_eq!(again.entries, Vec::new(), "the same wish again");
    (change.entries.len(), change.too_soon)
}

fn choose(shown: &[Row], wanted: &[Row]) -> Wish {
    Wish::Choose {
        shown: shown.to_vec(),
        wanted: wanted.to_vec(),
    }
}

fn states(ledger: &Ledger) -> Vec<(Row, Chosen)> {
    let preferences = ledger.preferences();
    preferences
        .iter()
        .map(|one| ((one.channel, one.purpose), one.state))
        .collect()
}

#[test]
fn it_offers_what_was_once_agreed_to_and_nothing_else() {
    use Chosen::{Off, On};
    assert_eq!(states(&Ledger::default()), []);
    assert_eq!(states(&ledger()), [(ORDERS, On), (OFFERS, On), (TEXTS, On)]);
    let mut ledger = ledger();
    wished(&mut ledger, &Wish::StopAll, hours(1));
    assert_eq!(
        states(&ledger),
        [(ORDERS, Off), (OFFERS, Off), (TEXTS, Off)]
    );
}

#[test]
fn a_number_that_is_another_persons_now_is_not_offered() {
    let mut gone = grant("gone", TEXTS);
    (gone.kind, gone.scope, gone.at) = (Kind::Withdrawal, Scope::Address, hours(1));
    let mut ledger = ledger();
    ledger.record(gone);
    assert_eq!(
        states(&ledger),
        [(ORDERS, Chosen::On), (OFFERS, Chosen::On)]
    );
}

#[test]
fn what_is_unticked_ends_and_the_rest_stays() {
    let mut ledger = ledger();
    let wish = choose(&[ORDERS, OFFERS, TEXTS], &[ORDERS, TEXTS]);
    assert_eq!(wished(&mut ledger, &wish, hours(1)), (1, false));
    assert!(ledger.granted(OFFERS.0, OFFERS.1).is_none());
    assert!(ledger.granted(ORDERS.0, ORDERS.1).is_some());
    let last = ledger.entries().last().unwrap();
    assert_eq!((last.kind, last.scope), (Kind::Withdrawal, Scope::Purpose));
    assert_eq!(last.proof.source, Source::Preferences);
    assert_eq!(
        last.proof.text,
        "What Fernwood may send you: E-mail to a…e@example.com: Offers and news"
    );
    assert_eq!(last.proof.place, "/p");
}

#[test]
fn what_the_page_did_not_show_is_not_touched() {
    let mut ledger = ledger();
    assert_eq!(
        wished(&mut ledger, &choose(&[OFFERS], &[]), hours(1)),
        (1, false)
    );
    assert!(ledger.granted(TEXTS.0, TEXTS.1).is_some());
    // Nor is anything given that nobody ever agreed to.
    let services = (Channel::WhatsApp, Purpose::Service);
    assert_eq!(
        wished(&mut ledger, &choose(&[services], &[services]), hours(2)),
        (0, false)
    );
}

#[test]
fn stopping_all_and_one_channel_reach_what_they_say() {
    let mut one = ledger();
    assert_eq!(
        wished(&mut one, &Wish::StopChannel(Channel::Email), hours(1)),
        (1, false)
    );
    assert_eq!(
        states(&one),
        [
            (ORDERS, Chosen::Off),
            (OFFERS, Chosen::Off),
            (TEXTS, Chosen::On)
        ]
    );
    let mut all = ledger();
    assert_eq!(wished(&mut all, &Wish::StopAll, hours(1)), (1, false));
    let last = all.entries().last().unwrap();
    assert_eq!(
        (last.scope, last.proof.text.as_str()),
        (Scope::Everything, "Stop all messages")
    );
    for (channel, purpose) in [OFFERS, ORDERS, TEXTS] {
        let to = if channel == Channel::Email {
            EMAIL
        } else {
            PHONE
        };
        let draft = draft(channel, purpose, to);
        let mut facts = facts(&draft, &all);
        facts.past = Vec::new();
        let verdict = decide(&facts, hours(2));
        assert!(
            matches!(&verdict, Verdict::Deny { reasons } if reasons.contains(&Reason::Withdrawn)),
            "{verdict:?}"
        );
    }
}

#[test]
fn what_was_stopped_is_given_again_to_the_same_address_once_a_minute_is_over() {
    let mut ledger = ledger();
    wished(&mut ledger, &choose(&[OFFERS], &[]), hours(1));
    let again = choose(&[OFFERS], &[OFFERS]);
    assert_eq!(
        wished(&mut ledger, &again, hours(1) + Span::minutes(1)),
        (0, true)
    );
    assert_eq!(
        wished(&mut ledger, &again, hours(1) + Span::minutes(2)),
        (1, false)
    );
    let grant = ledger.granted(OFFERS.0, OFFERS.1).unwrap();
    assert_eq!(grant.address, address(EMAIL));
    assert_eq!(
        grant.proof.wording.as_ref().unwrap().as_str(),
        "preferences.en.1"
    );
    // Off, on, off, on: each is an entry of its own.
    for (hour, wanted) in [(3, false), (4, true), (5, false), (6, true)] {
        let wish = if wanted {
            again.clone()
        } else {
            choose(&[OFFERS], &[])
        };
        assert_eq!(
            wished(&mut ledger, &wish, hours(hour)),
            (1, false),
            "{hour}"
        );
        assert_eq!(ledger.granted(OFFERS.0, OFFERS.1).is_some(), wanted);
    }
}

#[test]
fn everything_stopped_is_given_again_kind_by_kind() {
    let mut ledger = ledger();
    wished(&mut ledger, &Wish::StopAll, hours(1));
    let all = [ORDERS, OFFERS, TEXTS];
    assert_eq!(
        wished(&mut ledger, &choose(&all, &all), hours(2)),
        (3, false)
    );
    assert!(
        all.iter()
            .all(|(channel, purpose)| ledger.granted(*channel, *purpose).is_some())
    );
}

#[track_caller]
fn read(body: &str, expected: Option<&Form>) {
    assert_eq!(Form::read(body).as_ref(), expected, "{body}");
}

#[test]
fn a_form_is_read_whole_or_not_at_all() {
    let form = |wish, often| Form { wish, often };
    let email = Wish::StopChannel(Channel::Email);
    read(
        "List-Unsubscribe=One-Click",
        Some(&form(email.clone(), None)),
    );
    let parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--";
    read(parts, Some(&form(email, None)));
    read("do=stop", Some(&form(Wish::StopAll, None)));
    read(
        "row=email.marketing&on=email.marketing&row=sms.utility&often=month&do=save",
        Some(&form(
            choose(&[OFFERS, TEXTS], &[OFFERS]),
            Some(Often::Month),
        )),
    );
    read(
        "row=email.marketing&do=save",
        Some(&form(choose(&[OFFERS], &[]), None)),
    );
    for wrong in [
        "",
        "do=",
        "do=save&do=stop",
        "do=erase",
        "row=chat.utility&do=save",
        "row=email&do=save",
        "row=email.marketing.x&do=save",
        "row=email.marketing&often=hourly&do=save",
        "on=%00&do=save",
        "List-Unsubscribe=Two-Clicks",
    ] {
        read(wrong, None);
    }
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn whatever_is_posted_is_read_or_refused_and_never_gives_what_was_not_agreed_to(
        body in "(row|on|do|often|List-Unsubscribe|[a-z]{1,4}|=|&|\\.|%|email|sms|whatsapp|utility|marketing|save|stop|One-Click){0,40}",
        other in any::<String>(),
    ) {
        for body in [body, other] {
            let Some(form) = Form::read(&body) else { continue };
            let mut ledger = ledger();
            let before: Vec<Row> = states(&ledger).iter().map(|(row, _)| *row).collect();
            wished(&mut ledger, &form.wish, hours(1));
            let after: Vec<Row> = states(&ledger).iter().map(|(row, _)| *row).collect();
            prop_assert_eq!(before, after);
            prop_assert!(ledger.entries().iter().skip(3).all(|entry| entry.kind == Kind::Withdrawal));
        }
    }
}

#[test]
fn every_kind_is_named_and_read_back() {
    let address = address(EMAIL);
    for channel in [Channel::Email, Channel::Sms, Channel::WhatsApp] {
        for purpose in [Purpose::Service, Purpose::Utility, Purpose::Marketing] {
            let preference = Preference {
                channel,
                purpose,
                address: &address,
                state: Chosen::On,
            };
            assert_eq!(
                Preference::named(&preference.name()),
                Some((channel, purpose))
            );
        }
    }
    for often in [Often::Usual, Often::Week, Often::Month] {
        assert_eq!(Often::of(often.gap()), often);
    }
}

#[test]
fn who_wants_to_hear_less_hears_less_and_the_shops_own_longer_pause_stays() {
    let ledger = ledger();
    let draft = draft(OFFERS.0, OFFERS.1, EMAIL);
    let mut facts = facts(&draft, &ledger);
    facts.past = vec![Past {
        draft: "before".parse().unwrap(),
        channel: Channel::Email,
        purpose: Purpose::Marketing,
        at: at("2026-11-20 12:00"),
    }];
    assert!(
        matches!(decide(&facts, noon()), Verdict::Allow(_)),
        "{:?}",
        decide(&facts, noon())
    );
    facts.stricter = Stricter::default().calmer(Span::days(7));
    let held = decide(&facts, noon());
    let soon = Reason::TooSoonAfterAnother;
    assert!(
        matches!(&held, Verdict::Hold { reasons, .. } | Verdict::Deny { reasons } if reasons.contains(&soon)),
        "{held:?}"
    );
    let own = Stricter {
        marketing_gap: Some(Span::days(20)),
        ..Stricter::default()
    };
    assert_eq!(
        own.calmer(Span::days(7)).marketing_gap,
        Some(Span::days(20))
    );
}
