//! What Brevo reports and people write back: kept first, applied by the alarm, each once. What a report means is read in
//! [`shared::inbound`]; here it reaches the delivery, the shopper's ledger and the conversation that it is about.

use super::Outbox;
use super::address::{channel_of, same};
use super::heard::Heard;
use super::post::Post;
use crate::ask::{Class, Done, ask_with_bytes, shopper_name};
use crate::calls::{self, WantWrote};
use crate::clock;
use crate::error::{Error, Result};
use crate::log::{self, Ids};
use serde::{Deserialize, Serialize};
use shared::channel::Channel;
use shared::consent::{Scope, Source};
use shared::contact::Address;
use shared::delivery::{Entry, Event};
use shared::id::ShopperId;
use shared::inbound::{Fate, Item, Leaving, Told, forwarded, items};
use shared::optout;
use shared::time::Span;

/// What became of the reports of one body.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// Kept, to be applied.
    taken: u32,
    /// Known before.
    again: u32,
    /// Of a kind that is not acted on.
    unknown: u32,
    /// Not taken now.
    #[serde(skip)]
    not_now: u32,
}

/// A message of ours that a report is about.
struct Answered<'a> {
    from: &'a Address,
    text: &'a str,
}

/// Whom Brevo is named as in the proof of a withdrawal.
pub(super) const BREVO: &str = "brevo";
/// How many reports one look takes on.
const A_LOOK: i64 = 60;
/// The wait after the first failure, and the longest between two tries.
const FIRST_WAIT: Span = Span::seconds(5);
const LONGEST_WAIT: Span = Span::hours(1);
/// After so many tries, some days, a report is given up.
const MOST_TRIES: u32 = 60;
/// Brevo's own wait before its first repetition of what was not taken.
const LATER_S: u32 = 600;
/// An answer that says more than stop is also read by a person.
const SHORT: usize = 80;

impl Outbox {
    /// Keeps the reports of a body, each once. They are applied at once, by the alarm.
    pub(super) async fn told(&self, body: &[u8]) -> Result<Counted> {
        let counted = self.keep(body)?;
        for (what, count) in [
            ("taken", counted.taken),
            ("again", counted.again),
            ("unknown", counted.unknown),
        ] {
            self.store.count(what, count)?;
        }
        if counted.taken > 0 {
            self.alarm_at(clock::now()).await?;
        }
        if counted.not_now > 0 {
            return Err(Error::too_many(LATER_S));
        }
        Ok(counted)
    }

    /// The same of what is to be applied by whoever calls, and is not counted.
    pub(super) fn keep(&self, body: &[u8]) -> Result<Counted> {
        let items = items(body).map_err(|error| Error::bad_request("report", error.to_string()))?;
        let now = clock::now();
        let mut counted = Counted::default();
        for item in &items {
            if item.told == Told::Unknown {
                counted.unknown += 1;
                continue;
            }
            match self.store.hear(item, now)? {
                Heard::Taken => counted.taken += 1,
                Heard::Again => counted.again += 1,
                Heard::NotNow => counted.not_now += 1,
            }
        }
        Ok(counted)
    }

    /// Applies what was reported. What fails is tried again, later and later.
    pub(super) async fn hear_some(&self, post: &mut Option<Post>) -> Result<()> {
        for (number, attempts, report) in self.store.to_hear(clock::now(), A_LOOK)? {
            let Some(item) = items(report.as_bytes()).ok().and_then(|mut all| all.pop()) else {
                self.store.was_heard(number)?;
                continue;
            };
            let post = self.posted(post).await?;
            match self.apply(&item, post).await {
                Ok(()) => self.store.was_heard(number)?,
                Err(error) if attempts >= MOST_TRIES => {
                    log::fault(
                        &error.while_doing("a report, for the last time"),
                        Ids::of_shop(&self.own_name()),
                    );
                    self.store.count("given_up", 1)?;
                    self.store.was_heard(number)?;
                }
                Err(error) => {
                    // What only has to wait is no fault.
                    if error.status != 429 {
                        log::fault(
                            &error.while_doing("a report"),
                            Ids::of_shop(&self.own_name()),
                        );
                    }
                    let doubled = 2_i64.saturating_pow(attempts).saturating_mul(FIRST_WAIT.0);
                    let due = clock::now() + Span(doubled.min(LONGEST_WAIT.0));
                    self.store.hear_later(number, due)?;
                }
            }
        }
        Ok(())
    }

    async fn apply(&self, item: &Item, post: &Post) -> Result<()> {
        match &item.told {
            Told::Unknown => Ok(()),
            Told::Contact { address } => self.compare(item, address, post).await,
            Told::Reply {
                answers,
                from,
                text,
            } => {
                let answered = Answered { from, text };
                self.answered(item, self.store.by_vendor(answers)?, &answered, post)
                    .await
            }
            Told::Message {
                delivery,
                vendor,
                address,
                fate,
                reason,
            } => {
                let named = match delivery {
                    Some(id) => self.store.entry(id)?,
                    None => None,
                };
                let entry = match named {
                    Some(entry) => Some(entry),
                    None => self.store.by_vendor(vendor)?,
                };
                if let Some(entry) = &entry {
                    let to = entry.draft.recipient.address();
                    let is_its = address.as_ref().is_none_or(|address| same(address, to));
                    if let (Some(report), true) = (fate.report(reason), is_its) {
                        let vendor = vendor.clone();
                        self.happened(&entry.draft.id, Event::Reported { vendor, report })?;
                    }
                }
                let own = entry.as_ref().map(|entry| entry.draft.recipient.address());
                match address.as_ref().or(own) {
                    Some(address) => self.became(item, *fate, address, entry.as_ref()).await,
                    None => Ok(()),
                }
            }
        }
    }

    /// What a message's fate means for its address: nothing goes there any more, or consent is taken back.
    async fn became(
        &self,
        item: &Item,
        fate: Fate,
        address: &Address,
        entry: Option<&Entry>,
    ) -> Result<()> {
        if let Some(why) = fate.suppresses() {
            let at = item.happened(clock::now());
            self.store.suppress(self.name(address)?, why, at)?;
        }
        if fate.withdraws() {
            let leaving = Leaving {
                channel: channel_of(item, address, entry),
                scope: Scope::Channel,
                address,
                words: if fate == Fate::Complained {
                    "spam"
                } else {
                    "unsubscribed"
                },
                source: Source::Webhook { by: BREVO.into() },
            };
            let shoppers = self.whose(address, entry)?;
            self.withdraw(item, leaving, &shoppers).await?;
        }
        if fate.suppresses().is_some() {
            self.reconsider(self.store.waiting_at(address)?).await?;
        }
        Ok(())
    }

    /// Somebody wrote back. Who says stop is heard from any address that is known; what else is written is a turn, when it
    /// answers a message that went to that very address. By WhatsApp it opens the day in which free text goes there, also
    /// for word that a stop is done.
    async fn answered(
        &self,
        item: &Item,
        entry: Option<Entry>,
        reply: &Answered<'_>,
        post: &Post,
    ) -> Result<()> {
        let is_its = |entry: &Entry| same(entry.draft.recipient.address(), reply.from);
        let entry = match (entry.filter(is_its), reply.from) {
            (None, Address::Phone(_)) => self
                .store
                .last_to(reply.from, channel_of(item, reply.from, None))?,
            (entry, _) => entry,
        };
        let entry = entry.filter(|entry| entry.draft.recipient.is_shopper());
        let channel = channel_of(item, reply.from, entry.as_ref());
        if entry.is_some() && channel == Channel::WhatsApp {
            self.store.writes(item, reply.from, clock::now())?;
        }
        let language = entry
            .as_ref()
            .and_then(|entry| entry.draft.language.clone());
        let asks = optout::read(reply.text, language.as_deref());
        let scope = asks.and_then(optout::Reply::withdraws);
        if let Some(scope) = scope {
            let leaving = Leaving {
                channel,
                scope,
                address: reply.from,
                words: reply.text,
                source: Source::Reply,
            };
            let shoppers = self.whose(reply.from, entry.as_ref())?;
            self.withdraw(item, leaving, &shoppers).await?;
        }
        let Some(entry) = entry else {
            return self.store.count("of_nobody", 1);
        };
        let vendor = String::new();
        let report = shared::delivery::Report::Delivered;
        if matches!(entry.state, shared::delivery::State::Uncertain { .. }) {
            self.happened(&entry.draft.id, Event::Reported { vendor, report })?;
        }
        if scope.is_some() && reply.text.chars().count() <= SHORT {
            return Ok(());
        }
        self.turn(item, &entry, reply, post).await?;
        let at = item.happened(clock::now());
        self.did(&entry.draft, "parley_message_answered", at)
    }

    /// What was written becomes a turn of the conversation; where that is not kept any more, the shop gets it by e-mail.
    async fn turn(
        &self,
        item: &Item,
        entry: &Entry,
        reply: &Answered<'_>,
        post: &Post,
    ) -> Result<()> {
        let draft = &entry.draft;
        let Some(id) = item.turn() else {
            return Ok(());
        };
        let want = WantWrote {
            shop: draft.shop.clone(),
            id,
            from: reply.from.clone(),
            text: reply.text.into(),
        };
        let name = draft.conversation.as_str();
        let body = serde_json::to_vec(&want)?;
        match self
            .bid(Class::Conversation, name, calls::WROTE, body)
            .await
        {
            Ok(()) => Ok(()),
            Err(error) if error.status == 410 => Ok(()),
            Err(error) if error.status == 404 => {
                let facts = &post.sending.facts;
                let shop = (&draft.shop, facts.brand.as_str(), &facts.support);
                let whom = (&draft.shopper, reply.from, reply.text);
                match forwarded(item, shop, whom, clock::now()) {
                    Some(word) => self.deliver(word).await.map(|_| ()),
                    None => Ok(()),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Has another object do something. Not generic: each kind of question would be code of its own.
    pub(super) async fn bid(
        &self,
        class: Class,
        name: &str,
        path: &str,
        body: Vec<u8>,
    ) -> Result<()> {
        let Done {} = ask_with_bytes(&self.env, class, name, path, &body).await?;
        Ok(())
    }

    /// Has each of these shoppers' ledgers keep that they left.
    async fn withdraw(
        &self,
        item: &Item,
        leaving: Leaving<'_>,
        shoppers: &[ShopperId],
    ) -> Result<()> {
        let Some(entry) = item.withdrawal(leaving, clock::now()) else {
            return Ok(());
        };
        let shop = self.shop()?;
        for shopper in shoppers {
            let name = shopper_name(&shop, shopper);
            let body = serde_json::to_vec(&entry)?;
            match self.bid(Class::Shopper, &name, calls::RECORD, body).await {
                Ok(()) => {}
                // Erased, or another entry of this id: nothing is left to withdraw there.
                Err(error) if matches!(error.status, 409 | 410) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Everybody whose address it is.
    fn whose(&self, address: &Address, entry: Option<&Entry>) -> Result<Vec<ShopperId>> {
        let mut shoppers = self.store.people(address)?;
        let own = entry.filter(|entry| same(entry.draft.recipient.address(), address));
        if let Some(entry) = own
            && entry.draft.recipient.is_shopper()
            && !shoppers.contains(&entry.draft.shopper)
        {
            shoppers.push(entry.draft.shopper.clone());
        }
        Ok(shoppers)
    }
}
