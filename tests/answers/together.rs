//! What belongs together: sums to the cent, and nothing that cannot be bought or that the shopper has.

use crate::english::complete;
use crate::shelf::{euro, product, sold_out, strings, tagged};
use proptest::prelude::*;
use shared::bundle::{Bundle, Declared, Discount, Dropped, Holds, declared, price};
use shared::catalog::Product;
use shared::message::Voice;
use shared::money::Money;

fn set(parts: &[&str], points: u16) -> Declared {
    Declared {
        name: "evening".into(),
        parts: strings(parts),
        discount: Discount::basis_points(points).unwrap(),
    }
}

fn shelf() -> Vec<Product> {
    vec![
        product(
            "wash",
            1599,
            &[("complements", &["cream", "oil", "unknown"])],
        ),
        product("cream", 2400, &[]),
        sold_out(product("oil", 1600, &[])),
        product("mist", 1401, &[]),
    ]
}

fn holds(cart: &[&str], bought: &[&str]) -> Holds {
    let variants = cart
        .iter()
        .map(|handle| format!("variant-{handle}").parse().unwrap());
    let products = bought
        .iter()
        .map(|handle| format!("id-{handle}").parse().unwrap());
    Holds {
        cart: variants.collect(),
        bought: products.collect(),
    }
}

#[track_caller]
fn check(declared: &Declared, holds: &Holds, expected: Result<(&str, i64, i64, i64), Dropped>) {
    let told = |bundle: Bundle| {
        let amounts = (bundle.sum.minor, bundle.saving.minor, bundle.total.minor);
        (bundle.text(Voice::default()), amounts)
    };
    let expected = expected.map(|(text, sum, saving, total)| (text.into(), (sum, saving, total)));
    assert_eq!(price(&shelf(), declared, holds).map(told), expected);
}

#[test]
fn a_bundle_is_priced_exactly_or_dropped_with_its_reason() {
    let none = Holds::default();
    let saved = "WASH and CREAM together cost €36.00 instead of €39.99: you save €3.99.";
    check(
        &set(&["wash", "cream"], 1000),
        &none,
        Ok((saved, 3999, 399, 3600)),
    );
    let plain = "WASH, CREAM and MIST together cost €54.00.";
    check(
        &set(&["wash", "cream", "mist"], 0),
        &none,
        Ok((plain, 5400, 0, 5400)),
    );
    let gone = Dropped::SoldOut("OIL".into());
    assert_eq!(
        gone.text(Voice::default()).unwrap(),
        "OIL belongs to it, but is sold out right now."
    );
    check(&set(&["wash", "oil"], 1000), &none, Err(gone));
    check(
        &set(&["wash", "soap"], 0),
        &none,
        Err(Dropped::Unknown("soap".into())),
    );
    check(&set(&["wash"], 0), &none, Err(Dropped::TooFew));
    check(&set(&[], 0), &none, Err(Dropped::TooFew));
    let pair = set(&["wash", "cream"], 0);
    check(
        &pair,
        &holds(&["cream"], &[]),
        Err(Dropped::InCart("CREAM".into())),
    );
    check(
        &pair,
        &holds(&[], &["wash"]),
        Err(Dropped::Bought("WASH".into())),
    );
}

#[test]
fn parts_in_two_currencies_have_no_sum() {
    let mut products = shelf();
    products[1].variants[0].price = Money::new(2400, "USD".parse().unwrap());
    let mixed = price(&products, &set(&["wash", "cream"], 0), &Holds::default());
    assert_eq!(mixed, Err(Dropped::NoSum));
}

#[test]
fn a_discount_is_rounded_down_and_never_more_than_everything() {
    let rows = [
        (999, 1000, 99),
        (5, 1000, 0),
        (1, 10_000, 1),
        (3999, 3333, 1332),
    ];
    for (sum, points, saving) in rows {
        let discount = Discount::basis_points(points).unwrap();
        assert_eq!(
            discount.off(euro(sum)),
            Some(euro(saving)),
            "{points} of {sum}"
        );
    }
    assert_eq!(Discount::basis_points(10_001), None);
    let half = Discount::basis_points(5000).unwrap();
    assert_eq!((half.off(euro(-1)), half.off(euro(i64::MAX))), (None, None));
}

#[test]
fn products_declare_their_bundles_by_attribute_or_tag() {
    let said = |handle: &str, points: &str| {
        product(
            handle,
            1000,
            &[("bundle", &["evening"]), ("bundle_discount_bp", &[points])],
        )
    };
    let tagged_mist = tagged(product("mist", 1000, &[]), &["bundle:evening"]);
    let parts = |declared: &[Declared]| -> Vec<(String, Vec<String>, Discount)> {
        let each = declared.iter().cloned();
        each.map(|one| (one.name, one.parts, one.discount))
            .collect()
    };
    let row = |products: &[Product], handles: &[&str], points: u16| {
        let discount = Discount::basis_points(points).unwrap();
        assert_eq!(
            parts(&declared(products)),
            [("evening".into(), strings(handles), discount)]
        );
    };
    row(
        &[tagged_mist, said("balm", "1000")],
        &["balm", "mist"],
        1000,
    );
    row(&[said("a", "1000"), said("b", "1000")], &["a", "b"], 1000);
    row(&[said("a", "1000"), said("b", "1500")], &["a", "b"], 0);
    row(&[said("a", "20000"), said("b", "20000")], &["a", "b"], 0);
    assert_eq!(declared(&[said("a", "1000")]), []);
}

#[track_caller]
fn completes(anchors: &[&str], holds: &Holds, parts: &[(&str, &str)], left_out: &[Dropped]) {
    let mut products = shelf();
    for handle in ["cream", "mist"] {
        let found = products
            .iter_mut()
            .find(|product| product.handle == handle)
            .unwrap();
        found.tags.push("bundle:morning".into());
    }
    let anchors: Vec<_> = anchors
        .iter()
        .map(|handle| format!("id-{handle}").parse().unwrap())
        .collect();
    let completion = complete(&products, &anchors, holds);
    let found = completion.parts.iter();
    let found: Vec<(&str, &str)> = found
        .map(|(part, why)| (part.title.as_str(), why.as_str()))
        .collect();
    assert_eq!(found, parts);
    assert_eq!(completion.left_out, left_out);
}

#[test]
fn a_set_is_completed_with_what_is_missing_and_says_what_is_not_there() {
    let none = Holds::default();
    let oil = Dropped::SoldOut("OIL".into());
    let unknown = Dropped::Unknown("unknown".into());
    let gone = [oil, unknown];
    completes(&["wash"], &none, &[("CREAM", "It goes with WASH.")], &gone);
    let mist = ("MIST", "It belongs to morning with CREAM.");
    completes(&["cream"], &none, &[mist], &[]);
    completes(&["wash", "cream"], &none, &[mist], &gone);
    completes(
        &["cream"],
        &holds(&["mist"], &[]),
        &[],
        &[Dropped::InCart("MIST".into())],
    );
    completes(
        &["cream"],
        &holds(&[], &["mist"]),
        &[],
        &[Dropped::Bought("MIST".into())],
    );
    completes(&["nobody"], &none, &[], &[]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_the_sum_less_a_saving_that_is_never_negative(
        prices in prop::collection::vec(0..1_000_000_i64, 2..6), points in 0..=10_000_u16,
    ) {
        let handles: Vec<String> = (0..prices.len()).map(|index| format!("p{index}")).collect();
        let products: Vec<Product> =
            handles.iter().zip(&prices).map(|(handle, minor)| product(handle, *minor, &[])).collect();
        let declared = Declared { parts: handles, ..set(&[], points) };
        let bundle = price(&products, &declared, &Holds::default()).unwrap();
        prop_assert_eq!(bundle.sum.minor, prices.iter().sum::<i64>());
        prop_assert!(bundle.saving.minor >= 0 && bundle.saving.minor <= bundle.sum.minor);
        prop_assert_eq!(bundle.total.checked_add(bundle.saving), Some(bundle.sum));
        let exact = bundle.sum.minor * i64::from(points);
        prop_assert!(bundle.saving.minor * 10_000 <= exact && exact < (bundle.saving.minor + 1) * 10_000);
    }

    #[test]
    fn what_the_shopper_has_is_never_offered(
        cart in prop::sample::subsequence(vec!["wash", "cream", "oil", "mist"], 0..4),
        bought in prop::sample::subsequence(vec!["wash", "cream", "oil", "mist"], 0..4),
    ) {
        let holds = holds(&cart, &bought);
        let ids: Vec<_> = shelf().into_iter().map(|product| product.id).collect();
        let offered = complete(&shelf(), &ids[..1], &holds).parts;
        let fresh = |part: &shared::bundle::Part| {
            !holds.cart.contains(&part.variant) && !holds.bought.contains(&part.product)
        };
        prop_assert!(offered.iter().all(|(part, _)| fresh(part)));
        let all = price(&shelf(), &set(&["wash", "cream", "mist"], 500), &holds);
        prop_assert!(all.is_err() || all.unwrap().parts.iter().all(fresh));
    }
}
