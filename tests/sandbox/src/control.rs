//! The hand on the switches, under `/_control/` on both sockets: the log of requests, a queue of faults, settings,
//! reset. Also the layers every request passes: log, fault, save.

use std::collections::VecDeque;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Query, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::html;
use crate::world::Shared;
use crate::{clock, storefront};

/// Marks an answer that must never reach the peer.
#[derive(Clone, Copy)]
pub(crate) struct Dropped;

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Storefront,
    Brevo,
}

#[derive(Default)]
pub(crate) struct Control {
    faults: Vec<Fault>,
    log: VecDeque<Value>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    /// The whole path, or its beginning followed by `*`.
    path: String,
    method: Option<String>,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default = "once")]
    times: u32,
    #[serde(default)]
    delay_ms: u64,
    /// Closes the connection without an answer.
    #[serde(default)]
    drop: bool,
    /// Lets the request take effect first.
    #[serde(default)]
    after: bool,
    #[serde(default)]
    body: Option<Value>,
}

fn once() -> u32 {
    1
}

/// `router` with its control endpoints and the layers around it.
pub(crate) fn watched(router: Router<Shared>, world: &Shared, side: Side) -> Router {
    let control = Router::new()
        .route("/_control/requests", get(requests).delete(forget_requests))
        .route(
            "/_control/faults",
            post(add_fault).get(faults).delete(clear_faults),
        )
        .route("/_control/settings", get(settings).post(change_settings))
        .route("/_control/reset", post(reset));
    router
        .merge(control)
        .layer(from_fn_with_state((world.clone(), side), record))
        .with_state(world.clone())
}

/// Outermost: writes the request down, and the state to disk once it is answered.
async fn record(
    State((world, side)): State<(Shared, Side)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    if is_logged(parts.uri.path()) {
        let headers: Value = parts
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.to_string(),
                    Value::from(String::from_utf8_lossy(value.as_bytes())),
                )
            })
            .collect::<serde_json::Map<String, Value>>()
            .into();
        let entry = json!({
            "side": side, "method": parts.method.as_str(), "path": parts.uri.path(),
            "query": parts.uri.query().unwrap_or_default(), "headers": headers,
            "body": as_json_or_text(&bytes), "time": clock::to_text(clock::now_ms()),
        });
        world.control().remember(entry);
    }
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes)))
        .await;
    match world.save() {
        Ok(()) => response,
        Err(error) => html::json(
            StatusCode::INTERNAL_SERVER_ERROR,
            &json!({"message": format!("{error:#}")}),
        ),
    }
}

/// Plays the first fault in the queue that fits, if any. Each side puts it where its real service would fail.
pub(crate) async fn inject(
    State((world, side)): State<(Shared, Side)>,
    request: Request,
    next: Next,
) -> Response {
    // Inside a nested router only the original address is whole.
    let original = request.extensions().get::<OriginalUri>();
    let uri = original.map_or(request.uri(), |original| &original.0);
    let path = uri.path().to_owned();
    let fault = world.control().take_fault(request.method(), &path);
    let Some(fault) = fault else {
        return next.run(request).await;
    };
    if fault.after {
        let answer = next.run(request).await;
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
        return fault.answer(side, &path).unwrap_or(answer);
    }
    tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    match fault.answer(side, &path) {
        Some(answer) => answer,
        None => next.run(request).await,
    }
}

impl Control {
    fn remember(&mut self, entry: Value) {
        if self.log.len() >= LOG_LENGTH {
            self.log.pop_front();
        }
        self.log.push_back(entry);
    }

    fn take_fault(&mut self, method: &Method, path: &str) -> Option<Fault> {
        let fault = self
            .faults
            .iter_mut()
            .find(|fault| fault.fits(method, path))?;
        fault.times -= 1;
        let taken = fault.clone();
        self.faults.retain(|fault| fault.times > 0);
        Some(taken)
    }
}

impl Fault {
    fn fits(&self, method: &Method, path: &str) -> bool {
        let path_fits = match self.path.strip_suffix('*') {
            Some(beginning) => path.starts_with(beginning),
            None => path == self.path,
        };
        let method_fits = self
            .method
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()));
        self.times > 0 && path_fits && method_fits
    }

    /// What the fault says instead of the service; nothing when it only delays.
    fn answer(&self, side: Side, path: &str) -> Option<Response> {
        if self.drop {
            let mut response = StatusCode::BAD_GATEWAY.into_response();
            response.extensions_mut().insert(Dropped);
            return Some(response);
        }
        let status =
            StatusCode::from_u16(self.status?).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Some(match &self.body {
            Some(Value::String(text)) => html::page(status, text.clone()),
            Some(body) => html::json(status, body),
            None if side == Side::Storefront => storefront::fault_answer(status, path),
            None => html::json(status, &crate::brevo::fault_body(status)),
        })
    }
}

#[derive(Deserialize)]
struct LogFilter {
    path: Option<String>,
    method: Option<String>,
    side: Option<String>,
}

async fn requests(State(world): State<Shared>, Query(filter): Query<LogFilter>) -> Response {
    let fits = |entry: &Value, name: &str, wanted: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| {
            entry
                .get(name)
                .and_then(Value::as_str)
                .is_some_and(|held| held.starts_with(wanted.as_str()))
        })
    };
    let control = world.control();
    let found: Vec<&Value> = control
        .log
        .iter()
        .filter(|entry| {
            fits(entry, "path", &filter.path)
                && fits(entry, "method", &filter.method)
                && fits(entry, "side", &filter.side)
        })
        .collect();
    html::json(StatusCode::OK, &json!({"requests": found}))
}

async fn forget_requests(State(world): State<Shared>) -> StatusCode {
    world.control().log.clear();
    StatusCode::NO_CONTENT
}

async fn add_fault(State(world): State<Shared>, body: Bytes) -> Response {
    match serde_json::from_slice::<Fault>(&body) {
        Ok(fault) => {
            world.control().faults.push(fault);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => html::json(
            StatusCode::BAD_REQUEST,
            &json!({"message": error.to_string()}),
        ),
    }
}

async fn faults(State(world): State<Shared>) -> Response {
    html::json(StatusCode::OK, &json!({"faults": world.control().faults}))
}

async fn clear_faults(State(world): State<Shared>) -> StatusCode {
    world.control().faults.clear();
    StatusCode::NO_CONTENT
}

async fn settings(State(world): State<Shared>) -> Response {
    html::json(StatusCode::OK, &json!(world.settings()))
}

async fn change_settings(State(world): State<Shared>, body: Bytes) -> Response {
    let change = serde_json::from_slice::<Value>(&body).map_err(|error| error.to_string());
    match change.and_then(|change| world.settings().changed(&change)) {
        Ok(changed) => {
            world.set_settings(changed);
            settings(State(world)).await
        }
        Err(problem) => html::json(StatusCode::BAD_REQUEST, &json!({"message": problem})),
    }
}

async fn reset(State(world): State<Shared>) -> StatusCode {
    world.reset();
    StatusCode::NO_CONTENT
}

fn is_logged(path: &str) -> bool {
    !["/_control/", "/mailbox", "/cdn/", "/favicon"]
        .iter()
        .any(|quiet| path.starts_with(quiet))
}

fn as_json_or_text(bytes: &Bytes) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or_else(|_| Value::from(String::from_utf8_lossy(bytes)))
}

const LARGEST_BODY: usize = 12 << 20;
const LOG_LENGTH: usize = 2000;
