//! `POST /v1/brevo/{shop}`: what Brevo reports of a shop's messages and contacts, and what is written back. Checks who
//! tells, hands the body to the shop's outbox, which keeps it before anybody is answered.
//!
//! Brevo signs nothing: a webhook carries a bearer token of ours. It discards a report that is answered with any 4xx but
//! 429, or with any 5xx, and repeats one that is answered 429 or not at all; so a fault of ours is answered 429.

use crate::answer;
use crate::ask::{Class, ask_with_bytes};
use crate::body;
use crate::calls;
use crate::config;
use crate::error::{Error, Result};
use crate::log::{self, Ids};
use crate::outbox::Counted;
use crate::session::{Refusal, Signer};
use shared::id::ShopId;
use worker::{Env, Request, Response};

pub(crate) async fn route(mut request: Request, env: &Env, shop: &str) -> Result<Response> {
    let shop: ShopId = shop
        .parse()
        .map_err(|_| Error::not_found("there is no such shop"))?;
    let signer = Signer::of(&config::token_secrets(env)?);
    let given = request.headers().get("Authorization")?.unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    signer.opens_webhook(given, &shop).map_err(refused)?;
    let told = hear(&mut request, env, &shop).await;
    match told {
        Err(error) if error.status >= 500 => {
            log::fault(&error, Ids::of_shop(shop.as_str()));
            Err(Error::too_many(REPEAT_S))
        }
        told => answer::json(&told?),
    }
}

async fn hear(request: &mut Request, env: &Env, shop: &ShopId) -> Result<Counted> {
    let body = body::read(request, MAX_BODY).await?;
    ask_with_bytes(env, Class::Outbox, shop.as_str(), calls::TOLD, &body).await
}

/// The address at which a shop's reports are heard.
pub(crate) fn address(origin: &str, shop: &ShopId) -> String {
    format!("{origin}/v1/brevo/{shop}")
}

fn refused(refusal: Refusal) -> Error {
    if refusal == Refusal::OtherShop {
        let message = "this token is for the reports of another shop";
        return Error::refusal(403, "other_shop", message);
    }
    let message =
        "a report carries the token of its webhook; the set-up check with --mend renews it";
    Error::refusal(401, "unauthorised", message)
}

/// A batch holds 500 events of about a kilobyte; a letter may quote much.
const MAX_BODY: usize = 2 << 20;
/// Brevo's own wait before its first repetition.
const REPEAT_S: u32 = 600;
