//! Rows at the very edge of a rule, where a `<` for a `<=` would be seen, and what a permit tells.

use crate::given::{address, agreed, entry, noon, template};
use crate::policy::{decided, email, sms, whatsapp};
use shared::channel::{Channel, Purpose};
use shared::consent::{Kind, Ledger};
use shared::delivery::{Draft, Message, Recipient};
use shared::place::Place;
use shared::policy::{Facts, QuietRule, Reason, Verdict, WhatsApp};
use shared::time::{Offset, Span};

/// Decides at noon about a draft that was agreed to so long after noon; what stands against it, if anything.
#[track_caller]
fn check(draft: &Draft, agreed: Span, change: impl FnOnce(&mut Facts<'_>), expected: &[Reason]) {
    let ledger = Ledger::of([entry("grant-1", Kind::Grant, draft, noon() + agreed)]);
    let found = match decided(draft, &ledger, change) {
        Verdict::Allow(_) => Vec::new(),
        Verdict::Hold { reasons, .. } | Verdict::Deny { reasons } => reasons,
    };
    assert_eq!(found, expected);
}

fn at_night(facts: &mut Facts<'_>) {
    facts.clocks = vec![("Europe/Berlin".into(), Offset(11 * 60))];
}

const LONG_AGO: Span = Span::days(-365);

#[test]
fn a_draft_that_is_due_this_moment_waits_for_the_night_alone() {
    let due = Draft {
        due: noon(),
        ..sms(Purpose::Marketing)
    };
    check(&due, LONG_AGO, |_| (), &[]);
    let night = [Reason::QuietHours(QuietRule::Germany)];
    check(&due, LONG_AGO, at_night, &night);
}

#[test]
fn a_draft_that_is_due_within_the_first_minute_of_the_day_waits_for_that_alone() {
    let morning = noon() + Span::hours(19);
    let due = Draft {
        due: morning + Span::seconds(30),
        ..sms(Purpose::Marketing)
    };
    check(&due, LONG_AGO, |_| (), &[Reason::NotDue]);
}

#[test]
fn an_e_mail_needs_no_clock_where_nobody_asks_for_hours() {
    let draft = email(Purpose::Utility);
    let unknown = |facts: &mut Facts<'_>| {
        facts.places = vec![Place::country("DE".parse().unwrap())];
        facts.clocks.clear();
    };
    check(&draft, LONG_AGO, unknown, &[]);
}

#[test]
fn how_to_stop_may_stand_in_brackets_and_between_line_ends() {
    for text in [
        "Fernwood: -10 % (reply STOP to opt out)",
        "Fernwood: -10 %\nopt\n out: STOP",
    ] {
        let draft = Draft {
            message: Message::Sms { text: text.into() },
            language: Some("en".into()),
            ..sms(Purpose::Marketing)
        };
        check(&draft, LONG_AGO, |_| (), &[]);
    }
}

#[test]
fn a_grant_by_another_clock_counts_up_to_a_minute_ahead() {
    let draft = email(Purpose::Utility);
    check(&draft, Span::minutes(1), |_| (), &[]);
    check(&draft, Span(60_001), |_| (), &[Reason::NotYetGranted]);
}

#[test]
fn a_shopper_who_wrote_an_hour_ago_or_ahead_no_longer_waits() {
    let draft = whatsapp(Purpose::Utility);
    let heard = |after: Span| {
        move |facts: &mut Facts<'_>| {
            at_night(facts);
            facts.whatsapp = WhatsApp {
                heard: Some(noon() + after),
                template: Some(template(Purpose::Utility)),
            };
        }
    };
    check(&draft, LONG_AGO, heard(Span::minutes(-59)), &[]);
    let night = [Reason::QuietHours(QuietRule::Elsewhere)];
    check(&draft, LONG_AGO, heard(Span::hours(-1)), &night);
    check(&draft, LONG_AGO, heard(Span::hours(1)), &night);
}

#[test]
fn a_permit_is_for_one_draft_as_it_was_and_for_two_minutes() {
    let draft = email(Purpose::Utility);
    let Verdict::Allow(permit) = decided(&draft, &agreed(&draft), |_| ()) else {
        panic!("it is allowed");
    };
    let told = (permit.draft(), permit.channel(), permit.recipient());
    assert_eq!(told, (&draft.id, draft.channel, &draft.recipient));
    assert_eq!(permit.decided(), noon());
    assert_eq!(permit.expires(), noon() + Span::minutes(2));
    assert!(permit.covers(&draft, noon() + Span(119_999)));
    assert!(!permit.covers(&draft, permit.expires()));
    let other = [
        Draft {
            id: "c1:other".parse().unwrap(),
            ..draft.clone()
        },
        Draft {
            channel: Channel::Sms,
            ..draft.clone()
        },
        Draft {
            purpose: Purpose::Service,
            ..draft.clone()
        },
        Draft {
            recipient: Recipient::Shopper {
                address: address("bob@example.com"),
            },
            ..draft.clone()
        },
        Draft {
            recipient: Recipient::Shop {
                address: draft.recipient.address().clone(),
            },
            ..draft.clone()
        },
    ];
    for draft in other {
        assert!(!permit.covers(&draft, noon()), "{draft:?}");
    }
    let short = Draft {
        expires: noon() + Span::minutes(1),
        ..draft
    };
    let Verdict::Allow(permit) = decided(&short, &agreed(&short), |_| ()) else {
        panic!("it is allowed");
    };
    assert_eq!(permit.expires(), short.expires);
}
