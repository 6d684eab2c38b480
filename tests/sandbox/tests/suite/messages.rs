//! E-mail and SMS: what is accepted, what arrives, what is refused, what a fault leaves behind.

use sandbox::client::request;
use serde_json::{Value, json};

use crate::service::{Service, email, refuses, text};

#[tokio::test]
async fn an_email_arrives_with_its_holes_filled() {
    let service = Service::open().await;
    assert_eq!(
        service.mailbox().await,
        json!({"emails": [], "sms": [], "whatsapp": [], "blocked": []})
    );
    let sent = service.post("/smtp/email", email("ada@example.com")).await;
    assert_eq!(sent.status, 201);
    let received = service.mailbox().await["emails"][0].clone();
    assert_eq!(received["messageId"], sent.json()["messageId"]);
    assert_eq!(
        (&received["html"], &received["tags"]),
        (&json!("<p>Hi Ada</p>"), &json!(["cart"]))
    );
    let events = service
        .get("/smtp/statistics/events?email=ada%40example.com")
        .await
        .json();
    assert_eq!(events["events"][0]["event"], "delivered");
}

#[tokio::test]
async fn incomplete_emails_are_refused() {
    let service = Service::open().await;
    for (field, code, message) in [
        ("sender", "missing_parameter", "sender is missing"),
        ("to", "missing_parameter", "to is missing"),
        ("subject", "missing_parameter", "subject is missing"),
        ("htmlContent", "missing_parameter", "htmlContent"),
    ] {
        let mut body = email("ada@example.com");
        body.as_object_mut().unwrap().remove(field);
        refuses(&service.post("/smtp/email", body).await, 400, code, message);
    }
    refuses(
        &service.post("/smtp/email", email("nobody")).await,
        400,
        "invalid_parameter",
        "to[0].email",
    );
    service
        .control("settings", json!({"senders": ["shop@fernwood.example"]}))
        .await;
    refuses(
        &service.post("/smtp/email", email("a@example.com")).await,
        400,
        "invalid_parameter",
        "sender you used",
    );
}

#[tokio::test]
async fn a_replayed_idempotency_key_is_refused_and_sends_nothing() {
    let service = Service::open().await;
    let mut body = email("ada@example.com");
    body["headers"] = json!({"IdempotencyKey": "k1"});
    assert_eq!(service.post("/smtp/email", body.clone()).await.status, 201);
    body["headers"] = json!({"idempotencyKey": "k1"});
    refuses(
        &service.post("/smtp/email", body).await,
        400,
        "duplicate_parameter",
        "idempotencyKey",
    );
    assert_eq!(
        service.mailbox().await["emails"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_dropped_sandbox_email_is_accepted_and_never_arrives() {
    let service = Service::open().await;
    let mut body = email("ada@example.com");
    body["headers"] = json!({"X-Sib-Sandbox": "drop"});
    let answer = service.post("/smtp/email", body).await;
    assert!(answer.status == 201 && answer.json()["messageId"].is_string());
    assert_eq!(service.mailbox().await["emails"], json!([]));
}

#[tokio::test]
async fn mail_to_a_blocklisted_contact_is_accepted_and_recorded_as_blocked() {
    let service = Service::open().await;
    service
        .post(
            "/contacts",
            json!({"email": "ada@example.com", "emailBlacklisted": true}),
        )
        .await;
    assert_eq!(
        service
            .post("/smtp/email", email("Ada@example.com"))
            .await
            .status,
        201
    );
    let mailbox = service.mailbox().await;
    assert_eq!(
        (
            &mailbox["emails"],
            mailbox["blocked"].as_array().unwrap().len()
        ),
        (&json!([]), 1)
    );
    assert_eq!(
        service
            .get("/smtp/statistics/events?event=blocked")
            .await
            .json()["events"][0]["email"],
        "Ada@example.com"
    );
    assert_eq!(
        service.get("/smtp/blockedContacts").await.json()["count"],
        1
    );
    let lifted = service
        .call(
            "DELETE",
            "/smtp/blockedContacts/ada%40example.com",
            &Value::Null,
        )
        .await
        .unwrap();
    assert_eq!(lifted.status, 204);
    service.post("/smtp/email", email("ada@example.com")).await;
    assert_eq!(
        service.mailbox().await["emails"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn text_messages_follow_sender_recipient_and_credit_rules() {
    let service = Service::open().await;
    let sent = service
        .post("/transactionalSMS/sms", text("+491512345678"))
        .await;
    assert_eq!(sent.status, 201);
    assert_eq!(
        (&sent.json()["smsCount"], &sent.json()["remainingCredits"]),
        (&json!(1), &json!(999))
    );
    let quick = service
        .post("/transactionalSMS/send", text("491512345678"))
        .await;
    assert_eq!(
        quick.json().as_object().unwrap().len(),
        1,
        "only the message id"
    );
    refuses(
        &service.post("/transactionalSMS/send", text("12ab")).await,
        400,
        "invalid_parameter",
        "telephone",
    );
    let mut long = text("491512345678");
    long["sender"] = json!("FernwoodShop");
    refuses(
        &service.post("/transactionalSMS/send", long).await,
        400,
        "invalid_parameter",
        "sender",
    );
    service.control("settings", json!({"sms_credits": 2})).await;
    refuses(
        &service
            .post("/transactionalSMS/send", text("491512345678"))
            .await,
        402,
        "not_enough_credits",
        "credits",
    );
    let events = service
        .get("/transactionalSMS/statistics/events?phoneNumber=491512345678&event=delivered")
        .await
        .json();
    assert_eq!(events["events"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_stop_code_makes_a_text_marketing_and_a_blocklist_holds_it() {
    let service = Service::open().await;
    let mut body = text("491512345678");
    body["content"] = json!("Hello. STOP to [STOP_CODE]");
    service.post("/transactionalSMS/send", body.clone()).await;
    assert_eq!(service.mailbox().await["sms"][0]["type"], "marketing");
    service
        .post(
            "/contacts",
            json!({"attributes": {"SMS": "+491512345678"}, "smsBlacklisted": true}),
        )
        .await;
    service.post("/transactionalSMS/send", body).await;
    let mailbox = service.mailbox().await;
    assert_eq!(mailbox["sms"].as_array().unwrap().len(), 1);
    assert_eq!(mailbox["blocked"][0]["recipient"], "491512345678");
}

#[tokio::test]
async fn faults_answer_drop_and_leave_what_was_done() {
    let service = Service::open().await;
    service
        .control(
            "faults",
            json!({"path": "/v3/smtp/email", "method": "POST", "status": 503, "times": 2}),
        )
        .await;
    for _ in 0..2 {
        assert_eq!(
            service
                .post("/smtp/email", email("a@example.com"))
                .await
                .status,
            503
        );
    }
    service
        .control(
            "faults",
            json!({"path": "/v3/smtp/email", "drop": true, "after": true}),
        )
        .await;
    assert!(
        service
            .call("POST", "/smtp/email", &email("a@example.com"))
            .await
            .is_err()
    );
    assert_eq!(
        service.mailbox().await["emails"].as_array().unwrap().len(),
        1,
        "accepted before the cut"
    );
    service
        .control("faults", json!({"path": "/v3/contacts", "status": 425}))
        .await;
    let early = service
        .post("/contacts", json!({"email": "a@example.com"}))
        .await;
    assert_eq!(
        (early.status, early.header("x-sib-ratelimit-limit")),
        (425, Some("1000"))
    );
}

#[tokio::test]
async fn the_log_holds_what_was_asked() {
    let service = Service::open().await;
    service.post("/smtp/email", email("a@example.com")).await;
    let url = format!(
        "{}/_control/requests?path=/v3/smtp",
        service.0.addresses().storefront
    );
    let log = request("GET", &url, &[], b"").await.unwrap().json();
    let entry = &log["requests"][0];
    assert_eq!(
        (&entry["method"], &entry["path"]),
        (&json!("POST"), &json!("/v3/smtp/email"))
    );
    assert_eq!(entry["body"]["subject"], "Your cart");
    assert_eq!(log["requests"].as_array().unwrap().len(), 1);
}
