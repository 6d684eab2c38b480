//! Every address of Brevo's API that this Worker calls: how fast it may be called, and what to think of silence.
//! `docs/brevo.md` says when each is called and what follows a failure; a test holds the two together.

use shared::outbox::Family;
use worker::Method;

/// One operation of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    /// With holes in braces, below the base.
    pub(crate) path: &'static str,
    /// Whose limit it counts for.
    pub(crate) family: Family,
    pub(crate) repeat: Repeat,
}

/// Whether a call may be made again when nobody knows what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Twice is the same as once.
    Safe,
    /// The request carries a key that Brevo takes once.
    Keyed,
    /// Twice is two messages, events or notes.
    Never,
}

const fn get(path: &'static str, family: Family) -> Endpoint {
    of(Method::Get, path, family, Safe)
}

const fn post(path: &'static str, family: Family, repeat: Repeat) -> Endpoint {
    of(Method::Post, path, family, repeat)
}

const fn of(method: Method, path: &'static str, family: Family, repeat: Repeat) -> Endpoint {
    Endpoint {
        method,
        path,
        family,
        repeat,
    }
}

use Family::{Contacts, Email, EmailRecords, Events, Orders, Products, Rest, Sms};
use Repeat::{Keyed, Never, Safe};

pub(super) const CONTACT_UPSERT: Endpoint = post("/contacts", Contacts, Safe);
pub(super) const CONTACT: Endpoint = get("/contacts/{identifier}", Contacts);
pub(super) const CONTACT_UPDATE: Endpoint =
    of(Method::Put, "/contacts/{identifier}", Contacts, Safe);
pub(super) const ATTRIBUTES: Endpoint = get("/contacts/attributes", Contacts);
pub(super) const ATTRIBUTE_CREATE: Endpoint =
    post("/contacts/attributes/{category}/{name}", Contacts, Safe);
pub(super) const FOLDERS: Endpoint = get("/contacts/folders", Contacts);
pub(super) const LISTS: Endpoint = get("/contacts/lists", Contacts);
pub(super) const LIST_CREATE: Endpoint = post("/contacts/lists", Contacts, Never);
pub(super) const LIST_ADD: Endpoint = post("/contacts/lists/{list}/contacts/add", Contacts, Safe);
pub(super) const LIST_REMOVE: Endpoint =
    post("/contacts/lists/{list}/contacts/remove", Contacts, Safe);
pub(super) const CONFIRMATION: Endpoint =
    post("/contacts/doubleOptinConfirmation", Contacts, Never);
pub(super) const EVENT: Endpoint = post("/events", Events, Never);
pub(super) const EVENT_BATCH: Endpoint = post("/events/batch", Rest, Never);
pub(super) const EMAIL: Endpoint = post("/smtp/email", Email, Keyed);
pub(super) const EMAIL_REPORTS: Endpoint = get("/smtp/statistics/events", EmailRecords);
pub(super) const EMAIL_TEMPLATES: Endpoint = get("/smtp/templates", EmailRecords);
pub(super) const SMS: Endpoint = post("/transactionalSMS/send", Sms, Never);
pub(super) const SMS_REPORTS: Endpoint = get("/transactionalSMS/statistics/events", Rest);
pub(super) const WHATSAPP: Endpoint = post("/whatsapp/sendMessage", Rest, Never);
pub(super) const WHATSAPP_REPORTS: Endpoint = get("/whatsapp/statistics/events", Rest);
pub(super) const WHATSAPP_TEMPLATES: Endpoint = get("/whatsappCampaigns/template-list", Rest);
pub(super) const WHATSAPP_CONFIG: Endpoint = get("/whatsappCampaigns/config", Rest);
pub(super) const COMMERCE: Endpoint = post("/ecommerce/activate", Rest, Safe);
pub(super) const PRODUCT: Endpoint = post("/products", Products, Safe);
pub(super) const PRODUCT_BATCH: Endpoint = post("/products/batch", Rest, Safe);
pub(super) const CATEGORY: Endpoint = post("/categories", Rest, Safe);
pub(super) const CATEGORY_BATCH: Endpoint = post("/categories/batch", Rest, Safe);
pub(super) const ORDER: Endpoint = post("/orders/status", Orders, Safe);
pub(super) const ORDER_BATCH: Endpoint = post("/orders/status/batch", Rest, Safe);
pub(super) const TASK_TYPES: Endpoint = get("/crm/tasktypes", Rest);
pub(super) const TASK: Endpoint = post("/crm/tasks", Rest, Never);
pub(super) const TASK_UPDATE: Endpoint = of(Method::Patch, "/crm/tasks/{task}", Rest, Safe);
pub(super) const NOTE: Endpoint = post("/crm/notes", Rest, Never);
pub(super) const DEAL: Endpoint = post("/crm/deals", Rest, Never);
pub(super) const ACCOUNT: Endpoint = get("/account", Rest);
pub(super) const SENDERS: Endpoint = get("/senders", Rest);
pub(super) const DOMAINS: Endpoint = get("/senders/domains", Rest);
pub(super) const WEBHOOKS: Endpoint = get("/webhooks", Rest);
pub(super) const WEBHOOK_CREATE: Endpoint = post("/webhooks", Rest, Never);
pub(super) const WEBHOOK_UPDATE: Endpoint = of(Method::Put, "/webhooks/{webhook}", Rest, Safe);
pub(super) const WEBHOOK_DELETE: Endpoint = of(Method::Delete, "/webhooks/{webhook}", Rest, Safe);
