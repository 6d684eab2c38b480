//! What the shop tells a conversation: its words and the flow at the version the conversation began with.

use super::store::Held;
use super::{Conversation, keeping};
use crate::ask::{Class, ask};
use crate::calls::{self, Context, Published, Said, WantContext, WantFlow};
use crate::clock;
use crate::error::{Error, Result};
use crate::preferences;
use shared::conversation::ShopContext;
use shared::flow::Flow;
use shared::id::{ShopId, ShopperId};
use shared::locale::Locale;
use shared::message::Voice;
use shared::time::{Instant, Span};
use std::rc::Rc;

/// What the shop told, when, and for which flow.
pub(super) struct Told {
    pub(super) context: ShopContext,
    /// The version of the shop's document.
    pub(super) version: u64,
    /// Whether the shopper whom it was asked for was erased.
    pub(super) erased: bool,
    /// None for a conversation that began without a flow, and stays so.
    want: Option<WantFlow>,
    at: Instant,
}

impl Told {
    /// The locale in which the flow writes days and amounts.
    pub(super) fn locale(&self) -> &str {
        let flow = self.context.flow.as_ref();
        flow.map_or("", |flow| &flow.draft().language)
    }

    /// How what is looked up is told.
    pub(super) fn voice(&self) -> Voice<'_> {
        Voice {
            words: &self.context.words,
            locale: Locale::of(self.locale()),
        }
    }
}

impl Conversation {
    /// What the shop told within the last minute, or tells now.
    pub(super) async fn shop(&self) -> Result<Rc<Told>> {
        let (shop, want) = self.with(|held| Ok((held.shop.clone(), held.flow())))?;
        if let Some(told) = self.told.borrow().as_ref() {
            // A conversation that has not begun takes the flow it was opened with.
            let same = told.want == want || !self.with(|held| Ok(held.has_begun()))?;
            if same && clock::now() - told.at < FRESH {
                return Ok(Rc::clone(told));
            }
        }
        let (shopper, locale) = self.with(|held| {
            let record = held.conversation.record();
            Ok((record.shopper.clone(), record.locale.clone()))
        })?;
        let told = self.learn(&shop, want, shopper, Some(&locale)).await?;
        if told.erased && self.with(|held| Ok(held.has_begun()))? {
            self.bury().await?;
            return Err(keeping::erased());
        }
        Ok(told)
    }

    /// Asks the shop, for a page in this locale.
    pub(super) async fn learn(
        &self,
        shop: &ShopId,
        want: Option<WantFlow>,
        shopper: ShopperId,
        locale: Option<&str>,
    ) -> Result<Rc<Told>> {
        // Before it is opened it holds nothing, and wants the newest of each.
        let called = self.held.borrow().as_ref().and_then(Held::called);
        let asked = WantContext {
            flow: want.clone().unwrap_or(WantFlow::Welcome),
            called,
            shopper: Some(shopper.clone()),
            locale: locale.map(str::to_owned),
        };
        let mut told = self.ask_shop(shop, &asked).await?;
        let flow = told.flow.take().filter(|_| want.is_some());
        let flow = flow.as_ref().map(read_flow).transpose()?;
        let called = told.called.iter().map(read_flow).collect::<Result<_>>()?;
        // Once begun it is this very version that the conversation will want.
        let want = flow
            .as_ref()
            .map(|flow| WantFlow::Version(flow.id().clone(), flow.version()));
        let words = told.words.map(Said::words).unwrap_or_default().listening();
        let page_words = told.page_words.map(|said| said.words().listening());
        let (address, whose) = (told.address.as_deref(), (shop, &shopper));
        let preferences = preferences::link(&self.env, address, whose, words.language())?;
        let context = ShopContext {
            name: told.name,
            flow,
            called,
            origin: told.origin,
            support: told.support,
            hours: told.hours,
            clock: told.clock,
            labels: told.labels,
            handoff: told.handoff,
            confirms_email: told.confirms_email,
            words,
            page_words,
            templates: told.templates,
            preferences,
        };
        self.keep.set(Some(told.keep));
        let told = Rc::new(Told {
            context,
            version: told.version,
            erased: told.erased,
            want,
            at: clock::now(),
        });
        self.told.replace(Some(Rc::clone(&told)));
        Ok(told)
    }

    async fn ask_shop(&self, shop: &ShopId, want: &WantContext) -> Result<Context> {
        let shop = shop.as_str();
        ask(&self.env, Class::Shop, shop, calls::CONTEXT, want).await
    }
}

fn read_flow(published: &Published) -> Result<Flow> {
    let flow = Flow::validate(&published.draft()?).map_err(|problems| {
        Error::fault(format!("a published flow has {} mistakes", problems.len()))
    })?;
    Ok(flow.at_version(published.version))
}

/// How long a shop's words are taken as they were told.
const FRESH: Span = Span::seconds(60);
