//! Something that happens to a shopper outside a chat: the message that opens a flow, and what the policy says of it.

use super::{Scene, show};
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Proof, Scope, Source};
use shared::contact::Address;
use shared::delivery::Draft;
use shared::journey::{JourneyShop, Occasion, begin};
use shared::policy::{self, Facts, SmsSender, Stricter, Verdict, WhatsApp};
use shared::time::Span;
use std::collections::BTreeMap;

/// What happens at `delivered #1001 for returning consent email`: the draft and its verdict.
///
/// # Panics
/// When the line is no occasion, or the scene's flow is not validated.
pub(super) fn happens(scene: &Scene, what: &str) -> Vec<String> {
    let words: Vec<&str> = what.split_whitespace().collect();
    let [kind, key, "for", audience, "consent", channels @ ..] = words.as_slice() else {
        panic!("an occasion is `delivered #1001 for returning consent email`: {what}");
    };
    let read = |word: &str| serde_json::Value::String(word.into());
    let occasion = Occasion {
        kind: serde_json::from_value(read(kind)).expect("a kind of occasion"),
        key: (*key).into(),
        at: scene.now,
        shop: "fernwood.myshopify.com".parse().expect("an id"),
        shopper: "s-1".parse().expect("an id"),
        audience: serde_json::from_value(read(audience)).expect("an audience"),
        values: BTreeMap::new(),
    };
    let flow = scene.shop.flow.as_ref().expect("a flow");
    let reach: Vec<_> = channels.iter().filter_map(|word| reach(word)).collect();
    let shop = JourneyShop {
        name: &scene.shop.name,
        origin: &scene.shop.origin,
        support: &scene.shop.support,
        reach: &reach,
    };
    let Some(draft) = begin(flow, &occasion, &shop, scene.now) else {
        return vec![show::arrow("nobody may be written to")];
    };
    let mut lines = show::delivery(&draft, scene.shop.offset);
    lines.push(show::arrow(&verdict(scene, &draft)));
    lines
}

fn reach(word: &str) -> Option<(Channel, Address)> {
    match word {
        "none" => None,
        "email" => Some((
            Channel::Email,
            Address::Email("alice@example.com".parse().expect("an address")),
        )),
        "sms" => Some((
            Channel::Sms,
            Address::Phone("+491701234567".parse().expect("a number")),
        )),
        other => panic!("there is no channel {other}"),
    }
}

/// What the policy says when the message falls due, with a grant of the day before for its purpose.
fn verdict(scene: &Scene, draft: &Draft) -> String {
    let ledger = Ledger::of([grant(scene, draft)]);
    let due = draft.due;
    let zones = policy::zones_needed(draft, &[]);
    let facts = Facts {
        draft,
        ledger: &ledger,
        suppressed: Vec::new(),
        shop_address: None,
        brand: scene.shop.name.clone(),
        sender: Some(SmsSender {
            id: "FERNWOOD".into(),
            registered: Vec::new(),
        }),
        whatsapp: WhatsApp::default(),
        places: Vec::new(),
        clocks: zones
            .into_iter()
            .map(|zone| (zone.into(), scene.shop.offset))
            .collect(),
        shop_clock: scene.shop.offset,
        stricter: Stricter::default(),
        past: Vec::new(),
    };
    match policy::decide(&facts, due) {
        Verdict::Allow(_) => "the policy allows it when it falls due".into(),
        Verdict::Hold { reasons, .. } => format!("the policy holds it: {reasons:?}"),
        Verdict::Deny { reasons } => format!("the policy denies it: {reasons:?}"),
    }
}

fn grant(scene: &Scene, draft: &Draft) -> Entry {
    let purpose = match draft.purpose {
        Purpose::Marketing => "Write to me with news.",
        Purpose::Utility | Purpose::Service => "Write to me about my orders.",
    };
    Entry {
        id: "grant-1".parse().expect("an id"),
        at: scene.now + Span::days(-1),
        channel: draft.channel,
        purpose: draft.purpose,
        kind: Kind::Grant,
        address: draft.recipient.address().clone(),
        proof: Proof {
            wording: Some("wording.en.1".parse().expect("an id")),
            text: purpose.into(),
            place: "/checkout".into(),
            source: Source::Chat {
                conversation: "c-0".parse().expect("an id"),
            },
        },
        recorded: None,
        scope: Scope::Purpose,
        grant: None,
    }
}
