//! What a conversation knows for the rules by which a person takes over: what words are about, how sure an answer is, who
//! the shopper is. What it cannot know is told to whoever writes a rule for it.

use crate::calling::{CALLED, open, says, words};
use crate::english::explain;
use parley_tests::scene::{Scene, flow, products};
use serde_json::{Value, json};
use shared::answers::Answers;
use shared::channel::Channel;
use shared::conversation::Input;
use shared::flow::FlowDraft;
use shared::handoff::{HandoffRulesDraft, Rules, lint};
use shared::locale::Locale;
use shared::recommend::{Prefer, Want};
use shared::wire::document_v1::AnswerDraft;
use shared::wire::frame_v1::{Granted, Say};

const WELCOME: &str = include_str!("../../shared/playbook/welcome.json");
const SET_UP: &str = include_str!("../../shared/playbook/set-up-help.json");
const PAYMENT: &str = include_str!("../../shared/playbook/payment-help.json");
const BACK: &str = "Back to where we were:";
const HURT: &str = "call a doctor";

fn rules(draft: &Value) -> Rules {
    let draft: HandoffRulesDraft = serde_json::from_value(draft.clone()).unwrap();
    Rules::parse(&draft, "handoff").unwrap()
}

/// What a flow says to these words under these rules.
fn said(document: &str, draft: &Value, text: &str) -> String {
    let mut scene = open(document, 10, 5_900);
    scene.shop.handoff = rules(draft);
    says(&mut scene, "p-1", text)
}

#[test]
fn a_question_of_a_topic_goes_to_a_person_and_safety_does_so_whatever_a_shop_lists() {
    for draft in [json!({}), json!({ "topics": ["legal"] })] {
        let said = said(SET_UP, &draft, "it gave me a rash");
        assert!(said.contains(HURT), "{said}");
        assert!(said.contains(CALLED), "{said}");
    }
    let mut payment: Value = serde_json::from_str(SET_UP).unwrap();
    for question in payment["questions"].as_array_mut().unwrap() {
        if question["topic"] == json!("safety") {
            question["topic"] = json!("payment");
        }
    }
    let payment = payment.to_string();
    let words = "it gave me a rash";
    assert!(said(&payment, &json!({}), words).contains(CALLED));
    let answered = said(&payment, &json!({ "topics": ["legal"] }), words);
    assert!(!answered.contains(CALLED), "{answered}");
    assert!(answered.contains(BACK), "{answered}");
}

#[test]
fn what_a_flow_about_a_topic_does_not_know_goes_to_a_person_and_what_it_knows_is_answered() {
    let unknown = "My bank says the reference is wrong";
    assert!(said(PAYMENT, &json!({}), unknown).contains(CALLED));
    let off = said(PAYMENT, &json!({ "topics": [] }), unknown);
    assert!(!off.contains(CALLED), "{off}");
    let known = said(PAYMENT, &json!({}), "When does it arrive?");
    assert!(!known.contains(CALLED), "{known}");
    let elsewhere = said(WELCOME, &json!({}), unknown);
    assert!(!elsewhere.contains(CALLED), "{elsewhere}");
}

fn answers(questions: [&str; 2]) -> Answers {
    let answer = |(question, text): (&str, &str)| AnswerDraft {
        questions: vec![question.into()],
        text: text.into(),
        source: "Help".into(),
        source_path: None,
    };
    let drafts: Vec<AnswerDraft> = questions
        .into_iter()
        .zip(["One.", "Two."])
        .map(answer)
        .collect();
    Answers::parse(&drafts, "answers").unwrap()
}

#[test]
fn an_answer_is_as_sure_as_it_is_the_only_one_that_fits_so_well() {
    let best = |questions, asked| {
        let answers = answers(questions);
        answers
            .best(asked)
            .map(|(known, sure)| (known.text.clone(), sure))
    };
    let told = |text: &str, sure| Some((String::from(text), sure));
    let both = ["wash wool", "wash cold"];
    assert_eq!(best(both, "wash wool?"), told("One.", 10_000));
    assert_eq!(best(both, "wash wool cold?"), told("One.", 5_000));
    assert_eq!(
        best(["wash", "wash cold"], "wash it cold?"),
        told("Two.", 10_000)
    );
    assert_eq!(best(both, "iron it?"), None);
}

/// A conversation that looks up the answer to this, where two answers fit as well.
fn asks_of_two(draft: &Value) -> String {
    let mut document: Value = serde_json::from_str(WELCOME).unwrap();
    let steps = document
        .get_mut("steps")
        .and_then(Value::as_array_mut)
        .unwrap();
    steps.push(json!({ "step": "look_up", "id": "asked", "what": "answer", "none": "q_back", "next": "q_back" }));
    let questions = document
        .get_mut("questions")
        .and_then(Value::as_array_mut)
        .unwrap();
    questions.push(json!({ "id": "care", "phrases": ["wool cold"], "next": "asked" }));
    let mut scene = open(&document.to_string(), 10, 5_900);
    scene.shop.handoff = rules(draft);
    let answers = json!([
        { "questions": ["wash wool"], "text": "Wool by hand.", "source": "Care" },
        { "questions": ["wash cold"], "text": "At 20 degrees.", "source": "Care" },
    ]);
    let answers: Vec<_> = serde_json::from_value(answers).unwrap();
    scene.answer_from(&answers);
    says(&mut scene, "p-1", "Shall I wash wool cold?")
}

#[test]
fn of_two_answers_that_fit_as_well_none_is_given_unless_the_shop_says_so() {
    let doubted = asks_of_two(&json!({}));
    assert!(doubted.contains(CALLED), "{doubted}");
    assert!(!doubted.contains("Wool by hand."), "{doubted}");
    for draft in [
        json!({ "confidence_at_least_bp": 5000 }),
        json!({ "off": ["low_confidence"] }),
    ] {
        let told = asks_of_two(&draft);
        assert!(told.contains("Wool by hand."), "{told}");
        assert!(!told.contains(CALLED), "{told}");
    }
}

#[test]
fn a_recommendation_is_as_sure_as_the_first_has_what_was_asked_for() {
    let prefer = |attribute: &str, value: &str, weight, asked| Prefer {
        attribute: attribute.into(),
        values: vec![value.into()],
        weight,
        reason: String::new(),
        asked,
    };
    let sure = |prefer: Vec<Prefer>| {
        let want = Want {
            handles: vec!["rose-milk-lotion".into()],
            prefer,
            limit: 1,
            ..Want::default()
        };
        explain(&products(), &want).sure
    };
    let dry = prefer("concerns", "dryness", 6, true);
    let unscented = |asked| prefer("fragrance_free", "true", 4, asked);
    assert_eq!(sure(vec![dry.clone()]), Some(10_000));
    assert_eq!(sure(vec![dry.clone(), unscented(true)]), Some(6_000));
    assert_eq!(
        sure(vec![dry, unscented(false)]),
        Some(10_000),
        "the author's own"
    );
    assert_eq!(sure(vec![unscented(false)]), None);
    let undescribed = prefer("recipient", "friend", 4, true);
    assert_eq!(sure(vec![undescribed]), None, "nothing is described by it");
}

#[test]
fn beside_a_recommendation_that_lacks_what_was_asked_for_a_person_is_offered() {
    let recommend = |draft: &Value| {
        let document = json!({
            "format": "parley.flow/1", "id": "finder", "name": "Finder", "language": "en",
            "first_message": { "text": "Hello!" },
            "data": ["concern"], "start": "ask",
            "steps": [
                { "step": "choose", "id": "ask", "text": "Which?", "save": "concern", "choices": [
                    { "id": "oiliness", "label": "Oiliness" }, { "id": "dryness", "label": "Dryness" },
                    { "id": "person", "label": "Talk to a person", "next": "person" }], "next": "find" },
                { "step": "recommend", "id": "find", "text": "Look:", "none": "then", "next": "then",
                  "want": { "kinds": ["Lip care"], "prefer": [
                      { "attribute": "concerns", "from": "concern", "weight": 5, "reason": "Helps." }], "limit": 1 } },
                { "step": "choose", "id": "then", "text": "And now?", "choices": [
                    { "id": "person", "label": "Talk to a person", "next": "person" }, { "id": "done", "label": "Done", "next": "bye" }] },
                { "step": "hand_off", "id": "person", "reason": "asked" },
                { "step": "end", "id": "bye" }],
            "handoff": { "repeated": 2 }, "success": "questions_answered",
            "opt_out": { "wordings": [], "email": "Answer \"stop\".", "sms": "Reply STOP." }
        });
        let mut scene = Scene::new(Some(flow(&document.to_string())));
        scene.now = crate::calling::monday(10);
        scene.shop.handoff = rules(draft);
        move |concern: &str| {
            let mut scene = crate::calling::opened(scene.clone(), 100, None);
            let ask = scene.conversation.now().ask.unwrap();
            words(&scene.handle(Input::Said {
                id: "p-1".parse().unwrap(),
                say: Say::Choose {
                    ask,
                    choices: vec![concern.parse().unwrap()],
                },
            }))
        }
    };
    let offered = "These have only part of what you look for.";
    let found = recommend(&json!({}))("oiliness");
    assert!(
        found.contains("Look:") && found.contains(offered),
        "{found}"
    );
    let found = recommend(&json!({}))("dryness");
    assert!(
        found.contains("Look:") && !found.contains(offered),
        "{found}"
    );
    let found = recommend(&json!({ "off": ["low_confidence"] }))("oiliness");
    assert!(!found.contains(offered), "{found}");
}

#[test]
fn one_of_the_best_is_known_by_the_invitation_that_their_theme_made_one_for_them() {
    let offered = "If you like, a person can look at this with you";
    let asks = |invited: Option<&str>, draft: &Value| {
        let mut scene = Scene::new(Some(flow(WELCOME)));
        scene.now = crate::calling::monday(10);
        scene.shop.handoff = rules(draft);
        let mut scene = crate::calling::opened(scene, 100, invited);
        says(&mut scene, "p-1", "When does it arrive?")
    };
    let vip = Some("product.dwell.45@vip");
    assert!(asks(vip, &json!({})).contains(offered));
    assert!(!asks(vip, &json!({ "off": ["vip"] })).contains(offered));
    assert!(!asks(Some("product.dwell.45@recent"), &json!({})).contains(offered));
    assert!(!asks(None, &json!({})).contains(offered));
}

/// Where a document's rules warn, with these flows live.
#[track_caller]
fn warned(draft: &Value, live: &[&str], expected: &[&str]) {
    let draft: HandoffRulesDraft = serde_json::from_value(draft.clone()).unwrap();
    let live: Vec<FlowDraft> = live
        .iter()
        .map(|flow| serde_json::from_str(flow).unwrap())
        .collect();
    let warnings = lint(&draft, "handoff", live.iter());
    let places: Vec<&str> = warnings.iter().map(|found| found.place.as_str()).collect();
    assert_eq!(places, expected);
}

#[test]
fn a_rule_that_nothing_supplies_is_warned_of_with_its_place() {
    let amount = json!([{ "amount": "500", "currency": "EUR" }]);
    let order = json!({ "order_at_least": amount, "cart_at_least": amount });
    warned(&order, &[WELCOME], &["handoff.order_at_least"]);
    let topics = json!({ "topics": ["safety", "payment", "legal"] });
    warned(
        &topics,
        &[WELCOME, SET_UP],
        &["handoff.topics[1]", "handoff.topics[2]"],
    );
    warned(&topics, &[PAYMENT, SET_UP], &["handoff.topics[2]"]);
    warned(&topics, &[], &[]);
    warned(&json!({}), &[WELCOME], &[]);
}

/// What the chat says after this consent of a flow in this language, in a shop whose country asks for a confirmation.
fn agreed(purpose: &str, language: &str, confirms: bool) -> String {
    let document = json!({
        "format": "parley.flow/1", "id": "news", "name": "News", "language": language,
        "first_message": { "text": "May we write to you?" }, "data": [], "start": "consent",
        "steps": [
            { "step": "consent", "id": "consent", "text": "By e-mail?", "purpose": purpose, "channels": ["email"], "agreed": "more", "declined": "more" },
            { "step": "choose", "id": "more", "choices": [
                { "id": "person", "label": "Talk to a person", "next": "person" }, { "id": "done", "label": "Done", "next": "bye" }] },
            { "step": "hand_off", "id": "person", "reason": "asked" },
            { "step": "end", "id": "bye" }],
        "handoff": { "repeated": 2 }, "success": "satisfaction",
        "opt_out": {
            "wordings": [{ "id": "news.1", "channel": "email", "purpose": purpose, "text": "{shop} may e-mail me." }],
            "email": "Answer \"stop\".", "sms": "Reply STOP." }
    });
    let mut scene = Scene::new(Some(flow(&document.to_string())));
    scene.now = crate::calling::monday(10);
    scene.shop.confirms_email = confirms;
    let spoken = Locale::known(language).unwrap().language();
    scene.shop.words = xtask::message::words(spoken).unwrap();
    let mut scene = crate::calling::opened(scene, 100, None);
    let ask = scene.conversation.now().ask.unwrap();
    let grant = Some(Granted {
        channel: Channel::Email,
        address: "alice@example.com".into(),
        wording: "news.1".parse().unwrap(),
    });
    words(&scene.handle(Input::Said {
        id: "p-1".parse().unwrap(),
        say: Say::Consent { ask, grant },
    }))
}

#[test]
fn whoever_has_to_confirm_is_told_to_look_for_the_message_in_the_flows_language() {
    let english = "an e-mail from Fernwood is on its way to alice@example.com";
    let said = agreed("marketing", "en", true);
    assert!(said.contains(english), "{said}");
    let german = agreed("marketing", "de", true);
    assert!(
        german.contains("Eine E-Mail von Fernwood ist unterwegs an alice@example.com"),
        "{german}"
    );
    for said in [
        agreed("marketing", "en", false),
        agreed("utility", "en", true),
    ] {
        assert!(!said.contains("on its way"), "{said}");
    }
}
