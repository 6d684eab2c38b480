//! From a request to the one object that answers it. Parses, asks, answers; decides nothing.

use crate::answer;
use crate::ask::{Class, ask_for_bytes};
use crate::calls;
use crate::door::{self, Door};
use crate::error::{Error, Result};
use crate::log::Ids;
use crate::opening::origins_of;
use crate::{confirm, health, inbound, opening, operator, preferences};
use shared::id::ShopId;
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
        (Method::Get, ["health"] | ["v1", "health"]) => health::show(env),
        (Method::Get, ["v1", "settings", shop]) => settings(&request, env, shop, None).await,
        (Method::Get, ["v1", "settings", shop, locale]) => {
            settings(&request, env, shop, Some(locale)).await
        }
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
            | ["v1", "settings" | "brevo", _]
            | ["v1", "settings", _, _]
            | ["v1", "agent", "socket" | "exchange", _],
        ) => Err(Error::refusal(
            405,
            "method_not_allowed",
            "this address takes another method",
        )),
        _ => Err(Error::not_found("there is nothing at this address")),
    }
}

/// `GET /v1/settings/{shop}` or `…/{locale}`: what a page view reads, in the page's language where the shop speaks it.
async fn settings(
    request: &Request,
    env: &Env,
    shop: &str,
    locale: Option<&str>,
) -> Result<Response> {
    let shop: ShopId = shop.parse().map_err(|_| unknown_shop())?;
    let content = ask_for_bytes(env, Class::Shop, shop.as_str(), calls::SETTINGS, &locale).await?;
    let response = answer::bytes(content)?;
    let cache = "public, max-age=60, stale-while-revalidate=600";
    response.headers().set("Cache-Control", cache)?;
    // Said to everybody, or a copy kept without an origin would be handed to a page of the shop.
    response.headers().set("Vary", "Origin")?;
    if let Some(origin) = request.headers().get("Origin")? {
        // Nothing here is secret, so a foreign page's browser is simply not allowed to read it.
        if origins_of(env, &shop, None)
            .await?
            .origins
            .contains(&origin)
        {
            answer::allow_origin(&response, &origin)?;
        }
    }
    Ok(response)
}

fn unknown_shop() -> Error {
    Error::not_found("there is no such shop")
}
