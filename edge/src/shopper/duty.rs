//! What a shopper's object does at its time: ask for a confirmation, open a flow after something happened. Each is a row
//! until the outbox has its message, so a crash repeats it and loses none; the outbox takes each message once.

use super::{Shopper, rules_of};
use crate::ask::{Class, Done, ask};
use crate::calls::{self, Following, Waiting, WantFollowing, WantMirror};
use crate::clock;
use crate::config;
use crate::confirm::Asks;
use crate::error::{Error, Result};
use crate::kept;
use crate::log::{self, Ids};
use crate::preferences;
use crate::session::Signer;
use serde::{Deserialize, Serialize};
use shared::channel::Channel;
use shared::consent::{Awaited, Parting, Request};
use shared::delivery::Draft;
use shared::flow::Flow;
use shared::id::{ConsentId, FlowId};
use shared::journey::{self, JourneyShop, Occasion};
use shared::locale::{Language, Locale};
use shared::message::Words;
use shared::policy::Choice;
use shared::time::{Instant, Span};
use std::time::Duration;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Duty {
    /// Ask for the confirmation of this grant.
    Confirm(ConsentId),
    /// Have the outbox, and with it Brevo, know of this entry.
    Tell(ConsentId),
    /// Open this flow after what happened.
    Open { flow: FlowId, occasion: Occasion },
}

#[derive(Deserialize)]
struct DutyRow {
    id: String,
    due: i64,
    attempts: u32,
    duty: String,
}

#[derive(Deserialize)]
struct DueRow {
    due: Option<i64>,
}

#[derive(Deserialize)]
struct CountRow {
    waiting: usize,
}

/// How many one run of the alarm takes on; the next run follows at once.
const A_RUN: i64 = 20;
/// More than a year of any shopper's journeys.
const MAX_WAITING: usize = 200;
/// The time before the second try, and the longest between two.
const FIRST_WAIT: Span = Span::seconds(30);
const LONGEST_WAIT: Span = Span::hours(1);

impl Shopper {
    /// Something happened: what it makes pointless no longer waits, and what it leads to waits for its time.
    pub(super) async fn happened(&self, occasion: &Occasion) -> Result<()> {
        let following = self.following(Some(occasion)).await?;
        let flows: Vec<Flow> = flows(&following);
        for row in self.duties("SELECT id, due, attempts, duty FROM duty", Vec::new())? {
            let duty: Duty = kept::read(&row.duty)?;
            if matches!(&duty, Duty::Open { occasion: earlier, .. } if journey::ends(occasion, earlier))
            {
                self.forget(&row.id)?;
            }
        }
        let steps = journey::steps(&flows, occasion, clock::now());
        let count: Option<CountRow> = self
            .tables
            .row("SELECT count(*) AS waiting FROM duty", Vec::new())?;
        if !steps.is_empty() && count.is_some_and(|count| count.waiting >= MAX_WAITING) {
            let message = "too many messages wait for this shopper";
            return Err(Error::refusal(409, "too_much_waits", message));
        }
        for planned in steps {
            let duty = Duty::Open {
                flow: planned.flow,
                occasion: occasion.clone(),
            };
            self.wait_for(&duty, planned.due)?;
        }
        self.arm().await
    }

    /// The messages that wait for their time.
    pub(super) fn waiting(&self) -> Result<Vec<Waiting>> {
        let rows = self.duties(
            "SELECT id, due, attempts, duty FROM duty ORDER BY due, id",
            Vec::new(),
        )?;
        let mut waiting = Vec::new();
        for row in rows {
            if let Duty::Open { flow, occasion } = kept::read(&row.duty)? {
                waiting.push(Waiting {
                    flow,
                    due: Instant(row.due),
                    event: occasion.kind,
                    key: occasion.key,
                });
            }
        }
        Ok(waiting)
    }

    /// Keeps a duty, once.
    pub(super) fn wait_for(&self, duty: &Duty, due: Instant) -> Result<()> {
        let id = match duty {
            Duty::Confirm(grant) => format!("confirm {grant}"),
            Duty::Tell(entry) => format!("tell {entry}"),
            Duty::Open { flow, occasion } => {
                let kind = serde_json::to_string(&occasion.kind)?;
                format!("open {flow} {kind} {}", occasion.key)
            }
        };
        self.tables.run(
            "INSERT OR IGNORE INTO duty (id, due, attempts, duty) VALUES (?, ?, 0, ?)",
            vec![id.into(), due.0.into(), serde_json::to_string(duty)?.into()],
        )
    }

    /// Does what is due, then sets the alarm for what comes next. What fails is put off and never dropped.
    pub(super) async fn run_duties(&self) -> Result<()> {
        let due = self.duties(
            "SELECT id, due, attempts, duty FROM duty WHERE due <= ? ORDER BY due, id LIMIT ?",
            vec![clock::now().0.into(), A_RUN.into()],
        )?;
        for row in due {
            let duty: Duty = kept::read(&row.duty)?;
            match self.perform(&duty).await {
                Ok(()) => self.forget(&row.id)?,
                Err(error) => {
                    log::fault(&error.while_doing("a duty"), Ids::of_shop(&self.name()));
                    let next = clock::now() + backoff(row.attempts);
                    self.tables.run(
                        "UPDATE duty SET due = ?, attempts = attempts + 1 WHERE id = ?",
                        vec![next.0.into(), row.id.into()],
                    )?;
                }
            }
        }
        self.arm().await
    }

    /// Sets the alarm for the next duty.
    pub(super) async fn arm(&self) -> Result<()> {
        let next: Option<DueRow> = self
            .tables
            .row("SELECT min(due) AS due FROM duty", Vec::new())?;
        let Some(due) = next.and_then(|next| next.due) else {
            return Ok(());
        };
        let wait = u64::try_from(due - clock::now().0).unwrap_or(0).max(1);
        let wait = Duration::from_millis(wait);
        Ok(self.state.storage().set_alarm(wait).await?)
    }

    async fn perform(&self, duty: &Duty) -> Result<()> {
        let draft = match duty {
            Duty::Confirm(grant) => self.request(grant).await?,
            Duty::Tell(entry) => self.tell(entry).await?,
            Duty::Open { flow, occasion } => self.opening(flow, occasion).await?,
        };
        if let Some(draft) = draft {
            let shop = draft.shop.as_str();
            let _: Done = ask(&self.env, Class::Outbox, shop, calls::DELIVER, &draft).await?;
        }
        Ok(())
    }

    /// Has the outbox know of an entry. Answers the message that says to whoever stopped messages that it is done, where
    /// one is due.
    async fn tell(&self, entry: &ConsentId) -> Result<Option<Draft>> {
        let following = self.following(None).await?;
        let rules = rules_of(&following.facts, clock::now());
        let ledger = self.ledger()?.under(rules);
        let Some(mirror) = ledger.mirror(entry) else {
            return Ok(None);
        };
        let (shop, shopper) = self.whose()?;
        let want = WantMirror {
            shopper: shopper.clone(),
            mirror,
        };
        let _: Done = ask(
            &self.env,
            Class::Outbox,
            shop.as_str(),
            calls::MIRROR,
            &want,
        )
        .await?;
        let parting = Parting {
            shop: &shop,
            name: &following.facts.brand,
            shopper: &shopper,
            language: Some(Locale::of(&following.locale).language().code()),
        };
        Ok(ledger.farewell(entry, &parting))
    }

    /// The message that asks for a confirmation, if one is waited for.
    async fn request(&self, grant: &ConsentId) -> Result<Option<Draft>> {
        let following = self.following(None).await?;
        let ledger = self
            .ledger()?
            .under(rules_of(&following.facts, clock::now()));
        if !matches!(ledger.awaited(grant), Awaited::Open { .. }) {
            return Ok(None);
        }
        let address = following.address.as_ref().ok_or_else(|| {
            Error::fault(
                "this Worker does not know its own address before a shop's document is put",
            )
        })?;
        let (shop, shopper) = self.whose()?;
        let asks = Asks {
            shop,
            shopper,
            grant: grant.clone(),
        };
        let signer = Signer::of(&config::token_secrets(&self.env)?);
        let link = asks.link(&signer, address)?;
        let words = words(&following, Locale::of(&following.locale).language())?;
        Ok(ledger.request(
            grant,
            &Request {
                shop: &asks.shop,
                name: &following.facts.brand,
                support: &following.facts.support,
                shopper: &asks.shopper,
                words: &words,
                link: &link,
            },
        ))
    }

    /// The message that opens a flow, on the channel that suits it now; none when nothing reaches the shopper any more.
    async fn opening(&self, flow: &FlowId, occasion: &Occasion) -> Result<Option<Draft>> {
        let following = self.following(Some(occasion)).await?;
        let now = clock::now();
        let flows = flows(&following);
        let Some(flow) = flows.iter().find(|live| live.id() == flow) else {
            return Ok(None);
        };
        let facts = &following.facts;
        let ledger = self.ledger()?.under(rules_of(facts, now));
        let mut set_up = vec![Channel::Email];
        set_up.extend((!facts.sms_sender.is_empty()).then_some(Channel::Sms));
        set_up.extend((!facts.templates.is_empty()).then_some(Channel::WhatsApp));
        let choice = journey::channel(flow, occasion.kind, &ledger, &facts.stricter, &set_up);
        let Some(Choice::Channel {
            channel, address, ..
        }) = choice
        else {
            let ids = Ids {
                shop: Some(occasion.shop.as_str()),
                ..Ids::default()
            };
            log::note("journey_without_channel", ids);
            return Ok(None);
        };
        let words = words(&following, flow.locale().language())?;
        let preferences = preferences::link(
            &self.env,
            following.address.as_deref(),
            (&occasion.shop, &occasion.shopper),
            words.language(),
        )?;
        let shop = JourneyShop {
            name: &facts.brand,
            origin: &following.origin,
            support: &facts.support,
            words: &words,
            templates: &facts.templates,
            preferences: preferences.as_deref(),
            reach: &[(channel, address)],
        };
        Ok(journey::begin(flow, occasion, &shop, now))
    }

    async fn following(&self, occasion: Option<&Occasion>) -> Result<Following> {
        let (shop, _) = self.whose()?;
        let want = WantFollowing {
            event: occasion.map(|occasion| occasion.kind),
            shopper: None,
        };
        ask(
            &self.env,
            Class::Shop,
            shop.as_str(),
            calls::FOLLOWING,
            &want,
        )
        .await
    }

    fn duties(&self, query: &str, bindings: Vec<worker::SqlStorageValue>) -> Result<Vec<DutyRow>> {
        self.tables.rows(query, bindings)
    }

    pub(super) fn forget(&self, id: &str) -> Result<()> {
        self.tables
            .run("DELETE FROM duty WHERE id = ?", vec![id.into()])
    }
}

/// Each was validated when it was published; one that a later release refuses opens nothing.
fn flows(following: &Following) -> Vec<Flow> {
    let flows = following.flows.iter();
    flows
        .filter_map(|flow| {
            Some(
                Flow::validate(&flow.draft().ok()?)
                    .ok()?
                    .at_version(flow.version),
            )
        })
        .collect()
}

/// The words of this language. A message in another would be the wrong one, so it is waited for.
fn words(following: &Following, language: Language) -> Result<Words> {
    if language == Language::English {
        return Ok(Words::default());
    }
    let said = following
        .words
        .iter()
        .find(|said| said.language() == language);
    said.map(|said| said.clone().words())
        .ok_or_else(|| Error::fault("the shop was not handed the words of a language"))
}

fn backoff(attempts: u32) -> Span {
    let doubled = 2_i64.saturating_pow(attempts).saturating_mul(FIRST_WAIT.0);
    Span(doubled.min(LONGEST_WAIT.0))
}
