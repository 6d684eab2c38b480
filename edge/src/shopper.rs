//! One shopper of one shop: the consent ledger, what was permitted, and the messages that wait for their time ([`duty`]).
//! The only place that gives permits to send, since consent and caps are serialised here; what is permitted is decided
//! in [`shared::policy`].

mod duty;
mod preferences;
mod room;

use crate::answer;
use crate::ask::{self, Class, ask};
use crate::calls::{
    self, Confirmed, Recalled, ShopFacts, WantConfirmation, WantContrast, WantPermit,
    WantPreferences, WantRecall,
};
use crate::error::{Error, Result};
use crate::guard::{self, Point};
use crate::kept;
use crate::log::{self, Ids};
use crate::tables::Tables;
use crate::{clock, config, erasure};
use duty::Duty;
use serde::Deserialize;
use shared::channel::{Channel, Purpose};
use shared::consent::{
    self, Awaited, Contrast, Export, Kind, Ledger, MOST_ENTRIES, Recorded, Remnant,
};
use shared::contact::Address;
use shared::delivery::Recipient;
use shared::id::{ShopId, ShopperId};
use shared::journey::Occasion;
use shared::message::template_of;
use shared::policy::{self, Facts, Past, SmsSender, Verdict, WhatsApp};
use shared::time::{Instant, Offset, Span};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(alarm)]
pub struct Shopper {
    state: State,
    env: Env,
    tables: Tables,
}

const VERSIONS: &[&str] = &["
    CREATE TABLE consent (id TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE verdict (number INTEGER PRIMARY KEY AUTOINCREMENT, draft TEXT NOT NULL, at INTEGER NOT NULL,
        verdict TEXT NOT NULL);
    CREATE TABLE past (draft TEXT PRIMARY KEY, at INTEGER NOT NULL, past TEXT NOT NULL) WITHOUT ROWID;
", "
    CREATE TABLE duty (id TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL, duty TEXT NOT NULL)
        WITHOUT ROWID;
", "
    CREATE TABLE wish (only INTEGER PRIMARY KEY CHECK (only = 1), gap INTEGER NOT NULL);
"];
/// How many verdicts are kept; the newest.
const KEPT_VERDICTS: i64 = 200;
/// How long a permitted message counts: caps look back a week, a shop's own pause up to a month.
const COUNTED: Span = Span::days(32);
/// When to look again after a run that failed; the platform itself would give up after six.
const AFTER_A_FAULT: Span = Span::seconds(30);

#[derive(Deserialize)]
struct EntryRow {
    entry: String,
}

#[derive(Deserialize)]
struct PastRow {
    past: String,
}

impl DurableObject for Shopper {
    fn new(state: State, env: Env) -> Self {
        Self {
            tables: Tables::new(&state, VERSIONS),
            state,
            env,
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if let Some(response) = guard::pass_fetch(self.point("fetch"), &request).await? {
            return Ok(response);
        }
        let name = self.name();
        answer::of(self.serve(request).await, Ids::of_shop(&name))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        guard::pass(self.point("alarm"));
        if let Err(error) = self.run_duties().await {
            log::fault(&error, Ids::of_shop(&self.name()));
            self.state.storage().set_alarm(AFTER_A_FAULT.0).await?;
        }
        Response::empty()
    }
}

impl Shopper {
    async fn serve(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        match path.as_str() {
            calls::RECORD => {
                let entry: consent::Entry = ask::read(&mut request).await?;
                self.record(entry).await
            }
            calls::CONFIRM => {
                let want: WantConfirmation = ask::read(&mut request).await?;
                answer::json(&self.confirm(want)?)
            }
            calls::PREFERENCES => {
                let want: WantPreferences = ask::read(&mut request).await?;
                self.preferences(want).await
            }
            calls::HAPPENED => {
                let occasion: Occasion = ask::read(&mut request).await?;
                self.happened(&occasion).await?;
                ask::done()
            }
            calls::CONTRAST => {
                let want: WantContrast = ask::read(&mut request).await?;
                self.contrast(want).await
            }
            calls::WAITING => answer::json(&self.waiting()?),
            calls::PERMIT => {
                let want: WantPermit = ask::read(&mut request).await?;
                answer::json(&self.judge(&want)?)
            }
            calls::OF => answer::json(&Export {
                marketing_gap: self.wished_gap()?,
                ..self.ledger()?.export()
            }),
            calls::ERASE => answer::json(&self.remnants()?),
            calls::BURY => {
                self.state.storage().delete_all().await?;
                self.tables.were_cleared();
                ask::done()
            }
            _ => ask::unknown(Class::Shopper, &path),
        }
    }

    /// Takes an entry once; before a grant, what is left of withdrawals for its address.
    async fn record(&self, entry: consent::Entry) -> Result<Response> {
        if entry.kind == Kind::Grant {
            for withdrawal in self.recalled(&entry.address).await? {
                self.enter(&withdrawal)?;
            }
        }
        let entry = self.ledger()?.stamped(entry, clock::now());
        self.enter(&entry)?;
        // Even for one that is kept already: whoever brought it first may have died before the alarm was set.
        self.arm().await?;
        ask::done()
    }

    /// What follows where Brevo has blocked a channel for the shopper, or has not: the shopper has left, or Brevo is told
    /// again of the withdrawal that it does not heed.
    async fn contrast(&self, want: WantContrast) -> Result<Response> {
        let channel = want.withdrawal.channel;
        if want.withdrawal.is_of_a_lost_contact() {
            return if self.ledger()?.is_sold_to(channel, &want.withdrawal.address) {
                self.record(want.withdrawal).await
            } else {
                ask::done()
            };
        }
        match self
            .ledger()?
            .contrast(want.withdrawal.channel, want.blocked)
        {
            Contrast::Agree => {}
            Contrast::Stop => {
                if let Some(withdrawal) = self.ledger()?.left(channel) {
                    self.wait_for(&Duty::Tell(withdrawal.id.clone()), clock::now())?;
                    self.arm().await?;
                }
            }
            Contrast::Withdraw => return self.record(want.withdrawal).await,
        }
        ask::done()
    }

    /// Keeps an entry. What may need a confirmation waits to ask for it, and that Brevo and the outbox hear of it, in the
    /// same transaction.
    fn enter(&self, entry: &consent::Entry) -> Result<()> {
        let mut ledger = self.ledger()?;
        match ledger.record(entry.clone()) {
            Recorded::New => {
                let full = ledger.entries().len() > MOST_ENTRIES;
                if full && !self.makes_room(&ledger, entry)? {
                    return Ok(());
                }
                self.tables.run(
                    "INSERT INTO consent (id, entry) VALUES (?, ?)",
                    vec![
                        entry.id.as_str().into(),
                        serde_json::to_string(entry)?.into(),
                    ],
                )?;
                self.wait_for(&Duty::Tell(entry.id.clone()), clock::now())?;
                let sells = (entry.channel, entry.purpose) == (Channel::Email, Purpose::Marketing);
                if sells && entry.kind == Kind::Grant {
                    self.wait_for(&Duty::Confirm(entry.id.clone()), clock::now())?;
                }
                Ok(())
            }
            Recorded::Known => Ok(()),
            Recorded::Clash => Err(Error::refusal(
                409,
                "consent_clash",
                "another entry has this id",
            )),
        }
    }

    /// The withdrawals that an earlier erasure left behind for this address.
    async fn recalled(&self, address: &Address) -> Result<Vec<consent::Entry>> {
        // Nothing can have been erased without the secret.
        let Ok(secret) = config::erasure_secret(&self.env) else {
            return Ok(Vec::new());
        };
        let (shop, shopper) = self.whose()?;
        let hash = erasure::hash(&secret, &shop, &consent::hashed_text(address));
        let want = WantRecall {
            shopper,
            address: hash.clone(),
        };
        let recalled: Recalled =
            ask(&self.env, Class::Shop, shop.as_str(), calls::RECALL, &want).await?;
        if recalled.erased {
            return Err(Error::refusal(410, "erased", "this shopper was erased"));
        }
        Ok(consent::recalled(&recalled.remnants, address, |_| {
            hash.clone()
        }))
    }

    /// What stays of this ledger's withdrawals.
    fn remnants(&self) -> Result<Vec<Remnant>> {
        let secret = config::erasure_secret(&self.env)?;
        let (shop, _) = self.whose()?;
        let hash = |text: &str| erasure::hash(&secret, &shop, text);
        Ok(self.ledger()?.erase(hash))
    }

    /// The shop and the shopper that name this object.
    fn whose(&self) -> Result<(ShopId, ShopperId)> {
        let name = self.name();
        let parts = name
            .split_once('/')
            .and_then(|(shop, shopper)| Some((shop.parse().ok()?, shopper.parse().ok()?)));
        parts.ok_or_else(|| Error::fault("a shopper's object without its name"))
    }

    /// What became of a confirmation that was asked for, after the button was pressed if it was.
    fn confirm(&self, want: WantConfirmation) -> Result<Confirmed> {
        let now = clock::now();
        let ledger = self.ledger()?.under(rules_of(&want.shop, now));
        let Awaited::Open { grant, .. } = ledger.awaited(&want.grant) else {
            let done = ledger.awaited(&want.grant) == Awaited::Confirmed;
            return Ok(if done {
                Confirmed::Done
            } else {
                Confirmed::Over
            });
        };
        if let Some(press) = want.press {
            let entry = ledger.confirmation(&want.grant, press.button, press.place, now);
            let entry = entry.ok_or_else(|| Error::fault("a confirmation without an id"))?;
            self.enter(&ledger.stamped(entry, now))?;
            return Ok(Confirmed::Done);
        }
        Ok(Confirmed::Ask {
            agreed: grant.proof.text.clone(),
        })
    }

    /// Load, decide, save: the verdict, and what it permits, are kept before anybody hears of it.
    fn judge(&self, want: &WantPermit) -> Result<Verdict> {
        let now = clock::now();
        let ledger = self.ledger()?.under(rules_of(&want.shop, now));
        let zones = policy::zones_needed(&want.draft, &[]);
        let clocks = zones
            .into_iter()
            .filter_map(|zone| Some((String::from(zone), clock::offset(zone, now)?)));
        let registered = want.shop.sms_registered.iter();
        let facts = Facts {
            draft: &want.draft,
            ledger: &ledger,
            suppressed: want
                .suppressed
                .iter()
                .map(|why| (want.draft.recipient.address().clone(), *why))
                .collect(),
            shop_address: Some(Address::Email(want.shop.support.clone())),
            brand: want.shop.brand.clone(),
            sender: Some(SmsSender {
                id: want.shop.sms_sender.clone(),
                registered: registered.filter_map(|code| code.parse().ok()).collect(),
            }),
            whatsapp: WhatsApp {
                heard: want.heard,
                template: template_of(&want.shop.templates, &want.draft.message),
            },
            places: Vec::new(),
            clocks: clocks.collect::<Vec<(String, Offset)>>(),
            shop_clock: want.shop.clock,
            stricter: match self.wished_gap()? {
                Some(gap) => want.shop.stricter.clone().calmer(gap),
                None => want.shop.stricter.clone(),
            },
            past: self.past()?,
        };
        let verdict = policy::decide(&facts, now);
        self.keep(want, &verdict, now)?;
        Ok(verdict)
    }

    fn keep(&self, want: &WantPermit, verdict: &Verdict, now: Instant) -> Result<()> {
        let draft = &want.draft;
        self.tables.run(
            "INSERT INTO verdict (draft, at, verdict) VALUES (?, ?, ?)",
            vec![
                draft.id.as_str().into(),
                now.0.into(),
                serde_json::to_string(verdict)?.into(),
            ],
        )?;
        self.tables.run(
            "DELETE FROM verdict WHERE number <= (SELECT max(number) FROM verdict) - ?",
            vec![KEPT_VERDICTS.into()],
        )?;
        // Caps protect the shopper; what the shop's own people are told counts against nobody.
        let counts = matches!(draft.recipient, Recipient::Shopper { .. });
        if let (Verdict::Allow(_), true) = (verdict, counts) {
            let past = Past {
                draft: draft.id.clone(),
                channel: draft.channel,
                purpose: draft.purpose,
                at: now,
            };
            // A message that is tried again counts once, at its first permit.
            self.tables.run(
                "INSERT OR IGNORE INTO past (draft, at, past) VALUES (?, ?, ?)",
                vec![
                    draft.id.as_str().into(),
                    now.0.into(),
                    serde_json::to_string(&past)?.into(),
                ],
            )?;
            let before = now.0.saturating_sub(COUNTED.0);
            self.tables
                .run("DELETE FROM past WHERE at < ?", vec![before.into()])?;
        }
        Ok(())
    }

    fn ledger(&self) -> Result<Ledger> {
        let rows: Vec<EntryRow> = self.tables.rows("SELECT entry FROM consent", Vec::new())?;
        let mut entries = Vec::new();
        for row in rows {
            entries.push(kept::read(&row.entry)?);
        }
        Ok(Ledger::of(entries))
    }

    fn past(&self) -> Result<Vec<Past>> {
        let rows: Vec<PastRow> = self.tables.rows("SELECT past FROM past", Vec::new())?;
        rows.iter().map(|row| Ok(kept::read(&row.past)?)).collect()
    }

    fn name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }

    fn point(&self, handler: &'static str) -> Point<'_> {
        Point {
            state: &self.state,
            class: Class::Shopper,
            handler,
        }
    }
}

/// How a shop's ledgers are read now.
fn rules_of(shop: &ShopFacts, now: Instant) -> consent::Rules {
    consent::Rules {
        now: Some(now),
        confirm_email: consent::confirms_email(&shop.country, now.local(shop.clock).date),
    }
}
