//! Something that happened to a shopper: the message with which the scene's flow begins then, and what the policy says of
//! it on the day it is due.

use super::{Scene, show};
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Proof, Scope, Source};
use shared::contact::Address;
use shared::conversation::Input;
use shared::delivery::Draft;
use shared::journey::{JourneyShop, Occasion, begin};
use shared::policy::{Facts, SmsSender, Stricter, Verdict, WhatsApp, decide};
use shared::time::{Instant, Offset, Span};
use std::collections::BTreeMap;

/// The lines of `delivered #1001 for returning consent email`, in which these values are known of the occasion.
pub(super) fn happens(scene: &Scene, what: &str, values: BTreeMap<String, String>) -> Vec<String> {
    let (happened, consent) = what.split_once(" consent ").expect("a consent");
    let (happened, audience) = happened.split_once(" for ").expect("for whom");
    let (kind, key) = happened.split_once(' ').expect("what, and of which");
    let occasion = Occasion {
        kind: serde_json::from_value(kind.into()).expect("an occasion"),
        key: key.into(),
        at: scene.now,
        shop: "fernwood.myshopify.com".parse().expect("an id"),
        shopper: "s-1".parse().expect("an id"),
        audience: Some(serde_json::from_value(audience.into()).expect("an audience")),
        values,
    };
    let reach: Vec<(Channel, Address)> = reach(consent).into_iter().collect();
    let shop = JourneyShop {
        name: &scene.shop.name,
        origin: &scene.shop.origin,
        support: &scene.shop.support,
        words: &scene.shop.words,
        templates: &scene.shop.templates,
        preferences: scene.shop.preferences.as_deref(),
        reach: &reach,
    };
    let flow = scene.shop.flow.as_ref().expect("a flow");
    let Some(draft) = begin(flow, &occasion, &shop, scene.now) else {
        let why = match reach.first() {
            Some(_) => "no message for this occasion",
            None => "nobody may be written to",
        };
        return vec![show::arrow(why)];
    };
    let mut lines = show::delivery(&draft, offset(scene));
    lines.push(show::arrow(&verdict(&draft, scene)));
    lines
}

pub(super) fn reach(consent: &str) -> Option<(Channel, Address)> {
    let email = "alice@example.com".parse();
    let phone = "+491701234567".to_string().try_into();
    match consent {
        "email" => Some((Channel::Email, Address::Email(email.expect("an address")))),
        "sms" => Some((Channel::Sms, Address::Phone(phone.expect("a number")))),
        "none" => None,
        other => panic!("nobody consents to {other}"),
    }
}

/// What the policy says when the draft is due, a month after the shopper agreed to such messages.
fn verdict(draft: &Draft, scene: &Scene) -> String {
    let ledger = Ledger::of([grant(draft, scene.now + Span::days(-30))]);
    let due = day(draft.due, offset(scene));
    match decide(&facts(draft, &ledger, scene), draft.due) {
        Verdict::Allow(_) => format!("due on {due}: may go, under the consent given for it"),
        Verdict::Hold { until, reasons } => {
            let until = day(until, offset(scene));
            format!("due on {due}: waits until {until} ({reasons:?})")
        }
        Verdict::Deny { reasons } => format!("due on {due}: never goes ({reasons:?})"),
    }
}

/// What policy is told of a draft in the scene's shop.
pub(super) fn facts<'a>(draft: &'a Draft, ledger: &'a Ledger, scene: &Scene) -> Facts<'a> {
    Facts {
        draft,
        ledger,
        suppressed: Vec::new(),
        shop_address: None,
        brand: scene.shop.name.clone(),
        sender: Some(SmsSender {
            id: "FERNWOOD".into(),
            registered: Vec::new(),
        }),
        whatsapp: WhatsApp::default(),
        places: Vec::new(),
        clocks: vec![("Europe/Berlin".into(), offset(scene))],
        shop_clock: offset(scene),
        stricter: Stricter::default(),
        past: Vec::new(),
    }
}

fn grant(draft: &Draft, at: Instant) -> Entry {
    let address = draft.recipient.address().clone();
    entry(
        "grant-1",
        Kind::Grant,
        (draft.channel, draft.purpose),
        address,
        at,
    )
}

/// What the shopper said about being written to.
pub(super) fn entry(
    id: &str,
    kind: Kind,
    (channel, purpose): (Channel, Purpose),
    address: Address,
    at: Instant,
) -> Entry {
    Entry {
        id: id.parse().expect("an id"),
        at,
        channel,
        purpose,
        kind,
        address,
        proof: Proof {
            wording: None,
            text: "I agree.".into(),
            place: "/".into(),
            source: Source::Chat {
                conversation: "c-1".parse().expect("an id"),
            },
        },
        recorded: None,
        scope: Scope::Purpose,
        grant: None,
    }
}

/// A day and a time as people write them.
pub(super) fn day(at: Instant, offset: Offset) -> String {
    let local = at.local(offset);
    let (hour, minute) = (local.minute / 60, local.minute % 60);
    let date = local.date;
    let (month, day) = (date.month, date.day);
    format!("{}-{month:02}-{day:02} at {hour:02}:{minute:02}", date.year)
}

/// How far the shop's clock is ahead of UTC in the scene.
pub(super) fn offset(scene: &Scene) -> Offset {
    scene.shop.clock.offset(scene.now)
}

/// `r-1 from carla@shopper.example "Yes please."`
pub(super) fn writes(what: &str) -> Input {
    let (id, rest) = what.split_once(" from ").expect("which, from where");
    let (from, text) = rest.split_once(' ').expect("from where, what");
    let from = if from.starts_with('+') {
        Address::Phone(from.to_owned().try_into().expect("a number"))
    } else {
        Address::Email(from.parse().expect("an address"))
    };
    Input::Wrote {
        id: id.parse().expect("an id"),
        from,
        text: text.trim_matches('"').into(),
    }
}
