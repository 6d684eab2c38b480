//! What happened to a shopper outside the chat, as one of the shop's systems tells it: the messages that follow wait at the
//! shopper's object.

use super::{ask_shop, read};
use crate::answer;
use crate::ask::{Class, Done, ask, shopper_name};
use crate::calls::{self, Waiting};
use crate::clock;
use crate::error::{Error, Result};
use serde::Deserialize;
use shared::flow::built_in;
use shared::id::{ShopId, ShopperId};
use shared::journey::Occasion;
use shared::money::Currency;
use shared::time::{Instant, Span};
use shared::wire::document_v1::{AfterAudience, OccasionKind, Problem};
use std::collections::BTreeMap;
use worker::{Env, Request, Response};

/// Something that happened to a shopper, as one of the shop's systems tells it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Happened {
    /// What.
    event: OccasionKind,
    /// To which order, product or parcel: what tells it from another of its kind. The same again changes nothing.
    key: String,
    /// When, in milliseconds since 1970; now when left out.
    #[serde(default)]
    at: Option<Instant>,
    /// What the shopper is to the shop; without it only flows for everyone begin.
    #[serde(default)]
    audience: Option<AfterAudience>,
    /// What the flow's texts may use of it, by built-in name.
    #[serde(default)]
    values: BTreeMap<String, String>,
}

/// How long a key or a value may be, in characters.
const MAX_VALUE: usize = 200;
/// How far the clock of one of the shop's systems may be ahead of ours.
const CLOCKS_DIFFER: Span = Span::minutes(5);

pub(super) async fn happened(
    mut request: Request,
    env: &Env,
    shop: &ShopId,
    shopper: ShopperId,
) -> Result<Response> {
    let happened: Happened = read(&mut request, "occasion", "this is no occasion").await?;
    let now = clock::now();
    let problems = happened.problems(now);
    if !problems.is_empty() {
        let message = "the occasion has mistakes";
        return Err(Error::unprocessable("occasion", message, problems));
    }
    // A shop that is not there has no shoppers.
    let _: Currency = ask_shop(env, Class::Shop, shop, calls::CURRENCY).await?;
    let occasion = Occasion {
        kind: happened.event,
        key: happened.key,
        at: happened.at.unwrap_or(now),
        shop: shop.clone(),
        shopper,
        audience: happened.audience,
        values: happened.values,
    };
    let name = shopper_name(shop, &occasion.shopper);
    let _: Done = ask(env, Class::Shopper, &name, calls::HAPPENED, &occasion).await?;
    answer::json(&waiting(env, shop, &occasion.shopper).await?)
}

pub(super) async fn waiting(env: &Env, shop: &ShopId, shopper: &ShopperId) -> Result<Vec<Waiting>> {
    let name = shopper_name(shop, shopper);
    ask(env, Class::Shopper, &name, calls::WAITING, &()).await
}

impl Happened {
    fn problems(&self, now: Instant) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut note = |place: String, reason: &str| {
            let reason = reason.into();
            problems.push(Problem { place, reason });
        };
        let too_long = |text: &str| text.chars().count() > MAX_VALUE;
        if self.key.trim().is_empty() || too_long(&self.key) {
            note("key".into(), "a key has 1 to 200 characters");
        }
        if self.at.is_some_and(|at| at > now + CLOCKS_DIFFER) {
            note("at".into(), "it has not happened yet");
        }
        for (name, value) in &self.values {
            let place = format!("values.{name}");
            if built_in(name).is_none_or(|known| known.always) {
                note(place, "no text can use this name");
            } else if too_long(value) {
                note(place, "a value has at most 200 characters");
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_of_an_occasion_is_named() {
        let now = Instant(1_800_000_000_000);
        let long = "c".repeat(201);
        let happened = Happened {
            event: OccasionKind::Delivered,
            key: " ".into(),
            at: Some(now + Span::hours(1)),
            audience: None,
            values: [
                ("product", "a"),
                ("colour", "b"),
                ("carrier", long.as_str()),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        };
        let problems = happened.problems(now);
        let places: Vec<&str> = problems
            .iter()
            .map(|problem| problem.place.as_str())
            .collect();
        assert_eq!(places, ["key", "at", "values.carrier", "values.colour"]);
    }
}
