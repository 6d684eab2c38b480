//! What an account is set up with: its plan, senders, domains, templates and webhooks.

use super::call::Call;
use super::endpoint;
use super::wire::{
    Accounts, Created, Domain, Domains, EmailTemplate, EmailTemplates, Plan, Sender, Senders,
    Webhook, Webhooks, WhatsAppConfig, WhatsAppTemplate, WhatsAppTemplates,
};
use shared::json;

/// How many templates of WhatsApp messages Brevo tells at once.
pub(super) const MOST_TEMPLATES: usize = 100;

/// What is left of each kind of credit.
pub(super) fn plans() -> Call<Vec<Plan>> {
    Call::of(endpoint::ACCOUNT)
        .answering(|bytes| json::read(bytes).ok().map(|read: Accounts| read.plan))
}

pub(super) fn senders() -> Call<Vec<Sender>> {
    Call::of(endpoint::SENDERS)
        .answering(|bytes| json::read(bytes).ok().map(|read: Senders| read.senders))
}

pub(super) fn domains() -> Call<Vec<Domain>> {
    Call::of(endpoint::DOMAINS)
        .answering(|bytes| json::read(bytes).ok().map(|read: Domains| read.domains))
}

/// The templates of e-mails, active or not, at most 1000.
pub(crate) fn email_templates() -> Call<Vec<EmailTemplate>> {
    Call::of(endpoint::EMAIL_TEMPLATES)
        .asking("limit", "1000")
        .answering(|bytes| {
            let read: EmailTemplates = json::read(bytes).ok()?;
            Some(read.templates)
        })
}

/// The templates of WhatsApp messages and what became of them, the last changed first, at most [`MOST_TEMPLATES`].
pub(crate) fn whatsapp_templates() -> Call<Vec<WhatsAppTemplate>> {
    Call::of(endpoint::WHATSAPP_TEMPLATES)
        .asking("limit", &MOST_TEMPLATES.to_string())
        .answering(|bytes| {
            let read: WhatsAppTemplates = json::read(bytes).ok()?;
            Some(read.templates)
        })
}

/// How well the account's WhatsApp number is thought of: `GREEN`, `YELLOW` or `RED`.
pub(super) fn whatsapp_quality() -> Call<String> {
    Call::of(endpoint::WHATSAPP_CONFIG).answering(|bytes| {
        let read: WhatsAppConfig = json::read(bytes).ok()?;
        Some(read.phone_number_quality)
    })
}

/// The webhooks of one kind, `transactional` or `marketing`. Brevo answers 404 when there is none.
pub(crate) fn webhooks(kind: &str) -> Call<Vec<Webhook>> {
    Call::of(endpoint::WEBHOOKS)
        .asking("type", kind)
        .answering(|bytes| json::read(bytes).ok().map(|read: Webhooks| read.webhooks))
}

/// A new webhook; answers its id. An account has at most 40.
pub(crate) fn create_webhook(webhook: &Webhook) -> Call<i64> {
    Call::of(endpoint::WEBHOOK_CREATE)
        .with(webhook)
        .answering(|bytes| {
            json::read(bytes)
                .ok()
                .map(|created: Created<i64>| created.id)
        })
}

/// Replaces everything of a webhook but its kind and channel.
pub(crate) fn update_webhook(id: i64, webhook: &Webhook) -> Call<()> {
    let changed = Webhook {
        kind: None,
        channel: None,
        ..webhook.clone()
    };
    Call::of(endpoint::WEBHOOK_UPDATE)
        .at(&id.to_string())
        .with(&changed)
}

pub(crate) fn delete_webhook(id: i64) -> Call<()> {
    Call::of(endpoint::WEBHOOK_DELETE).at(&id.to_string())
}
