//! What leaves a conversation's object: consent to the shopper's, deliveries to the outbox, the session record to the
//! shop's. Each is a row until its receiver has answered, and receivers take the same one twice.

use super::Conversation;
use crate::ask::{Class, Done, ask, shopper_name};
use crate::calls::{self, Report, Reported};
use crate::clock;
use crate::error::Result;
use crate::guard;
use serde::{Deserialize, Serialize};
use shared::conversation::{Effect, LedgerEntry, Record};
use shared::delivery::Draft;
use shared::id::ShopId;
use shared::journey::Occasion;
use shared::time::{Instant, Span};

/// An errand and how often it was tried.
pub(super) struct Errand {
    /// Says what it is and orders it: consent before the deliveries that rest on it.
    pub(super) id: String,
    pub(super) kind: Kind,
    /// When the alarm runs it, if nothing did before.
    pub(super) due: Instant,
    pub(super) attempts: u32,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// Keep this consent.
    Record(LedgerEntry),
    /// Send this.
    Deliver(Draft),
    /// Tell the session record as it is when this is run.
    Report,
}

impl Errand {
    /// The errand that an effect asks for, if it asks for one.
    pub(super) fn of(effect: &Effect, now: Instant) -> Option<Self> {
        let (id, kind, wait) = match effect {
            Effect::Record(entry) => (
                format!("1 {}", entry.id),
                Kind::Record(entry.clone()),
                CONFIRM,
            ),
            Effect::Deliver(draft) => (
                format!("2 {}", draft.id),
                Kind::Deliver(draft.clone()),
                CONFIRM,
            ),
            Effect::Report(record) => (REPORT.to_owned(), Kind::Report, gather(record)),
            Effect::Append(_)
            | Effect::Ack { .. }
            | Effect::Refuse { .. }
            | Effect::Deny { .. }
            | Effect::Presence
            | Effect::LookUp { .. } => return None,
        };
        Some(Self {
            id,
            kind,
            due: now + wait,
            attempts: 0,
        })
    }

    /// Whether it is run now: at once when it is new, later when it is due. A session record waits to be gathered.
    fn is_ready(&self, now: Instant) -> bool {
        let is_new = self.attempts == 0 && self.kind != Kind::Report;
        is_new || self.due <= now
    }
}

/// Whether an effect asks for an errand that is run at once.
pub(super) fn is_urgent(effect: &Effect) -> bool {
    matches!(effect, Effect::Record(_) | Effect::Deliver(_))
}

impl Conversation {
    /// Runs what is new or due. What fails is put off, and dropped only where its receiver refuses it for good.
    pub(super) async fn run_errands(&self) -> Result<()> {
        // A delivery judged before its consent is known would be denied for good.
        let mut consent_due = None;
        for errand in self.store.errands()? {
            let now = clock::now();
            let is_consent = matches!(errand.kind, Kind::Record(_));
            if !errand.is_ready(now) {
                consent_due = if is_consent {
                    Some(errand.due)
                } else {
                    consent_due
                };
                continue;
            }
            if let (Some(due), Kind::Deliver(_)) = (consent_due, &errand.kind) {
                self.store.put_off(&errand, due, errand.attempts)?;
                continue;
            }
            let ran = self.run(&errand.kind).await;
            guard::pass(self.point("told"));
            match ran {
                Ok(true) => self.store.remove(&errand)?,
                Ok(false) => self.store.put_off(&errand, clock::now() + SOON, 0)?,
                // Its receiver will never have it. A delivery that rests on consent that could not be kept is denied.
                Err(error) if error.is_final() && errand.kind != Kind::Report => {
                    self.failed(&error.while_doing("an errand that is given up"));
                    self.store.remove(&errand)?;
                }
                Err(error) => {
                    self.failed(&error.while_doing("an errand"));
                    let due = clock::now() + backoff(errand.attempts);
                    self.store
                        .put_off(&errand, due, errand.attempts.saturating_add(1))?;
                    consent_due = if is_consent { Some(due) } else { consent_due };
                }
            }
        }
        Ok(())
    }

    /// Runs one; false when there is more to tell since.
    async fn run(&self, kind: &Kind) -> Result<bool> {
        let (shop, record) =
            self.with(|held| Ok((held.shop.clone(), held.conversation.record().clone())))?;
        let env = &self.env;
        match kind {
            Kind::Record(entry) => {
                let shopper = shopper_name(&shop, &record.shopper);
                let _: Done = ask(env, Class::Shopper, &shopper, calls::RECORD, entry).await?;
                Ok(true)
            }
            Kind::Deliver(draft) => {
                let _: Done = ask(env, Class::Outbox, shop.as_str(), calls::DELIVER, draft).await?;
                Ok(true)
            }
            Kind::Report => self.report(&shop, record).await,
        }
    }
}

impl Conversation {
    /// Tells the shop how the session went; false when there is more to tell since.
    async fn report(&self, shop: &ShopId, record: Record) -> Result<bool> {
        let faults = self.faults.get();
        let report = Report { record, faults };
        let path = calls::REPORT;
        let told: Reported = ask(&self.env, Class::Shop, shop.as_str(), path, &report).await?;
        self.faults.set(self.faults.get().saturating_sub(faults));
        self.keep.set(Some(told.keep));
        if told.erased {
            self.bury().await?;
            return Ok(true);
        }
        if let Some(ended) = Occasion::of(&report.record, shop) {
            let name = shopper_name(shop, &ended.shopper);
            let path = calls::HAPPENED;
            let _: Done = ask(&self.env, Class::Shopper, &name, path, &ended).await?;
        }
        self.load()?;
        self.with(|held| Ok(*held.conversation.record() == report.record))
    }
}

/// The id of the errand that tells the session record.
pub(super) const REPORT: &str = "3";

fn backoff(attempts: u32) -> Span {
    let doubled = 2_i64.saturating_pow(attempts).saturating_mul(CONFIRM.0);
    Span(doubled.min(LONGEST.0))
}

/// How long changes of the session record are gathered before it is told. That somebody came the shop hears soon; what
/// follows in one go with what follows that, since each telling writes five rows, and a turn no more than two.
fn gather(record: &Record) -> Span {
    if record.turns == 0 { SOON } else { LATER }
}

/// How long a receiver may take to confirm before the alarm asks again.
const CONFIRM: Span = Span::seconds(10);
/// How long the first changes of a session record are gathered: less than the ten seconds after which a silent object leaves
/// memory (<https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/>), since to come back it
/// reads all of its rows.
const SOON: Span = Span::seconds(8);
/// How long the later ones are.
pub(super) const LATER: Span = Span::minutes(5);
/// The longest time between two tries.
const LONGEST: Span = Span::hours(1);

#[cfg(test)]
mod tests {
    use super::*;
    use shared::conversation::Conversation;

    #[test]
    fn tries_come_further_and_further_apart_up_to_an_hour() {
        let seconds = |attempts| backoff(attempts).0 / 1000;
        assert_eq!(
            [0, 1, 2, 8, 9, 40, u32::MAX].map(seconds),
            [10, 20, 40, 2560, 3600, 3600, 3600]
        );
    }

    #[test]
    fn a_session_record_waits_to_be_gathered_the_longer_once_the_shopper_has_spoken() {
        let now = Instant(1_800_000_000_000);
        let [conversation, shop, shopper] = ["c-1", "fernwood.myshopify.com", "s-1"];
        let new = Conversation::new(
            conversation.parse().unwrap(),
            shop.parse().unwrap(),
            shopper.parse().unwrap(),
        );
        for (turns, seconds) in [(0, 8), (1, 300), (12, 300)] {
            let mut record = new.record().clone();
            record.turns = turns;
            let report = Errand::of(&Effect::Report(record), now).unwrap();
            let due = now + Span::seconds(seconds);
            let before = due + Span(-1);
            assert!(!report.is_ready(before) && report.is_ready(due), "{turns}");
        }
    }
}
