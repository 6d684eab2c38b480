//! Forty shoppers, what each answers, and what a shop assistant who knows the catalogue would show first. The labels
//! stand in `profiles.tsv` and judge the scoring; they are never bent to it.

use crate::english::{explain, recommend};
use parley_tests::scene::{catalogue, shop_document};
use shared::catalog::Product;
use shared::money::{Currency, Money};
use shared::recommend::{Labels, Prefer, Require, TAGS, TYPE, Terms, Want};

const PROFILES: &str = include_str!("profiles.tsv");
/// What is asked first matters most.
const WEIGHTS: [u16; 4] = [10, 6, 4, 2];
const NEEDED: usize = 38;

/// A line of the table.
struct Profile<'a> {
    who: &'a str,
    want: Want,
    expected: Vec<&'a str>,
}

impl<'a> Profile<'a> {
    fn of(line: &'a str) -> Self {
        let columns: Vec<&str> = line.split('\t').collect();
        let [who, must, wishes, never, budget, expected] = columns[..] else {
            panic!("not six columns: {line}");
        };
        let (price_at_least, price_at_most) = limits(budget);
        let want = Want {
            require: answers(must).map(require).collect(),
            prefer: answers(wishes).zip(WEIGHTS).map(prefer).collect(),
            price_at_most,
            terms: Box::new(Terms {
                price_at_least,
                price_reason: "Within your budget of {budget}.".into(),
                avoid: answers(never).map(require).collect(),
                ..Terms::default()
            }),
            available_only: true,
            limit: 2,
            labels: Labels::of(&shop_document().attributes),
            ..Want::default()
        };
        let expected = expected.split(", ").collect();
        Self {
            who,
            want,
            expected,
        }
    }
}

/// `texture=rich cream|balm; tags=vegan` as attributes and their values.
fn answers(text: &str) -> impl Iterator<Item = (String, Vec<String>)> {
    let parts = text.split("; ").filter(|part| !part.is_empty());
    parts.map(|part| {
        let (attribute, values) = part.split_once('=').expect("an attribute and its values");
        let values = values.split('|').map(str::to_lowercase).collect();
        (attribute.into(), values)
    })
}

fn require((attribute, values): (String, Vec<String>)) -> Require {
    Require {
        attribute,
        values,
        all: false,
    }
}

fn prefer(((attribute, values), weight): ((String, Vec<String>), u16)) -> Prefer {
    let reason = format!("{attribute}: {{values}}.");
    Prefer {
        attribute,
        values,
        weight,
        reason,
        asked: false,
    }
}

/// `30.00-40.00`, or one side of it.
fn limits(text: &str) -> (Option<Money>, Option<Money>) {
    let euro: Currency = "EUR".parse().unwrap();
    let amount = |text: &str| Money::parse(text, euro).ok();
    let (least, most) = text.split_once('-').unwrap_or_default();
    (amount(least), amount(most))
}

fn profiles() -> Vec<Profile<'static>> {
    let lines = PROFILES.lines().filter(|line| !line.starts_with('#'));
    lines.map(Profile::of).collect()
}

fn find<'a>(products: &'a [Product], handle: &str) -> &'a Product {
    let found = products.iter().find(|product| product.handle == handle);
    found.unwrap_or_else(|| panic!("no product {handle}"))
}

#[test]
fn what_an_assistant_would_show_is_among_the_first_two() {
    let products = catalogue();
    let profiles = profiles();
    assert_eq!(profiles.len(), 40);
    let mut hits = 0;
    for Profile {
        who,
        want,
        expected,
    } in &profiles
    {
        let recommendation = explain(&products, want);
        let shown = |handle: &&str| {
            let id = &find(&products, handle).id;
            recommendation.cards.iter().any(|card| card.product == *id)
        };
        if expected.iter().all(shown) {
            hits += 1;
            continue;
        }
        let titles: Vec<&str> = recommendation
            .cards
            .iter()
            .map(|card| card.title.as_str())
            .collect();
        println!("{who}: expected {expected:?}, shown {titles:?}");
    }
    println!("{hits} of {} profiles", profiles.len());
    assert!(hits >= NEEDED, "{hits} of {}", profiles.len());
}

#[test]
fn without_the_wishes_half_of_them_are_missed() {
    let products = catalogue();
    let hit = |profile: &&Profile| {
        let mut want = profile.want.clone();
        want.prefer.clear();
        let cards = recommend(&products, &want);
        let mut expected = profile
            .expected
            .iter()
            .map(|handle| &find(&products, handle).id);
        expected.all(|id| cards.iter().any(|card| card.product == *id))
    };
    let hits = profiles().iter().filter(hit).count();
    assert!(hits <= 20, "the filters alone find {hits} of 40");
}

#[test]
fn each_shopper_is_told_why_and_why_not_the_next_one() {
    let products = catalogue();
    for Profile { who, want, .. } in &profiles() {
        let recommendation = explain(&products, want);
        assert!(recommendation.nothing_because.is_none(), "{who}");
        for (card, considered) in recommendation.cards.iter().zip(&recommendation.considered) {
            assert_eq!(card.product, considered.product, "{who}");
            let budget = usize::from(want.price_at_most.is_some());
            assert_eq!(
                card.reasons.len(),
                considered.matched.len() + budget,
                "{who}"
            );
        }
        let next = recommendation.considered.get(recommendation.cards.len());
        let told = recommendation.why_not.iter().map(|why| &why.product).next();
        if let Some(next) = next {
            assert_eq!(told, Some(&next.product), "{who}");
        }
    }
}

#[test]
fn types_and_tags_are_attributes_like_any_other() {
    let products = catalogue();
    let want = |attribute: &str, value: &str| Want {
        require: vec![require((attribute.into(), vec![value.into()]))],
        limit: 9,
        ..Want::default()
    };
    for card in explain(&products, &want(TYPE, "knitwear")).cards {
        assert_eq!(find(&products, &card.path[10..]).kind, "Knitwear");
    }
    assert_eq!(explain(&products, &want(TAGS, "set")).cards.len(), 1);
}
