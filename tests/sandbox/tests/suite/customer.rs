//! Who is signed in: each visitor for themselves, and what a page then says.

use sandbox::Options;
use serde_json::{Value, json};

use crate::shop::{Shop, folder};

/// What `__st` on a page says of the customer, and the rest of the page.
async fn home(shop: &mut Shop) -> (Value, String) {
    let text = shop.get("/").await.text();
    let st = text.split("var __st = ").nth(1).unwrap();
    let st: Value = serde_json::from_str(st.split(";\n").next().unwrap()).unwrap();
    (st["cid"].clone(), text)
}

#[tokio::test]
async fn a_visitor_signs_in_and_out_alone() {
    let mut shop = Shop::open().await;
    assert_eq!(home(&mut shop).await.0, Value::Null);
    let cart = shop.cookie.clone();
    let told = shop.post("/_control/sign_in/7001", json!({})).await;
    Shop::check(&told, 200, &json!({"customer": 7001}));
    assert_eq!(
        told.header("set-cookie"),
        Some("customer=7001; Path=/; SameSite=Lax; HttpOnly")
    );
    assert_eq!(home(&mut shop).await.0, 7001);
    let signed_in = std::mem::replace(&mut shop.cookie, cart.clone());
    assert_eq!(home(&mut shop).await.0, Value::Null, "another visitor");
    shop.cookie = signed_in;
    let told = shop.get("/_control/sign_out").await;
    Shop::check(&told, 200, &json!({"customer": null}));
    assert_eq!(shop.cookie, cart);
    assert_eq!(home(&mut shop).await.0, Value::Null);
    assert_eq!(shop.get("/_control/sign_in/ada").await.status, 400);
}

#[tokio::test]
async fn the_setting_counts_where_nobody_signed_in() {
    let mut shop = Shop::open().await;
    shop.post("/_control/settings", json!({"customer": 5}))
        .await;
    assert_eq!(home(&mut shop).await.0, 5);
    shop.get("/_control/sign_in/7001").await;
    assert_eq!(home(&mut shop).await.0, 7001);
}

#[tokio::test]
async fn the_embed_names_shop_language_and_customer_as_liquid_does() {
    let folder = folder("customer");
    let file = folder.join("embed.html");
    let snippet =
        "<i>{{ shop.permanent_domain }}, {{ request.locale.iso_code }}, {{ customer.id }}</i>";
    std::fs::write(&file, snippet).unwrap();
    let mut shop = Shop::with(Options {
        embed_file: Some(file),
        ..Options::default()
    })
    .await;
    shop.post("/_control/settings", json!({"locale": "pt-BR"}))
        .await;
    let printed = "<i>fernwood.myshopify.com, pt-BR, </i>";
    assert!(home(&mut shop).await.1.contains(printed));
    shop.get("/_control/sign_in/7001").await;
    let printed = "<i>fernwood.myshopify.com, pt-BR, 7001</i>";
    assert!(home(&mut shop).await.1.contains(printed));
    std::fs::remove_dir_all(folder).unwrap();
}
