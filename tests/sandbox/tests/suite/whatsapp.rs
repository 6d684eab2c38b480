//! WhatsApp: approved templates, the open window, replies, and the statistics that are the only place to learn of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::service::{Service, refuses};

async fn connected() -> Service {
    let service = Service::open().await;
    let template = |status: &str| {
        json!({"name": "order_update", "category": "UTILITY", "language": "en", "status": status,
            "bodyText": "Hello {{params.NAME}}"})
    };
    let templates = json!({"7": template("approved"), "8": template("pending")});
    let settings = json!({"whatsapp_sender": "4930123456", "whatsapp_templates": templates});
    service.control("settings", settings).await;
    service
}

fn by_template(id: i64) -> Value {
    json!({"senderNumber": "4930123456", "contactNumbers": ["491512345678"], "templateId": id,
        "params": {"NAME": "Ada"}})
}

fn by_text(text: &str) -> Value {
    json!({"senderNumber": "4930123456", "contactNumbers": ["491512345678"], "text": text})
}

/// In the order of their names: several happen in one millisecond.
async fn events(service: &Service) -> Vec<String> {
    let path = "/whatsapp/statistics/events?contactNumber=491512345678";
    let events = service.get(path).await.json()["events"].clone();
    let kind_of = |event: &Value| event["event"].as_str().unwrap().to_owned();
    let mut names: Vec<_> = events.as_array().unwrap().iter().map(kind_of).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn a_message_goes_by_an_approved_template() {
    let service = connected().await;
    assert_eq!(
        service
            .post("/whatsapp/sendMessage", by_template(7))
            .await
            .status,
        201
    );
    let mailbox = service.mailbox().await;
    assert_eq!(mailbox["whatsapp"][0]["text"], "Hello Ada");
    for unknown in [8, 9] {
        let answer = service
            .post("/whatsapp/sendMessage", by_template(unknown))
            .await;
        refuses(&answer, 400, "invalid_parameter", "template");
    }
    let templates = service.get("/whatsappCampaigns/template-list").await.json();
    assert_eq!(
        (&templates["count"], &templates["templates"][1]["status"]),
        (&json!(2), &json!("pending"))
    );
}

/// What the official description requires of each, and its default and longest page; a `type` is not enumerated there.
#[tokio::test]
async fn templates_come_in_pages_with_everything_that_is_required_of_them() {
    let service = connected().await;
    let template =
        json!({"name": "x", "category": "UTILITY", "language": "en", "status": "paused"});
    let many: BTreeMap<String, &Value> = (100..220).map(|id| (id.to_string(), &template)).collect();
    let settings = json!({"whatsapp_templates": many});
    service.control("settings", settings).await;
    for (query, from, length) in [
        ("", 100, 50),
        ("?limit=100", 100, 100),
        ("?limit=100&offset=100", 200, 20),
        ("?offset=120", 0, 0),
    ] {
        let path = format!("/whatsappCampaigns/template-list{query}");
        let answer = service.get(&path).await.json();
        let page = answer["templates"].as_array().unwrap();
        assert_eq!(
            (page.len(), &answer["count"]),
            (length, &json!(120)),
            "{query}"
        );
        assert!(
            page.first().is_none_or(|first| first["id"] == from),
            "{query}"
        );
        let texts = [
            "name",
            "status",
            "type",
            "language",
            "category",
            "createdAt",
            "modifiedAt",
        ];
        for one in page {
            assert!(
                one["id"].is_i64() && texts.iter().all(|name| one[*name].is_string()),
                "{one}"
            );
        }
    }
    let answer = service
        .get("/whatsappCampaigns/template-list?limit=101")
        .await;
    refuses(&answer, 400, "out_of_range", "limit");
}

#[tokio::test]
async fn an_older_message_that_is_told_later_shuts_no_window() {
    let service = connected().await;
    for (hours, text) in [(-23, "Hello?"), (-30, "Anybody?")] {
        let reply = json!({"channel": "whatsapp", "from": "491512345678", "text": text, "laterMs": hours * 3_600_000});
        service.control("replies", reply).await;
    }
    service.post("/whatsapp/sendMessage", by_text("Hi")).await;
    let known = events(&service).await;
    assert_eq!(known, ["delivered", "reply", "reply", "sent"]);
}

#[tokio::test]
async fn free_text_arrives_only_after_the_recipient_wrote() {
    let service = connected().await;
    assert_eq!(
        service
            .post("/whatsapp/sendMessage", by_text("Hi"))
            .await
            .status,
        201
    );
    assert_eq!(events(&service).await, ["error", "sent"]);
    let reply = json!({"channel": "whatsapp", "from": "491512345678", "text": "Hello?"});
    service.control("replies", reply).await;
    service
        .post("/whatsapp/sendMessage", by_text("Hi again"))
        .await;
    let known = events(&service).await;
    assert_eq!(known, ["delivered", "error", "reply", "sent", "sent"]);
}

#[tokio::test]
async fn stop_takes_a_number_off_and_no_request_puts_it_back() {
    let service = connected().await;
    let contact = json!({"email": "a@example.com", "attributes": {"WHATSAPP": "491512345678"}});
    service.post("/contacts", contact).await;
    let stop = json!({"channel": "whatsapp", "from": "491512345678", "text": "Stop"});
    service.control("replies", stop).await;
    service.post("/whatsapp/sendMessage", by_template(7)).await;
    assert_eq!(events(&service).await, ["error", "sent", "unsubscribe"]);
    let change = json!({"whatsappBlacklisted": false});
    service
        .call("PUT", "/contacts/a%40example.com", &change)
        .await
        .unwrap();
    let held = service.get("/contacts/a%40example.com").await.json();
    assert_eq!(held["whatsappBlacklisted"], true);
}

#[tokio::test]
async fn an_account_without_whatsapp_says_so() {
    let service = Service::open().await;
    let answer = service.get("/whatsappCampaigns/config").await;
    refuses(&answer, 400, "bad_request", "not activated");
    let service = connected().await;
    let answer = service.get("/whatsappCampaigns/config").await.json();
    assert_eq!(answer["phoneNumberQuality"], "GREEN");
}
