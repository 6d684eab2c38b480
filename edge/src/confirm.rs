//! `GET` and `POST /confirm/{token}`: the page that the link of a request to confirm opens, and its button. Looking at the
//! page confirms nothing, however often a mail program does so. Parses, asks the shop and the shopper's object, answers;
//! what holds, their ledger decides.

use crate::answer;
use crate::ask::{Class, ask, shopper_name};
use crate::calls::{self, Confirmed, Following, Press, WantConfirmation, WantFollowing};
use crate::config;
use crate::error::{Error, Result};
use crate::session::Signer;
use crate::words;
use serde::{Deserialize, Serialize};
use shared::id::{ConsentId, ShopId, ShopperId};
use shared::locale::Locale;
use shared::message::{ConfirmFacts, ConfirmPage, confirm_page};
use worker::{Env, Method, Response};

pub(crate) async fn route(method: Method, env: &Env, token: &str) -> Result<Response> {
    let pressed = method == Method::Post;
    if !pressed && method != Method::Get {
        let message = "this address takes another method";
        return Err(Error::refusal(405, "method_not_allowed", message));
    }
    let signer = Signer::of(&config::token_secrets(env)?);
    let asks: Asks = signer
        .unseal(CONFIRMATION, token)
        .map_err(|_| Error::not_found("this link is not whole; please open it from the e-mail"))?;
    let want = WantFollowing {
        event: None,
        shopper: None,
    };
    let shop: Following = ask(
        env,
        Class::Shop,
        asks.shop.as_str(),
        calls::FOLLOWING,
        &want,
    )
    .await?;
    let words = words::or_english(env, Locale::of(&shop.locale).language()).await;
    let press = pressed.then(|| Press {
        button: words.say("confirm_press").into(),
        place: PLACE.into(),
    });
    let brand = shop.facts.brand.clone();
    let want = WantConfirmation {
        grant: asks.grant,
        shop: shop.facts,
        press,
    };
    let name = shopper_name(&asks.shop, &asks.shopper);
    let confirmed: Confirmed = ask(env, Class::Shopper, &name, calls::CONFIRM, &want).await?;
    let (page, agreed) = match confirmed {
        Confirmed::Ask { agreed } => (ConfirmPage::Ask, agreed),
        Confirmed::Done => (ConfirmPage::Done, String::new()),
        Confirmed::Over => (ConfirmPage::Over, String::new()),
    };
    let facts = ConfirmFacts {
        shop: &brand,
        words: &words,
        agreed: &agreed,
    };
    answer::page(200, confirm_page(&facts, page))
}

/// What the link in a request to confirm says. How long it holds, the ledger knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asks {
    #[serde(rename = "s")]
    pub(crate) shop: ShopId,
    #[serde(rename = "p")]
    pub(crate) shopper: ShopperId,
    #[serde(rename = "g")]
    pub(crate) grant: ConsentId,
}

impl Asks {
    /// The address of the page, below that of this Worker.
    pub(crate) fn link(&self, signer: &Signer, address: &str) -> Result<String> {
        let token = signer.seal(CONFIRMATION, self)?;
        Ok(format!("{address}{PLACE}/{token}"))
    }
}

/// What the secret part of a link is sealed for: it opens nothing else.
const CONFIRMATION: &str = "parley confirmation link v1";
/// Where a confirmation happens, as its proof names it: never with the secret of the link.
const PLACE: &str = "/confirm";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;
    use crate::session::Refusal;

    #[test]
    fn a_link_names_one_grant_and_is_taken_for_nothing_else() {
        let signer = Signer::of(&[Secret::from("secret")]);
        let asks = Asks {
            shop: "fernwood.myshopify.com".parse().unwrap(),
            shopper: "s1".parse().unwrap(),
            grant: "consent.c1.8".parse().unwrap(),
        };
        let link = asks.link(&signer, "https://chat.example").unwrap();
        let token = link.strip_prefix("https://chat.example/confirm/").unwrap();
        assert_eq!(signer.unseal(CONFIRMATION, token), Ok(asks.clone()));
        let other: core::result::Result<Asks, Refusal> = signer.unseal("another use", token);
        assert_eq!(other, Err(Refusal::Forged));
        let foreign = Signer::of(&[Secret::from("another")]);
        let foreign: core::result::Result<Asks, Refusal> = foreign.unseal(CONFIRMATION, token);
        assert_eq!(foreign, Err(Refusal::Forged));
    }
}
