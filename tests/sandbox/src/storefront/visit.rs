//! What a storefront request says about its shopper: cookies and query. The cart is bound to the `cart` cookie, the
//! sign-in to the `customer` cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::html;
use crate::token;
use crate::world::Shared;

pub(crate) struct Visit {
    pub(crate) path: String,
    /// The signed-in customer; without a cookie the one of the settings.
    pub(crate) customer: Option<i64>,
    token: String,
    cookie_is_new: bool,
    query: Vec<(String, String)>,
}

impl Visit {
    pub(crate) fn cart_token(&self) -> &str {
        &self.token
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(held, _)| held == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// `response`, with the cart's cookie when the shopper has none yet.
    pub(crate) fn finish(&self, mut response: Response) -> Response {
        if self.cookie_is_new {
            let value = html::percent_encode(&self.token);
            let cookie = format!("cart={value}; Path=/; Max-Age=1209600; SameSite=Lax");
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        response
    }

    /// After an order the shopper gets an empty cart under another token.
    pub(crate) fn with_new_cart(mut self) -> Self {
        self.token = new_cart_token();
        self.cookie_is_new = true;
        self
    }
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        world: &Shared,
    ) -> Result<Self, Self::Rejection> {
        let held = cookie(&parts.headers, "cart").map(|value| html::percent_decode(&value));
        let held = held.filter(|token| is_cart_token(token));
        let customer = cookie(&parts.headers, "customer").and_then(|value| value.parse().ok());
        Ok(Self {
            customer: customer.or_else(|| world.settings().customer),
            path: parts.uri.path().to_owned(),
            cookie_is_new: held.is_none(),
            token: held.unwrap_or_else(new_cart_token),
            query: html::pairs(parts.uri.query().unwrap_or_default()),
        })
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(held, _)| *held == name)
        .map(|(_, value)| value.to_owned())
}

fn is_cart_token(text: &str) -> bool {
    text.starts_with("Z2Nw") && text.len() < 100 && text.contains("?key=")
}

fn new_cart_token() -> String {
    format!(
        "Z2NwLWV1cm9wZS13ZXN0{}?key={}",
        token::hex(20),
        token::hex(32)
    )
}
