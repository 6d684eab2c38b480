//! What a conversation makes of the rules for handing over: who is called at once, who is only offered a person and how
//! often, and what is said when nothing fits.

use parley_tests::scene::{Scene, flow};
use shared::conversation::{Effect, Found, Input};
use shared::handoff::{HandoffRulesDraft, Rules};
use shared::locale::Language;
use shared::money::Money;
use shared::time::{Date, Instant, Local, Offset};
use shared::wire::document_v1::AmountDraft;
use shared::wire::frame_v1::{CartLine, CartReport, Page, PageKind, Part, Say, Turn, Visit};

const FINDER: &str = include_str!("../../shared/playbook/product-finder.json");
const WELCOME: &str = include_str!("../../shared/playbook/welcome.json");

/// Monday, 23 November 2026, at this hour in the shop.
pub(crate) fn monday(hour: u16) -> Instant {
    let date = Date {
        year: 2026,
        month: 11,
        day: 23,
    };
    let minute = hour * 60;
    Local { date, minute }.instant(Offset(60))
}

/// A flow that has asked its first question.
pub(crate) fn open(document: &str, hour: u16, cart_minor: i64) -> Scene {
    let mut scene = Scene::new(Some(flow(document)));
    scene.now = monday(hour);
    let two_hundred = AmountDraft {
        amount: "200".into(),
        currency: "EUR".into(),
    };
    let rules = HandoffRulesDraft {
        cart_at_least: vec![two_hundred],
        ..HandoffRulesDraft::default()
    };
    scene.shop.handoff = Rules::parse(&rules, "handoff").unwrap();
    opened(scene, cart_minor, None)
}

/// The scene, opened with a cart of this worth, and for this reason.
pub(crate) fn opened(scene: Scene, cart_minor: i64, invited: Option<&str>) -> Scene {
    opened_in("en", scene, cart_minor, invited)
}

/// The same by a page in this locale.
fn opened_in(locale: &str, mut scene: Scene, cart_minor: i64, invited: Option<&str>) -> Scene {
    let total = Money::new(cart_minor, "EUR".parse().unwrap());
    let line = CartLine {
        variant: "1".parse().unwrap(),
        title: "A product".into(),
        quantity: 1,
        total,
    };
    scene.handle(Input::Opened(Box::new(Visit {
        locale: locale.into(),
        country: Some("DE".into()),
        returning: None,
        page: Page {
            kind: PageKind::Home,
            handle: None,
        },
        seen: Vec::new(),
        invited: invited.map(str::to_owned),
        cart: Some(CartReport {
            token: "t".into(),
            total,
            lines: vec![line],
        }),
    })));
    scene
}

pub(crate) fn says(scene: &mut Scene, id: &str, text: &str) -> String {
    let input = Input::Said {
        id: id.parse().unwrap(),
        say: Say::Text(text.into()),
    };
    words(&scene.handle(input))
}

pub(crate) fn words(effects: &[Effect]) -> String {
    let turn = |effect: &Effect| {
        if let Effect::Append(turn) = effect {
            Some(turn.clone())
        } else {
            None
        }
    };
    let turns: Vec<Turn> = effects.iter().filter_map(turn).collect();
    let parts = turns.iter().flat_map(|turn| &turn.parts);
    let text = |part: &Part| {
        if let Part::Text(text) = part {
            Some(text.clone())
        } else {
            None
        }
    };
    parts.filter_map(text).collect::<Vec<_>>().join("\n")
}

pub(crate) const CALLED: &str = "Which address should they write to?";
const OFFERED: &str = "If you like, a person can look at this with you";
const UNCLEAR: &str = "If I'm not making this clear";

/// What is said to these words: of a called and of two offered persons, which.
#[track_caller]
fn check(text: &str, hour: u16, cart_minor: i64, expected: Option<&str>) {
    let mut scene = open(WELCOME, hour, cart_minor);
    let said = says(&mut scene, "p-1", text);
    let found = [CALLED, OFFERED, UNCLEAR]
        .into_iter()
        .find(|words| said.contains(words));
    assert_eq!(found, expected, "{text}: {said}");
}

#[test]
fn who_writes_in_the_language_of_the_page_or_in_the_flows_is_heard_in_both() {
    let german = xtask::message::words(Language::German).unwrap();
    for (words, text, called) in [
        (Some(&german), "Das ist eine Unverschämtheit", true),
        (Some(&german), "This is unacceptable", true),
        (Some(&german), "Das ist schön", false),
        // A shop that was not handed them yet.
        (None, "Das ist eine Unverschämtheit", false),
        (None, "This is unacceptable", true),
    ] {
        let mut scene = Scene::new(Some(flow(WELCOME)));
        scene.now = monday(10);
        scene.shop.page_words = words.cloned();
        let mut scene = opened_in("de-AT", scene, 0, None);
        let said = says(&mut scene, "p-1", text);
        assert_eq!(said.contains(CALLED), called, "{text}: {said}");
    }
}

#[test]
fn who_asks_or_is_angry_is_handed_over_and_who_merely_brings_a_lot_is_asked() {
    let question = "When does it arrive?";
    check(question, 10, 5_900, None);
    check("I want to talk to a real person", 10, 5_900, Some(CALLED));
    check("I want to talk to a real person", 22, 5_900, Some(CALLED));
    check(
        "You are liars, this is a disgrace!!!",
        10,
        5_900,
        Some(CALLED),
    );
    check(
        "You are liars, this is a disgrace!!!",
        22,
        5_900,
        Some(CALLED),
    );
    check(question, 10, 20_000, Some(OFFERED));
    check(question, 22, 20_000, None);
    check(
        "I'm lost, I don't understand. When does it arrive?",
        10,
        5_900,
        Some(UNCLEAR),
    );
}

#[test]
fn a_person_is_offered_once_and_who_passes_over_it_is_left_alone() {
    let mut scene = open(WELCOME, 10, 20_000);
    let first = says(&mut scene, "p-1", "When does it arrive?");
    assert!(first.contains(OFFERED), "{first}");
    let second = says(&mut scene, "p-2", "Can I send it back?");
    assert!(!second.contains(OFFERED), "{second}");
}

#[test]
fn who_finds_nothing_hears_what_to_give_up_and_can_go_on() {
    let mut scene = open(FINDER, 10, 5_900);
    scene.answers = false;
    let ask = scene.conversation.now().ask.unwrap();
    let effects = scene.handle(Input::Said {
        id: "p-1".parse().unwrap(),
        say: Say::Choose {
            ask,
            choices: vec!["dryness".parse().unwrap()],
        },
    });
    let lookup = effects.iter().find_map(|effect| {
        if let Effect::LookUp { lookup, .. } = effect {
            Some(*lookup)
        } else {
            None
        }
    });
    let lookup = lookup.unwrap();
    let why = "Nothing here is for that; without fragrance set aside, the Dew Serum would fit.";
    let found = Found::NothingFits(why.into());
    let said = words(&scene.handle(Input::Found { lookup, found }));
    assert!(said.starts_with(why), "{said}");
    assert!(scene.conversation.now().ask.is_some(), "and an ask is open");
}
