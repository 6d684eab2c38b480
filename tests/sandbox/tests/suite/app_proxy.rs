//! The app proxy, with an app behind it that says back what reached it.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sandbox::client::{Answer, request};
use sandbox::sign_query;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::shop::Shop;

/// A shop whose `/apps/side` is answered by an app.
async fn proxied() -> Shop {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let app = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, Router::new().fallback(echo)).await });
    let mut shop = Shop::open().await;
    behind(&mut shop, &format!("http://{app}/proxy")).await;
    shop
}

async fn behind(shop: &mut Shop, url: &str) {
    let proxy = json!({"url": url, "secret": "hush", "path": "/apps/side"});
    let set = shop
        .post("/_control/settings", json!({"app_proxy": proxy}))
        .await;
    assert_eq!(set.status, 200, "{}", set.text());
}

async fn echo(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let headers: Value = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), Value::from(value.to_str().unwrap())))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let reached = json!({"method": parts.method.as_str(), "path": parts.uri.path(), "query": parts.uri.query(),
        "headers": headers, "body": String::from_utf8(body.to_vec()).unwrap()});
    (
        StatusCode::IM_A_TEAPOT,
        [
            ("content-type", "application/vnd.side+json"),
            ("cache-control", "no-store"),
            ("set-cookie", "side=1"),
            ("x-side", "1"),
            ("location", "/elsewhere"),
        ],
        reached.to_string(),
    )
        .into_response()
}

/// The query that reached the app, up to the time; what follows it must be right.
#[track_caller]
fn query(answer: &Answer) -> String {
    let query = answer.json()["query"].as_str().unwrap().to_owned();
    let (signed, signature) = query.split_once("&signature=").unwrap();
    assert_eq!(signature, sign_query("hush", signed));
    let (said, timestamp) = signed.split_once("&timestamp=").unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    assert!(now.abs_diff(timestamp.parse().unwrap()) < 60, "{timestamp}");
    said.to_owned()
}

#[test]
fn signatures_of_queries_equal_those_computed_elsewhere() {
    let vectors: Value =
        serde_json::from_str(include_str!("../vectors/app_proxy_signatures.json")).unwrap();
    for (name, vector) in vectors.as_object().unwrap() {
        let text = |part: &str| vector[part].as_str().unwrap();
        let signature = sign_query(text("secret"), text("query"));
        assert_eq!(signature, text("signature"), "{name}");
        let whole = format!("signature={signature}&{}", text("query"));
        assert_eq!(sign_query(text("secret"), &whole), signature, "{name}");
    }
}

#[tokio::test]
async fn a_request_reaches_the_app_and_its_answer_the_client() {
    let mut shop = proxied().await;
    let answer = shop
        .call("PUT", "/apps/side/a%20b/c?extra=1&q=%C3%A9+1&extra=2", "{}")
        .await
        .unwrap();
    assert_eq!(answer.status, 418);
    let reached = answer.json();
    assert_eq!(
        (&reached["method"], &reached["path"], &reached["body"]),
        (&json!("PUT"), &json!("/proxy/a%20b/c"), &json!("{}"))
    );
    assert_eq!(
        query(&answer),
        "extra=1&q=%C3%A9+1&extra=2&shop=fernwood.myshopify.com&logged_in_customer_id=&path_prefix=%2Fapps%2Fside"
    );
    assert_eq!(reached["headers"]["content-type"], "application/json");
    assert_eq!(reached["headers"]["x-forwarded-for"], "127.0.0.1");
    let kept = [
        ("content-type", Some("application/vnd.side+json")),
        ("cache-control", Some("no-store")),
        ("location", Some("/elsewhere")),
        ("set-cookie", None),
        ("x-side", None),
    ];
    for (name, value) in kept {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn the_path_itself_and_every_method_are_the_apps() {
    let mut shop = proxied().await;
    for (path, reached) in [("/apps/side", "/proxy"), ("/apps/side/", "/proxy/")] {
        assert_eq!(shop.get(path).await.json()["path"], reached);
    }
    for method in ["POST", "PATCH", "DELETE", "OPTIONS"] {
        let answer = shop.call(method, "/apps/side", "").await.unwrap();
        assert_eq!(answer.json()["method"], method);
    }
    let head = shop.call("HEAD", "/apps/side", "").await.unwrap();
    assert_eq!((head.status, head.body.len()), (418, 0));
}

#[tokio::test]
async fn the_app_is_told_who_is_signed_in() {
    let mut shop = proxied().await;
    shop.get("/_control/sign_in/7001").await;
    let answer = shop.get("/apps/side").await;
    assert_eq!(
        query(&answer),
        "shop=fernwood.myshopify.com&logged_in_customer_id=7001&path_prefix=%2Fapps%2Fside"
    );
    shop.get("/_control/sign_out").await;
    let answer = shop.get("/apps/side").await;
    assert!(query(&answer).contains("logged_in_customer_id=&"));
}

#[tokio::test]
async fn what_only_the_platform_may_say_is_dropped_from_the_clients_query() {
    let mut shop = proxied().await;
    let forged = "shop=evil.myshopify.com&logged_in_customer_id=1&logged%5Fin_customer_id=2&path_prefix=x&a=1\
        &timestamp=1&signature=00&shop";
    let answer = shop.get(&format!("/apps/side?{forged}")).await;
    assert_eq!(
        query(&answer),
        "a=1&shop=fernwood.myshopify.com&logged_in_customer_id=&path_prefix=%2Fapps%2Fside"
    );
}

#[tokio::test]
async fn neither_cookies_nor_a_forged_address_reach_the_app() {
    let mut shop = proxied().await;
    shop.get("/").await;
    assert!(shop.cookie.starts_with("cart="));
    let page = shop.get("/apps/side").await;
    assert_eq!(page.json()["headers"]["cookie"], Value::Null);
    let url = format!("{}/apps/side", shop.origin());
    let said = [
        ("x-forwarded-for", "203.0.113.9"),
        ("authorization", "Bearer token"),
    ];
    let answer = request("GET", &url, &said, b"").await.unwrap().json();
    let headers = &answer["headers"];
    assert_eq!(headers["x-forwarded-for"], "127.0.0.1");
    assert_eq!(headers["authorization"], "Bearer token");
    let host = shop.origin().trim_start_matches("http://").to_owned();
    assert_eq!(headers["x-forwarded-host"], host);
    assert_ne!(headers["host"], host);
}

#[tokio::test]
async fn what_is_not_the_apps_is_the_shops_own_404() {
    let mut shop = Shop::open().await;
    let none = shop.get("/apps/side").await;
    let mut shop = proxied().await;
    let answers = [
        none,
        shop.get("/apps/sideways").await,
        shop.get("/apps").await,
        shop.get("/community/side").await,
    ];
    for answer in answers {
        assert_eq!(answer.status, 404);
        assert!(answer.text().contains("This page is not here"));
    }
}

#[tokio::test]
async fn an_app_that_does_not_answer_is_a_502() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let mut shop = Shop::open().await;
    behind(&mut shop, &url).await;
    let answer = shop.get("/apps/side/a").await;
    assert_eq!(answer.status, 502);
    assert!(answer.header("content-type").unwrap().contains("text/html"));
}

#[tokio::test]
async fn faults_can_be_aimed_at_the_proxied_path() {
    let mut shop = proxied().await;
    let busy = json!({"path": "/apps/side/*", "method": "POST", "status": 429});
    shop.post("/_control/faults", busy).await;
    let cut = json!({"path": "/apps/side/token", "drop": true, "after": true});
    shop.post("/_control/faults", cut).await;
    assert_eq!(shop.get("/apps/side").await.status, 418);
    let challenged = shop.post("/apps/side/token", json!({})).await;
    assert_eq!(challenged.status, 429);
    assert!(challenged.text().contains("needs to be verified"));
    assert!(shop.call("POST", "/apps/side/token", "").await.is_err());
    assert_eq!(shop.get("/apps/side/token").await.status, 418);
}
