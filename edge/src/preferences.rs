//! `GET` and `POST /p/{token}`: the page on which a shopper says what they want to hear, by the link in every message.
//! Looking at it changes nothing, however often a mail program does so. Parses, asks the shop and the shopper's object,
//! answers; what a form means is read in [`shared::message`], what holds the shopper's ledger decides.
//!
//! The address is short, since it stands in text messages.

use crate::answer;
use crate::ask::{Class, ask, ask_for_bytes, shopper_name};
use crate::body;
use crate::calls::{self, Following, Said, WantFollowing, WantPreferences};
use crate::clock;
use crate::config;
use crate::error::{Error, Result};
use crate::session::Signer;
use crate::words;
use shared::id::{ShopId, ShopperId};
use shared::locale::{Language, Locale};
use shared::message::{Form, expired_page};
use shared::time::{Instant, Span};
use worker::{Env, Method, Request, Response};

/// Answers `/p/{token}`.
pub(crate) async fn route(mut request: Request, env: &Env, token: &str) -> Result<Response> {
    let posted = request.method() == Method::Post;
    if !posted && request.method() != Method::Get {
        let message = "this address takes another method";
        return Err(Error::refusal(405, "method_not_allowed", message));
    }
    let signer = Signer::of(&config::token_secrets(env)?);
    let opens = Opens::read(&signer, token).ok_or_else(|| {
        Error::not_found("this link is not whole; please open it from the message")
    })?;
    let shop: Following = ask(
        env,
        Class::Shop,
        opens.shop.as_str(),
        calls::FOLLOWING,
        &WantFollowing {
            event: None,
            shopper: Some(opens.shopper.clone()),
        },
    )
    .await?;
    let words = words::or_english(env, opens.language).await;
    if shop.erased || opens.expires() <= clock::now() {
        return answer::page(410, expired_page(&words, &shop.facts.brand));
    }
    let form = if posted {
        Some(form(&mut request).await?)
    } else {
        None
    };
    let want = WantPreferences {
        shop: shop.facts,
        words: Said::of(&words),
        form,
    };
    let name = shopper_name(&opens.shop, &opens.shopper);
    let page = ask_for_bytes(env, Class::Shopper, &name, calls::PREFERENCES, &want).await?;
    let page = String::from_utf8(page).map_err(|_| Error::fault("a page that is no text"))?;
    answer::page(200, page)
}

/// What was sent, if it is a form of the page's or a mail program's.
async fn form(request: &mut Request) -> Result<String> {
    let body = body::read(request, MAX_FORM).await?;
    let text = String::from_utf8(body).ok();
    text.filter(|text| Form::read(text).is_some())
        .ok_or_else(|| Error::bad_request("form", "this is no form of this page"))
}

/// The address of a shopper's page, for messages in this language; none where this Worker does not know its own.
pub(crate) fn link(
    env: &Env,
    address: Option<&str>,
    (shop, shopper): (&ShopId, &ShopperId),
    language: Language,
) -> Result<Option<String>> {
    let Some(address) = address else {
        return Ok(None);
    };
    let signer = Signer::of(&config::token_secrets(env)?);
    let opens = Opens::new(shop, shopper, language, clock::now());
    opens.link(&signer, address).map(Some)
}

/// Whose page a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Opens {
    shop: ShopId,
    shopper: ShopperId,
    /// The message's language, and so the page's.
    language: Language,
    /// The day since 1970 on which the link was made.
    day: i64,
}

impl Opens {
    fn new(shop: &ShopId, shopper: &ShopperId, language: Language, now: Instant) -> Self {
        Self {
            shop: shop.clone(),
            shopper: shopper.clone(),
            language,
            day: now.0.div_euclid(Span::days(1).0),
        }
    }

    /// The address of the page, below that of this Worker.
    fn link(&self, signer: &Signer, address: &str) -> Result<String> {
        let shop = self.shop.as_str();
        let shop = shop.strip_suffix(HOST).unwrap_or(shop);
        let said = format!(
            "{shop}~{}~{}{}",
            self.shopper,
            self.language.code(),
            self.day
        );
        let token = signer.mark(PREFERENCES, &said)?;
        Ok(format!("{address}{PLACE}/{token}"))
    }

    fn read(signer: &Signer, token: &str) -> Option<Self> {
        let said = signer.marked(PREFERENCES, token).ok()?;
        let mut parts = said.split('~');
        let (shop, shopper, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let (language, day) = rest.split_at_checked(2)?;
        let whole = if shop.contains('.') { "" } else { HOST };
        Some(Self {
            shop: format!("{shop}{whole}").parse().ok()?,
            shopper: shopper.parse().ok()?,
            language: Locale::known(language)?.language(),
            day: day.parse().ok()?,
        })
    }

    fn expires(&self) -> Instant {
        Instant(self.day.saturating_mul(Span::days(1).0)) + LIFE
    }
}

/// What the secret part of a link is signed for: it opens nothing else.
const PREFERENCES: &str = "parley preferences link v1";
/// Where a choice is made, as its proof names it: never with the secret of the link.
pub(crate) const PLACE: &str = "/p";
/// What the permanent host names of shops end in; a link leaves it out.
const HOST: &str = ".myshopify.com";
/// More than a year: whoever finds an old message can still stop what follows it.
const LIFE: Span = Span::days(400);
/// Far more than the page's form.
const MAX_FORM: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn opens(shop: &str) -> Opens {
        let (shop, shopper) = (shop.parse().unwrap(), "c-1_x".parse().unwrap());
        Opens::new(&shop, &shopper, Language::Hebrew, NOW)
    }

    fn token(signer: &Signer, opens: &Opens) -> String {
        let link = opens.link(signer, "https://chat.example").unwrap();
        let token = link.strip_prefix("https://chat.example/p/");
        token.unwrap().to_owned()
    }

    #[test]
    fn a_link_names_one_shopper_of_one_shop_and_is_taken_for_nothing_else() {
        let signer = Signer::of(&[Secret::from("secret")]);
        for shop in ["fernwood.myshopify.com", "fernwood.example"] {
            let token = token(&signer, &opens(shop));
            assert_eq!(Opens::read(&signer, &token), Some(opens(shop)));
            let foreign = Signer::of(&[Secret::from("another")]);
            assert_eq!(Opens::read(&foreign, &token), None);
            assert!(signer.marked("another use", &token).is_err());
        }
    }

    #[test]
    fn a_link_is_short_and_safe_in_any_message() {
        let token = token(
            &Signer::of(&[Secret::from("secret")]),
            &opens("fernwood.myshopify.com"),
        );
        assert!(token.len() < 90, "{token}");
        let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        assert!(token.bytes().all(safe), "{token}");
    }

    #[test]
    fn every_changed_character_of_a_link_is_refused() {
        let signer = Signer::of(&[Secret::from("secret")]);
        let token = token(&signer, &opens("fernwood.myshopify.com"));
        for place in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Opens::read(&signer, &changed), None, "at {place}");
        }
    }

    #[test]
    fn a_link_opens_its_page_for_more_than_a_year() {
        let expires = opens("fernwood.myshopify.com").expires();
        assert!(expires > NOW + Span::days(398) && expires <= NOW + Span::days(400));
    }
}
