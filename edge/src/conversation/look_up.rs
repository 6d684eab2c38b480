//! Answering what the flow looks up: from the shop's rules, which are read once by an isolate and then known, or by asking
//! the catalogue.

use super::Conversation;
use super::context::Told;
use super::store::Held;
use crate::ask::{Class, ask};
use crate::calls::{self, WantFound};
use crate::clock;
use crate::error::{Error, Result};
use shared::catalog::Product;
use shared::commerce::ShopRules;
use shared::conversation::{Effect, Found, Input, Query};
use shared::id::ShopId;
use shared::look_up::{self, Knows};
use shared::time::Instant;
use shared::wire::document_v1::ShopDocument;
use std::cell::RefCell;
use std::rc::Rc;

/// What a shop promises by one version of its document.
struct Promised {
    shop: ShopId,
    version: u64,
    rules: ShopRules,
}

thread_local! {
    /// Those that were read last, one of each shop. A version is never changed, so none of them is ever out of date: which
    /// one holds, a conversation is told with the shop's words.
    static KEPT: RefCell<Vec<Rc<Promised>>> = const { RefCell::new(Vec::new()) };
}

impl Promised {
    fn read(shop: ShopId, (version, document): &(u64, ShopDocument)) -> Result<Self> {
        let currency = document.currency.parse().ok();
        let rules = currency.and_then(|currency| ShopRules::parse(document, currency).ok());
        let rules = rules.ok_or_else(|| Error::fault("kept rules with mistakes"))?;
        let version = *version;
        Ok(Self {
            shop,
            version,
            rules,
        })
    }

    /// This version, if it is known here.
    fn kept(shop: &ShopId, version: u64) -> Option<Rc<Self>> {
        let is_meant = |known: &&Rc<Self>| known.version == version && known.shop == *shop;
        KEPT.with_borrow(|kept| kept.iter().find(is_meant).cloned())
    }

    fn keep(self) -> Rc<Self> {
        let promised = Rc::new(self);
        KEPT.with_borrow_mut(|kept| {
            kept.retain(|other| other.shop != promised.shop);
            if kept.len() >= MOST_KEPT {
                kept.remove(0);
            }
            kept.push(Rc::clone(&promised));
        });
        promised
    }

    /// What they say, to a conversation that was told this.
    fn say(&self, query: &Query, products: &[Product], told: &Told) -> Found {
        let shop = look_up::Shop {
            rules: &self.rules,
            now: clock::now(),
            clock: &told.context.clock,
            voice: told.voice(),
        };
        look_up::by_shop(&shop, query, products)
    }
}

/// Answers within the step that asks what nobody else has to be asked for: it is written with that step, and told with it.
pub(super) fn answer_at_once(
    held: &mut Held,
    mut effects: Vec<Effect>,
    told: &Told,
    now: Instant,
) -> Vec<Effect> {
    let mut at = 0;
    while let Some(effect) = effects.get(at) {
        if let Effect::LookUp { lookup, query } = effect
            && let Some(found) = known(&held.shop, query, told)
        {
            let lookup = *lookup;
            let found = Input::Found { lookup, found };
            effects.remove(at);
            effects.extend(held.conversation.handle(found, &told.context, now));
        } else {
            at += 1;
        }
    }
    effects
}

impl Conversation {
    /// What a look-up found; nothing when it should be asked for again, which the conversation's deadline does.
    pub(super) async fn look_up(&self, query: &Query, told: &Told) -> Option<Found> {
        match self.find(query, told).await {
            Ok(found) => Some(found),
            Err(error) if error.is_final() => Some(Found::Failed),
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    /// Asks who knows.
    async fn find(&self, query: &Query, told: &Told) -> Result<Found> {
        let shop = self.with(|held| Ok(held.shop.clone()))?;
        let (env, name) = (&self.env, shop.as_str());
        let products: Vec<Product> = match look_up::knows(query) {
            Knows::Catalogue => {
                let want = WantFound::new(query.clone(), &told.context.words, told.locale());
                return ask(env, Class::Catalog, name, calls::FIND, &want).await;
            }
            Knows::ShopWithProducts => ask(env, Class::Catalog, name, calls::ABOUT, query).await?,
            Knows::Shop => Vec::new(),
            Knows::Nobody => return Ok(Found::Nothing),
        };
        let promised = self.promised(shop, told.version).await?;
        Ok(promised.say(query, &products, told))
    }

    /// What the shop promises by this version, or by one that has followed it.
    async fn promised(&self, shop: ShopId, version: u64) -> Result<Rc<Promised>> {
        if let Some(promised) = Promised::kept(&shop, version) {
            return Ok(promised);
        }
        let (env, name) = (&self.env, shop.as_str());
        let ruled: (u64, ShopDocument) = ask(env, Class::Shop, name, calls::RULES, &()).await?;
        Ok(Promised::read(shop, &ruled)?.keep())
    }
}

/// What is known here and now. An order, what of it can go back, and points stay unknown until orders are synced: that nothing
/// is found is the honest answer until then.
fn known(shop: &ShopId, query: &Query, told: &Told) -> Option<Found> {
    match look_up::knows(query) {
        Knows::Shop => {
            let promised = Promised::kept(shop, told.version)?;
            Some(promised.say(query, &[], told))
        }
        Knows::Nobody => Some(Found::Nothing),
        Knows::Catalogue | Knows::ShopWithProducts => None,
    }
}

/// Shops whose rules an isolate keeps: a document has at most 256 KB, an isolate 128 MB for everything in it.
const MOST_KEPT: usize = 32;
