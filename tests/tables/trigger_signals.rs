//! One row a signal and an audience: what has to be seen, who reads what, and the reason that is kept.

use crate::trigger::{NOW, check, facts, on_cart, rule, settings};
use shared::flow::{Flow, FlowDraft};
use shared::time::Span;
use shared::trigger::{Decision, Facts, Seen, Standing, evaluate, explain, named};
use shared::wire::document_v1::AudienceTextDraft;
use shared::wire::frame_v1::PageKind;
use shared::wire::settings_v1::{Audience, Condition, Pages, Rule, Settings};

/// One row a signal: when its condition holds, and when it does not. On a product page, at once.
#[track_caller]
fn check_signal(condition: &Condition, name: &str, rows: &[(Seen<'static>, bool)]) {
    for (seen, holds) in rows {
        let expected = if *holds {
            format!("signal product.{name}@any")
        } else {
            "wait".into()
        };
        check(&expected, |settings, facts| {
            settings.rules = vec![rule("signal", condition.clone(), &[])];
            facts.dwell = Span(0);
            facts.cart_count = 1;
            facts.seen = *seen;
        });
    }
}

fn seen(change: fn(&mut Seen<'static>)) -> Seen<'static> {
    let mut seen = Seen::default();
    change(&mut seen);
    seen
}

#[test]
fn each_signal_invites_when_it_was_seen_and_not_before() {
    type Flag = (Condition, &'static str, fn(&mut Seen<'static>));
    let flags: [Flag; 4] = [
        (Condition::ExitIntent, "exit", |seen| seen.exit = true),
        (Condition::SoldOut, "soldout", |seen| seen.sold_out = true),
        (Condition::EmptySearch, "nothing", |seen| {
            seen.empty_search = true;
        }),
        (Condition::DiscountFailed, "code", |seen| {
            seen.discount_failed = true;
        }),
    ];
    for (condition, name, change) in flags {
        let rows = [(Seen::default(), false), (seen(change), true)];
        check_signal(&condition, name, &rows);
    }
}

#[test]
fn what_is_counted_invites_from_its_number_on() {
    type Count = fn(&mut Seen<'static>, u32);
    let counts: [(Condition, &str, Count); 3] = [
        (
            Condition::VariantChanges { times: 3 },
            "variants",
            |seen, count| seen.variant_changes = count,
        ),
        (
            Condition::Comparing { times: 3 },
            "compare",
            |seen, count| seen.comparisons = count,
        ),
        (
            Condition::Visits { at_least: 3 },
            "visits",
            |seen, count| {
                seen.visits = count;
            },
        ),
    ];
    for (condition, name, set) in counts {
        let rows = [0, 2, 3, 9].map(|count| {
            let mut seen = Seen::default();
            set(&mut seen, count);
            (seen, count >= 3)
        });
        check_signal(&condition, name, &rows);
    }
}

#[test]
fn a_campaign_is_the_one_that_is_named_or_any() {
    let campaign = |name: &str| Condition::Campaign { name: name.into() };
    let autumn = seen(|seen| seen.campaign = Some("autumn"));
    let spring = seen(|seen| seen.campaign = Some("spring"));
    check_signal(
        &campaign("spring"),
        "campaign",
        &[(Seen::default(), false), (autumn, false), (spring, true)],
    );
    check_signal(
        &campaign(""),
        "campaign",
        &[(Seen::default(), false), (autumn, true)],
    );
}

#[test]
fn a_cart_is_worth_something_only_in_its_own_currency_and_while_it_holds_something() {
    let worth = Condition::CartWorth {
        cents: 15_000,
        currency: "EUR".into(),
    };
    let cart = |cents, currency| Seen {
        cart_cents: cents,
        cart_currency: currency,
        ..Seen::default()
    };
    check_signal(
        &worth,
        "worth",
        &[
            (cart(14_999, "EUR"), false),
            (cart(15_000, "EUR"), true),
            (cart(15_000, "USD"), false),
            (cart(15_000, ""), false),
        ],
    );
    check("wait", |settings, facts| {
        settings.rules = vec![rule("signal", worth.clone(), &[])];
        facts.seen = cart(20_000, "EUR");
        facts.cart_count = 0;
    });
}

#[test]
fn all_conditions_of_a_rule_must_hold_and_only_dwell_is_waited_for() {
    let both = |settings: &mut Settings| {
        settings.rules[1] = Rule {
            pages: Pages::of(&[PageKind::Product]),
            ..every(&[Condition::Dwell { seconds: 45 }, Condition::SoldOut])
        };
    };
    check("wait", |settings, _| both(settings));
    check("finder product.dwell.45+soldout@any", |settings, facts| {
        both(settings);
        facts.seen.sold_out = true;
    });
    check("wait 5000", |settings, facts| {
        both(settings);
        facts.seen.sold_out = true;
        facts.dwell = Span::seconds(40);
    });
    check("wait", |settings, _| settings.rules[1].checks.clear());
}

/// A rule of the finder with all of these conditions.
fn every(conditions: &[Condition]) -> Rule {
    Rule {
        checks: conditions.iter().map(Condition::check).collect(),
        why: named(conditions),
        ..rule("finder", Condition::SoldOut, &[])
    }
}

/// A flow that begins after 45 seconds and has a text of its own for four audiences.
fn flow() -> Flow {
    let mut draft: FlowDraft =
        serde_json::from_str(include_str!("../../shared/playbook/welcome.json")).unwrap();
    let trigger =
        serde_json::json!({ "when": { "dwell": { "seconds": 45 } }, "pages": ["product"] });
    draft.trigger = serde_json::from_value(trigger).unwrap();
    draft.first_message.text = "everyone else".into();
    draft.first_message.for_audience = [
        (Audience::FirstVisit, "new"),
        (Audience::CartAbandoner, "cart"),
        (Audience::RecentBuyer, "recent"),
        (Audience::Vip, "vip"),
    ]
    .map(|(audience, text)| AudienceTextDraft {
        audience,
        text: text.into(),
    })
    .into();
    Flow::validate(&draft).unwrap()
}

/// What each kind of shopper reads of one flow.
#[track_caller]
fn check_audience(name: &str, text: &str, change: impl FnOnce(&mut Facts<'static>)) {
    let settings = Settings {
        rules: flow().rules(None),
        ..settings()
    };
    let mut facts = facts();
    change(&mut facts);
    let Decision::Invite(invitation) = evaluate(&settings, &facts, NOW) else {
        panic!("no invitation for {name}");
    };
    assert_eq!(invitation.text, text);
    assert_eq!(invitation.why, format!("product.dwell.45@{name}"));
}

#[test]
fn the_shops_dwell_takes_the_place_of_the_flows() {
    let dwell = |seconds| flow().rules(seconds).first().map(|rule| rule.why.clone());
    assert_eq!(dwell(None).as_deref(), Some("dwell.45"));
    assert_eq!(dwell(Some(5)).as_deref(), Some("dwell.5"));
}

#[test]
fn a_shopper_is_of_one_audience_and_the_four_read_different_words() {
    check_audience("first", "new", |facts| facts.returning = Some(false));
    check_audience("cart", "cart", |facts| {
        facts.returning = Some(true);
        facts.cart_count = 1;
    });
    check_audience("recent", "recent", |facts| {
        facts.returning = Some(true);
        facts.cart_count = 1;
        facts.seen.standing = Standing::RecentBuyer;
    });
    check_audience("vip", "vip", |facts| facts.seen.standing = Standing::Vip);
    check_audience("back", "everyone else", |facts| {
        facts.returning = Some(true);
    });
    check_audience("any", "everyone else", |_| {});
}

#[test]
fn why_a_shopper_was_invited_can_be_told() {
    for (why, told) in [
        (
            "product.dwell.45@first",
            Some("On a product page, after 45 seconds of active dwell, for a first-time shopper."),
        ),
        (
            "cart.return+worth@cart",
            Some(
                "On the cart page, back at the cart after leaving it and with a valuable cart, for a returning shopper with a filled cart.",
            ),
        ),
        ("product.dwell.45", None),
        ("product.dwell.x@first", None),
        ("product.exit.3@first", None),
        ("shelf.exit@first", None),
        ("product.exit@everyone", None),
        ("product.@any", None),
        ("", None),
    ] {
        assert_eq!(explain(why).as_deref(), told, "{why}");
    }
}

#[test]
fn every_reason_that_is_given_can_be_told() {
    let conditions = [
        Condition::Dwell { seconds: 65_535 },
        Condition::CartReturn,
        Condition::ExitIntent,
        Condition::VariantChanges { times: 0 },
        Condition::Comparing { times: 0 },
        Condition::SoldOut,
        Condition::EmptySearch,
        Condition::DiscountFailed,
        Condition::CartWorth {
            cents: 0,
            currency: String::new(),
        },
        Condition::Visits { at_least: 0 },
        Condition::Campaign {
            name: String::new(),
        },
    ];
    let everything = Seen {
        exit: true,
        sold_out: true,
        empty_search: true,
        discount_failed: true,
        campaign: Some("spring"),
        ..Seen::default()
    };
    for standing in [Standing::None, Standing::RecentBuyer, Standing::Vip] {
        let (mut settings, mut facts) = (settings(), facts());
        on_cart(&mut facts);
        facts.dwell = Span::days(1);
        facts.seen = Seen {
            standing,
            ..everything
        };
        settings.rules[0] = every(&conditions);
        let Decision::Invite(invitation) = evaluate(&settings, &facts, NOW) else {
            panic!("no invitation");
        };
        assert!(explain(&invitation.why).is_some(), "{}", invitation.why);
    }
}
