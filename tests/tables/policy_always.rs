//! What holds of every decision, whatever the facts.

use crate::given::{cases, draft, entry, facts, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Source};
use shared::delivery::{Draft, Message, Recipient};
use shared::policy::{
    Approval, Cap, Category, Facts, Past, Rest, ShopHours, Stricter, Template, Verdict, WhatsApp,
    decide, zones_needed,
};
use shared::time::{Instant, Offset, Span};

fn any_draft() -> impl Strategy<Value = Draft> {
    let channel = prop::sample::select(vec![
        Channel::Email,
        Channel::Sms,
        Channel::WhatsApp,
        Channel::Chat,
    ]);
    let purpose =
        prop::sample::select(vec![Purpose::Marketing, Purpose::Utility, Purpose::Service]);
    let to = prop::sample::select(vec![
        "alice@example.com",
        "+491701234567",
        "+15125550100",
        "+33612345678",
        "+18005550100",
        "+972501234567",
    ]);
    let hours = (-48..48_i64, 1..96_i64);
    (channel, purpose, to, hours, any::<(bool, bool)>()).prop_map(
        |(channel, purpose, to, (due, life), (to_shop, free))| {
            let mut draft = draft(channel, purpose, to);
            if let (Message::WhatsApp { template, .. }, true) = (&mut draft.message, free) {
                *template = None;
            }
            draft.due = noon() + Span::hours(due);
            draft.expires = draft.due + Span::hours(life);
            if to_shop {
                let address = draft.recipient.address().clone();
                draft.recipient = Recipient::Shop { address };
            }
            draft
        },
    )
}

/// Entries about the draft or about another channel, at any hour of the two days before noon.
fn any_entries() -> impl Strategy<Value = Vec<(bool, bool, i64)>> {
    prop::collection::vec((any::<bool>(), any::<bool>(), 0..48_i64), 0..5)
}

fn ledger(draft: &Draft, entries: &[(bool, bool, i64)]) -> Ledger {
    let other = draft_for_other_channel(draft);
    let entry = |(index, (grant, about, ago)): (usize, &(bool, bool, i64))| -> Entry {
        let kind = if *grant {
            Kind::Grant
        } else {
            Kind::Withdrawal
        };
        let draft = if *about { draft } else { &other };
        entry(
            &format!("e{index}"),
            kind,
            draft,
            Instant(noon().0 - Span::hours(*ago).0),
        )
    };
    Ledger::of(entries.iter().enumerate().map(entry))
}

fn draft_for_other_channel(draft: &Draft) -> Draft {
    let channel = match draft.channel {
        Channel::Email => Channel::Sms,
        Channel::Sms | Channel::Chat | Channel::WhatsApp => Channel::Email,
    };
    Draft {
        channel,
        ..draft.clone()
    }
}

/// Facts with some clocks known and some not, perhaps the shop's own rules, and some messages of the last week.
fn any_facts<'a>(draft: &'a Draft, ledger: &'a Ledger, seed: &[u16]) -> Facts<'a> {
    let mut facts = facts(draft, ledger);
    let number = |index: usize| seed.get(index).copied().unwrap_or(0);
    for (index, zone) in zones_needed(draft, &[]).into_iter().enumerate() {
        if number(index) % 8 != 0 {
            let offset = i16::try_from(number(index) % 1500).unwrap() - 720;
            facts.clocks.push((zone.into(), Offset(offset)));
        }
    }
    if number(3) % 3 == 0 {
        facts.stricter = stricter(seed.split_at(3).1);
    }
    let hours = |index: u16| Span::hours(i64::from(number(6) / (index + 1) % 168) - 2);
    let channels = [draft.channel, Channel::Email];
    facts.past = (0..number(5) % 5)
        .map(|index| Past {
            draft: format!("d{index}").parse().unwrap(),
            channel: pick(&channels, index),
            purpose: draft.purpose,
            at: Instant(noon().0 - hours(index).0),
        })
        .collect();
    if number(7) % 4 == 0 {
        facts.shop_address = Some(draft.recipient.address().clone());
    }
    let heard = Span::minutes(i64::from(number(4) % 2000) - 30);
    facts.whatsapp.heard = number(4)
        .is_multiple_of(2)
        .then(|| Instant(noon().0 - heard.0));
    facts.whatsapp.template = template(number(2));
    facts
}

fn template(number: u16) -> Option<Template> {
    let categories = [
        Category::Marketing,
        Category::Utility,
        Category::Authentication,
    ];
    let approvals = [Approval::Approved, Approval::Approved, Approval::Paused];
    (!number.is_multiple_of(7)).then(|| Template {
        id: "cart-link".parse().unwrap(),
        category: pick(&categories, number),
        approval: pick(&approvals, number / 3),
    })
}

fn pick<T: Copy>(of: &[T], number: u16) -> T {
    *of.iter().cycle().nth(usize::from(number)).unwrap()
}

/// Some of what a shop may ask for.
fn stricter(seed: &[u16]) -> Stricter {
    let number = |index: usize| seed.get(index).copied().unwrap_or(0);
    let some = |index: usize| (number(index) % 2 == 0).then(|| number(index) / 2);
    let hours = |number: u16| ShopHours {
        opens: number % 1440,
        closes: number / 3 % 1500,
    };
    let channels = [Channel::Email, Channel::Sms, Channel::WhatsApp];
    let rests = [Rest::AsTheRules, Rest::Sundays, Rest::SundaysAndHolidays];
    Stricter {
        hours: some(0).map(hours),
        hours_in: some(1)
            .map(|number| shared::policy::CountryHours {
                country: pick(&["DE", "US", "FR"], number).parse().unwrap(),
                hours: hours(number),
            })
            .into_iter()
            .collect(),
        rest: pick(&rests, number(2)),
        off: some(3)
            .filter(|number| number % 4 == 0)
            .map(|number| pick(&channels, number))
            .into_iter()
            .collect(),
        caps: some(4)
            .map(|number| Cap {
                channel: pick(&channels, number),
                purpose: Purpose::Marketing,
                week: number % 60,
            })
            .into_iter()
            .collect(),
        marketing_a_week: some(1).map(|number| number % 30),
        marketing_gap: some(2).map(|number| Span::hours(i64::from(number % 100) - 20)),
        sms_segments: some(3).map(|number| number % 9),
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nothing_is_allowed_without_a_grant_but_service_to_the_shop(
        draft in any_draft(),
        entries in any_entries(),
        seed in any_seed(),
    ) {
        let ledger = ledger(&draft, &entries);
        let facts = any_facts(&draft, &ledger, &seed);
        if let Verdict::Allow(permit) = decide(&facts, noon()) {
            let own = facts.shop_address.as_ref() == Some(draft.recipient.address());
            match draft.recipient {
                Recipient::Shop { .. } => {
                    let service = draft.purpose == Purpose::Service;
                    prop_assert!(own && service);
                }
                Recipient::Shopper { .. } => {
                    let phone = draft.channel != Channel::Email;
                    prop_assert!(!phone || draft.recipient.address().place().is_some());
                    let grant = ledger.granted(draft.channel, draft.purpose).unwrap();
                    prop_assert_eq!(Some(&grant.id), permit.grant());
                    prop_assert_eq!(&grant.address, draft.recipient.address());
                }
            }
        }
    }

    #[test]
    fn nothing_is_allowed_or_held_after_a_withdrawal_whatever_the_order(
        draft in any_draft(),
        entries in any_entries(),
        imported in -48..48_i64,
        turn in 0..8_usize,
        seed in any_seed(),
    ) {
        let mut entries = ledger(&draft, &entries).entries().to_vec();
        entries.push(entry("last", Kind::Withdrawal, &draft, noon()));
        let mut import = entry("import", Kind::Grant, &draft, noon() + Span::hours(imported));
        import.proof.source = Source::Import { by: "list.csv".into() };
        entries.push(import);
        let skewed = noon() + Span::seconds(imported);
        entries.push(entry("skewed", Kind::Grant, &draft, skewed));
        let turn = turn % entries.len();
        entries.rotate_left(turn);
        let ledger = Ledger::of(entries);
        let facts = any_facts(&draft, &ledger, &seed);
        let denied = matches!(decide(&facts, noon()), Verdict::Deny { .. });
        let to_shop = matches!(draft.recipient, Recipient::Shop { .. });
        prop_assert!(denied || to_shop);
    }

    #[test]
    fn what_is_held_may_go_when_the_hold_is_over(
        draft in any_draft(),
        granted in -2..48_i64,
        seed in any_seed(),
    ) {
        let ledger = ledger(&draft, &[(true, true, granted)]);
        let facts = any_facts(&draft, &ledger, &seed);
        if let Verdict::Hold { until, reasons } = decide(&facts, noon()) {
            prop_assert!(until > noon() && until < draft.expires && !reasons.is_empty());
            let then = decide(&facts, until);
            let allowed = matches!(then, Verdict::Allow(_));
            prop_assert!(allowed, "{:?}", then);
        }
    }

    #[test]
    fn a_fact_that_is_missing_never_allows(draft in any_draft(), seed in any_seed()) {
        let agreed = ledger(&draft, &[(true, true, 47)]);
        let denies = |change: fn(&mut Facts<'_>)| {
            let mut facts = any_facts(&draft, &agreed, &seed);
            facts.shop_address = None;
            change(&mut facts);
            matches!(decide(&facts, noon()), Verdict::Deny { .. })
        };
        prop_assert!(denies(|facts| facts.ledger = &EMPTY));
        match draft.channel {
            Channel::Sms => {
                prop_assert!(denies(|facts| facts.clocks.clear()));
                prop_assert!(denies(|facts| facts.sender = None));
            }
            Channel::WhatsApp => prop_assert!(denies(|facts| facts.whatsapp = WhatsApp::default())),
            Channel::Chat | Channel::Email => {}
        }
    }

    #[test]
    fn what_a_shop_asks_for_never_allows_more(
        draft in any_draft(),
        granted in 0..48_i64,
        seed in any_seed(),
        wishes in any_seed(),
    ) {
        let ledger = ledger(&draft, &[(true, true, granted)]);
        let mut facts = any_facts(&draft, &ledger, &seed);
        facts.stricter = Stricter::default();
        let without = decide(&facts, noon());
        facts.stricter = stricter(&wishes);
        let with = decide(&facts, noon());
        match (without, with) {
            (Verdict::Allow(_), _) | (_, Verdict::Deny { .. }) => {}
            (Verdict::Hold { until: before, .. }, Verdict::Hold { until, .. }) => {
                prop_assert!(until >= before);
            }
            (without, with) => prop_assert!(false, "{:?} became {:?}", without, with),
        }
    }
}

fn any_seed() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 8)
}

static EMPTY: std::sync::LazyLock<Ledger> = std::sync::LazyLock::new(Ledger::default);
