//! What the shop's automations at Brevo learn of shoppers who agreed to be sold to, and of nobody else; and what WhatsApp
//! tells only to who looks.

use crate::inbound::{brevo, control, in_state, reports};
use crate::stage::{Shop, World, own, until};
use crate::whatsapp::{agree_in, flow, lists, shop_on};
use parley_tests::client::Edge;
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

/// What arrived at this number by WhatsApp, the last first.
fn arrived(shop: &Shop, number: &str) -> Vec<Value> {
    let mailbox = Edge::new(&shop.brevo, "").call("GET", "/mailbox.json", &[], &[]);
    let all = mailbox.json()["whatsapp"].as_array().cloned();
    let mut own = all.unwrap_or_default();
    own.retain(|message| message["recipient"] == number[1..]);
    own
}

/// A shopper is sent a template, after which the first look finds what they wrote so many hours from now: the records begin
/// with the newest. Whether free text goes there then.
#[track_caller]
fn opens(world: &World, case: usize, hours: &[i64], goes: bool) {
    let shop = shop_on(world, "approved");
    let number = format!("+4917012300{}", 20 + case);
    for hours in hours {
        let reply = json!({"channel": "whatsapp", "from": number[1..], "text": format!("Is it vegan? {hours}"),
            "laterMs": hours * 3_600_000});
        control(&shop, "replies", &reply);
    }
    let agree = |key: u8| {
        let key = format!("key-{case:04}-{key:04}-0001");
        agree_in(("by-whatsapp", &key), &shop, &number).expect("the form")
    };
    let conversation = agree(1);
    until("all that was written is a turn", || {
        let shown = shop.show(&format!("/conversations/{conversation}"));
        let turns = shown["turns"].to_string();
        hours
            .iter()
            .all(|hours| turns.contains(&format!("Is it vegan? {hours}")))
    });
    until("the template is there", || {
        arrived(&shop, &number).len() == 1
    });
    lists(&shop, "cart", "approved");
    agree(2);
    let denied = || in_state(&shop, "denied");
    until("it is decided", || {
        denied().len() + arrived(&shop, &number).len() == 2
    });
    let messages = arrived(&shop, &number);
    assert_eq!(messages.len() == 2, goes, "{hours:?}: {:?}", denied());
    if goes {
        let free = messages.iter().find(|one| one["templateId"].is_null());
        let free = free.unwrap_or_else(|| panic!("no free text: {messages:?}"));
        let text = free["text"].as_str().unwrap_or_default();
        assert!(text.starts_with("Fernwood: here is what"), "{free}");
        assert!(text.ends_with("Reply STOP to opt out."), "{free}");
        assert_eq!(free["error"], Value::Null, "{free}");
    } else {
        assert!(denied()[0].to_string().contains("no_approved_template"));
    }
}

#[test]
fn a_reply_that_a_look_finds_opens_the_day_of_free_text_from_its_own_time() {
    let stage = own();
    let world = World::on(&stage);
    for (case, (hours, goes)) in [
        (&[-20][..], true),
        (&[-25], false),
        // What was written before and is told later moves nothing back.
        (&[-20, -30], true),
        // By a clock that is ahead.
        (&[3], true),
        (&[], false),
    ]
    .into_iter()
    .enumerate()
    {
        opens(&world, case, hours, goes);
    }
}
