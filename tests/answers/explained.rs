//! What is said beside a recommendation: why not the next one, why nothing, and how many are left. What holds for every
//! wish stands in `explained_always.rs`.

use crate::english::{explain, recommend};
use crate::shelf::{
    counted, euro, of_kind, prefer, product, require, sold_out, strings, tagged, want,
};
use parley_tests::scene::catalogue;
use shared::catalog::Product;
use shared::message::Voice;
use shared::recommend::{Filter, Recommendation, Stock, Want};

fn shown(recommendation: &Recommendation) -> Vec<&str> {
    let cards = recommendation.cards.iter();
    cards.map(|card| card.title.as_str()).collect()
}

#[track_caller]
fn check(products: &[Product], want: &Want, titles: &[&str], said: &[&str]) {
    let explained = explain(products, want);
    assert_eq!(shown(&explained), titles);
    let why_not = explained.why_not.iter().map(|why| why.sentence.as_str());
    let nothing = explained.nothing_because.iter();
    let sentences: Vec<&str> = why_not
        .chain(nothing.map(|nothing| nothing.sentence.as_str()))
        .collect();
    assert_eq!(sentences, said);
    assert_eq!(explained.cards, recommend(products, want));
}

const TEE: [(&str, &[&str]); 4] = [
    ("fabric", &["jersey"]),
    ("cut", &["regular"]),
    ("neck", &["round"]),
    ("use", &["daily"]),
];

#[test]
fn a_near_twin_gives_way_to_what_is_as_good_but_for_the_least_wish() {
    let red = product("red", 1000, &[&TEE[..], &[("colour", &["red"])]].concat());
    let blue = product("blue", 1100, &[&TEE[..], &[("colour", &["blue"])]].concat());
    let other = product("other", 2000, &[("use", &["daily"]), ("fabric", &["wool"])]);
    let shelf = [red, blue, other];
    let daily = prefer("use", &["daily"], 10);
    let wishes = want(&[daily.clone(), prefer("neck", &["round"], 2)]);
    check(
        &shelf,
        &wishes,
        &["RED", "OTHER"],
        &["BLUE is nearly the same as RED."],
    );
    let explained = explain(&shelf, &wishes);
    let twin = explained.considered[2].twin.as_ref().unwrap();
    assert_eq!((twin.shared, twin.known, twin.penalty), (3, 4, 2));
    let wishes = want(&[
        daily,
        prefer("cut", &["regular"], 3),
        prefer("neck", &["round"], 3),
    ]);
    check(
        &shelf,
        &wishes,
        &["RED", "BLUE"],
        &["OTHER falls short of BLUE in: cut (regular), neck (round)."],
    );
}

#[test]
fn the_runner_up_is_told_what_it_lacks() {
    let good = product("good", 2000, &[("skin", &["dry"]), ("scent", &["none"])]);
    let dear = product("dear", 2500, &[("skin", &["dry"]), ("scent", &["none"])]);
    let poor = product("poor", 500, &[("skin", &["dry"])]);
    let wishes = [prefer("skin", &["dry"], 5), prefer("scent", &["none"], 1)];
    let one = Want {
        limit: 1,
        ..want(&wishes)
    };
    check(
        &[good.clone(), dear.clone()],
        &one,
        &["GOOD"],
        &["DEAR fits as well, but costs €5.00 more than GOOD."],
    );
    check(
        &[good.clone(), poor.clone()],
        &one,
        &["GOOD"],
        &["POOR falls short of GOOD in: scent (none)."],
    );
    let mut discreet = one.clone();
    discreet.terms.discreet = true;
    let costs_more = "DEAR fits as well, but costs more than GOOD.";
    check(
        &[good.clone(), dear.clone()],
        &discreet,
        &["GOOD"],
        &[costs_more],
    );
    let same = product("good2", 2000, &[("skin", &["dry"]), ("scent", &["none"])]);
    check(
        &[good.clone(), same],
        &one,
        &["GOOD"],
        &["GOOD2 fits just as well."],
    );
    let gone = "GOOD would fit as well, but it is sold out right now.";
    check(
        &[sold_out(good.clone()), poor.clone()],
        &one,
        &["POOR"],
        &[gone],
    );
    let any = Want {
        available_only: false,
        ..one
    };
    check(&[sold_out(good), poor], &any, &["POOR"], &[gone]);
}

fn two_creams() -> [Product; 2] {
    let balm = product("balm", 2400, &[("scent", &["none"]), ("skin", &["dry"])]);
    let rose = product("rose", 1900, &[("scent", &["rose"]), ("skin", &["dry"])]);
    [balm, tagged(of_kind(rose, "Milk"), &["vegan"])]
}

#[test]
fn nothing_within_the_budget_says_from_what_price_there_is_something() {
    let mut cheap = want(&[]);
    cheap.require = vec![require("scent", "none")];
    cheap.price_at_most = Some(euro(2000));
    let nothing = explain(&two_creams(), &cheap).nothing_because.unwrap();
    assert_eq!(nothing.emptied, Some(Filter::PriceAtMost(euro(2000))));
    assert_eq!(nothing.relax.unwrap().products, 1);
    let told = "Nothing fits under €20.00; from €24.00 there is BALM.";
    check(&two_creams(), &cheap, &[], &[told]);
    cheap.terms.discreet = true;
    let discreet = "Nothing fits the budget; BALM comes nearest.";
    check(&two_creams(), &cheap, &[], &[discreet]);
    let mut dear = want(&[]);
    dear.terms.price_at_least = Some(euro(5000));
    let told = "Nothing that fits costs €50.00 or more; at €24.00 there is BALM.";
    check(&two_creams(), &dear, &[], &[told]);
}

#[test]
fn nothing_names_the_one_wish_to_give_up_and_never_what_must_be_avoided() {
    let mut kind = want(&[]);
    kind.kinds = strings(&["Umbrella"]);
    let told = "Nothing fits all of it; without “Umbrella” there is ROSE.";
    check(&two_creams(), &kind, &[], &[told]);
    let mut tag = want(&[]);
    tag.tags = strings(&["vegan"]);
    tag.require = vec![require("scent", "none")];
    let told = "Nothing fits all of it; without “scent (none)” there is ROSE.";
    check(&two_creams(), &tag, &[], &[told]);
    let [balm, _] = two_creams();
    let told = "What fits is sold out right now: BALM.";
    check(&[sold_out(balm)], &want(&[]), &[], &[told]);
    let mut avoiding = want(&[]);
    avoiding.terms.avoid = vec![require("skin", "dry")];
    let none = "Nothing in the shop fits all of that.";
    check(&two_creams(), &avoiding, &[], &[none]);
    check(&[], &want(&[]), &[], &[none]);
}

#[test]
fn the_budget_is_a_reason_and_names_the_variants_within_it() {
    let milk = catalogue()
        .into_iter()
        .find(|product| product.handle == "rose-milk-lotion");
    let milk = [milk.unwrap()];
    let reasons = |least: Option<i64>, most: i64| {
        let mut want = want(&[]);
        want.price_at_most = Some(euro(most));
        want.terms.price_at_least = least.map(euro);
        want.terms.price_reason = "Within your budget of {budget}.".into();
        recommend(&milk, &want).remove(0).reasons
    };
    assert_eq!(
        reasons(None, 2500),
        ["Within your budget of €25.00 (75 ml)."]
    );
    assert_eq!(reasons(None, 4000), ["Within your budget of €40.00."]);
    let between = "Within your budget of €30.00 to €40.00 (150 ml).";
    assert_eq!(reasons(Some(3000), 4000), [between]);
}

#[test]
fn few_left_is_said_only_where_the_shop_counts() {
    let plain = product("plain", 1000, &[]);
    let mut half = counted(plain.clone(), 2);
    half.variants.push(plain.variants[0].clone());
    let rows = [
        (plain.clone(), Stock::Available, None),
        (counted(plain.clone(), 6), Stock::Available, None),
        (
            counted(plain.clone(), 2),
            Stock::Low { left: 2 },
            Some("Only 2 left."),
        ),
        (half, Stock::Available, None),
        (counted(plain.clone(), 0), Stock::Available, None),
        (counted(plain.clone(), -3), Stock::Available, None),
        (
            sold_out(counted(plain, 4)),
            Stock::SoldOut,
            Some("Sold out right now."),
        ),
    ];
    for (product, stock, note) in rows {
        assert_eq!(Stock::of(&product), stock, "{:?}", product.variants);
        assert_eq!(stock.note(Voice::default()).as_deref(), note);
    }
}

#[test]
fn a_wish_stored_before_it_had_terms_still_reads() {
    let now = serde_json::to_value(want(&[])).unwrap();
    let mut before = now.clone();
    before.as_object_mut().unwrap().remove("terms");
    let read: Want = serde_json::from_value(before).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), now);
}
