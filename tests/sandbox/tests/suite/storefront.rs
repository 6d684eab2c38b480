//! Pages, product data, orders and webhooks of the storefront.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sandbox::client::request;
use sandbox::{Options, sign};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::shop::{Shop, catalogue, cream, folder};

#[tokio::test]
async fn an_order_carries_attributes_properties_and_the_carts_token() {
    let mut shop = Shop::open().await;
    let item = json!({"id": cream(), "quantity": 1, "properties": {"_c": "7"}});
    shop.post("/cart/add.js", json!({"items": [item]})).await;
    let cart = shop
        .post("/cart/update.js", json!({"attributes": {"__sid": "s1"}}))
        .await
        .json();
    let before = shop.get("/checkout").await;
    assert!(before.text().contains("Place order"));
    let placed = shop
        .post("/checkout", json!({"email": "ada@example.com"}))
        .await;
    assert_eq!(placed.status, 302);
    assert!(
        shop.get(placed.header("location").unwrap())
            .await
            .text()
            .contains("#1001")
    );
    let order = shop.get("/_control/orders").await.json()["orders"][0].clone();
    assert_eq!(
        order["note_attributes"],
        json!([{"name": "__sid", "value": "s1"}])
    );
    assert_eq!(
        order["line_items"][0]["properties"],
        json!([{"name": "_c", "value": "7"}])
    );
    let token = cart["token"].as_str().unwrap().split('?').next().unwrap();
    assert_eq!(order["cart_token"], token);
    assert_eq!(
        (&order["total_price"], &order["subtotal_price"]),
        (&json!("28.90"), &json!("24.00"))
    );
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 0);
}

#[tokio::test]
async fn webhooks_are_signed_over_the_bytes_that_are_sent() {
    let mut shop = Shop::open().await;
    let receiver = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", receiver.local_addr().unwrap());
    shop.post(
        "/_control/settings",
        json!({"webhook": {"url": url, "secret": "hush"}}),
    )
    .await;
    let arrival = tokio::spawn(one_request(receiver));
    let sent = shop
        .post(
            "/_control/webhooks",
            json!({"topic": "orders/create", "payload": {"id": 1}}),
        )
        .await;
    assert_eq!(sent.json()["status"], 200);
    let (head, body) = arrival.await.unwrap();
    assert!(head.contains(&format!(
        "x-shopify-hmac-sha256: {}",
        sign("hush", body.as_bytes())
    )));
    for name in [
        "x-shopify-topic: orders/create",
        "x-shopify-webhook-id: ",
        "x-shopify-triggered-at: ",
    ] {
        assert!(head.contains(name), "{name} is missing");
    }
}

/// Reads one request, answers 200, gives its head and body.
async fn one_request(listener: TcpListener) -> (String, String) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        bytes.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .split("content-length: ")
            .nth(1)
            .unwrap()
            .trim()
            .parse::<usize>()
            .unwrap();
        if body.len() >= length {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                .await
                .unwrap();
            return (head.to_owned(), body.to_owned());
        }
    }
}

#[test]
fn signatures_equal_those_computed_elsewhere() {
    let vectors: Value =
        serde_json::from_str(include_str!("../vectors/webhook_signatures.json")).unwrap();
    for vector in vectors.as_object().unwrap().values() {
        let body = STANDARD
            .decode(vector["body_utf8_base64"].as_str().unwrap())
            .unwrap();
        assert_eq!(
            sign(vector["secret"].as_str().unwrap(), &body),
            vector["X-Shopify-Hmac-Sha256"]
        );
    }
}

#[tokio::test]
async fn pages_carry_the_globals_and_the_embed_but_the_checkout_does_not() {
    let folder = folder("embed");
    let file = folder.join("embed.html");
    let mut shop = Shop::with(Options {
        embed_file: Some(file.clone()),
        ..Options::default()
    })
    .await;
    assert_eq!(
        shop.get("/products/oat-barrier-cream").await.status,
        200,
        "the file may come later"
    );
    std::fs::write(&file, "<script src=\"http://edge.example/x.js\"></script>").unwrap();
    let page = shop.get("/products/oat-barrier-cream?csp=strict").await;
    let text = page.text();
    for part in [
        "Shopify.shop = \"fernwood.myshopify.com\"",
        "Shopify.routes.root = \"/\"",
        "ShopifyAnalytics.meta",
        "var __st = ",
        "id=\"shopify-features\"",
        "http://edge.example/x.js",
    ] {
        assert!(text.contains(part), "{part} is missing");
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("script-src 'self' http://edge.example 'nonce-")
            && policy.contains("'wasm-unsafe-eval'")
    );
    let page = shop.get("/cart?csp=nowasm&design_mode=1").await;
    assert!(
        !page
            .header("content-security-policy")
            .unwrap()
            .contains("wasm-unsafe-eval")
    );
    assert!(page.text().contains("Shopify.designMode = true"));
    shop.add(cream(), 1).await;
    assert!(!shop.get("/checkout").await.text().contains("edge.example"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_locked_shop_shows_its_password_page() {
    let mut shop = Shop::open().await;
    shop.post("/_control/settings", json!({"locked": true}))
        .await;
    let answer = shop.get("/products/oat-barrier-cream").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("/password"))
    );
    assert_eq!(shop.get("/password").await.status, 200);
}

#[tokio::test]
async fn products_have_three_shapes() {
    let mut shop = Shop::open().await;
    let ajax = shop.get("/products/oat-barrier-cream.js").await.json();
    assert_eq!(
        (&ajax["price"], &ajax["variants"][1]["price"]),
        (&json!(2400), &json!(3900))
    );
    assert_eq!(ajax["options"][0]["name"], "Size");
    let plain = shop.get("/products.json?limit=250").await.json();
    assert_eq!(
        plain["products"].as_array().unwrap().len(),
        catalogue().products().len()
    );
    assert_eq!(plain["products"][0]["variants"][0]["price"], "24.00");
    let found = shop
        .get("/search/suggest.json?q=oat%20crea&resources%5Blimit%5D=3")
        .await
        .json();
    assert_eq!(
        found["resources"]["results"]["products"][0]["price"],
        "24.00"
    );
    assert_eq!(
        shop.get("/search/suggest.json?q=a&resources%5Blimit%5D=99")
            .await
            .status,
        422
    );
    let id = ajax["id"].as_i64().unwrap();
    let others = shop
        .get(&format!(
            "/recommendations/products.json?product_id={id}&limit=2"
        ))
        .await
        .json();
    assert_eq!(others["products"].as_array().unwrap().len(), 2);
    assert_eq!(
        shop.get("/recommendations/products.json?product_id=1")
            .await
            .status,
        404
    );
    assert_eq!(shop.get("/recommendations/products.json").await.status, 422);
}

#[tokio::test]
async fn the_bulk_file_names_images_on_the_shops_own_origin() {
    let mut shop = Shop::open().await;
    let bulk = shop.get("/bulk/products.jsonl").await.text();
    let first: Value = serde_json::from_str(bulk.lines().next().unwrap()).unwrap();
    let url = first["featuredImage"]["url"].as_str().unwrap().to_owned();
    let image = request("GET", &url, &[], b"").await.unwrap();
    assert_eq!(image.header("content-type"), Some("image/svg+xml"));
    assert!(
        bulk.lines()
            .all(|line| serde_json::from_str::<Value>(line).is_ok())
    );
    assert!(!bulk.contains("\"url\": \"/cdn"));
}

#[tokio::test]
async fn carts_and_settings_survive_a_restart() {
    let folder = folder("restart");
    let options = Options {
        state_folder: Some(folder.clone()),
        ..Options::default()
    };
    let mut shop = Shop::with(options.clone()).await;
    shop.add(cream(), 3).await;
    shop.post("/_control/settings", json!({"actions": "theme"}))
        .await;
    let cookie = shop.cookie.clone();
    drop(shop);
    let mut shop = Shop::with(options).await;
    shop.cookie = cookie;
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 3);
    assert!(shop.get("/").await.text().contains("standard-actions.js"));
    shop.post("/_control/reset", json!({})).await;
    assert_eq!(shop.get("/cart.js").await.json()["item_count"], 0);
    std::fs::remove_dir_all(folder).unwrap();
}
