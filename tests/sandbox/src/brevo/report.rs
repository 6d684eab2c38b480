//! What the service tells its account's webhooks, and how often it tries: after no answer or 429 four times more, with
//! growing waits; any other refusal discards the event. Nothing is signed.

use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use super::reply;
use super::webhooks::Webhook;
use crate::world::Shared;
use crate::{client, clock};

/// One request to a webhook, with what came of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    webhook: i64,
    url: String,
    body: Value,
    /// Of each try, in their order; null when nobody answered.
    statuses: Vec<Option<u16>>,
    /// Whether it was taken, is given up, or is still tried.
    state: &'static str,
}

/// Something to tell.
pub(crate) struct News {
    /// `transactional`, `marketing` or `inbound`.
    pub(crate) kind: &'static str,
    /// `email` or `sms`.
    pub(crate) channel: &'static str,
    /// As a webhook asks for it: `hardBounce`.
    pub(crate) event: &'static str,
    /// What is sent; the webhook's id is added.
    pub(crate) body: Value,
    /// Where else it goes: the address that a text message was sent with.
    pub(crate) also: Option<String>,
}

/// The most events of one batch.
const BATCH: usize = 500;

/// Tells every webhook that wants to hear it, without making anybody wait.
pub(crate) fn tell(world: &Shared, news: &News) {
    let hearing: Vec<Webhook> = world
        .brevo()
        .webhooks
        .iter()
        .filter(|webhook| webhook.hears(news.kind, news.channel, news.event))
        .cloned()
        .collect();
    for webhook in hearing {
        let mut body = news.body.clone();
        // A letter is told by itself.
        let event = body
            .as_object_mut()
            .filter(|body| !body.contains_key("items"));
        if let Some(body) = event {
            body.insert("id".to_owned(), json!(webhook.id));
        }
        if webhook.is_batched() {
            collect(world, &webhook, body);
        } else {
            post(world, webhook.id, webhook.url(), webhook.headers(), body);
        }
    }
    if let Some(url) = &news.also {
        post(world, 0, url.clone(), Vec::new(), news.body.clone());
    }
}

/// Every request to a webhook so far, oldest first.
pub(crate) async fn all(State(world): State<Shared>) -> Response {
    reply::with(200, &json!({"reports": world.brevo().reports}))
}

/// Events wait for each other until the window closes or a batch is full.
fn collect(world: &Shared, webhook: &Webhook, body: Value) {
    let mut state = world.brevo();
    let waiting = state.batches.entry(webhook.id).or_default();
    waiting.push(body);
    let (is_first, is_full) = (waiting.len() == 1, waiting.len() >= BATCH);
    drop(state);
    if is_full {
        close(world, webhook);
    } else if is_first {
        let (world, webhook) = (world.clone(), webhook.clone());
        tokio::spawn(async move {
            let window = world.settings().webhook_batch_ms;
            tokio::time::sleep(Duration::from_millis(window)).await;
            close(&world, &webhook);
        });
    }
}

fn close(world: &Shared, webhook: &Webhook) {
    let events = world
        .brevo()
        .batches
        .remove(&webhook.id)
        .unwrap_or_default();
    if !events.is_empty() {
        post(
            world,
            webhook.id,
            webhook.url(),
            webhook.headers(),
            json!(events),
        );
    }
}

fn post(world: &Shared, webhook: i64, url: String, headers: Vec<(String, String)>, body: Value) {
    let mut state = world.brevo();
    let index = state.reports.len();
    state.reports.push(Report {
        webhook,
        url: url.clone(),
        body: body.clone(),
        statuses: Vec::new(),
        state: "tried",
    });
    drop(state);
    let world = world.clone();
    tokio::spawn(async move {
        let mut headers = headers;
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
        try_until_done(&world, index, &url, &headers, &body.to_string()).await;
    });
}

async fn try_until_done(
    world: &Shared,
    index: usize,
    url: &str,
    headers: &[(String, String)],
    body: &str,
) {
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let waits = world.settings().webhook_waits_ms;
    for wait in waits.iter().copied().map(Some).chain([None]) {
        let answer = client::request("POST", url, &headers, body.as_bytes()).await;
        let status = answer.ok().map(|answer| answer.status);
        let state = match (status, wait) {
            (Some(200..=299), _) => "taken",
            (None | Some(429), Some(_)) => "tried",
            (None | Some(_), _) => "discarded",
        };
        if let Some(report) = world.brevo().reports.get_mut(index) {
            report.statuses.push(status);
            report.state = state;
        }
        match wait {
            Some(wait) if state == "tried" => tokio::time::sleep(Duration::from_millis(wait)).await,
            Some(_) | None => return,
        }
    }
}

/// The times of an event: text in the account's zone, which nobody told the receiver, and three numbers in UTC.
pub(crate) fn times(at_ms: i64) -> [(&'static str, Value); 4] {
    let seconds = at_ms.div_euclid(1000);
    [
        ("date", json!(clock::to_central_european(at_ms))),
        ("ts", json!(seconds)),
        ("ts_event", json!(seconds)),
        ("ts_epoch", json!(at_ms)),
    ]
}
