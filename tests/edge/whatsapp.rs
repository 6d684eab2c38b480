//! A message by WhatsApp goes by a template that is approved, and says why it does not go where there is none.

use crate::inbound::control;
use crate::journeys::form;
use crate::stage::{Shop, World, own, until};
use parley_tests::client::{Edge, opening};
use serde_json::{Value, json};
use shared::channel::Channel;
use shared::wire::frame_v1::{Granted, Say};

/// A flow that asks for consent to WhatsApp alone, and sends at once.
pub(crate) fn flow() -> Value {
    json!({
        "format": "parley.flow/1", "id": "by-whatsapp", "name": "By WhatsApp", "language": "en",
        "first_message": { "text": "May we write to you?" },
        "data": [],
        "start": "consent",
        "steps": [
            { "step": "consent", "id": "consent", "text": "By WhatsApp?", "purpose": "utility", "channels": ["whats_app"], "agreed": "send", "declined": "more" },
            { "step": "follow_up", "id": "send", "text": "It is on its way.", "next": "more" },
            { "step": "choose", "id": "more", "choices": [
                { "id": "person", "label": "Talk to a person", "next": "person" },
                { "id": "done", "label": "That's all", "next": "bye" }] },
            { "step": "hand_off", "id": "person", "reason": "asked" },
            { "step": "end", "id": "bye", "text": "Goodbye." }],
        "handoff": { "repeated": 2 },
        "follow_up": { "channels": ["whats_app"] },
        "success": "satisfaction",
        "opt_out": { "wordings": [{ "id": "by-whatsapp.en.1", "channel": "whats_app", "purpose": "utility", "text": "{shop} may write to me by WhatsApp." }] }
    })
}

const TEXT: &str = "{{params.shop}}: here is what we found. {{params.link}}";

/// Has the shop's document name a number and list one template of this matter.
#[track_caller]
pub(crate) fn lists(shop: &Shop, about: &str, approval: &str) {
    let mut document = shop.document();
    document["sender"]["whatsapp"] = "4930123456".into();
    document["whatsapp_templates"] = json!([{
        "id": "701", "about": about, "language": "en", "category": "utility", "approval": approval, "text": TEXT
    }]);
    assert_eq!(shop.put_document(&document).0, 200);
}

/// A shop with this template of its own, which the stand-in has, too.
#[track_caller]
fn shop(approval: &str) -> Shop {
    shop_on(&World::named(), approval)
}

/// The same in another world.
#[track_caller]
pub(crate) fn shop_on(world: &World, approval: &str) -> Shop {
    let shop = Shop::bare(world);
    lists(&shop, "summary", approval);
    assert_eq!(shop.publish(&flow()).0, 200);
    let template = json!({ "name": "found", "category": "UTILITY", "language": "en", "status": "approved", "bodyText": TEXT });
    let settings = json!({ "whatsapp_templates": { "701": template } }).to_string();
    let headers = [("content-type", "application/json")];
    let stand_in = Edge::new(&shop.brevo, "");
    let answer = stand_in.call("POST", "/_control/settings", &headers, settings.as_bytes());
    assert!(
        answer.status < 300,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    shop
}

/// The shopper agrees, if they are asked.
#[track_caller]
fn agree(shop: &Shop, number: &str) -> bool {
    agree_in(("by-whatsapp", "key-0003-0003-0003"), shop, number).is_some()
}

/// The same in this flow, by a page with this key; the conversation.
#[track_caller]
pub(crate) fn agree_in((flow, key): (&str, &str), shop: &Shop, number: &str) -> Option<String> {
    let open = opening(&shop.id, key, Some(flow));
    let opened = shop.edge.opened(&shop.origin, &open);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let (turns, now) = socket.resume(0);
    let form = form(&turns)?;
    let grant = Some(Granted {
        channel: Channel::WhatsApp,
        address: number.into(),
        wording: form.offers[0].wording.clone(),
    });
    let ask = now.ask.expect("an ask");
    socket.exchange("agree", Say::Consent { ask, grant });
    Some(opened.conversation.to_string())
}

fn state(shop: &Shop, state: &str) -> Value {
    shop.show(&format!("/outbox?state={state}"))
}

#[test]
fn an_approved_template_carries_it_with_its_holes_filled() {
    let shop = shop("approved");
    assert!(agree(&shop, "+491701230001"));
    // Its records are looked at as soon as it is sent.
    until("it is sent", || {
        let goes = |name| state(&shop, name).as_array().map(Vec::len) == Some(1);
        goes("sent") || goes("delivered")
    });
    let mailbox = Edge::new(&shop.brevo, "")
        .call("GET", "/mailbox.json", &[], &[])
        .json();
    let arrived = mailbox["whatsapp"].as_array().expect("messages");
    let own = arrived
        .iter()
        .find(|message| message["recipient"] == "491701230001");
    let own = own.unwrap_or_else(|| panic!("nothing arrived: {mailbox:#}"));
    assert_eq!(own["templateName"], "found", "{own}");
    let text = own["text"].as_str().expect("a text");
    assert_eq!(
        text,
        format!("Fernwood: here is what we found. {}", shop.origin)
    );
}

#[test]
fn a_template_that_is_not_approved_denies_with_its_reason() {
    let shop = shop("pending");
    assert!(agree(&shop, "+491701230002"));
    until("it is denied", || {
        state(&shop, "denied").as_array().map(Vec::len) == Some(1)
    });
    let denied = state(&shop, "denied").to_string();
    assert!(denied.contains("template_not_approved"), "{denied}");
}

#[test]
fn a_template_that_is_gone_at_brevo_is_a_reason_that_people_read() {
    let stage = own();
    let shop = shop_on(&World::on(&stage), "approved");
    control(&shop, "settings", &json!({"whatsapp_templates": {}}));
    assert!(agree(&shop, "+491701230004"));
    until("it has failed", || {
        state(&shop, "failed").as_array().map(Vec::len) == Some(1)
    });
    let failed = &state(&shop, "failed")[0];
    let refused = &failed["detail"]["failure"]["refused"];
    assert_eq!(refused["code"], "invalid_parameter", "{failed}");
    assert_eq!(refused["message"], "templateId does not exist", "{failed}");
    assert_eq!(failed["attempts"], 1, "{failed}");
}

#[test]
fn a_shop_without_templates_offers_it_to_nobody_and_wrong_ones_are_refused() {
    let shop = Shop::bare(&World::named());
    assert_eq!(shop.publish(&flow()).0, 200);
    assert!(!agree(&shop, "+491701230003"));
    let mut document = shop.document();
    document["whatsapp_templates"] = json!([{
        "id": "hello", "about": "summary", "language": "en", "category": "utility", "approval": "approved", "text": "{{params.colour}}"
    }]);
    let (status, answer) = shop.put_document(&document);
    assert_eq!(status, 422, "{answer}");
    let problems = answer["problems"].as_array().expect("problems");
    let places: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem["place"].as_str())
        .collect();
    assert_eq!(
        places,
        [
            "whatsapp_templates[0].id",
            "whatsapp_templates[0].text",
            "sender.whatsapp"
        ]
    );
}
