//! What the operator set: variables and secrets, each read where it is needed, with its name in the failure.

use crate::error::{Error, Result};
use worker::Env;

/// The secret that shoppers' tokens are signed with.
pub(crate) fn token_secret(env: &Env) -> Result<String> {
    secret(env, "TOKEN_SECRET")
}

/// The secret that opens the operator's calls.
pub(crate) fn operator_secret(env: &Env) -> Result<String> {
    secret(env, "OPERATOR_SECRET")
}

/// Where Brevo's API is, without a slash at the end.
pub(crate) fn brevo_base(env: &Env) -> String {
    variable(env, "BREVO_BASE").unwrap_or_else(|| "https://api.brevo.com/v3".into())
}

fn secret(env: &Env, name: &str) -> Result<String> {
    // A secret and a plain variable read alike, so a local run may give either.
    env.secret(name)
        .ok()
        .map(|secret| secret.to_string())
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Error::config(name))
}

fn variable(env: &Env, name: &str) -> Option<String> {
    let text = env.var(name).ok()?.to_string();
    let text = text.trim_end_matches('/');
    (!text.is_empty()).then(|| text.to_owned())
}
