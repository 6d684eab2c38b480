//! Messages that open a flow after something happened: to whom, when, by which channel, once, and never too late.

use serde_json::json;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Proof, Rules, Scope, Source};
use shared::contact::Address;
use shared::delivery::{Draft, Message};
use shared::flow::Flow;
use shared::journey::{JourneyShop, Occasion, Planned, begin, channel, ends, steps};
use shared::policy::{Because, Choice, Stricter};
use shared::time::{Instant, Span};
use shared::wire::document_v1::{AfterAudience, OccasionKind};
use std::slice::from_ref;

fn flow(audience: &[&str]) -> Flow {
    let draft = serde_json::from_value(json!({
        "format": "parley.flow/1", "id": "review", "name": "Review", "language": "en",
        "after": { "event": "delivered", "wait_hours": 48, "purpose": "marketing", "audience": audience },
        "first_message": { "text": "How is it?" },
        "data": [{ "name": "product", "fallback": "your order" }],
        "start": "ask",
        "steps": [
            { "step": "choose", "id": "ask", "choices": [
                { "id": "p", "label": "Person", "next": "person" }, { "id": "e", "label": "Fine", "next": "end" }] },
            { "step": "hand_off", "id": "person", "reason": "asked" },
            { "step": "end", "id": "end" }],
        "handoff": { "repeated": 1 },
        "follow_up": { "channels": ["email", "sms"], "subject": "{first_name|Hello}, how is {product}?", "text": "Tell us.", "sms": "how is {product}?" },
        "success": "satisfaction",
        "opt_out": { "wordings": [], "email": "Answer stop.", "sms": "Reply STOP to opt out." }
    }))
    .unwrap();
    Flow::validate(&draft).unwrap()
}

fn occasion() -> Occasion {
    Occasion {
        kind: OccasionKind::Delivered,
        key: "#1001 / 2".into(),
        at: Instant(0),
        shop: "fernwood.myshopify.com".parse().unwrap(),
        shopper: "s-1".parse().unwrap(),
        audience: Some(AfterAudience::FirstOrder),
        values: [("product".to_string(), "the cream".to_string())].into(),
    }
}

#[track_caller]
fn check(flow: &Flow, occasion: &Occasion, reach: &[Channel], hours: i64) -> Option<Draft> {
    let address = |channel: &Channel| match channel {
        Channel::Sms => Address::Phone("+49301234567".parse().unwrap()),
        Channel::Chat | Channel::Email | Channel::WhatsApp => {
            Address::Email("alice@example.com".parse().unwrap())
        }
    };
    let reach: Vec<_> = reach
        .iter()
        .map(|channel| (*channel, address(channel)))
        .collect();
    let shop = JourneyShop {
        name: "Fernwood",
        origin: "https://fernwood.example",
        support: &"help@fernwood.example".parse().unwrap(),
        reach: &reach,
    };
    begin(flow, occasion, &shop, Instant(0) + Span::hours(hours))
}

#[test]
fn the_message_waits_and_opens_the_flow() {
    let draft = check(
        &flow(&[]),
        &occasion(),
        &[Channel::WhatsApp, Channel::Sms, Channel::Email],
        0,
    )
    .unwrap();
    assert_eq!(draft.due, Instant(0) + Span::hours(48));
    assert_eq!(
        (draft.channel, draft.purpose),
        (Channel::Sms, Purpose::Marketing)
    );
    let text = "Fernwood: how is the cream? https://fernwood.example/?parley=review Reply STOP to opt out.";
    assert_eq!(draft.message, Message::Sms { text: text.into() });
}

#[test]
fn what_is_not_known_of_the_shopper_has_its_fallback() {
    let mut unknown = occasion();
    unknown.values.clear();
    let draft = check(&flow(&[]), &unknown, &[Channel::Email], 0).unwrap();
    let Message::Email { subject, .. } = draft.message else {
        panic!("an e-mail");
    };
    assert_eq!(subject, "Hello, how is your order?");
}

#[test]
fn the_same_occasion_makes_the_same_message_and_another_makes_another() {
    let flow = flow(&[]);
    let id =
        |occasion: &Occasion, hours| check(&flow, occasion, &[Channel::Email], hours).unwrap().id;
    assert_eq!(id(&occasion(), 0), id(&occasion(), 100));
    let mut other = occasion();
    for key in ["#1001 - 2", "1001-2", "#1002"] {
        other.key = key.into();
        assert_ne!(id(&occasion(), 0), id(&other, 0), "{key}");
    }
}

#[test]
fn nothing_is_drafted_for_others_too_late_or_without_a_channel() {
    let mut shipped = occasion();
    shipped.kind = OccasionKind::Shipped;
    let email = [Channel::Email];
    assert_eq!(check(&flow(&[]), &shipped, &email, 0), None);
    assert_eq!(check(&flow(&["vip"]), &occasion(), &email, 0), None);
    assert_eq!(
        check(&flow(&[]), &occasion(), &[Channel::WhatsApp], 0),
        None
    );
    assert!(check(&flow(&["first_order"]), &occasion(), &email, 215).is_some());
    assert_eq!(
        check(&flow(&["first_order"]), &occasion(), &email, 216),
        None
    );
}

#[test]
fn an_occasion_plans_the_messages_that_are_still_of_use_in_their_order() {
    let waits = |id: &str, hours: u32, audience: &[&str]| {
        let mut draft = flow(audience).draft().clone();
        draft.id = id.into();
        if let Some(after) = &mut draft.after {
            after.wait_hours = hours;
        }
        Flow::validate(&draft).unwrap()
    };
    let flows = [
        waits("late", 72, &[]),
        waits("early", 24, &["first_order"]),
        waits("vips", 24, &["vip"]),
    ];
    let planned = |audience, hours| {
        let mut occasion = occasion();
        occasion.audience = audience;
        let steps = steps(&flows, &occasion, Instant(0) + Span::hours(hours));
        let step = |step: Planned| (step.flow.to_string(), step.due.0 / Span::hours(1).0);
        steps.into_iter().map(step).collect::<Vec<_>>()
    };
    let (early, late) = (("early".to_string(), 24), ("late".to_string(), 72));
    let first = Some(AfterAudience::FirstOrder);
    assert_eq!(planned(first, 0), [early.clone(), late.clone()]);
    assert_eq!(planned(first, 24 + 167), [early, late.clone()]);
    let only_late = [late];
    assert_eq!(planned(first, 24 + 168), only_late, "a week later");
    assert_eq!(planned(first, 72 + 168), [], "and all is over");
    assert_eq!(
        planned(None, 0),
        only_late,
        "nobody is guessed to be anything"
    );
}

#[test]
fn a_journey_ends_with_what_makes_it_pointless() {
    use OccasionKind as Happened;
    let at = |kind, key: &str, hours| Occasion {
        kind,
        key: key.into(),
        at: Instant(0) + Span::hours(hours),
        ..occasion()
    };
    let rows = [
        (Happened::OrderPlaced, "2", Happened::CartAbandoned, true),
        (Happened::OrderPlaced, "2", Happened::Lapsed, true),
        (Happened::OrderPlaced, "2", Happened::ReplenishmentDue, true),
        (Happened::OrderPlaced, "2", Happened::Delivered, false),
        (Happened::ReturnStarted, "1", Happened::Delivered, true),
        (Happened::ReturnStarted, "2", Happened::Delivered, false),
        (Happened::Delivered, "1", Happened::DeliveryLate, true),
        (Happened::Delivered, "1", Happened::Shipped, true),
        (Happened::Delivered, "2", Happened::Shipped, false),
        (Happened::CartAbandoned, "1", Happened::CartAbandoned, false),
    ];
    for (later, key, earlier, ended) in rows {
        let earlier = at(earlier, "1", 1);
        assert_eq!(ends(&at(later, key, 2), &earlier), ended, "{later:?} {key}");
        assert!(!ends(&at(later, key, 0), &earlier), "what came before it");
    }
}

fn grant(channel: Channel, address: Address) -> Entry {
    Entry {
        id: format!("{channel:?}").parse().unwrap(),
        at: Instant(0),
        channel,
        purpose: Purpose::Marketing,
        kind: Kind::Grant,
        address,
        proof: Proof {
            wording: None,
            text: "I agree.".into(),
            place: "/".into(),
            source: Source::Preferences,
        },
        recorded: None,
        scope: Scope::Purpose,
        grant: None,
    }
}

/// The channel of a message with this text, to a shopper who agreed to `agreed`, in a shop that has set up `set_up`.
#[track_caller]
fn takes(
    agreed: &[Channel],
    set_up: &[Channel],
    (kind, text): (OccasionKind, &str),
    expected: Option<(Channel, Because)>,
) {
    let mut draft = flow(&[]).draft().clone();
    draft.follow_up.as_mut().unwrap().text = text.into();
    let flow = Flow::validate(&draft).unwrap();
    let all = [
        grant(
            Channel::Email,
            Address::Email("alice@example.com".parse().unwrap()),
        ),
        grant(
            Channel::Sms,
            Address::Phone("+49301234567".parse().unwrap()),
        ),
    ];
    let ledger = Ledger::of(
        all.into_iter()
            .filter(|grant| agreed.contains(&grant.channel)),
    );
    let choice = channel(&flow, kind, &ledger, &Stricter::default(), set_up).unwrap();
    let chosen = match choice {
        Choice::Channel {
            channel, because, ..
        } => Some((channel, because)),
        Choice::None { .. } => None,
    };
    assert_eq!(chosen, expected, "{kind:?} {text}");
}

#[test]
fn an_address_that_is_still_to_be_confirmed_is_taken_where_there_is_no_other() {
    let flow = flow(&[]);
    let email = Address::Email("alice@example.com".parse().unwrap());
    let sms = Address::Phone("+49301234567".parse().unwrap());
    let takes = |grants: &[Entry], stricter: &Stricter, set_up: &[Channel]| {
        let ledger = Ledger::of(grants.iter().cloned()).under(Rules {
            now: Some(Instant(1)),
            confirm_email: true,
        });
        match channel(&flow, OccasionKind::Delivered, &ledger, stricter, set_up).unwrap() {
            Choice::Channel {
                channel, because, ..
            } => Some((channel, because)),
            Choice::None { .. } => None,
        }
    };
    let both = [Channel::Email, Channel::Sms];
    let waits = grant(Channel::Email, email);
    let free = Stricter::default();
    let unconfirmed = Some((Channel::Email, Because::Unconfirmed));
    assert_eq!(takes(from_ref(&waits), &free, &both), unconfirmed);
    let other = Some((Channel::Sms, Because::OnlyConsent));
    let two = [waits.clone(), grant(Channel::Sms, sms)];
    assert_eq!(takes(&two, &free, &both), other);
    assert_eq!(takes(from_ref(&waits), &free, &[Channel::Sms]), None);
    let off = Stricter {
        off: [Channel::Email].into(),
        ..Stricter::default()
    };
    assert_eq!(takes(&[waits], &off, &both), None);
}

#[test]
fn a_message_takes_the_channel_that_fits_what_it_says() {
    let both = [Channel::Email, Channel::Sms];
    let (email, sms) = ([Channel::Email], [Channel::Sms]);
    let long = "It was a long way. ".repeat(10);
    let (arrived, late) = (OccasionKind::Delivered, OccasionKind::DeliveryLate);
    let quiet = Some((Channel::Email, Because::LeastIntrusive));
    takes(&both, &both, (arrived, "Short."), quiet);
    let rings = Some((Channel::Sms, Because::Urgent));
    takes(&both, &both, (late, "Short."), rings);
    let holds = Some((Channel::Email, Because::Long));
    takes(&both, &both, (late, &long), holds);
    let agreed = Some((Channel::Sms, Because::OnlyConsent));
    takes(&sms, &both, (late, &long), agreed);
    let there = Some((Channel::Email, Because::OnlyConsent));
    takes(&both, &email, (late, "Short."), there);
    takes(&sms, &email, (arrived, "Short."), None);
    takes(&[], &both, (arrived, "Short."), None);
}
