//! Which products fit, why, and how they differ.

use crate::english::{compare, recommend};
use parley_tests::scene::{products, shop_document};
use proptest::prelude::*;
use shared::catalog::Product;
use shared::message::Voice;
use shared::money::Money;
use shared::recommend::{Labels, Prefer, Require, Want};

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_string()).collect()
}

fn want(concerns: &[&str]) -> Want {
    Want {
        kinds: strings(&["Moisturiser", "Serum"]),
        require: vec![Require {
            attribute: "concerns".into(),
            values: strings(concerns),
            all: true,
        }],
        prefer: vec![
            Prefer {
                attribute: "concerns".into(),
                values: strings(concerns),
                weight: 10,
                reason: "Helps with {values}.".into(),
                asked: false,
            },
            Prefer {
                attribute: "fragrance_free".into(),
                values: strings(&["true"]),
                weight: 3,
                reason: "Fragrance-free.".into(),
                asked: false,
            },
        ],
        available_only: true,
        limit: 3,
        labels: Labels::of(&shop_document().attributes),
        ..Want::default()
    }
}

fn titles(want: &Want) -> Vec<String> {
    recommend(&products(), want)
        .into_iter()
        .map(|card| card.title)
        .collect()
}

#[test]
fn hard_filters_come_first_then_scores_then_the_lowest_price() {
    let both = want(&["dryness", "sensitivity"]);
    assert_eq!(
        titles(&both),
        [
            "Panthenol Repair Cream",
            "Cica Water Gel",
            "Oat Barrier Cream"
        ]
    );
    let cheap = Want {
        price_at_most: Some(Money::new(1900, "EUR".parse().unwrap())),
        ..both.clone()
    };
    assert_eq!(
        titles(&cheap),
        ["Panthenol Repair Cream", "Rose Milk Lotion"]
    );
    let without = Want {
        exclude: vec![recommend(&products(), &both)[0].product.clone()],
        limit: 1,
        ..both.clone()
    };
    assert_eq!(titles(&without), ["Cica Water Gel"]);
    let tagged = Want {
        tags: strings(&["bestseller"]),
        limit: 1,
        ..both.clone()
    };
    assert_eq!(titles(&tagged), ["Cica Water Gel"]);
    let page = Want {
        handles: strings(&["rose-milk-lotion"]),
        limit: 1,
        ..Want::default()
    };
    assert_eq!(titles(&page), ["Rose Milk Lotion"]);
    let nothing = Want {
        kinds: strings(&["Umbrella"]),
        ..both
    };
    assert_eq!(titles(&nothing), Vec::<String>::new());
}

#[test]
fn each_product_says_why_it_fits_and_how_it_differs_from_the_one_beside_it() {
    let cards = recommend(
        &products(),
        &Want {
            limit: 2,
            ..want(&["dryness", "sensitivity"])
        },
    );
    assert_eq!(
        cards[0].reasons,
        ["Helps with dryness and sensitivity.", "Fragrance-free."]
    );
    assert_eq!(
        cards[1].differs.as_deref(),
        Some(
            "Next to Panthenol Repair Cream: also helps with redness; light gel texture; with centella asiatica; €5.00 more."
        )
    );
    let alone = recommend(
        &products(),
        &Want {
            limit: 1,
            ..want(&["dryness"])
        },
    );
    assert_eq!(alone[0].differs, None);
}

#[test]
fn a_comparison_shows_only_what_differs_in_the_words_of_the_shop() {
    let all = products();
    let find = |handle: &str| {
        all.iter()
            .find(|product| product.handle == handle)
            .unwrap()
            .clone()
    };
    let pair = [find("rose-milk-lotion"), find("oat-milk-cleanser")];
    let labels = Labels::of(&shop_document().attributes);
    let comparison = labels.speak(compare(&pair), Voice::default());
    let rows: Vec<(&str, Vec<&str>)> = comparison
        .rows
        .iter()
        .map(|row| {
            (
                row.label.as_str(),
                row.values.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("Key ingredient", vec!["rose water", "oat milk"]),
            ("Fragrance", vec!["Scented", "Fragrance-free"]),
            ("Price", vec!["from €19.00", "from €16.00"]),
        ]
    );
    assert_eq!(
        compare(&[find("rose-milk-lotion"), find("rose-milk-lotion")]).rows,
        []
    );
}

const CONCERNS: [&str; 7] = [
    "dryness",
    "sensitivity",
    "redness",
    "oiliness",
    "blemishes",
    "dullness",
    "fine_lines",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_catalogue_never_shows(
        concerns in prop::sample::subsequence(CONCERNS.to_vec(), 1..4),
        shuffled in Just(products()).prop_shuffle(),
    ) {
        let want = want(&concerns);
        prop_assert_eq!(recommend(&products(), &want), recommend(&shuffled, &want));
    }

    #[test]
    fn no_product_that_a_filter_rules_out_is_shown_and_every_reason_is_true(
        concerns in prop::sample::subsequence(CONCERNS.to_vec(), 1..4), all in any::<bool>(), limit in 0..7_u8,
    ) {
        let mut want = want(&concerns);
        want.require[0].all = all;
        want.limit = limit;
        let cards = recommend(&products(), &want);
        prop_assert!(cards.len() <= usize::from(limit));
        for card in cards {
            let product = products().into_iter().find(|product| product.id == card.product).unwrap();
            let has = |product: &Product, key: &str, value: &str| {
                product.attributes.get(key).is_some_and(|values| values.iter().any(|held| held == value))
            };
            let held: Vec<&str> = concerns.iter().copied().filter(|concern| has(&product, "concerns", concern)).collect();
            prop_assert!(want.kinds.contains(&product.kind));
            let needed = if all { concerns.len() } else { 1 };
            prop_assert!(held.len() >= needed);
            prop_assert!(product.variants.iter().any(|variant| variant.available));
            for concern in CONCERNS {
                let said = card.reasons[0].contains(&concern.replace('_', " "));
                prop_assert_eq!(said, held.contains(&concern), "{} of {}", concern, card.title);
            }
            let free = card.reasons.iter().any(|reason| reason == "Fragrance-free.");
            prop_assert_eq!(free, has(&product, "fragrance_free", "true"));
        }
    }
}
