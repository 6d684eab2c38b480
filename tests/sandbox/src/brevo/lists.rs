//! Lists and contact attributes: what an account is set up with before contacts mean anything.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reply::{self, integers, text, texts};
use crate::world::Shared;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct List {
    id: i64,
    name: String,
    #[serde(rename = "folderId")]
    folder: i64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    category: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What a fresh account has.
pub(crate) fn standard_attributes() -> Vec<Attribute> {
    [
        "LASTNAME",
        "FIRSTNAME",
        "SMS",
        "WHATSAPP",
        "EXT_ID",
        "LANDLINE_NUMBER",
        "JOB_TITLE",
        "CONTACT_TIMEZONE",
    ]
    .map(|name| Attribute {
        name: name.to_owned(),
        category: "normal".to_owned(),
        kind: "text".to_owned(),
    })
    .to_vec()
}

pub(crate) async fn attributes(State(world): State<Shared>) -> Response {
    let attributes = world.brevo().attributes();
    reply::with(200, &json!({"attributes": attributes}))
}

pub(crate) async fn create_attribute(
    State(world): State<Shared>,
    Path((category, name)): Path<(String, String)>,
    bytes: Bytes,
) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    if ![
        "normal",
        "transactional",
        "category",
        "calculated",
        "global",
    ]
    .contains(&category.as_str())
    {
        return reply::refuse(400, "invalid_parameter", "Invalid attribute category");
    }
    let kind = text(&body, "type");
    if category == "normal" && kind.is_none() {
        return reply::refuse(400, "missing_parameter", "type is missing");
    }
    let name = name.to_uppercase();
    let mut state = world.brevo();
    if name == "EMAIL"
        || state
            .attributes()
            .iter()
            .any(|attribute| attribute.name == name)
    {
        return reply::refuse(400, "duplicate_parameter", "Attribute name must be unique");
    }
    let kind = kind.unwrap_or(&category).to_owned();
    state.attributes.push(Attribute {
        name,
        category,
        kind,
    });
    world.touch();
    reply::with(201, &json!({}))
}

pub(crate) async fn delete_attribute(
    State(world): State<Shared>,
    Path((category, name)): Path<(String, String)>,
) -> Response {
    let mut state = world.brevo();
    let before = state.attributes.len();
    state.attributes.retain(|attribute| {
        attribute.category != category || attribute.name != name.to_uppercase()
    });
    if state.attributes.len() == before {
        return reply::refuse(404, "document_not_found", "Attribute does not exist");
    }
    world.touch();
    reply::nothing()
}

pub(crate) async fn create(State(world): State<Shared>, bytes: Bytes) -> Response {
    let body = match reply::body(&bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut state = world.brevo();
    let id = state.next_id();
    let name = text(&body, "name").unwrap_or_default().to_owned();
    state.lists.push(List {
        id,
        name,
        folder: body.get("folderId").and_then(Value::as_i64).unwrap_or(1),
    });
    world.touch();
    reply::with(201, &json!({"id": id}))
}

pub(crate) async fn all(State(world): State<Shared>) -> Response {
    let state = world.brevo();
    let lists: Vec<Value> = state
        .lists
        .iter()
        .map(|list| {
            let members = state.contacts.iter().filter(|contact| contact.list_ids.contains(&list.id)).count();
            // The two totals went to nought when the count of unique subscribers came.
            json!({"id": list.id, "name": list.name, "folderId": list.folder, "uniqueSubscribers": members,
                "totalSubscribers": 0, "totalBlacklisted": 0})
        })
        .collect();
    reply::with(200, &json!({"lists": lists, "count": state.lists.len()}))
}

pub(crate) async fn add(
    State(world): State<Shared>,
    Path(list): Path<i64>,
    bytes: Bytes,
) -> Response {
    change_members(&world, list, &bytes, true)
}

pub(crate) async fn remove(
    State(world): State<Shared>,
    Path(list): Path<i64>,
    bytes: Bytes,
) -> Response {
    change_members(&world, list, &bytes, false)
}

fn change_members(world: &Shared, list: i64, bytes: &Bytes, joining: bool) -> Response {
    let body = match reply::body(bytes) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut state = world.brevo();
    if !state.lists.iter().any(|held| held.id == list) {
        return reply::refuse(404, "document_not_found", "List ID does not exist");
    }
    let wanted = named(&body);
    if wanted.is_empty() || wanted.len() > 150 {
        return reply::refuse(
            400,
            "invalid_parameter",
            "Between 1 and 150 contacts are needed",
        );
    }
    let (mut success, mut failure) = (Vec::new(), Vec::new());
    for (kind, name) in wanted {
        let contact = state
            .contact_of(&name, Some(kind))
            .and_then(|index| state.contacts.get_mut(index));
        let Some(contact) = contact.filter(|contact| contact.list_ids.contains(&list) != joining)
        else {
            failure.push(name);
            continue;
        };
        if joining {
            contact.list_ids.push(list);
        } else {
            contact.list_ids.retain(|held| *held != list);
        }
        success.push(name);
    }
    world.touch();
    if success.is_empty() {
        let told = if joining {
            "Contact already in list and/or does not exist"
        } else {
            "Contact already removed from list and/or does not exist"
        };
        return reply::refuse(400, "invalid_parameter", told);
    }
    reply::with(
        201,
        &json!({"contacts": {"success": success, "failure": failure}}),
    )
}

/// The contacts a request names, each with the kind of name.
fn named(body: &Value) -> Vec<(&'static str, String)> {
    let emails = texts(body, "emails")
        .into_iter()
        .map(|email| ("email_id", email));
    let ids = integers(body, "ids")
        .into_iter()
        .map(|id| ("contact_id", id.to_string()));
    let ext_ids = texts(body, "extIds").into_iter().map(|id| ("ext_id", id));
    emails.chain(ids).chain(ext_ids).collect()
}

/// Where lists are kept; a fresh account has one.
pub(crate) async fn folders(State(world): State<Shared>) -> Response {
    let state = world.brevo();
    let folder = json!({"id": 1, "name": "Your First Folder", "uniqueSubscribers": state.contacts.len(),
        "totalSubscribers": 0, "totalBlacklisted": 0});
    reply::with(200, &json!({"folders": [folder], "count": 1}))
}
