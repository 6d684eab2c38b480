//! The messaging service: contacts, events, transactional e-mail and SMS under `/v3`, and a mailbox that shows what
//! arrived. Read `reply` for its errors, `schema` for what a body must look like, `limits` for its patience.

mod account;
mod blocklist;
mod contacts;
mod double_opt_in;
mod email;
mod events;
mod identity;
mod limits;
mod lists;
mod mailbox;
mod reply;
mod schema;
mod sms;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post, put};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::control::{Side, inject};
use crate::world::Shared;
use identity::Contact;

#[derive(Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct BrevoState {
    contacts: Vec<Contact>,
    lists: Vec<lists::List>,
    attributes: Vec<lists::Attribute>,
    emails: Vec<email::Email>,
    texts: Vec<sms::Text>,
    events: Vec<Value>,
    blocked: Vec<blocklist::Blocked>,
    /// When each idempotency key was last used.
    keys: BTreeMap<String, i64>,
    pending: BTreeMap<String, double_opt_in::Pending>,
    last_id: i64,
    sms_used: i64,
    #[serde(skip)]
    windows: BTreeMap<&'static str, limits::Window>,
}

impl Default for BrevoState {
    fn default() -> Self {
        Self {
            contacts: Vec::new(),
            lists: Vec::new(),
            attributes: lists::standard_attributes(),
            emails: Vec::new(),
            texts: Vec::new(),
            events: Vec::new(),
            blocked: Vec::new(),
            keys: BTreeMap::new(),
            pending: BTreeMap::new(),
            last_id: 20,
            sms_used: 0,
            windows: BTreeMap::new(),
        }
    }
}

impl BrevoState {
    fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }
}

pub(crate) fn router(world: &Shared) -> Router<Shared> {
    let api = Router::new()
        .route("/contacts", post(contacts::create).get(contacts::all))
        .route(
            "/contacts/{identifier}",
            put(contacts::update)
                .get(contacts::read)
                .delete(contacts::delete),
        )
        .route(
            "/contacts/doubleOptinConfirmation",
            post(double_opt_in::ask),
        )
        .route("/contacts/attributes", get(lists::attributes))
        .route(
            "/contacts/attributes/{category}/{name}",
            post(lists::create_attribute).delete(lists::delete_attribute),
        )
        .route("/contacts/lists", post(lists::create).get(lists::all))
        .route("/contacts/lists/{list}/contacts/add", post(lists::add))
        .route(
            "/contacts/lists/{list}/contacts/remove",
            post(lists::remove),
        )
        .route("/events", post(events::create).get(events::all))
        .route("/events/batch", post(events::create_batch))
        .route("/smtp/email", post(email::send))
        .route("/smtp/blockedContacts", get(blocklist::all))
        .route(
            "/smtp/blockedContacts/{email}",
            axum::routing::delete(blocklist::lift),
        )
        .route("/smtp/statistics/events", get(email::statistics))
        .route("/transactionalSMS/send", post(sms::send))
        .route("/transactionalSMS/sms", post(sms::send_and_wait))
        .route("/transactionalSMS/statistics/events", get(sms::statistics))
        .route("/account", get(account::account))
        .route("/senders", get(account::senders))
        .fallback(account::unknown)
        .method_not_allowed_fallback(account::wrong_method)
        .layer(from_fn_with_state(world.clone(), authenticate))
        .layer(from_fn_with_state((world.clone(), Side::Brevo), inject))
        .layer(from_fn_with_state(world.clone(), limits::count));
    Router::new()
        .nest("/v3", api)
        .route("/mailbox", get(mailbox::page))
        .route("/mailbox.json", get(mailbox::json))
        .route("/confirm/{token}", get(double_opt_in::confirm))
}

async fn authenticate(State(world): State<Shared>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get("api-key") else {
        return reply::refuse(401, "unauthorized", "authentication not found in headers");
    };
    let key = String::from_utf8_lossy(key.as_bytes()).into_owned();
    let accepted = world.settings().api_keys;
    let known = if accepted.is_empty() {
        key.starts_with("xkeysib-")
    } else {
        accepted.contains(&key)
    };
    if !known {
        return reply::refuse(401, "unauthorized", "Key not found");
    }
    next.run(request).await
}

/// What the service says with a status, when a fault names only the status.
pub(crate) fn fault_body(status: StatusCode) -> Value {
    let (code, message) = match status.as_u16() {
        401 => ("unauthorized", "Key not found"),
        402 => ("not_enough_credits", "You do not have enough credits"),
        403 => ("permission_denied", "Permission denied"),
        404 => ("document_not_found", "Document not found"),
        425 => (
            "account_in_process",
            "Contact is being processed, try again later",
        ),
        429 => ("too_many_requests", "Too many requests"),
        400 => ("bad_request", "Bad request"),
        _ => ("internal_error", "Internal server error"),
    };
    json!({"code": code, "message": message})
}
