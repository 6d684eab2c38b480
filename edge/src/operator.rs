//! The operator's calls, each checked against the operator's secret.

use crate::error::{Error, Result};
use worker::{Env, Request, Response};

/// Answers `/operator/{segments}`.
#[expect(clippy::unused_async, reason = "its calls ask objects")]
pub(crate) async fn route(_request: Request, _env: &Env, _segments: &[&str]) -> Result<Response> {
    Err(Error::not_found("there is nothing at this address"))
}
