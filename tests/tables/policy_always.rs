//! What holds of every decision, whatever the facts.

use crate::given::{draft, entry, facts, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger};
use shared::delivery::{Draft, Recipient};
use shared::policy::{Facts, Past, ShopHours, Verdict, decide, zones_needed};
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
    ]);
    let hours = (-48..48_i64, 1..96_i64);
    (channel, purpose, to, hours, any::<bool>()).prop_map(
        |(channel, purpose, to, (due, life), to_shop)| {
            let mut draft = draft(channel, purpose, to);
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

/// Facts with some clocks known and some not, perhaps the shop's own hours, and some messages of the last week.
fn any_facts(draft: &Draft, ledger: &Ledger, seed: &[u16], check: impl FnOnce(&Facts<'_>)) {
    let mut facts = facts(draft, ledger);
    let number = |index: usize| seed.get(index).copied().unwrap_or(0);
    for (index, zone) in zones_needed(draft, &[]).into_iter().enumerate() {
        if number(index) % 8 != 0 {
            let offset = i16::try_from(number(index) % 1500).unwrap() - 720;
            facts.clocks.push((zone.into(), Offset(offset)));
        }
    }
    if number(3) % 3 == 0 {
        let opens = number(3) % 1440;
        let closes = number(4) % 1441;
        facts.shop_hours = Some(ShopHours { opens, closes });
    }
    let hours = |index: u16| Span::hours(i64::from(number(6) / (index + 1) % 168));
    facts.past = (0..number(5) % 5)
        .map(|index| Past {
            draft: format!("d{index}").parse().unwrap(),
            channel: draft.channel,
            purpose: draft.purpose,
            at: Instant(noon().0 - hours(index).0),
        })
        .collect();
    if number(7) % 4 == 0 {
        facts.shop_address = Some(draft.recipient.address().clone());
    }
    check(&facts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn nothing_is_allowed_without_a_grant_but_service_to_the_shop(
        draft in any_draft(),
        entries in any_entries(),
        seed in prop::collection::vec(any::<u16>(), 8),
    ) {
        let ledger = ledger(&draft, &entries);
        any_facts(&draft, &ledger, &seed, |facts| {
            if let Verdict::Allow(permit) = decide(facts, noon()) {
                let own = facts.shop_address.as_ref() == Some(draft.recipient.address());
                match draft.recipient {
                    Recipient::Shop { .. } => assert!(own && draft.purpose == Purpose::Service),
                    Recipient::Shopper { .. } => {
                        let sms = draft.channel == Channel::Sms;
                        assert!(!sms || draft.recipient.address().place().is_some());
                        let grant = ledger.granted(draft.channel, draft.purpose).unwrap();
                        assert_eq!(Some(&grant.id), permit.grant());
                        assert_eq!(&grant.address, draft.recipient.address());
                    }
                }
            }
        });
    }

    #[test]
    fn nothing_is_allowed_or_held_after_a_withdrawal(
        draft in any_draft(),
        entries in any_entries(),
        seed in prop::collection::vec(any::<u16>(), 8),
    ) {
        let mut ledger = ledger(&draft, &entries);
        ledger.record(entry("last", Kind::Withdrawal, &draft, noon()));
        any_facts(&draft, &ledger, &seed, |facts| {
            let denied = matches!(decide(facts, noon()), Verdict::Deny { .. });
            assert!(denied || matches!(draft.recipient, Recipient::Shop { .. }));
        });
    }

    #[test]
    fn what_is_held_may_go_when_the_hold_is_over(
        draft in any_draft(),
        granted in 0..48_i64,
        seed in prop::collection::vec(any::<u16>(), 8),
    ) {
        let ledger = ledger(&draft, &[(true, true, granted)]);
        any_facts(&draft, &ledger, &seed, |facts| {
            if let Verdict::Hold { until, reasons } = decide(facts, noon()) {
                assert!(until > noon() && until < draft.expires && !reasons.is_empty());
                let then = decide(facts, until);
                assert!(matches!(then, Verdict::Allow(_)), "{then:?}");
            }
        });
    }

    #[test]
    fn a_fact_that_is_missing_never_allows(
        draft in any_draft(),
        seed in prop::collection::vec(any::<u16>(), 8),
    ) {
        let agreed = ledger(&draft, &[(true, true, 47)]);
        any_facts(&draft, &agreed, &seed, |facts| {
            let mut facts = facts.clone();
            facts.ledger = &EMPTY;
            facts.shop_address = None;
            assert!(matches!(decide(&facts, noon()), Verdict::Deny { .. }));
            if draft.channel == Channel::Sms {
                facts.ledger = &agreed;
                facts.clocks.clear();
                assert!(matches!(decide(&facts, noon()), Verdict::Deny { .. }));
            }
        });
    }
}

static EMPTY: std::sync::LazyLock<Ledger> = std::sync::LazyLock::new(Ledger::default);
