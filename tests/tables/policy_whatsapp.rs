//! What WhatsApp takes: free text within its day, approved templates that fit, and none that sell to the United States.

use crate::given::{address, agreed, at, draft, noon, template};
use crate::policy::{decided, whatsapp};
use serde_json::json;
use shared::channel::{Channel, Purpose};
use shared::consent::Ledger;
use shared::delivery::{Draft, Message, Recipient};
use shared::inbound::{Item, items};
use shared::policy::{Approval, Category, Facts, Reason, Verdict, zones_needed};
use shared::time::{Instant, Offset, Span};

const TEXAS: &str = "+15125550100";

/// Decides at noon by every clock, and looks at the reasons only; none when it may go.
#[track_caller]
fn check(draft: &Draft, change: impl FnOnce(&mut Facts<'_>), expected: &[Reason]) {
    let verdict = decided(draft, &agreed(draft), |facts| {
        let zones = zones_needed(draft, &[]).into_iter();
        facts.clocks = zones.map(|zone| (zone.into(), Offset(60))).collect();
        change(facts);
    });
    match verdict {
        Verdict::Allow(_) => assert_eq!(expected, [], "{draft:?}"),
        Verdict::Deny { reasons } | Verdict::Hold { reasons, .. } => {
            assert_eq!(reasons, expected, "{draft:?}");
        }
    }
}

fn free_text(purpose: Purpose, to: &str) -> Draft {
    Draft {
        message: Message::WhatsApp {
            text: "Yes, it comes in size M.".into(),
            template: None,
        },
        ..draft(Channel::WhatsApp, purpose, to)
    }
}

fn heard(ago: Span) -> impl FnOnce(&mut Facts<'_>) {
    move |facts| facts.whatsapp.heard = Some(Instant(noon().0 - ago.0))
}

#[test]
fn free_text_goes_within_a_day_of_the_shoppers_last_message() {
    let draft = free_text(Purpose::Service, "+491701234567");
    let closed = [Reason::NoApprovedTemplate];
    check(&draft, heard(Span::minutes(24 * 60 - 1)), &[]);
    check(&draft, heard(Span::hours(24)), &closed);
    check(&draft, |_| {}, &closed);
    // A message from the future tells that a clock is wrong.
    check(&draft, heard(Span::seconds(-60)), &[]);
    check(&draft, heard(Span::seconds(-61)), &closed);
    // An answer that a shopper in Texas waits for is no template.
    check(
        &free_text(Purpose::Service, TEXAS),
        heard(Span::hours(2)),
        &[],
    );
}

/// A reply as the records of WhatsApp tell it, with this date.
#[track_caller]
fn reply(date: &str) -> Item {
    let record = json!({"events": [{"contactNumber": "491701234567", "date": date, "messageId": "m1", "event": "reply",
        "body": "Does it come in size M?", "senderNumber": "4930123456"}]});
    items(record.to_string().as_bytes()).unwrap().remove(0)
}

#[test]
fn a_reply_opens_the_day_from_its_own_time_whenever_it_is_found() {
    let draft = free_text(Purpose::Service, "+491701234567");
    let (open, closed) = (&[][..], &[Reason::NoApprovedTemplate][..]);
    for (date, written, reasons) in [
        (
            "2026-11-22T12:00:01.000Z",
            Some(at("2026-11-22 12:00") + Span::seconds(1)),
            open,
        ),
        ("2026-11-22T12:00:00Z", Some(at("2026-11-22 12:00")), closed),
        // From a clock that is ahead: no later than it is found.
        ("2026-11-23T12:00:30Z", Some(noon()), open),
        ("2026-11-24T09:00:00Z", Some(noon()), open),
        // Found now, and perhaps days old.
        ("lately", None, closed),
        ("", None, closed),
    ] {
        let found = reply(date).written(noon());
        assert_eq!(found, written, "{date}");
        check(&draft, |facts| facts.whatsapp.heard = found, reasons);
    }
}

#[test]
fn a_permit_for_free_text_ends_with_the_day() {
    let draft = free_text(Purpose::Service, "+491701234567");
    let change = heard(Span::seconds(24 * 3600 - 30));
    let Verdict::Allow(permit) = decided(&draft, &agreed(&draft), change) else {
        panic!("half a minute is left");
    };
    assert_eq!(permit.expires(), noon() + Span::seconds(30));
}

#[test]
fn free_text_that_would_wait_beyond_the_day_is_denied() {
    let draft = Draft {
        due: noon() + Span::hours(3),
        ..free_text(Purpose::Service, "+491701234567")
    };
    let reasons = [Reason::NotDue, Reason::WindowClosesFirst];
    check(&draft, heard(Span::hours(21)), &reasons);
    check(&draft, heard(Span::hours(20)), &[Reason::NotDue]);
}

#[test]
fn an_answer_within_the_hour_goes_at_night_and_later_it_waits() {
    let draft = free_text(Purpose::Service, "+491701234567");
    for (ago, goes) in [(Span::minutes(59), true), (Span::hours(1), false)] {
        let verdict = decided(&draft, &agreed(&draft), |facts| {
            facts.clocks = vec![("Europe/Berlin".into(), Offset(10 * 60))];
            heard(ago)(facts);
        });
        assert_eq!(matches!(verdict, Verdict::Allow(_)), goes, "{verdict:?}");
    }
}

#[test]
fn a_template_is_known_approved_and_fits_its_purpose() {
    let unfit = [Reason::TemplateDoesNotFit];
    for (purpose, category, reasons) in [
        (Purpose::Marketing, Category::Marketing, &[][..]),
        (Purpose::Marketing, Category::Utility, &unfit),
        (Purpose::Marketing, Category::Authentication, &unfit),
        (Purpose::Utility, Category::Marketing, &unfit),
        (Purpose::Utility, Category::Utility, &[]),
        (Purpose::Utility, Category::Authentication, &[]),
        (Purpose::Service, Category::Marketing, &unfit),
        (Purpose::Service, Category::Utility, &[]),
    ] {
        let change = |facts: &mut Facts<'_>| {
            facts
                .whatsapp
                .template
                .iter_mut()
                .for_each(|known| known.category = category);
        };
        check(&whatsapp(purpose), change, reasons);
    }
    for approval in [Approval::Pending, Approval::Rejected, Approval::Paused] {
        let change = |facts: &mut Facts<'_>| {
            facts
                .whatsapp
                .template
                .iter_mut()
                .for_each(|known| known.approval = approval);
        };
        check(
            &whatsapp(Purpose::Utility),
            change,
            &[Reason::TemplateNotApproved],
        );
    }
    let unknown = [Reason::UnknownTemplate];
    check(
        &whatsapp(Purpose::Utility),
        |facts| facts.whatsapp.template = None,
        &unknown,
    );
    let other = |facts: &mut Facts<'_>| {
        let mut other = template(Purpose::Utility);
        other.id = "another".parse().unwrap();
        facts.whatsapp.template = Some(other);
    };
    check(&whatsapp(Purpose::Utility), other, &unknown);
}

#[test]
fn no_template_that_sells_goes_to_the_united_states() {
    let no = [Reason::MarketingToUnitedStates];
    for (to, reasons) in [
        (TEXAS, &no[..]),
        ("+12125550100", &no),
        ("+19075550100", &no),
        // Puerto Rico and Guam: territories, which Meta may or may not count.
        ("+17875550100", &no),
        ("+16715550100", &no),
        // Canada, Jamaica, the Dominican Republic, Mexico, Germany.
        ("+14165550100", &[]),
        ("+18765550100", &[]),
        ("+18095550100", &[]),
        ("+525512345678", &[]),
        ("+491701234567", &[]),
        // Toll-free and unassigned area codes tell no place.
        ("+18005550100", &[Reason::UnknownPlace, no[0]]),
        ("+15555550100", &[Reason::UnknownPlace, no[0]]),
    ] {
        check(
            &draft(Channel::WhatsApp, Purpose::Marketing, to),
            |_| {},
            reasons,
        );
    }
    check(
        &draft(Channel::WhatsApp, Purpose::Utility, TEXAS),
        |_| {},
        &[],
    );
    // A template that sells is marketing, whatever its draft says.
    check(
        &draft(Channel::WhatsApp, Purpose::Utility, TEXAS),
        |facts| facts.whatsapp.template = Some(template(Purpose::Marketing)),
        &[Reason::TemplateDoesNotFit, no[0]],
    );
}

#[test]
fn a_permission_for_another_purpose_carries_no_template() {
    for (wanted, agreed_to) in [
        (Purpose::Utility, Purpose::Marketing),
        (Purpose::Marketing, Purpose::Utility),
    ] {
        let ledger = agreed(&whatsapp(agreed_to));
        for category in [Category::Marketing, Category::Utility] {
            let verdict = decided(&whatsapp(wanted), &ledger, |facts| {
                facts
                    .whatsapp
                    .template
                    .iter_mut()
                    .for_each(|known| known.category = category);
            });
            let Verdict::Deny { reasons } = verdict else {
                panic!("{wanted:?} on a grant for {agreed_to:?}");
            };
            assert!(reasons.contains(&Reason::NoGrant), "{reasons:?}");
        }
    }
}

#[test]
fn the_shop_itself_gets_no_free_text_outside_the_day_either() {
    let address = address("+491701234567");
    let draft = Draft {
        recipient: Recipient::Shop {
            address: address.clone(),
        },
        ..free_text(Purpose::Service, "+491701234567")
    };
    let verdict = decided(&draft, &Ledger::default(), |facts| {
        facts.shop_address = Some(address);
    });
    let reasons = vec![Reason::NoApprovedTemplate];
    assert_eq!(verdict, Verdict::Deny { reasons });
}
