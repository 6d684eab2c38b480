//! From a request to the one object that answers it. Parses, asks, answers; decides nothing.

use crate::answer;
use crate::ask::{Class, address, ask, ask_for_bytes, forward};
use crate::calls::{self, Holds, Opening, Origins};
use crate::error::{Error, Result};
use crate::log::Ids;
use crate::session::{self, Claims, Refusal, Signer};
use crate::{clock, config, operator};
use serde::Serialize;
use shared::id::ShopId;
use shared::wire::frame_v1::{MAX_FRAME_BYTES, Open, Opened, SUBPROTOCOL};
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
        (Method::Get, ["v1", "health"]) => answer::json(&Health { ok: true }),
        (Method::Get, ["v1", "settings", shop]) => settings(&request, env, shop).await,
        (Method::Post, ["v1", "conversations"]) => open(request, env).await,
        (Method::Options, ["v1", "conversations"]) => preflight(&request),
        (Method::Get, ["v1", "socket"]) => socket(&request, env).await,
        #[cfg(feature = "panics")]
        (_, ["v1", "panics", rest @ ..]) => crate::guard::route(env, rest).await,
        (_, ["operator", rest @ ..]) => operator::route(request, env, rest).await,
        (_, ["v1", "health" | "conversations" | "socket"] | ["v1", "settings", _]) => {
            Err(Error::refusal(
                405,
                "method_not_allowed",
                "this address takes another method",
            ))
        }
        _ => Err(Error::not_found("there is nothing at this address")),
    }
}

#[derive(Serialize)]
struct Health {
    ok: bool,
}

/// `GET /v1/settings/{shop}`: what a page view reads.
async fn settings(request: &Request, env: &Env, shop: &str) -> Result<Response> {
    let shop: ShopId = shop.parse().map_err(|_| unknown_shop())?;
    let content = ask_for_bytes(
        env,
        Class::Shop,
        shop.as_str(),
        calls::SETTINGS,
        &Nothing {},
    )
    .await?;
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

/// `POST /v1/conversations`: a conversation begins, or is found again, and the page gets its token.
async fn open(mut request: Request, env: &Env) -> Result<Response> {
    let origin = request.headers().get("Origin")?;
    let body = read_bounded(&mut request, MAX_FRAME_BYTES).await?;
    let open: Open = shared::wire::decode(&body, MAX_FRAME_BYTES)
        .map_err(|error| Error::bad_request("unknown_frame", error.to_string()))?;
    if open.key.as_str().len() < session::MIN_KEY_CHARS {
        let message = "a conversation's key has at least 16 characters";
        return Err(Error::bad_request("weak_key", message));
    }
    let origin = match origin {
        Some(origin) if is_origin_of(env, &open.shop, &origin).await? => origin,
        Some(_) | None => return Err(foreign_origin()),
    };
    let opened = begin(env, open, &origin).await;
    // A page of the shop may read why it was refused, too.
    let response = match opened {
        Ok(opened) => answer::bytes(shared::wire::encode(&opened))?,
        Err(error) => answer::failure(&error, Ids::default())?,
    };
    answer::allow_origin(&response, &origin)?;
    Ok(response)
}

/// A preflight does not name the shop, so it promises nothing: the call itself is checked, and so is who reads it.
fn preflight(request: &Request) -> Result<Response> {
    let origin = request.headers().get("Origin")?;
    answer::preflight(&origin.ok_or_else(foreign_origin)?)
}

async fn begin(env: &Env, open: Open, origin: &str) -> Result<Opened> {
    let signer = Signer::of(&config::token_secret(env)?);
    let now = clock::now();
    let known = open.known.as_deref();
    // A token that tells nothing any more only means that nobody is known.
    let known = known.and_then(|token| signer.recognise(token, &open.shop, now).ok());
    let no_id = || Error::fault("an id could not be made");
    let conversation = signer
        .conversation(&open.shop, &open.key)
        .ok_or_else(no_id)?;
    let shopper = match known {
        Some(shopper) => shopper,
        None => signer.shopper(&open.shop, &open.key).ok_or_else(no_id)?,
    };
    let opening = Opening {
        conversation: conversation.clone(),
        shop: open.shop.clone(),
        shopper,
        flow: open.flow,
        visit: open.visit,
    };
    let holds: Holds = ask(
        env,
        Class::Conversation,
        conversation.as_str(),
        calls::OPEN,
        &opening,
    )
    .await?;
    let claims = Claims {
        shop: open.shop,
        conversation,
        shopper: holds.shopper,
        origin: origin.to_owned(),
        expires: now + session::TOKEN_LIFE,
    };
    Ok(Opened {
        token: signer.sign(&claims),
        conversation: claims.conversation,
        expires: claims.expires,
    })
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
    let signer = Signer::of(&config::token_secret(env)?);
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

fn foreign_origin() -> Error {
    let message = "this page's origin is not one of the shop's";
    Error::refusal(403, "foreign_origin", message)
}

fn unknown_shop() -> Error {
    Error::not_found("there is no such shop")
}

async fn is_origin_of(env: &Env, shop: &ShopId, origin: &str) -> Result<bool> {
    let shop: Origins = ask(env, Class::Shop, shop.as_str(), calls::ORIGINS, &Nothing {}).await?;
    Ok(shop.origins.iter().any(|allowed| allowed == origin))
}

/// The body, when it is announced to be at most `limit` bytes: Wasm memory never shrinks, so it is refused unread.
pub(crate) async fn read_bounded(request: &mut Request, limit: usize) -> Result<Vec<u8>> {
    let announced = request.headers().get("Content-Length")?;
    let Some(announced) = announced.and_then(|length| length.parse::<usize>().ok()) else {
        if request.inner().body().is_none() {
            return Ok(Vec::new());
        }
        let message = "say how long the body is (Content-Length)";
        return Err(Error::refusal(411, "length_required", message));
    };
    if announced > limit {
        return Err(Error::too_large(limit));
    }
    Ok(request.bytes().await?)
}

#[derive(Serialize)]
struct Nothing {}

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
