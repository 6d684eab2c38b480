//! Tasks, notes and deals on Brevo's sales pages. Made twice, they are there twice.

use super::call::Call;
use super::endpoint;
use super::wire::{Created, Deal, Note, Task, TaskChange, TaskType};
use shared::json;

/// The kinds of task that the account has.
pub(crate) fn task_types() -> Call<Vec<TaskType>> {
    Call::of(endpoint::TASK_TYPES).answering_json()
}

/// A new task; answers its id.
pub(crate) fn task(task: &Task<'_>) -> Call<String> {
    Call::of(endpoint::TASK).with(task).answering(id)
}

/// The task is done, or to be done again.
pub(crate) fn mark_task(task: &str, done: bool) -> Call<()> {
    Call::of(endpoint::TASK_UPDATE)
        .at(task)
        .with(&TaskChange { done })
}

/// A new note; answers its id.
pub(crate) fn note(note: &Note<'_>) -> Call<String> {
    Call::of(endpoint::NOTE).with(note).answering(id)
}

/// A new deal; answers its id.
pub(crate) fn deal(deal: &Deal<'_>) -> Call<String> {
    Call::of(endpoint::DEAL).with(deal).answering(id)
}

fn id(bytes: &[u8]) -> Option<String> {
    let created: Created<String> = json::read(bytes).ok()?;
    Some(created.id)
}
