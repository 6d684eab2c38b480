//! What a shop may ask for beyond the rules. That none of it allows more stands in `policy_always.rs`.

use crate::given::{agreed, noon};
use crate::policy::{allows, decided, denies, email, sms};
use shared::channel::{Channel, Purpose};
use shared::delivery::Draft;
use shared::policy::{
    Cap, CountryHours, Facts, Past, QuietRule, Reason, Rest, ShopHours, Stricter, Verdict,
};
use shared::time::{Instant, Offset, Span};

/// Decides about the draft with what the shop asks for, written as its settings would be.
#[track_caller]
fn check(draft: &Draft, asked: &str, past: &[Past], until: Instant, reasons: &[Reason]) {
    let verdict = decided(draft, &agreed(draft), |facts| {
        facts.stricter = serde_json::from_str(asked).unwrap();
        facts.past = past.to_vec();
    });
    let reasons = reasons.to_vec();
    assert_eq!(verdict, Verdict::Hold { until, reasons }, "{asked}");
}

const SHOP: [Reason; 1] = [Reason::QuietHours(QuietRule::Shop)];

#[test]
fn hours_by_country_hold_only_there() {
    let draft = sms(Purpose::Utility);
    let hours = r#"{"hours_in":[{"country":"DE","hours":{"opens":900,"closes":960}}]}"#;
    check(&draft, hours, &[], noon() + Span::hours(2), &SHOP);
    let elsewhere = hours.replace("DE", "AT");
    allows(&draft, &agreed(&draft), |facts| {
        facts.stricter = serde_json::from_str(&elsewhere).unwrap();
    });
    let unknown = hours.replace("DE", "XX");
    assert!(serde_json::from_str::<Stricter>(&unknown).is_err());
    assert!(serde_json::from_str::<Stricter>(r#"{"sundays":true}"#).is_err());
}

#[test]
fn no_sundays_and_no_holidays_hold_back_what_sells_by_e_mail_too() {
    let sunday = noon() + Span::days(6);
    let monday = sunday + Span::hours(11);
    for (purpose, until) in [(Purpose::Marketing, monday), (Purpose::Utility, sunday)] {
        let draft = Draft {
            due: sunday,
            expires: sunday + Span::days(3),
            ..email(purpose)
        };
        let mut reasons = vec![Reason::NotDue];
        if until > sunday {
            reasons.extend(SHOP);
        }
        check(&draft, r#"{"rest":"sundays"}"#, &[], until, &reasons);
    }
    // Christmas, Saint Stephen's, a Sunday.
    let christmas = noon() + Span::days(32);
    let draft = Draft {
        due: christmas,
        expires: christmas + Span::days(9),
        ..email(Purpose::Marketing)
    };
    let verdict = decided(&draft, &agreed(&draft), |facts| {
        facts.places = vec![shared::place::Place::country("DE".parse().unwrap())];
        facts.stricter.rest = Rest::SundaysAndHolidays;
    });
    let until = christmas + Span::days(2) + Span::hours(11);
    let reasons = vec![Reason::NotDue, SHOP[0]];
    assert_eq!(verdict, Verdict::Hold { until, reasons });
}

fn sold(channel: Channel, ago: Span) -> Past {
    Past {
        draft: format!("d{}", ago.0).parse().unwrap(),
        channel,
        purpose: Purpose::Marketing,
        at: Instant(noon().0 - ago.0),
    }
}

#[test]
fn caps_and_pauses_are_kept_where_they_are_stricter() {
    let draft = email(Purpose::Marketing);
    let past = |days| sold(Channel::Email, Span::days(days));
    let tomorrow = noon() + Span::days(1);
    let total = [Reason::TotalCapReached];
    let two = r#"{"marketing_a_week":2}"#;
    check(&draft, two, &[past(2), past(6)], tomorrow, &total);
    let pause = [Reason::TooSoonAfterAnother];
    let three_days = format!(r#"{{"marketing_gap":{}}}"#, Span::days(3).0);
    check(&draft, &three_days, &[past(2)], tomorrow, &pause);
    denies(&[Reason::CapIsZero], &draft, &agreed(&draft), |facts| {
        facts.stricter.marketing_a_week = Some(0);
    });
}

#[test]
fn looser_caps_and_pauses_change_nothing() {
    let draft = email(Purpose::Marketing);
    let loose = r#"{"caps":[{"channel":"email","purpose":"marketing","week":50}],"marketing_a_week":50,"marketing_gap":0}"#;
    let past = |days| sold(Channel::Email, Span::days(days));
    let two_days = noon() + Span::days(2);
    let cap = [Reason::CapReached];
    let filled = [past(3), past(4), past(5)];
    check(&draft, loose, &filled, two_days, &cap);
    let elsewhere = |days| sold(Channel::WhatsApp, Span::days(days));
    let total = [Reason::TotalCapReached];
    let spread = [past(2), past(3), elsewhere(4), elsewhere(5)];
    check(&draft, loose, &spread, two_days, &total);
    let pause = [Reason::TooSoonAfterAnother];
    let just_now = [sold(Channel::Sms, Span::hours(1))];
    let until = noon() + Span::hours(23);
    check(&draft, loose, &just_now, until, &pause);
}

#[test]
fn a_shops_wishes_travel_as_json() {
    let wishes = Stricter {
        hours: None,
        hours_in: vec![CountryHours {
            country: "CH".parse().unwrap(),
            hours: ShopHours {
                opens: 540,
                closes: 1080,
            },
        }],
        rest: Rest::SundaysAndHolidays,
        off: vec![Channel::WhatsApp],
        caps: vec![Cap {
            channel: Channel::Sms,
            purpose: Purpose::Utility,
            week: 2,
        }],
        marketing_a_week: Some(1),
        marketing_gap: Some(Span::days(2)),
        sms_segments: Some(2),
    };
    let json = serde_json::to_string(&wishes).unwrap();
    assert_eq!(serde_json::from_str::<Stricter>(&json).unwrap(), wishes);
    assert_eq!(
        serde_json::from_str::<Stricter>("{}").unwrap(),
        Stricter::default()
    );
}

#[test]
fn hours_of_the_shop_and_of_the_country_hold_together() {
    let draft = sms(Purpose::Utility);
    let never = |facts: &mut Facts<'_>| {
        facts.clocks = vec![("Europe/Berlin".into(), Offset(60))];
        let hours = |opens, closes| ShopHours { opens, closes };
        facts.stricter.hours = Some(hours(540, 600));
        facts.stricter.hours_in = vec![CountryHours {
            country: "DE".parse().unwrap(),
            hours: hours(600, 660),
        }];
    };
    denies(&[Reason::NoCommonHour], &draft, &agreed(&draft), never);
}
