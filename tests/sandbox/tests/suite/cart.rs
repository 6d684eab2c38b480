//! The cart: shapes, cookies, every refusal, sections, and the two ways to it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::shop::{Shop, cream, variant};

#[tokio::test]
async fn the_cart_belongs_to_the_cookie() {
    let mut shop = Shop::open().await;
    let empty = shop.get("/cart.js").await.json();
    assert_eq!(empty["item_count"], 0);
    assert!(empty["token"].as_str().unwrap().contains("?key="));
    let added = shop.add(cream(), 2).await;
    assert_eq!(
        (added.status, &added.json()["items"][0]["quantity"]),
        (200, &json!(2))
    );
    let cart = shop.get("/cart.js").await.json();
    assert_eq!(cart["token"], empty["token"]);
    assert_eq!(
        (&cart["total_price"], &cart["currency"]),
        (&json!(4800), &json!("EUR"))
    );
    let line = &cart["items"][0];
    assert_eq!(line["title"], "Oat Barrier Cream - 50 ml");
    assert!(
        line["key"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{}:", cream()))
    );
    shop.cookie = String::new();
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 0);
}

#[tokio::test]
async fn lines_merge_only_when_their_properties_are_equal() {
    let mut shop = Shop::open().await;
    shop.add(cream(), 1).await;
    let again = shop.add(cream(), 1).await.json();
    assert_eq!(
        again["items"][0]["quantity"], 2,
        "the new total of the line"
    );
    let item = json!({"id": cream(), "quantity": 1, "properties": {"_c": "42"}});
    shop.post("/cart/add.js", json!({"items": [item]})).await;
    let cart = shop.get("/cart.js").await.json();
    assert_eq!(cart["items"].as_array().unwrap().len(), 2);
    assert_eq!(cart["items"][0]["properties"], json!({"_c": "42"}));
    assert_ne!(cart["items"][0]["key"], cart["items"][1]["key"]);
}

#[tokio::test]
async fn refusals_have_the_platforms_statuses_and_types() {
    let mut shop = Shop::open().await;
    let sold_out = variant("merino-crew-sweater", "Moss / M").id;
    Shop::check(
        &shop.add(sold_out, 1).await,
        422,
        &json!({"status": 422, "message": "Cart Error",
        "description": "The product 'Merino Crew Sweater - Moss / M' is already sold out."}),
    );
    let unknown =
        json!({"status": 404, "message": "Cart Error", "description": "Cannot find variant"});
    Shop::check(
        &shop
            .post("/cart/update.js", json!({"updates": {"1": 1}}))
            .await,
        404,
        &unknown,
    );
    Shop::check(&shop.add(1, 1).await, 404, &unknown);
    let nowhere = "no valid id or line parameter";
    let bad = json!({"status": "bad_request", "message": nowhere, "description": nowhere});
    Shop::check(
        &shop
            .post("/cart/change.js", json!({"id": cream(), "quantity": 1}))
            .await,
        400,
        &bad,
    );
    Shop::check(
        &shop
            .post("/cart/change.js", json!({"line": 1, "quantity": 1}))
            .await,
        400,
        &bad,
    );
}

#[tokio::test]
async fn what_is_left_in_stock_is_added_and_said() {
    let mut shop = Shop::open().await;
    let last = variant("lactic-glow-toner", "200 ml");
    assert_eq!(last.inventory_quantity, 2);
    let answer = shop.add(last.id, 5).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .text()
            .contains("Only 2 items were added to your cart")
    );
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 2);
    let answer = shop.add(last.id, 1).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .text()
            .contains("The maximum quantity of this item is already in your cart.")
    );
    let update = shop
        .post(
            "/cart/update.js",
            json!({"updates": {last.id.to_string(): 9}}),
        )
        .await
        .json();
    assert_eq!(update["item_count"], 9, "update does not ask the stock");
}

#[tokio::test]
async fn attributes_note_and_codes_stay_when_the_cart_is_cleared() {
    let mut shop = Shop::open().await;
    shop.add(cream(), 1).await;
    let change = json!({"note": "Ring twice", "discount": "welcome10",
        "attributes": {"gift": "yes", "__sid": "s1"}});
    let cart = shop.post("/cart/update.js", change).await.json();
    assert_eq!(
        cart["attributes"],
        json!({"gift": "yes"}),
        "two underscores hide an attribute"
    );
    assert_eq!(
        (&cart["total_price"], &cart["total_discount"]),
        (&json!(2160), &json!(240))
    );
    assert_eq!(
        cart["discount_codes"],
        json!([{"code": "WELCOME10", "applicable": true}])
    );
    let cleared = shop.post("/cart/clear.js", json!({})).await.json();
    assert_eq!(
        (&cleared["item_count"], &cleared["note"]),
        (&json!(0), &json!("Ring twice"))
    );
    assert_eq!(cleared["attributes"], json!({"gift": "yes"}));
}

#[tokio::test]
async fn sections_come_with_the_cart_and_too_many_are_refused_after_the_change() {
    let mut shop = Shop::open().await;
    let items = json!([{"id": cream(), "quantity": 1}]);
    let answer = shop
        .post(
            "/cart/add.js",
            json!({"items": items, "sections": "cart-icon,main-cart,none"}),
        )
        .await
        .json();
    assert!(
        answer["sections"]["cart-icon"]
            .as_str()
            .unwrap()
            .contains("data-cart-count=\"1\"")
    );
    assert!(
        answer["sections"]["main-cart"]
            .as_str()
            .unwrap()
            .contains("Oat Barrier Cream")
    );
    assert_eq!(answer["sections"]["none"], Value::Null);
    for bad in [
        json!({"items": items, "sections": ["a", "b", "c", "d", "e", "f"]}),
        json!({"items": items, "sections": "cart-icon", "sections_url": "cart"}),
    ] {
        assert_eq!(shop.post("/cart/add.js", bad).await.status, 400);
    }
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 3);
    let page = shop.get("/?sections=cart-icon").await.json();
    assert!(
        page["cart-icon"]
            .as_str()
            .unwrap()
            .contains("data-cart-count=\"3\"")
    );
}

#[tokio::test]
async fn faults_play_once_and_in_their_platforms_words() {
    let mut shop = Shop::open().await;
    let fault = json!({"path": "/cart/add.js", "method": "POST", "status": 429});
    assert_eq!(shop.post("/_control/faults", fault).await.status, 204);
    let challenged = shop.add(cream(), 1).await;
    assert_eq!(challenged.status, 429);
    assert!(
        challenged
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert!(
        challenged
            .text()
            .contains("Your connection needs to be verified")
    );
    assert_eq!(shop.add(cream(), 1).await.status, 200);
    shop.post(
        "/_control/faults",
        json!({"path": "/cart/*", "status": 409}),
    )
    .await;
    assert_eq!(shop.add(cream(), 1).await.status, 409);
    assert_eq!(
        shop.post("/_control/faults", json!({"path": "/x", "statsu": 1}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_dropped_connection_after_the_change_leaves_the_change() {
    let mut shop = Shop::open().await;
    shop.get("/cart.js").await;
    shop.post(
        "/_control/faults",
        json!({"path": "/cart/add.js", "drop": true, "after": true}),
    )
    .await;
    let body = json!({"items": [{"id": cream(), "quantity": 1}]}).to_string();
    assert!(shop.call("POST", "/cart/add.js", &body).await.is_err());
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 1);
}

#[tokio::test]
async fn shopify_actions_keep_working_when_the_ajax_cart_is_challenged() {
    let mut shop = Shop::open().await;
    shop.post(
        "/_control/faults",
        json!({"path": "/cart/*", "status": 429, "times": 9}),
    )
    .await;
    let lines = json!([{"merchandiseId": format!("gid://shopify/ProductVariant/{}", cream()), "quantity": 1}]);
    let result = shop
        .post(
            "/api/2026-10/cart.json",
            json!({"lines": lines, "discountCodes": ["NOPE"]}),
        )
        .await
        .json();
    assert_eq!(result["cart"]["totalQuantity"], 1);
    assert_eq!(
        result["cart"]["cost"]["totalAmount"],
        json!({"amount": "24.00", "currencyCode": "EUR"})
    );
    assert_eq!(result["warnings"][0]["code"], "DISCOUNT_NOT_FOUND");
    let missing = json!({"lines": [{"merchandiseId": 1, "quantity": 1}]});
    let result = shop.post("/api/2026-10/cart.json", missing).await.json();
    assert_eq!(result["userErrors"][0]["code"], "INVALID_MERCHANDISE_LINE");
}

#[tokio::test]
async fn permalinks_replace_the_cart() {
    let mut shop = Shop::open().await;
    shop.add(cream(), 5).await;
    let oil = variant("squalane-comfort-oil", "30 ml").id;
    let properties = URL_SAFE_NO_PAD.encode("{\"_c\":\"9\"}");
    let link =
        format!("/cart/{oil}:2?storefront=true&attributes%5Bref%5D=mail&properties={properties}");
    let answer = shop.get(&link).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("/cart"))
    );
    let cart = shop.get("/cart.js").await.json();
    assert_eq!(
        (&cart["item_count"], &cart["items"][0]["properties"]),
        (&json!(2), &json!({"_c": "9"}))
    );
    assert_eq!(cart["attributes"], json!({"ref": "mail"}));
    let away = shop
        .get("/discount/WELCOME10?redirect=//evil.example")
        .await;
    assert_eq!(away.header("location"), Some("/"));
}
