//! WhatsApp's templates: which one carries a message, what fills it, what policy is told of it, and what is wrong with one.

use serde_json::json;
use shared::channel::Channel;
use shared::contact::Address;
use shared::delivery::{Message, TemplateUse};
use shared::flow::Flow;
use shared::journey::{JourneyShop, Occasion, begin};
use shared::locale::Language;
use shared::message::{Words, template_of, template_problems};
use shared::policy::{Approval, Category};
use shared::time::Instant;
use shared::wire::document_v1::{OccasionKind, TemplateDraft};
use xtask::message::words;

fn template(change: &serde_json::Value) -> TemplateDraft {
    let mut draft = json!({
        "id": "7", "about": "stock", "language": "en", "category": "utility", "approval": "approved",
        "text": "{{params.shop}}: {{params.product}} is back. {{params.link}}"
    });
    for (name, value) in change.as_object().unwrap() {
        let fields = draft.as_object_mut().unwrap();
        fields.insert(name.clone(), value.clone());
    }
    serde_json::from_value(draft).unwrap()
}

fn flow(purpose: &str, language: &str) -> Flow {
    let draft = json!({
        "format": "parley.flow/1", "id": "stock", "name": "Stock", "language": language,
        "after": { "event": "back_in_stock", "purpose": purpose },
        "first_message": { "text": "It is back." },
        "data": [{ "name": "product", "fallback": "what you wanted" }],
        "start": "ask",
        "steps": [
            { "step": "choose", "id": "ask", "choices": [
                { "id": "p", "label": "Person", "next": "person" }, { "id": "e", "label": "Fine", "next": "end" }] },
            { "step": "hand_off", "id": "person", "reason": "asked" },
            { "step": "end", "id": "end" }],
        "handoff": { "repeated": 1 },
        "follow_up": { "channels": ["whats_app", "email"] },
        "success": "satisfaction",
        "opt_out": { "wordings": [] }
    });
    Flow::validate(&serde_json::from_value(draft).unwrap()).unwrap()
}

fn message(flow: &Flow, words: &Words, templates: &[TemplateDraft]) -> Message {
    let occasion = Occasion {
        kind: OccasionKind::BackInStock,
        key: "crew".into(),
        at: Instant(0),
        shop: "fernwood.myshopify.com".parse().unwrap(),
        shopper: "s1".parse().unwrap(),
        audience: None,
        values: [("product".into(), "the {{params.link}} Sweater".into())].into(),
    };
    let shop = JourneyShop {
        name: "Fernwood",
        origin: "https://fernwood.example",
        support: &"help@fernwood.example".parse().unwrap(),
        words,
        templates,
        preferences: None,
        reach: &[(
            Channel::WhatsApp,
            Address::Phone("+491701234567".parse().unwrap()),
        )],
    };
    begin(flow, &occasion, &shop, Instant(0)).unwrap().message
}

/// The id of the template that is used; none for free text.
#[track_caller]
fn check(
    templates: &[serde_json::Value],
    purpose: &str,
    language: Language,
    expected: Option<&str>,
) {
    let templates: Vec<TemplateDraft> = templates.iter().map(template).collect();
    let words = words(language).unwrap();
    let said = message(&flow(purpose, language.code()), &words, &templates);
    let Message::WhatsApp { template, .. } = &said else {
        panic!("{said:?}");
    };
    let used = template.as_ref().map(|used| used.id.as_str());
    assert_eq!(used, expected);
}

#[test]
fn an_approved_template_of_the_same_matter_language_and_kind_carries_the_message() {
    let (english, german) = (Language::English, Language::German);
    check(&[json!({})], "utility", english, Some("7"));
    check(&[json!({"about": "cart"})], "utility", english, None);
    check(&[json!({})], "utility", german, None);
    check(
        &[json!({"language": "de-AT"})],
        "utility",
        german,
        Some("7"),
    );
    check(&[json!({})], "marketing", english, None);
    check(
        &[json!({"category": "marketing"})],
        "marketing",
        english,
        Some("7"),
    );
    check(&[], "utility", english, None);
    let pending = json!({"approval": "pending"});
    check(
        &[pending.clone(), json!({"id": "8"})],
        "utility",
        english,
        Some("8"),
    );
    // One that is not approved is named, so that policy can say what is wrong.
    check(&[pending], "utility", english, Some("7"));
}

#[test]
fn free_text_says_what_a_text_message_would_and_how_to_stop() {
    let said = message(&flow("utility", "en"), &Words::default(), &[]);
    let Message::WhatsApp { text, template } = said else {
        panic!("{said:?}");
    };
    assert_eq!(template, None);
    let ends = "https://fernwood.example/?parley=stock Reply STOP to opt out.";
    assert!(
        text.starts_with("Fernwood: ") && text.ends_with(ends),
        "{text}"
    );
}

#[test]
fn its_holes_are_filled_and_what_fills_them_is_no_hole() {
    let templates = [template(&json!({}))];
    let said = message(&flow("utility", "en"), &Words::default(), &templates);
    let link = "https://fernwood.example/?parley=stock";
    let product = "the {{params.link}} Sweater";
    let values = [("shop", "Fernwood"), ("product", product), ("link", link)];
    let used = TemplateUse {
        id: "7".parse().unwrap(),
        values: values
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
    };
    let text = format!("Fernwood: {product} is back. {link}");
    assert_eq!(
        said,
        Message::WhatsApp {
            text,
            template: Some(used)
        }
    );
}

#[test]
fn policy_is_told_what_the_shops_document_says_of_the_template() {
    let listed = [template(
        &json!({"category": "marketing", "approval": "paused"}),
    )];
    let said = message(&flow("marketing", "en"), &Words::default(), &listed);
    let told = template_of(&listed, &said).unwrap();
    assert_eq!(
        (told.category, told.approval),
        (Category::Marketing, Approval::Paused)
    );
    assert_eq!(template_of(&[], &said), None, "the shop lists it no more");
    let free = Message::WhatsApp {
        text: "Hello".into(),
        template: None,
    };
    assert_eq!(template_of(&listed, &free), None);
}

#[test]
fn every_mistake_of_a_template_is_named() {
    let templates = [
        template(&json!({})),
        template(&json!({"language": "tlh", "category": "authentication"})),
        template(&json!({"id": "welcome", "text": "{{params.shop}} {{params.colour}}"})),
        template(&json!({"id": "9", "text": " "})),
    ];
    let problems = template_problems(&templates);
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "whatsapp_templates[1].id",
            "whatsapp_templates[1].language",
            "whatsapp_templates[1].category",
            "whatsapp_templates[2].id",
            "whatsapp_templates[2].text",
            "whatsapp_templates[3].text",
        ]
    );
    assert_eq!(template_problems(&templates[..1]), []);
}

/// The same words end a text message and a message by WhatsApp.
#[test]
fn how_to_stop_names_no_channel_in_any_language() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = |folder: &str| {
        let all = std::fs::read_dir(repository.join(folder)).unwrap();
        all.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    let words = files("static/messages");
    let flows = files("shared/playbook/texts").into_iter();
    let flows = flows.flat_map(|folder| std::fs::read_dir(folder).unwrap());
    for path in words
        .into_iter()
        .chain(flows.map(|entry| entry.unwrap().path()))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let stops = text.lines().filter(|line| {
            line.starts_with("stop_sms = ") || line.trim_start().starts_with("\"opt_out.sms\":")
        });
        lines.extend(stops.map(|line| (path.clone(), line.to_owned())));
    }
    assert!(lines.len() > 13 * 20, "{}", lines.len());
    for (path, line) in lines {
        let said = line.split_once([':', '=']).unwrap().1.to_lowercase();
        let said = said.trim_start_matches("sms\":");
        for channel in ["sms", "whatsapp", "e-mail", "رسالة نصية"] {
            assert!(!said.contains(channel), "{}: {line}", path.display());
        }
    }
}
