//! What holds for every wish: nothing forbidden is shown, every reason is true, and no order of the catalogue shows.

use crate::english::explain;
use crate::shelf::{euro, prefer, require};
use parley_tests::scene::catalogue;
use proptest::prelude::*;
use shared::catalog::Product;
use shared::id::ProductId;
use shared::recommend::{Lack, Require, Stock, Terms, Want};

const KEYS: [(&str, &[&str]); 4] = [
    ("concerns", &["dryness", "redness", "oiliness"]),
    ("fit", &["slim", "relaxed"]),
    ("warmth", &["1", "4"]),
    ("tags", &["gift", "vegan", "sport"]),
];

prop_compose! {
    fn any_wish()(
        preferred in prop::sample::subsequence(KEYS.to_vec(), 0..4),
        weights in prop::collection::vec(0..12_u16, 4),
        required in prop::option::of(prop::sample::select(KEYS.to_vec())),
        avoided in prop::option::of(prop::sample::select(KEYS.to_vec())),
        at_most in prop::option::of(1000..9000_i64),
        at_least in prop::option::of(1000..9000_i64),
        unsized_only in any::<bool>(), available_only in any::<bool>(), discreet in any::<bool>(),
        limit in 0..5_u8,
    ) -> Want {
        let one = |(key, values): (&str, &[&str])| require(key, values.first().unwrap());
        let preferred = preferred.into_iter().zip(weights);
        Want {
            prefer: preferred.map(|((key, values), weight)| prefer(key, values, weight)).collect(),
            require: required.map(one).into_iter().collect(),
            price_at_most: at_most.map(euro),
            available_only,
            limit,
            terms: Box::new(Terms {
                price_at_least: at_least.map(euro),
                price_reason: "Within {budget}.".into(),
                avoid: avoided.map(one).into_iter().collect(),
                unsized_only,
                discreet,
            }),
            ..Want::default()
        }
    }
}

fn find<'a>(products: &'a [Product], id: &ProductId) -> &'a Product {
    let found = products.iter().find(|product| product.id == *id);
    found.unwrap()
}

fn has(product: &Product, require: &Require) -> bool {
    let held = match require.attribute.as_str() {
        "tags" => &product.tags[..],
        key => product.attributes.get(key).map_or(&[][..], |values| values),
    };
    require.values.iter().any(|value| held.contains(value))
}

fn allowed(product: &Product, want: &Want) -> bool {
    let letters = |size: &String| ["s", "m", "l"].contains(&size.as_str());
    let sizes = product.attributes.get("size");
    let fits_all = !sizes.is_some_and(|sizes| sizes.iter().any(letters));
    want.require.iter().all(|require| has(product, require))
        && !want.terms.avoid.iter().any(|avoid| has(product, avoid))
        && (fits_all || !want.terms.unsized_only)
        && product.variants.iter().any(|variant| {
            want.price_at_most.is_none_or(|most| variant.price <= most)
                && want
                    .terms
                    .price_at_least
                    .is_none_or(|least| variant.price >= least)
                && (variant.available || !want.available_only)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_products_never_shows(
        want in any_wish(), shuffled in Just(catalogue()).prop_shuffle(),
    ) {
        prop_assert_eq!(explain(&catalogue(), &want), explain(&shuffled, &want));
    }

    #[test]
    fn nothing_forbidden_is_shown_and_something_allowed_always_is(want in any_wish()) {
        let products = catalogue();
        let explained = explain(&products, &want);
        for card in &explained.cards {
            prop_assert!(allowed(find(&products, &card.product), &want), "{}", card.title);
        }
        let count = products.iter().filter(|product| allowed(product, &want)).count();
        prop_assert_eq!(explained.cards.len(), count.min(want.limit.into()));
        prop_assert_eq!(explained.nothing_because.is_some(), count == 0);
        if let Some(relax) = explained.nothing_because.and_then(|nothing| nothing.relax) {
            prop_assert!(relax.products > 0 && relax.filter.can_be_given_up());
        }
    }

    #[test]
    fn every_reason_names_what_the_product_has(want in any_wish()) {
        let products = catalogue();
        let explained = explain(&products, &want);
        for (card, considered) in explained.cards.iter().zip(&explained.considered) {
            let product = find(&products, &card.product);
            for matched in &considered.matched {
                for value in &matched.values {
                    prop_assert!(has(product, &require(&matched.attribute, value)));
                }
                let named = |reason: &&String| reason.starts_with(&matched.attribute);
                prop_assert!(card.reasons.iter().any(|reason| named(&reason)));
            }
            let budget = want.price_at_most.is_some() || want.terms.price_at_least.is_some();
            let told = usize::from(budget && !want.terms.discreet);
            prop_assert_eq!(card.reasons.len(), considered.matched.len() + told);
            let amounts = card.differs.iter().chain(&card.reasons).any(|text| text.contains("EUR"));
            prop_assert!(!(want.terms.discreet && amounts));
        }
    }

    #[test]
    fn what_is_sold_out_never_stands_before_what_can_be_bought(mut want in any_wish()) {
        want.available_only = false;
        let stocks = explain(&catalogue(), &want).considered.into_iter();
        let gone: Vec<bool> = stocks.map(|one| one.stock == Stock::SoldOut).collect();
        prop_assert!(gone.is_sorted(), "{:?}", gone);
    }

    #[test]
    fn the_runner_up_lacks_only_what_the_last_one_shown_has(want in any_wish()) {
        let products = catalogue();
        let explained = explain(&products, &want);
        for why in explained.why_not {
            let Lack::Wishes { next_to, missing } = why.lack else { continue };
            let product = find(&products, &why.product);
            let other = products.iter().find(|product| product.title == next_to).unwrap();
            prop_assert!(!missing.is_empty());
            for matched in missing {
                for value in &matched.values {
                    let wish = require(&matched.attribute, value);
                    prop_assert!(has(other, &wish) && !has(product, &wish));
                }
            }
        }
    }
}
