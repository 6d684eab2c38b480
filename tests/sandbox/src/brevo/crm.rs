//! Tasks, notes and deals of the sales pages. Each answers with an id; a note with 200, the others with 201.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::BrevoState;
use super::reply::{self, text};
use crate::world::Shared;

/// What a fresh account has.
const TASK_TYPES: [(&str, &str); 3] = [
    ("61a88a2eb7a574180261234a", "Email"),
    ("61a88a2eb7a574180261234b", "Call"),
    ("61a88a2eb7a574180261234c", "Todo"),
];

pub(crate) async fn task_types() -> Response {
    let types: Vec<Value> = TASK_TYPES
        .iter()
        .map(|(id, title)| json!({"id": id, "title": title}))
        .collect();
    reply::with(200, &json!(types))
}

pub(crate) async fn create_task(State(world): State<Shared>, bytes: Bytes) -> Response {
    let body = reply::body(&bytes).unwrap_or_default();
    let kind = text(&body, "taskTypeId");
    if !TASK_TYPES.iter().any(|(id, _)| Some(*id) == kind) {
        return reply::refuse(400, "invalid_parameter", "taskTypeId does not exist");
    }
    keep(&world, body, 201, |state| &mut state.tasks)
}

pub(crate) async fn create_note(State(world): State<Shared>, bytes: Bytes) -> Response {
    keep(
        &world,
        reply::body(&bytes).unwrap_or_default(),
        200,
        |state| &mut state.notes,
    )
}

pub(crate) async fn create_deal(State(world): State<Shared>, bytes: Bytes) -> Response {
    keep(
        &world,
        reply::body(&bytes).unwrap_or_default(),
        201,
        |state| &mut state.deals,
    )
}

pub(crate) async fn read_task(State(world): State<Shared>, Path(id): Path<String>) -> Response {
    let state = world.brevo();
    let task = state
        .tasks
        .iter()
        .find(|task| text(task, "id") == Some(&id));
    task.map_or_else(missing, |task| reply::with(200, task))
}

pub(crate) async fn update_task(
    State(world): State<Shared>,
    Path(id): Path<String>,
    bytes: Bytes,
) -> Response {
    let given = match reply::body(&bytes) {
        Ok(given) => given,
        Err(refused) => return refused.into_response(),
    };
    let mut state = world.brevo();
    let task = state
        .tasks
        .iter_mut()
        .find(|task| text(task, "id") == Some(&id));
    let Some(task) = task.and_then(Value::as_object_mut) else {
        return missing();
    };
    task.extend(given.as_object().cloned().unwrap_or_default());
    world.touch();
    reply::nothing()
}

fn keep(
    world: &Shared,
    mut body: Value,
    status: u16,
    drawer: fn(&mut BrevoState) -> &mut Vec<Value>,
) -> Response {
    let mut state = world.brevo();
    let id = format!("61a5cd07ca1347c8{:08x}", state.next_id());
    if let Some(body) = body.as_object_mut() {
        body.insert("id".to_owned(), json!(id));
    }
    drawer(&mut state).push(body);
    world.touch();
    reply::with(status, &json!({"id": id}))
}

fn missing() -> Response {
    reply::refuse(404, "document_not_found", "Task does not exist")
}
