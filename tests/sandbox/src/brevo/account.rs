//! The account, its senders, domains and e-mail templates, and what the service says to a path it does not have.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::reply;
use crate::clock;
use crate::world::Shared;

pub(crate) async fn account(State(world): State<Shared>) -> Response {
    let settings = world.settings();
    let (emails_used, sms_used) = {
        let state = world.brevo();
        (state.emails_used, state.sms_used)
    };
    reply::with(
        200,
        &json!({
            "organization_id": "65a0fe0d1d2c3b4a5f6e7d8c", "user_id": 1, "enterprise": false,
            "email": "owner@fernwood.example", "firstName": "Ada", "lastName": "Fern", "companyName": "Fernwood",
            "address": {"street": "Lindenweg 4", "city": "Berlin", "zipCode": "10115", "country": "Germany"},
            "plan": [
                {"type": "payAsYouGo", "credits": settings.email_credits - emails_used, "creditsType": "sendLimit"},
                {"type": "sms", "credits": settings.sms_credits - sms_used, "creditsType": "sendLimit"},
            ],
            "relay": {"enabled": true, "data": {"userName": "owner@fernwood.example",
                "relay": "smtp-relay.brevo.example", "port": 587}},
            "marketingAutomation": {"key": "demo", "enabled": true},
            "dateTimePreferences": {"timezone": "Europe/Berlin", "timeFormat": "24h", "dateFormat": "yyyy-mm-dd"},
        }),
    )
}

pub(crate) async fn senders(State(world): State<Shared>) -> Response {
    let settings = world.settings();
    let mut addresses: Vec<(String, bool)> = settings
        .senders
        .into_iter()
        .map(|email| (email, true))
        .collect();
    if addresses.is_empty() {
        addresses.push(("hello@fernwood.example".to_owned(), true));
    }
    let waiting = settings
        .unverified_senders
        .into_iter()
        .map(|email| (email, false));
    addresses.retain(|(email, _)| !waiting.clone().any(|(unverified, _)| unverified == *email));
    addresses.extend(waiting);
    let senders: Vec<Value> = (1..)
        .zip(&addresses)
        .map(|(id, (email, active))| json!({"id": id, "name": "Fernwood", "email": email, "active": active, "ips": []}))
        .collect();
    reply::with(200, &json!({"senders": senders}))
}

pub(crate) async fn domains(State(world): State<Shared>) -> Response {
    let domains: Vec<Value> = (1..)
        .zip(&world.settings().domains)
        .map(|(id, (name, authenticated))| {
            json!({"id": id, "domain_name": name, "authenticated": authenticated, "verified": authenticated})
        })
        .collect();
    reply::with(200, &json!({"domains": domains, "count": domains.len()}))
}

pub(crate) async fn templates(
    State(world): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let created = clock::to_text(0);
    let templates: Vec<Value> = world
        .settings()
        .templates
        .iter()
        .filter(|(_, template)| wanted.template_status.is_none_or(|active| active != template.inactive))
        .map(|(id, template)| {
            json!({"id": id.parse::<i64>().unwrap_or_default(), "name": template.name, "subject": template.subject,
                "isActive": !template.inactive, "testSent": false, "sender": {"name": "Fernwood",
                "email": "hello@fernwood.example", "id": "1"}, "replyTo": "[DEFAULT_REPLY_TO]", "toField": "",
                "tag": template.tag, "htmlContent": template.html_content, "createdAt": created,
                "modifiedAt": created, "doiTemplate": template.tag == "optin"})
        })
        .collect();
    reply::with(
        200,
        &json!({"count": templates.len(), "templates": templates}),
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Wanted {
    template_status: Option<bool>,
}

pub(crate) async fn unknown() -> Response {
    reply::refuse(404, "document_not_found", "Not found")
}

pub(crate) async fn wrong_method() -> Response {
    reply::refuse(405, "method_not_allowed", "Method not allowed")
}
