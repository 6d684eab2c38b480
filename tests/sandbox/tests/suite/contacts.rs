//! Contacts, lists, attributes, events, and the limits on asking for them.

use sandbox::client::request;
use serde_json::{Value, json};

use crate::service::{Service, email, refuses};

#[tokio::test]
async fn a_request_without_a_key_is_refused_in_the_services_words() {
    let service = Service::open().await;
    let url = format!("{}/account", service.0.addresses().brevo);
    let answer = request("GET", &url, &[], b"").await.unwrap();
    assert_eq!(answer.status, 401);
    let words = json!({"message": "authentication not found in headers", "code": "unauthorized"});
    assert_eq!(answer.json(), words);
    let answer = request("GET", &url, &[("api-key", "other")], b"")
        .await
        .unwrap();
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn an_upsert_creates_with_201_then_updates_with_204() {
    let service = Service::open().await;
    let contact = json!({"email": "Ada@example.com", "attributes": {"FIRSTNAME": "Ada", "NOT_THERE": 1}, "updateEnabled": true});
    let created = service.post("/contacts", contact.clone()).await;
    assert_eq!(created.status, 201);
    let id = created.json()["id"].as_i64().unwrap();
    let updated = service.post("/contacts", contact.clone()).await;
    assert_eq!((updated.status, updated.body.len()), (204, 0));
    let held = service.get("/contacts/ada%40example.com").await.json();
    assert_eq!(
        (held["id"].as_i64(), &held["attributes"]),
        (Some(id), &json!({"FIRSTNAME": "Ada"}))
    );
    let gone = service
        .call("DELETE", &format!("/contacts/{id}"), &Value::Null)
        .await
        .unwrap();
    assert_eq!(gone.status, 204);
    refuses(
        &service.get(&format!("/contacts/{id}")).await,
        404,
        "document_not_found",
        "Contact does not exist",
    );
}

#[tokio::test]
async fn identities_of_others_are_refused_with_metadata() {
    let service = Service::open().await;
    service
        .post(
            "/contacts",
            json!({"email": "a@example.com", "attributes": {"SMS": "+491512345678"}}),
        )
        .await;
    service
        .post(
            "/contacts",
            json!({"email": "b@example.com", "ext_id": "b"}),
        )
        .await;
    let again = service
        .post("/contacts", json!({"email": "a@example.com"}))
        .await;
    refuses(
        &again,
        400,
        "duplicate_parameter",
        "email is already associated with another Contact",
    );
    assert_eq!(
        again.json()["metadata"],
        json!({"duplicate_identifiers": ["email"]})
    );
    let phone = json!({"attributes": {"SMS": "00491512345678"}});
    let taken = service
        .call("PUT", "/contacts/b%40example.com", &phone)
        .await
        .unwrap();
    assert_eq!(
        taken.json()["metadata"],
        json!({"duplicate_identifiers": ["SMS"]})
    );
    let by_phone = service
        .get("/contacts/491512345678?identifierType=phone_id")
        .await
        .json();
    assert_eq!(by_phone["email"], "a@example.com");
    refuses(
        &service
            .post("/contacts", json!({"updateEnabled": true}))
            .await,
        400,
        "missing_parameter",
        "ext_id",
    );
}

#[tokio::test]
async fn attributes_exist_before_they_hold_anything() {
    let service = Service::open().await;
    let path = "/contacts/attributes/normal/SKIN";
    assert_eq!(
        service.post(path, json!({"type": "text"})).await.status,
        201
    );
    refuses(
        &service.post(path, json!({"type": "text"})).await,
        400,
        "duplicate_parameter",
        "unique",
    );
    service
        .post(
            "/contacts",
            json!({"email": "a@example.com", "attributes": {"SKIN": "dry"}}),
        )
        .await;
    assert_eq!(
        service.get("/contacts/a%40example.com").await.json()["attributes"]["SKIN"],
        "dry"
    );
}

#[tokio::test]
async fn lists_take_contacts_by_name_and_say_which_failed() {
    let service = Service::open().await;
    let list = service
        .post("/contacts/lists", json!({"name": "Chat", "folderId": 1}))
        .await
        .json()["id"]
        .clone();
    service
        .post("/contacts", json!({"email": "a@example.com"}))
        .await;
    let path = format!("/contacts/lists/{list}/contacts/add");
    let answer = service
        .post(&path, json!({"emails": ["a@example.com", "x@example.com"]}))
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.json()["contacts"],
        json!({"success": ["a@example.com"], "failure": ["x@example.com"]})
    );
    assert_eq!(
        service.get("/contacts/lists").await.json()["lists"][0]["uniqueSubscribers"],
        1
    );
}

#[tokio::test]
async fn events_are_narrow_and_change_only_contacts_that_exist() {
    let service = Service::open().await;
    service
        .post("/contacts", json!({"email": "a@example.com"}))
        .await;
    let event = json!({"event_name": "chat_cart", "identifiers": {"email_id": "a@example.com"},
        "event_properties": {"total": 12.5}, "contact_properties": {"FIRSTNAME": "Ada"}});
    assert_eq!(service.post("/events", event.clone()).await.status, 204);
    assert_eq!(
        service.get("/contacts/a%40example.com").await.json()["attributes"]["FIRSTNAME"],
        "Ada"
    );
    let mut bad = event.clone();
    bad["event_name"] = json!("has a space");
    refuses(
        &service.post("/events", bad).await,
        400,
        "invalid_parameter",
        "event_name",
    );
    refuses(
        &service.post("/events", json!({"event_name": "x"})).await,
        400,
        "missing_parameter",
        "identifiers",
    );
    let batch = service
        .post("/events/batch", json!({"events": [event.clone(), event]}))
        .await;
    assert_eq!(batch.json()["count"], 2);
    assert_eq!(
        service.post("/events/batch", json!([])).await.status,
        400,
        "a bare array is no batch"
    );
}

#[tokio::test]
async fn double_opt_in_adds_the_contact_only_by_the_mailed_link() {
    let service = Service::open().await;
    let template = json!({"subject": "Confirm", "htmlContent": "<a href=\"{{ params.DOIurl }}\">Yes</a>", "textContent": "{{ params.DOIurl }}"});
    service
        .control("settings", json!({"templates": {"3": template}}))
        .await;
    let ask = json!({"email": "a@example.com", "includeListIds": [7], "templateId": 3, "redirectionUrl": "http://shop.example/thanks"});
    assert_eq!(
        service
            .post("/contacts/doubleOptinConfirmation", ask)
            .await
            .status,
        201
    );
    assert_eq!(service.get("/contacts/a%40example.com").await.status, 404);
    let link = service.mailbox().await["emails"][0]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = request("GET", &link, &[], b"").await.unwrap();
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("http://shop.example/thanks"))
    );
    assert_eq!(
        service.get("/contacts/a%40example.com").await.json()["listIds"],
        json!([7])
    );
}

#[tokio::test]
async fn limits_are_counted_by_family_and_told_in_three_headers() {
    let service = Service::open().await;
    service
        .control(
            "settings",
            json!({"rate_limits": {"contacts": [2, 3600], "smtp/email": [1000, 1]}}),
        )
        .await;
    let body = json!({"email": "a@example.com", "updateEnabled": true});
    let first = service.post("/contacts", body.clone()).await;
    assert_eq!(
        (
            first.header("x-sib-ratelimit-limit"),
            first.header("x-sib-ratelimit-remaining")
        ),
        (Some("2"), Some("1"))
    );
    service.post("/contacts", body.clone()).await;
    let third = service.post("/contacts", body).await;
    assert_eq!(
        (third.status, third.header("x-sib-ratelimit-remaining")),
        (429, Some("0"))
    );
    assert!(
        third
            .header("x-sib-ratelimit-reset")
            .unwrap()
            .parse::<i64>()
            .unwrap()
            > 0
    );
    assert!(third.header("retry-after").is_none());
    assert_eq!(
        service
            .post("/smtp/email", email("a@example.com"))
            .await
            .status,
        201,
        "another family"
    );
}

#[tokio::test]
async fn account_and_senders_answer_and_the_rest_is_not_there() {
    let service = Service::open().await;
    assert_eq!(
        service.get("/account").await.json()["plan"][1]["credits"],
        1000
    );
    assert_eq!(
        service.get("/senders").await.json()["senders"][0]["active"],
        true
    );
    refuses(
        &service.get("/nothing/here").await,
        404,
        "document_not_found",
        "",
    );
    let wrong = service
        .call("PUT", "/smtp/email", &Value::Null)
        .await
        .unwrap();
    refuses(&wrong, 405, "method_not_allowed", "");
}
