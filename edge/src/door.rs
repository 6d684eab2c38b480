//! The doors to a live conversation: a socket, or an exchange where no socket opens; for the shopper and for agents. Reads
//! version and token, asks the conversation's own object, answers; decides nothing.

use crate::answer;
use crate::ask::{Class, address, forward, whole};
use crate::body;
use crate::calls;
use crate::conversation::{Reader, Role};
use crate::error::{Error, Result};
use crate::log::{Ids, RAY};
use crate::opening::foreign_origin;
use crate::session::{Refusal, Signer};
use crate::{clock, config};
use shared::id::ConversationId;
use shared::wire::{agent_v1, frame_v1, frame_v2};
use worker::js_sys::Uint8Array;
use worker::{
    Env, Headers, Method, Request, RequestInit, Response, ResponseBuilder, WebSocketPair,
};

/// Whose door it is.
#[derive(Clone, Copy)]
pub(crate) enum Door<'a> {
    /// The conversation is the one that the token names.
    Shopper,
    /// The conversation's id as the address names it.
    Agent(&'a str),
}

impl Door<'_> {
    /// The versions that are spoken, the newest first.
    fn subprotocols(self) -> &'static [&'static str] {
        match self {
            Self::Shopper => &[frame_v2::SUBPROTOCOL, frame_v1::SUBPROTOCOL],
            Self::Agent(_) => &[agent_v1::SUBPROTOCOL],
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Shopper => frame_v1::CONTENT_TYPE,
            Self::Agent(_) => agent_v1::CONTENT_TYPE,
        }
    }
}

/// `GET /v1/socket` and `GET /v1/agent/socket/{conversation}`.
pub(crate) async fn socket(request: &Request, env: &Env, door: Door<'_>) -> Result<Response> {
    let headers = request.headers();
    if headers
        .get("Upgrade")?
        .is_none_or(|upgrade| !upgrade.eq_ignore_ascii_case("websocket"))
    {
        let message = "this address takes WebSockets only";
        return Err(Error::refusal(426, "upgrade_required", message));
    }
    let protocols = headers.get("Sec-WebSocket-Protocol")?.unwrap_or_default();
    let (version, token) = match offered(&protocols, door.subprotocols())? {
        Offered::Token { version, token } => (version, token),
        Offered::Version(version) => return reload(version),
    };
    let (conversation, mut reader) = let_in(request, env, door, token)?;
    reader.packs = version == frame_v2::SUBPROTOCOL;
    let headers = Headers::new();
    headers.set("Upgrade", "websocket")?;
    reader.put(&headers)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    let upgrade = Request::new_with_init(&address(calls::SOCKET), &init)?;
    forward(env, Class::Conversation, conversation.as_str(), upgrade).await
}

/// `POST /v1/exchange` and `POST /v1/agent/exchange/{conversation}`. Whoever has a token may read the answer, so a page of
/// any origin may read why it has none.
pub(crate) async fn exchange(mut request: Request, env: &Env, door: Door<'_>) -> Result<Response> {
    let origin = request.headers().get("Origin")?;
    let ray = request.headers().get(RAY)?;
    let response = match hand_over(&mut request, env, door).await {
        Ok(frames) => answer::bytes_as(door.content_type(), frames)?,
        Err(error) => answer::failure(&error, Ids::of_request(ray.as_deref()))?,
    };
    if let Some(origin) = origin {
        answer::allow_origin(&response, &origin)?;
    }
    Ok(response)
}

async fn hand_over(request: &mut Request, env: &Env, door: Door<'_>) -> Result<Vec<u8>> {
    let content_type = request.headers().get("Content-Type")?.unwrap_or_default();
    check_version(&content_type, door.content_type())?;
    let bearer = request.headers().get("Authorization")?.unwrap_or_default();
    let token = bearer.strip_prefix("Bearer ").unwrap_or_default();
    let (conversation, reader) = let_in(request, env, door, token)?;
    let body = body::read(request, frame_v1::MAX_EXCHANGE_BYTES).await?;
    let headers = Headers::new();
    reader.put(&headers)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(Uint8Array::from(body.as_slice()).into()));
    let exchange = Request::new_with_init(&address(calls::EXCHANGE), &init)?;
    whole(forward(env, Class::Conversation, conversation.as_str(), exchange).await?).await
}

/// Who comes with this token, and to which conversation.
fn let_in(
    request: &Request,
    env: &Env,
    door: Door<'_>,
    token: &str,
) -> Result<(ConversationId, Reader)> {
    let origin = request.headers().get("Origin")?.unwrap_or_default();
    let signer = Signer::of(&config::token_secrets(env)?);
    let now = clock::now();
    match door {
        Door::Shopper => {
            let claims = signer.verify(token, &origin, now).map_err(refused)?;
            let reader = Reader {
                shop: claims.shop,
                role: Role::Shopper,
                expires: claims.expires,
                packs: false,
            };
            Ok((claims.conversation, reader))
        }
        Door::Agent(conversation) => {
            let claims = signer.verify_agent(token, now).map_err(refused)?;
            let conversation = conversation
                .parse()
                .map_err(|_| Error::not_found("there is no such conversation"))?;
            let reader = Reader {
                shop: claims.shop,
                role: Role::Agent(claims.named),
                expires: claims.expires,
                packs: false,
            };
            Ok((conversation, reader))
        }
    }
}

/// What a page offers beside a socket.
#[derive(Debug, PartialEq, Eq)]
enum Offered<'a> {
    Token {
        version: &'a str,
        token: &'a str,
    },
    /// A version of ours that this release does not speak.
    Version(&'a str),
}

/// The token beside a subprotocol of our own.
fn offered<'a>(protocols: &'a str, own: &[&str]) -> Result<Offered<'a>> {
    let mut protocols = protocols.split(',').map(str::trim);
    let version = protocols.next().unwrap_or_default();
    if !own.contains(&version) {
        if own.iter().any(|own| is_version(version, own)) {
            return Ok(Offered::Version(version));
        }
        let message = format!("the first subprotocol is {}", own.join(" or "));
        return Err(Error::bad_request("unknown_protocol", message));
    }
    let token = protocols.next();
    token
        .map(|token| Offered::Token { version, token })
        .ok_or_else(|| refused(Refusal::Malformed))
}

/// Refuses what is not posted as frames of this version.
fn check_version(content_type: &str, own: &'static str) -> Result<()> {
    let given = content_type.split(';').next().unwrap_or_default().trim();
    if given.eq_ignore_ascii_case(own) {
        return Ok(());
    }
    if is_version(&given.to_ascii_lowercase(), own) {
        let message = "this version of the chat is not spoken here; reload the page";
        return Err(Error::refusal(426, "unknown_version", message));
    }
    let message = format!("frames are posted as {own}");
    Err(Error::refusal(415, "unsupported_media_type", message))
}

/// Whether this names another version of what `own` names.
fn is_version(given: &str, own: &str) -> bool {
    let family = own.trim_end_matches(|last: char| last.is_ascii_digit());
    given.strip_prefix(family).is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Tells a page to reload. A browser does not show why a socket was refused, so it is opened and closed with a code.
fn reload(version: &str) -> Result<Response> {
    let pair = WebSocketPair::new()?;
    pair.server.accept()?;
    let reason = "this version of the chat is not spoken here; reload the page";
    pair.server.close(Some(UNKNOWN_VERSION), Some(reason))?;
    let response = ResponseBuilder::new()
        .with_status(101)
        .with_header("Sec-WebSocket-Protocol", version)?
        .with_websocket(pair.client);
    Ok(response.empty())
}

fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Malformed => Error::refusal(401, "token_malformed", "this is no token of ours"),
        Refusal::Forged => Error::refusal(401, "token_forged", "this token was not signed here"),
        Refusal::Expired => Error::refusal(401, "token_expired", "this token's time is over"),
        Refusal::OtherShop => {
            Error::refusal(403, "token_other_shop", "this token is of another shop")
        }
        Refusal::OtherRole => {
            let message = "a shopper's token and an agent's open different doors";
            Error::refusal(403, "token_other_role", message)
        }
        Refusal::OtherOrigin => foreign_origin(),
    }
}

/// The close code that tells a page to reload.
const UNKNOWN_VERSION: u16 = 4426;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_stands_after_our_subprotocol() {
        let token = |version| {
            Ok(Offered::Token {
                version,
                token: "abc.def",
            })
        };
        let cases = [
            ("parley.v2, abc.def", token("parley.v2")),
            ("parley.v1,abc.def", token("parley.v1")),
            ("parley.v1", Err(401)),
            ("abc.def, parley.v1", Err(400)),
            ("parley.v3, abc.def", Ok(Offered::Version("parley.v3"))),
            ("parley.v, abc.def", Err(400)),
            ("parley.agent.v1, abc.def", Err(400)),
            ("", Err(400)),
        ];
        for (protocols, expected) in cases {
            let offered = offered(protocols, Door::Shopper.subprotocols());
            assert_eq!(
                offered.map_err(|error| error.status),
                expected,
                "{protocols}"
            );
        }
    }

    #[test]
    fn a_posted_version_is_spoken_or_the_page_reloads() {
        let cases = [
            ("application/vnd.parley.v1", None),
            ("Application/Vnd.Parley.V1; charset=utf-8", None),
            ("application/vnd.parley.v2", Some(426)),
            ("application/vnd.parley.agent.v1", Some(415)),
            ("application/octet-stream", Some(415)),
            ("", Some(415)),
        ];
        for (content_type, status) in cases {
            let checked = check_version(content_type, frame_v1::CONTENT_TYPE);
            assert_eq!(
                checked.err().map(|error| error.status),
                status,
                "{content_type}"
            );
        }
    }

    #[test]
    fn a_bad_token_is_unauthorised_and_a_foreign_page_or_role_forbidden() {
        let cases = [
            (Refusal::Malformed, 401),
            (Refusal::Forged, 401),
            (Refusal::Expired, 401),
            (Refusal::OtherShop, 403),
            (Refusal::OtherRole, 403),
            (Refusal::OtherOrigin, 403),
        ];
        for (refusal, status) in cases {
            assert_eq!(refused(refusal).status, status, "{refusal:?}");
        }
    }
}
