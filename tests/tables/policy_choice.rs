//! On which channel a follow-up goes, and why.

use crate::consent_confirm::{MARKETING, grant};
use crate::given::{agreed, draft, noon};
use shared::channel::{Channel, Purpose};
use shared::consent::{Kind, Ledger, Rules};
use shared::policy::{
    Because, Choice, Matter, Reach, Reason, Stricter, Suppression, Urgency, choose_channel,
};
use shared::time::Span;
use std::sync::LazyLock;

const ALL: [Channel; 3] = [Channel::Email, Channel::WhatsApp, Channel::Sms];
static NOTHING: LazyLock<Stricter> = LazyLock::new(Stricter::default);

fn address_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Email | Channel::Chat => "alice@example.com",
        Channel::Sms | Channel::WhatsApp => "+491701234567",
    }
}

fn ledger(channels: &[Channel]) -> Ledger {
    let drafts = channels
        .iter()
        .map(|channel| draft(*channel, Purpose::Utility, address_of(*channel)));
    Ledger::of(drafts.enumerate().map(|(index, draft)| {
        let id = format!("grant-{index}");
        crate::given::entry(&id, Kind::Grant, &draft, noon())
    }))
}

fn reach(ledger: &Ledger) -> Reach<'_> {
    Reach {
        ledger,
        suppressed: &[],
        stricter: &NOTHING,
        offered: &ALL,
        preferred: None,
        purpose: Purpose::Utility,
        matter: Matter::Short,
        urgency: Urgency::Later,
    }
}

#[track_caller]
fn check(reach: &Reach<'_>, expected: (Channel, Because)) {
    let (channel, because) = expected;
    let address = crate::given::address(address_of(channel));
    let chosen = Choice::Channel {
        channel,
        address,
        because,
    };
    assert_eq!(choose_channel(reach), chosen, "{reach:?}");
}

#[track_caller]
fn check_none(reach: &Reach<'_>, because: [Reason; 3]) {
    let because = ALL.into_iter().zip(because).collect();
    assert_eq!(choose_channel(reach), Choice::None { because }, "{reach:?}");
}

#[test]
fn a_preference_comes_first_when_it_was_agreed_to() {
    let agreed = ledger(&[Channel::Email, Channel::Sms]);
    let preferring = |preferred, matter| Reach {
        preferred: Some(preferred),
        matter,
        ..reach(&agreed)
    };
    let sms = preferring(Channel::Sms, Matter::Long);
    check(&sms, (Channel::Sms, Because::Preferred));
    let never_agreed = preferring(Channel::WhatsApp, Matter::Long);
    check(&never_agreed, (Channel::Email, Because::Long));
    let chat = preferring(Channel::Chat, Matter::Short);
    check(&chat, (Channel::Email, Because::LeastIntrusive));
}

#[test]
fn the_only_consent_decides_whatever_the_message_is() {
    for channel in ALL {
        let ledger = ledger(&[channel]);
        for matter in [Matter::Short, Matter::Long, Matter::Comparison] {
            for urgency in [Urgency::Now, Urgency::Later] {
                let reach = Reach {
                    matter,
                    urgency,
                    ..reach(&ledger)
                };
                check(&reach, (channel, Because::OnlyConsent));
            }
        }
    }
}

#[test]
fn of_several_the_length_the_urgency_and_then_the_quiet_decide() {
    use Because::{Comparison, LeastIntrusive, Long, Urgent};
    use Channel::{Email, Sms, WhatsApp};
    for (agreed, matter, urgency, expected) in [
        (&ALL[..], Matter::Long, Urgency::Now, (Email, Long)),
        (&ALL, Matter::Comparison, Urgency::Now, (Email, Comparison)),
        (&ALL, Matter::Short, Urgency::Now, (WhatsApp, Urgent)),
        (&ALL, Matter::Short, Urgency::Later, (Email, LeastIntrusive)),
        (&[Email, Sms], Matter::Short, Urgency::Now, (Sms, Urgent)),
        (
            &[WhatsApp, Sms],
            Matter::Long,
            Urgency::Later,
            (WhatsApp, LeastIntrusive),
        ),
        (
            &[WhatsApp, Sms],
            Matter::Comparison,
            Urgency::Now,
            (WhatsApp, Urgent),
        ),
    ] {
        let ledger = ledger(agreed);
        let reach = Reach {
            matter,
            urgency,
            ..reach(&ledger)
        };
        check(&reach, expected);
    }
}

#[test]
fn without_an_open_channel_there_is_none_and_each_has_its_reason() {
    let nobody = Ledger::default();
    check_none(&reach(&nobody), [Reason::NoGrant; 3]);
    let mut withdrawn = ledger(&ALL);
    let sms = draft(Channel::Sms, Purpose::Utility, address_of(Channel::Sms));
    let later = noon() + Span::hours(1);
    withdrawn.record(crate::given::entry("stop", Kind::Withdrawal, &sms, later));
    let bounced = [(
        crate::given::address("alice@example.com"),
        Suppression::Bounced,
    )];
    let off = Stricter {
        off: vec![Channel::WhatsApp],
        ..Stricter::default()
    };
    let closed = Reach {
        suppressed: &bounced,
        stricter: &off,
        ..reach(&withdrawn)
    };
    let reasons = [Reason::Bounced, Reason::ChannelOff, Reason::Withdrawn];
    check_none(&closed, reasons);
    let all = ledger(&ALL);
    let unoffered = Reach {
        offered: &[],
        ..reach(&all)
    };
    check_none(&unoffered, [Reason::NotOffered; 3]);
    let marketing = agreed(&draft(
        Channel::Email,
        Purpose::Marketing,
        "alice@example.com",
    ));
    check_none(&reach(&marketing), [Reason::NoGrant; 3]);
}

/// The ledger of a shopper who agreed to e-mail that sells and has still to confirm it, and to what else.
fn waiting(beside: Option<Channel>) -> Ledger {
    let rules = Rules {
        now: Some(noon()),
        confirm_email: true,
    };
    let purpose = MARKETING.1;
    let beside = beside.map(|channel| {
        let draft = draft(channel, purpose, address_of(channel));
        crate::given::entry("beside", Kind::Grant, &draft, noon())
    });
    Ledger::of([grant()].into_iter().chain(beside)).under(rules)
}

fn to_sell(ledger: &Ledger) -> Reach<'_> {
    Reach {
        purpose: MARKETING.1,
        ..reach(ledger)
    }
}

#[test]
fn an_address_that_waits_to_be_confirmed_is_chosen_where_nothing_else_is_open() {
    let (alone, beside) = (waiting(None), waiting(Some(Channel::Sms)));
    check(&to_sell(&alone), (Channel::Email, Because::Unconfirmed));
    check(&to_sell(&beside), (Channel::Sms, Because::OnlyConsent));
}

#[test]
fn an_address_that_waits_to_be_confirmed_is_not_chosen_where_something_stands_against_it() {
    let ledger = waiting(None);
    let off = Stricter {
        off: vec![Channel::Email],
        ..Stricter::default()
    };
    let switched_off = Reach {
        stricter: &off,
        ..to_sell(&ledger)
    };
    let closed = |first| [first, Reason::NoGrant, Reason::NoGrant];
    check_none(&switched_off, closed(Reason::ChannelOff));
    let not_offered = Reach {
        offered: &[Channel::WhatsApp, Channel::Sms],
        ..to_sell(&ledger)
    };
    check_none(&not_offered, closed(Reason::NotOffered));
    let bounced = |address| [(crate::given::address(address), Suppression::Bounced)];
    let (own, of_another) = (bounced("alice@example.com"), bounced("bob@example.com"));
    let suppressed = Reach {
        suppressed: &own,
        ..to_sell(&ledger)
    };
    check_none(&suppressed, [Reason::NoGrant; 3]);
    let another = Reach {
        suppressed: &of_another,
        ..to_sell(&ledger)
    };
    check(&another, (Channel::Email, Because::Unconfirmed));
}

#[test]
fn the_chosen_channel_is_always_one_that_is_offered_and_agreed_to() {
    let subsets = |bits: usize| -> Vec<Channel> {
        let inside = |(index, _): &(usize, Channel)| bits >> index & 1 == 1;
        let all = ALL.into_iter().enumerate();
        all.filter(inside).map(|(_, channel)| channel).collect()
    };
    for case in 0..8 * 8 * 4 {
        let (agreed, offered) = (subsets(case % 8), subsets(case / 8 % 8));
        let ledger = ledger(&agreed);
        let reach = Reach {
            offered: &offered,
            preferred: ALL.get(case / 64).copied(),
            ..reach(&ledger)
        };
        let possible = |channel: &Channel| agreed.contains(channel) && offered.contains(channel);
        match choose_channel(&reach) {
            Choice::Channel { channel, .. } => assert!(possible(&channel), "{reach:?}"),
            Choice::None { .. } => assert!(!ALL.iter().any(possible), "{reach:?}"),
        }
    }
}
