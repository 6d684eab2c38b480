//! A customer who is signed in finds their conversation on each of their devices, and nobody else does.

use crate::stage::{Shop, until};
use parley_tests::client::{Answer, opening};
use shared::wire::frame_v1::{Open, Opened, Say};
use std::time::{SystemTime, UNIX_EPOCH};

/// The query that Shopify's app proxy adds for a page of this shop, unsigned.
fn query(shop: &str, customer: &str, age_s: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let at = now.expect("a clock").as_secs() - age_s;
    format!(
        "shop={shop}&logged_in_customer_id={customer}&path_prefix=%2Fapps%2Fparley&timestamp={at}"
    )
}

fn sign(query: &str) -> String {
    let secret = std::env::var("PARLEY_SHOPIFY_SECRET").expect("run `cargo xtask test edge`");
    let signature = sandbox::sign_query(&secret, query);
    format!("{query}&signature={signature}")
}

fn ask(shop: &Shop, query: &str) -> Answer {
    let path = format!("/v1/proxy/customer?{query}");
    shop.edge.call("GET", &path, &[], &[])
}

/// The token of a customer who is signed in at this shop.
#[track_caller]
fn token(shop: &Shop, customer: &str) -> String {
    let answer = ask(shop, &sign(&query(&shop.id, customer, 0)));
    assert_eq!(answer.status, 200);
    String::from_utf8(answer.body).expect("text")
}

fn open_known(shop: &Shop, key: &str, flow: Option<&str>, tokens: &[&str]) -> Open {
    Open {
        known: Some(tokens.join(" ")),
        ..opening(&shop.id, key, flow)
    }
}

#[track_caller]
fn opened(shop: &Shop, key: &str, tokens: &[&str]) -> Opened {
    let open = open_known(shop, key, None, tokens);
    shop.edge.opened(&shop.origin, &open)
}

/// Says something and waits until it is stored.
#[track_caller]
fn say(shop: &Shop, opened: &Opened, id: &str) {
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    socket.resume(0);
    socket.exchange(id, Say::Text(format!("this is {id}")));
}

#[track_caller]
fn has(shop: &Shop, opened: &Opened, id: &str) -> bool {
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let (turns, _) = socket.resume(0);
    turns.iter().any(|turn| turn.id.as_str() == id)
}

fn shopper_of(shop: &Shop, opened: &Opened) -> String {
    let shown = shop.show(&format!("/conversations/{}", opened.conversation));
    shown["record"]["shopper"]
        .as_str()
        .expect("a shopper")
        .to_owned()
}

#[test]
fn a_customer_finds_their_conversation_on_another_device() {
    let shop = Shop::open();
    let phone = opened(&shop, "phone-0001-0001-0001", &[&token(&shop, "7001")]);
    say(&shop, &phone, "from-the-phone");
    let desk = opened(&shop, "desk-0001-0001-0001", &[&token(&shop, "7001")]);
    assert_eq!(desk.conversation, phone.conversation);
    assert!(has(&shop, &desk, "from-the-phone"));
    say(&shop, &desk, "from-the-desk");
    assert!(has(&shop, &phone, "from-the-desk"));
    // The token is over, and this time nobody can say who is signed in: by the old one the page stays where it was.
    let renewed = opened(&shop, "desk-0001-0001-0001", &[&desk.token]);
    assert_eq!(renewed.conversation, phone.conversation);
    let renewed = opened(
        &shop,
        "phone-0001-0001-0001",
        &[&phone.token, &token(&shop, "7001")],
    );
    assert_eq!(renewed.conversation, phone.conversation);
    // A key alone, as of somebody who signed out, opens nothing of the customer's.
    let alone = opened(&shop, "desk-0001-0001-0001", &[]);
    assert_ne!(alone.conversation, phone.conversation);
}

#[test]
fn nobody_else_finds_it() {
    let shop = Shop::open();
    let hers = opened(&shop, "hers-0001-0001-0001", &[&token(&shop, "7001")]);
    let his = opened(&shop, "his-0001-0001-00001", &[&token(&shop, "7002")]);
    assert_ne!(his.conversation, hers.conversation);
    let guest = opened(&shop, "guest-001-0001-0001", &[]);
    assert!(guest.conversation != hers.conversation && guest.conversation != his.conversation);
    let elsewhere = Shop::open();
    let other = opened(&elsewhere, "other-001-0001-0001", &[&token(&shop, "7001")]);
    assert_ne!(
        other.conversation, hers.conversation,
        "another shop's customer is nobody"
    );
    // The same browser after her: he is not let into her conversation, by its key or by its token.
    let open = open_known(
        &shop,
        "hers-0001-0001-0001",
        None,
        &[&hers.token, &token(&shop, "7003")],
    );
    let refused = shop.edge.open(&shop.origin, &open);
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (410, "another_customers")
    );
    let again = opened(&shop, "hers-0002-0002-0002", &[&token(&shop, "7001")]);
    assert_eq!(again.conversation, hers.conversation, "it is still hers");
}

#[test]
fn what_was_begun_before_the_sign_in_is_the_customers() {
    let shop = Shop::open();
    let before = opened(&shop, "guest-001-0001-0001", &[]);
    say(&shop, &before, "as-a-guest");
    let after = opened(
        &shop,
        "guest-001-0001-0001",
        &[&before.token, &token(&shop, "7001")],
    );
    assert_eq!(after.conversation, before.conversation);
    let desk = opened(&shop, "desk-0001-0001-0001", &[&token(&shop, "7001")]);
    assert_eq!(desk.conversation, before.conversation);
    assert!(has(&shop, &desk, "as-a-guest"));
}

#[test]
fn an_invitation_begins_anew_and_that_is_then_the_customers_as_the_same_shopper() {
    let shop = Shop::open();
    let first = opened(&shop, "phone-0001-0001-0001", &[&token(&shop, "7001")]);
    let reported = || shop.show("/counters")["days"][0]["conversations"].as_u64();
    until("the shop has heard of it", || reported() >= Some(1));
    let invited = open_known(
        &shop,
        "desk-0001-0001-0001",
        Some("welcome"),
        &[&token(&shop, "7001")],
    );
    let invited = shop.edge.opened(&shop.origin, &invited);
    assert_ne!(invited.conversation, first.conversation);
    assert_eq!(shopper_of(&shop, &invited), shopper_of(&shop, &first));
    let tablet = opened(&shop, "tablet-001-0001-0001", &[&token(&shop, "7001")]);
    assert_eq!(tablet.conversation, invited.conversation);
}

#[test]
fn a_conversation_that_is_over_gives_way() {
    let shop = Shop::open();
    let first = opened(&shop, "phone-0001-0001-0001", &[&token(&shop, "7001")]);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &first.token)
        .expect("a socket");
    socket.resume(0);
    socket.exchange("the-end", Say::End);
    let second = opened(&shop, "desk-0001-0001-0001", &[&token(&shop, "7001")]);
    assert_ne!(second.conversation, first.conversation, "it has ended");
    let third = opened(&shop, "tablet-001-0001-0001", &[&token(&shop, "7001")]);
    assert_eq!(third.conversation, second.conversation);
    let shopper = shopper_of(&shop, &second);
    until("the shop knows it", || {
        shop.show(&format!("/shoppers/{shopper}"))["conversations"][0].is_object()
    });
    let path = format!("/operator/shops/{}/shoppers/{shopper}", shop.id);
    assert_eq!(shop.edge.operator("DELETE", &path, &[]).status, 200);
    let fourth = opened(&shop, "laptop-001-0001-0001", &[&token(&shop, "7001")]);
    assert_ne!(fourth.conversation, second.conversation, "it was erased");
    assert_ne!(
        shopper_of(&shop, &fourth),
        shopper,
        "and so was the shopper"
    );
}

#[test]
fn only_what_shopify_signed_just_now_says_who_is_signed_in() {
    let shop = Shop::open();
    let given = token(&shop, "7001");
    assert!(!given.is_empty());
    assert_eq!(token(&shop, ""), "", "nobody is signed in");
    let signed = sign(&query(&shop.id, "7001", 0));
    for forged in [
        query(&shop.id, "7001", 0),
        signed.replace("7001", "7002"),
        signed.replace(&shop.id, "other.myshopify.com"),
        format!("{signed}&logged_in_customer_id=7002"),
        sign(&query(&shop.id, "7001", 100)),
        sign(&query("nohost", "7001", 0)),
        String::new(),
    ] {
        let refused = ask(&shop, &forged);
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (401, "unsigned"),
            "{forged}"
        );
    }
    let posted = shop.edge.call("POST", "/v1/proxy/customer", &[], &[]);
    assert_eq!(posted.status, 405);
    // Cut, changed, or a shopper's in its place: it makes nobody known, and the chat opens.
    let hers = opened(&shop, "hers-0001-0001-0001", &[&given]);
    let cut = given.get(1..).expect("a token").to_owned();
    for (key, bad) in [
        ("key-0001-0001-0001", cut),
        ("key-0002-0002-0002", format!("{given}x")),
    ] {
        assert_ne!(opened(&shop, key, &[&bad]).conversation, hers.conversation);
    }
}
