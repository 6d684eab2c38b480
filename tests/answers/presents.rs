//! What to give: what fits somebody whose size nobody knows, the gift card, and what may be said of exchanges.

use crate::shelf::{euro, of_kind, product, sold_out, strings, tagged};
use parley_tests::scene::{catalogue, shop_document};
use shared::catalog::Product;
use shared::gift::{Advice, Exchange, Gift, Prices, Sizes, advise};
use shared::message::Voice;
use shared::promise::Source;
use shared::recommend::{Labels, Require};

fn gift(interests: &[&str], budget: (Option<i64>, Option<i64>)) -> Gift {
    Gift {
        recipient: None,
        occasion: None,
        interests: strings(interests),
        at_least: budget.0.map(euro),
        at_most: budget.1.map(euro),
        sizes: Sizes::Unknown,
        prices: Prices::Named,
        avoid: Vec::new(),
        limit: 2,
    }
}

fn shop() -> Vec<Product> {
    let mut products = catalogue();
    products.push(of_kind(product("card", 2500, &[]), "Gift card"));
    products
}

fn advice(products: &[Product], gift: &Gift, exchange: Option<Exchange>) -> Advice {
    advise(
        products,
        gift,
        &Labels::of(&shop_document().attributes),
        exchange,
        Voice::default(),
    )
}

#[track_caller]
fn check(gift: &Gift, titles: &[&str], hints: &[&str]) {
    let advice = advice(&shop(), gift, None);
    let cards = advice.recommendation.cards.iter();
    let shown: Vec<&str> = cards.map(|card| card.title.as_str()).collect();
    assert_eq!(shown, titles);
    let said: Vec<String> = advice
        .hints
        .iter()
        .map(|hint| hint.text(Voice::default()))
        .collect();
    assert_eq!(said, hints);
}

const LEFT_OUT: &str = "As you don't know the size, I left out what has to fit.";
const CARD: &str = "If you'd rather not guess: CARD.";

#[test]
fn what_must_fit_is_left_out_when_nobody_knows_the_size() {
    let winter = gift(&["winter"], (None, Some(3000)));
    check(&winter, &["Ribbed Wool Beanie", "Lip Rescue Balm"], &[CARD]);
    let jumper = gift(&["knitwear"], (None, None));
    let advice = advice(&shop(), &jumper, None);
    let sized = |card: &shared::wire::frame_v1::Card| card.title.contains("Sweater");
    assert!(!advice.recommendation.cards.iter().any(sized));
    assert_eq!(advice.hints[0].text(Voice::default()), LEFT_OUT);
    let known = Gift {
        sizes: Sizes::Known,
        ..jumper
    };
    check(&known, &["Fleece Half-Zip", "Merino Crew Sweater"], &[]);
}

#[test]
fn a_volume_or_a_single_size_fits_everybody() {
    let rows = [
        ("50 ml", "100 ml", true),
        ("one size", "one size", true),
        ("s", "m", false),
        ("xl", "xxl", false),
        ("41", "42", false),
        ("eu 41", "eu 42", false),
        ("s/m", "l/xl", false),
        ("36-38", "39-42", false),
        ("2xl", "3xl", false),
        ("5l", "10l", true),
        ("4 x 15 ml", "8 x 15 ml", true),
    ];
    for (one, other, shown) in rows {
        let products = [product("thing", 1000, &[("size", &[one, other])])];
        let advice = advice(&products, &gift(&[], (None, None)), None);
        assert_eq!(
            advice.recommendation.cards.len() == 1,
            shown,
            "{one}, {other}"
        );
    }
}

#[test]
fn recipient_occasion_and_interests_are_told_as_reasons() {
    let card = product(
        "shawl",
        4000,
        &[
            ("recipient", &["mother"]),
            ("occasion", &["birthday"]),
            ("interests", &["garden"]),
        ],
    );
    let products = [tagged(card, &["gift"]), product("plain", 1000, &[])];
    let wish = Gift {
        recipient: Some("mother".into()),
        occasion: Some("birthday".into()),
        ..gift(&["garden"], (None, Some(5000)))
    };
    let reasons = |wish: &Gift| {
        advice(&products, wish, None).recommendation.cards[0]
            .reasons
            .clone()
    };
    let named = [
        "Goes with garden.",
        "Chosen for mother.",
        "Suits birthday.",
        "The shop marks it as a present.",
        "Within your budget of €50.00.",
    ];
    assert_eq!(reasons(&wish), named);
    let unnamed = Gift {
        prices: Prices::Unnamed,
        ..wish
    };
    assert_eq!(reasons(&unnamed), named[..4]);
}

#[test]
fn what_must_not_be_in_it_stays_out() {
    let wool = Require {
        attribute: "material".into(),
        values: strings(&["100 % merino wool"]),
        all: false,
    };
    let wish = Gift {
        avoid: vec![wool],
        ..gift(&["winter"], (None, Some(3000)))
    };
    let advice = advice(&shop(), &wish, None);
    let beanie = |card: &shared::wire::frame_v1::Card| card.title == "Ribbed Wool Beanie";
    assert!(!advice.recommendation.cards.iter().any(beanie));
}

#[test]
fn the_gift_card_is_offered_for_an_unknown_size_or_when_nothing_fits_and_only_within_the_budget() {
    let card = of_kind(product("card", 2500, &[]), "Gift Card");
    let tagged_card = tagged(product("card", 2500, &[]), &["gift-card"]);
    let mug = product("mug", 1200, &[]);
    let known = |most: i64| Gift {
        sizes: Sizes::Known,
        ..gift(&[], (None, Some(most)))
    };
    let unknown = |most: i64| gift(&[], (None, Some(most)));
    let rows = [
        (vec![card.clone(), mug.clone()], unknown(3000), true),
        (vec![tagged_card, mug.clone()], unknown(3000), true),
        (vec![card.clone(), mug.clone()], known(3000), false),
        (vec![card.clone()], known(3000), true),
        (vec![card.clone(), mug.clone()], unknown(2000), false),
        (vec![sold_out(card), mug], unknown(3000), false),
    ];
    for (products, wish, offered) in rows {
        let advice = advice(&products, &wish, None);
        assert_eq!(advice.gift_card.is_some(), offered, "{wish:?}");
        let cards = &advice.recommendation.cards;
        assert!(cards.iter().all(|card| card.title != "CARD"));
    }
}

#[test]
fn an_exchange_is_spoken_of_only_when_the_shop_grants_one_and_something_fits() {
    let exchange = Exchange {
        days: 30,
        source: Source {
            label: "Returns".into(),
            path: None,
        },
    };
    let mug = [product("mug", 1200, &[])];
    let hints = |products: &[Product], exchange| -> Vec<String> {
        let advice = advice(products, &gift(&[], (None, None)), exchange);
        advice
            .hints
            .iter()
            .map(|hint| hint.text(Voice::default()))
            .collect()
    };
    let told = "It can be exchanged within 30 days of delivery (Returns).";
    assert_eq!(hints(&mug, Some(exchange.clone())), [told]);
    assert_eq!(hints(&mug, None), Vec::<String>::new());
    assert_eq!(hints(&[], Some(exchange)), Vec::<String>::new());
}
