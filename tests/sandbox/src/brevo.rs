//! The messaging service under `/v3`: contacts, events, e-mail, SMS, WhatsApp, shop data, sales pages and webhooks, and
//! a mailbox that shows what arrived. Read `reply` for its errors, `schema` for what a request must look like, `limits`
//! for its patience, `report` for what it tells its webhooks.

mod account;
mod blocklist;
mod commerce;
mod contacts;
mod crm;
mod double_opt_in;
mod email;
mod events;
mod happening;
mod identity;
mod limits;
mod lists;
mod mailbox;
mod replies;
mod reply;
mod report;
mod schema;
mod sms;
mod webhooks;
mod whatsapp;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{delete, get, post, put};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::control::{Side, inject};
use crate::world::Shared;
use identity::Contact;

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct BrevoState {
    contacts: Vec<Contact>,
    lists: Vec<lists::List>,
    /// Beyond those that every account has.
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
    emails_used: i64,
    messages: Vec<whatsapp::Message>,
    /// What was written back, by channel.
    replies: Vec<whatsapp::Reply>,
    text_replies: Vec<whatsapp::Reply>,
    /// Numbers that left WhatsApp.
    whatsapp_blocked: Vec<String>,
    /// Whether products and orders are taken.
    commerce: bool,
    products: BTreeMap<String, Value>,
    categories: BTreeMap<String, Value>,
    orders: BTreeMap<String, Value>,
    tasks: Vec<Value>,
    notes: Vec<Value>,
    deals: Vec<Value>,
    webhooks: Vec<webhooks::Webhook>,
    #[serde(skip)]
    reports: Vec<report::Report>,
    /// Events that wait for the rest of their batch, by webhook.
    #[serde(skip)]
    batches: BTreeMap<i64, Vec<Value>>,
    #[serde(skip)]
    windows: BTreeMap<&'static str, limits::Window>,
}

impl BrevoState {
    fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        FIRST_ID + self.last_id
    }

    fn attributes(&self) -> Vec<lists::Attribute> {
        [lists::standard_attributes(), self.attributes.clone()].concat()
    }
}

/// Ids begin where nobody would guess one.
const FIRST_ID: i64 = 20;

pub(crate) fn router(world: &Shared) -> Router<Shared> {
    let api = Router::new()
        .merge(contact_routes())
        .merge(message_routes())
        .merge(shop_routes())
        .merge(account_routes())
        .fallback(account::unknown)
        .method_not_allowed_fallback(account::wrong_method)
        .layer(from_fn(schema::hold))
        .layer(from_fn_with_state(world.clone(), authenticate))
        .layer(from_fn_with_state((world.clone(), Side::Brevo), inject))
        .layer(from_fn_with_state(world.clone(), limits::count));
    Router::new()
        .nest("/v3", api)
        .route("/mailbox", get(mailbox::page))
        .route("/mailbox.json", get(mailbox::json))
        .route("/confirm/{token}", get(double_opt_in::confirm))
        .route("/_control/happenings", post(happening::happen))
        .route("/_control/replies", post(replies::replied))
        .route("/_control/reports", get(report::all))
}

fn contact_routes() -> Router<Shared> {
    let contact = put(contacts::update)
        .get(contacts::read)
        .delete(contacts::delete);
    let attribute = post(lists::create_attribute).delete(lists::delete_attribute);
    Router::new()
        .route("/contacts", post(contacts::create).get(contacts::all))
        .route("/contacts/{identifier}", contact)
        .route(
            "/contacts/doubleOptinConfirmation",
            post(double_opt_in::ask),
        )
        .route("/contacts/attributes", get(lists::attributes))
        .route("/contacts/attributes/{category}/{name}", attribute)
        .route("/contacts/folders", get(lists::folders))
        .route("/contacts/lists", post(lists::create).get(lists::all))
        .route("/contacts/lists/{list}/contacts/add", post(lists::add))
        .route(
            "/contacts/lists/{list}/contacts/remove",
            post(lists::remove),
        )
        .route("/events", post(events::create).get(events::all))
        .route("/events/batch", post(events::create_batch))
}

fn message_routes() -> Router<Shared> {
    Router::new()
        .route("/smtp/email", post(email::send))
        .route("/smtp/blockedContacts", get(blocklist::all))
        .route("/smtp/blockedContacts/{email}", delete(blocklist::lift))
        .route("/smtp/statistics/events", get(email::statistics))
        .route("/smtp/templates", get(account::templates))
        .route("/transactionalSMS/send", post(sms::send))
        .route("/transactionalSMS/sms", post(sms::send_and_wait))
        .route("/transactionalSMS/statistics/events", get(sms::statistics))
        .route("/whatsapp/sendMessage", post(whatsapp::send))
        .route("/whatsapp/statistics/events", get(whatsapp::statistics))
        .route("/whatsappCampaigns/template-list", get(whatsapp::templates))
        .route("/whatsappCampaigns/config", get(whatsapp::config))
}

fn shop_routes() -> Router<Shared> {
    Router::new()
        .route("/ecommerce/activate", post(commerce::activate))
        .route(
            "/products",
            post(commerce::put_product).get(commerce::products),
        )
        .route("/products/batch", post(commerce::put_products))
        .route("/categories", post(commerce::put_category))
        .route("/categories/batch", post(commerce::put_categories))
        .route("/orders/status", post(commerce::put_order))
        .route("/orders/status/batch", post(commerce::put_orders))
        .route("/crm/tasktypes", get(crm::task_types))
        .route("/crm/tasks", post(crm::create_task))
        .route(
            "/crm/tasks/{task}",
            get(crm::read_task).patch(crm::update_task),
        )
        .route("/crm/notes", post(crm::create_note))
        .route("/crm/deals", post(crm::create_deal))
}

fn account_routes() -> Router<Shared> {
    let webhook = get(webhooks::read)
        .put(webhooks::update)
        .delete(webhooks::delete);
    Router::new()
        .route("/account", get(account::account))
        .route("/senders", get(account::senders))
        .route("/senders/domains", get(account::domains))
        .route("/webhooks", post(webhooks::create).get(webhooks::all))
        .route("/webhooks/{webhook}", webhook)
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
    if world.settings().ip_blocking {
        return reply::refuse(401, "unauthorized", BLOCKED_IP);
    }
    next.run(request).await
}

const BLOCKED_IP: &str = "We have detected you are using an unrecognised IP address 192.0.2.1. If you performed this \
    action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips";

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
