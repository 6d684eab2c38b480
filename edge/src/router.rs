//! From a request to the one object that answers it. Parses, asks, answers; decides nothing.

use crate::answer;
use crate::door::{self, Door};
use crate::error::{Error, Result};
use crate::log::{Ids, RAY};
use crate::{confirm, customer, embed, health, inbound, opening, operator, preferences};
use worker::{Env, Method, Request, Response};

pub(crate) async fn route(request: Request, env: &Env) -> worker::Result<Response> {
    let ray = request.headers().get(RAY)?;
    answer::of(
        dispatch(request, env).await,
        Ids::of_request(ray.as_deref()),
    )
}

async fn dispatch(request: Request, env: &Env) -> Result<Response> {
    let path = request.path();
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (request.method(), segments.as_slice()) {
        (Method::Get, ["health"] | ["v1", "health"]) => health::show(env),
        (Method::Get, ["v1", "settings", shop]) => embed::settings(&request, env, shop, None).await,
        (Method::Get, ["v1", "settings", shop, locale]) => {
            embed::settings(&request, env, shop, Some(locale)).await
        }
        (Method::Get, ["v1", "loader", shop, locale, "parley.js"]) => {
            embed::loader(&request, env, shop, locale).await
        }
        (Method::Get, ["v1", "proxy", "customer"]) => customer::token(&request, env),
        (Method::Post, ["v1", "conversations"]) => opening::open(request, env).await,
        (
            Method::Options,
            ["v1", "conversations" | "exchange"] | ["v1", "agent", "exchange", _],
        ) => opening::preflight(&request),
        (Method::Get, ["v1", "socket"]) => door::socket(&request, env, Door::Shopper).await,
        (Method::Post, ["v1", "exchange"]) => door::exchange(request, env, Door::Shopper).await,
        (Method::Get, ["v1", "agent", "socket", conversation]) => {
            door::socket(&request, env, Door::Agent(conversation)).await
        }
        (Method::Post, ["v1", "agent", "exchange", conversation]) => {
            door::exchange(request, env, Door::Agent(conversation)).await
        }
        (Method::Post, ["v1", "brevo", shop]) => inbound::route(request, env, shop).await,
        (method, ["confirm", token]) => confirm::route(method, env, token).await,
        (_, ["p", token]) => preferences::route(request, env, token).await,
        #[cfg(feature = "panics")]
        (_, ["v1", "panics", rest @ ..]) => crate::guard::route(request, env, rest).await,
        (_, ["operator", rest @ ..]) => operator::route(request, env, rest).await,
        (
            _,
            ["health"]
            | ["v1", "health" | "conversations" | "socket" | "exchange"]
            | ["v1", "proxy", "customer"]
            | ["v1", "settings" | "brevo", _]
            | ["v1", "settings", _, _]
            | ["v1", "loader", _, _, "parley.js"]
            | ["v1", "agent", "socket" | "exchange", _],
        ) => Err(Error::refusal(
            405,
            "method_not_allowed",
            "this address takes another method",
        )),
        _ => Err(Error::not_found("there is nothing at this address")),
    }
}
