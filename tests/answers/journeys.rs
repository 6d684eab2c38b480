//! Messages that open a flow after something happened: to whom, when, once, and never too late.

use serde_json::json;
use shared::channel::{Channel, Purpose};
use shared::contact::Address;
use shared::delivery::{Draft, Message};
use shared::flow::Flow;
use shared::journey::{JourneyShop, Occasion, begin};
use shared::time::{Instant, Span};
use shared::wire::document_v1::{AfterAudience, OccasionKind};

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
        audience: AfterAudience::FirstOrder,
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
