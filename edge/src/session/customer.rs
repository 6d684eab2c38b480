//! Customers' tokens: what the shop platform has said about who is signed in, for a page to carry to the opening of a
//! conversation.

use super::{Refusal, Signer};
use crate::error::Result;
use shared::id::{CustomerId, ShopId};
use shared::time::{Instant, Span};

/// How long a customer's token is taken: a page opens its conversation at once.
pub(crate) const CUSTOMER_LIFE: Span = Span::minutes(10);

/// What a customer's token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomerClaims {
    pub(crate) shop: ShopId,
    pub(crate) customer: CustomerId,
    pub(crate) expires: Instant,
}

impl Signer {
    /// A token for a page of a customer who is signed in.
    pub(crate) fn sign_customer(&self, claims: &CustomerClaims) -> Result<String> {
        // No id holds a tilde.
        let said = format!("{}~{}~{}", claims.shop, claims.customer, claims.expires.0);
        self.mark(TOKEN, &said)
    }

    /// Who is signed in at a page of this shop.
    pub(crate) fn customer(
        &self,
        token: &str,
        shop: &ShopId,
        now: Instant,
    ) -> core::result::Result<CustomerId, Refusal> {
        let said = self.marked(TOKEN, token)?;
        let (of, rest) = said.split_once('~').ok_or(Refusal::Malformed)?;
        let (customer, expires) = rest.split_once('~').ok_or(Refusal::Malformed)?;
        if of != shop.as_str() {
            return Err(Refusal::OtherShop);
        }
        let expires = expires.parse().map_err(|_| Refusal::Malformed)?;
        if Instant(expires) <= now {
            return Err(Refusal::Expired);
        }
        customer.parse().map_err(|_| Refusal::Malformed)
    }
}

const TOKEN: &str = "parley customer token v1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    const NOW: Instant = Instant(1_800_000_000_000);

    #[test]
    fn a_customers_token_is_for_one_shop_for_a_few_minutes_and_for_nothing_else() {
        let signer = Signer::of(&[Secret::from("secret")]);
        let claims = CustomerClaims {
            shop: "fernwood.myshopify.com".parse().unwrap(),
            customer: "7012345678901".parse().unwrap(),
            expires: NOW + CUSTOMER_LIFE,
        };
        let token = signer.sign_customer(&claims).unwrap();
        let other: ShopId = "other.myshopify.com".parse().unwrap();
        let of = |shop: &ShopId, now| signer.customer(&token, shop, now);
        assert_eq!(of(&claims.shop, NOW), Ok(claims.customer.clone()));
        assert_eq!(of(&other, NOW), Err(Refusal::OtherShop));
        let late = NOW + CUSTOMER_LIFE;
        assert_eq!(of(&claims.shop, late), Err(Refusal::Expired));
        assert_eq!(
            signer.recognise(&token, &claims.shop, NOW),
            Err(Refusal::Forged)
        );
        let said = token.split_once('.').unwrap().1.rsplit_once('.').unwrap().0;
        let sealed = signer.mark("another use", said).unwrap();
        assert_eq!(
            signer.customer(&sealed, &claims.shop, NOW),
            Err(Refusal::Forged)
        );
    }
}
