//! What may be sent to whom: rows of facts and their verdicts. The hours of text messages stand in `hours.txt`, what
//! holds for every row in `policy_always.rs`, when a message may go in `policy_when.rs`, and what text messages and
//! WhatsApp ask for in `policy_sms.rs` and `policy_whatsapp.rs`.

use crate::given::{address, agreed, draft, entry, facts, noon};
use shared::channel::{Channel, Purpose};
use shared::consent::{Kind, Ledger};
use shared::delivery::{Draft, Recipient};
use shared::policy::{Facts, QuietRule, Reason, Suppression, Verdict, decide};
use shared::time::{Offset, Span};

pub(crate) const ALICE: &str = "alice@example.com";
const BERLIN: &str = "+491701234567";

pub(crate) fn email(purpose: Purpose) -> Draft {
    draft(Channel::Email, purpose, ALICE)
}

pub(crate) fn sms(purpose: Purpose) -> Draft {
    draft(Channel::Sms, purpose, BERLIN)
}

pub(crate) fn whatsapp(purpose: Purpose) -> Draft {
    draft(Channel::WhatsApp, purpose, BERLIN)
}

fn to_shop(purpose: Purpose, to: &str) -> Draft {
    let address = address(to);
    Draft {
        recipient: Recipient::Shop { address },
        ..email(purpose)
    }
}

/// Decides at `noon`, with Berlin's clock, about facts in which only what `change` does stands against the draft.
pub(crate) fn decided(
    draft: &Draft,
    ledger: &Ledger,
    change: impl FnOnce(&mut Facts<'_>),
) -> Verdict {
    let mut facts = facts(draft, ledger);
    facts.clocks.push(("Europe/Berlin".into(), Offset(60)));
    change(&mut facts);
    decide(&facts, noon())
}

#[track_caller]
pub(crate) fn allows(draft: &Draft, ledger: &Ledger, change: impl FnOnce(&mut Facts<'_>)) {
    let verdict = decided(draft, ledger, change);
    assert!(matches!(verdict, Verdict::Allow(_)), "{verdict:?}");
}

#[track_caller]
pub(crate) fn denies(
    reasons: &[Reason],
    draft: &Draft,
    ledger: &Ledger,
    change: impl FnOnce(&mut Facts<'_>),
) {
    let reasons = reasons.to_vec();
    assert_eq!(decided(draft, ledger, change), Verdict::Deny { reasons });
}

pub(crate) fn as_given(_: &mut Facts<'_>) {}

#[test]
fn an_agreed_message_may_go() {
    for purpose in [Purpose::Marketing, Purpose::Utility, Purpose::Service] {
        for draft in [email(purpose), sms(purpose), whatsapp(purpose)] {
            allows(&draft, &agreed(&draft), as_given);
        }
    }
}

#[test]
fn nothing_goes_to_a_shopper_who_did_not_agree() {
    for purpose in [Purpose::Marketing, Purpose::Utility, Purpose::Service] {
        for draft in [email(purpose), sms(purpose), whatsapp(purpose)] {
            denies(&[Reason::NoGrant], &draft, &Ledger::default(), as_given);
        }
    }
}

#[test]
fn agreement_does_not_carry_over_to_another_purpose_channel_or_address() {
    let wanted = sms(Purpose::Marketing);
    for (other, reason) in [
        (sms(Purpose::Utility), Reason::NoGrant),
        (email(Purpose::Marketing), Reason::NoGrant),
        (
            draft(Channel::Sms, Purpose::Marketing, "+491701111111"),
            Reason::GrantForAnotherAddress,
        ),
    ] {
        denies(&[reason], &wanted, &agreed(&other), as_given);
    }
}

#[test]
fn nothing_goes_after_a_withdrawal() {
    for draft in [email(Purpose::Marketing), sms(Purpose::Utility)] {
        let mut ledger = agreed(&draft);
        let withdrawn = noon() + Span::minutes(-1);
        ledger.record(entry("stop-1", Kind::Withdrawal, &draft, withdrawn));
        denies(&[Reason::Withdrawn], &draft, &ledger, as_given);
    }
}

#[test]
fn the_shop_gets_service_messages_at_its_own_address_without_consent() {
    let none = Ledger::default();
    let own = "help@fernwood.example";
    allows(&to_shop(Purpose::Service, own), &none, as_given);
    denies(
        &[Reason::NotForTheShop],
        &to_shop(Purpose::Marketing, own),
        &none,
        as_given,
    );
    denies(
        &[Reason::NotForTheShop],
        &to_shop(Purpose::Utility, own),
        &none,
        as_given,
    );
    let stranger = to_shop(Purpose::Service, ALICE);
    denies(&[Reason::NotTheShopsAddress], &stranger, &none, as_given);
    denies(
        &[Reason::NotTheShopsAddress],
        &to_shop(Purpose::Service, own),
        &none,
        |facts| {
            facts.shop_address = None;
        },
    );
}

#[test]
fn a_suppressed_address_gets_nothing_even_if_it_agreed() {
    for (suppression, reason) in [
        (Suppression::Bounced, Reason::Bounced),
        (Suppression::Complained, Reason::Complained),
        (Suppression::Blocklisted, Reason::Blocklisted),
    ] {
        for draft in [email(Purpose::Utility), sms(Purpose::Marketing)] {
            let to = draft.recipient.address().clone();
            denies(&[reason], &draft, &agreed(&draft), |facts| {
                facts.suppressed.push((to, suppression));
            });
            allows(&draft, &agreed(&draft), |facts| {
                facts
                    .suppressed
                    .push((address("bob@example.com"), suppression));
            });
        }
    }
}

#[test]
fn a_channel_carries_only_what_is_made_for_it() {
    let to_email = Draft {
        message: email(Purpose::Utility).message,
        ..sms(Purpose::Utility)
    };
    let to_phone = Draft {
        channel: Channel::Email,
        ..draft(Channel::Email, Purpose::Utility, BERLIN)
    };
    let by_whatsapp = Draft {
        message: sms(Purpose::Utility).message,
        ..whatsapp(Purpose::Utility)
    };
    let as_sms = Draft {
        message: whatsapp(Purpose::Utility).message,
        ..sms(Purpose::Utility)
    };
    for draft in [to_email, to_phone, by_whatsapp, as_sms] {
        denies(&[Reason::WrongAddress], &draft, &agreed(&draft), as_given);
    }
    let chat = draft(Channel::Chat, Purpose::Service, ALICE);
    denies(&[Reason::NotADelivery], &chat, &agreed(&chat), as_given);
}

#[test]
fn a_channel_that_the_shop_turned_off_reaches_no_shopper() {
    for draft in [email(Purpose::Utility), sms(Purpose::Service)] {
        denies(&[Reason::ChannelOff], &draft, &agreed(&draft), |facts| {
            facts.stricter.off = vec![Channel::Sms, Channel::Email];
        });
    }
    let own = to_shop(Purpose::Service, "help@fernwood.example");
    allows(&own, &Ledger::default(), |facts| {
        facts.stricter.off = vec![Channel::Email];
    });
}

#[test]
fn every_reason_against_a_draft_is_named() {
    let draft = Draft {
        expires: noon(),
        ..email(Purpose::Marketing)
    };
    let expected = [Reason::Expired, Reason::Bounced, Reason::NoGrant];
    denies(&expected, &draft, &Ledger::default(), |facts| {
        facts
            .suppressed
            .push((address(ALICE), Suppression::Bounced));
    });
}

#[test]
fn a_permit_is_for_one_draft_and_soon_over() {
    let draft = email(Purpose::Utility);
    let Verdict::Allow(permit) = decided(&draft, &agreed(&draft), as_given) else {
        panic!("an agreed message may go");
    };
    assert!(permit.covers(&draft, noon()));
    assert!(!permit.covers(&draft, noon() + Span::minutes(2)));
    assert_eq!(
        permit.grant().map(shared::id::ConsentId::as_str),
        Some("grant-1")
    );
    let other = |change: fn(&mut Draft)| {
        let mut other = draft.clone();
        change(&mut other);
        other
    };
    for other in [
        other(|draft| draft.id = "c2:follow-up".parse().unwrap()),
        other(|draft| draft.channel = Channel::Sms),
        other(|draft| draft.purpose = Purpose::Marketing),
        other(|draft| {
            let address = address("bob@example.com");
            draft.recipient = Recipient::Shopper { address };
        }),
    ] {
        assert!(!permit.covers(&other, noon()), "{other:?}");
    }
}

#[test]
fn a_verdict_travels_as_json() {
    let draft = email(Purpose::Utility);
    let held = Verdict::Hold {
        until: noon(),
        reasons: vec![Reason::NotDue, Reason::QuietHours(QuietRule::Texas)],
    };
    for verdict in [decided(&draft, &agreed(&draft), as_given), held] {
        let json = serde_json::to_string(&verdict).unwrap();
        assert_eq!(
            serde_json::from_str::<Verdict>(&json).unwrap(),
            verdict,
            "{json}"
        );
    }
}
