//! No word of a message is taken for markup, whoever wrote it.

use shared::delivery::Message;
use shared::money::Money;
use shared::message::{FollowUpFacts, follow_up_email, follow_up_sms};
use shared::wire::frame_v1::{Card, CardVariant};

const NASTY: &str = "<script>alert('x')</script> & \"more\"\n\u{7}";

fn card() -> Card {
    Card {
        product: "1".parse().unwrap(),
        title: NASTY.into(),
        path: format!("/products/{NASTY}"),
        image: None,
        reasons: vec![NASTY.into()],
        differs: Some(NASTY.into()),
        variants: vec![CardVariant {
            id: "2".parse().unwrap(),
            label: NASTY.into(),
            price: Money::new(100, "EUR".parse().unwrap()),
            was: None,
            available: true,
        }],
    }
}

#[test]
fn text_from_outside_stays_text_in_the_html() {
    let products = [card()];
    let support = "help@fernwood.example".parse().unwrap();
    let facts = FollowUpFacts {
        shop: NASTY,
        origin: "https://fernwood.example",
        subject: NASTY.into(),
        intro: NASTY.into(),
        short: "your link:".into(),
        opt_out: NASTY.into(),
        products: &products,
        cart: Some(format!("https://fernwood.example/cart/{NASTY}")),
        today: shared::hours::date("2026-11-23").unwrap(),
        delivery: Some(NASTY),
        support: &support,
    };
    let Message::Email { html, text, .. } = follow_up_email(&facts) else {
        panic!("an e-mail");
    };
    assert!(!html.contains("<script") && !html.contains('\u{7}') && !html.contains("('x')"));
    assert!(
        html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
    );
    // Every attribute's quotes pair: what is between two is never broken by a quote of ours.
    assert_eq!(html.matches('"').count() % 2, 0);
    assert!(text.contains("<script>"), "the plain text says it as it is");
}

#[test]
fn a_text_message_names_the_shop_first_and_the_way_out_last() {
    let support = "help@fernwood.example".parse().unwrap();
    let facts = FollowUpFacts {
        shop: "Fernwood",
        origin: "https://fernwood.example",
        subject: String::new(),
        intro: String::new(),
        short: "your cart is waiting:".into(),
        opt_out: "Reply STOP to opt out.".into(),
        products: &[],
        cart: Some("https://fernwood.example/cart/46:1?storefront=true".into()),
        today: shared::hours::date("2026-11-23").unwrap(),
        delivery: None,
        support: &support,
    };
    let text = "Fernwood: your cart is waiting: https://fernwood.example/cart/46:1?storefront=true Reply STOP to opt out.";
    assert_eq!(follow_up_sms(&facts), Message::Sms { text: text.into() });
}
