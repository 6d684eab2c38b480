//! The operator's calls, each checked against the operator's secret. Parses, asks the shop's objects, answers.
//!
//! | call | body | answers |
//! | --- | --- | --- |
//! | `PUT /operator/shops/{shop}` | the shop's document | what `GET` answers |
//! | `GET /operator/shops/{shop}` | | [`Shown`] |
//! | `PUT /operator/shops/{shop}/catalogue` | lines of a bulk operation | how many products and variants were taken |
//! | `PUT /operator/shops/{shop}/flows/{flow}` | a flow | its version, and what its author should look at again |
//! | `GET /operator/shops/{shop}/conversations/{id}` | | session record and turns |
//! | `POST /operator/shops/{shop}/shoppers/{shopper}/occasions` | [`occasions::Happened`] | the messages that wait now |
//! | `GET /operator/shops/{shop}/shoppers/{shopper}/occasions` | | the messages that wait for their time, next first |
//! | `POST /operator/shops/{shop}/agents` | [`agents::WantAgent`] | [`agents::LetIn`]: a token for an agent's console |
//! | `GET /operator/shops/{shop}/outbox` | | deliveries with state and reasons, newest first; `?state=`, `?after=` (an id) and `?most=` choose |
//! | `GET /operator/shops/{shop}/outbox/standing` | | what stops deliveries, what waits and for how long |
//! | `GET /operator/shops/{shop}/counters` | | [`Counters`] |
//! | `GET /operator/shops/{shop}/shoppers/{id}` | | everything that is kept of the shopper |
//! | `DELETE /operator/shops/{shop}/shoppers/{id}` | | what was erased |
//! | `GET`, `POST /operator/shops/{shop}/brevo/check` | | [`crate::brevo::Found`]; `POST` also creates what is missing |
//!
//! A document with mistakes is answered 422 with all of them and their places, and changes nothing.

mod agents;
mod occasions;

use crate::answer;
use crate::ask::{self, Class, Done, ask, ask_for_bytes, ask_with_bytes};
use crate::body;
use crate::brevo::Hook;
use crate::calls::{self, PutDocument, WantEntries};
use crate::catalog::{self, Imported};
use crate::config;
use crate::conversation;
use crate::erasure;
use crate::error::{Error, Result};
use crate::inbound;
use crate::opening::origins_of;
use crate::outbox::{Shown as ShownDelivery, Standing};
use crate::session::{self, Signer};
use crate::shop::{Day, FlowVersion, Summary};
use crate::words;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::id::{ShopId, ShopperId};
use shared::json;
use shared::money::Currency;
use shared::wire::document_v1::{FlowDraft, Problem, ShopDocument};
use std::collections::BTreeMap;
use worker::{Env, Headers, Method, Request, RequestInit, Response};

/// A shop as its operator sees it.
#[derive(Debug, Serialize, Deserialize)]
struct Shown {
    #[serde(flatten)]
    shop: Summary,
    #[serde(flatten)]
    catalogue: catalog::Count,
    /// Deliveries by state.
    deliveries: BTreeMap<String, u64>,
}

/// What happened at a shop, as far back as its records are kept.
#[derive(Debug, Serialize, Deserialize)]
struct Counters {
    /// The newest first; days without anything are left out.
    days: Vec<Day>,
    /// Deliveries by state.
    deliveries: BTreeMap<String, u64>,
}

/// The largest shop document or flow, in bytes.
const MAX_DOCUMENT: usize = 256 * 1024;
/// Answers `/operator/{segments}`.
pub(crate) async fn route(request: Request, env: &Env, segments: &[&str]) -> Result<Response> {
    authorise(&request, env)?;
    let ["shops", shop, rest @ ..] = segments else {
        return Err(nothing_here());
    };
    let shop: ShopId = shop.parse().map_err(|error: shared::id::ParseIdError| {
        Error::bad_request("shop_id", error.to_string())
    })?;
    match (request.method(), rest) {
        (Method::Put, []) => put_shop(request, env, &shop).await,
        (Method::Get, []) => answer::json(&shown(env, &shop).await?),
        (Method::Put, ["catalogue"]) => put_catalogue(&request, env, &shop).await,
        (Method::Put, ["flows", flow]) => put_flow(request, env, &shop, flow).await,
        (Method::Get, ["conversations", id]) => conversation::transcript(env, &shop, id).await,
        (Method::Post, ["agents"]) => agents::let_in(request, env, &shop).await,
        (_, ["shoppers", id, rest @ ..]) => {
            of_shopper(request, env, (&shop, shopper(id)?), rest).await
        }
        (Method::Get, ["outbox"]) => {
            let want = wanted_entries(&request)?;
            let deliveries: Vec<ShownDelivery> =
                ask(env, Class::Outbox, shop.as_str(), calls::ENTRIES, &want).await?;
            answer::json(&deliveries)
        }
        (Method::Get, ["outbox", "standing"]) => {
            let standing: Standing = ask_shop(env, Class::Outbox, &shop, calls::STANDING).await?;
            answer::json(&standing)
        }
        (Method::Get, ["counters"]) => counters(env, &shop).await,
        (Method::Get, ["brevo", "check"]) => check(&request, env, &shop, calls::CHECK).await,
        (Method::Post, ["brevo", "check"]) => check(&request, env, &shop, calls::MEND).await,
        (
            _,
            []
            | ["brevo", "check"]
            | ["catalogue" | "outbox" | "counters" | "agents"]
            | ["flows" | "conversations", _]
            | ["outbox", "standing"],
        ) => Err(another_method()),
        _ => Err(nothing_here()),
    }
}

async fn of_shopper(
    request: Request,
    env: &Env,
    (shop, shopper): (&ShopId, ShopperId),
    segments: &[&str],
) -> Result<Response> {
    match (request.method(), segments) {
        (Method::Get, []) => erasure::export(env, shop, &shopper).await,
        (Method::Delete, []) => erasure::erase(env, shop, &shopper).await,
        (Method::Post, ["occasions"]) => occasions::happened(request, env, shop, shopper).await,
        (Method::Get, ["occasions"]) => {
            answer::json(&occasions::waiting(env, shop, &shopper).await?)
        }
        (_, [] | ["occasions"]) => Err(another_method()),
        _ => Err(nothing_here()),
    }
}

fn shopper(id: &str) -> Result<ShopperId> {
    id.parse()
        .map_err(|_| Error::bad_request("shopper_id", "this is no shopper's id"))
}

async fn counters(env: &Env, shop: &ShopId) -> Result<Response> {
    answer::json(&Counters {
        days: ask_shop(env, Class::Shop, shop, calls::COUNTERS).await?,
        deliveries: ask_shop(env, Class::Outbox, shop, calls::STATES).await?,
    })
}

fn wanted_entries(request: &Request) -> Result<WantEntries> {
    let wrong = |name: &str| Error::bad_request("query", format!("`{name}` is not valid"));
    let mut want = WantEntries::default();
    let address = request.inner().url();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "state" => want.state = Some(value.into()),
            "after" => want.after = Some(value.parse().map_err(|_| wrong(name))?),
            "most" => want.most = Some(value.parse().map_err(|_| wrong(name))?),
            _ => return Err(wrong(name)),
        }
    }
    Ok(want)
}

async fn put_shop(mut request: Request, env: &Env, shop: &ShopId) -> Result<Response> {
    let document: ShopDocument = read(&mut request, "shop", "this is no shop document").await?;
    if document.shop != shop.as_str() {
        return Err(mismatch("shop", "shop", shop.as_str()));
    }
    let put = PutDocument {
        document,
        address: address_of(&request.inner().url())
            .ok_or_else(|| Error::fault("a request without an origin"))?,
    };
    let _: Done = ask(env, Class::Shop, shop.as_str(), calls::DOCUMENT, &put).await?;
    words::hand_over(env, shop, &origins_of(env, shop, None).await?).await;
    answer::json(&shown(env, shop).await?)
}

async fn put_flow(mut request: Request, env: &Env, shop: &ShopId, flow: &str) -> Result<Response> {
    let body = body::read(&mut request, MAX_DOCUMENT).await?;
    let draft: FlowDraft = parse(&body, "flow", "this is no flow")?;
    if draft.id != flow {
        return Err(mismatch("flow", "id", flow));
    }
    let version: FlowVersion =
        ask_with_bytes(env, Class::Shop, shop.as_str(), calls::PUBLISH, &body).await?;
    words::hand_over(env, shop, &origins_of(env, shop, None).await?).await;
    answer::json(&version)
}

/// The scheme and host of an absolute address.
fn address_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    (!host.is_empty()).then(|| format!("{scheme}://{host}"))
}

/// Has the shop's outbox look at its account at Brevo.
async fn check(request: &Request, env: &Env, shop: &ShopId, path: &str) -> Result<Response> {
    let url = request.inner().url();
    let origin = address_of(&url).ok_or_else(|| Error::fault("a request without an origin"))?;
    let hook = Hook {
        url: inbound::address(&origin, shop),
        token: Signer::of(&config::token_secrets(env)?).webhook_token(shop)?,
    };
    let found = ask_for_bytes(env, Class::Outbox, shop.as_str(), path, &hook).await?;
    answer::bytes_as("application/json", found)
}

/// Hands the body on as it arrives, so that a large file is in memory nowhere as a whole.
async fn put_catalogue(request: &Request, env: &Env, shop: &ShopId) -> Result<Response> {
    let currency: Currency = ask_shop(env, Class::Shop, shop, calls::CURRENCY).await?;
    let announced = request.headers().get("Content-Length")?;
    if announced
        .and_then(|length| length.parse().ok())
        .is_some_and(|length: usize| length > catalog::MAX_FILE)
    {
        return Err(Error::too_large(catalog::MAX_FILE));
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(Headers::new())
        .with_body(request.inner().body().map(Into::into));
    let address = ask::address(&format!("{}{currency}", calls::IMPORT));
    let handed = Request::new_with_init(&address, &init)?;
    let mut response = ask::forward(env, Class::Catalog, shop.as_str(), handed).await?;
    let imported: Imported = json::read(&response.bytes().await?)?;
    answer::json(&imported)
}

async fn shown(env: &Env, shop: &ShopId) -> Result<Shown> {
    Ok(Shown {
        shop: ask_shop(env, Class::Shop, shop, calls::SUMMARY).await?,
        catalogue: ask_shop(env, Class::Catalog, shop, calls::COUNT).await?,
        deliveries: ask_shop(env, Class::Outbox, shop, calls::STATES).await?,
    })
}

/// Asks one of the objects that are named by the shop something that needs no more words.
async fn ask_shop<T: DeserializeOwned>(
    env: &Env,
    class: Class,
    shop: &ShopId,
    path: &str,
) -> Result<T> {
    ask(env, class, shop.as_str(), path, &()).await
}

/// A document of somebody else's making: what is no JSON of its shape is a problem with a place, too.
async fn read<T: DeserializeOwned>(
    request: &mut Request,
    code: &'static str,
    message: &'static str,
) -> Result<T> {
    parse(&body::read(request, MAX_DOCUMENT).await?, code, message)
}

fn parse<T: DeserializeOwned>(body: &[u8], code: &'static str, message: &'static str) -> Result<T> {
    json::read(body).map_err(|error| {
        let problem = match error {
            json::Error::Syntax(error) => {
                let text = error.to_string();
                let (reason, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
                Problem {
                    place: format!("line {}, column {}", error.line(), error.column()),
                    reason: reason.into(),
                }
            }
            json::Error::Shape { path, reason } => Problem {
                place: if path.is_empty() {
                    "document".into()
                } else {
                    path
                },
                reason,
            },
        };
        Error::unprocessable(code, message, vec![problem])
    })
}

fn mismatch(code: &'static str, place: &str, addressed: &str) -> Error {
    let problem = Problem {
        place: place.into(),
        reason: format!("the address names {addressed}"),
    };
    Error::unprocessable(
        code,
        "the document is of something else than its address",
        vec![problem],
    )
}

fn another_method() -> Error {
    Error::refusal(
        405,
        "method_not_allowed",
        "this address takes another method",
    )
}

fn nothing_here() -> Error {
    Error::not_found("there is nothing at this address")
}

/// Lets in who knows the operator's secret. A page of another site has no business here, whatever it knows.
fn authorise(request: &Request, env: &Env) -> Result<()> {
    let site = request.headers().get("Sec-Fetch-Site")?;
    if matches!(site.as_deref(), Some("cross-site" | "same-site")) {
        let message = "the operator's calls are not for pages of other sites";
        return Err(Error::refusal(403, "cross_site", message));
    }
    let secrets = config::operator_secrets(env)?;
    let given = request.headers().get("Authorization")?.unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    if session::is_secret(&secrets, given) {
        Ok(())
    } else {
        let message = "this call needs the operator's secret as a bearer token";
        Err(Error::refusal(401, "unauthorised", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_and_a_host() {
        for (url, address) in [
            (
                "https://chat.example/operator/shops/x",
                Some("https://chat.example"),
            ),
            ("http://127.0.0.1:8787/?a=b", Some("http://127.0.0.1:8787")),
            ("https://chat.example", Some("https://chat.example")),
            ("/operator", None),
            ("https:///operator", None),
        ] {
            assert_eq!(address_of(url).as_deref(), address, "{url}");
        }
    }
}
