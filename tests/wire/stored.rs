//! What is stored and written as JSON: the playbook's flows, the shop's document, and a conversation.

use super::check_text;
use parley_tests::scene::{Scene, flow};
use shared::conversation::{Input, Snapshot};
use shared::flow::FlowDraft;
use shared::time::Instant;
use shared::wire::document_v1::{ShopDocument, schema};
use shared::wire::frame_v1::{Page, PageKind, Say, Visit};

const FINDER: &str = include_str!("../../shared/playbook/product-finder.json");

#[test]
fn flow_documents_read_back_as_they_were_written() {
    let welcome = include_str!("../../shared/playbook/welcome.json");
    let cart_return = include_str!("../../shared/playbook/cart-return.json");
    for text in [FINDER, welcome, cart_return] {
        let draft: FlowDraft = serde_json::from_str(text).unwrap();
        let written = serde_json::to_value(&draft).unwrap();
        assert_eq!(serde_json::from_value::<FlowDraft>(written).unwrap(), draft);
    }
}

#[test]
fn a_shop_document_reads_back_as_it_was_written() {
    let text = include_str!("../demo/shop.json");
    let document: ShopDocument = serde_json::from_str(text).unwrap();
    let written = serde_json::to_string(&document).unwrap();
    assert_eq!(
        serde_json::from_str::<ShopDocument>(&written).unwrap(),
        document
    );
    assert!(
        !format!("{document:?}").contains("xkeysib"),
        "its key is in no log"
    );
}

#[test]
fn a_stored_conversation() {
    let mut scene = Scene::new(Some(flow(FINDER)));
    scene.now = Instant(1_795_420_000_000);
    scene.handle(Input::Opened(Box::new(Visit {
        locale: "en".into(),
        country: Some("DE".into()),
        returning: Some(false),
        page: Page {
            kind: PageKind::Product,
            handle: Some("oat-barrier-cream".into()),
        },
        seen: vec!["cica-water-gel".into()],
        invited: Some("dwell".into()),
        cart: None,
    })));
    let mut say = |number: u32, say| {
        let id = format!("p-{number}").parse().unwrap();
        scene.handle(Input::Said { id, say });
    };
    say(
        1,
        Say::Choose {
            ask: 1,
            choices: vec!["dryness".parse().unwrap()],
        },
    );
    say(2, Say::Text("when does it arrive?".into()));
    let text = serde_json::to_string_pretty(&scene.conversation.snapshot()).unwrap();
    check_text("snapshot_v1.json", &text);
}

#[test]
fn a_conversation_stored_before_calls_and_the_way_back_reads_as_one_without_them() {
    let text = include_str!("snapshot_v1.json");
    let mut stored: serde_json::Value = serde_json::from_str(text).unwrap();
    let fields = stored.as_object_mut().unwrap();
    for later in ["called", "told", "trail"] {
        fields.remove(later);
    }
    let snapshot: Snapshot = serde_json::from_value(stored.clone()).unwrap();
    assert!(snapshot.trail.is_empty() && snapshot.called.is_empty());
    assert_eq!(serde_json::to_value(&snapshot).unwrap(), stored);
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/flow.schema.json");
    let schema = schema();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), schema);
}
