//! A shop: its document, its flows by version, and the records of its sessions. Performs; decides nothing.
//!
//! Every published version of a flow is kept, since a conversation ends on the version it began with; the newest one is
//! live. [`document`] reads a shop's document, [`settings`] makes the file its pages load, [`store`] keeps the rows.

mod document;
mod origin;
mod settings;
mod store;

use crate::answer;
use crate::ask::{self, Class};
use crate::calls::{
    self, Context, Origins, Published, Sending, ShopFacts, WantContext, WantFlow, WantPromise,
};
use crate::clock;
use crate::error::{Error, Problem, Result};
use crate::guard::{self, Point};
use crate::log::Ids;
use document::Profile;
use serde::{Deserialize, Serialize};
use shared::conversation::{FlowRef, Record};
use shared::flow::{Flow, Library};
use shared::id::FlowId;
use shared::promise::promise;
use shared::recommend::Labels;
use shared::time::{Instant, Offset};
use shared::wire::document_v1::{self, FlowDraft, ShopDocument};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use store::Store;
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
    /// The settings file, once a page has asked for it; every page view does.
    settings: OnceCell<Vec<u8>>,
}

/// What an operator sees of a shop.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub(crate) shop: String,
    pub(crate) name: String,
    pub(crate) origins: Vec<String>,
    pub(crate) currency: String,
    pub(crate) flows: Vec<LiveFlow>,
    /// Sessions by how far they came.
    pub(crate) sessions: BTreeMap<String, u64>,
}

/// A flow as it begins now.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LiveFlow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: u32,
    /// Whether pages invite to it.
    pub(crate) invites: bool,
}

/// The version under which a flow was published.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FlowVersion {
    pub(crate) version: u32,
}

/// How often old records are looked for.
const FORGET_EVERY: Duration = Duration::from_hours(24);
/// The flow for a chat that was opened by hand, if the shop has one of this name.
const WELCOME: &str = "welcome";

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
        answer::of(self.serve(request).await, Ids::default())
    }

    async fn alarm(&self) -> worker::Result<Response> {
        guard::pass(self.point("alarm"));
        answer::of(self.forget().await, Ids::default())
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
            calls::ORIGINS => answer::json(&Origins {
                origins: self.loaded()?.profile.document.origins.clone(),
            }),
            calls::SETTINGS => answer::bytes(self.settings()?),
            calls::PROMISE => {
                let want: WantPromise = ask::read(&mut request).await?;
                let shop = self.loaded()?;
                let (now, offset) = shop.clock()?;
                answer::json(&promise(
                    &shop.profile.rules,
                    want.country.as_deref(),
                    now,
                    offset,
                ))
            }
            calls::SENDING => answer::json(&self.loaded()?.sending()?),
            calls::CURRENCY => answer::json(&self.loaded()?.profile.currency),
            calls::SUMMARY => answer::json(&self.summary()?),
            calls::REPORT => {
                let record: Record = ask::read(&mut request).await?;
                self.report(&record).await
            }
            calls::DOCUMENT => {
                let document: ShopDocument = ask::read(&mut request).await?;
                self.put(document)
            }
            calls::PUBLISH => {
                let draft: FlowDraft = ask::read(&mut request).await?;
                answer::json(&self.publish(&draft)?)
            }
            _ => ask::unknown(Class::Shop, &path),
        }
    }

    /// The shop, or 404 for one that nobody has added.
    fn loaded(&self) -> Result<Rc<Loaded>> {
        if let Some(loaded) = &*self.awake.borrow() {
            return Ok(Rc::clone(loaded));
        }
        let (version, document) = self
            .store
            .document()?
            .ok_or_else(|| Error::not_found("there is no such shop"))?;
        let profile = document::read(document, zone_known).map_err(|problems| {
            Error::fault(format!("a kept document with {} mistakes", problems.len()))
        })?;
        let loaded = Rc::new(Loaded {
            version,
            profile,
            settings: OnceCell::new(),
        });
        self.awake.replace(Some(Rc::clone(&loaded)));
        Ok(loaded)
    }

    fn put(&self, document: ShopDocument) -> Result<Response> {
        let profile = document::read(document, zone_known).map_err(|problems| {
            unprocessable("shop", "the shop's document has mistakes", problems)
        })?;
        self.store.put_document(&profile.document)?;
        self.awake.replace(None);
        ask::done()
    }

    fn publish(&self, draft: &FlowDraft) -> Result<FlowVersion> {
        self.loaded()?;
        let flow = Flow::validate(draft)
            .map_err(|problems| unprocessable("flow", "the flow has mistakes", problems))?;
        self.check_calls(draft)?;
        let version = self.store.publish(flow.id(), draft)?;
        self.awake.replace(None);
        Ok(FlowVersion { version })
    }

    /// With this flow in place, no flow may call itself through others. A call of a flow that is still to be published is
    /// let pass, since one of several has to be the first.
    fn check_calls(&self, draft: &FlowDraft) -> Result<()> {
        let live = self.store.live()?.into_iter().map(|flow| flow.draft);
        let others = live.filter(|other| other.id != draft.id);
        let mut flows: Vec<Flow> = others
            .chain([draft.clone()])
            .filter_map(|draft| Flow::validate(&draft).ok())
            .collect();
        let mut all = 0;
        while all != flows.len() {
            all = flows.len();
            let ids: Vec<FlowId> = flows.iter().map(|flow| flow.id().clone()).collect();
            flows.retain(|flow| flow.calls().all(|id| ids.contains(id)));
        }
        Library::of(flows)
            .map(|_| ())
            .map_err(|problems| unprocessable("flow", "the flow's calls have mistakes", problems))
    }

    fn context(&self, want: WantContext) -> Result<Context> {
        let flow = self.wanted(want.flow)?;
        let called = self.called(flow.as_ref(), want.called)?;
        let shop = self.loaded()?;
        let (_, offset) = shop.clock()?;
        let document = &shop.profile.document;
        Ok(Context {
            version: shop.version,
            name: document.name.clone(),
            origin: document.origins.first().cloned().unwrap_or_default(),
            flow,
            called,
            support: shop.profile.support.clone(),
            hours: shop.profile.hours.clone(),
            offset,
            labels: Labels::of(&document.attributes),
        })
    }

    fn wanted(&self, want: WantFlow) -> Result<Option<Published>> {
        match want {
            WantFlow::Version(id, version) => self.store.flow(&id, Some(version)),
            WantFlow::Newest(id) => match self.store.flow(&id, None)? {
                Some(flow) => Ok(Some(flow)),
                None => self.welcome(),
            },
            WantFlow::Welcome => self.welcome(),
        }
    }

    /// The flows that `flow` calls: at the versions that are wanted, or else the newest of each. One that is not there is
    /// left out; the conversation hands over where it would be called.
    fn called(
        &self,
        flow: Option<&Published>,
        wanted: Option<Vec<FlowRef>>,
    ) -> Result<Vec<Published>> {
        if let Some(wanted) = wanted {
            let flows = wanted
                .iter()
                .map(|flow| self.store.flow(&flow.id, Some(flow.version)));
            return Ok(flows
                .collect::<Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect());
        }
        let mut open: Vec<FlowId> = flow.map(|flow| calls_of(&flow.draft)).unwrap_or_default();
        let mut called: Vec<Published> = Vec::new();
        while let Some(id) = open.pop() {
            let known = called.iter().any(|flow| flow.draft.id == id.as_str());
            if let (false, Some(flow)) = (known, self.store.flow(&id, None)?) {
                open.extend(calls_of(&flow.draft));
                called.push(flow);
            }
        }
        Ok(called)
    }

    /// The flow named `welcome`, else the first by id that neither a page nor an occasion begins.
    fn welcome(&self) -> Result<Option<Published>> {
        let live = self.store.live()?;
        let named = live.iter().position(|flow| flow.draft.id == WELCOME);
        let by_hand = live
            .iter()
            .position(|flow| flow.draft.trigger.is_none() && flow.draft.after.is_none());
        Ok(named
            .or(by_hand)
            .and_then(|index| live.into_iter().nth(index)))
    }

    fn settings(&self) -> Result<Vec<u8>> {
        let shop = self.loaded()?;
        if let Some(bytes) = shop.settings.get() {
            return Ok(bytes.clone());
        }
        let live = self.store.live()?;
        // Each was validated when it was published; one that a later release refuses invites nobody.
        let mut flows: Vec<Flow> = live
            .iter()
            .filter_map(|flow| Flow::validate(&flow.draft).ok())
            .collect();
        flows.sort_by_key(|flow| core::cmp::Reverse(flow.priority()));
        let document = &shop.profile.document;
        let bytes = settings::bytes(settings::Given {
            shop: &shop.profile.shop,
            name: &document.name,
            accent: &document.accent,
            side: &document.side,
            support: &shop.profile.support,
            pause_days: document.pause_days,
            holdout_bp: document.holdout_bp,
            dwell_seconds: document.dwell_seconds,
            rules: flows.iter().filter_map(Flow::rule).collect(),
        })?;
        Ok(shop.settings.get_or_init(|| bytes).clone())
    }

    fn summary(&self) -> Result<Summary> {
        let shop = self.loaded()?;
        let document = &shop.profile.document;
        let live = self.store.live()?.into_iter().map(|flow| LiveFlow {
            id: flow.draft.id,
            name: flow.draft.name,
            version: flow.version,
            invites: flow.draft.trigger.is_some(),
        });
        Ok(Summary {
            shop: document.shop.clone(),
            name: document.name.clone(),
            origins: document.origins.clone(),
            currency: document.currency.clone(),
            flows: live.collect(),
            sessions: self.store.outcomes()?,
        })
    }

    async fn report(&self, record: &Record) -> Result<Response> {
        self.loaded()?;
        self.store.report(record, clock::now())?;
        if !self.armed.get() {
            let storage = self.state.storage();
            if storage.get_alarm().await?.is_none() {
                storage.set_alarm(FORGET_EVERY).await?;
            }
            self.armed.set(true);
        }
        ask::done()
    }

    async fn forget(&self) -> Result<Response> {
        let before = Instant(clock::now().0.saturating_sub(store::KEPT.0));
        let left = self.store.forget_before(before)?;
        self.armed.set(left);
        if left {
            self.state.storage().set_alarm(FORGET_EVERY).await?;
        }
        ask::done()
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
    /// Now, and how far the shop's clock is ahead of UTC.
    fn clock(&self) -> Result<(Instant, Offset)> {
        let now = clock::now();
        let offset = clock::offset(&self.profile.document.time_zone, now);
        Ok((
            now,
            offset.ok_or_else(|| Error::fault("the platform no longer knows the shop's zone"))?,
        ))
    }

    fn sending(&self) -> Result<Sending> {
        let (_, clock) = self.clock()?;
        Ok(Sending {
            sender: self.profile.document.sender.clone(),
            brevo_api_key: self.profile.document.brevo_api_key.clone(),
            facts: ShopFacts {
                support: self.profile.support.clone(),
                clock,
                hours: self.profile.quiet,
                brand: self.profile.document.name.clone(),
                sms_sender: self.profile.document.sender.sms.clone(),
            },
        })
    }
}

fn calls_of(draft: &FlowDraft) -> Vec<FlowId> {
    draft.calls().filter_map(|id| id.parse().ok()).collect()
}

fn zone_known(zone: &str) -> bool {
    clock::offset(zone, clock::now()).is_some()
}

fn unprocessable(
    code: &'static str,
    message: &'static str,
    problems: Vec<document_v1::Problem>,
) -> Error {
    let ours = |problem: document_v1::Problem| Problem {
        place: problem.place,
        reason: problem.reason,
    };
    Error::unprocessable(code, message, problems.into_iter().map(ours).collect())
}
