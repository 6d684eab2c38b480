//! When a person takes over: which wishes for one are heard, which rule comes first, and what a shop may set.

use proptest::prelude::*;
use shared::handoff::{
    Call, Facts, HandoffRulesDraft, Presence, Reason, Rules, Standing, Topic, Urgency,
    asks_for_person, call,
};
use shared::money::Money;
use shared::mood::Mood;
use shared::wire::document_v1::AmountDraft;

fn amount(amount: &str, currency: &str) -> AmountDraft {
    AmountDraft {
        amount: amount.into(),
        currency: currency.into(),
    }
}

fn money(text: &str, currency: &str) -> Money {
    Money::parse(text, currency.parse().unwrap()).unwrap()
}

fn rules() -> Rules {
    let draft = HandoffRulesDraft {
        cart_at_least: vec![amount("200", "EUR"), amount("30000", "JPY")],
        order_at_least: vec![amount("500", "EUR")],
        ..HandoffRulesDraft::default()
    };
    Rules::parse(&draft, "handoff").unwrap()
}

fn mood(anger: u8, confusion: u8) -> Mood<'static> {
    Mood {
        anger,
        confusion,
        because: Vec::new(),
    }
}

fn facts<'a>(mood: &'a Mood<'a>) -> Facts<'a> {
    Facts {
        said: "when does it arrive?",
        mood,
        topic: None,
        confidence: None,
        same_answers: 0,
        cart: None,
        order: None,
        standing: Standing::Usual,
        presence: Presence::There,
    }
}

#[track_caller]
fn check(facts: &Facts, expected: Option<(Reason, Urgency)>) {
    let found = call(&rules(), facts).map(|call| (call.reason, call.urgency));
    assert_eq!(found, expected, "{facts:?}");
}

#[test]
fn each_rule_calls_from_its_threshold_on_and_not_below() {
    let calm = mood(49, 49);
    let usual = facts(&calm);
    check(&usual, None);
    let (angry, confused) = (mood(50, 0), mood(0, 50));
    let first = |reason| Some((reason, Urgency::First));
    let soon = |reason| Some((reason, Urgency::Soon));
    let offer = |reason| Some((reason, Urgency::Offer));
    check(&facts(&angry), first(Reason::Angry(50)));
    check(&facts(&confused), offer(Reason::Confused(50)));
    let said = "human please";
    check(&Facts { said, ..usual }, first(Reason::Asked));
    let sure = |confidence| Facts {
        confidence: Some(confidence),
        ..usual
    };
    check(&sure(6000), None);
    check(&sure(5999), soon(Reason::LowConfidence(5999)));
    let same = |same_answers| Facts {
        same_answers,
        ..usual
    };
    check(&same(1), None);
    check(&same(2), soon(Reason::Stuck(2)));
}

#[test]
fn worth_topic_and_standing_call_each_by_itself() {
    let calm = mood(0, 0);
    let usual = facts(&calm);
    let offer = |reason| Some((reason, Urgency::Offer));
    let cart = |text, currency| {
        let cart = money(text, currency);
        (
            Facts {
                cart: Some(cart),
                ..usual
            },
            cart,
        )
    };
    check(&cart("199.99", "EUR").0, None);
    check(&cart("29999", "JPY").0, None);
    check(&cart("9999", "USD").0, None);
    let (full, worth) = cart("30000", "JPY");
    check(&full, offer(Reason::ValuableCart(worth)));
    let order = Some(money("500.00", "EUR"));
    check(
        &Facts { order, ..usual },
        offer(Reason::ValuableOrder(money("500", "EUR"))),
    );
    let standing = Standing::Vip;
    check(&Facts { standing, ..usual }, offer(Reason::Vip));
    let about = |topic| Facts {
        topic: Some(topic),
        ..usual
    };
    for topic in [Topic::Safety, Topic::Legal] {
        let grave = Some((Reason::Grave(topic), Urgency::First));
        check(&about(topic), grave);
    }
    for topic in [
        Topic::Payment,
        Topic::DeliveryProblem,
        Topic::PolicyException,
        Topic::Complaint,
    ] {
        let matter = Some((Reason::About(topic), Urgency::Soon));
        check(&about(topic), matter);
    }
}

#[test]
fn the_most_telling_reason_comes_first_and_the_agent_reads_them_all() {
    let mood = mood(80, 60);
    let everything = Facts {
        said: "let me talk to a human",
        topic: Some(Topic::Payment),
        confidence: Some(1234),
        same_answers: 3,
        cart: Some(money("250", "EUR")),
        order: Some(money("900", "EUR")),
        standing: Standing::Vip,
        ..facts(&mood)
    };
    let found = call(&rules(), &everything).unwrap();
    assert_eq!(found.reason, Reason::Asked);
    assert_eq!(
        found.sentence,
        "The shopper asks for a person. Besides, the shopper sounds angry (80 of 100), has a question about a payment, \
         was given the same answer 3 times in a row, asks what the chat is only 12 % sure of, sounds confused (60 of \
         100), talks about an order worth 900.00 EUR, has a cart worth 250.00 EUR and is one of the shop's best."
    );
    let calmer = Facts {
        said: "",
        topic: Some(Topic::Safety),
        ..everything
    };
    let found = call(&rules(), &calmer).unwrap();
    assert_eq!(found.reason, Reason::Grave(Topic::Safety));
    assert_eq!(found.also.first(), Some(&Reason::Angry(80)));
}

#[test]
fn worth_brings_a_reason_forward_and_is_only_an_offer_by_itself() {
    let calm = mood(0, 0);
    let stuck = Facts {
        same_answers: 2,
        standing: Standing::Vip,
        ..facts(&calm)
    };
    check(&stuck, Some((Reason::Stuck(2), Urgency::First)));
    let standing = Standing::Vip;
    let only_dear = Facts {
        standing,
        ..facts(&calm)
    };
    for (presence, called) in [
        (Presence::There, true),
        (Presence::Later, false),
        (Presence::Nobody, false),
    ] {
        let facts = Facts {
            presence,
            ..only_dear
        };
        assert_eq!(call(&rules(), &facts).is_some(), called, "{presence:?}");
        let facts = Facts { presence, ..stuck };
        let expected = presence != Presence::Nobody;
        assert_eq!(call(&rules(), &facts).is_some(), expected, "{presence:?}");
    }
}

#[test]
fn a_shop_sets_what_it_wants_but_never_what_protects_the_shopper() {
    let draft: HandoffRulesDraft = serde_json::from_str(
        r#"{ "anger_at_least": 80, "topics": ["payment"], "off": ["confused", "stuck", "low_confidence", "vip"] }"#,
    )
    .unwrap();
    let rules = Rules::parse(&draft, "handoff").unwrap();
    let loud = mood(79, 100);
    let usual = Facts {
        confidence: Some(0),
        same_answers: 9,
        standing: Standing::Vip,
        ..facts(&loud)
    };
    let reason = |facts: &Facts| call(&rules, facts).map(|call: Call| call.reason);
    assert_eq!(reason(&usual), None);
    let topic = |topic| Facts {
        topic: Some(topic),
        ..usual
    };
    assert_eq!(reason(&topic(Topic::Complaint)), None);
    let payment = Reason::About(Topic::Payment);
    assert_eq!(reason(&topic(Topic::Payment)), Some(payment));
    let safety = Reason::Grave(Topic::Safety);
    assert_eq!(reason(&topic(Topic::Safety)), Some(safety));
    let said = "I want to speak to someone";
    assert_eq!(reason(&Facts { said, ..usual }), Some(Reason::Asked));
    assert_eq!(
        Rules::parse(&HandoffRulesDraft::default(), "handoff"),
        Ok(Rules::default())
    );
}

#[test]
fn every_mistake_in_the_rules_is_named_with_its_place() {
    let draft = HandoffRulesDraft {
        anger_at_least: Some(0),
        confusion_at_least: Some(101),
        confidence_at_least_bp: Some(70_000),
        same_answers: Some(11),
        cart_at_least: vec![
            amount("200", "EUR"),
            amount("300", "EUR"),
            amount("x", "EUR"),
        ],
        order_at_least: vec![amount("0", "EUR"), amount("5", "euro")],
        topics: Some(vec!["payment".into(), "weather".into()]),
        off: vec![
            "angry".into(),
            "asked".into(),
            "safety".into(),
            "all".into(),
        ],
    };
    let problems = Rules::parse(&draft, "handoff").unwrap_err();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "handoff.anger_at_least",
            "handoff.confusion_at_least",
            "handoff.confidence_at_least_bp",
            "handoff.same_answers",
            "handoff.cart_at_least[1]",
            "handoff.cart_at_least[2]",
            "handoff.order_at_least[0]",
            "handoff.order_at_least[1]",
            "handoff.topics[1]",
            "handoff.off[1]",
            "handoff.off[2]",
            "handoff.off[3]",
        ]
    );
}

#[test]
fn a_wish_for_a_person_is_heard_in_every_language() {
    for text in [
        "human please",
        "Can I talk to a real person?",
        "agent",
        "I'd like to speak with someone from your team",
        "Could someone call me?",
        "TALK TO A HUMAN NOW",
        "Ich möchte mit einem Menschen sprechen",
        "Kann ich bitte mit jemandem reden?",
        "Mitarbeiter bitte",
        "Je voudrais parler à quelqu'un",
        "un conseiller s'il vous plaît",
        "Passez-moi un responsable",
        "quiero hablar con una persona",
        "¿Me puede atender una persona? Páseme con un agente",
        "Vorrei parlare con un operatore",
        "operatore",
        "Kan ik met een medewerker praten?",
        "Ik wil graag iemand spreken, echt mens aub",
        "Quero falar com um atendente",
        "Gostava de falar com alguém, por favor",
        "Chcę porozmawiać z człowiekiem",
        "Proszę o kontakt z konsultantem",
        "Kan jag få prata med en människa?",
        "kundtjänst",
        "Jeg vil gerne tale med et menneske",
        "Må jeg snakke med en medarbejder?",
        "人と話したいです",
        "担当者につないでください",
        "オペレーターをお願いします",
        "أريد التحدث مع موظف",
        "ممكن أتكلم مع شخص حقيقي؟",
        "حولني لموظف",
        "אפשר לדבר עם נציג?",
        "נציג אנושי בבקשה",
    ] {
        assert!(asks_for_person(text), "{text}");
    }
}

#[test]
fn what_merely_speaks_of_persons_is_no_wish_for_one() {
    for text in [
        "",
        "Is it safe for a person who is allergic to nuts?",
        "a gift for a person who has everything",
        "Is this wig made of human hair?",
        "Which cleaning agent is in it?",
        "how many people does the tent sleep",
        "someone told me it runs small",
        "I don't want to talk to a person",
        "can I order without talking to someone",
        "Mensch, das ist ja toll!",
        "Ist das für Menschen mit Allergie geeignet?",
        "Reicht das Zelt für zwei Personen?",
        "Ich möchte nicht mit jemandem sprechen",
        "C'est pour une personne allergique",
        "Je ne veux pas parler à quelqu'un",
        "Une table pour six personnes",
        "Es para una persona con piel sensible",
        "No quiero hablar con una persona",
        "pelo humano",
        "È adatto a una persona allergica?",
        "Is het geschikt voor iemand met een allergie?",
        "Serve para uma pessoa com alergia?",
        "Czy nadaje się dla osoby z alergią?",
        "Passar den för en person med allergi?",
        "Kan en person med allergi bruge den?",
        "アレルギーのある人でも使えますか",
        "人気の商品はどれですか",
        "人と話したくないです",
        "هل يناسب شخص لديه حساسية؟",
        "לא רוצה לדבר עם נציג",
        "זה מתאים לאדם עם אלרגיה?",
    ] {
        assert!(!asks_for_person(text), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_taken_and_nobody_is_called_where_nobody_is(text in any::<String>(), score in 0..=100_u8) {
        let mood = mood(score, score);
        let facts = Facts { said: &text, presence: Presence::Nobody, ..facts(&mood) };
        prop_assert_eq!(call(&rules(), &facts), None);
        let facts = Facts { presence: Presence::There, ..facts };
        prop_assert_eq!(call(&rules(), &facts).is_some(), score >= 50 || asks_for_person(&text));
    }
}
