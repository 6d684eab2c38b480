//! Brevo's API as the verbs this Worker needs. A verb is a pure function that makes a [`Call`]: where it goes, what it
//! carries, how its answer reads; [`Account::make`] is the only place that calls. It holds no policy: a message is sent
//! only for a [`Send`], which only a permit of [`shared::policy`] makes. Brevo's own shapes stop at [`wire`].
//!
//! Each call ends by a time-out, follows no redirect and is tried once; trying again is the outbox's business, which
//! finds in [`Endpoint`] what limit a call counts for and whether twice would be too often. `docs/brevo.md` lists them.

mod call;
mod check;
pub(crate) mod commerce;
pub(crate) mod contact;
pub(crate) mod crm;
mod endpoint;
mod failure;
mod hooks;
mod message;
#[cfg(test)]
mod samples;
pub(crate) mod setup;
pub(crate) mod statistics;
mod time;
mod wire;

pub(crate) use call::Call;
pub(crate) use check::{Found, Wish};
pub(crate) use endpoint::{Endpoint, Repeat};
pub(crate) use failure::Failure;
pub(crate) use hooks::Hook;
pub(crate) use message::{OptIn, is_sms_sender};
pub(crate) use time::iso;
pub(crate) use wire::{
    Amount, Auth, Buyer, Category, Channel, Contact, Deal, EmailTemplate, KnownContact, Line,
    Members, Named, NewList, Note, Order, Person, Product, Task, TaskType, Value, Webhook,
    WhatsAppTemplate,
};

use futures_util::StreamExt;
use message::Unsendable;
use sha2::{Digest, Sha256};
use shared::delivery::{Send, TemplateUse};
use shared::id::DeliveryId;
use shared::outbox::Family;
use shared::time::Span;
use shared::wire::document_v1::SenderDraft;
use std::cell::RefCell;
use worker::js_sys::Uint8Array;
use worker::web_sys::AbortSignal;
use worker::{Fetch, Headers, Request, RequestInit, RequestRedirect, Response};

/// A shop's account at Brevo. It has no `Debug`, so that its key cannot get into a log.
pub(crate) struct Account {
    base: String,
    key: String,
    /// What was called in a row, for the outbox to count.
    made: RefCell<Vec<(Family, Answer<()>)>>,
}

/// Whom a shop's messages come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentBy<'a> {
    pub(crate) sender: &'a SenderDraft,
    /// What the shop calls itself, as its text messages begin.
    pub(crate) brand: &'a str,
}

/// What a call did, and what Brevo said about its limits.
pub(crate) struct Answer<T> {
    pub(crate) outcome: Result<T, Failure>,
    pub(crate) budget: Option<Budget>,
}

/// How many calls of this kind are left, and how long until there are more: the `x-sib-ratelimit-*` headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    /// How many there are in one window.
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset: Span,
}

/// Much shorter than the minute after which the outbox takes an attempt for lost.
const TIMEOUT_MS: u32 = 8_000;
/// Marks what Parley sent among a shop's other messages.
const TAG: &str = "parley";
/// The largest answer that is read, in bytes: a thousand templates with their texts.
const MAX_ANSWER: usize = 8 << 20;

impl Account {
    pub(crate) fn new(base: String, key: String) -> Self {
        Self {
            base,
            key,
            made: RefCell::default(),
        }
    }

    /// Sends the message; answers Brevo's id of it.
    pub(crate) async fn send(&self, by: SentBy<'_>, send: &Send) -> Answer<String> {
        let draft = send.draft();
        // The same delivery again within half an hour is refused by Brevo, by this key.
        let key = idempotency_key(&draft.id);
        self.try_to(message::of(by, draft, &key)).await
    }

    /// Sends an e-mail by a template of the account's; answers Brevo's id of it.
    pub(crate) async fn send_template(
        &self,
        send: &Send,
        template: &TemplateUse,
    ) -> Answer<String> {
        let draft = send.draft();
        let key = idempotency_key(&draft.id);
        self.try_to(message::by_template(draft, template, &key))
            .await
    }

    /// Has Brevo ask the recipient for a second yes.
    pub(crate) async fn ask_to_confirm(&self, send: &Send, opt_in: OptIn<'_>) -> Answer<()> {
        self.try_to(message::confirmation(send.draft(), opt_in))
            .await
    }

    /// Has the account know the attributes that [`contact::proof`] fills. Answers those it lacked.
    pub(crate) async fn prepare(&self) -> Result<Vec<&'static str>, Failure> {
        let missing = self.missing_attributes().await?;
        for name in &missing {
            self.look(contact::create_attribute(name)).await?;
        }
        Ok(missing)
    }

    async fn missing_attributes(&self) -> Result<Vec<&'static str>, Failure> {
        let known = self.look(contact::attributes()).await?;
        let is_missing = |name: &&str| !known.iter().any(|known| known.eq_ignore_ascii_case(name));
        Ok(wire::PROOF_ATTRIBUTES
            .into_iter()
            .filter(is_missing)
            .collect())
    }

    /// Makes one of several calls in a row; [`Self::made`] tells of them.
    async fn look<T>(&self, call: Call<T>) -> Result<T, Failure> {
        let family = call.endpoint.family;
        let Answer { outcome, budget } = self.make(call).await;
        let ended = Answer {
            outcome: outcome.as_ref().map(|_| ()).map_err(Failure::clone),
            budget,
        };
        self.made.borrow_mut().push((family, ended));
        outcome
    }

    /// What was called in a row since this was asked last, and how each call ended.
    pub(crate) fn made(&self) -> Vec<(Family, Answer<()>)> {
        self.made.take()
    }

    /// Names the account without giving its key away.
    pub(crate) fn fingerprint(&self) -> String {
        hexadecimal(Sha256::digest(&self.key).iter().take(8))
    }

    /// Makes a call, once.
    pub(crate) async fn make<T>(&self, call: Call<T>) -> Answer<T> {
        // What cannot be told apart from silence is silence: it may have been done.
        self.exchange(&call).await.unwrap_or_else(|_| Answer {
            outcome: Err(Failure::unclear(None, call.endpoint.repeat)),
            budget: None,
        })
    }

    /// Policy permits nothing that cannot be sent, but the account may be set up in another way than the shop says.
    async fn try_to<T>(&self, call: Result<Call<T>, Unsendable>) -> Answer<T> {
        match call {
            Ok(call) => self.make(call).await,
            Err(unsendable) => Answer {
                outcome: Err(Failure::unsendable(unsendable)),
                budget: None,
            },
        }
    }

    async fn exchange<T>(&self, call: &Call<T>) -> crate::error::Result<Answer<T>> {
        let headers = Headers::new();
        headers.set("api-key", &self.key)?;
        headers.set("content-type", "application/json")?;
        headers.set("accept", "application/json")?;
        let mut init = RequestInit::new();
        init.with_method(call.endpoint.method.clone())
            .with_headers(headers)
            .with_redirect(RequestRedirect::Manual);
        if let Some(body) = &call.body {
            init.with_body(Some(Uint8Array::from(body.as_slice()).into()));
        }
        let request = Request::new_with_init(&format!("{}{}", self.base, call.path), &init)?;
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS).into();
        let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
        let budget = budget(&response);
        let status = response.status_code();
        let bytes = bounded(&mut response).await;
        let outcome = if (200..300).contains(&status) {
            (call.read)(&bytes.unwrap_or_default()).ok_or_else(|| Failure::unreadable(status))
        } else {
            let reset = budget.map(|budget| budget.reset);
            let repeat = call.endpoint.repeat;
            Err(Failure::of(
                status,
                &bytes.unwrap_or_default(),
                reset,
                repeat,
            ))
        };
        Ok(Answer { outcome, budget })
    }
}

/// The body, unless it is larger than any answer that means something.
async fn bounded(response: &mut Response) -> Option<Vec<u8>> {
    let mut stream = response.stream().ok()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend(chunk.ok()?);
        if bytes.len() > MAX_ANSWER {
            return None;
        }
    }
    Some(bytes)
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
}
