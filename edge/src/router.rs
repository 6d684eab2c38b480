//! From a request to the one object that answers it. Parses, asks, answers; decides nothing.

use crate::answer;
use crate::ask::{Class, address, ask_for_bytes, forward};
use crate::calls;
use crate::error::{Error, Result};
use crate::log::Ids;
use crate::opening::{foreign_origin, is_origin_of};
use crate::session::{Refusal, Signer};
use crate::{clock, config, confirm, health, opening, operator};
use shared::id::ShopId;
use shared::wire::frame_v1::SUBPROTOCOL;
use worker::{Env, Headers, Method, Request, RequestInit, Response};

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
        (Method::Get, ["v1", "settings", shop]) => settings(&request, env, shop).await,
        (Method::Post, ["v1", "conversations"]) => opening::open(request, env).await,
        (Method::Options, ["v1", "conversations"]) => opening::preflight(&request),
        (Method::Get, ["v1", "socket"]) => socket(&request, env).await,
        (method, ["confirm", token]) => confirm::route(method, env, token).await,
        #[cfg(feature = "panics")]
        (_, ["v1", "panics", rest @ ..]) => crate::guard::route(request, env, rest).await,
        (_, ["operator", rest @ ..]) => operator::route(request, env, rest).await,
        (_, ["health"] | ["v1", "health" | "conversations" | "socket"] | ["v1", "settings", _]) => {
            Err(Error::refusal(
                405,
                "method_not_allowed",
                "this address takes another method",
            ))
        }
        _ => Err(Error::not_found("there is nothing at this address")),
    }
}

/// `GET /v1/settings/{shop}`: what a page view reads.
async fn settings(request: &Request, env: &Env, shop: &str) -> Result<Response> {
    let shop: ShopId = shop.parse().map_err(|_| unknown_shop())?;
    let content = ask_for_bytes(env, Class::Shop, shop.as_str(), calls::SETTINGS, &()).await?;
    let response = answer::bytes(content)?;
    let cache = "public, max-age=60, stale-while-revalidate=600";
    response.headers().set("Cache-Control", cache)?;
    // Said to everybody, or a copy kept without an origin would be handed to a page of the shop.
    response.headers().set("Vary", "Origin")?;
    if let Some(origin) = request.headers().get("Origin")? {
        // Nothing here is secret, so a foreign page's browser is simply not allowed to read it.
        if is_origin_of(env, &shop, &origin).await? {
            answer::allow_origin(&response, &origin)?;
        }
    }
    Ok(response)
}

/// `GET /v1/socket`: the conversation's own object takes the socket.
async fn socket(request: &Request, env: &Env) -> Result<Response> {
    let headers = request.headers();
    if headers
        .get("Upgrade")?
        .is_none_or(|upgrade| !upgrade.eq_ignore_ascii_case("websocket"))
    {
        let message = "this address takes WebSockets only";
        return Err(Error::refusal(426, "upgrade_required", message));
    }
    let protocols = headers.get("Sec-WebSocket-Protocol")?.unwrap_or_default();
    let token = token_among(&protocols)?;
    let origin = headers.get("Origin")?.unwrap_or_default();
    let signer = Signer::of(&config::token_secrets(env)?);
    let claims = signer
        .verify(token, &origin, clock::now())
        .map_err(refused)?;

    let headers = Headers::new();
    headers.set("Upgrade", "websocket")?;
    headers.set(calls::EXPIRES, &claims.expires.0.to_string())?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    let upgrade = Request::new_with_init(&address(calls::SOCKET), &init)?;
    forward(
        env,
        Class::Conversation,
        claims.conversation.as_str(),
        upgrade,
    )
    .await
}

/// The token beside our own subprotocol.
fn token_among(protocols: &str) -> Result<&str> {
    let mut protocols = protocols.split(',').map(str::trim);
    if protocols.next() != Some(SUBPROTOCOL) {
        let message = "the first subprotocol is parley.v1";
        return Err(Error::bad_request("unknown_protocol", message));
    }
    protocols.next().ok_or_else(|| refused(Refusal::Malformed))
}

fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Malformed => Error::refusal(401, "token_malformed", "this is no token of ours"),
        Refusal::Forged => Error::refusal(401, "token_forged", "this token was not signed here"),
        Refusal::Expired => Error::refusal(401, "token_expired", "this token's time is over"),
        Refusal::OtherShop => {
            Error::refusal(403, "token_other_shop", "this token is of another shop")
        }
        Refusal::OtherOrigin => foreign_origin(),
    }
}

fn unknown_shop() -> Error {
    Error::not_found("there is no such shop")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_stands_after_our_subprotocol() {
        let cases = [
            ("parley.v1, abc.def", Ok("abc.def")),
            ("parley.v1,abc.def", Ok("abc.def")),
            ("parley.v1", Err(401)),
            ("abc.def, parley.v1", Err(400)),
            ("parley.v2, abc.def", Err(400)),
            ("", Err(400)),
        ];
        for (protocols, token) in cases {
            assert_eq!(
                token_among(protocols).map_err(|error| error.status),
                token,
                "{protocols}"
            );
        }
    }

    #[test]
    fn a_bad_token_is_unauthorised_and_a_foreign_page_forbidden() {
        let cases = [
            (Refusal::Malformed, 401),
            (Refusal::Forged, 401),
            (Refusal::Expired, 401),
            (Refusal::OtherShop, 403),
            (Refusal::OtherOrigin, 403),
        ];
        for (refusal, status) in cases {
            assert_eq!(refused(refusal).status, status, "{refusal:?}");
        }
    }
}
