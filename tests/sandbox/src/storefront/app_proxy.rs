//! The app proxy: what is asked for below the settings' path goes on to the app's own server, with a query that says
//! whose shop and which customer it is and is signed over the whole of it. Everything else that no route knows is a page
//! that is not here. Redirects are handed on, not followed; answers in Liquid are not rendered.
//! <https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies>

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::visit::Visit;
use super::{fault_answer, pages, webhook};
use crate::client::{self, Answer};
use crate::clock;
use crate::html::{pairs, percent_decode, percent_encode};
use crate::settings::AppProxy;
use crate::world::{Shared, World};

pub(crate) async fn answer(
    State(world): State<Shared>,
    visit: Visit,
    parts: Parts,
    body: Bytes,
) -> Response {
    let Some(proxy) = world.settings().app_proxy else {
        return pages::missing(&world, &visit);
    };
    let Some(rest) = remainder(&proxy, parts.uri.path()) else {
        return pages::missing(&world, &visit);
    };
    let query = signed(
        &world,
        &visit,
        &proxy,
        parts.uri.query().unwrap_or_default(),
    );
    let url = format!("{}{rest}?{query}", proxy.url.trim_end_matches('/'));
    let headers = forwarded(&parts);
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    match client::request(parts.method.as_str(), &url, &headers, &body).await {
        Ok(answer) => returned(answer),
        Err(_) => fault_answer(StatusCode::BAD_GATEWAY, parts.uri.path()),
    }
}

/// The `signature` of a proxied request with this query: over all parameters but itself, decoded, those of one name
/// joined by commas, sorted by name, with nothing between them.
#[must_use]
pub fn sign_query(secret: &str, query: &str) -> String {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs(query) {
        values.entry(name).or_default().push(value);
    }
    values.remove("signature");
    let mut message = String::new();
    for (name, values) in &values {
        message.extend([name, "=", values.join(",").as_str()]);
    }
    let mut signature = String::new();
    for byte in webhook::mac(secret, message.as_bytes()) {
        let _ = write!(signature, "{byte:02x}");
    }
    signature
}

/// What follows the proxy's path; nothing when `path` is not below it.
fn remainder<'a>(proxy: &AppProxy, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(&proxy.path)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The query as it came, without what only the platform may say, then what the platform says.
fn signed(world: &World, visit: &Visit, proxy: &AppProxy, query: &str) -> String {
    let customer = visit.customer.map(|id| id.to_string());
    let timestamp = (clock::now_ms() / 1000).to_string();
    let said = [
        ("shop", world.shop_domain.as_str()),
        (
            "logged_in_customer_id",
            customer.as_deref().unwrap_or_default(),
        ),
        ("path_prefix", proxy.path.as_str()),
        ("timestamp", timestamp.as_str()),
    ];
    let is_free = |part: &&str| {
        let name = percent_decode(part.split('=').next().unwrap_or_default());
        name != "signature" && said.iter().all(|(held, _)| *held != name)
    };
    let mut parts: Vec<String> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .filter(is_free)
        .map(str::to_owned)
        .collect();
    parts.extend(
        said.iter()
            .map(|(name, value)| format!("{name}={}", percent_encode(value))),
    );
    let query = parts.join("&");
    let signature = sign_query(&proxy.secret, &query);
    format!("{query}&signature={signature}")
}

/// The request's headers as the app gets them: the client's, but no cookies and nothing that concerns one connection.
fn forwarded(parts: &Parts) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .filter(|(name, _)| !KEPT_BACK.contains(name))
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    if let Some(host) = host {
        headers.push(("x-forwarded-host".to_owned(), host.to_owned()));
    }
    if let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() {
        headers.push(("x-forwarded-for".to_owned(), peer.ip().to_string()));
    }
    headers
}

fn returned(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let headers: HeaderMap = RETURNED
        .iter()
        .filter_map(|name| Some((name.clone(), answer.header(name.as_str())?.parse().ok()?)))
        .collect();
    (status, headers, Body::from(answer.body)).into_response()
}

/// The platform strips cookies and names the client itself; the rest is between two neighbours, and a packed answer could
/// not be read here.
const KEPT_BACK: [HeaderName; 15] = [
    header::COOKIE,
    header::HOST,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The platform strips more of an answer than `Set-Cookie`, and no list of it was found; so an app may count on these
/// alone.
const RETURNED: [HeaderName; 3] = [
    header::CONTENT_TYPE,
    header::CACHE_CONTROL,
    header::LOCATION,
];
