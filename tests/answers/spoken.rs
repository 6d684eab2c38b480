//! What is said in any language: what holds of a sentence whichever words it is made of.

use crate::shelf::{product, strings};
use shared::locale::{Language, comma, picked};
use shared::message::Voice;
use shared::recommend::{Labels, compare};
use shared::wire::document_v1::{AttributeDraft, ValueDraft};
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
