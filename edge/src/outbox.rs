//! A shop's deliveries, from queued to their end. When to ask for a permit, to try again and to stop is decided in
//! [`shared::delivery`]; whether a message may go, by the shopper's own object. This one asks, saves, sends and saves.
//!
//! A permit is asked for each time a delivery falls due. An attempt is saved before it begins: after a crash it counts as
//! one without an answer. How fast Brevo is called, and that it is not called at all, is decided in [`shared::outbox`].

mod address;
mod check;
mod compare;
mod heard;
mod inbound;
mod mirror;
mod owner;
mod pace;
mod poll;
mod post;
mod room;
mod shown;
mod store;
mod told;

pub(crate) use inbound::Counted;
pub(crate) use shown::{Shown, Standing};

use crate::answer;
use crate::ask::{self, Class};
use crate::brevo::{Hook, Wish, statistics};
use crate::calls::{self, WantEntries, WantErase, WantMirror};
use crate::clock;
use crate::error::Result;
use crate::guard::{self, Point};
use crate::log::{self, Ids};
use futures_util::future::join_all;
use pace::Pace;
use post::Post;
use shared::delivery::{Draft, Entry, Event, State as Progress, Step};
use shared::id::DeliveryId;
use shared::outbox::{Due, Family, Lane, Rank};
use shared::time::{Instant, Span};
use std::time::Duration;
use store::Store;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(alarm)]
pub struct Outbox {
    state: State,
    env: Env,
    store: Store,
    pace: Pace,
}

/// The queue of what contacts are told.
const MIRROR: (Family, Lane) = (Family::Contacts, Lane::Waits(Rank::Upkeep));
/// How many calls are under way at once: the platform opens no more connections for one run.
const AT_ONCE: usize = 6;
/// How many deliveries of one queue, and how many grants, one run takes on; the next run follows at once.
const A_RUN: usize = 60;
/// When to look again after a run that failed or died; the platform itself would give up after six.
const AFTER_A_FAULT: Span = Span::seconds(30);

impl DurableObject for Outbox {
    fn new(state: State, env: Env) -> Self {
        Self {
            store: Store::new(&state),
            pace: Pace::default(),
            state,
            env,
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if let Some(response) = guard::pass_fetch(self.point("fetch"), &request).await? {
            return Ok(response);
        }
        let name = self.own_name();
        answer::of(self.serve(request).await, Ids::of_shop(&name))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        guard::pass(self.point("alarm"));
        let ran = self.run().await;
        if let Err(error) = &ran {
            let name = self.own_name();
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
                self.erase(&want.shopper)?;
                ask::done()
            }
            calls::OF => {
                let want: WantErase = ask::read(&mut request).await?;
                answer::json(&self.store.entries_of(&want.shopper)?)
            }
            calls::MIRROR => {
                let want: WantMirror = ask::read(&mut request).await?;
                self.changed(want).await
            }
            calls::TOLD => answer::json(&self.told(&request.bytes().await?).await?),
            calls::ENTRIES => {
                let want: WantEntries = ask::read(&mut request).await?;
                answer::json(&self.store.shown(&want)?)
            }
            calls::CHECK | calls::MEND => {
                let hook: Hook = ask::read(&mut request).await?;
                let mends = path == calls::MEND;
                let wish = if mends { Wish::Mend } else { Wish::Look };
                answer::json(&self.check(&hook, wish).await?)
            }
            calls::STANDING => answer::json(&self.standing()?),
            calls::STATES => answer::json(&self.store.states()?),
            _ => ask::unknown(Class::Outbox, &path),
        }
    }

    /// Takes a draft once. The alarm is set even for one that is here already: its first asker may have died before.
    async fn deliver(&self, draft: Draft) -> Result<Response> {
        if self.store.entry(&draft.id)?.is_none() {
            self.take(Entry::new(draft), clock::now())?;
        }
        self.arm().await?;
        ask::done()
    }

    /// Something was taken back, or an address is no good: of what waits, what may not go any more ends now, whenever it
    /// was due.
    async fn reconsider(&self, waiting: Vec<Entry>) -> Result<()> {
        let Some(first) = waiting.first() else {
            return Ok(());
        };
        let post = self.post(&first.draft.shop).await?;
        for entry in waiting {
            let verdict = self.judge(&entry.draft, &post).await?;
            // It may have moved on while policy was asked.
            if let Some(mut entry) = self.store.entry(&entry.draft.id)? {
                entry.step(Event::Reconsidered(verdict), clock::now());
                self.store.save(entry, clock::now())?;
            }
        }
        Ok(())
    }

    fn standing(&self) -> Result<Standing> {
        let now = clock::now();
        let gate = self.pace.gate(&self.store)?;
        let mut waiting = Vec::new();
        for family in Family::OF_DELIVERIES {
            let expiries = self.store.expiries(family, now)?;
            waiting.push(shared::outbox::forecast(&gate, family, expiries, now));
        }
        Ok(shown::standing(
            &gate,
            &waiting,
            self.store.unmirrored()?,
            self.store.tally()?,
            now,
        ))
    }

    /// Takes on what is due, queue by queue, then sets the alarm for what comes next.
    async fn run(&self) -> Result<()> {
        // Whatever happens in this run, there is another.
        self.alarm_at(clock::now() + AFTER_A_FAULT).await?;
        self.store.forget_ended(clock::now())?;
        self.store.forget_heard(clock::now())?;
        let mut post = None;
        self.hear_some(&mut post).await?;
        for lane in Lane::OPEN {
            for family in Family::OF_DELIVERIES {
                self.run_queue((family, lane), &mut post).await?;
            }
        }
        if self.store.unmirrored()? > 0 {
            self.mirror_some(self.posted(&mut post).await?).await?;
        }
        if self.next_poll()?.is_some_and(|due| due <= clock::now()) {
            self.poll(self.posted(&mut post).await?).await?;
        }
        self.arm().await
    }

    async fn run_queue(&self, queue: (Family, Lane), post: &mut Option<Post>) -> Result<()> {
        let mut taken_on = 0;
        while taken_on < A_RUN && self.pace.is_free(queue, clock::now()) {
            // What ends a delivery is heard before the next is taken on.
            self.hear_some(post).await?;
            let due = self.store.due(queue, clock::now(), AT_ONCE)?;
            if due.is_empty() {
                return Ok(());
            }
            self.posted(post).await?;
            taken_on += due.len();
            let mut begun = Vec::new();
            for entry in due {
                begun.extend(self.begin(queue, entry)?);
            }
            // Spent before it is used.
            self.pace.save(&self.store)?;
            if let Some(post) = post {
                let calls = begun.into_iter().map(|begun| self.advance(begun, post));
                for ended in join_all(calls).await {
                    ended?;
                }
            }
            self.pace.save(&self.store)?;
        }
        Ok(())
    }

    /// Takes a delivery as far as it goes without a call; answers what needs one that may be made.
    fn begin(&self, queue: (Family, Lane), mut entry: Entry) -> Result<Option<(Due, Entry)>> {
        let now = clock::now();
        if !self.pace.is_free(queue, now) {
            return Ok(None);
        }
        let before = entry.clone();
        let due = self
            .pace
            .with(&self.store, |gate| gate.due(&mut entry, now))?;
        self.pace.waits(queue, due);
        match due {
            Due::Keep => self.store.save(entry, now).map(|()| None),
            Due::Wait(_) => Ok(None),
            Due::LookUp => {
                self.store.save(entry.clone(), now)?;
                Ok(Some((due, entry)))
            }
            Due::Ask => Ok(Some((due, before))),
        }
    }

    async fn advance(&self, (due, entry): (Due, Entry), post: &Post) -> Result<()> {
        match due {
            Due::LookUp => self.look_up(&entry, post).await,
            Due::Ask => self.ask_and_send(&entry.draft, post).await,
            Due::Keep | Due::Wait(_) => Ok(()),
        }
    }

    /// Asks for a permit, writes down that an attempt begins, and makes it.
    async fn ask_and_send(&self, draft: &Draft, post: &Post) -> Result<()> {
        let event = match self.judge(draft, post).await {
            Ok(verdict) => Event::Judged(verdict),
            Err(error) => {
                log::fault(&error, ids_of(draft));
                Event::Unjudged
            }
        };
        let now = clock::now();
        let family = Family::of(draft.channel);
        // It may have ended, or be gone, since it was read.
        let mut step = Step::Rest;
        if let Some(mut entry) = self.store.entry(&draft.id)? {
            entry.step(Event::Deadline, now);
            step = entry.step(event, now);
            self.store.save(entry, now)?;
        }
        let Step::Send(send) = step else {
            return self.pace.with(&self.store, |gate| {
                gate.give_back(family, Rank::from(draft.purpose), now);
            });
        };
        let answer = self.send(&send, post).await?;
        guard::pass(self.point("sent"));
        let attempt = send.attempt();
        self.happened(&draft.id, Event::Answered { attempt, answer })
    }

    async fn look_up(&self, entry: &Entry, post: &Post) -> Result<()> {
        let draft = &entry.draft;
        let Progress::Uncertain { at, .. } = entry.state else {
            return Ok(());
        };
        let Some(call) = statistics::of(draft) else {
            return self.pace.with(&self.store, |gate| {
                gate.give_back(Family::Rest, Rank::Upkeep, clock::now());
            });
        };
        let answer = post.account.make(call).await;
        self.pace
            .heard(&self.store, Family::Rest, &answer, clock::now())?;
        match answer.outcome {
            Ok(reports) => {
                let others = self.store.others(&draft.id, &reports)?;
                match statistics::best(draft, at, reports, &others) {
                    Some((vendor, report)) => {
                        self.happened(&draft.id, Event::Reported { vendor, report })
                    }
                    None => Ok(()),
                }
            }
            Err(failure) => {
                log::note(failure.code(), ids_of(draft));
                Ok(())
            }
        }
    }

    fn happened(&self, id: &DeliveryId, event: Event) -> Result<()> {
        let now = clock::now();
        let Some(mut entry) = self.store.entry(id)? else {
            return Ok(());
        };
        let was_known = entry.is_known_sent();
        entry.step(event, now);
        if entry.is_known_sent() && !was_known {
            self.did(&entry.draft, "parley_message_sent", now)?;
        }
        self.store.save(entry, now)
    }

    /// Notes what happened by a message to a shopper.
    fn did(&self, draft: &Draft, what: &str, at: Instant) -> Result<()> {
        if !draft.recipient.is_shopper() {
            return Ok(());
        }
        self.happened_to(draft.recipient.address(), (draft.channel, what), at)
    }

    async fn arm(&self) -> Result<()> {
        match self.next()? {
            Some(next) => self.alarm_at(next).await,
            None => Ok(self.state.storage().delete_alarm().await?),
        }
    }

    fn next(&self) -> Result<Option<Instant>> {
        let ends = [
            self.store.next_to_forget()?,
            self.store.next_to_hear()?,
            self.next_poll()?,
        ];
        let mut next = ends.into_iter().flatten().min();
        for lane in Lane::OPEN {
            for family in Family::OF_DELIVERIES {
                let due = self.store.next((family, lane))?;
                let later = self.pace.free_at((family, lane));
                let rings = due.map(|due| later.map_or(due, |later| later.max(due)));
                next = [next, rings].into_iter().flatten().min();
            }
        }
        if self.store.unmirrored()? > 0 {
            let turn = self.pace.free_at(MIRROR).unwrap_or(Instant(0));
            next = Some(next.map_or(turn, |next| next.min(turn)));
        }
        Ok(next)
    }

    async fn alarm_at(&self, at: Instant) -> Result<()> {
        let wait = at.0.saturating_sub(clock::now().0).max(1);
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(1));
        Ok(self.state.storage().set_alarm(wait).await?)
    }

    fn own_name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }

    fn point(&self, handler: &'static str) -> Point<'_> {
        Point {
            state: &self.state,
            class: Class::Outbox,
            handler,
        }
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
