//! Contacts: created with 201 and an id, updated with 204 and nothing; identities that belong to somebody else are
//! refused with `metadata`, whatever the code says.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::identity::{Claims, Contact, digits};
use super::reply::{self, Refused, flag, integers, refused, text, texts};
use super::{BrevoState, blocklist};
use crate::clock;
use crate::world::Shared;

#[derive(Deserialize)]
pub(crate) struct Which {
    #[serde(rename = "identifierType")]
    kind: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Span {
    limit: Option<usize>,
    offset: Option<usize>,
}

pub(crate) async fn create(State(world): State<Shared>, bytes: Bytes) -> Response {
    let outcome = reply::body(&bytes).and_then(|body| upsert(&mut world.brevo(), &body));
    world.touch();
    match outcome {
        Ok(Some(id)) => reply::with(201, &json!({"id": id})),
        Ok(None) => reply::nothing(),
        Err(refused) => refused.into_response(),
    }
}

pub(crate) async fn update(
    State(world): State<Shared>,
    Path(identifier): Path<String>,
    Query(which): Query<Which>,
    bytes: Bytes,
) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut state = world.brevo();
    let Some(index) = state.contact_of(&identifier, which.kind.as_deref()) else {
        return missing();
    };
    match change(&mut state, index, &body) {
        Ok(()) => {
            world.touch();
            reply::nothing()
        }
        Err(refused) => refused.into_response(),
    }
}

pub(crate) async fn read(
    State(world): State<Shared>,
    Path(identifier): Path<String>,
    Query(which): Query<Which>,
) -> Response {
    let state = world.brevo();
    let found = state
        .contact_of(&identifier, which.kind.as_deref())
        .and_then(|index| state.contacts.get(index));
    found.map_or_else(missing, |contact| {
        reply::with(200, &contact.to_json(&state.whatsapp_blocked))
    })
}

pub(crate) async fn delete(
    State(world): State<Shared>,
    Path(identifier): Path<String>,
    Query(which): Query<Which>,
) -> Response {
    let mut state = world.brevo();
    let Some(index) = state.contact_of(&identifier, which.kind.as_deref()) else {
        return missing();
    };
    state.contacts.remove(index);
    world.touch();
    reply::nothing()
}

pub(crate) async fn all(State(world): State<Shared>, Query(span): Query<Span>) -> Response {
    let limit = span.limit.unwrap_or(50);
    let state = world.brevo();
    let newest_first = state
        .contacts
        .iter()
        .rev()
        .skip(span.offset.unwrap_or(0))
        .take(limit);
    let contacts: Vec<Value> = newest_first
        .map(|contact| contact.to_json(&state.whatsapp_blocked))
        .collect();
    reply::with(
        200,
        &json!({"contacts": contacts, "count": state.contacts.len()}),
    )
}

/// The new contact's id, or nothing when one was updated.
pub(crate) fn upsert(state: &mut BrevoState, body: &Value) -> Result<Option<i64>, Refused> {
    let claims = claims(body, text(body, "email"))?;
    if claims.is_empty() {
        return Err(refused(
            "missing_parameter",
            "Any one of the following is required: email, ext_id, attributes.SMS",
        ));
    }
    let held: Vec<usize> = (0..state.contacts.len())
        .filter(|index| {
            state
                .contacts
                .get(*index)
                .is_some_and(|contact| !claims.shared_with(contact).is_empty())
        })
        .collect();
    match held.as_slice() {
        [] => Ok(Some(insert(state, claims, body))),
        [index] if flag(body, "updateEnabled") == Some(true) => {
            change(state, *index, body).map(|()| None)
        }
        [first, others @ ..] if flag(body, "forceMerge") == Some(true) => {
            for index in others.iter().rev() {
                state.contacts.remove(*index);
            }
            change(state, *first, body).map(|()| None)
        }
        indices => Err(duplicate(state, &claims, indices)),
    }
}

fn insert(state: &mut BrevoState, claims: Claims, body: &Value) -> i64 {
    let id = state.next_id();
    let now = clock::to_text(clock::now_ms());
    let contact = Contact {
        id,
        email: claims.email,
        ext_id: claims.ext_id,
        attributes: Map::new(),
        email_blacklisted: false,
        sms_blacklisted: false,
        list_ids: Vec::new(),
        created_at: now.clone(),
        modified_at: now,
    };
    state.contacts.push(contact);
    let index = state.contacts.len() - 1;
    apply(state, index, body);
    id
}

pub(crate) fn change(state: &mut BrevoState, index: usize, body: &Value) -> Result<(), Refused> {
    let new_email = body.pointer("/attributes/EMAIL").and_then(Value::as_str);
    let claims = claims(body, new_email.or(text(body, "email")))?;
    let others: Vec<usize> = (0..state.contacts.len())
        .filter(|other| *other != index)
        .filter(|other| {
            state
                .contacts
                .get(*other)
                .is_some_and(|contact| !claims.shared_with(contact).is_empty())
        })
        .collect();
    if !others.is_empty() {
        return Err(duplicate(state, &claims, &others));
    }
    if let Some(contact) = state.contacts.get_mut(index) {
        // A blocklisted contact who gets another address is subscribed again.
        if claims.email.is_some() && claims.email != contact.email {
            contact.email.clone_from(&claims.email);
            contact.email_blacklisted = false;
        }
        if claims.ext_id.is_some() {
            contact.ext_id = claims.ext_id;
        }
    }
    apply(state, index, body);
    Ok(())
}

fn apply(state: &mut BrevoState, index: usize, body: &Value) {
    let known: Vec<String> = state
        .attributes()
        .into_iter()
        .map(|attribute| attribute.name)
        .collect();
    let Some(contact) = state.contacts.get_mut(index) else {
        return;
    };
    let given = body
        .get("attributes")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    for (name, value) in given {
        let name = name.to_uppercase();
        // Attributes the account does not have are dropped without a word.
        if name != "EMAIL" && known.contains(&name) {
            contact.attributes.insert(name, value.clone());
        }
    }
    contact.sms_blacklisted = flag(body, "smsBlacklisted").unwrap_or(contact.sms_blacklisted);
    let leaving = integers(body, "unlinkListIds");
    contact.list_ids.retain(|list| !leaving.contains(list));
    for list in integers(body, "listIds") {
        if !contact.list_ids.contains(&list) {
            contact.list_ids.push(list);
        }
    }
    contact.modified_at = clock::to_text(clock::now_ms());
    let address = contact.email.clone();
    let blocking = flag(body, "emailBlacklisted");
    contact.email_blacklisted = blocking.unwrap_or(contact.email_blacklisted);
    if let (Some(address), Some(blocking)) = (&address, blocking) {
        blocklist::set(state, address, None, blocking);
    }
    for sender in texts(body, "smtpBlacklistSender") {
        if let Some(address) = &address {
            blocklist::set(state, address, Some(&sender), true);
        }
    }
}

fn claims(body: &Value, email: Option<&str>) -> Result<Claims, Refused> {
    let number = |place| match body.pointer(place).and_then(Value::as_str) {
        None | Some("") => Ok(None),
        Some(number) => digits(number)
            .map(Some)
            .ok_or_else(|| refused("invalid_parameter", "Invalid phone number")),
    };
    let phone = number("/attributes/SMS")?;
    let whatsapp = number("/attributes/WHATSAPP")?;
    Ok(Claims {
        email: email.map(str::to_lowercase),
        ext_id: text(body, "ext_id").map(str::to_owned),
        phone,
        whatsapp,
    })
}

fn duplicate(state: &BrevoState, claims: &Claims, indices: &[usize]) -> Refused {
    let mut names: Vec<&'static str> = indices
        .iter()
        .filter_map(|index| state.contacts.get(*index))
        .flat_map(|contact| claims.shared_with(contact))
        .collect();
    names.sort_unstable();
    names.dedup();
    let message = format!(
        "Unable to create contact, {} is already associated with another Contact",
        names.join(", ")
    );
    Refused {
        status: 400,
        code: "duplicate_parameter",
        message,
        duplicates: names,
    }
}

fn missing() -> Response {
    reply::refuse(404, "document_not_found", "Contact does not exist")
}
