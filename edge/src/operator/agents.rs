//! Letting an agent in, until agents sign in by themselves.

use super::{ask_shop, read};
use crate::answer;
use crate::ask::Class;
use crate::calls;
use crate::clock;
use crate::config;
use crate::error::{Error, Result};
use crate::session::{AgentClaims, Signer};
use crate::shop::Summary;
use serde::{Deserialize, Serialize};
use shared::id::{AgentId, ShopId};
use shared::time::{Instant, Span};
use shared::wire::agent_v1::Named;
use worker::{Env, Request, Response};

/// Who is to answer for a shop.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WantAgent {
    /// Who they are; the same id is the same agent, whatever they are called.
    agent: AgentId,
    /// The name shown to shoppers.
    name: String,
    /// How long the token opens conversations; eight hours when nothing is said, thirty days at most.
    #[serde(default)]
    hours: Option<i64>,
}

/// An agent's token. It has no `Debug`: it opens doors.
#[derive(Serialize)]
pub(super) struct LetIn {
    token: String,
    expires: Instant,
}

/// A working day.
const AGENT_HOURS: i64 = 8;
const MAX_AGENT_HOURS: i64 = 30 * 24;
const MAX_NAME: usize = 40;

pub(super) async fn let_in(mut request: Request, env: &Env, shop: &ShopId) -> Result<Response> {
    let want: WantAgent = read(&mut request, "agent", "this names no agent").await?;
    let name = want.name.trim();
    let hours = want.hours.unwrap_or(AGENT_HOURS);
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        let message = format!("an agent's name has 1 to {MAX_NAME} characters");
        return Err(Error::bad_request("agent_name", message));
    }
    if !(1..=MAX_AGENT_HOURS).contains(&hours) {
        let message = format!("an agent is let in for 1 to {MAX_AGENT_HOURS} hours");
        return Err(Error::bad_request("agent_hours", message));
    }
    // No token for a shop that is not there.
    let _: Summary = ask_shop(env, Class::Shop, shop, calls::SUMMARY).await?;
    let claims = AgentClaims {
        shop: shop.clone(),
        named: Named {
            agent: want.agent,
            name: name.into(),
        },
        expires: clock::now() + Span::hours(hours),
    };
    let token = Signer::of(&config::token_secrets(env)?).sign_agent(&claims)?;
    answer::json(&LetIn {
        token,
        expires: claims.expires,
    })
}
