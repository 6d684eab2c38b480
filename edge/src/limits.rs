//! How often the chat may be opened: from one address, and at one shop.
//!
//! The platform's rate limiters count: they write no row, wake no object and wait for nothing, which a limit must not do
//! if it is to hold under a flood. They count for each of the platform's places and let a little more through than they
//! say (<https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/>): enough against abuse. What must
//! be exact is counted where it is stored: turns by the conversation, messages by the shopper's object.

use crate::error::{Error, Result};
use core::net::IpAddr;
use shared::id::ShopId;
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::{Object, Reflect};
use worker::wasm_bindgen_futures::JsFuture;
use worker::{Env, RateLimiter, worker_sys};

/// What an opening is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A shopper's.
    Plain,
    /// Perhaps no shopper's: it has to be paid for with a sum.
    Suspect,
    /// One too many; so many seconds are to be waited.
    TooMany(u32),
}

/// The platform's limiters, by their bindings in `wrangler.toml`.
pub(crate) const BINDINGS: [&str; 4] = [
    "ADDRESS_SUSPECT",
    "ADDRESS_OPENINGS",
    "SHOP_SUSPECT",
    "SHOP_OPENINGS",
];

/// Counts an opening as it comes.
pub(crate) async fn opening(env: &Env, shop: &ShopId, address: Option<&str>) -> Opening {
    let [address_suspect, address_most, shop_suspect, _] = BINDINGS;
    let network = address.map(network).unwrap_or_default();
    if is_over(env, address_most, &network).await {
        return Opening::TooMany(PERIOD_S);
    }
    let suspect = is_over(env, address_suspect, &network).await
        || is_over(env, shop_suspect, shop.as_str()).await;
    if suspect {
        Opening::Suspect
    } else {
        Opening::Plain
    }
}

/// Counts an opening that is let in, and says whether its shop has had as many as it may. What was refused, or asked for a
/// sum, uses up nothing of that, or a flood that pays for nothing would keep shoppers out who do.
pub(crate) async fn let_in(env: &Env, shop: &ShopId) -> Result<()> {
    let [.., shop_most] = BINDINGS;
    if is_over(env, shop_most, shop.as_str()).await {
        return Err(Error::too_many(PERIOD_S));
    }
    Ok(())
}

/// A limiter that cannot be asked stops nobody: `/health` tells that it is missing.
async fn is_over(env: &Env, limiter: &str, key: &str) -> bool {
    let Ok(limiter) = env.rate_limiter(limiter) else {
        return false;
    };
    matches!(asked(&limiter, key).await, Ok(Some(false)))
}

/// Whether a limiter lets this through. What `worker` has for it would be all that reads types from JavaScript.
async fn asked(limiter: &RateLimiter, key: &str) -> core::result::Result<Option<bool>, JsValue> {
    let question = Object::new();
    Reflect::set(&question, &"key".into(), &key.into())?;
    let raw: &worker_sys::RateLimiter = limiter.as_ref().unchecked_ref();
    let outcome = JsFuture::from(raw.limit(question)?).await?;
    Ok(Reflect::get(&outcome, &"success".into())?.as_bool())
}

/// What one subscriber has: an IPv4 address, or the first half of an IPv6 address.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Ok(IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

/// The period of the limiters, in seconds.
const PERIOD_S: u32 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_one_address_or_half_of_a_long_one() {
        for (address, counted) in [
            ("203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
            ("2001:db8:1:2::9", "2001:db8:1:2"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(network(address), counted);
        }
    }
}
