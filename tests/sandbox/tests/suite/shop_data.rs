//! Products, categories, orders, and the sales pages.

use serde_json::{Value, json};

use crate::service::{Service, refuses};

async fn active() -> Service {
    let service = Service::open().await;
    let settings = json!({"rate_limits": {"products": [1000, 1], "orders/status": [1000, 1], "other": [1000, 1]}});
    service.control("settings", settings).await;
    assert_eq!(
        service.post("/ecommerce/activate", json!({})).await.status,
        200
    );
    service
}

fn order(id: &str) -> Value {
    json!({"id": id, "createdAt": "2026-11-24T10:00:00Z", "updatedAt": "2026-11-24T10:00:00Z", "status": "paid",
        "amount": 24.05, "products": [{"productId": "p1", "price": 24.05, "quantity": 1}]})
}

#[tokio::test]
async fn nothing_is_taken_before_the_account_is_switched_on() {
    let service = Service::open().await;
    let product = service
        .post("/products", json!({"id": "p1", "name": "Cream"}))
        .await;
    refuses(&product, 403, "permission_denied", "not activated");
    let answer = service.post("/orders/status", order("1")).await;
    refuses(&answer, 403, "permission_denied", "not activated");
}

#[tokio::test]
async fn an_id_that_is_there_is_updated_only_when_asked() {
    let service = active().await;
    for path in ["/products", "/categories"] {
        let thing = json!({"id": "p1", "name": "Cream"});
        assert_eq!(service.post(path, thing.clone()).await.status, 201);
        let again = service.post(path, thing).await;
        refuses(&again, 400, "duplicate_parameter", "already exists");
        let update = json!({"id": "p1", "name": "Rich cream", "updateEnabled": true});
        assert_eq!(service.post(path, update).await.status, 204);
    }
    let held = service.get("/products").await.json();
    assert_eq!(
        (&held["count"], &held["products"][0]["name"]),
        (&json!(1), &json!("Rich cream"))
    );
}

#[tokio::test]
async fn a_batch_is_taken_whole_or_not_at_all() {
    let service = active().await;
    let twice = json!({"products": [{"id": "a", "name": "A"}, {"id": "a", "name": "A"}]});
    refuses(
        &service.post("/products/batch", twice).await,
        400,
        "duplicate_parameter",
        "twice",
    );
    assert_eq!(service.get("/products").await.json()["count"], 0);
    let both = json!({"products": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}], "updateEnabled": true});
    let answer = service.post("/products/batch", both.clone()).await.json();
    assert_eq!(answer, json!({"createdCount": 2, "updatedCount": 0}));
    let answer = service.post("/products/batch", both).await.json();
    assert_eq!(answer, json!({"createdCount": 0, "updatedCount": 2}));
}

#[tokio::test]
async fn orders_are_taken_one_by_one_and_in_batches() {
    let service = active().await;
    assert_eq!(service.post("/orders/status", order("1")).await.status, 204);
    let batch = json!({"orders": [order("1"), order("2")], "historical": false});
    let answer = service.post("/orders/status/batch", batch).await;
    assert_eq!((answer.status, &answer.json()["count"]), (202, &json!(2)));
}

#[tokio::test]
async fn tasks_notes_and_deals_get_ids_and_a_task_can_be_done() {
    let service = active().await;
    let kind = service.get("/crm/tasktypes").await.json()[0]["id"].clone();
    let task = json!({"name": "Call back", "taskTypeId": kind, "date": "2026-11-24T10:00:00Z"});
    let task = service.post("/crm/tasks", task).await;
    assert_eq!(task.status, 201);
    let path = format!("/crm/tasks/{}", task.json()["id"].as_str().unwrap());
    let done = service
        .call("PATCH", &path, &json!({"done": true}))
        .await
        .unwrap();
    assert_eq!(done.status, 204);
    assert_eq!(service.get(&path).await.json()["done"], true);
    let strange = json!({"name": "x", "taskTypeId": "none", "date": "2026-11-24T10:00:00Z"});
    refuses(
        &service.post("/crm/tasks", strange).await,
        400,
        "invalid_parameter",
        "taskTypeId",
    );
    assert_eq!(
        service
            .post("/crm/notes", json!({"text": "Asked for help"}))
            .await
            .status,
        200
    );
    assert_eq!(
        service
            .post("/crm/deals", json!({"name": "Fern"}))
            .await
            .status,
        201
    );
}
