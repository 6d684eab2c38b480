//! What conversations cost by Cloudflare's price list, from what the platform was asked for while they were had.
//!
//! Prices: <https://developers.cloudflare.com/durable-objects/platform/pricing/> and
//! <https://developers.cloudflare.com/workers/platform/pricing/>, paid plan, what is included left out.

use std::thread;
use std::time::Duration;

use serde_json::{Map, Value, json};
use xtask::prepare::Tools;

use crate::chat::{Chat, Way};
use crate::rounds::{Had, REST, had, open, talk_with_pauses};
use crate::servers::Server;

/// Has conversations and counts what the platform would bill for them.
pub(crate) fn count(tools: &Tools, keep: &mut impl FnMut(&str, f64)) {
    // Until the session's record has been told, by an alarm.
    let told = Duration::from_secs(25);
    let converse = |chat: &Chat| had(chat, (CONVERSATIONS, 2), Way::Socket, "billed");
    let counted = counted(tools, CONVERSATIONS, told, converse);
    let bill = bill(&counted);
    tell(&bill);
    keep("cost_per_1000_usd", bill.iter().map(Line::cost).sum());
    tell_writers(&counted);
}

/// The same of conversations at the pace of people, side by side: a turn each half minute.
pub(crate) fn paced(tools: &Tools, keep: &mut impl FnMut(&str, f64)) {
    // What is told later is gathered for five minutes.
    let told = Duration::from_secs(5 * 60 + 25);
    let converse = |chat: &Chat| {
        let talks = open(chat, PACED, Way::Socket, "paced");
        talk_with_pauses(talks, PACED, Duration::from_secs(30))
    };
    let counted = counted(tools, PACED, told, converse);
    let bill = bill(&counted);
    tell(&bill);
    keep("cost_paced_usd", bill.iter().map(Line::cost).sum());
    tell_writers(&counted);
}

/// Counts what so many conversations ask of the platform until so long after their end.
fn counted(
    tools: &Tools,
    conversations: usize,
    told: Duration,
    converse: impl FnOnce(&Chat) -> Had,
) -> Counted {
    let server = Server::counting(tools);
    let _warm = had(&server.chat, (4, 2), Way::Socket, "warm");
    thread::sleep(REST);
    let before = counts(&server);
    let cpu = server.cpu_ms();
    let all = converse(&server.chat);
    thread::sleep(told);
    let cpu = server.cpu_ms() - cpu;
    let after = counts(&server);
    let mut counts = Map::new();
    for (name, value) in after.as_object().into_iter().flatten() {
        let before = before[name].as_f64().unwrap_or_default();
        let count = value.as_f64().unwrap_or_default() - before;
        counts.insert(name.clone(), json!(count));
    }
    Counted {
        conversations: conversations as f64,
        counts: Value::Object(counts),
        cpu_ms: cpu / conversations as f64,
        active_ms: all.acked(50),
    }
}

fn tell(bill: &[Line]) {
    eprintln!("| for each conversation | amount | price of a million | for 1 000 conversations |");
    eprintln!("| --- | ---: | ---: | ---: |");
    for line in bill {
        let (what, amount, price) = (line.what, line.amount, line.price);
        eprintln!(
            "| {what} | {amount:.2} | ${price:.3} | ${:.5} |",
            line.cost()
        );
    }
}

/// Who writes the rows.
fn tell_writers(counted: &Counted) {
    eprintln!("| rows written by | for each conversation |");
    eprintln!("| --- | ---: |");
    for (name, count) in counted.counts.as_object().into_iter().flatten() {
        let count = count.as_f64().unwrap_or_default() / counted.conversations;
        if let Some(writer) = name.strip_prefix("written_")
            && count > 0.0
        {
            eprintln!("| {writer} | {count:.2} |");
        }
    }
}

fn counts(server: &Server) -> Value {
    let Chat::Parley { edge, .. } = &server.chat else {
        return Value::Null;
    };
    edge.call("GET", "/count", &[], &[]).json()
}

const CONVERSATIONS: usize = 50;
const PACED: usize = 16;

/// Counted over some conversations.
struct Counted {
    conversations: f64,
    counts: Value,
    /// Time on the processor, of all of workerd: more than what is billed, which is the Worker's own.
    cpu_ms: f64,
    /// How long one call of an object takes, as seen from outside: more than what it is active.
    active_ms: f64,
}

/// A line of the bill.
struct Line {
    what: &'static str,
    /// For each conversation.
    amount: f64,
    /// In US dollars, for a million of them.
    price: f64,
}

impl Line {
    /// In US dollars, for a thousand conversations.
    fn cost(&self) -> f64 {
        self.amount * self.price / 1_000.0
    }
}

/// The bill of one conversation.
fn bill(counted: &Counted) -> Vec<Line> {
    let each =
        |name: &str| counted.counts[name].as_f64().unwrap_or_default() / counted.conversations;
    let calls = each("object_requests") + each("alarms");
    let line = |what, amount, price| Line {
        what,
        amount,
        price,
    };
    vec![
        line("requests to the Worker", each("requests"), 0.30),
        line("its time on the processor, ms", counted.cpu_ms, 0.02),
        line("requests to objects, and alarms", calls, 0.15),
        line(
            "messages to objects, twenty a request",
            each("messages") / 20.0,
            0.15,
        ),
        line(
            "objects' time at 128 MB, GB-s",
            (calls + each("messages")) * counted.active_ms / 1_000.0 * 0.128,
            12.50,
        ),
        line(
            "rows written",
            each("rows_written") + each("alarms_set"),
            1.00,
        ),
        line("rows read", each("rows_read"), 0.001),
    ]
}
