//! `GET /health`: whether this Worker has what it needs, and which version it is. It names what is missing and shows
//! nothing of what is there.

use crate::answer;
use crate::ask::Class;
use crate::config;
use crate::error::Result;
use crate::limits;
use serde::Serialize;
use worker::{Env, Response};

#[derive(Serialize)]
struct Health {
    ok: bool,
    /// Of the code.
    version: &'static str,
    /// Of the deployment, where the platform tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    deployment: Option<String>,
    /// Bindings and secrets that are not there, or too short, by name.
    missing: Vec<&'static str>,
}

/// 200 when nothing is missing, 503 otherwise.
pub(crate) fn show(env: &Env) -> Result<Response> {
    let missing = missing(env);
    let status = if missing.is_empty() { 200 } else { 503 };
    let deployment = env.get_binding::<worker::WorkerVersionMetadata>("VERSION");
    answer::json_with(
        status,
        &Health {
            ok: missing.is_empty(),
            version: env!("CARGO_PKG_VERSION"),
            deployment: deployment
                .ok()
                .map(|version| version.id())
                .filter(|id| !id.is_empty()),
            missing,
        },
    )
}

fn missing(env: &Env) -> Vec<&'static str> {
    let objects = Class::ALL.map(Class::binding).into_iter();
    let objects = objects.filter(|binding| env.durable_object(binding).is_err());
    let limiters = limits::BINDINGS.into_iter();
    let limiters = limiters.filter(|binding| env.rate_limiter(binding).is_err());
    let secrets = [
        ("TOKEN_SECRET", config::token_secrets(env).is_ok()),
        ("OPERATOR_SECRET", config::operator_secrets(env).is_ok()),
        ("ERASURE_SECRET", config::erasure_secret(env).is_ok()),
    ];
    let secrets = secrets.into_iter().filter(|(_, there)| !there);
    objects
        .chain(limiters)
        .chain(secrets.map(|(name, _)| name))
        .collect()
}
