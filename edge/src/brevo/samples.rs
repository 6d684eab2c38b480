//! One call of each endpoint, with made-up facts. `tests/brevo/calls.json` holds what they are on the wire: there Brevo's
//! own clients are held against it, and the stand-in.

use super::message::{self, OptIn};
use super::wire::{
    Amount, Auth, Buyer, Category, Channel, Contact, Deal, Line, Members, NewList, Note, Order,
    Person, Product, Task, Value, Webhook,
};
use super::{Call, Endpoint, SentBy, commerce, contact, crm, setup, statistics};
use serde_json::json;
use shared::consent;
use shared::delivery::{Draft, TemplateUse};
use shared::time::Instant;
use shared::wire::document_v1::SenderDraft;
use statistics::About;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const EMAIL: &str = r#"{"email":{"subject":"Your picks","text":"Hello","html":"<p>Hello</p>","reply_to":"help@fernwood.example"}}"#;
pub(super) const SMS: &str = r#"{"sms":{"text":"Fernwood: grüezi ✓"}}"#;
const IN_AMERICA: &str = r#"{"sms":{"text":"Fernwood: hello"}}"#;
const WHATSAPP: &str = r#"{"whats_app":{"text":"Hello","template":null}}"#;
const BY_TEMPLATE: &str =
    r#"{"whats_app":{"text":"Hello Ada","template":{"id":"7","values":{"NAME":"Ada"}}}}"#;
pub(super) const TO_EMAIL: &str = r#"{"shopper":{"address":{"email":"ada@example.com"}}}"#;
pub(super) const TO_PHONE: &str = r#"{"shopper":{"address":{"phone":"+491701234567"}}}"#;
const TO_AMERICA: &str = r#"{"shopper":{"address":{"phone":"+12125550123"}}}"#;
const EVENT: &str = r#"{"event_name":"parley_message_sent","event_date":"2026-11-23T05:31:01Z",
    "identifiers":{"email_id":"ada@example.com"},"event_properties":{"channel":"email"}}"#;
const OTHER_EVENT: &str = r#"{"event_name":"parley_message_sent","event_date":"2026-11-23T05:31:01Z",
    "identifiers":{"phone_id":"491701234567"},"event_properties":{"channel":"sms"}}"#;
const KEY: &str = "6f9619ff-8b86-8011-b42d-00c04fc964ff";
const AT: Instant = Instant(1_795_411_861_000);

pub(super) fn draft(message: &str, recipient: &str) -> Draft {
    let text = format!(
        r#"{{"id":"c1.follow-up","shop":"fernwood.myshopify.com","shopper":"s1","conversation":"c1",
        "channel":"email","purpose":"utility","recipient":{recipient},"message":{message},
        "due":0,"expires":1000}}"#
    );
    serde_json::from_str(&text).unwrap()
}

pub(super) fn sender() -> SenderDraft {
    SenderDraft {
        name: "Fernwood".into(),
        email: "hello@fernwood.example".into(),
        sms: "FERNWOOD".into(),
        registered: Vec::new(),
        whatsapp: Some("4930123456".into()),
        replies: None,
        list: None,
    }
}

/// A call without the type of its answer.
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) endpoint: Endpoint,
    path: String,
    body: Option<Vec<u8>>,
}

fn sample<T>(name: &'static str, call: Call<T>) -> Sample {
    Sample {
        name,
        endpoint: call.endpoint,
        path: call.path,
        body: call.body,
    }
}

/// At least one of each endpoint.
pub(super) fn all() -> Vec<Sample> {
    let mut all = contacts();
    all.extend(messages());
    all.extend(reports());
    all.extend(shop_data());
    all.extend(sales());
    all.extend(account());
    all
}

fn contacts() -> Vec<Sample> {
    let ada = || Contact {
        email: Some("ada@example.com"),
        ext_id: Some("s1"),
        attributes: BTreeMap::from([
            ("FIRSTNAME", Value::Text("Ada")),
            ("PARLEY_CHATS", Value::Number(2)),
        ]),
        list_ids: &[7],
        ..Contact::default()
    };
    let left = Contact {
        email_blacklisted: Some(true),
        sms_blacklisted: Some(true),
        unlink_list_ids: &[7],
        ..Contact::default()
    };
    let grant: consent::Entry = serde_json::from_value(grant()).unwrap();
    let (none, proof) = (BTreeSet::new(), contact::proof(&grant));
    let mirrored = contact::tell(("ada@example.com", None), &none, &none, (&proof, None));
    vec![
        sample("upsert_contact", contact::upsert(ada())),
        sample("mirror_grant", mirrored),
        sample(
            "update_contact",
            contact::update(Person::Email("ada@example.com"), &left),
        ),
        sample(
            "read_contact",
            contact::contact(Person::Phone("491701234567")),
        ),
        sample("read_contact_by_id", contact::contact(Person::Theirs(21))),
        sample("read_attributes", contact::attributes()),
        sample(
            "create_attribute",
            contact::create_attribute("PARLEY_CONSENT_AT"),
        ),
        sample("read_folders", contact::folders()),
        sample("read_lists", contact::lists()),
        sample(
            "create_list",
            contact::create_list(&NewList {
                name: "Chat",
                folder_id: 1,
            }),
        ),
        sample(
            "add_to_list",
            contact::add_to_list(
                21,
                &Members {
                    emails: &["ada@example.com"],
                },
            ),
        ),
        sample(
            "remove_from_list",
            contact::remove_from_list(
                21,
                &Members {
                    emails: &["ada@example.com"],
                },
            ),
        ),
        sample("event", contact::happened(&[EVENT.into()])),
        sample(
            "events",
            contact::happened(&[EVENT.into(), OTHER_EVENT.into()]),
        ),
    ]
}

fn grant() -> serde_json::Value {
    json!({"id": "c1.1", "at": AT.0, "channel": "email", "purpose": "marketing", "kind": "grant",
        "address": {"email": "ada@example.com"}, "proof": {"wording": "email-marketing.en.1", "text": "Yes",
        "place": "/", "source": {"chat": {"conversation": "c1"}}}})
}

fn messages() -> Vec<Sample> {
    let sender = sender();
    let by = SentBy {
        sender: &sender,
        brand: "Fernwood",
    };
    let sent = |name, message: &str, to: &str| {
        let call = message::of(by, &draft(message, to), KEY);
        sample(name, call.ok().unwrap())
    };
    let template = TemplateUse {
        id: "3".parse().unwrap(),
        values: BTreeMap::from([("NAME".into(), "Ada".into())]),
    };
    let opt_in = OptIn {
        lists: &[7],
        template: 4,
        redirect: "https://fernwood.example/thanks",
    };
    let by_template = message::by_template(
        &draft(EMAIL, TO_EMAIL),
        &template,
        "6f9619ff-8b86-8011-b42d-00c04fc96500",
    );
    let confirmation = message::confirmation(&draft(EMAIL, TO_EMAIL), opt_in);
    vec![
        sent("email", EMAIL, TO_EMAIL),
        sample("email_by_template", by_template.ok().unwrap()),
        sample("confirmation", confirmation.ok().unwrap()),
        sent("sms", SMS, TO_PHONE),
        sent("sms_in_america", IN_AMERICA, TO_AMERICA),
        sent("whatsapp", WHATSAPP, TO_PHONE),
        sent("whatsapp_by_template", BY_TEMPLATE, TO_PHONE),
    ]
}

fn reports() -> Vec<Sample> {
    vec![
        sample(
            "email_reports",
            statistics::emails(About::Address("ada@example.com"), 1, 100),
        ),
        sample(
            "sms_reports",
            statistics::texts(About::Delivery("c1.follow-up"), 1, 100),
        ),
        sample(
            "whatsapp_reports",
            statistics::whatsapp(About::Address("491701234567"), 2, 1000),
        ),
    ]
}

fn shop_data() -> Vec<Sample> {
    let product = || Product {
        id: "p1",
        name: "Cream",
        url: Some("https://fernwood.example/products/cream"),
        image_url: Some("https://fernwood.example/cream.png"),
        sku: Some("CR-1"),
        price: Some(euros(2405)),
        stock: Some(3),
        categories: &["skincare"],
        parent_id: None,
        is_deleted: false,
    };
    let category = || Category {
        id: "skincare",
        name: "Skincare",
        url: Some("https://fernwood.example/collections/skincare"),
        is_deleted: false,
    };
    let line = Line {
        product_id: "p1",
        variant_id: Some("v1"),
        quantity: 2,
        price: euros(2405),
    };
    let lines = [line];
    let order = || Order {
        id: "1001",
        created_at: AT,
        updated_at: AT,
        status: "paid",
        amount: euros(4810),
        products: &lines,
        buyer: Some(Buyer {
            email: Some("ada@example.com"),
            phone: None,
            ours: Some("s1"),
        }),
        store_id: Some("fernwood.myshopify.com"),
        coupons: &["WELCOME10"],
    };
    vec![
        sample("activate", commerce::activate()),
        sample("product", commerce::product(&product())),
        sample("products", commerce::products(&[product()])),
        sample("category", commerce::category(&category())),
        sample("categories", commerce::categories(&[category()])),
        sample("order", commerce::order(&order())),
        sample("live_orders", commerce::live_orders(&[order()])),
        sample("past_orders", commerce::past_orders(&[order()])),
    ]
}

fn sales() -> Vec<Sample> {
    let task = Task {
        name: "Call Ada back",
        kind: "61a88a2eb7a574180261234b",
        due: AT,
        notes: Some("She asked for a person."),
        contacts: &[21],
    };
    let note = Note {
        text: "Asked for a person.",
        contacts: &[21],
        deals: &[],
    };
    let deal = Deal {
        name: "Fernwood, a large order",
        contacts: &[21],
    };
    vec![
        sample("task_types", crm::task_types()),
        sample("task", crm::task(&task)),
        sample(
            "mark_task",
            crm::mark_task("61a5cd07ca1347c800000015", true),
        ),
        sample("note", crm::note(&note)),
        sample("deal", crm::deal(&deal)),
    ]
}

fn account() -> Vec<Sample> {
    let webhook = Webhook {
        id: 0,
        url: "https://parley.example/hook".into(),
        events: vec!["delivered".into(), "hardBounce".into()],
        kind: Some("transactional".into()),
        channel: Some(Channel::Email),
        batched: true,
        auth: Some(Auth {
            kind: "bearer".into(),
            token: "hush".into(),
        }),
        domain: None,
    };
    vec![
        sample("plans", setup::plans()),
        sample("senders", setup::senders()),
        sample("domains", setup::domains()),
        sample("email_templates", setup::email_templates()),
        sample("whatsapp_templates", setup::whatsapp_templates()),
        sample("whatsapp_quality", setup::whatsapp_quality()),
        sample("webhooks", setup::webhooks("transactional")),
        sample("create_webhook", setup::create_webhook(&webhook)),
        sample("update_webhook", setup::update_webhook(21, &webhook)),
        sample("delete_webhook", setup::delete_webhook(21)),
    ]
}

fn euros(minor: i64) -> Amount {
    Amount { minor, decimals: 2 }
}

mod tests {
    use super::*;
    use serde_json::Value;

    const GOLDEN: &str = include_str!("../../../tests/brevo/calls.json");
    const PAGE: &str = include_str!("../../../docs/brevo.md");

    fn on_the_wire(sample: &Sample) -> Value {
        let (path, query) = sample.path.split_once('?').unwrap_or((&sample.path, ""));
        let body = sample
            .body
            .as_deref()
            .map_or(Value::Null, |body| serde_json::from_slice(body).unwrap());
        json!({"method": sample.endpoint.method.as_ref(), "path": path, "query": query, "body": body})
    }

    #[test]
    fn calls_go_over_the_wire_as_they_were_written_down() {
        let calls: serde_json::Map<String, Value> = all()
            .iter()
            .map(|sample| (sample.name.to_owned(), on_the_wire(sample)))
            .collect();
        let golden: serde_json::Map<String, Value> = serde_json::from_str(GOLDEN).unwrap();
        assert_eq!(calls, golden, "now:\n{:#}", Value::Object(calls.clone()));
    }

    #[test]
    fn the_page_lists_every_endpoint_with_its_limit() {
        let mut rows: Vec<String> = all().iter().map(|sample| row(&sample.endpoint)).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut listed: Vec<String> = PAGE
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.splitn(4, '|').take(3).collect::<Vec<_>>().join("|"))
            .collect();
        listed.sort_unstable();
        assert_eq!(listed, rows, "the rows begin so:\n{}", rows.join("\n"));
    }

    /// How an endpoint's row begins.
    fn row(endpoint: &Endpoint) -> String {
        let (calls, window) = endpoint.family.limit();
        let unit = if window.0 == 1000 {
            "a second"
        } else {
            "an hour"
        };
        format!(
            "| `{} {}` | {calls} {unit} ",
            endpoint.method.as_ref(),
            endpoint.path
        )
    }
}
