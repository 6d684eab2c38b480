//! Products side by side for somebody who wants something: what was asked for first, and when to choose which.

use crate::english::compare_for;
use crate::shelf::{prefer, product, sold_out, strings, want};
use parley_tests::scene::{catalogue, shop_document};
use shared::recommend::Labels;

#[test]
fn a_comparison_shows_first_what_was_asked_and_says_when_to_choose_which() {
    let all = catalogue();
    let find = |handle: &str| {
        all.iter()
            .find(|product| product.handle == handle)
            .unwrap()
            .clone()
    };
    let chargers = [find("gan-charger-30w"), find("gan-charger-140w")];
    let mut wishes = want(&[prefer("power_watts", &["140"], 1)]);
    wishes.labels = Labels::of(&shop_document().attributes);
    let compared = compare_for(&chargers, &wishes);
    let rows = compared.comparison.rows.iter();
    let labels: Vec<&str> = rows.map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["Power", "Works with", "Connector", "Price"]);
    assert_eq!(compared.comparison.rows[0].values, ["30", "140"]);
    assert_eq!(
        compared.verdicts,
        [
            Some("Choose GaN Charger 30 W if this matters most: 30 watts; works with iphone 14 and older; connector: usb-c; €60.00 less.".into()),
            Some("Choose GaN Charger 140 W if this matters most: 140 watts; works with macbook with usb-c and windows laptops with usb-c; connector: 3 x usb-c, usb-a.".into()),
        ]
    );
    let one = compare_for(&chargers[..1], &wishes);
    assert_eq!((one.comparison.rows, one.verdicts), (vec![], vec![None]));
}

#[test]
fn numbers_are_compared_as_numbers() {
    let one = product(
        "one",
        1000,
        &[("weight", &["6.50 kg", "12 kg"]), ("length", &["9"])],
    );
    let other = product(
        "other",
        1000,
        &[("weight", &["12.0 kg", "6.5 kg"]), ("length", &["10"])],
    );
    let compared = compare_for(&[one, sold_out(other)], &want(&[]));
    let rows: Vec<_> = compared
        .comparison
        .rows
        .into_iter()
        .map(|row| (row.label, row.values))
        .collect();
    assert_eq!(
        rows,
        [
            ("Length".to_string(), strings(&["9", "10"])),
            ("Stock".to_string(), strings(&["In stock", "Sold out"])),
        ]
    );
}
