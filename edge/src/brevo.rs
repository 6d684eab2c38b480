//! Brevo's API as the verbs this Worker needs. It holds no policy: a message is sent only for a [`Send`], which only a
//! permit of [`shared::policy`] makes. Brevo's shapes stop at [`wire`].
//!
//! Each call ends by a time-out, follows no redirect and is tried once; trying again is the outbox's business.

mod failure;
mod message;
mod wire;

pub(crate) use failure::Failure;

use message::Body;
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::channel::Channel;
use shared::consent;
use shared::delivery::{Draft, Report, Send};
use shared::id::DeliveryId;
use shared::time::{Instant, Offset, Span};
use shared::wire::document_v1::SenderDraft;
use worker::js_sys::Uint8Array;
use worker::web_sys::AbortSignal;
use worker::{Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

/// A shop's account at Brevo. It has no `Debug`, so that its key cannot get into a log.
pub(crate) struct Account {
    base: String,
    key: String,
}

/// What a call did, and what Brevo said about its limits.
pub(crate) struct Answer<T> {
    pub(crate) outcome: Result<T, Failure>,
    pub(crate) budget: Option<Budget>,
}

/// How many calls of this kind are left, and how long until there are more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset: Span,
}

/// Much shorter than the minute after which the outbox takes an attempt for lost.
const TIMEOUT_MS: u32 = 8_000;
/// Marks what Parley sent among a shop's other messages.
const TAG: &str = "parley";

impl Account {
    pub(crate) fn new(base: String, key: String) -> Self {
        Self { base, key }
    }

    /// Sends the message; answers Brevo's id of it.
    pub(crate) async fn send(&self, from: &SenderDraft, send: &Send) -> Answer<String> {
        let draft = send.draft();
        // The same delivery again within half an hour is refused by Brevo, by this key.
        let key = idempotency_key(&draft.id);
        let answer = match message::of(from, draft, &key) {
            Ok(Body::Email(email)) => self.post("/smtp/email", &email).await,
            Ok(Body::Sms(sms)) => self.post("/transactionalSMS/send", &sms).await,
            // Policy permits no message whose address is of another kind.
            Err(unsendable) => {
                let (code, message) = unsendable.told();
                Answer {
                    outcome: Err(Failure::Permanent {
                        status: 400,
                        code: code.into(),
                        message: message.into(),
                    }),
                    budget: None,
                }
            }
        };
        answer.map(|bytes| {
            // It was taken, whatever the answer's words are.
            let taken: wire::Taken = serde_json::from_slice(&bytes).unwrap_or_default();
            taken.message_id.into_text()
        })
    }

    /// Has Brevo know the shopper and what was agreed to. A blocklist entry of theirs stays untouched.
    pub(crate) async fn upsert_contact(&self, consent: &consent::Entry) -> Answer<()> {
        let at = iso(consent.at);
        let contact = message::contact(consent, &at);
        self.post("/contacts", &contact).await.map(|_| ())
    }

    /// Has the account know the attributes that [`Self::upsert_contact`] fills; known ones stay as they are.
    pub(crate) async fn prepare(&self) -> Result<(), Failure> {
        for name in wire::ATTRIBUTES {
            let path = format!("/contacts/attributes/normal/{name}");
            let attribute = wire::Attribute { kind: "text" };
            match self.post(&path, &attribute).await.outcome {
                // Brevo answers 400 for an attribute that is there.
                Ok(_) | Err(Failure::TakenBefore | Failure::Permanent { status: 400, .. }) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// What Brevo's records tell of a text message whose answer never came, found by its tag: its id there, and the best
    /// that is known. Nothing for other channels, whose messages carry no mark that the records keep.
    pub(crate) async fn records_of(&self, draft: &Draft) -> Answer<Option<(String, Report)>> {
        let path = format!(
            "/transactionalSMS/statistics/events?limit=50&days=3&tags={}",
            draft.id
        );
        if draft.channel != Channel::Sms {
            return Answer {
                outcome: Ok(None),
                budget: None,
            };
        }
        let answer = self.call(Method::Get, &path, None).await;
        answer.map(|bytes| {
            let records: wire::TextRecords = serde_json::from_slice(&bytes).unwrap_or_default();
            records.best()
        })
    }

    /// Names the account without giving its key away.
    pub(crate) fn fingerprint(&self) -> String {
        hexadecimal(Sha256::digest(&self.key).iter().take(8))
    }

    async fn post<B: Serialize>(&self, path: &str, body: &B) -> Answer<Vec<u8>> {
        let body = serde_json::to_vec(body).unwrap_or_default();
        self.call(Method::Post, path, Some(body)).await
    }

    async fn call(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Answer<Vec<u8>> {
        // What cannot be told apart from silence is silence: the message may have gone.
        self.exchange(method, path, body).await.unwrap_or(Answer {
            outcome: Err(Failure::Ambiguous),
            budget: None,
        })
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> crate::error::Result<Answer<Vec<u8>>> {
        let headers = Headers::new();
        headers.set("api-key", &self.key)?;
        headers.set("content-type", "application/json")?;
        headers.set("accept", "application/json")?;
        let body = body.map(|body| Uint8Array::from(body.as_slice()).into());
        let mut init = RequestInit::new();
        init.with_method(method)
            .with_headers(headers)
            .with_redirect(RequestRedirect::Manual)
            .with_body(body);
        let request = Request::new_with_init(&format!("{}{path}", self.base), &init)?;
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS).into();
        let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
        let budget = budget(&response);
        let status = response.status_code();
        let bytes = response.bytes().await;
        let outcome = match bytes {
            Ok(bytes) if (200..300).contains(&status) => Ok(bytes),
            Err(_) if (200..300).contains(&status) => Ok(Vec::new()),
            bytes => {
                let reset = budget.map(|budget| budget.reset);
                Err(Failure::of(status, &bytes.unwrap_or_default(), reset))
            }
        };
        Ok(Answer { outcome, budget })
    }
}

impl<T> Answer<T> {
    fn map<U>(self, map: impl FnOnce(T) -> U) -> Answer<U> {
        Answer {
            outcome: self.outcome.map(map),
            budget: self.budget,
        }
    }
}

fn budget(response: &Response) -> Option<Budget> {
    let number = |name: &str| {
        let text = response.headers().get(name).ok()??;
        text.trim().parse::<u32>().ok()
    };
    let limit = number("x-sib-ratelimit-limit")?;
    let remaining = number("x-sib-ratelimit-remaining")?;
    // Nothing resets later than in an hour, the longest of Brevo's units.
    let reset = number("x-sib-ratelimit-reset").unwrap_or(1).clamp(1, 3600);
    Some(Budget {
        limit,
        remaining,
        reset: Span::seconds(i64::from(reset)),
    })
}

/// A UUID (version 8, RFC 9562) that is the same for the same delivery.
fn idempotency_key(id: &DeliveryId) -> String {
    let digest = Sha256::digest(id.as_str());
    let mut bytes: Vec<u8> = digest.iter().copied().take(16).collect();
    for (index, byte) in bytes.iter_mut().enumerate() {
        match index {
            6 => *byte = 0x80 | (*byte & 0x0f),
            8 => *byte = 0x80 | (*byte & 0x3f),
            _ => {}
        }
    }
    let mut groups = Vec::new();
    for range in [0..4, 4..6, 6..8, 8..10, 10..16] {
        groups.push(hexadecimal(bytes.get(range).into_iter().flatten()));
    }
    groups.join("-")
}

fn hexadecimal<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    bytes.fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// `2026-11-23T10:00:00Z`.
fn iso(at: Instant) -> String {
    let local = at.local(Offset(0));
    let second = at.0.div_euclid(1000).rem_euclid(60);
    let (hour, minute) = (local.minute / 60, local.minute % 60);
    let date = local.date;
    format!(
        "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        date.year, date.month, date.day
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_delivery_is_a_uuid_of_its_own() {
        let key = |id: &str| idempotency_key(&id.parse().unwrap());
        let one = key("c1.follow-up");
        assert_eq!(one, key("c1.follow-up"));
        assert_ne!(one, key("c2.follow-up"));
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(one.as_bytes()[14], b'8', "version 8");
        assert!(
            matches!(one.as_bytes()[19], b'8' | b'9' | b'a' | b'b'),
            "variant"
        );
    }

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(iso(Instant(1_795_411_861_999)), "2026-11-23T05:31:01Z");
        assert_eq!(iso(Instant(0)), "1970-01-01T00:00:00Z");
    }
}
