//! What the operator set: variables and secrets, each read where it is needed, with its name in the failure.

use crate::error::{Error, Result};
use core::fmt;
use worker::Env;

/// A secret of the operator's. It is shown nowhere, not even by `Debug`.
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// The secrets that shoppers' tokens are signed with, the newest first; the one before it while they are changed.
pub(crate) fn token_secrets(env: &Env) -> Result<Vec<Secret>> {
    secrets(env, "TOKEN_SECRET")
}

/// The secrets that open the operator's calls; two while they are changed.
pub(crate) fn operator_secrets(env: &Env) -> Result<Vec<Secret>> {
    secrets(env, "OPERATOR_SECRET")
}

/// The secret that the hashes of erased addresses are made with. It never changes: with another one, nobody's withdrawal
/// would be known again.
pub(crate) fn erasure_secret(env: &Env) -> Result<Secret> {
    let name = "ERASURE_SECRET";
    secret(env, name)?.ok_or_else(|| Error::config(name, "is not set"))
}

/// The secrets that Shopify signs with what it hands on for the operator's app, the newest first; none where there is no
/// app.
pub(crate) fn shopify_secrets(env: &Env) -> Result<Vec<Secret>> {
    optional_secrets(env, "SHOPIFY_CLIENT_SECRET")
}

/// Where Brevo's API is, without a slash at the end.
pub(crate) fn brevo_base(env: &Env) -> String {
    variable(env, "BREVO_BASE").unwrap_or_else(|| "https://api.brevo.com/v3".into())
}

/// The secret of this name, and the one it is about to replace, which stands under `{name}_BEFORE`.
fn secrets(env: &Env, name: &str) -> Result<Vec<Secret>> {
    let secrets = optional_secrets(env, name)?;
    if secrets.is_empty() {
        return Err(Error::config(name, "is not set"));
    }
    Ok(secrets)
}

fn optional_secrets(env: &Env, name: &str) -> Result<Vec<Secret>> {
    let Some(newest) = secret(env, name)? else {
        return Ok(Vec::new());
    };
    let before = secret(env, &format!("{name}_BEFORE"))?;
    Ok([newest].into_iter().chain(before).collect())
}

fn secret(env: &Env, name: &str) -> Result<Option<Secret>> {
    // A secret and a plain variable read alike, so a local run may give either.
    let text = env.secret(name).ok().map(|secret| secret.to_string());
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.len() < MIN_SECRET_BYTES {
        return Err(Error::config(name, "is shorter than 32 bytes"));
    }
    Ok(Some(Secret(text)))
}

fn variable(env: &Env, name: &str) -> Option<String> {
    let text = env.var(name).ok()?.to_string();
    let text = text.trim_end_matches('/');
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a secret of 256 bits needs in any text form; a shorter one could be guessed.
const MIN_SECRET_BYTES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = Secret::from("correct horse battery staple");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
