//! A flow in another language: every text listed and replaced, and every mistake of a translation named.

use parley_tests::scene::play;
use shared::flow::{Flow, FlowDraft, TextsDraft, own_texts, texts, with_texts};
use std::collections::BTreeMap;

const CART: &str = include_str!("../../shared/playbook/cart-return.json");
const FINDER: &str = include_str!("../../shared/playbook/product-finder.json");
const WELCOME: &str = include_str!("../../shared/playbook/welcome.json");
const GERMAN: &str = include_str!("../../shared/playbook/texts/de/cart-return.json");

fn draft(text: &str) -> FlowDraft {
    serde_json::from_str(text).unwrap()
}

fn german() -> TextsDraft {
    serde_json::from_str(GERMAN).unwrap()
}

/// Spoils the German texts, and names the places of all that is found.
#[track_caller]
fn check(spoil: impl FnOnce(&mut TextsDraft), places: &[&str]) {
    let mut spoilt = german();
    spoil(&mut spoilt);
    let problems = with_texts(&draft(CART), &spoilt).unwrap_err();
    let found: Vec<&str> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(found, places, "{problems:?}");
}

#[test]
fn a_flow_with_its_own_texts_is_itself() {
    for text in [CART, FINDER, WELCOME] {
        let draft = draft(text);
        assert_eq!(with_texts(&draft, &own_texts(&draft)), Ok(draft));
    }
}

#[test]
fn places_are_made_of_ids_and_stay_when_steps_move() {
    let finder = draft(FINDER);
    let places: BTreeMap<String, String> = texts(&finder).into_iter().collect();
    assert_eq!(
        places.len(),
        texts(&finder).len(),
        "no place is there twice"
    );
    let mut turned = finder;
    turned.steps.reverse();
    turned.opt_out.wordings.reverse();
    assert_eq!(
        texts(&turned).into_iter().collect::<BTreeMap<_, _>>(),
        places
    );
    let named = [
        "first_message.text",
        "steps.concern.choices.dryness.label",
        "opt_out.wordings.email.utility.id",
    ];
    for place in named {
        assert!(places.contains_key(place), "{place}: {places:?}");
    }
}

#[test]
fn every_mistake_of_a_translation_is_named_with_its_place() {
    let set = |texts: &mut TextsDraft, place: &str, text: &str| {
        texts.texts.insert(place.into(), text.into());
    };
    check(
        |texts| {
            texts.format = "parley.flow/1".into();
            texts.flow = "welcome".into();
            texts.language = "tlh".into();
        },
        &[
            "flow",
            "format",
            "language",
            "opt_out.wordings.email.utility.id",
            "opt_out.wordings.sms.utility.id",
        ],
    );
    check(
        |texts| {
            texts.texts.remove("steps.bye.text");
            texts.phrases.remove("handoff.words");
            texts
                .phrases
                .insert("questions.returns.phrases".into(), Vec::new());
            set(texts, "steps.nowhere.text", "Hallo");
            set(texts, "steps.send.text", " ");
            set(texts, "steps.sizing.text", "Fragen Sie {laden}.");
            set(texts, "steps.helped.text", "Hilft {das");
            set(
                texts,
                "opt_out.wordings.email.utility.id",
                "email-utility.en.1",
            );
            set(texts, "first_message.answers.sizing", "Passform");
        },
        &[
            "first_message.answers.sizing",
            "handoff.words",
            "opt_out.wordings.email.utility.id",
            "questions.returns.phrases",
            "steps.bye.text",
            "steps.helped.text",
            "steps.nowhere.text",
            "steps.send.text",
            "steps.sizing.text",
        ],
    );
}

#[test]
fn a_cart_is_returned_to_in_german_without_a_word_of_english() {
    let english = draft(CART);
    let translated = with_texts(&english, &german()).unwrap();
    Flow::validate(&translated).unwrap();
    let script = "
flow cart-return
day 2026-11-23

21:39:00  edge      knows no return_policy
21:40:00  opens     cart country DE returning yes invited cart_return
21:40:10  shopper   says \"Größe\"
21:40:20  shopper   picks Eine andere Frage
21:40:30  shopper   says \"Kann ich das zurückschicken?\"
21:40:40  shopper   picks Rückgabe
21:40:50  shopper   picks Ja, danke
21:41:00  shopper   picks Nein, danke
";
    let json = serde_json::to_string(&translated).unwrap();
    let played = play(script, |_| json.clone());
    for said in [
        "Wie eine Größe ausfällt",
        "jemand von Fernwood",
        "steht auf der Rückgabeseite",
        "Soll ich Ihnen einen Link",
        "Ihr Warenkorb bleibt, wie er ist.",
    ] {
        assert!(played.contains(said), "{said}:\n{played}");
    }
    let assistant: String = played.split("opens").skip(1).collect();
    for (place, text) in texts(&english) {
        assert!(
            !assistant.contains(&text),
            "{place} is still English:\n{played}"
        );
    }
}
