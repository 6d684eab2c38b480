//! What the shop's automations at Brevo learn of shoppers who agreed to be sold to, and of nobody else; and what WhatsApp
//! tells only to who looks.

use crate::inbound::{brevo, control, reports};
use crate::stage::{Shop, World, own, until};
use crate::whatsapp::{agree_in, flow, shop_on};
use serde_json::{Value, json};

const NUMBER: &str = "+491701230009";

/// A flow that asks for consent to be sold to by WhatsApp, and sends nothing.
fn news() -> Value {
    let mut flow = flow();
    flow["id"] = "news".into();
    flow["steps"][0]["purpose"] = "marketing".into();
    flow["steps"][0]["agreed"] = "more".into();
    let steps = flow["steps"].as_array_mut().expect("steps");
    steps.retain(|step| step["id"] != "send");
    flow["opt_out"]["wordings"][0]["purpose"] = "marketing".into();
    flow["opt_out"]["wordings"][0]["id"] = "news.en.1".into();
    flow
}

/// The names of the events that Brevo was told of this number, the first first.
fn events(shop: &Shop) -> Vec<String> {
    let all = brevo(shop, "/events").json();
    let all = all["events"].as_array().cloned().unwrap_or_default();
    let own = all.iter().rev().filter(|event| {
        assert_eq!(event["event_properties"]["channel"], "whatsapp", "{event}");
        event["identifiers"]["phone_id"] == NUMBER[1..]
    });
    own.filter_map(|event| event["event_name"].as_str().map(Into::into))
        .collect()
}

/// Writes by WhatsApp, of which Brevo reports nothing.
fn writes(shop: &Shop, text: &str) {
    let reply = json!({"channel": "whatsapp", "from": &NUMBER[1..], "text": text});
    control(shop, "replies", &reply);
}

fn withdrawals(shop: &Shop, conversation: &str) -> Vec<Value> {
    let shown = shop.show(&format!("/conversations/{conversation}"));
    let shopper = shown["record"]["shopper"].as_str().expect("a shopper");
    let kept = shop.show(&format!("/shoppers/{shopper}"));
    let all = kept["consent"]["entries"].as_array().cloned();
    let all = all.unwrap_or_default().into_iter();
    all.map(|kept| kept["entry"].clone())
        .filter(|entry| entry["kind"] == "withdrawal")
        .collect()
}

#[test]
fn automations_learn_of_who_agreed_to_be_sold_to_and_a_reply_by_whatsapp_is_a_turn() {
    let stage = own();
    let shop = shop_on(&World::on(&stage), "approved");
    assert_eq!(shop.publish(&news()).0, 200);
    agree_in(("news", "key-0001-0001-0001"), &shop, NUMBER).expect("the form");
    until("the consent is told", || {
        events(&shop) == ["parley_consent_given"]
    });
    // Written before the first look, which follows the first message.
    writes(&shop, "Is it vegan?");
    let conversation =
        agree_in(("by-whatsapp", "key-0002-0002-0002"), &shop, NUMBER).expect("the form");
    until("it is a turn", || {
        let shown = shop.show(&format!("/conversations/{conversation}"));
        shown["turns"].to_string().contains("Is it vegan?")
    });
    until("all is told, each once", || {
        let expected = [
            "parley_consent_given",
            "parley_message_sent",
            "parley_message_answered",
        ];
        events(&shop) == expected
    });
    assert_eq!(withdrawals(&shop, &conversation), Vec::<Value>::new());
}

#[test]
fn of_who_agreed_to_less_nothing_is_told_and_stop_by_whatsapp_is_a_withdrawal() {
    let stage = own();
    let shop = shop_on(&World::on(&stage), "approved");
    writes(&shop, "STOP");
    let conversation =
        agree_in(("by-whatsapp", "key-0002-0002-0002"), &shop, NUMBER).expect("the form");
    until("it is a withdrawal", || {
        !withdrawals(&shop, &conversation).is_empty()
    });
    let withdrawn = &withdrawals(&shop, &conversation)[0];
    assert_eq!(withdrawn["channel"], "whats_app", "{withdrawn}");
    assert_eq!(events(&shop), Vec::<String>::new());
    assert_eq!(reports(&shop, "taken"), 0, "a look is no report");
}
