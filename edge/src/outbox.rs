//! A shop's deliveries, from queued to their end. When to ask for a permit, to try again and to stop is decided in
//! [`shared::delivery`]; whether a message may go, by the shopper's own object. This one asks, saves, sends and saves.
//!
//! A permit is asked for each time a delivery falls due. An attempt is saved, and the alarm set to its time-out, before
//! it begins: after a crash it counts as one without an answer.

mod limits;
mod store;

pub(crate) use store::Shown;

use crate::answer;
use crate::ask::{self, Class, ask, shopper_name};
use crate::brevo::{Account, Failure};
use crate::calls::{self, Judged, Sending, WantErase, WantPermit};
use crate::error::Result;
use crate::guard::{self, Point};
use crate::log::{self, Ids};
use crate::{clock, config};
use limits::Limits;
use shared::consent;
use shared::delivery::{Answer, Draft, Entry, Event, Send, Step};
use shared::time::{Instant, Span};
use std::time::Duration;
use store::Store;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(alarm)]
pub struct Outbox {
    state: State,
    env: Env,
    store: Store,
    limits: Limits,
}

/// What one run of the alarm sends with.
struct Post {
    sending: Sending,
    account: Account,
}

/// How many deliveries one run of the alarm takes on; the next run follows at once.
const A_RUN: i64 = 20;
/// When to look again after a run that failed; the platform itself would give up after six.
const AFTER_A_FAULT: Span = Span::seconds(30);

impl DurableObject for Outbox {
    fn new(state: State, env: Env) -> Self {
        Self {
            store: Store::new(&state),
            limits: Limits::default(),
            state,
            env,
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if let Some(response) = guard::pass_fetch(self.point("fetch"), &request).await? {
            return Ok(response);
        }
        let name = self.state.id().name().unwrap_or_default();
        answer::of(self.serve(request).await, Ids::of_shop(&name))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        guard::pass(self.point("alarm"));
        let ran = self.run().await;
        if let Err(error) = &ran {
            let name = self.state.id().name().unwrap_or_default();
            log::fault(error, Ids::of_shop(&name));
            let again = clock::now() + AFTER_A_FAULT;
            self.alarm_at(again)
                .await
                .map_err(|_| worker::Error::from("no alarm could be set"))?;
        }
        Response::empty()
    }
}

impl Outbox {
    async fn serve(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        match path.as_str() {
            calls::DELIVER => {
                let draft: Draft = ask::read(&mut request).await?;
                self.deliver(draft).await
            }
            calls::ERASE => {
                let want: WantErase = ask::read(&mut request).await?;
                self.store.erase(&want.shopper)?;
                ask::done()
            }
            calls::OF => {
                let want: WantErase = ask::read(&mut request).await?;
                answer::json(&self.store.entries_of(&want.shopper)?)
            }
            calls::ENTRIES => answer::json(&self.store.shown()?),
            calls::STATES => answer::json(&self.store.states()?),
            _ => ask::unknown(Class::Outbox, &path),
        }
    }

    /// Takes a draft once. The alarm is set even for one that is here already: its first asker may have died before.
    async fn deliver(&self, draft: Draft) -> Result<Response> {
        if !self.store.has(&draft.id)? {
            let now = clock::now();
            self.store.save(&Entry::new(draft), now, now)?;
        }
        self.arm().await?;
        ask::done()
    }

    /// Takes on what is due, then sets the alarm for what comes next.
    async fn run(&self) -> Result<()> {
        let due = self.store.due(clock::now(), A_RUN)?;
        let mut post = None;
        for entry in due {
            let Some(deadline) = entry.next_deadline() else {
                self.store.forget(&entry.draft.id)?;
                continue;
            };
            let now = clock::now();
            if let Some(until) = self.limits.blocked(entry.draft.channel, now) {
                self.store.save(&entry, now, until.max(deadline))?;
                continue;
            }
            if post.is_none() {
                post = Some(self.post(&entry.draft).await?);
            }
            if let Some(post) = &post {
                self.advance(entry, post).await?;
            }
        }
        self.arm().await
    }

    async fn post(&self, draft: &Draft) -> Result<Post> {
        let sending: Sending = ask(
            &self.env,
            Class::Shop,
            draft.shop.as_str(),
            calls::SENDING,
            &(),
        )
        .await?;
        let account = Account::new(config::brevo_base(&self.env), sending.brevo_api_key.clone());
        Ok(Post { sending, account })
    }

    /// Takes one delivery as far as it goes now.
    async fn advance(&self, mut entry: Entry, post: &Post) -> Result<()> {
        let now = clock::now();
        if entry.step(Event::Deadline, now) != Step::Ask {
            return self.store.save(&entry, now, now);
        }
        let (event, grant) = match self.judge(&entry.draft, post).await {
            Ok(judged) => (Event::Judged(judged.verdict), judged.grant),
            Err(error) => {
                log::fault(&error, ids_of(&entry.draft));
                (Event::Unjudged, None)
            }
        };
        let now = clock::now();
        let step = entry.step(event, now);
        self.store.save(&entry, now, now)?;
        if let Step::Send(send) = step {
            self.arm().await?;
            let answer = self.send(&send, grant.as_ref(), post).await?;
            let now = clock::now();
            let attempt = send.attempt();
            entry.step(Event::Answered { attempt, answer }, now);
            // Whose shopper was erased meanwhile stays away.
            if self.store.has(&entry.draft.id)? {
                self.store.save(&entry, now, now)?;
            }
        }
        Ok(())
    }

    async fn judge(&self, draft: &Draft, post: &Post) -> Result<Judged> {
        let name = shopper_name(&draft.shop, &draft.shopper);
        let want = WantPermit {
            draft: draft.clone(),
            shop: post.sending.facts.clone(),
        };
        ask(&self.env, Class::Shopper, &name, calls::PERMIT, &want).await
    }

    /// Sends, once Brevo knows who is written to and what was agreed to.
    async fn send(
        &self,
        send: &Send,
        grant: Option<&consent::Entry>,
        post: &Post,
    ) -> Result<Answer> {
        if let Some(grant) = grant
            && let Err(failure) = self.mirror(grant, post).await?
        {
            log::note(failure.code(), ids_of(send.draft()));
            if let Failure::Retryable { after, .. } = failure {
                return Ok(Answer::Later {
                    after,
                    said: failure.to_string(),
                });
            }
            // The shopper asked for this message; a contact that cannot be kept is no reason to withhold it.
        }
        let channel = send.draft().channel;
        let answer = post.account.send(&post.sending.sender, send).await;
        self.limits
            .learn(channel, &answer.outcome, answer.budget, clock::now());
        if let Err(failure) = &answer.outcome {
            log::note(failure.code(), ids_of(send.draft()));
        }
        Ok(told(answer.outcome))
    }

    /// Mirrors a grant into the shop's contacts, once.
    async fn mirror(
        &self,
        grant: &consent::Entry,
        post: &Post,
    ) -> Result<core::result::Result<(), Failure>> {
        if self.store.is_mirrored(&grant.id)? {
            return Ok(Ok(()));
        }
        let account = post.account.fingerprint();
        if !self.store.is_prepared(&account)? {
            if let Err(failure) = post.account.prepare().await {
                return Ok(Err(failure));
            }
            self.store.prepared(&account)?;
        }
        let outcome = post.account.upsert_contact(grant).await.outcome;
        if outcome.is_ok() {
            self.store.mirrored(&grant.id, clock::now())?;
        }
        Ok(outcome)
    }

    async fn arm(&self) -> Result<()> {
        match self.store.next()? {
            Some(next) => self.alarm_at(next).await,
            None => Ok(()),
        }
    }

    async fn alarm_at(&self, at: Instant) -> Result<()> {
        let wait = at.0.saturating_sub(clock::now().0).max(1);
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(1));
        Ok(self.state.storage().set_alarm(wait).await?)
    }

    fn point(&self, handler: &'static str) -> Point<'_> {
        Point {
            state: &self.state,
            class: Class::Outbox,
            handler,
        }
    }
}

/// What Brevo's answer means for a delivery.
fn told(outcome: core::result::Result<String, Failure>) -> Answer {
    let failure = match outcome {
        Ok(vendor) => return Answer::Taken { vendor },
        Err(failure) => failure,
    };
    let said = failure.to_string();
    match failure {
        Failure::Retryable { after, .. } => Answer::Later { after, said },
        Failure::Ambiguous => Answer::Silence,
        // The attempt before this one got through; its answer, and with it the message's id, was lost.
        Failure::TakenBefore => Answer::Taken {
            vendor: String::new(),
        },
        Failure::BlockedIp | Failure::OutOfCredits => Answer::Refused {
            code: failure.code().into(),
            message: said,
        },
        Failure::Permanent { code, message, .. } => Answer::Refused { code, message },
    }
}

fn ids_of(draft: &Draft) -> Ids<'_> {
    Ids {
        shop: Some(draft.shop.as_str()),
        conversation: Some(draft.conversation.as_str()),
        delivery: Some(draft.id.as_str()),
        ..Ids::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_for_good_ends_a_delivery() {
        let busy = told(Err(Failure::Retryable {
            after: None,
            status: 503,
        }));
        assert!(matches!(busy, Answer::Later { after: None, .. }));
        assert_eq!(told(Err(Failure::Ambiguous)), Answer::Silence);
        assert!(matches!(
            told(Err(Failure::TakenBefore)),
            Answer::Taken { .. }
        ));
        for failure in [Failure::BlockedIp, Failure::OutOfCredits] {
            assert!(matches!(told(Err(failure)), Answer::Refused { .. }));
        }
    }
}
