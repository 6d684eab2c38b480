//! What Brevo reports and people write back: kept first, applied by the alarm, each once. What a report means is read in
//! [`shared::inbound`]; here it reaches the delivery, the shopper's ledger and the conversation that it is about.

use super::Outbox;
use super::address::{channel_of, same};
use super::post::Post;
use crate::ask::{Class, Done, ask_with_bytes, shopper_name};
use crate::brevo::{Failure, Person, contact};
use crate::calls::{self, WantContrast, WantWrote};
use crate::clock;
use crate::error::{Error, Result};
use crate::log::{self, Ids};
use serde::{Deserialize, Serialize};
use shared::channel::Channel;
use shared::consent::{Scope, Source, hashed_text};
use shared::contact::Address;
use shared::delivery::{Entry, Event};
use shared::id::ShopperId;
use shared::inbound::{Fate, Item, Leaving, Told, forwarded, items};
use shared::optout;
use shared::outbox::{Admission, Family};
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
}

/// A message of ours that a report is about.
struct Answered<'a> {
    from: &'a Address,
    text: &'a str,
}

/// Whom Brevo is named as in the proof of a withdrawal.
const BREVO: &str = "brevo";
/// How many reports one look takes on.
const A_LOOK: i64 = 60;
/// The wait after the first failure, and the longest between two tries.
const FIRST_WAIT: Span = Span::seconds(5);
const LONGEST_WAIT: Span = Span::hours(1);
/// After so many tries, some days, a report is given up.
const MOST_TRIES: u32 = 60;
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
            } else if self.store.hear(item, now)? {
                counted.taken += 1;
            } else {
                counted.again += 1;
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
                        Ids::default(),
                    );
                    self.store.count("given_up", 1)?;
                    self.store.was_heard(number)?;
                }
                Err(error) => {
                    // What only has to wait is no fault.
                    if error.status != 429 {
                        log::fault(&error.while_doing("a report"), Ids::default());
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
            self.store
                .suppress(address, why, item.happened(clock::now()))?;
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
    /// answers a message that went to that very address.
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
        let language = entry
            .as_ref()
            .and_then(|entry| entry.draft.language.clone());
        let asks = optout::read(reply.text, language.as_deref());
        let scope = asks.and_then(optout::Reply::withdraws);
        if let Some(scope) = scope {
            let leaving = Leaving {
                channel: channel_of(item, reply.from, entry.as_ref()),
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

    /// What was written becomes a turn of the conversation; where that is not kept any more, the shop gets it by e-mail. By
    /// WhatsApp it also opens the day in which free text goes there.
    async fn turn(
        &self,
        item: &Item,
        entry: &Entry,
        reply: &Answered<'_>,
        post: &Post,
    ) -> Result<()> {
        let draft = &entry.draft;
        if channel_of(item, reply.from, Some(entry)) == Channel::WhatsApp {
            self.store.writes(item, reply.from, clock::now())?;
        }
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

    /// A contact is not as it was: what Brevo has blocked is held against the ledger, and the stricter side counts.
    async fn compare(&self, item: &Item, address: &Address, post: &Post) -> Result<()> {
        if self.store.is_noted(&hashed_text(address))? {
            return Err(Error::too_many(5));
        }
        if self.pace.admit(&self.store, Family::Contacts)? != Admission::Go {
            return Err(Error::too_many(5));
        }
        let person = match address {
            Address::Email(email) => Person::Email(email.as_str()),
            Address::Phone(phone) => Person::Phone(phone.as_str().trim_start_matches('+')),
        };
        let answer = post.account.make(contact::contact(person)).await;
        self.pace
            .heard(&self.store, Family::Contacts, &answer, clock::now())?;
        self.pace.save(&self.store)?;
        let known = match answer.outcome {
            Ok(known) => known,
            // Who is no contact is blocked nowhere.
            Err(Failure::Permanent { status: 404, .. }) => return Ok(()),
            Err(failure) => {
                log::note(failure.code(), Ids::default());
                return Err(Error::too_many(5));
            }
        };
        for (address, channel, blocked) in known.blocks() {
            // Nothing can be told to Brevo about WhatsApp, so only what it says is heard.
            if channel == Channel::WhatsApp && !blocked {
                continue;
            }
            for shopper in self.store.people(&address)? {
                self.contrast(item, (&address, channel, blocked), &shopper)
                    .await?;
            }
        }
        Ok(())
    }

    async fn contrast(
        &self,
        item: &Item,
        (address, channel, blocked): (&Address, Channel, bool),
        shopper: &ShopperId,
    ) -> Result<()> {
        let leaving = Leaving {
            channel,
            scope: Scope::Channel,
            address,
            words: "blocked",
            source: Source::Webhook { by: BREVO.into() },
        };
        let Some(withdrawal) = item.withdrawal(leaving, clock::now()) else {
            return Ok(());
        };
        let want = WantContrast {
            withdrawal,
            blocked,
        };
        let name = shopper_name(&self.shop()?, shopper);
        let body = serde_json::to_vec(&want)?;
        self.bid(Class::Shopper, &name, calls::CONTRAST, body).await
    }

    /// Has another object do something. Not generic: each kind of question would be code of its own.
    async fn bid(&self, class: Class, name: &str, path: &str, body: Vec<u8>) -> Result<()> {
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
