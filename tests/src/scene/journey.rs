//! What follows on what happened, day by day: the messages that wait, the channel each takes and what the policy says,
//! as the shopper's own object performs it.

use super::occasion::{day, entry, facts, offset, reach};
use super::{Scene, show};
use shared::channel::Channel;
use shared::consent::{Kind, Ledger};
use shared::contact::Address;
use shared::flow::Flow;
use shared::journey::{JourneyShop, Occasion, Planned, begin, channel, ends, steps};
use shared::policy::{Choice, Past, Stricter, Verdict, decide};
use std::collections::BTreeMap;

/// What waits, and what the shopper has agreed to and was sent so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Journey {
    waiting: Vec<(Planned, Occasion)>,
    ledger: Ledger,
    past: Vec<Past>,
}

/// The lines of `agrees email for marketing`, `withdraws email for marketing`, `happens delivered #1001 for returning`
/// and `goes on`.
pub(super) fn acts(scene: &mut Scene, what: &str) -> Vec<String> {
    match what.split_once(' ').unwrap_or((what, "")) {
        ("agrees", to) => says(scene, Kind::Grant, to),
        ("withdraws", to) => says(scene, Kind::Withdrawal, to),
        ("happens", what) => happens(scene, what),
        ("goes", _) => goes_on(scene),
        (other, _) => panic!("no journey {other}"),
    }
}

fn says(scene: &mut Scene, kind: Kind, to: &str) -> Vec<String> {
    let (by, purpose) = to.split_once(" for ").expect("what for");
    let (channel, address) = reach(by).expect("a channel");
    let purpose = serde_json::from_value(purpose.into()).expect("a purpose");
    let id = format!("said-{}", scene.journey.ledger.entries().len());
    let said = entry(&id, kind, (channel, purpose), address, scene.now);
    scene.journey.ledger.record(said);
    Vec::new()
}

fn happens(scene: &mut Scene, what: &str) -> Vec<String> {
    let (happened, audience) = what.split_once(" for ").expect("for whom");
    let (kind, key) = happened.split_once(' ').expect("what, and of which");
    let occasion = Occasion {
        kind: serde_json::from_value(kind.into()).expect("an occasion"),
        key: key.into(),
        at: scene.now,
        shop: "fernwood.myshopify.com".parse().expect("an id"),
        shopper: "s-1".parse().expect("an id"),
        audience: Some(serde_json::from_value(audience.into()).expect("an audience")),
        values: BTreeMap::new(),
    };
    let over = |(_, earlier): &(Planned, Occasion)| ends(&occasion, earlier);
    let (over, mut waiting): (Vec<_>, Vec<_>) = scene.journey.waiting.drain(..).partition(over);
    let mut lines: Vec<String> = over
        .iter()
        .map(|(planned, _)| show::arrow(&format!("{} no longer waits", planned.flow)))
        .collect();
    for planned in steps(flows(scene), &occasion, scene.now) {
        let due = day(planned.due, offset(scene));
        lines.push(show::arrow(&format!("{} waits until {due}", planned.flow)));
        waiting.push((planned, occasion.clone()));
    }
    scene.journey.waiting = waiting;
    lines
}

fn goes_on(scene: &mut Scene) -> Vec<String> {
    let now = scene.now;
    let due = |(planned, _): &(Planned, Occasion)| planned.due <= now;
    let (due, waiting): (Vec<_>, Vec<_>) = scene.journey.waiting.drain(..).partition(due);
    scene.journey.waiting = waiting;
    let lines = due.iter().map(|(planned, occasion)| {
        let told = opens(scene, planned, occasion);
        show::arrow(&format!("{}: {told}", planned.flow))
    });
    lines.collect()
}

fn opens(scene: &mut Scene, planned: &Planned, occasion: &Occasion) -> String {
    let flow = flows(scene).find(|flow| *flow.id() == planned.flow);
    let flow = flow.expect("a flow");
    let ledger = scene.journey.ledger.clone();
    let set_up = [Channel::Email, Channel::Sms];
    let chosen = channel(flow, occasion.kind, &ledger, &Stricter::default(), &set_up);
    let (by, address, because) = match chosen.expect("a follow-up") {
        Choice::Channel {
            channel,
            address,
            because,
        } => (channel, address, because),
        Choice::None { because } => return format!("goes nowhere ({because:?})"),
    };
    let reach: [(Channel, Address); 1] = [(by, address)];
    let shop = JourneyShop {
        name: &scene.shop.name,
        origin: &scene.shop.origin,
        support: &scene.shop.support,
        words: &scene.shop.words,
        templates: &scene.shop.templates,
        preferences: scene.shop.preferences.as_deref(),
        reach: &reach,
    };
    let Some(draft) = begin(flow, occasion, &shop, scene.now) else {
        return "comes too late".into();
    };
    let mut facts = facts(&draft, &ledger, scene);
    facts.past.clone_from(&scene.journey.past);
    match decide(&facts, scene.now) {
        Verdict::Allow(_) => {
            scene.journey.past.push(Past {
                draft: draft.id.clone(),
                channel: draft.channel,
                purpose: draft.purpose,
                at: scene.now,
            });
            format!("goes by {by:?} ({because:?})")
        }
        Verdict::Hold { until, reasons } => {
            let until = day(until, offset(scene));
            format!("goes by {by:?} ({because:?}), held until {until} ({reasons:?})")
        }
        Verdict::Deny { reasons } => format!("never goes ({reasons:?})"),
    }
}

fn flows(scene: &Scene) -> impl Iterator<Item = &Flow> {
    scene.shop.flow.iter().chain(&scene.shop.called)
}
