//! `GET /v1/proxy/customer`: a page of the shop asks, by Shopify's app proxy, who is signed in, and is given a token that
//! says so to [`crate::opening`]. A customer finds their conversation on each of their devices by it.
//!
//! The page itself is not asked: what Shopify has signed counts, and nothing else.

use crate::answer;
use crate::error::{Error, Result};
use crate::session::{CUSTOMER_LIFE, CustomerClaims, Signer};
use crate::shopify::Proxied;
use crate::{clock, config};
use worker::{Env, Request, Response};

/// A token as text; empty where nobody is signed in.
pub(crate) fn token(request: &Request, env: &Env) -> Result<Response> {
    let secrets = config::shopify_secrets(env)?;
    if secrets.is_empty() {
        return Err(Error::not_found("this Worker has no app at Shopify"));
    }
    let now = clock::now();
    let address = request.inner().url();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let proxied = Proxied::read(&secrets, query, now).map_err(|_| {
        let message = "this request was not signed by Shopify just now";
        Error::refusal(401, "unsigned", message)
    })?;
    let token = match proxied.customer {
        Some(customer) => {
            Signer::of(&config::token_secrets(env)?).sign_customer(&CustomerClaims {
                shop: proxied.shop,
                customer,
                expires: now + CUSTOMER_LIFE,
            })?
        }
        None => String::new(),
    };
    answer::bytes_as("text/plain; charset=utf-8", token.into_bytes())
}
