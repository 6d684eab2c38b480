//! From a request to the one object that answers it. Parses, asks, answers; decides nothing.

use crate::answer;
use crate::error::{Error, Result};
use crate::log::Ids;
use serde::Serialize;
use worker::{Env, Method, Request, Response};

pub(crate) async fn route(request: Request, env: &Env) -> worker::Result<Response> {
    let ray = request.headers().get("cf-ray")?;
    let ids = Ids {
        ray: ray.as_deref(),
        ..Ids::default()
    };
    answer::of(dispatch(request, env).await, ids)
}

async fn dispatch(request: Request, env: &Env) -> Result<Response> {
    let path = request.path();
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (request.method(), segments.as_slice()) {
        (Method::Get, ["v1", "health"]) => answer::json(&Health { ok: true }),
        (_, ["operator", rest @ ..]) => crate::operator::route(request, env, rest).await,
        _ => Err(Error::not_found("there is nothing at this address")),
    }
}

#[derive(Serialize)]
struct Health {
    ok: bool,
}
