//! Which faults a seed demands of objects, and where. A demand that a schedule never comes to is no fault: the Worker
//! counts those that fired, and [`spots`] are those of which the usual run must have seen each.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::schedule::{Kind, index};

/// Where a fault may be demanded.
#[derive(Clone, Copy)]
struct Spot {
    class: &'static str,
    handler: &'static str,
    /// The fault comes at one of the first so many times that it is passed.
    passes: u64,
}

impl Spot {
    const fn of(class: &'static str, handler: &'static str, passes: u64) -> Self {
        Self {
            class,
            handler,
            passes,
        }
    }

    /// Only the start of `fetch` can answer.
    fn can(self, does: &Value) -> bool {
        self.handler == "fetch" || does.is_string()
    }
}

/// Faults of a conversation's object, each without its name; the first of them is the one that has its turn.
pub(crate) fn of_conversation(chance: &mut Chance, kind: Kind, turn: u64) -> Vec<Value> {
    let (spots, does): (&[Spot], Vec<Value>) = match kind {
        Kind::Panics => (&CONVERSATION, vec![json!("panic")]),
        Kind::Aborts => (&CONVERSATION, vec![json!("abort")]),
        Kind::Refusals => (&[Spot::of("Conversation", "fetch", 4)], refusals().into()),
        Kind::Alarms => (&ERRANDS, vec![json!("panic"), json!("abort")]),
        // Where agents meet, half of the conversations have good connections and bad handlers, the others the reverse.
        Kind::Agents if chance.once_in(2) => (&CONVERSATION, vec![json!("panic"), json!("abort")]),
        Kind::Cuts
        | Kind::Frames
        | Kind::Slow
        | Kind::Sleeps
        | Kind::Posts
        | Kind::Changes
        | Kind::Agents
        | Kind::Clock
        | Kind::Kills => return Vec::new(),
    };
    some(chance, spots, &does, turn)
}

/// Faults of the shop's own objects, each without its name.
pub(crate) fn of_shop(chance: &mut Chance, kind: Kind, turn: u64) -> Vec<Value> {
    let (spots, does): (&[Spot], Vec<Value>) = match kind {
        Kind::Panics => (&SHOP, vec![json!("panic")]),
        Kind::Aborts => (&SHOP, vec![json!("abort")]),
        Kind::Refusals => (&SHOP_CALLS, refusals().into()),
        Kind::Alarms => (&DELIVERY, any_fault().into()),
        Kind::Cuts
        | Kind::Frames
        | Kind::Slow
        | Kind::Sleeps
        | Kind::Posts
        | Kind::Changes
        | Kind::Agents
        | Kind::Clock
        | Kind::Kills => return Vec::new(),
    };
    some(chance, spots, &does, turn)
}

/// Whether one of these is demanded of this handler.
pub(crate) fn are_about(demands: &[Value], handler: &str) -> bool {
    demands.iter().any(|demand| demand["handler"] == handler)
}

/// Whether the shop's, the shoppers' and the conversations' alarms are rung in the middle of schedules of this kind,
/// since by themselves they ring too late for faults there.
pub(crate) fn ring_alarms(kind: Kind) -> bool {
    matches!(kind, Kind::Panics | Kind::Aborts | Kind::Alarms)
}

/// Every spot of which a fault may be demanded, as class and handler.
pub(crate) fn spots() -> BTreeSet<String> {
    let all = [&CONVERSATION[..], &SHOP, &SHOP_CALLS, &ERRANDS, &DELIVERY];
    let name = |spot: &Spot| format!("{} {}", spot.class, spot.handler);
    all.into_iter().flatten().map(name).collect()
}

/// One to four faults at some of these spots. The first goes round all of them, with all that can be done there.
fn some(chance: &mut Chance, spots: &[Spot], does: &[Value], turn: u64) -> Vec<Value> {
    (0..chance.within(1, 4))
        .map(|number| {
            let drawn = (chance.pick(spots), chance.below(1 << 16));
            let count = spots.len() as u64;
            let (spot, draw) = if number == 0 {
                (spots[index(turn % count)], turn / count)
            } else {
                drawn
            };
            let able: Vec<&Value> = does.iter().filter(|does| spot.can(does)).collect();
            let does = able[index(draw % able.len() as u64)];
            let Spot { class, handler, passes } = spot;
            json!({ "class": class, "handler": handler, "skip": chance.below(passes), "does": does })
        })
        .collect()
}

fn refusals() -> [Value; 3] {
    [429, 500, 503].map(|status| json!({ "answer": status }))
}

fn any_fault() -> [Value; 5] {
    let [busy, broken, away] = refusals();
    [json!("panic"), busy, json!("abort"), broken, away]
}

const CONVERSATION: [Spot; 9] = [
    Spot::of("Conversation", "webSocketMessage", 4),
    Spot::of("Conversation", "webSocketClose", 2),
    Spot::of("Conversation", "webSocketError", 1),
    Spot::of("Conversation", "fetch", 4),
    Spot::of("Conversation", "alarm", 2),
    Spot::of("Conversation", "decided", 4),
    Spot::of("Conversation", "armed", 4),
    Spot::of("Conversation", "new", 1),
    Spot::of("Conversation", "webSocketMessage", 4),
];
const SHOP: [Spot; 4] = [
    Spot::of("Shop", "fetch", 4),
    Spot::of("Catalog", "fetch", 2),
    Spot::of("Shop", "alarm", 2),
    Spot::of("Shopper", "alarm", 2),
];
const SHOP_CALLS: [Spot; 2] = [
    Spot::of("Shop", "fetch", 4),
    Spot::of("Catalog", "fetch", 2),
];
/// What is to be delivered comes at the end of a conversation.
const ERRANDS: [Spot; 5] = [
    Spot::of("Conversation", "alarm", 2),
    Spot::of("Conversation", "armed", 16),
    Spot::of("Conversation", "told", 2),
    Spot::of("Conversation", "webSocketMessage", 16),
    Spot::of("Conversation", "new", 1),
];
const DELIVERY: [Spot; 7] = [
    Spot::of("Outbox", "fetch", 2),
    Spot::of("Outbox", "alarm", 2),
    Spot::of("Outbox", "sent", 2),
    Spot::of("Shopper", "fetch", 2),
    Spot::of("Shopper", "alarm", 2),
    Spot::of("Shop", "fetch", 4),
    Spot::of("Shop", "alarm", 2),
];
