//! What shoppers are sent: the same in thirteen languages, with no word of it taken for markup, and short enough.
//!
//! `tests/answers/messages` holds what each sample of `cargo xtask message show` says; `UPDATE_GOLDENS=1` writes it down
//! anew, for a person to read.

use proptest::prelude::*;
use shared::contact::Address;
use shared::delivery::{Message, segments};
use shared::locale::{Language, Plural};
use shared::message::{
    FollowUpFacts, Parts, Words, escaped, fitted, follow_up_email, follow_up_sms,
};
use shared::money::Money;
use shared::wire::frame_v1::{Card, CardVariant, Image};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use xtask::message::{Kind, show, words};

const NASTY: &str = "<script>alert('x')</script> & \"more\"\n\u{7}";

fn card(text: &str) -> Card {
    Card {
        product: "1".parse().unwrap(),
        title: text.into(),
        path: format!("/products/{text}"),
        image: Some(Image {
            url: format!("/{text}"),
            alt: text.into(),
        }),
        reasons: vec![text.into()],
        differs: Some(text.into()),
        variants: vec![CardVariant {
            id: "2".parse().unwrap(),
            label: text.into(),
            price: Money::new(100, "EUR".parse().unwrap()),
            was: None,
            available: true,
        }],
    }
}

/// The e-mail in which everything that comes from outside is this text.
fn email(text: &str) -> (String, String) {
    let products = [card(text)];
    let support = "help@fernwood.example".parse().unwrap();
    let facts = FollowUpFacts {
        shop: text,
        origin: "https://fernwood.example",
        words: &Words::default(),
        subject: text.into(),
        intro: text.into(),
        short: "your link:".into(),
        opt_out: Some(text.into()),
        products: &products,
        cart: None,
        cart_link: Some(format!("https://fernwood.example/cart/{text}")),
        asked: vec![(text.into(), text.into())],
        today: shared::hours::date("2026-11-23").unwrap(),
        delivery: Some("It arrives."),
        support: &support,
        preferences: Some("https://chat.example/p/t"),
    };
    let Message::Email { html, text, .. } = follow_up_email(&facts) else {
        panic!("an e-mail");
    };
    (html, text)
}

#[test]
fn text_from_outside_stays_text_in_the_html() {
    let (html, text) = email(NASTY);
    assert!(!html.contains("<script") && !html.contains('\u{7}') && !html.contains("('x')"));
    assert!(
        html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
    );
    assert!(text.contains("<script>"), "the plain text says it as it is");
}

/// The names of the elements and attributes of an HTML text, in order; what stands between them is not looked at.
fn markup(html: &str) -> Vec<String> {
    let mut names = Vec::new();
    for tag in html.split('<').skip(1) {
        // An attribute's value is what stands between two quotes, and may hold a bracket.
        let mut outside = String::new();
        let mut quoted = false;
        for letter in tag.chars() {
            match (letter, quoted) {
                ('"', _) => quoted = !quoted,
                ('>', false) => break,
                (_, false) => outside.push(letter),
                (_, true) => {}
            }
        }
        names.push(outside);
    }
    names
}

proptest! {
    #[test]
    fn no_text_makes_markup(text in any::<String>()) {
        let safe = escaped(&text);
        prop_assert!(!safe.contains(['<', '>', '"', '\'']));
        prop_assert!(!safe.chars().any(char::is_control));
        // Every ampersand that is left begins one of our own references.
        for rest in safe.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
            prop_assert!(known.iter().any(|known| rest.starts_with(known)), "{safe}");
        }
        // Read back, it is the text, but for its control characters.
        let read = safe.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let read = read.replace("&#39;", "'").replace("&amp;", "&");
        let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
        prop_assert_eq!(read, text.chars().map(plain).collect::<String>());
    }

    #[test]
    fn whatever_the_shop_and_the_shopper_say_a_mail_has_the_same_elements(
        text in "[ -~äß<>\"'&/=]{1,40}",
    ) {
        // Lines are broken by an element of ours; the sample has none.
        prop_assert_eq!(markup(&email(&text).0), markup(&email("harmless").0));
    }

    #[test]
    fn a_text_message_keeps_brand_link_and_way_out_and_takes_as_few_segments_as_it_can(
        words in "[a-zäéß€ж]{1,12}( [a-zäéß€ж]{1,12}){0,120}",
        page in proptest::option::of("https://chat\\.example/p/[a-z]{1,150}"),
    ) {
        let (link, stop) = ("https://fernwood.example/cart/46:1", "Reply STOP to opt out.");
        let parts = Parts { shop: "Fernwood", words: &words, link, stop, preferences: page.as_deref(), is_answered: false };
        let text = fitted(&parts);
        prop_assert!(segments(&text).count <= 4, "{text}");
        prop_assert!(text.starts_with("Fernwood: ") && text.contains(link) && text.contains(stop));
        let whole = format!("Fernwood: {words} {link} {stop}");
        if segments(&whole).count <= 4 {
            prop_assert!(text.starts_with(&whole), "{text}");
        }
    }
}

#[test]
fn a_text_message_names_the_shop_first_and_the_way_out_last() {
    let support = "help@fernwood.example".parse().unwrap();
    let facts = FollowUpFacts {
        shop: "Fernwood",
        origin: "https://fernwood.example",
        words: &Words::default(),
        subject: String::new(),
        intro: String::new(),
        short: "your cart is waiting:".into(),
        opt_out: Some("Reply STOP to opt out.".into()),
        products: &[],
        cart: None,
        cart_link: Some("https://fernwood.example/cart/46:1?storefront=true".into()),
        asked: Vec::new(),
        today: shared::hours::date("2026-11-23").unwrap(),
        delivery: None,
        support: &support,
        preferences: None,
    };
    let text = "Fernwood: your cart is waiting: https://fernwood.example/cart/46:1?storefront=true Reply STOP to opt out.";
    let message = Message::Sms { text: text.into() };
    assert_eq!(follow_up_sms(&facts, &number("+4915112345678")), message);
    // Where the sender is a number, the page of preferences costs no segment of its own; a name cannot be answered.
    let page = "https://chat.fernwood.example/p/oEK4bJ7i.fernwood~cV0o3dTzq0J6eK2yqYw1m9A~en20780.6Jw2H1V0XzkS4wQ9mB3";
    let facts = FollowUpFacts {
        preferences: Some(page),
        ..facts
    };
    let both = Message::Sms {
        text: format!("{text} {page}"),
    };
    assert_eq!(segments(text).count, 1);
    assert_eq!(follow_up_sms(&facts, &number("+4915112345678")), both);
    for american in ["+12125550123", "+14165550123"] {
        assert_eq!(follow_up_sms(&facts, &number(american)), message);
    }
    // One that fits beside the rest stays.
    let short = FollowUpFacts {
        preferences: Some("https://f.example/p/1"),
        ..facts
    };
    let both = format!("{text} https://f.example/p/1");
    assert_eq!(segments(&both).count, 1);
    assert_eq!(
        follow_up_sms(&short, &number("+12125550123")),
        Message::Sms { text: both }
    );
}

fn number(text: &str) -> Address {
    Address::Phone(text.parse().unwrap())
}

fn golden(file: &str, said: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("answers/messages");
    let path: PathBuf = folder.join(file);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(&path, said).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (number, (expected, line)) in kept.lines().zip(said.lines()).enumerate() {
        assert_eq!(line, expected, "line {} of {file}", number + 1);
    }
    assert_eq!(said, kept, "{file} is longer or shorter than what is said");
}

#[test]
fn every_message_says_in_every_language_what_was_written_down() {
    for language in Language::ALL {
        let words = words(language).unwrap();
        let mut said = String::new();
        for kind in Kind::ALL {
            let shown = show(kind, &words).unwrap();
            write!(said, "── {}\n{}\n\n", kind.name(), shown.text).unwrap();
            let written = [
                (Kind::Summary, Language::Arabic),
                (Kind::Preferences, Language::English),
            ];
            let written = written.contains(&(kind, language));
            if let Some(html) = shown.html.filter(|_| written) {
                // A line an element, so that a difference can be read.
                let lines = html.replace("><", ">\n<") + "\n";
                golden(&format!("{}.{}.html", kind.name(), language.code()), &lines);
            }
        }
        golden(&format!("{}.txt", language.code()), &said);
    }
}

#[test]
fn every_message_is_whole_in_every_language() {
    let mut subjects = BTreeSet::new();
    for language in Language::ALL {
        let words = words(language).unwrap();
        for kind in Kind::ALL {
            let shown = show(kind, &words).unwrap();
            let html = shown.html.unwrap_or_default();
            let all = format!("{}{html}", shown.text);
            for hole in [
                "{shop}",
                "{product}",
                "{order}",
                "{status}",
                "{day}",
                "{address}",
            ] {
                assert!(!all.contains(hole), "{language:?} {kind:?}: {hole}");
            }
            if !html.is_empty() {
                let right = matches!(language, Language::Arabic | Language::Hebrew);
                assert_eq!(html.contains("dir=\"rtl\""), right, "{language:?}");
                assert!(html.contains(&format!("lang=\"{}\"", language.code())));
                assert!(html.contains("prefers-color-scheme:dark"), "{kind:?}");
                assert!(html.contains("max-width:600px"), "{kind:?}");
            }
            if shown.text.starts_with("Subject: ") {
                let subject = shown.text.lines().next().unwrap().to_owned();
                assert!(subjects.insert((kind.name(), subject.clone())), "{subject}");
            }
        }
    }
}

#[test]
fn a_text_message_takes_the_cheap_alphabet_wherever_its_language_has_letters_for_it() {
    for language in Language::ALL {
        let latin = !matches!(
            language,
            Language::Japanese | Language::Arabic | Language::Hebrew
        );
        for kind in Kind::ALL
            .into_iter()
            .filter(|kind| kind.name().starts_with("sms-"))
        {
            let said = show(kind, &words(language).unwrap()).unwrap().text;
            assert_eq!(said.contains("GSM 7-bit"), latin, "{language:?}: {said}");
        }
    }
}

/// What is said in a language as `(name, words)`.
fn lines(language: Language) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../static/messages")
        .join(Words::file(language));
    let text = std::fs::read_to_string(path).unwrap();
    let said =
        |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("heard.");
    let pair = |line: &str| {
        let (name, words) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
        (name.to_owned(), words.to_owned())
    };
    text.lines().filter(said).map(pair).collect()
}

fn holes(words: &str) -> BTreeSet<String> {
    let ends = words.split('{').skip(1);
    ends.map(|rest| rest.split('}').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_language_has_the_same_words_with_the_same_holes() {
    let english = lines(Language::English);
    for language in Language::ALL {
        let own = lines(language);
        let plain = |lines: &[(String, String)]| -> Vec<String> {
            let names = lines.iter().map(|(name, _)| name.clone());
            names.filter(|name| !name.contains('.')).collect()
        };
        assert_eq!(plain(&own), plain(&english), "{language:?}");
        for (name, words) in &own {
            let (plain, form) = name.split_once('.').unwrap_or((name, ""));
            let original = Words::default().say(plain).to_owned();
            let mut wanted = holes(&original);
            // One and two may be words.
            if matches!(form, "one" | "two") && !words.contains("{count}") {
                wanted.remove("count");
            }
            assert_eq!(holes(words), wanted, "{language:?} {name}");
            assert!(!words.trim().is_empty(), "{language:?} {name}");
            let is_form = Plural::ALL.iter().any(|plural| plural.name() == form);
            assert!(form.is_empty() || is_form, "{language:?} {name}");
        }
    }
}

#[test]
fn every_name_that_is_said_is_among_the_words_and_every_word_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut source = String::new();
    for folder in [
        "shared/src",
        "shared/src/message",
        "shared/src/conversation",
        "shared/src/hours",
        "shared/src/recommend",
        "shared/src/look_up",
        "shared/src/discount",
        "shared/src/returns",
        "shared/src/size",
        "edge/src",
    ] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                source.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for (name, _) in lines(Language::English) {
        let name = name.split('.').next().unwrap_or_default();
        let made = ["summary_", "cart_", "stock_", "order_"]
            .iter()
            .any(|about| name.starts_with(about));
        assert!(
            made || source.contains(&format!("\"{name}\"")),
            "{name} is never said"
        );
    }
    let quoted = source.split('"').filter(|text| text.starts_with("chat_"));
    for name in quoted {
        assert_ne!(Words::default().say(name), "", "{name} has no words");
    }
    // What the words lack is said as nothing at all, which the goldens would show.
    assert_eq!(Words::default().say("no_such_name"), "");
    assert_eq!(
        Words::default().say("order"),
        "Order",
        "and no name is taken for another's beginning"
    );
}

#[test]
fn what_fills_a_hole_is_no_hole() {
    let words = Words::of(Language::English, "go_to_shop = Go to {shop}, {day}".into());
    let said = words.filled("go_to_shop", &[("shop", "{day}"), ("day", "{shop}")]);
    assert_eq!(said, "Go to {day}, {shop}");
    assert_eq!(
        words.say("total"),
        "Total",
        "English where a language lacks words"
    );
}
