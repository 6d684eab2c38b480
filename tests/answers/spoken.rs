//! What is said in any language: what holds of a sentence whichever words it is made of.

use shared::locale::Language;
use xtask::message::words;

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
