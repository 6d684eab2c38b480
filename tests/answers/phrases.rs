//! Free text against declared phrases: whole words, without regard to case or accents, and never a guess.

use parley_tests::scene::flow;
use shared::flow::{Phrase, words};

#[track_caller]
fn check(phrase: &str, text: &str, score: usize) {
    let phrase = Phrase::parse(phrase).unwrap();
    assert_eq!(phrase.score(&words(text)), score, "{text}");
}

#[test]
fn a_phrase_needs_all_its_words_whole_and_in_any_order() {
    check("when arrive|arrives", "When does it arrive?", 2);
    check("when arrive|arrives", "it arrives... when", 2);
    check("when arrive|arrives", "when is it", 0);
    check("ship", "shipshape", 0);
    check("size", "SIZE", 1);
    check("delivery", "Délivery", 1);
    check("grosse", "die große", 1);
    check("cafe", "cafe\u{301}", 1);
    check("dont know", "I don\u{2019}t know", 2);
}

#[test]
fn a_japanese_word_is_found_within_what_is_written_and_no_other_is() {
    check("送料|配送料", "送料はいくらですか", 1);
    check("いつ 届|着", "これはいつ届きますか？", 2);
    check("いつ 届|着", "これは届きますか", 0);
    check("サイズ", "ｻｲｽﾞ", 0);
    check("vip", "vip会員", 0);
}

#[test]
fn a_phrase_without_a_word_is_none() {
    for (text, is_phrase) in [("", false), (" ", false), ("?!", false), ("a|", true)] {
        assert_eq!(Phrase::parse(text).is_some(), is_phrase, "{text}");
    }
}

#[test]
fn the_playbook_knows_its_questions_in_many_words_and_leaves_the_rest_alone() {
    let finder = flow(include_str!("../../shared/playbook/product-finder.json"));
    let asked = |text: &str| finder.question(text).map(|question| question.id.clone());
    let rows = [
        ("when does it arrive?", Some("delivery")),
        ("When will I get it", Some("delivery")),
        ("How long does shipping take", Some("delivery")),
        ("do you deliver to Austria?", Some("delivery")),
        ("Can I send it back", Some("returns")),
        ("REFUND", Some("returns")),
        ("what's the difference", Some("difference")),
        ("is it vegan?", None),
        ("arrivederci", None),
        ("", None),
    ];
    for (text, question) in rows {
        assert_eq!(asked(text).as_deref(), question, "{text}");
    }
}
