//! What is said in any language: what holds of a sentence whichever words it is made of.

use crate::calling::{monday, says};
use crate::shelf::{product, strings};
use parley_tests::scene::Scene;
use shared::conversation::Input;
use shared::delivery::segments;
use shared::flow::{Flow, FlowDraft, TextsDraft, read, with_texts};
use shared::locale::{Direction, Language, comma, picked};
use shared::message::{Parts, Voice, Words, fitted};
use shared::recommend::{Labels, compare};
use shared::wire::document_v1::{AttributeDraft, ValueDraft};
use shared::wire::frame_v1::{Author, Choices, Page, PageKind, Part, Say, Visit};
use std::path::Path;
use xtask::message::words;

#[test]
fn choices_picked_together_stand_as_their_own_letters_want_it() {
    let rows = [
        (&["Dryness"][..], "Dryness"),
        (&["Dryness", "Redness"], "Dryness, Redness"),
        (&["יובש", "אדמומיות"], "יובש, אדמומיות"),
        (
            &["Trockenheit", "Rötungen", "–"],
            "Trockenheit, Rötungen, –",
        ),
        (&["乾燥", "赤み"], "乾燥、赤み"),
        (&["SPF 50", "スキンケア", "40+"], "SPF 50、スキンケア、40+"),
        (&["جفاف", "احمرار"], "جفاف، احمرار"),
        (&["S", "M"], "S, M"),
    ];
    for (labels, expected) in rows {
        assert_eq!(picked(labels), expected);
        assert_eq!(picked(&strings(labels)), expected);
    }
}

#[test]
fn a_row_has_the_comma_of_its_language() {
    for language in Language::ALL {
        let expected = match language.code() {
            "ja" => "、",
            "ar" => "، ",
            _ => ", ",
        };
        assert_eq!(comma(language), expected, "{language:?}");
        let words = words(language).unwrap();
        let voice = Voice {
            words: &words,
            locale: language.into(),
        };
        let ports = |kinds: &[&str]| product("hub", 1000, &[("port", kinds)]);
        let compared = compare(&[ports(&["hdmi", "usb"]), ports(&["usb"])], voice);
        let labels = Labels::of(&[AttributeDraft {
            key: "port".into(),
            label: "Ports".into(),
            phrase: None,
            values: vec![ValueDraft {
                value: "hdmi".into(),
                label: "HDMI".into(),
                phrase: None,
            }],
        }]);
        let ports = ["hdmi", "usb"].join(expected);
        assert_eq!(compared.rows[0].values, [&*ports, "usb"], "{language:?}");
        let ports = ["HDMI", "usb"].join(expected);
        let spoken = labels.speak(compared, voice);
        assert_eq!(spoken.rows[0].values, [&*ports, "usb"], "{language:?}");
    }
}

#[test]
fn a_country_that_is_assumed_is_named_once() {
    for language in Language::ALL {
        let words = words(language).unwrap();
        let before = words.say("delivery_assumed");
        assert!(!before.contains('{'), "{before}");
        for arrives in ["before_on", "before_between", "now_on", "now_between"] {
            let named = words.say(&format!("delivery_{arrives}"));
            assert_eq!(named.matches("{place}").count(), 1, "{named}");
        }
    }
}

/// A sentence with one hole, in a language that is written from the right.
const SENTENCES: [(Language, &str); 2] = [
    (Language::Hebrew, "go_to_shop = אל {shop}!"),
    (Language::Arabic, "go_to_shop = إلى {shop}!"),
];

#[test]
fn names_that_run_the_other_way_stand_apart_in_a_sentence_from_the_right() {
    let apart = [
        "Cream",
        "Oat & Honey 3.5%",
        "קרם Nivea",
        "#1001",
        "+49 170 •••67",
        "b•••@example.com",
        "クリーム",
    ];
    let left = [
        "",
        "קרם לחות 50",
        "كريم (جديد)",
        "12",
        "1,234.50",
        "14:00",
        "\u{200f}12.50\u{a0}US$",
        "\u{200e}-5",
        "\u{2068}Cream\u{2069} ו-\u{2068}Serum\u{2069}",
        "\u{2066}b•••@example.com\u{2069}",
        "\u{2068}light gel\u{2069}; \u{2068}40+\u{2069}",
    ];
    for (language, sentence) in SENTENCES {
        let words = Words::of(language, sentence.into());
        let said = |name: &str| words.filled("go_to_shop", &[("shop", name)]);
        let (_, sentence) = sentence.split_once(" = ").unwrap();
        let written = |name: &str| sentence.replace("{shop}", name);
        for name in apart {
            assert_eq!(said(name), written(&format!("\u{2068}{name}\u{2069}")));
        }
        for name in left {
            assert_eq!(said(name), written(name));
        }
    }
}

#[test]
fn a_sentence_from_the_left_holds_names_as_they_are() {
    for language in Language::ALL {
        let words = words(language).unwrap();
        let said = words.filled("go_to_shop", &[("shop", "Fernwood")]);
        let apart = language.direction() == Direction::RightToLeft;
        assert_eq!(said.contains("\u{2068}Fernwood\u{2069}"), apart, "{said}");
        assert!(apart || !said.contains(['\u{2068}', '\u{2069}']), "{said}");
        let arabic = words.filled("go_to_shop", &[("shop", "كريم")]);
        assert!(!arabic.contains('\u{2068}'), "{arabic}");
    }
}

#[test]
fn a_hole_that_its_sentence_sets_apart_is_set_apart_once() {
    let words = words(Language::Hebrew).unwrap();
    let said = words.filled("size_else", &[("size", "M")]);
    assert_eq!(said.matches('\u{2068}').count(), 1, "{said}");
}

#[test]
fn each_name_of_a_list_stands_apart() {
    let hebrew = words(Language::Hebrew).unwrap();
    let voice = Voice {
        words: &hebrew,
        locale: Language::Hebrew.into(),
    };
    let names = strings(&["Cream", "קרם", "Serum"]);
    let listed = voice.list(&names);
    assert_eq!(listed, "\u{2068}Cream\u{2069}, קרם ו-\u{2068}Serum\u{2069}");
    let row = voice.row(&names);
    assert_eq!(row, "\u{2068}Cream\u{2069}, קרם, \u{2068}Serum\u{2069}");
    let total = voice.say("bundle_costs", &[("products", &listed), ("total", "1")]);
    assert!(total.starts_with(&listed), "{total}");
    assert_eq!(Voice::default().list(&names), "Cream, קרם and Serum");
}

#[test]
fn a_text_message_that_is_cut_leaves_nothing_open() {
    let name = "Oat Barrier Cream with Honey ".repeat(20);
    let words = format!("חזר למלאי: \u{2068}{name}\u{2069}");
    let text = fitted(&Parts {
        shop: "Fernwood",
        words: &words,
        link: "https://fernwood.example/?parley=sample",
        stop: "STOP",
        preferences: None,
        is_answered: true,
    });
    let (cut, rest) = text.split_once("... ").unwrap();
    assert!(cut.ends_with('\u{2069}'), "{text}");
    assert_eq!(rest, "https://fernwood.example/?parley=sample STOP");
    let of = segments(&text);
    assert_eq!(
        of.units,
        text.encode_utf16().count(),
        "each mark is counted"
    );
}

const FINDER: &str = include_str!("../../shared/playbook/product-finder.json");

/// The finder in this language, opened by a page of which nobody knows the country.
fn finder(language: Language) -> Scene {
    let mut draft: FlowDraft = read(FINDER.as_bytes()).unwrap();
    if language != Language::English {
        let code = language.code();
        let file = format!("../shared/playbook/texts/{code}/product-finder.json");
        let texts = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let texts: TextsDraft = serde_json::from_slice(&texts).unwrap();
        draft = with_texts(&draft, &texts).unwrap();
    }
    let mut scene = Scene::new(Some(Flow::validate(&draft).unwrap()));
    scene.shop.words = words(language).unwrap();
    scene.now = monday(10);
    scene.handle(Input::Opened(Box::new(Visit {
        locale: language.code().into(),
        country: None,
        returning: None,
        page: Page {
            kind: PageKind::Home,
            handle: None,
        },
        seen: Vec::new(),
        invited: None,
        cart: None,
    })));
    scene
}

fn picks(scene: &mut Scene, count: usize) -> Vec<String> {
    let asks = scene.conversation.turns().last().unwrap().clone();
    let Some(Part::Choices(Choices { choices, .. })) = asks.parts.last() else {
        panic!("nothing is offered: {asks:?}");
    };
    let picked = choices.get(..count).unwrap();
    scene.handle(Input::Said {
        id: "picks".parse().unwrap(),
        say: Say::Choose {
            ask: asks.seq,
            choices: picked.iter().map(|choice| choice.id.clone()).collect(),
        },
    });
    picked.iter().map(|choice| choice.label.clone()).collect()
}

#[test]
fn what_is_kept_of_picked_choices_is_what_the_page_shows() {
    for language in Language::ALL {
        let mut scene = finder(language);
        let labels = picks(&mut scene, 2);
        let mut turns = scene.conversation.turns().iter();
        let kept = turns.find(|turn| turn.author == Author::Shopper).unwrap();
        assert_eq!(kept.parts, [Part::Text(picked(&labels))]);
        let expected = labels.join(comma(language));
        assert_eq!(kept.parts, [Part::Text(expected)], "{language:?}");
    }
}

#[test]
fn a_shopper_of_whom_no_country_is_known_hears_of_one_once() {
    let asked = [
        "When does it arrive?",
        "Wann kommt das an?",
        "Quand est-ce que ça arrive ?",
        "¿Cuándo llega?",
        "Quando arriva?",
        "Wanneer komt het aan?",
        "Quando chega?",
        "Kiedy dotrze przesyłka?",
        "När kommer det?",
        "Hvornår kommer den?",
        "いつ届きますか？",
        "متى يصل الطلب؟",
        "מתי זה מגיע?",
    ];
    for (language, question) in Language::ALL.into_iter().zip(asked) {
        let mut scene = finder(language);
        let said = says(&mut scene, "asks", question);
        let named = said.matches("Germany").count();
        assert_eq!(named, 1, "{language:?}: {said}");
        let apart = said.contains("\u{2068}Germany\u{2069}");
        let right = language.direction() == Direction::RightToLeft;
        assert_eq!(apart, right, "{said}");
    }
}
