//! What the Worker signs and recognises: tokens of shoppers and agents, the ids made from a page's key, the operator's
//! secret.
//! Pure: no request, no clock, no randomness; whoever calls turns a [`Refusal`] into an answer.
//!
//! Every key is derived from a root secret by HMAC with a label for its use. A token names the root secret that signed
//! it; while secrets are changed, two are accepted and the newer one signs.

mod agent;
mod customer;

pub(crate) use agent::AgentClaims;
pub(crate) use customer::{CUSTOMER_LIFE, CustomerClaims};

use crate::config::Secret;
use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::digest::Key;
use hmac::{Hmac, Mac};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::id::{ConversationId, ShopId, ShopperId, TurnId};
use shared::json;
use shared::time::{Instant, Span};

/// How long a token opens a socket. The page's key, which it keeps, fetches the next one.
pub(crate) const TOKEN_LIFE: Span = Span::hours(24);
/// How long an old token still tells that this is the same shopper.
pub(crate) const KNOWN_LIFE: Span = Span::days(90);
/// The shortest key a page may make; a shorter one could meet another shopper's.
pub(crate) const MIN_KEY_CHARS: usize = 16;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    #[serde(rename = "s")]
    pub(crate) shop: ShopId,
    #[serde(rename = "c")]
    pub(crate) conversation: ConversationId,
    #[serde(rename = "p")]
    pub(crate) shopper: ShopperId,
    /// The page's origin, as the browser sent it.
    #[serde(rename = "o")]
    pub(crate) origin: String,
    #[serde(rename = "e")]
    pub(crate) expires: Instant,
    /// The conversation that the page's key names, where the page is in another one: a customer's, begun elsewhere.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub(crate) own: Option<ConversationId>,
}

impl Claims {
    /// Whether the page whose key names this conversation was given the token.
    pub(crate) fn is_of(&self, own: &ConversationId) -> bool {
        self.own.as_ref().unwrap_or(&self.conversation) == own
    }
}

/// Why a token does not open the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not three parts, with claims as base64url in the second.
    Malformed,
    /// Not signed by this Worker, or with a secret that is no longer accepted.
    Forged,
    /// Its time is over.
    Expired,
    /// Of another shop.
    OtherShop,
    /// A shopper's where an agent's is due, or the reverse.
    OtherRole,
    /// Used from another origin than it was made for.
    OtherOrigin,
}

/// Signs and verifies with keys derived from the operator's root secrets, one for each use.
pub(crate) struct Signer {
    /// The newest first: it signs. The others only verify, while a change of secrets is under way.
    roots: Vec<Root>,
}

/// A root secret, and the name by which tokens say that it signed them.
struct Root {
    id: String,
    secret: [u8; 32],
}

impl Signer {
    pub(crate) fn of(secrets: &[Secret]) -> Self {
        Self {
            roots: secrets.iter().map(Root::of).collect(),
        }
    }

    /// A token for a shopper's page.
    pub(crate) fn sign(&self, claims: &Claims) -> Result<String> {
        self.seal(TOKEN, claims)
    }

    /// What a token says, when it may open a socket now for a page of `origin`.
    pub(crate) fn verify(
        &self,
        token: &str,
        origin: &str,
        now: Instant,
    ) -> core::result::Result<Claims, Refusal> {
        let claims: Claims = self.unseal(TOKEN, token).map_err(|refusal| {
            let is_agents = self.unseal::<AgentClaims>(agent::TOKEN, token).is_ok();
            if is_agents {
                Refusal::OtherRole
            } else {
                refusal
            }
        })?;
        if claims.expires <= now {
            return Err(Refusal::Expired);
        }
        if claims.origin != origin {
            return Err(Refusal::OtherOrigin);
        }
        Ok(claims)
    }

    /// What an earlier token of this shop says. It opens nothing: it lets consent and caps of the same shopper meet, and
    /// says in which conversation its page is, so it is taken from any page of the shop and long after its socket time.
    pub(crate) fn recognise(
        &self,
        token: &str,
        shop: &ShopId,
        now: Instant,
    ) -> core::result::Result<Claims, Refusal> {
        let claims: Claims = self.unseal(TOKEN, token)?;
        if claims.shop != *shop {
            return Err(Refusal::OtherShop);
        }
        if claims.expires + KNOWN_LIFE <= now {
            return Err(Refusal::Expired);
        }
        Ok(claims)
    }

    /// The token by which reports about this shop are known to come from whoever it was given to.
    pub(crate) fn webhook_token(&self, shop: &ShopId) -> Result<String> {
        self.seal(WEBHOOK, shop)
    }

    /// Whether a token is the one for reports about this shop; it is another shop's, or none of ours.
    pub(crate) fn opens_webhook(
        &self,
        token: &str,
        shop: &ShopId,
    ) -> core::result::Result<(), Refusal> {
        let named: ShopId = self.unseal(WEBHOOK, token)?;
        if named == *shop {
            Ok(())
        } else {
            Err(Refusal::OtherShop)
        }
    }

    /// `key id "." base64url(what is said, as JSON) "." base64url(HMAC-SHA-256)`: text that only this Worker makes, and
    /// that is taken for nothing but `usage`.
    pub(crate) fn seal<T: Serialize>(&self, usage: &str, said: &T) -> Result<String> {
        self.mark(usage, &URL_SAFE_NO_PAD.encode(serde_json::to_vec(said)?))
    }

    /// `key id "." text "." base64url(HMAC-SHA-256)`, for a text that may stand in an address as it is.
    pub(crate) fn mark(&self, usage: &str, text: &str) -> Result<String> {
        let root = self.roots.first();
        let root = root.ok_or_else(|| Error::fault("no root secret"))?;
        let signed = format!("{}.{text}", root.id);
        let tag = root.mac(usage, signed.as_bytes()).finalize().into_bytes();
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag)))
    }

    /// What a text says that was sealed for `usage`, by any root secret that is still accepted.
    pub(crate) fn unseal<T: DeserializeOwned>(
        &self,
        usage: &str,
        text: &str,
    ) -> core::result::Result<T, Refusal> {
        let payload = self.marked(usage, text)?;
        let payload = URL_SAFE_NO_PAD
            .decode(payload)
            .map_err(|_| Refusal::Malformed)?;
        json::read(&payload).map_err(|_| Refusal::Malformed)
    }

    /// The text that was marked for `usage`, with any root secret that is still accepted.
    pub(crate) fn marked<'a>(
        &self,
        usage: &str,
        text: &'a str,
    ) -> core::result::Result<&'a str, Refusal> {
        let (signed, tag) = text.rsplit_once('.').ok_or(Refusal::Malformed)?;
        let (id, payload) = signed.split_once('.').ok_or(Refusal::Malformed)?;
        let tag = URL_SAFE_NO_PAD
            .decode(tag)
            .map_err(|_| Refusal::Malformed)?;
        let root = self.roots.iter().find(|root| root.id == id);
        let root = root.ok_or(Refusal::Forged)?;
        // The signature first: nothing of an unsigned payload is read. The comparison takes the same time for each tag.
        let mac = root.mac(usage, signed.as_bytes());
        mac.verify_slice(&tag).map_err(|_| Refusal::Forged)?;
        Ok(payload)
    }
}

impl Root {
    fn of(secret: &Secret) -> Self {
        let secret: [u8; 32] = Sha256::digest(secret.text().as_bytes()).into();
        let id = derived(&secret, KEY_ID).finalize().into_bytes();
        let id: Vec<u8> = id.into_iter().take(6).collect();
        Self {
            id: URL_SAFE_NO_PAD.encode(id),
            secret,
        }
    }

    /// A MAC over `text` with the key of this use.
    fn mac(&self, usage: &str, text: &[u8]) -> Hmac<Sha256> {
        let mut mac = keyed(&derived(&self.secret, usage).finalize().into_bytes());
        mac.update(text);
        mac
    }
}

/// The conversation of a page's key: the same key opens the same conversation, and nobody can aim at another's, since
/// that takes a key with a given hash. No secret is in it, so a change of secrets loses no conversation.
pub(crate) fn conversation(shop: &ShopId, key: &TurnId) -> Option<ConversationId> {
    id(CONVERSATION, shop, key).parse().ok()
}

/// Who a shopper is that was not known before this key.
pub(crate) fn shopper(shop: &ShopId, key: &TurnId) -> Option<ShopperId> {
    id(SHOPPER, shop, key).parse().ok()
}

fn id(usage: &str, shop: &ShopId, key: &TurnId) -> String {
    let mut hash = Sha256::new();
    // Neither a shop nor a key holds a line feed, so no other pair makes the same bytes.
    for part in [usage, "\n", shop.as_str(), "\n", key.as_str()] {
        hash.update(part.as_bytes());
    }
    let half: Vec<u8> = hash.finalize().into_iter().take(16).collect();
    format!("c{}", URL_SAFE_NO_PAD.encode(half))
}

/// Whether `given` is one of `secrets`, in a time that does not tell how much of it is right.
pub(crate) fn is_secret(secrets: &[Secret], given: &str) -> bool {
    let hash = |text: &str| keyed(&Sha256::digest(text.as_bytes())).finalize();
    let given = hash(given);
    secrets.iter().fold(false, |found, secret| {
        (hash(secret.text()) == given) | found
    })
}

/// A MAC over `text` with the key that this use derives from a secret of its own.
pub(crate) fn tag(secret: &Secret, usage: &str, text: &[u8]) -> [u8; 32] {
    Root::of(secret)
        .mac(usage, text)
        .finalize()
        .into_bytes()
        .into()
}

fn derived(secret: &[u8], usage: &str) -> Hmac<Sha256> {
    let mut derive = keyed(secret);
    derive.update(usage.as_bytes());
    derive
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = Key::<Hmac<Sha256>>::default();
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block)
}

const TOKEN: &str = "parley shopper token v1";
const WEBHOOK: &str = "parley webhook token v1";
const KEY_ID: &str = "parley key id v1";
const CONVERSATION: &str = "parley conversation id v1";
const SHOPPER: &str = "parley shopper id v1";

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);
    const ORIGIN: &str = "https://fernwood.example";

    fn signer(secrets: &[&str]) -> Signer {
        Signer::of(
            &secrets
                .iter()
                .map(|secret| Secret::from(*secret))
                .collect::<Vec<_>>(),
        )
    }

    fn claims() -> Claims {
        Claims {
            shop: "fernwood.myshopify.com".parse().unwrap(),
            conversation: "c1".parse().unwrap(),
            shopper: "s1".parse().unwrap(),
            origin: ORIGIN.into(),
            expires: NOW + TOKEN_LIFE,
            own: None,
        }
    }

    fn token(secrets: &[&str]) -> String {
        signer(secrets).sign(&claims()).unwrap()
    }

    #[track_caller]
    fn check(
        token: &str,
        origin: &str,
        now: Instant,
        expected: &core::result::Result<Claims, Refusal>,
    ) {
        assert_eq!(&signer(&["secret"]).verify(token, origin, now), expected);
    }

    #[test]
    fn a_token_opens_its_own_door_until_it_expires() {
        let token = token(&["secret"]);
        check(&token, ORIGIN, NOW, &Ok(claims()));
        let last = NOW + TOKEN_LIFE;
        check(&token, ORIGIN, Instant(last.0 - 1), &Ok(claims()));
        check(&token, ORIGIN, last, &Err(Refusal::Expired));
        check(
            &token,
            "https://evil.example",
            NOW,
            &Err(Refusal::OtherOrigin),
        );
    }

    #[test]
    fn a_token_fits_into_a_websocket_subprotocol() {
        assert!(
            token(&["secret"])
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        );
    }

    #[test]
    fn every_changed_character_of_a_token_is_refused() {
        let token = token(&["secret"]);
        for place in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let verified = signer(&["secret"]).verify(&changed, ORIGIN, NOW);
            assert!(verified.is_err(), "at {place}");
        }
    }

    #[test]
    fn what_is_no_token_of_ours_is_told_apart() {
        let other = token(&["another secret"]);
        let challenge = signer(&["secret"]).seal("another use", &claims()).unwrap();
        let cases = [
            ("", Refusal::Malformed),
            ("abc", Refusal::Malformed),
            ("a.b", Refusal::Malformed),
            ("a.b.c!", Refusal::Malformed),
            ("a.b.cccc", Refusal::Forged),
            (other.as_str(), Refusal::Forged),
            (challenge.as_str(), Refusal::Forged),
        ];
        for (token, refusal) in cases {
            check(token, ORIGIN, NOW, &Err(refusal));
        }
    }

    #[test]
    fn while_secrets_change_both_are_accepted_and_the_newer_one_signs() {
        let (old, during, new) = (["old"], ["new", "old"], ["new"]);
        let verifies = |by: &[&str], token: &str| signer(by).verify(token, ORIGIN, NOW).is_ok();
        let cases: [(&[&str], &[&str], bool); 6] = [
            (&old, &during, true),
            (&during, &during, true),
            (&during, &new, true),
            (&during, &old, false),
            (&old, &new, false),
            (&new, &old, false),
        ];
        for (signs, reads, taken) in cases {
            assert_eq!(verifies(reads, &token(signs)), taken, "{signs:?} {reads:?}");
        }
        let id = |secrets: &[&str]| token(secrets).split('.').next().map(str::to_owned);
        assert_eq!(
            id(&during),
            id(&new),
            "the token names the key that signed it"
        );
        assert_ne!(id(&old), id(&new));
    }

    #[test]
    fn an_old_token_still_names_its_shopper_to_the_same_shop_only() {
        let signer = signer(&["secret"]);
        let token = token(&["secret"]);
        let shop = claims().shop;
        let other: ShopId = "other.myshopify.com".parse().unwrap();
        let later = NOW + Span::days(30);
        assert_eq!(signer.recognise(&token, &shop, later), Ok(claims()));
        assert_eq!(
            signer.recognise(&token, &other, later),
            Err(Refusal::OtherShop)
        );
        let too_late = NOW + Span::days(92);
        assert_eq!(
            signer.recognise(&token, &shop, too_late),
            Err(Refusal::Expired)
        );
    }

    #[test]
    fn a_page_in_a_conversation_that_its_key_does_not_name_is_known_by_its_own() {
        let (own, other) = ("c1".parse().unwrap(), "c2".parse().unwrap());
        let joined = Claims {
            conversation: "c2".parse().unwrap(),
            own: Some("c1".parse().unwrap()),
            ..claims()
        };
        for claims in [claims(), joined] {
            assert!(claims.is_of(&own) && !claims.is_of(&other), "{claims:?}");
        }
        // As tokens were before a page could be in another's conversation.
        let text = br#"{"s":"fernwood.myshopify.com","c":"c1","p":"s1","o":"https://fernwood.example","e":1800086400000}"#;
        assert_eq!(json::read::<Claims>(text).unwrap(), claims());
        assert_eq!(serde_json::to_vec(&claims()).unwrap(), text);
    }

    #[test]
    fn a_webhook_token_is_for_one_shop_and_for_nothing_else() {
        let signer = signer(&["secret"]);
        let shop = claims().shop;
        let other: ShopId = "other.myshopify.com".parse().unwrap();
        let own = signer.webhook_token(&shop).unwrap();
        assert_eq!(own, signer.webhook_token(&shop).unwrap(), "always the same");
        assert_eq!(signer.opens_webhook(&own, &shop), Ok(()));
        assert_eq!(signer.opens_webhook(&own, &other), Err(Refusal::OtherShop));
        assert_eq!(
            signer.opens_webhook(&token(&["secret"]), &shop),
            Err(Refusal::Forged)
        );
        assert_eq!(signer.opens_webhook("", &shop), Err(Refusal::Malformed));
    }

    #[test]
    fn a_key_names_one_conversation_of_one_shop() {
        let shop: ShopId = "fernwood.myshopify.com".parse().unwrap();
        let other: ShopId = "other.myshopify.com".parse().unwrap();
        let key: TurnId = "k-0123456789abcdef".parse().unwrap();
        let named = conversation(&shop, &key);
        assert!(named.is_some());
        // As it was with the first release: another id would leave every open conversation to nobody.
        let ids = [
            named.clone().unwrap().to_string(),
            shopper(&shop, &key).unwrap().to_string(),
        ];
        assert_eq!(ids, ["cJaw7tzrf4L8puAgtoDttpA", "cm1SyBJfTQJ4vlyeKJl2vNg"]);
        assert_ne!(conversation(&other, &key), named);
        assert_ne!(
            shopper(&shop, &key).map(|id| id.to_string()),
            named.map(|id| id.to_string())
        );
    }

    #[test]
    fn only_the_secret_itself_is_the_secret() {
        let secrets = ["open sesame", "older sesame"].map(Secret::from);
        for (given, is) in [
            ("open sesame", true),
            ("older sesame", true),
            ("", false),
            ("open sesam", false),
            ("open sesame ", false),
            ("Open sesame", false),
        ] {
            assert_eq!(is_secret(&secrets, given), is, "{given}");
        }
    }
}
