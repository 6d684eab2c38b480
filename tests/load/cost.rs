//! What conversations cost by Cloudflare's price list, from what the platform was asked for while they were had.
//!
//! Prices: <https://developers.cloudflare.com/durable-objects/platform/pricing/> and
//! <https://developers.cloudflare.com/workers/platform/pricing/>, paid plan, what is included left out.

use serde_json::Value;

/// Counted over some conversations.
pub(crate) struct Counted {
    pub(crate) conversations: f64,
    pub(crate) counts: Value,
    /// Time on the processor, of all of workerd: more than what is billed, which is the Worker's own.
    pub(crate) cpu_ms: f64,
    /// How long one call of an object takes, as seen from outside: more than what it is active.
    pub(crate) active_ms: f64,
}

/// A line of the bill.
pub(crate) struct Line {
    pub(crate) what: &'static str,
    /// For each conversation.
    pub(crate) amount: f64,
    /// In US dollars, for a million of them.
    pub(crate) price: f64,
}

impl Line {
    /// In US dollars, for a thousand conversations.
    pub(crate) fn cost(&self) -> f64 {
        self.amount * self.price / 1_000.0
    }
}

/// The bill of one conversation.
pub(crate) fn bill(counted: &Counted) -> Vec<Line> {
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
