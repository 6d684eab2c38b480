//! Double opt-in: the service mails a link, and the contact joins the lists only when somebody follows it.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::email::{Email, fill_params};
use super::reply::{self, integers, text};
use super::{BrevoState, contacts};
use crate::world::Shared;
use crate::{clock, html, token};

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Pending {
    contact: Value,
    redirect: String,
}

pub(crate) async fn ask(State(world): State<Shared>, bytes: Bytes) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let id = body
        .get("templateId")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    let Some(template) = world.settings().templates.get(&id.to_string()).cloned() else {
        return reply::refuse(400, "invalid_parameter", "templateId does not exist");
    };
    let address = text(&body, "email").unwrap_or_default().to_owned();
    let token = token::hex(32);
    let origin = world.addresses.brevo.trim_end_matches("/v3").to_owned();
    let params = json!({"DOIurl": format!("{origin}/confirm/{token}")});
    let mut state = world.brevo();
    let status = if state.contact_by_email(&address).is_some() {
        204
    } else {
        201
    };
    state.emails.push(Email {
        message_id: format!(
            "<{}.{}@smtp-relay.mailin.fr>",
            clock::now_ms(),
            token::hex(12)
        ),
        from: json!({"name": "Template sender", "email": "template@brevo.example"}),
        reply_to: Value::Null,
        to: vec![json!({"email": address})],
        blocked: Vec::new(),
        subject: fill_params(&template.subject, &params),
        html: fill_params(&template.html_content, &params),
        text: fill_params(&template.text_content, &params),
        tags: vec!["optin".to_owned()],
        headers: Value::Null,
        template_id: Some(id),
        at_ms: clock::now_ms(),
        later: Vec::new(),
    });
    remember(&mut state, token, &body);
    world.touch();
    if status == 204 {
        reply::nothing()
    } else {
        reply::with(201, &json!({}))
    }
}

fn remember(state: &mut BrevoState, token: String, body: &Value) {
    let contact = json!({
        "email": text(body, "email"), "attributes": body.get("attributes").cloned().unwrap_or_else(|| json!({})),
        "listIds": integers(body, "includeListIds"), "updateEnabled": true,
    });
    let redirect = text(body, "redirectionUrl").unwrap_or_default().to_owned();
    state.pending.insert(token, Pending { contact, redirect });
}

pub(crate) async fn confirm(State(world): State<Shared>, Path(token): Path<String>) -> Response {
    let mut state = world.brevo();
    let Some(pending) = state.pending.remove(&token) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let outcome = contacts::upsert(&mut state, &pending.contact);
    world.touch();
    match outcome {
        Ok(_) => html::redirect(&pending.redirect),
        Err(refused) => refused.into_response(),
    }
}
