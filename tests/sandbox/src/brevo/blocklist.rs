//! Whom transactional e-mail no longer reaches, from one sender or from all.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{BrevoState, reply};
use crate::clock;
use crate::world::Shared;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Blocked {
    email: String,
    /// Only mail from this sender; from everybody when absent.
    sender: Option<String>,
    reason: String,
    at: String,
}

pub(crate) fn holds(state: &BrevoState, address: &str, sender: &str) -> bool {
    let address = address.to_lowercase();
    state.blocked.iter().any(|entry| {
        entry.email == address
            && entry
                .sender
                .as_ref()
                .is_none_or(|only| only.eq_ignore_ascii_case(sender))
    })
}

pub(crate) fn set(state: &mut BrevoState, address: &str, sender: Option<&str>, blocking: bool) {
    let address = address.to_lowercase();
    state
        .blocked
        .retain(|entry| entry.email != address || entry.sender.as_deref() != sender);
    if blocking {
        push(state, address, sender, "unsubscribedViaApi");
    }
}

/// Blocks an address for what happened to a message.
pub(crate) fn add(state: &mut BrevoState, address: &str, reason: &str) {
    set(state, address, None, false);
    push(state, address.to_lowercase(), None, reason);
}

fn push(state: &mut BrevoState, email: String, sender: Option<&str>, reason: &str) {
    state.blocked.push(Blocked {
        email,
        sender: sender.map(str::to_owned),
        reason: reason.to_owned(),
        at: clock::to_text(clock::now_ms()),
    });
}

pub(crate) async fn all(State(world): State<Shared>) -> Response {
    let state = world.brevo();
    let contacts: Vec<Value> = state
        .blocked
        .iter()
        .map(|entry| {
            json!({"email": entry.email, "senderEmail": entry.sender.clone().unwrap_or_default(),
                "reason": {"code": entry.reason, "message": entry.reason}, "blockedAt": entry.at})
        })
        .collect();
    reply::with(200, &json!({"count": contacts.len(), "contacts": contacts}))
}

/// Lifts the transactional block only; the contact stays off marketing lists.
pub(crate) async fn lift(State(world): State<Shared>, Path(address): Path<String>) -> Response {
    let mut state = world.brevo();
    let before = state.blocked.len();
    let address = address.to_lowercase();
    state.blocked.retain(|entry| entry.email != address);
    if state.blocked.len() == before {
        return reply::refuse(404, "document_not_found", "Contact is not blocked");
    }
    world.touch();
    reply::nothing()
}
