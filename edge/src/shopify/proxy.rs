//! Requests to a path of the shop's own domain that Shopify's app proxy hands on, and signs: the only word on which
//! customer is signed in.
//!
//! The rule: <https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies>; the tolerance, and
//! what is done with a name that comes twice, are those of Shopify's own library (`@shopify/shopify-api`,
//! `hmac-validator`).

use crate::config::Secret;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use shared::id::{CustomerId, ShopId};
use shared::time::{Instant, Span};
use std::collections::BTreeMap;

/// What a request of the app proxy says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Proxied {
    pub(crate) shop: ShopId,
    /// Who is signed in, if somebody is.
    pub(crate) customer: Option<CustomerId>,
}

/// A request that Shopify did not sign, or not now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsigned;

impl Proxied {
    /// Reads the query of a request, if one of these secrets signed it around `now`.
    pub(crate) fn read(secrets: &[Secret], query: &str, now: Instant) -> Result<Self, Unsigned> {
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            let value = match values.get(&name) {
                Some(earlier) => format!("{earlier},{value}"),
                None => value,
            };
            values.insert(name, value);
        }
        let signature = values.remove("signature").ok_or(Unsigned)?;
        let signature = unhex(&signature).ok_or(Unsigned)?;
        let signed: String = values
            .iter()
            .flat_map(|(name, value)| [name, "=", value])
            .collect();
        if !secrets
            .iter()
            .any(|secret| is_signed(secret, &signed, &signature))
        {
            return Err(Unsigned);
        }
        let value = |name: &str| values.get(name).map_or("", String::as_str);
        let at: i64 = value("timestamp").parse().map_err(|_| Unsigned)?;
        let at = Instant(at.saturating_mul(1000));
        if now > at + TOLERANCE || at > now + TOLERANCE {
            return Err(Unsigned);
        }
        Ok(Self {
            shop: value("shop").parse().map_err(|_| Unsigned)?,
            customer: value("logged_in_customer_id").parse().ok(),
        })
    }
}

/// HMAC-SHA-256, compared in a time that does not tell how much is right.
fn is_signed(secret: &Secret, signed: &str, signature: &[u8]) -> bool {
    let mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.text().as_bytes());
    mac.is_ok_and(|mac| {
        mac.chain_update(signed.as_bytes())
            .verify_slice(signature)
            .is_ok()
    })
}

/// A name or value of a query; what is no valid escape stands for itself.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => byte(*high, *low),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        let taken = if escaped.is_some() { 3 } else { 1 };
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    rest.is_empty().then_some(())?;
    pairs.iter().map(|[high, low]| byte(*high, *low)).collect()
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// How far Shopify's clock and ours may be apart.
const TOLERANCE: Span = Span::seconds(90);

#[cfg(test)]
mod tests {
    use super::*;

    /// Shopify's documented example.
    const EXAMPLE: &str = "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb";
    /// The same with nobody signed in, worked out by hand.
    const NOBODY: &str = "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb";
    const THEN: Instant = Instant(1_317_327_555_000);

    #[track_caller]
    fn check(
        secrets: &[&str],
        query: &str,
        now: Instant,
        expected: Result<Option<&str>, Unsigned>,
    ) {
        let secrets: Vec<Secret> = secrets.iter().copied().map(Secret::from).collect();
        let expected = expected.map(|customer| Proxied {
            shop: "shop-name.myshopify.com".parse().unwrap(),
            customer: customer.map(|customer| customer.parse().unwrap()),
        });
        assert_eq!(Proxied::read(&secrets, query, now), expected, "{query}");
    }

    #[test]
    fn what_shopify_signed_says_who_is_signed_in() {
        check(&["hush"], EXAMPLE, THEN, Ok(Some("1")));
        check(&["hush"], NOBODY, THEN, Ok(None));
        let turned: Vec<&str> = EXAMPLE.rsplit('&').collect();
        check(
            &["hush"],
            &turned
                .join("&")
                .replace("extra=2&extra=1", "extra=1&extra=2"),
            THEN,
            Ok(Some("1")),
        );
        check(&["newer", "hush"], EXAMPLE, THEN, Ok(Some("1")));
    }

    #[test]
    fn what_was_changed_or_not_signed_says_nothing() {
        let changed = [
            String::new(),
            EXAMPLE.replace("id=1&", "id=2&"),
            EXAMPLE.replace("id=1&", "id=&"),
            EXAMPLE.replace("shop-name", "shop-game"),
            EXAMPLE.replace("extra=2", "extra=3"),
            format!("{EXAMPLE}&more=1"),
            EXAMPLE.replace("4c68", "4c69"),
            EXAMPLE.replace("5ddb", "5dd"),
            EXAMPLE.replace("5ddb", "5ddz"),
            EXAMPLE.replace("&signature", "&hmac"),
        ];
        for query in &changed {
            check(&["hush"], query, THEN, Err(Unsigned));
        }
        check(&["other"], EXAMPLE, THEN, Err(Unsigned));
        check(&[], EXAMPLE, THEN, Err(Unsigned));
    }

    #[test]
    fn an_old_signature_and_one_of_the_future_are_not_taken() {
        let after = |seconds| THEN + Span::seconds(seconds);
        check(&["hush"], EXAMPLE, after(90), Ok(Some("1")));
        check(&["hush"], EXAMPLE, after(91), Err(Unsigned));
        check(&["hush"], EXAMPLE, after(-91), Err(Unsigned));
    }

    #[test]
    fn a_query_is_read_as_a_form_writes_it() {
        for (text, read) in [
            ("a%20b+c", "a b c"),
            ("%C3%BC", "ü"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("", ""),
        ] {
            assert_eq!(decode(text), read);
        }
    }
}
