//! What the Worker signs and recognises: shoppers' tokens, the ids made from a page's key, the operator's secret.
//! Pure: no request, no clock, no randomness; whoever calls turns a [`Refusal`] into an answer.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::digest::Key;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::id::{ConversationId, ShopId, ShopperId, TurnId};
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
}

/// Why a token does not open the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not two parts of base64url with claims in the first.
    Malformed,
    /// Not signed by this Worker.
    Forged,
    /// Its time is over.
    Expired,
    /// Of another shop.
    OtherShop,
    /// Used from another origin than it was made for.
    OtherOrigin,
}

/// Signs and verifies with keys derived from the operator's secret, one for each use.
pub(crate) struct Signer {
    secret: [u8; 32],
}

impl Signer {
    pub(crate) fn of(secret: &str) -> Self {
        Self {
            secret: Sha256::digest(secret.as_bytes()).into(),
        }
    }

    /// `base64url(claims as JSON) "." base64url(HMAC-SHA-256)`.
    pub(crate) fn sign(&self, claims: &Claims) -> String {
        let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims).unwrap_or_default());
        let tag = self
            .mac(TOKEN, &[payload.as_bytes()])
            .finalize()
            .into_bytes();
        format!("{payload}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// What a token says, when it may open a socket now for a page of `origin`.
    pub(crate) fn verify(
        &self,
        token: &str,
        origin: &str,
        now: Instant,
    ) -> Result<Claims, Refusal> {
        let claims = self.read(token)?;
        if claims.expires <= now {
            return Err(Refusal::Expired);
        }
        if claims.origin != origin {
            return Err(Refusal::OtherOrigin);
        }
        Ok(claims)
    }

    /// The shopper of an earlier token of this shop. It opens nothing: it only lets consent and caps of the same
    /// shopper meet, so it is taken from any page of the shop and long after its socket time.
    pub(crate) fn recognise(
        &self,
        token: &str,
        shop: &ShopId,
        now: Instant,
    ) -> Result<ShopperId, Refusal> {
        let claims = self.read(token)?;
        if claims.shop != *shop {
            return Err(Refusal::OtherShop);
        }
        if claims.expires + KNOWN_LIFE <= now {
            return Err(Refusal::Expired);
        }
        Ok(claims.shopper)
    }

    /// The conversation of a page's key: the same key opens the same conversation, and nobody can aim at another's.
    pub(crate) fn conversation(&self, shop: &ShopId, key: &TurnId) -> Option<ConversationId> {
        self.id(CONVERSATION, shop, key).parse().ok()
    }

    /// Who a shopper is that was not known before this key.
    pub(crate) fn shopper(&self, shop: &ShopId, key: &TurnId) -> Option<ShopperId> {
        self.id(SHOPPER, shop, key).parse().ok()
    }

    fn read(&self, token: &str) -> Result<Claims, Refusal> {
        let (payload, tag) = token.split_once('.').ok_or(Refusal::Malformed)?;
        let tag = URL_SAFE_NO_PAD
            .decode(tag)
            .map_err(|_| Refusal::Malformed)?;
        // The signature first: nothing of an unsigned payload is read.
        let mac = self.mac(TOKEN, &[payload.as_bytes()]);
        mac.verify_slice(&tag).map_err(|_| Refusal::Forged)?;
        let payload = URL_SAFE_NO_PAD
            .decode(payload)
            .map_err(|_| Refusal::Malformed)?;
        serde_json::from_slice(&payload).map_err(|_| Refusal::Malformed)
    }

    fn id(&self, usage: &str, shop: &ShopId, key: &TurnId) -> String {
        // Neither a shop nor a key holds a line feed, so no other pair makes the same bytes.
        let parts = [shop.as_str().as_bytes(), b"\n", key.as_str().as_bytes()];
        let bytes = self.mac(usage, &parts).finalize().into_bytes();
        let half: Vec<u8> = bytes.into_iter().take(16).collect();
        format!("c{}", URL_SAFE_NO_PAD.encode(half))
    }

    /// A MAC over `parts` with the key of this use.
    fn mac(&self, usage: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut derive = keyed(&self.secret);
        derive.update(usage.as_bytes());
        let mut mac = keyed(&derive.finalize().into_bytes());
        for part in parts {
            mac.update(part);
        }
        mac
    }
}

/// Whether `given` is `secret`, in a time that does not tell how much of it is right.
pub(crate) fn same_secret(secret: &str, given: &str) -> bool {
    let signer = Signer::of(secret);
    let expected = signer.mac(OPERATOR, &[secret.as_bytes()]).finalize();
    expected == signer.mac(OPERATOR, &[given.as_bytes()]).finalize()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = Key::<Hmac<Sha256>>::default();
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block)
}

const TOKEN: &str = "parley shopper token v1";
const CONVERSATION: &str = "parley conversation id v1";
const SHOPPER: &str = "parley shopper id v1";
const OPERATOR: &str = "parley operator secret v1";

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);
    const ORIGIN: &str = "https://fernwood.example";

    fn claims() -> Claims {
        Claims {
            shop: "fernwood.myshopify.com".parse().unwrap(),
            conversation: "c1".parse().unwrap(),
            shopper: "s1".parse().unwrap(),
            origin: ORIGIN.into(),
            expires: NOW + TOKEN_LIFE,
        }
    }

    #[track_caller]
    fn check(token: &str, origin: &str, now: Instant, expected: &Result<Claims, Refusal>) {
        assert_eq!(&Signer::of("secret").verify(token, origin, now), expected);
    }

    #[test]
    fn a_token_opens_its_own_door_until_it_expires() {
        let token = Signer::of("secret").sign(&claims());
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
        let token = Signer::of("secret").sign(&claims());
        assert!(
            token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        );
    }

    #[test]
    fn every_changed_character_of_a_token_is_refused() {
        let token = Signer::of("secret").sign(&claims());
        for place in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                Signer::of("secret").verify(&changed, ORIGIN, NOW).is_err(),
                "at {place}"
            );
        }
    }

    #[test]
    fn what_is_no_token_of_ours_is_told_apart() {
        let other = Signer::of("another secret").sign(&claims());
        let cases = [
            ("", Refusal::Malformed),
            ("abc", Refusal::Malformed),
            ("a.b!", Refusal::Malformed),
            ("a.bbbb", Refusal::Forged),
            (other.as_str(), Refusal::Forged),
        ];
        for (token, refusal) in cases {
            check(token, ORIGIN, NOW, &Err(refusal));
        }
    }

    #[test]
    fn an_old_token_still_names_its_shopper_to_the_same_shop_only() {
        let signer = Signer::of("secret");
        let token = signer.sign(&claims());
        let shop = claims().shop;
        let other: ShopId = "other.myshopify.com".parse().unwrap();
        let later = NOW + Span::days(30);
        assert_eq!(signer.recognise(&token, &shop, later), Ok(claims().shopper));
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
    fn a_key_names_one_conversation_of_one_shop() {
        let signer = Signer::of("secret");
        let shop: ShopId = "fernwood.myshopify.com".parse().unwrap();
        let other: ShopId = "other.myshopify.com".parse().unwrap();
        let key: TurnId = "k-0123456789abcdef".parse().unwrap();
        let conversation = signer.conversation(&shop, &key);
        assert!(conversation.is_some());
        assert_eq!(signer.conversation(&shop, &key), conversation);
        assert_ne!(signer.conversation(&other, &key), conversation);
        assert_ne!(
            Signer::of("another").conversation(&shop, &key),
            conversation
        );
        assert_ne!(
            signer.shopper(&shop, &key).map(|id| id.to_string()),
            conversation.map(|id| id.to_string())
        );
    }

    #[test]
    fn only_the_secret_itself_is_the_secret() {
        assert!(same_secret("open sesame", "open sesame"));
        for given in ["", "open sesam", "open sesame ", "Open sesame"] {
            assert!(!same_secret("open sesame", given), "{given}");
        }
    }
}
