//! A shop: its document, its flows by version, and the records of its sessions. Performs; decides nothing.
//!
//! Every published version of a flow is kept, since a conversation ends on the version it began with; the newest one is
//! live. [`document`] reads a shop's document, [`settings`] makes the file its pages load, [`store`] keeps the rows.

mod customer;
mod document;
mod erasure;
mod flows;
mod keeping;
mod origin;
mod settings;
mod store;
mod summary;
mod words;

use crate::answer;
use crate::ask::{self, Class};
use crate::calls::{
    self, Context, Following, PutDocument, Report, Said, Sending, ShopFacts, WantContext,
    WantFollowing, WantTheirs,
};
use crate::clock;
use crate::error::{Error, Result};
use crate::guard::{self, Point};
use crate::log::Ids;
use document::Profile;
use serde::{Deserialize, Serialize};
use shared::consent;
use shared::flow::Flow;
use shared::recommend::Labels;
use shared::time::{Clock, Instant, Span};
use shared::wire::document_v1::{FlowDraft, Problem, ShopDocument};
use std::cell::{Cell, OnceCell, RefCell};

use std::rc::Rc;
use store::{Languages, Live, Store};
pub(crate) use summary::Summary;
use words::{Spoken, language_of};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(alarm)]
pub struct Shop {
    state: State,
    store: Store,
    /// The shop as its newest document has it, while the object is awake.
    awake: RefCell<Option<Rc<Loaded>>>,
    /// Whether the alarm that forgets old records is known to be set.
    armed: Cell<bool>,
}

struct Loaded {
    version: u64,
    profile: Profile,
    /// The settings files, each once a page in its language has asked for it; every page view does.
    settings: RefCell<Vec<(Languages, Vec<u8>)>>,
    /// The shop's clock, and when it was asked for; a day later it is asked for again.
    clock: RefCell<Option<(Instant, Clock)>>,
    /// Which languages it speaks and has words of, once the front door has asked; every opening does.
    spoken: OnceCell<Spoken>,
}

/// A day of a shop, by the sessions whose last turn was on it; in UTC.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Day {
    /// `2026-11-24`.
    pub(crate) date: String,
    pub(crate) conversations: u64,
    /// Turns that shoppers took.
    pub(crate) turns: u64,
    pub(crate) handoffs: u64,
    /// Faults of ours in conversations.
    pub(crate) faults: u64,
}

/// The version under which a flow was published.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FlowVersion {
    pub(crate) version: u32,
    /// What its author should look at again.
    pub(crate) warnings: Vec<Problem>,
}

/// How long conversations are kept after their last turn where the shop says nothing else.
pub(crate) const KEPT: Span = Span::days(90);

impl DurableObject for Shop {
    fn new(state: State, _env: Env) -> Self {
        Self {
            store: Store::new(&state),
            awake: RefCell::new(None),
            armed: Cell::new(false),
            state,
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
        self.ring().await?;
        Response::empty()
    }
}

impl Shop {
    async fn serve(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        match path.as_str() {
            calls::CONTEXT => {
                let want: WantContext = ask::read(&mut request).await?;
                answer::json(&self.context(want)?)
            }
            calls::ORIGINS => {
                let locale: Option<String> = ask::read(&mut request).await?;
                answer::json(&self.origins(locale.as_deref())?)
            }
            calls::WORDS => {
                let said: Said = ask::read(&mut request).await?;
                self.keep_words(&said)
            }
            calls::SETTINGS => {
                let locale: Option<String> = ask::read(&mut request).await?;
                answer::bytes(self.settings(locale.as_deref())?)
            }
            calls::RULES => answer::json(&self.ruled()?),
            calls::FOLLOWING => {
                let want: WantFollowing = ask::read(&mut request).await?;
                answer::json(&self.following(&want)?)
            }
            calls::SENDING => answer::json(&self.loaded()?.sending()?),
            calls::CURRENCY => answer::json(&self.loaded()?.profile.currency),
            calls::SUMMARY => answer::json(&self.summary()?),
            calls::CUSTOMER => {
                let want: WantTheirs = ask::read(&mut request).await?;
                answer::json(&self.theirs(&want).await?)
            }
            calls::REPORT => {
                let report: Report = ask::read(&mut request).await?;
                self.report(&report).await
            }
            calls::DOCUMENT => {
                let put: PutDocument = ask::read(&mut request).await?;
                self.put(put)
            }
            calls::PUBLISH => {
                let document = request.text().await?;
                answer::json(&self.publish(&document)?)
            }
            calls::COUNTERS => answer::json(&self.days()?),
            _ => self.serve_rights(&path, &mut request).await,
        }
    }

    fn days(&self) -> Result<Vec<Day>> {
        self.loaded()?;
        self.store.days()
    }

    /// The shop, or 404 for one that nobody has added.
    fn loaded(&self) -> Result<Rc<Loaded>> {
        if let Some(loaded) = &*self.awake.borrow() {
            return Ok(Rc::clone(loaded));
        }
        let (version, document) = self.kept()?;
        let profile = document::read(document, zone_known).map_err(|problems| {
            Error::fault(format!("a kept document with {} mistakes", problems.len()))
        })?;
        let loaded = Rc::new(Loaded {
            version,
            profile,
            settings: RefCell::default(),
            clock: RefCell::default(),
            spoken: OnceCell::new(),
        });
        self.awake.replace(Some(Rc::clone(&loaded)));
        Ok(loaded)
    }

    /// Read anew: conversations of one isolate ask once for each version.
    fn ruled(&self) -> Result<(u64, ShopDocument)> {
        let (version, mut document) = self.kept()?;
        document.brevo_api_key.clear();
        Ok((version, document))
    }

    fn kept(&self) -> Result<(u64, ShopDocument)> {
        let kept = self.store.document()?;
        kept.ok_or_else(|| Error::not_found("there is no such shop"))
    }

    fn put(&self, put: PutDocument) -> Result<Response> {
        let profile = document::read(put.document, zone_known).map_err(|problems| {
            Error::unprocessable("shop", "the shop's document has mistakes", problems)
        })?;
        self.store.put_document(&profile.document)?;
        self.store.put_address(&put.address)?;
        self.awake.replace(None);
        ask::done()
    }

    fn context(&self, want: WantContext) -> Result<Context> {
        let erased = self.is_erased(want.shopper.as_ref())?;
        let shop = self.loaded()?;
        let languages = shop.languages(want.locale.as_deref());
        let flow = self.wanted(want.flow, languages)?;
        let called = self.called(flow.as_ref(), want.called, languages)?;
        let language = flow.as_ref().map(|flow| language_of(&flow.draft));
        let (now, clock) = shop.clock()?;
        let document = &shop.profile.document;
        let today = clock.local(now).date;
        Ok(Context {
            version: shop.version,
            name: document.name.clone(),
            origin: document.origins.first().cloned().unwrap_or_default(),
            flow: flow.map(|flow| flow.published),
            called,
            support: shop.profile.support.clone(),
            hours: shop.profile.hours.clone(),
            clock,
            labels: Labels::of(&document.attributes),
            handoff: shop.profile.handoff.clone(),
            confirms_email: consent::confirms_email(&document.country, today),
            keep: shop.keep(),
            erased,
            address: self.store.address()?,
            templates: document.whatsapp_templates.clone(),
            words: self.said(language.unwrap_or_default())?,
            page_words: self.page_said(want.locale.as_deref(), language)?,
        })
    }

    fn following(&self, want: &WantFollowing) -> Result<Following> {
        let shop = self.loaded()?;
        let document = &shop.profile.document;
        let begins = |flow: &Live| {
            let after = flow.draft.after.as_ref();
            after.is_some_and(|after| Some(after.occasion) == want.event)
        };
        let mut live = self.store.live(shop.languages(None))?;
        live.retain(begins);
        Ok(Following {
            words: self.said_in(&live, &document.locale)?,
            flows: live.into_iter().map(|flow| flow.published).collect(),
            origin: document.origins.first().cloned().unwrap_or_default(),
            locale: document.locale.clone(),
            address: self.store.address()?,
            facts: shop.facts()?,
            erased: self.is_erased(want.shopper.as_ref())?,
        })
    }

    fn settings(&self, locale: Option<&str>) -> Result<Vec<u8>> {
        let shop = self.loaded()?;
        let languages = shop.languages(locale);
        let known = shop.settings.borrow();
        if let Some((_, bytes)) = known.iter().find(|(these, _)| *these == languages) {
            return Ok(bytes.clone());
        }
        drop(known);
        let live = self.store.live(languages)?;
        // Each was validated when it was published; one that a later release refuses invites nobody.
        let mut flows: Vec<Flow> = live
            .iter()
            .filter(|flow| shop.invites(&flow.draft))
            .filter_map(|flow| Flow::validate(&flow.draft).ok())
            .collect();
        flows.sort_by_key(|flow| core::cmp::Reverse(flow.priority()));
        let document = &shop.profile.document;
        let bytes = settings::bytes(settings::Given {
            shop: &shop.profile.shop,
            name: &document.name,
            language: languages[0],
            accent: &document.accent,
            side: &document.side,
            support: &shop.profile.support,
            pause_days: document.pause_days,
            holdout_bp: document.holdout_bp,
            rules: flows
                .iter()
                .flat_map(|flow| flow.rules(document.dwell_seconds))
                .collect(),
        })?;
        shop.settings.borrow_mut().push((languages, bytes.clone()));
        Ok(bytes)
    }

    async fn report(&self, report: &Report) -> Result<Response> {
        let reported = self.reported(&report.record.shopper)?;
        if !reported.erased {
            let now = clock::now();
            self.store.report(&report.record, now)?;
            self.store.count_faults(report.faults, now)?;
            self.arm().await?;
        }
        answer::json(&reported)
    }

    fn name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }

    fn point(&self, handler: &'static str) -> Point<'_> {
        Point {
            state: &self.state,
            class: Class::Shop,
            handler,
        }
    }
}

impl Loaded {
    /// Whether pages invite to this flow.
    fn invites(&self, flow: &FlowDraft) -> bool {
        let listed = self.profile.document.invites.as_ref();
        flow.trigger.is_some() && listed.is_none_or(|listed| listed.contains(&flow.id))
    }

    /// How long after its last turn a conversation is kept.
    fn keep(&self) -> Span {
        let days = self.profile.document.retention_days;
        days.map_or(KEPT, |days| Span::days(i64::from(days)))
    }

    /// Now, and the shop's clock.
    fn clock(&self) -> Result<(Instant, Clock)> {
        let now = clock::now();
        if let Some((asked, clock)) = &*self.clock.borrow()
            && now - *asked < Span::days(1)
        {
            return Ok((now, clock.clone()));
        }
        let clock = clock::of_zone(&self.profile.document.time_zone, now);
        let clock =
            clock.ok_or_else(|| Error::fault("the platform no longer knows the shop's zone"))?;
        self.clock.replace(Some((now, clock.clone())));
        Ok((now, clock))
    }

    fn sending(&self) -> Result<Sending> {
        Ok(Sending {
            sender: self.profile.document.sender.clone(),
            brevo_api_key: self.profile.document.brevo_api_key.clone(),
            facts: self.facts()?,
        })
    }

    fn facts(&self) -> Result<ShopFacts> {
        let (now, clock) = self.clock()?;
        Ok(ShopFacts {
            support: self.profile.support.clone(),
            clock: clock.offset(now),
            stricter: self.profile.stricter.clone(),
            country: self.profile.document.country.clone(),
            brand: self.profile.document.name.clone(),
            sms_sender: self.profile.document.sender.sms.clone(),
            sms_registered: self.profile.document.sender.registered.clone(),
            templates: self.profile.document.whatsapp_templates.clone(),
        })
    }
}

fn zone_known(zone: &str) -> bool {
    clock::offset(zone, clock::now()).is_some()
}
