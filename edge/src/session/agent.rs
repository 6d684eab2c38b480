//! Agents' tokens: signed with a key of their own, so that none passes for a shopper's.

use super::{Claims, Refusal, Signer, TOKEN as SHOPPERS_TOKEN};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use shared::id::ShopId;
use shared::time::Instant;
use shared::wire::agent_v1::Named;

/// What an agent's token says: who answers for which shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AgentClaims {
    #[serde(rename = "s")]
    pub(crate) shop: ShopId,
    #[serde(rename = "n")]
    pub(crate) named: Named,
    #[serde(rename = "e")]
    pub(crate) expires: Instant,
}

impl Signer {
    /// A token for an agent's console.
    pub(crate) fn sign_agent(&self, claims: &AgentClaims) -> Result<String> {
        self.seal(TOKEN, claims)
    }

    /// What an agent's token says, when it may open a conversation now. A console may stand on any origin: it keeps its
    /// token to itself, and no page sends it along unasked.
    pub(crate) fn verify_agent(
        &self,
        token: &str,
        now: Instant,
    ) -> core::result::Result<AgentClaims, Refusal> {
        let claims: AgentClaims = self.unseal(TOKEN, token).map_err(|refusal| {
            let is_shoppers = self.unseal::<Claims>(SHOPPERS_TOKEN, token).is_ok();
            if is_shoppers {
                Refusal::OtherRole
            } else {
                refusal
            }
        })?;
        if claims.expires <= now {
            return Err(Refusal::Expired);
        }
        Ok(claims)
    }
}

pub(super) const TOKEN: &str = "parley agent token v1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;
    use shared::time::Span;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn claims() -> AgentClaims {
        AgentClaims {
            shop: "fernwood.myshopify.com".parse().unwrap(),
            named: Named {
                agent: "mia".parse().unwrap(),
                name: "Mia Żak".into(),
            },
            expires: NOW + Span::hours(8),
        }
    }

    fn shoppers() -> Claims {
        Claims {
            shop: "fernwood.myshopify.com".parse().unwrap(),
            conversation: "c1".parse().unwrap(),
            shopper: "s1".parse().unwrap(),
            origin: "https://fernwood.example".into(),
            expires: NOW + Span::hours(8),
            own: None,
        }
    }

    #[track_caller]
    fn check(token: &str, now: Instant, expected: &core::result::Result<AgentClaims, Refusal>) {
        assert_eq!(&signer("secret").verify_agent(token, now), expected);
    }

    fn signer(secret: &str) -> Signer {
        Signer::of(&[Secret::from(secret)])
    }

    #[test]
    fn an_agents_token_opens_until_it_expires() {
        let token = signer("secret").sign_agent(&claims()).unwrap();
        check(&token, NOW, &Ok(claims()));
        check(&token, claims().expires, &Err(Refusal::Expired));
        check("a.b.bbbb", NOW, &Err(Refusal::Forged));
        check("", NOW, &Err(Refusal::Malformed));
        let other = signer("another").sign_agent(&claims()).unwrap();
        check(&other, NOW, &Err(Refusal::Forged));
    }

    #[test]
    fn neither_roles_token_passes_for_the_others() {
        let signer = signer("secret");
        let token = signer.sign(&shoppers()).unwrap();
        check(&token, NOW, &Err(Refusal::OtherRole));
        let token = signer.sign_agent(&claims()).unwrap();
        let verified = signer.verify(&token, "https://fernwood.example", NOW);
        assert_eq!(verified, Err(Refusal::OtherRole));
    }
}
