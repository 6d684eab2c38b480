//! What the messaging service tells its webhooks: the shapes, the tries, batches.

use std::time::Duration;

use serde_json::{Value, json};

use crate::service::{Service, email, refuses, text};

/// A service that retries at once, with a webhook that is answered by its own mailbox: an address that refuses every
/// `POST` with 405, or nobody at all.
async fn hooked(url: &str, asked: Value) -> Service {
    let service = Service::open().await;
    let settings = json!({"webhook_waits_ms": [1, 1, 1, 1], "webhook_batch_ms": 30, "rate_limits": {"other": [1000, 1]}});
    service.control("settings", settings).await;
    let mut webhook = json!({"url": url, "events": ["request", "delivered", "hardBounce", "spam", "unsubscribed"],
        "auth": {"type": "bearer", "token": "hush"}});
    webhook
        .as_object_mut()
        .unwrap()
        .extend(asked.as_object().unwrap().clone());
    assert_eq!(service.post("/webhooks", webhook).await.status, 201);
    service
}

/// The reports, once there are `count` that are over.
async fn reports(service: &Service, count: usize) -> Vec<Value> {
    for _ in 0..500 {
        let all = service.look("reports").await["reports"].clone();
        let over = |report: &&Value| report["state"] != "tried";
        let over: Vec<Value> = all
            .as_array()
            .unwrap()
            .iter()
            .filter(over)
            .cloned()
            .collect();
        if over.len() >= count {
            return over;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no {count} reports: {}", service.look("reports").await);
}

const NOBODY: &str = "http://127.0.0.1:9/hook";

#[tokio::test]
async fn an_email_is_reported_in_snake_case_with_its_correlation() {
    let service = hooked(NOBODY, json!({})).await;
    let mut body = email("ada@example.com");
    body["headers"] = json!({"X-Mailin-custom": "d1"});
    let id = service.post("/smtp/email", body).await.json()["messageId"].clone();
    let bounce = json!({"event": "hardBounce", "messageId": id, "reason": "no such mailbox"});
    service.control("happenings", bounce).await;
    let reports = reports(&service, 3).await;
    let told = |name: &str| {
        let found = reports
            .iter()
            .find(|report| report["body"]["event"] == name);
        found.unwrap()["body"].clone()
    };
    for name in ["request", "delivered", "hard_bounce"] {
        let body = told(name);
        let bare = id.as_str().unwrap().trim_matches(['<', '>']);
        assert_eq!(
            (&body["message-id"], &body["X-Mailin-custom"]),
            (&json!(bare), &json!("d1"))
        );
        assert_eq!(
            (&body["tags"], &body["email"]),
            (&json!(["cart"]), &json!("ada@example.com"))
        );
        assert!(body["ts_epoch"].as_i64().unwrap() / 1000 == body["ts_event"].as_i64().unwrap());
        assert!(body["id"].is_i64(), "the webhook's own id");
    }
    assert_eq!(told("hard_bounce")["reason"], "no such mailbox");
    let blocked = service.get("/smtp/blockedContacts").await.json();
    assert_eq!(blocked["contacts"][0]["reason"]["code"], "hardBounce");
}

#[tokio::test]
async fn silence_is_tried_five_times_and_a_refusal_once() {
    let service = hooked(NOBODY, json!({"events": ["delivered"]})).await;
    service.post("/smtp/email", email("ada@example.com")).await;
    let silent = reports(&service, 1).await;
    assert_eq!(silent[0]["statuses"].as_array().unwrap().len(), 5);
    let refusing = format!("{}?", service.0.addresses().mailbox);
    let service = hooked(&refusing, json!({"events": ["delivered"]})).await;
    service.post("/smtp/email", email("ada@example.com")).await;
    let refused = reports(&service, 1).await;
    assert_eq!(refused[0]["statuses"].as_array().unwrap().len(), 1);
    assert_eq!(refused[0]["state"], "discarded");
}

#[tokio::test]
async fn a_batch_is_an_array_of_what_came_together() {
    let service = hooked(
        NOBODY,
        json!({"batched": true, "events": ["request", "delivered"]}),
    )
    .await;
    service.post("/smtp/email", email("ada@example.com")).await;
    let reports = reports(&service, 1).await;
    assert_eq!(reports[0]["body"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_text_message_is_reported_by_status_to_channel_and_own_address() {
    let service = hooked(NOBODY, json!({"channel": "sms", "events": ["delivered"]})).await;
    let mut body = text("491512345678");
    body["webUrl"] = json!("http://127.0.0.1:9/own");
    service.post("/transactionalSMS/send", body).await;
    let reports = reports(&service, 3).await;
    let told = |url: &str, status: &str| {
        reports
            .iter()
            .filter(|report| report["url"] == url && report["body"]["msg_status"] == status)
            .count()
    };
    assert_eq!((told(NOBODY, "delivered"), told(NOBODY, "sent")), (1, 0));
    assert_eq!(
        (
            told("http://127.0.0.1:9/own", "delivered"),
            told("http://127.0.0.1:9/own", "sent")
        ),
        (1, 1)
    );
    assert!(reports[0]["body"].get("event").is_none());
}

#[tokio::test]
async fn who_leaves_is_blocklisted_and_the_marketing_webhook_hears_it() {
    let service = hooked(
        NOBODY,
        json!({"type": "marketing", "events": ["unsubscribed", "contactUpdated"]}),
    )
    .await;
    service
        .post("/contacts", json!({"email": "ada@example.com"}))
        .await;
    service
        .control(
            "happenings",
            json!({"event": "unsubscribed", "email": "ada@example.com", "times": 2}),
        )
        .await;
    let change = json!({"event": "contactUpdated", "email": "ada@example.com", "change": {"smsBlacklisted": true}});
    service.control("happenings", change).await;
    let reports = reports(&service, 3).await;
    let named = |name: &str| {
        reports
            .iter()
            .filter(|report| report["body"]["event"] == name)
            .count()
    };
    assert_eq!(
        (named("unsubscribe"), named("contact_updated")),
        (2, 1),
        "the first is told twice"
    );
    let held = service.get("/contacts/ada%40example.com").await.json();
    assert_eq!(
        (&held["emailBlacklisted"], &held["smsBlacklisted"]),
        (&json!(true), &json!(true))
    );
}

#[tokio::test]
async fn webhooks_are_kept_changed_and_removed() {
    let service = hooked(NOBODY, json!({})).await;
    let held = service.get("/webhooks").await.json()["webhooks"][0].clone();
    let path = format!("/webhooks/{}", held["id"]);
    assert_eq!(
        (&held["auth"]["token"], &held["type"]),
        (&json!("hush"), &json!("transactional"))
    );
    let change = json!({"events": ["spam"]});
    assert_eq!(
        service.call("PUT", &path, &change).await.unwrap().status,
        204
    );
    assert_eq!(service.get(&path).await.json()["events"], json!(["spam"]));
    assert_eq!(
        service
            .call("DELETE", &path, &Value::Null)
            .await
            .unwrap()
            .status,
        204
    );
    refuses(&service.get(&path).await, 404, "document_not_found", "");
    refuses(
        &service.get("/webhooks").await,
        404,
        "document_not_found",
        "",
    );
}

#[tokio::test]
async fn an_account_can_be_closed_to_unknown_addresses_and_out_of_credits() {
    let service = Service::open().await;
    service
        .control("settings", json!({"email_credits": 1}))
        .await;
    assert_eq!(
        service
            .post("/smtp/email", email("a@example.com"))
            .await
            .status,
        201
    );
    refuses(
        &service.post("/smtp/email", email("a@example.com")).await,
        402,
        "not_enough_credits",
        "credits",
    );
    assert_eq!(
        service.get("/account").await.json()["plan"][0]["credits"],
        0
    );
    service
        .control("settings", json!({"ip_blocking": true}))
        .await;
    refuses(
        &service.get("/account").await,
        401,
        "unauthorized",
        "unrecognised IP address",
    );
}

#[tokio::test]
async fn who_writes_back_is_told_by_the_kind_of_what_they_write() {
    let inbound = json!({"type": "inbound", "events": ["inboundEmailProcessed"], "domain": "reply.fernwood.example"});
    let service = hooked(NOBODY, inbound).await;
    let texts = json!({"url": NOBODY, "channel": "sms", "events": ["reply"]});
    assert_eq!(service.post("/webhooks", texts).await.status, 201);
    let letter = json!({"channel": "email", "from": "ada@example.com", "text": "Yes.", "inReplyTo": "<m1@relay.example>"});
    service.control("replies", letter).await;
    let letters = reports(&service, 1).await;
    let item = &letters[0]["body"]["items"][0];
    assert_eq!(item["From"]["Address"], "ada@example.com");
    assert_eq!(item["InReplyTo"], "<m1@relay.example>");
    service
        .post("/transactionalSMS/send", text("491512345678"))
        .await;
    let reply = json!({"channel": "sms", "from": "491512345678", "text": "STOP"});
    service.control("replies", reply).await;
    let all = reports(&service, 2).await;
    let told = all
        .iter()
        .find(|report| report["body"]["msg_status"] == "replied");
    assert_eq!(told.expect("a reply")["body"]["reply"], "STOP");
}
